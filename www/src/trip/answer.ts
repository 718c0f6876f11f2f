/** What rules and withdrawals add to an answer: its sentence, what is permitted, from when the lists are, what stays open. */
import type { Report } from 'healthpass/desk'
import type { Layers } from '../desk/desk'
import { h, icon, panel, type Child } from '../dom'
import { age, because as inWords, day, hasWords } from '../format'
import { language, t } from '../i18n'
import type { Shown } from '../result/shown'
import type { Step } from '../result/steps'
import { capital, legPanel, personPanel, rulePanel, type PersonEvents } from './panels'
import { revocation } from './packs'
import { sheet } from './print'
import { deciding, gapSentence, legIn, recordIn } from './sentence'
import { local, localDay, span } from './clock'
import type { Decision, Leg, Requirement, RevocationSummary, Together } from './types'
import { told, w } from './words'

export interface AnswerEvents extends PersonEvents {
  /** What is asked, in words. */
  readonly asked: string | undefined
  trip(): void
}

const space = () => (language() === 'zh' ? '' : ' ')

/** The band's sentence, where rules say more than the verdict. */
export function because(report: Report, together: Together | undefined): Child {
  const decision = together?.decision
  const then = report.checks.holder.state === 'pass' ? '' : space() + t('comparePassport')
  if (!decision) return together?.trip && report.verdict === 'verified' ? [w('bandNoRules'), space(), h('strong', {}, w('bandNoneAtAll')), then] : undefined
  const decided = deciding(decision)
  if (report.verdict === 'rule-not-met' && report.checks.rules.state === 'fail' && decided?.requirement.answer === 'not-met') {
    const { text, bold, after } = gapSentence(decided)
    return [w('genuine'), space(), text, space(), h('strong', {}, bold), after]
  }
  if (report.verdict !== 'verified') return undefined
  const [first] = decision.legs
  const open = decided?.leg ?? first
  if (!open) return undefined
  if (decision.answer === 'open') return [w('bandOpen', { leg: legIn(open) }), space(), h('strong', {}, w('bandOpenBold')), w('bandStop'), then]
  if (decision.answer === 'no-rules') return [w('bandNoRules'), space(), h('strong', {}, w('bandNoRulesBold', { leg: legIn(open) })), then]
  if (decision.answer !== 'ok') return undefined
  // legs without rules are not among those it is enough for
  const met = decision.legs.filter(({ answer }) => answer === 'ok')
  const quarantined = met.find(({ quarantineDays }) => quarantineDays)
  if (quarantined) return [w('bandMetQuarantine', { leg: legIn(quarantined), days: span((quarantined.quarantineDays ?? 0) * 86400) }), then]
  return [w('bandMet', { leg: met.map((leg) => legIn(leg)).join(t('comma')) }), then]
}

export function layersOf(shown: Shown, before: readonly string[], events: AnswerEvents): Layers {
  const { together, report } = shown
  const genuine = report.verdict !== 'not-genuine' && report.verdict !== 'unreadable'
  const decision = genuine ? together?.decision : undefined
  const reports = together?.reports ?? []
  return {
    under: together && underBand(together.decision),
    next: decision ? next(shown, decision, events) : undefined,
    rules: [
      together?.fault && h('p', { class: 'is-cond strong', id: 'trip-fault-shown', role: 'alert' }, w('decisionFault', { reason: together.fault })),
      decision && rulePanel(decision, reports),
      decision && legPanel(decision, events),
      withdrawn(report),
      together ? personPanel(together, events) : h('button', { type: 'button', class: 'btn second', id: 'held-back', onclick: () => events.choose(events.held - 1) }, w('heldBack', { n: events.held })),
    ],
    unproved: [...before, ...(together ? unproved(shown, together) : [])],
  }
}

/** From when rules and withdrawals are; what is out of date says so, here and under "Not proved". */
function underBand(decision: Decision | null): Child {
  const used = new Set(decision?.legs.flatMap(({ requirements }) => requirements.map(({ pack }) => pack)))
  const packs = decision?.packs.filter(({ id }) => used.has(id)) ?? []
  const lists = revocation()
  if (packs.length + lists.length === 0) return undefined
  const line = (text: string, old: boolean) => h('li', { class: old ? 'is-cond strong' : undefined, 'data-old': String(old) }, old && icon('rule'), old ? `${text}${w('asksList')}${w('asOfOld')}` : text)
  return h('ul', { class: 'as-of', id: 'as-of', 'aria-label': w('asOfTitle') },
    packs.map(({ createdAt, expired }) => line(w('asOfRules', { date: day(createdAt), age: age(createdAt) }), expired)),
    lists.map(({ createdAt, expired }) => line(w('asOfWithdrawals', { date: day(createdAt), age: age(createdAt) }), expired)))
}

/** What the rule permits, or what is left to the officer. */
function next(shown: Shown, decision: Decision, events: AnswerEvents): HTMLElement | undefined {
  const { report } = shown
  if (report.verdict === 'verified' && decision.answer === 'open') {
    return list('trip-open-title', w('openTitle'), decision.legs.flatMap(({ requirements }) => requirements.filter(({ answer }) => answer === 'open').flatMap(undecided)))
  }
  if (report.verdict !== 'rule-not-met' || report.checks.rules.state !== 'fail') return undefined
  const failed = decision.legs.filter(({ answer }) => answer === 'not-met')
  const permitted = failed.flatMap((leg) => leg.requirements.filter(({ answer }) => answer === 'not-met').flatMap((requirement) => permits(leg, requirement)).map(([what, detail]): Step =>
    (failed.length > 1 ? [what, [capital(legIn(leg)), detail].filter(Boolean).join(' · ')] : detail ? [what, detail] : [what])))
  const steps: Step[] = [...permitted, [w('anotherHas'), w('anotherHasWhy')], [t('stepSupervisor')]]
  const print = h('button', { type: 'button', class: 'link', id: 'print' }, icon('print'), w('print'))
  print.addEventListener('click', () => sheet(shown, decision, permitted, events.asked))
  return list('steps-title', w('permits'), steps, h('p', { class: 'limits' }, w('noFault')), print)
}

function undecided({ description, gaps }: Requirement): Step[] {
  if (gaps.length === 0) return [[told(description), w('openWhy')]]
  return gaps.map((gap): Step => [told(gap.description), hasWords({ code: gap.code }) ? inWords(reasonOf(gap)) : w('openWhy')])
}

function reasonOf(gap: { readonly code: string; readonly found?: string; readonly needed?: string }): { code: string; found?: string; expected?: string } {
  return { code: gap.code, ...(gap.found ? { found: gap.found } : {}), ...(gap.needed ? { expected: gap.needed } : {}) }
}

function list(id: string, title: string, steps: readonly Step[], ...more: Child[]): HTMLElement {
  return panel(id, title, h('ol', { class: 'steps', id: 'steps' }, steps.map(([what, detail]) =>
    h('li', {}, h('span', {}, h('span', { class: 't' }, what), detail && h('span', { class: 'd' }, detail))))), more)
}

function permits(leg: Leg, requirement: Requirement): Step[] {
  const steps: Step[] = []
  const { gaps } = requirement
  const dates = gaps.flatMap(({ metFrom }) => (metFrom ? [metFrom] : []))
  if (gaps.length > 0 && dates.length === gaps.length) {
    const last = dates.reduce((one, other) => (Date.parse(other) > Date.parse(one) ? other : one))
    steps.push([w(({ exit: 'fromExit', transit: 'fromTransit', entry: 'fromEntry' } as const)[leg.stage], { date: local(last) }), w('fromWhy')])
  } else {
    steps.push(...gaps.filter(({ metFrom }) => !metFrom).map((gap): Step => [told(gap.description), gap.code === 'rules.no-record' && gap.kind ? w('notShown', { what: recordIn(gap) }) : w('thisWay')]))
  }
  const others = requirement.routes.filter(({ id }) => id !== requirement.route)
  steps.push(...others.map((route): Step => [told(route.description), route.quarantineDays ? w('quarantine', { days: span(route.quarantineDays * 86400) }) : w('otherWay')]))
  if (!requirement.refused && requirement.quarantineDays) steps.push([w('quarantine', { days: span(requirement.quarantineDays * 86400) }), w('quarantineWhy')])
  return steps
}

/** What the lists of withdrawn certificates say; that one may be among them is no finding against anybody. */
function withdrawn({ checks }: Report): Child {
  const { state, reasons } = checks.revocation
  const said = reasons.filter(hasWords)
  if (state === 'skipped' || state === 'fail' || said.length === 0) return undefined
  return panel('withdrawal-title', w('withdrawals'), said.map((reason) => h('p', { class: 'lead', 'data-code': reason.code }, inWords(reason))))
}

function unproved(shown: Shown, { decision, reports, trip }: Together): string[] {
  const said: string[] = []
  const used = new Set(decision?.legs.flatMap(({ requirements }) => requirements.map(({ pack }) => pack)))
  for (const pack of decision?.packs ?? []) {
    if (pack.expired && used.has(pack.id)) said.push(w('unprovedOldRules', { name: told(pack.name), date: day(pack.expiresAt) }))
  }
  for (const leg of decision?.legs ?? []) {
    if (leg.answer === 'no-rules') said.push(w('unprovedLeg', { leg: legIn(leg) }))
    if (leg.answer === 'open') said.push(w('unprovedOpen', { leg: legIn(leg) }))
  }
  for (const one of revocation()) said.push(...ofList(one))
  if (trip && !decision) said.push(w('rulesNone'))
  if (reports.length > 1 && shown.passport === null) said.push(w('unprovedSame'))
  return said
}

function ofList({ name, createdAt, missingFiles }: RevocationSummary): string[] {
  const missing = missingFiles.length > 0 ? [w('unprovedMissing', { n: missingFiles.length, name })] : []
  return [w('unprovedWithdrawn', { name, date: localDay(createdAt) }), ...missing]
}
