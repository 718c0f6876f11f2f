import { day, moment } from '../format'
import { codesIn, fill, language, texts, word } from '../i18n'
import { Draft, firstBackwards, isSet, lacking, Moment, StopDraft, VisitDraft, written } from '../trip'
import { countryName } from './records'
import type { Mark } from './verdict'

/** A stop, or a country visited, as listed. */
export interface PlaceLine {
  index: number
  name: string
  detail: string
  mark: Mark | null
}

/** A country to choose. */
export interface CountryLine {
  code: string
  name: string
  /** Its name in the other language. */
  detail: string
}

/** Countries listed at once. */
const MOST_FOUND = 12

export function stopLines(plan: Draft): PlaceLine[] {
  const back = firstBackwards(plan)
  return plan.stops.map((stop, index) => ({ index, name: countryName(stop.country), detail: stopDetail(stop), mark: stopMark(plan, index, back) }))
}

export function visitLines({ visited }: Draft): PlaceLine[] {
  const { plan: t } = texts()
  const detail = ({ left }: VisitDraft) => (left ? fill(t.left, { date: day(left, language()) }) : t.noLeft)
  return visited.map((visit, index) => ({ index, name: countryName(visit.country), detail: detail(visit), mark: null }))
}

function stopDetail({ arrives, departs, offset, transit }: StopDraft): string {
  const { plan: t, common } = texts()
  const parts = [
    transit ? t.transit : '',
    isSet(arrives) ? fill(t.arrives, { when: clockTime(arrives, offset) }) : '',
    isSet(departs) ? fill(t.leaves, { when: clockTime(departs, offset) }) : '',
  ].filter(Boolean)
  const text = parts.join(common.comma)
  return text && text[0].toUpperCase() + text.slice(1)
}

function stopMark(plan: Draft, index: number, back: number): Mark | null {
  const { plan: t } = texts()
  const lacks = lacking(plan, index)
  if (lacks) return { tone: 'cond', icon: 'rule', text: t.lacking[lacks] }
  return index === back ? { tone: 'cond', icon: 'time', text: t.backwards } : null
}

/** "1 Dec, 09:00 (UTC+5)", without the clock while it is not chosen. */
export function clockTime(at: Moment, offset: string): string {
  return offset ? moment(written(at, offset), language()) : `${day(at.date, language())} ${at.time}`
}

/** "+05:00" as "UTC+5". */
export function clockName(offset: string): string {
  const [hours, minutes] = offset.slice(1).split(':')
  if (/[1-9]/.test(offset)) return `UTC${offset[0]}${+hours}${minutes === '00' ? '' : `:${minutes}`}`
  return 'UTC'
}

/** States whose name in either language has what was typed: those that begin with it first. */
export function findCountries(typed: string): { found: CountryLine[]; more: number } {
  const wanted = plain(typed)
  if (!wanted) return { found: [], more: 0 }
  const own = language()
  const other = own === 'zh' ? 'en' : 'zh'
  const ranked = codesIn('country')
    .filter((code) => code.length === 2)
    .map((code) => ({ code, name: word(`country.${code}`, own) || code, detail: word(`country.${code}`, other) || '' }))
    .map((line) => ({ line, rank: rankOf(wanted, [plain(line.name), plain(line.detail), line.code.toLowerCase()]) }))
    .filter(({ rank }) => rank < 3)
  ranked.sort((a, b) => a.rank - b.rank || (a.line.name < b.line.name ? -1 : 1))
  return { found: ranked.slice(0, MOST_FOUND).map(({ line }) => line), more: Math.max(0, ranked.length - MOST_FOUND) }
}

/** 0 for the whole of it, 1 for the beginning of a word, 2 for anywhere in a name, 3 for nowhere. */
function rankOf(wanted: string, [name, otherName, code]: string[]): number {
  const names = [name, otherName]
  if (code === wanted || names.indexOf(wanted) >= 0) return 0
  if (names.some((each) => ` ${each}`.includes(` ${wanted}`))) return 1
  return names.some((each) => each.includes(wanted)) ? 2 : 3
}

/** Without capitals and accents: "Côte d’Ivoire" is found by "cote d'i". */
function plain(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[’‘]/g, "'").replace(/[-\s]+/g, ' ')
}
