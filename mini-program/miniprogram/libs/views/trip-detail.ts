import type { Decision, RequirementDecision } from '../../core/healthpass'
import { day } from '../format'
import { fill, language, texts } from '../i18n'
import { Fact, facts } from './facts'
import { Answered, certificateTitle, dayOrMoment, instant, Issue, issueWord, legMark, legName, placeTime, quarantineWord, said, wantedRecord } from './trip'
import type { Mark } from './verdict'

/** A rule against the calendar: the share that has passed, and its two ends. */
export interface Span {
  passed: number
  from: string
  to: string
}

/** Something that may be done. */
export interface Step {
  name: string
  detail: string
}

export interface LegLine {
  name: string
  when: string
  mark: Mark
  lines: { key: string; text: string }[]
}

/** A rule with everything an answer rests on. */
export interface RuleView {
  key: string
  text: string
  /** What its publisher says about its source. */
  note: string
  facts: Fact[]
  old: string
}

/** From the record to the day it is enough, or to the leg when that came too late. */
export function spanOf({ gap, leg, record }: Issue): Span | null {
  const isEarly = gap && gap.code === 'rules.too-early'
  const bound = gap && (isEarly ? gap.metFrom : gap.until)
  if (!bound || !record || !record.date) return null
  const [start, at, end] = [record.date, leg.at, bound].map((text) => instant(text, leg.at))
  const share = isEarly ? (at - start) / (end - start) : (end - start) / (at - start)
  if (!(share >= 0 && share <= 1)) return null
  const { trip: t } = texts()
  const what = t.records[record.kind as keyof typeof t.records] || t.records.recovery
  const to = isEarly ? fill(t.enough, { date: dayOrMoment(bound) }) : fill(t.lasts, { date: placeTime(bound) })
  return { passed: Math.round(share * 1000) / 10, from: fill(t.start, { what, date: dayOrMoment(record.date) }), to }
}

/** What can be done, the surest first; never a promise. */
export function stepsFor({ gap, leg, requirement }: Issue): Step[] {
  const { trip: t } = texts()
  const steps: Step[] = []
  if (gap && gap.metFrom) steps.push({ name: fill(t.waits[leg.stage], { date: dayOrMoment(gap.metFrom) }), detail: t.waitsWhy })
  if (gap && gap.until) steps.push({ name: fill(t.earlierThan[leg.stage], { date: placeTime(gap.until) }), detail: t.waitsWhy })
  const what = gap ? wantedRecord(gap) : ''
  if (gap && gap.code === 'rules.no-record') steps.push({ name: what ? fill(t.addRecord, { what }) : t.addProof, detail: '' })
  if (gap && what && (gap.code === 'rules.too-late' || gap.code === 'rules.expires-before')) steps.push({ name: fill(t.newer, { what }), detail: '' })
  requirement.routes.filter(({ id, answer }) => id !== requirement.route && answer !== 'ok').forEach(({ description, quarantineDays }) => {
    const stays = quarantineDays === undefined ? t.otherWay : quarantineDays > 0 ? fill(t.stays, { n: quarantineDays }) : t.staysNone
    steps.push({ name: said(description), detail: stays })
  })
  return steps.concat({ name: t.ask, detail: t.askWhy })
}

/** One line for each other thing in the way. */
export function issueLine({ leg, requirement, gap }: Issue): { name: string; detail: string; mark: Mark } {
  const { trip: t } = texts()
  const [icon, tone, state] = requirement.answer === 'open' ? (['unknown', 'none', 'open'] as const) : (['rule', 'cond', 'not-met'] as const)
  return { name: legName(leg), detail: said(requirement.description), mark: { icon, tone, text: issueWord({ requirement, gap }) || t.states[state] } }
}

export function legLines({ legs }: Decision): LegLine[] {
  return legs.map((leg) => {
    const asked = leg.requirements.map((requirement) => ({ key: `${requirement.pack}/${requirement.id}`, text: askedAt(requirement) }))
    const quarantine = leg.quarantineDays === undefined ? [] : [{ key: 'quarantine', text: quarantineWord(leg.quarantineDays) }]
    return { name: legName(leg), when: placeTime(leg.at), mark: legMark(leg), lines: asked.concat(quarantine) }
  })
}

function askedAt({ answer, applies, description }: RequirementDecision): string {
  const { trip: t } = texts()
  const state = applies === 'no' ? t.notApplying : answer === 'ok' ? t.states.met : answer === 'not-met' ? t.states['not-met'] : t.states.open
  return fill(t.of, { name: said(description).replace(/[.。]$/, ''), answer: state })
}

/** Which certificate to show, and at which legs. */
export function showLines(answered: Answered): { id: string; name: string; detail: string }[] {
  const { decision, certificates } = answered
  if (!decision) return []
  const shown: { [place: number]: string[] } = {}
  decision.legs.forEach((leg) => leg.requirements.filter(({ answer }) => answer === 'ok').forEach(({ show }) => show.forEach((place) => {
    const names = shown[place] || (shown[place] = [])
    if (names.indexOf(legName(leg)) < 0) names.push(legName(leg))
  })))
  return Object.keys(shown).map(Number).filter((place) => certificates[place]).map((place) => ({
    id: certificates[place], name: certificateTitle(answered, place), detail: shown[place].join(texts().common.list),
  }))
}

/** Every requirement that was found for this trip, each once. */
export function ruleViews({ legs, packs }: Decision, only?: RequirementDecision): RuleView[] {
  const views: RuleView[] = []
  legs.forEach((leg) => leg.requirements.filter((each) => !only || each === only).forEach((requirement) => {
    const view = ruleView(requirement, packs)
    if (!views.some(({ key }) => key === view.key)) views.push(view)
  }))
  return views
}

function ruleView({ pack, id, description, gaps, source, asOf }: RequirementDecision, packs: Decision['packs']): RuleView {
  const { trip: t } = texts()
  const from = packs.find((each) => each.id === pack)
  const published = source || (from && from.source)
  const rules = gaps.map(({ rule }) => rule).filter((rule, i, all) => rule && all.indexOf(rule) === i)
  const list = facts(
    [t.rule, [id].concat(rules).join(' '), true],
    [t.found, gaps.length === 1 ? foundIn(gaps[0].found) : undefined],
    [t.needed, gaps.length === 1 ? foundIn(gaps[0].needed) : undefined],
    [t.pack, from ? said(from.name) : pack],
    [t.publisher, from && from.publishedBy],
    [t.edition, editionOf(asOf, from)],
    [t.source, published && published.title],
    [t.sourceDate, published && published.date ? day(published.date, language()) : undefined],
    [t.link, (published && published.url) || undefined, true],
  )
  const old = from && from.expired ? fill(t.oldPackSays, { name: said(from.name), date: day(from.expiresAt, language()) }) : ''
  return { key: `${pack}/${id}`, text: said(description), note: (published && published.note) || '', facts: list, old }
}

function editionOf(asOf: string, pack: Decision['packs'][number] | undefined): string {
  const { trip: t, common } = texts()
  if (!pack) return day(asOf, language())
  return [fill(t.editionOf, { date: day(asOf, language()), n: pack.sequence }), ageWord(pack.ageDays)].join(common.comma)
}

export function ageWord(days: number): string {
  const { trip: t } = texts()
  return days === 0 ? t.age0 : days === 1 ? t.age1 : fill(t.ageN, { n: days })
}

/** "≥ 2026-11-06" with its date written out; dates and times anywhere in it. */
function foundIn(text: string | undefined): string | undefined {
  return text && text.replace(/\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?/g, placeTime)
}

/** Packs past their date, said as that. */
export function oldPacks({ packs, legs }: Decision): string[] {
  const used = (id: string) => legs.some(({ requirements }) => requirements.some(({ pack }) => pack === id))
  return packs.filter(({ id, expired }) => expired && used(id)).map(({ name, expiresAt }) => fill(texts().trip.oldPackSays, { name: said(name), date: day(expiresAt, language()) }))
}
