import { fill, texts } from '../i18n'

const MINUTE = 60
const HOUR = 3600
const DAY = 86400

/** How far two times are apart, in the unit one would say it in; never less than it is. */
export function duration(seconds: number): string {
  if (seconds % DAY === 0 || seconds >= 3 * DAY) return count(Math.ceil(seconds / DAY), 'day')
  if (seconds >= HOUR) return count(Math.ceil(seconds / HOUR), 'hour')
  return seconds >= MINUTE ? count(Math.ceil(seconds / MINUTE), 'minute') : count(seconds, 'second')
}

/** How old something is, in whole units that have passed: days, or hours and minutes below three days. */
export function age(seconds: number): string {
  const minutes = Math.floor((seconds % HOUR) / MINUTE)
  if (seconds % DAY === 0 || seconds >= 3 * DAY) return count(Math.floor(seconds / DAY), 'day')
  return [count(Math.floor(seconds / HOUR), 'hour'), minutes > 0 ? count(minutes, 'minute') : ''].filter(Boolean).join(' ')
}

function count(n: number, unit: 'day' | 'hour' | 'minute' | 'second'): string {
  const { units } = texts().trip
  return n === 1 ? units[unit] : fill(units[`${unit}s` as const], { n })
}
