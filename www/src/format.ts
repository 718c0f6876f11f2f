/** Dates, ages and names of countries in the officer's language. */
import type { Reason } from 'healthpass/verifier'
import { language, sentence, t, word } from './i18n'

const DAY = 86_400_000
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/
/** Codes whose sides name states. */
const OF_STATES = new Set(['issuer.country-mismatch', 'match.issuer', 'match.nationality'])

function locale(): string {
  return language() === 'zh' ? 'zh-Hans-CN' : 'en-GB'
}

/** A date or time as signed: partial dates stay partial, times are given in UTC and say so. */
export function when(text: string | null | undefined): string {
  if (!text) return ''
  if (TIME.test(text)) return `${day(text)}${language() === 'zh' ? ' ' : ', '}${clock(text)} UTC`
  if (!DATE.test(text)) return text
  if (text.length === 4) return text
  return text.length === 7 ? month(text) : day(text)
}

/** Only the day of a date or time. */
export function day(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return text
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at)
}

function month(text: string): string {
  return new Intl.DateTimeFormat(locale(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${text}-01`))
}

function clock(text: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(new Date(text))
}

/** A number of days in words. */
export function days(count: number): string {
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(count).replace(/(\d)(天)/, '$1 $2')
}

/** Whole days since. */
export function daysSince(text: string, now: number = Date.now()): number {
  return Math.max(0, Math.floor((now - new Date(text).getTime()) / DAY))
}

/** Whether a moment has passed; one that is not given has not. */
export function isPast(text = ''): boolean {
  return Date.parse(text) <= Date.now()
}

/** How old a list is, in words. */
export function age(since: string): string {
  const count = daysSince(since)
  return count === 0 ? t('oldToday') : t('old', { age: days(count) })
}

/** A state's name with its code, alpha-2 or alpha-3; codes without a name stay codes. */
export function country(code: string | null | undefined): string {
  if (!code) return ''
  const name = sentence(`country.${code.toUpperCase()}`)
  if (!name) return code
  return language() === 'zh' ? `${name}（${code}）` : `${name} (${code})`
}

/** The core's sentence for a reason; its code when there is none. */
export function because(reason: Reason): string {
  const side = (value: string | undefined) => (value === undefined ? '–' : inWords(value, reason.code))
  const values = { expected: side(reason.expected), found: side(reason.found), at: side(reason.at) }
  return sentence(`reason.${reason.code}`, values) ?? reason.code
}

/** Whether the core has a sentence for it. */
export function hasWords(reason: Reason): boolean {
  return sentence(`reason.${reason.code}`) !== undefined
}

function inWords(value: string, code: string): string {
  if (TIME.test(value) || DATE.test(value)) return when(value)
  if (OF_STATES.has(code)) return country(value)
  if (code.startsWith('usage.')) return value.split(/, */).map((kind) => sentence(`kind.${kind}`) ?? kind).join(', ')
  return value
}

/** A code of one of the core's catalogues in words, such as `disease`. */
export function named(catalogue: string, code: string): string | undefined {
  return sentence(`${catalogue}.${code}`)
}

export { word }

/** The time now as the core takes it, RFC 3339 in UTC to the second. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z')
}
