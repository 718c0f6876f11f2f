import type { Decision, LegDecision, PersonView, Record, RequirementDecision, RuleGap } from '../../core/healthpass'
import { now, Session } from '../core'
import { moment, shortDay } from '../format'
import { fill, language, otherLanguage, sentence, sentences, texts, Texts, word } from '../i18n'
import type { Trip } from '../trip'
import { age, duration } from './duration'
import { certificateLine, namesOf } from './people'
import { coded, countryName } from './records'
import { Band, Mark, markOf, Tone } from './verdict'

/** What one person's trip comes to, and the certificates its answer counts. */
export interface Answered {
  person: PersonView
  decision: Decision | null
  /** Identifiers, in the order that the answer counts them. */
  certificates: string[]
}

/** Something that stands in the way: a requirement that is not met or cannot be decided, and where. */
export interface Issue {
  leg: LegDecision
  place: number
  requirement: RequirementDecision
  gap: RuleGap | undefined
  /** The record that comes closest, where it is known. */
  record?: Record
}

/** How an answer reads: `partly` where some place has no rules, `free` where the rules ask nothing. */
export type Reading = keyof Texts['trip']['answers']

/** A state of a leg by the names of its words. */
type LegState = keyof Texts['trip']['states']

const LOOKS: { [reading in Reading]: { tone: Tone; icon: string } } = {
  ok: { tone: 'ok', icon: 'ok' },
  free: { tone: 'ok', icon: 'ok' },
  partly: { tone: 'look', icon: 'ask' },
  open: { tone: 'none', icon: 'unknown' },
  'not-met': { tone: 'cond', icon: 'rule' },
  'no-rules': { tone: 'none', icon: 'unknown' },
}
const LEG_LOOKS: { [state in LegState]: { tone: Tone | ''; icon: string } } = {
  nothing: { tone: 'none', icon: 'none' },
  met: { tone: 'ok', icon: 'ok' },
  'not-met': { tone: 'cond', icon: 'rule' },
  refused: { tone: 'cond', icon: 'rule' },
  open: { tone: 'none', icon: 'unknown' },
  'no-rules': { tone: 'none', icon: 'unknown' },
}
/** From the worst on. */
const READINGS: Reading[] = ['not-met', 'open', 'no-rules', 'partly', 'free', 'ok']

/** Looks up the record that a gap is about. */
export function recordsOf({ wallet }: Session, { certificates }: Answered): (gap: RuleGap) => Record | undefined {
  return ({ certificate, record }) => {
    const id = certificate === undefined ? undefined : certificates[certificate]
    if (id === undefined || record === undefined) return undefined
    const { report } = wallet.certificate(id, now())
    return report.certificate ? report.certificate.records[record] : undefined
  }
}

export function answersFor({ wallet }: Session, people = wallet.overview(now()).people): Answered[] {
  return people.map((person) => ({ person, ...wallet.decide(person.id, now()) }))
}

/** The one of whom most is still missing. */
export function worstOf(answers: Answered[]): Answered | undefined {
  const rank = ({ decision }: Answered) => (decision ? READINGS.indexOf(readingOf(decision)) : READINGS.length)
  return answers.reduce<Answered | undefined>((worst, each) => (worst && rank(worst) <= rank(each) ? worst : each), undefined)
}

/** The answer as it is to be read: never more than what was checked. */
export function readingOf({ answer, legs }: Decision): Reading {
  // an answer of a later core is no pass
  if (answer !== 'ok') return answer in LOOKS ? answer : 'open'
  if (legs.some((leg) => leg.answer !== 'ok')) return 'partly'
  return legs.every((leg) => stateOf(leg) === 'nothing') ? 'free' : 'ok'
}

/** What is not met, then what cannot be decided, each in the order of the trip. */
export function issuesOf({ legs }: Decision, recordOf: (gap: RuleGap) => Record | undefined = () => undefined): Issue[] {
  const of = (answer: 'not-met' | 'open') =>
    legs.reduce<Issue[]>((all, leg, place) => {
      const missed = leg.requirements.filter((requirement) => requirement.answer === answer)
      return all.concat(missed.map((requirement) => withGap({ leg, place, requirement }, recordOf)))
    }, [])
  return of('not-met').concat(of('open'))
}

function withGap(issue: Pick<Issue, 'leg' | 'place' | 'requirement'>, recordOf: (gap: RuleGap) => Record | undefined): Issue {
  const gap = decidingGap(issue.requirement)
  return { ...issue, gap, record: gap && recordOf(gap) }
}

/** The gap that takes longest to close, so that nobody waits for a shorter one only. */
function decidingGap({ gaps }: RequirementDecision): RuleGap | undefined {
  return gaps.reduce<RuleGap | undefined>((worst, gap) => (worst && (worst.shortBySeconds || 0) >= (gap.shortBySeconds || 0) ? worst : gap), undefined)
}

/** The answer in small, with the gap in it: "3 days short". */
export function answerMark(decision: Decision): Mark {
  const reading = readingOf(decision)
  const [issue] = issuesOf(decision)
  const text = (issue && issueWord(issue)) || texts().trip.answers[reading]
  return { ...LOOKS[reading], text }
}

/** The answer for several people on one line: the worst of them, by name. */
export function groupMark(answers: Answered[]): Mark | null {
  const worst = worstOf(answers)
  if (!worst || !worst.decision) return null
  const mark = answerMark(worst.decision)
  return answers.length === 1 ? mark : { ...mark, text: fill(texts().trip.of, { name: namesOf(worst.person).name, answer: mark.text }) }
}

export function answerBand(decision: Decision, issue: Issue | undefined): Band {
  const { trip: t } = texts()
  const reading = issue ? (issue.requirement.answer === 'open' ? 'open' : 'not-met') : readingOf(decision)
  const verdict = t.answers[reading]
  const gap = issue && issueWord(issue)
  const other = gap ? verdict : texts(otherLanguage()).trip.answers[reading]
  return { ...LOOKS[reading], word: gap || verdict, other, why: issue ? issueWhy(issue) : readingWhy(decision, reading) }
}

function readingWhy({ legs }: Decision, reading: Reading): string {
  const without = legs.filter(({ answer }) => answer === 'no-rules').map(({ country }) => countryName(country))
  const places = without.filter((name, i) => without.indexOf(name) === i).join(texts().common.list)
  return fill(texts().trip.whys[reading as keyof Texts['trip']['whys']] || '', { places })
}

/** The gap itself in words, where it has any: "3 days short", "14 days of quarantine". */
export function issueWord({ gap, requirement }: Pick<Issue, 'gap' | 'requirement'>): string {
  const { trip: t } = texts()
  if (requirement.answer !== 'not-met') return ''
  const short = gap && gap.shortBySeconds
  if (gap && short && gap.code === 'rules.too-early') return fill(t.short, { gap: duration(short) })
  if (gap && short && gap.code === 'rules.too-late') return fill(t.late, { gap: duration(short) })
  const days = requirement.quarantineDays
  return days && !requirement.refused ? quarantineWord(days) : ''
}

function issueWhy({ gap, leg, requirement, record }: Issue): string {
  const { whys } = texts().trip
  const asks = said(askedBy(requirement, gap))
  return [asks, gap ? gapSentence(gap, leg, record) : requirement.answer === 'open' ? whys.open : ''].filter(Boolean).map(endSentence).join(language() === 'zh' ? '' : ' ')
}

/** The rule that is missed; where there is no record at all, the whole of what the nearest way takes. */
function askedBy({ description, route, routes }: RequirementDecision, gap: RuleGap | undefined): RequirementDecision['description'] {
  const nearest = routes.find(({ id }) => id === route)
  if (!gap || gap.code === 'rules.no-record' || !gap.description.en) return nearest ? nearest.description : description
  return gap.description
}

/** What is found instead, in one sentence. */
function gapSentence(gap: RuleGap, leg: LegDecision, record: Record | undefined): string {
  const { trip: t } = texts()
  const place = countryName(leg.country)
  if (gap.code === 'rules.no-record') return wantedRecord(gap) ? fill(t.noRecord, { what: wantedRecord(gap) }) : t.noProof
  if (gap.code === 'rules.expires-before') return gap.found ? fill(t.ends, { date: placeTime(gap.found) }) : ''
  if (gap.code === 'rules.too-early' || gap.code === 'rules.too-late') {
    const old = record && record.date ? ageAt(record.date, leg) : ''
    return old ? fill(t.age[leg.stage], { place, age: old }) : ''
  }
  return sentence({ code: gap.code, found: gap.rule, expected: gap.needed, at: leg.at.replace(/Z$/, '+00:00') })
}

/** How old a record will be at the leg: in days where only its day is known. */
function ageAt(date: string, { at }: LegDecision): string {
  const seconds = (instant(/T/.test(date) ? at : at.slice(0, 10), at) - instant(date, at)) / 1000
  return seconds >= 0 ? age(seconds) : ''
}

/** Milliseconds of a date or time; a date begins at midnight of the leg's clock. */
export function instant(text: string, legAt: string): number {
  return Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00${offsetOf(legAt)}` : text)
}

function offsetOf(at: string): string {
  const [offset = 'Z'] = /(Z|[+-]\d{2}:\d{2})$/.exec(at) || []
  return offset
}

/** "yellow fever vaccination", of what is asked for. */
export function wantedRecord({ kind, disease }: RuleGap): string {
  const { kinds, certificate: t } = texts()
  if (!kind) return ''
  const what = kinds[kind as keyof typeof kinds] || kind
  const about = disease && (coded('disease', { system: '', code: disease }) || disease)
  return about ? fill(t.named, { disease: about, kind: what }) : what
}

export function quarantineWord(days: number): string {
  const { trip: t } = texts()
  if (days === 0) return t.noQuarantine
  return days === 1 ? t.quarantineOne : fill(t.quarantine, { n: days })
}

/** Words of a pack in the reader's language, where it has it. */
export function said({ en, zh }: { en: string; zh?: string | null }): string {
  return (language() === 'zh' && zh) || en
}

function endSentence(text: string): string {
  return /[.!?。！？]$/.test(text) ? text : text + (language() === 'zh' ? '。' : '.')
}

/** What is asked at a leg and met, not met or open. */
export function stateOf({ answer, requirements, refused }: LegDecision): LegState {
  if (answer === 'not-met') return refused ? 'refused' : 'not-met'
  if (answer === 'no-rules') return 'no-rules'
  if (answer !== 'ok') return 'open'
  return requirements.some(({ applies }) => applies !== 'no') ? 'met' : 'nothing'
}

export function legMark(leg: LegDecision): Mark {
  const state = stateOf(leg)
  return { ...LEG_LOOKS[state], text: texts().trip.states[state] }
}

/** "Leaving Pakistan". */
export function legName({ stage, country, region }: LegDecision): string {
  const place = [countryName(country), region].filter(Boolean).join(texts().common.comma)
  return fill(texts().trip.stages[stage], { place })
}

export function routeName({ stops }: Pick<Trip, 'stops'>): string {
  return stops.map(({ country }) => countryName(country)).join(texts().trip.arrow)
}

/** "Zhang Wei, leaving 1 Dec". */
export function travellerLine(person: PersonView, { stops }: Trip): string {
  const { name } = namesOf(person)
  const when = stops[0] && stops[0].departs
  return when ? fill(texts().trip.leaving, { name, when: placeTime(when) }) : name
}

/** The title of a certificate by its place in an answer. */
export function certificateTitle({ person, certificates }: Answered, place: number): string {
  const certificate = person.certificates.find(({ id }) => id === certificates[place])
  return certificate ? certificateLine(certificate, person).title : texts().certificate.generic
}

/** What a certificate is good for on this trip, by its identifier. */
export interface Serving {
  lines: { key: string; name: string; detail: string; mark: Mark | null }[]
}

export function servingOf(answered: Answered, id: string): Serving | null {
  const { decision, certificates } = answered
  const place = certificates.indexOf(id)
  if (!decision || place < 0 || decision.answer === 'no-rules') return null
  const { serves: t } = texts()
  const refused = decision.notCounted.find(({ certificate }) => certificate === place)
  if (refused) return { lines: [{ key: 'not-counted', name: fill(t.notCounted, { verdict: word(`verdict.${refused.verdict}`) || refused.verdict }), detail: '', mark: null }] }
  const lines = decision.legs.reduce<Serving['lines']>((all, leg) => all.concat(servingAt(leg, place)), [])
  return { lines: lines.length > 0 ? lines : [{ key: 'nothing', name: t.nothing, detail: '', mark: null }] }
}

function servingAt(leg: LegDecision, place: number): Serving['lines'] {
  const { serves: t } = texts()
  return leg.requirements.reduce<Serving['lines']>((all, requirement) => {
    const gap = requirement.gaps.find(({ certificate }) => certificate === place)
    const line = { key: `${leg.at} ${requirement.pack}/${requirement.id}`, name: legName(leg), detail: said(requirement.description) }
    if (requirement.answer === 'ok' && requirement.show.indexOf(place) >= 0) return all.concat({ ...line, mark: { ...LEG_LOOKS.met, text: t.shows } })
    if (!gap) return all
    const state = requirement.answer === 'not-met' ? 'not-met' : 'open'
    return all.concat({ ...line, mark: { ...LEG_LOOKS[state], text: issueWord({ gap, requirement }) || texts().trip.states[state] } })
  }, [])
}

/** What an answer does not cover, as far as neither the band nor the notice of old rules says it. */
export function remarksOn({ reasons }: Decision): string[] {
  return sentences(reasons.filter(({ code }) => code !== 'rules.pack-old' && code !== 'rules.leg-without-rules'))
}

/** Certificates that no rule looked at, and why. */
export function notCountedLines(answered: Answered): { id: string; name: string; mark: Mark }[] {
  const { decision, certificates } = answered
  return decision ? decision.notCounted.map(({ certificate, verdict }) => ({ id: certificates[certificate], name: certificateTitle(answered, certificate), mark: markOf(verdict) })) : []
}

/** A time by the clock of its place: UTC stays UTC, and is not told by this phone's clock. */
export function placeTime(text: string): string {
  return moment(text.replace(/Z$/, '+00:00'), language())
}

/** A day where it begins at midnight, else the time too. */
export function dayOrMoment(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$|T00:00(:00)?([^0-9:]|$)/.test(text) ? shortDay(text.slice(0, 10), language()) : placeTime(text)
}
