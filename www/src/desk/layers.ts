/** How a certificate was shown: sealed for whom, tied to which phone, made when, and what was kept back. */
import type { Check, PresentationReport, Report, SealRecipient } from 'healthpass/desk'
import { facts, h, icon, panel, type Child } from '../dom'
import { country, day, now, when, word } from '../format'
import { language, t } from '../i18n'
import { checkRow } from '../result/checks'
import { passportForm } from '../result/passport'
import type { Shown } from '../result/shown'
import type { Step } from '../result/steps'
import { decidingShown } from '../result/verdict'
import type { Layers } from './desk'
import { keySign, nameOf } from './gate'
import { w } from './words'

type Presentation = PresentationReport
const ORDER = ['seal', 'keyBinding', 'freshness', 'commitment'] as const
/** How the audience of a desk's question begins. */
const DESK = 'desk:'

export function layers(shown: Shown, compared: (lines: readonly string[] | null) => void, toKeys: () => void): Layers | undefined {
  const { presentation } = shown.report
  if (!presentation) return undefined
  const closed = shown.report.certificate === null
  return {
    panel: panel('layers-title', w(closed ? 'readable' : 'layersTitle'), closed ? readable(shown.report, presentation) : opened(presentation), toKeysButton(shown.report, toKeys)),
    steps: stepsOf(shown.report),
    passport: asksPassport(shown.report) ? passportPanel(shown, compared) : undefined,
    unproved: unproved(shown.report, presentation),
  }
}

/** The four checks of showing, under the nine. */
export function shownChecks({ presentation }: Report): Child {
  if (!presentation) return undefined
  return panel('shown-checks', w('checksTitle'), h('ol', { class: 'checks' }, ORDER.map((name, i) => checkRow(name, i + 1, presentation.checks[name]))))
}

function opened(shown: Presentation): HTMLElement {
  return facts([
    [w('sealedFor'), shown.seal ? shown.seal.recipients.map(recipient) : state('open', w('notSealed'), 'is-none')],
    [w('openedWith'), openedWith(shown)],
    [w('boundBy'), shown.binding && (shown.binding === 'issuer-bound' ? state('tick', word('binding.issuer-bound'), 'is-none') : state('unknown', word('binding.device-attested'), 'is-cond'))],
    [w('level'), shown.level && word(`level.${shown.level}`)],
    [w('made'), [made(shown), shown.checks.freshness.state === 'pass' && state('tick', w('fresh'), 'is-none')]],
    [w('answers'), answers(shown) ? state('tick', w('answersYes'), 'is-none') : state('unknown', w('answersNo'), 'is-none')],
    [w('passport'), passport(shown.checks.commitment)],
    [w('withheld'), withheld(shown)],
  ])
}

/** Of a code that gave nothing: its seal, its time, and the reason. */
function readable(report: Report, shown: Presentation): HTMLElement {
  const codes = decidingShown(report)?.reasons.map(({ code }) => code) ?? []
  return facts([
    [w('sealedFor'), shown.seal ? shown.seal.recipients.map(recipient) : state('open', w('notSealed'), 'is-none')],
    [w('openedWith'), openedWith(shown)],
    [w('boundBy'), shown.binding && word(`binding.${shown.binding}`)],
    [w('made'), made(shown)],
    [w('nothingShown'), w(report.verdict === 'sealed' ? 'cannotRead' : 'notShown')],
    [w('reasonCode'), codes.length > 0 && h('span', { class: 'mono small' }, codes.join(' '))],
  ])
}

function recipient(one: SealRecipient): Child {
  return h('span', { class: 'line' },
    one.name ?? h('span', { class: 'mono small' }, w('number', { kid: one.kid })),
    one.country && h('span', { class: 'line small quiet' }, country(one.country)))
}

function openedWith({ seal }: Presentation): Child {
  if (!seal?.openedBy) return undefined
  return [h('span', { class: 'line' }, nameOf(seal.openedBy)), seal.passport && h('span', { class: 'line small quiet' }, w('withPassport'))]
}

function made({ madeAt, ageSeconds }: Presentation): Child {
  if (!madeAt || ageSeconds === undefined) return undefined
  const age = span(Math.abs(ageSeconds))
  const text = ageSeconds === 0 ? w('madeNow') : w(ageSeconds > 0 ? 'madeAgo' : 'madeAhead', { age })
  return [h('span', { class: 'line' }, text), h('span', { class: 'line small quiet' }, seconds(madeAt))]
}

/** A time with its seconds, which decide here. */
function seconds(at: string): string {
  return `${day(at)} ${new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' }).format(new Date(at))} UTC`
}

/** Seconds in words; from two minutes on in minutes, from two hours on in hours, and so on. */
function span(seconds: number): string {
  const [count, unit] = seconds < 120 ? [seconds, 'second'] : seconds < 7200 ? [seconds / 60, 'minute'] : seconds < 172800 ? [seconds / 3600, 'hour'] : [seconds / 86400, 'day']
  return new Intl.NumberFormat(language() === 'zh' ? 'zh-Hans-CN' : 'en-GB', { style: 'unit', unit: unit as string, unitDisplay: 'long', maximumFractionDigits: 0 }).format(Math.floor(count as number))
}

function answers({ audience }: Presentation): boolean {
  return audience?.split(' ').some((part) => part.startsWith(DESK)) === true
}

function passport(commitment: Check): Child {
  if (commitment.state === 'pass') return state('tick', w('passportSame'), 'is-none')
  return state('unknown', w('passportNot'), 'is-none')
}

function withheld(shown: Presentation): Child {
  if (shown.withheld.length === 0) return w('withheldNone')
  return shown.withheld.map(({ at, count }) => h('span', { class: 'line', 'data-withheld': at }, count > 1 ? `${word(`withheld.${at}`)} (${count})` : word(`withheld.${at}`)))
}

function state(shape: string, text: string, kind: string): HTMLElement {
  return h('span', { class: `state ${kind}` }, icon(shape), h('span', {}, text))
}

function has(report: Report, code: string): boolean {
  return decidingShown(report)?.reasons.some((reason) => reason.code === code) === true
}

/** The passport opens it, or did not match it. */
function asksPassport(report: Report): boolean {
  return ['seal.passport-needed', 'seal.passport-differs', 'holder.commitment-differs'].some((code) => has(report, code))
}

function passportPanel(shown: Shown, compared: (lines: readonly string[] | null) => void): HTMLElement {
  const needed = has(shown.report, 'seal.passport-needed')
  const form = passportForm(shown, compared, needed ? w('open') : undefined)
  if (form instanceof HTMLDetailsElement) form.open = true
  return panel('passport-title', w(needed ? 'openPassport' : 'comparePassport'), form)
}

function toKeysButton(report: Report, toKeys: () => void): Child {
  if (!has(report, 'seal.other-recipient')) return undefined
  return h('button', { type: 'button', class: 'btn second to-keys', id: 'to-keys', onclick: toKeys }, icon('key'), w('keyButton'))
}

function stepsOf(report: Report): readonly Step[] | undefined {
  const ask: Step = [w('stepAsk'), w('stepAskWhy')]
  const anew: Step = [w('stepNew'), w('stepNewWhy')]
  const clock: Step = [w('stepClock'), w('stepClockWhy', { at: when(now()) })]
  const reason = decidingShown(report)?.reasons[0]?.code
  switch (reason) {
    case 'seal.other-recipient': return [[w('stepSealTitle'), mine()], [w('stepOpenCode')], [w(keySign()?.locked ? 'stepUnlock' : 'stepKey')]]
    case 'seal.passport-needed': return [[w('stepPassport'), w('stepPassportWhy')], [w('stepOpenCode')]]
    case 'seal.passport-differs':
    case 'holder.commitment-differs': return [[t('stepLines'), t('stepLinesWhy')], [w('stepWhose'), w('stepWhoseWhy')], [t('stepOther')], [t('stepSupervisor')]]
    case 'binding.audience-other': return [[w('stepForYou'), mine()], anew]
    case 'freshness.future': return [clock, anew]
    case 'freshness.nonce-missing':
    case 'freshness.nonce-other': return [[w('stepScanQuestion')], anew]
    case 'freshness.stale': return [anew, clock, ask]
    case 'freshness.replayed':
    case 'binding.resealed': return [anew, ask, [t('stepOther')]]
    default: return undefined
  }
}

/** What the holder is to choose on the phone. */
function mine(): string {
  const sign = keySign()
  return sign ? w('stepSealWhy', { name: sign.name }) : w('stepSealNone')
}

function unproved(report: Report, shown: Presentation): string[] {
  if (report.verdict === 'sealed') return [w('unprovedSealed')]
  if (report.verdict === 'not-fresh') return [w('unprovedFresh')]
  if (report.certificate === null) return []
  const said: string[] = []
  if (shown.binding === 'device-attested') said.push(w('unprovedDevice'))
  if (!answers(shown)) said.push(w('unprovedRelay'))
  if (shown.withheld.length > 0) said.push(w('unprovedWithheld'))
  return said
}
