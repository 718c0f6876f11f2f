/** The rule and the record, the legs of the trip, and the certificates that count together. */
import type { Report } from 'healthpass/desk'
import { facts, h, icon, panel, type Child } from '../dom'
import { age, country, day, when, word } from '../format'
import { language, otherLanguage, tag } from '../i18n'
import { local, localMinute, span } from './clock'
import { differ, nameOf } from './person'
import { closest, legIn } from './sentence'
import type { Answer, Decision, Gap, Leg, Requirement, Source, Together, Words } from './types'
import { told, w } from './words'

export interface PersonEvents {
  /** How many certificates count together. */
  readonly held: number
  another(): void
  choose(place: number): void
  remove(place: number): void
  trip(): void
}

const SHAPES: Record<Answer, string> = { 'ok': 'tick', 'not-met': 'rule', 'open': 'unknown', 'no-rules': 'none' }

/** Every rule that is not met or could not be decided, with what it asks in both languages. */
export function rulePanel(decision: Decision, reports: readonly Report[]): Child {
  const parts = decision.legs.flatMap((leg) => leg.requirements.filter(({ answer }) => answer === 'not-met' || answer === 'open').map((one) => ofRequirement(leg, one, decision, reports)))
  if (parts.length === 0) return undefined
  return panel('rule-title', w('ruleTitle'), parts)
}

function ofRequirement(leg: Leg, requirement: Requirement, decision: Decision, reports: readonly Report[]): Child {
  const pack = decision.packs.find(({ id }) => id === requirement.pack)
  const edition = w('editionOf', { date: day(requirement.asOf), age: age(requirement.asOf) })
  return h('div', { class: 'rule', 'data-requirement': requirement.id },
    h('h3', {}, capital(legIn(leg))),
    requirement.gaps.map((gap) => ofGap(gap, reports)),
    facts([
      [w('requirement'), [h('span', { class: 'line mono small' }, requirement.id), both(requirement.description)]],
      [w('edition'), [h('span', { class: 'line' }, edition), pack?.expired && h('span', { class: 'state is-cond' }, icon('rule'), w('editionOld'))]],
      [w('source'), source(requirement.source ?? pack?.source)],
      [capital(legIn(leg)), localMinute(leg.at)],
    ]))
}

function ofGap(gap: Gap, reports: readonly Report[]): Child {
  const several = reports.length > 1 && gap.certificate !== undefined
  const name = gap.certificate === undefined ? undefined : nameOf(reports[gap.certificate])
  return facts([
    [w('rule'), h('span', { class: 'mono', 'data-rule': gap.rule }, gap.rule)],
    [w('says'), both(gap.description)],
    [w('record'), [h('span', { class: 'line' }, closest(reports, gap) ?? w('recordNone')), several && h('span', { class: 'line small quiet' }, [w('fromCertificate', { n: (gap.certificate ?? 0) + 1 }), name].filter(Boolean).join(' · '))]],
    [w(gap.paths[0]?.startsWith('leg.') ? 'tripDate' : 'found'), gap.found && local(gap.found)],
    [w('needed'), gap.needed && needed(gap.needed)],
    [w('shortBy'), gap.shortBySeconds !== undefined && h('strong', {}, span(gap.shortBySeconds))],
    [w('metFrom'), gap.metFrom && local(gap.metFrom)],
    [w('metUntil'), gap.until && local(gap.until)],
    [w('reason'), h('span', { class: 'mono small' }, gap.code)],
  ])
}

/** A comparison's other side, whose sign stands before it. */
function needed(text: string): string {
  const [, sign, value] = /^([=≠<≤>≥∈∉]\s*)(.*)$/s.exec(text) ?? []
  return sign && value ? `${sign.trim()} ${local(value)}` : text
}

/** Words of a pack in both languages, the officer's first. */
export function both(words: Words): Child {
  const [first, second] = language() === 'zh' ? [words.zh, words.en] : [words.en, words.zh]
  const [own, other] = [language(), otherLanguage()]
  return [
    first && h('span', { class: 'line', lang: tag(own) }, first),
    second && h('span', { class: first ? 'line small quiet' : 'line', lang: tag(other) }, second),
  ]
}

export function source(source: Source | undefined): Child {
  if (!source) return undefined
  return [
    h('span', { class: 'line' }, [source.title, source.date && when(source.date)].filter(Boolean).join(language() === 'zh' ? '，' : ', ')),
    source.url && /^https:\/\//.test(source.url) && h('a', { class: 'line small wrap-any', href: source.url, target: '_blank', rel: 'noreferrer noopener' }, source.url),
    source.note && h('span', { class: 'line small quiet' }, source.note),
  ]
}

/** The answer for each place of the trip. */
export function legPanel(decision: Decision, events: PersonEvents): Child {
  const later = decision.legs.length > 1
  return panel('legs-title', w('legsTitle'),
    facts(decision.legs.map((leg) => [[h('span', { class: 'line' }, capital(legIn(leg))), leg.region && h('span', { class: 'line' }, leg.region), h('span', { class: 'line small' }, localMinute(leg.at))], legAnswer(leg)] as const)),
    later && h('p', { class: 'limits' }, w('legsTime')),
    h('button', { type: 'button', class: 'link', id: 'trip-change', onclick: events.trip }, w('changePerson')))
}

function legAnswer(leg: Leg): Child {
  const kind = leg.answer === 'not-met' ? 'is-cond' : leg.answer === 'ok' ? '' : 'is-none'
  const text = leg.answer === 'ok' && leg.requirements.every(({ applies }) => applies === 'no') ? w('nothingAsked') : answerIn(leg.answer)
  return h('div', { 'data-leg': leg.answer },
    h('span', { class: `state ${kind}` }, icon(SHAPES[leg.answer]), text),
    leg.quarantineDays !== undefined && h('span', { class: 'line', 'data-quarantine': String(leg.quarantineDays) }, w('quarantine', { days: span(leg.quarantineDays * 86400) })),
    leg.requirements.map((one) => h('span', { class: 'line small quiet' }, told(one.description), ' · ', one.applies === 'no' ? w('notMeant') : one.answer === 'ok' && one.show.length > 0 ? w('showThis', { n: one.show.map((place) => place + 1).join(' + ') }) : answerIn(one.answer))))
}

export function answerIn(answer: Answer): string {
  return w(({ 'ok': 'ok', 'not-met': 'notMet', 'open': 'open', 'no-rules': 'noRules' } as const)[answer])
}

/** The certificates read of this person, each with its own answer. */
export function personPanel({ reports, shown, decision }: Together, events: PersonEvents): HTMLElement {
  const out = new Set(decision?.notCounted.map(({ certificate }) => certificate))
  const several = reports.length > 1
  return panel('person-title', w('personTitle'),
    several && h('ol', { class: 'held', id: 'held' }, reports.map((report, i) => held(report, i, shown === i, decision ? !out.has(i) : undefined, events))),
    differ(reports) && h('p', { class: 'is-cond strong lead', id: 'held-differ' }, icon('rule'), w('differentPeople')),
    h('button', { type: 'button', class: 'btn second', id: 'another', onclick: events.another }, icon('plus'), w('another')))
}

function held(report: Report, place: number, shown: boolean, counts: boolean | undefined, events: PersonEvents): HTMLElement {
  const view = report.certificate
  const issuer = view && (view.issuer.name ?? country(view.issuer.country))
  const what = view?.records.map(({ disease, kind }) => [disease && word(`disease.${disease.code}`), word(`kind.${kind}`)].filter(Boolean).join(' ')) ?? []
  return h('li', { 'data-held': report.verdict },
    h('span', { class: 't' }, `${place + 1}  ${[...new Set(what)].join(', ')}`),
    h('span', { class: 'd' }, [nameOf(report), view?.person.birthDate && local(view.person.birthDate), issuer && w('issuedBy', { issuer })].filter(Boolean).join(' · ')),
    h('span', { class: 'd strong' }, [word(`verdict.${report.verdict}`), counts !== undefined && w(counts ? 'counted' : 'notCounted'), shown && w('shownNow')].filter(Boolean).join(' · ')),
    h('span', { class: 'two' },
      !shown && h('button', { type: 'button', class: 'link', 'data-show': place, onclick: () => events.choose(place) }, w('show')),
      h('button', { type: 'button', class: 'link', 'data-remove': place, onclick: () => events.remove(place) }, w('removeOne'))))
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
