import type { Language } from './i18n'

/** Dates as a person writes them. Anything that is no date is given back as it came. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/
const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/** `2026-12-04`, `2026-12` or `2026`, or the day of an instant where this phone is: "4 Dec 2026", "2026 年 12 月 4 日". */
export function day(text: string, language: Language): string {
  const parts = DATE.exec(dayHere(text))
  if (!parts) return text
  const [, year, month, date] = parts
  if (language === 'zh') return unbroken(`${year} 年` + (month ? ` ${+month} 月` : '') + (date ? ` ${+date} 日` : ''))
  return unbroken([date && +date, month && MONTHS[+month - 1], year].filter(Boolean).join(' '))
}

/** The same without the year while it is this year's: "4 Dec", "12 月 4 日". */
export function shortDay(text: string, language: Language): string {
  const year = String(new Date().getFullYear())
  const full = dayHere(text)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(full) || !full.startsWith(year)) return day(text, language)
  const written = day(full, language)
  return language === 'zh' ? written.replace(/^\d{4}\s年\s/, '') : written.replace(/\s\d{4}$/, '')
}

/**
 * A time with the clock it was read from: "20 Nov, 08:40 (UTC+8)", with the year when it is not this one. A time that names its own clock keeps
 * it, because the place of a sampling matters; one in UTC is told by this phone's clock. Dates stay dates.
 */
export function moment(text: string, language: Language): string {
  const parts = TIME.exec(text)
  if (!parts) return day(text, language)
  const [, date, clock, zone] = zoneOf(text) === 'Z' ? (TIME.exec(withZone(text, -new Date(text).getTimezoneOffset())) as RegExpExecArray) : parts
  const written = shortDay(date, language)
  return language === 'zh' ? `${written} ${clock}（${zoneName(zone)}）` : `${written}, ${clock} (${zoneName(zone)})`
}

/** Whether `text` is a date or a time that `moment` would rewrite. */
export function isDated(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) || TIME.test(text)
}

/** A date keeps together at the end of a line. */
function unbroken(text: string): string {
  return text.replace(/ /g, '\u00a0')
}

function dayHere(text: string): string {
  if (!TIME.test(text)) return text
  return zoneOf(text) === 'Z' ? withZone(text, -new Date(text).getTimezoneOffset()).slice(0, 10) : text.slice(0, 10)
}

function zoneOf(text: string): string {
  return (TIME.exec(text) as RegExpExecArray)[3]
}

/** The same instant as a clock `minutes` ahead of UTC shows it. */
function withZone(text: string, minutes: number): string {
  const shown = new Date(new Date(text).getTime() + minutes * 60000).toISOString().slice(0, 19)
  const hours = pad(Math.floor(Math.abs(minutes) / 60))
  return `${shown}${minutes < 0 ? '-' : '+'}${hours}:${pad(Math.abs(minutes) % 60)}`
}

/** "+08:00" as "UTC+8". */
function zoneName(zone: string): string {
  if (zone === 'Z' || /^[+-]00:00$/.test(zone)) return 'UTC'
  return `UTC${zone[0]}${+zone.slice(1, 3)}${zone.endsWith(':00') ? '' : zone.slice(3)}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
