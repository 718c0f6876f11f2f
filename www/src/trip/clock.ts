/** Times where they happen: what the clock on the wall shows, and how far it is from UTC. */
import { day } from '../format'
import { language } from '../i18n'

const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** A moment by this device's clock, RFC 3339 with its offset. */
export function clock(at: string): string {
  const moment = new Date(at)
  const ahead = -moment.getTimezoneOffset()
  const wall = new Date(moment.getTime() + ahead * 60_000).toISOString().slice(0, 19)
  return `${wall}${offsetOf(ahead)}`
}

/** Minutes ahead of UTC, as RFC 3339 writes them. */
export function offsetOf(minutes: number): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
}

/** A date or time in words by its own clock; midnight is a day, everything else names its zone. */
export function local(text: string): string {
  const [, date, minutes, seconds, offset] = LOCAL.exec(text) ?? []
  if (!date || !offset) return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text
  if (minutes === '00:00' && (seconds ?? '00') === '00') return day(date)
  const exact = seconds && seconds !== '00' ? `${minutes}:${seconds}` : minutes
  const zone = offset === 'Z' || offset === '+00:00' ? 'UTC' : `UTC${offset}`
  return `${day(date)}${language() === 'zh' ? ' ' : ', '}${exact} (${zone})`
}

/** The same to the minute. */
export function localMinute(text: string): string {
  return local(text.replace(/(T\d{2}:\d{2}):\d{2}(\.\d+)?/, '$1'))
}

/** Only the day of it there. */
export function localDay(text: string): string {
  return day(LOCAL.exec(text)?.[1] ?? text)
}

/** How long, in the largest unit that says it without rounding much; never less than is missing. */
export function span(seconds: number): string {
  const much = Math.abs(seconds)
  const [unit, size] = much % 86400 === 0 && much > 0 || much >= 172800 ? ['day', 86400] : much >= 7200 ? ['hour', 3600] : much >= 120 ? ['minute', 60] : ['second', 1]
  const format = new Intl.NumberFormat(language() === 'zh' ? 'zh-Hans-CN' : 'en-GB', { style: 'unit', unit: unit as string, unitDisplay: 'long' })
  return format.format(Math.ceil(much / (size as number))).replace(/(\d)(\p{sc=Han})/u, '$1 $2')
}
