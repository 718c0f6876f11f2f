/** What is missing, in one sentence with the gap apart, in either language. */
import type { RecordKind, Report } from 'healthpass/desk'
import { otherLanguage, sentence, language, type Language } from '../i18n'
import { local, localDay, span } from './clock'
import type { Decision, Gap, Leg, Requirement } from './types'
import { tables, told, w } from './words'

/** Diseases called after places and people. */
const PROPER = /^(Japanese|Ebola|Marburg|Lassa|Zika|Rift|Crimean|Lyme|Chagas|Middle)/

/** The first thing that decided, in the order of the trip. */
export interface Deciding {
  readonly leg: Leg
  readonly requirement: Requirement
  readonly gap: Gap | undefined
}

/** A sentence and its end in bold. */
export interface Said {
  readonly text: string
  readonly bold: string
  readonly after: string
}

export function deciding(decision: Decision): Deciding | undefined {
  const found = (answer: string) => {
    for (const leg of decision.legs) {
      const requirement = leg.requirements.find((one) => one.answer === answer)
      if (requirement) return { leg, requirement, gap: requirement.gaps[0] }
    }
    return undefined
  }
  return found('not-met') ?? found('open')
}

/** "entering China", with the state's name alone. */
export function legIn({ stage, country }: Pick<Leg, 'stage' | 'country'>, of: Language = language()): string {
  const words = tables[of]
  const name = sentence(`country.${country}`, {}, of) ?? sentence(`country.${country}`, {}, otherLanguage()) ?? country
  return { exit: words.legExit, transit: words.legTransit, entry: words.legEntry }[stage].replace('{country}', name)
}

/** "polio vaccination": what a gap is about. */
export function recordIn({ disease, kind }: { readonly disease?: string; readonly kind?: RecordKind }): string {
  if (!kind) return w('certificate')
  const named = sentence(`kind.${kind}`) ?? kind
  const lower = language() === 'zh' ? named : named.toLowerCase()
  const about = disease && inText(sentence(`disease.${disease}`) ?? disease)
  return about ? w('someRecord', { disease: about, kind: lower }) : lower
}

/** A disease within a sentence: English writes names of places and people, and abbreviations, with a capital still. */
function inText(name: string): string {
  return PROPER.test(name) ? name : name.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
}

/** Why a rule is not met. */
export function gapSentence({ leg, requirement, gap }: Deciding): Said {
  const values = { leg: legIn(leg), what: gap ? recordIn(gap) : '' }
  const after = w('bandStop') + quarantine(leg)
  const short = gap?.shortBySeconds !== undefined ? span(gap.shortBySeconds) : ''
  if (gap?.code === 'rules.too-early' && gap.metFrom && short) {
    return { text: w('bandEarly', { ...values, from: local(gap.metFrom) }), bold: w('bandShort', { gap: short }), after }
  }
  if (gap?.code === 'rules.too-late' && gap.until && short) {
    return { text: w('bandLate', { ...values, until: local(gap.until) }), bold: w('bandOver', { gap: short }), after }
  }
  if (gap?.code === 'rules.expires-before' && short) {
    return { text: w('bandEnds', values), bold: w('bandShort', { gap: short }), after }
  }
  if (gap?.code === 'rules.no-record') return { text: w('bandNone', values), bold: w('bandMissing', values), after }
  return { text: w('bandRule', values), bold: told((gap ?? requirement).description).replace(/[.。]$/, ''), after }
}

function quarantine(leg: Leg): string {
  if (leg.refused || !leg.quarantineDays) return ''
  return (language() === 'zh' ? '' : ' ') + w('bandQuarantine', { days: span(leg.quarantineDays * 86400) })
}

/** What the report's own record says that a gap came closest with. */
export function closest(reports: readonly Report[], { certificate, record }: Gap): string | undefined {
  if (certificate === undefined || record === undefined) return undefined
  const found = reports[certificate]?.certificate?.records[record]
  if (!found) return undefined
  const name = recordIn({ ...(found.disease ? { disease: found.disease.code } : {}), kind: found.kind })
  const date = found.date && (found.date.length >= 10 ? (found.date.length > 10 ? local(found.date) : localDay(found.date)) : found.date)
  return [name, date, found.facility ?? found.city].filter(Boolean).join(language() === 'zh' ? '，' : ', ')
}
