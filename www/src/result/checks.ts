/** All nine checks, each with its state and its reasons in words; and the raw report. */
import type { Check, Report, State } from 'healthpass/verifier'
import { facts, h, icon, panel, type Child } from '../dom'
import { because, when } from '../format'
import { t, word } from '../i18n'
import { coreVersion } from '../core'
import type { Shown } from './shown'

export const ORDER = ['envelope', 'signature', 'issuer', 'time', 'usage', 'content', 'revocation', 'rules', 'holder'] as const
const SHAPES: Record<State, string> = { pass: 'tick', fail: 'cross', unknown: 'unknown', skipped: 'none' }

/** `more` are checks beyond the nine. */
export function checksView(shown: Shown, more: Child): HTMLElement {
  const { report } = shown
  return h('div', { class: 'wrap checks-view', id: 'checks' },
    panel('checks-title', t('checksTitle', { n: held(report) }),
      h('ol', { class: 'checks' }, ORDER.map((name, i) => checkRow(name, i + 1, report.checks[name])))),
    more,
    h('details', { id: 'raw' },
      h('summary', {}, t('raw')),
      facts([[t('checkedAt'), when(shown.at)], [t('coreVersion'), coreVersion()]]),
      h('pre', { class: 'mono small', id: 'raw-json', tabindex: '0' }, reportText(report))))
}

/** The report as text; of a code that is not genuine, nothing of its content. */
export function reportText(report: Report): string {
  const safe = report.verdict === 'not-genuine' ? { ...report, certificate: null, claims: null } : report
  return JSON.stringify(safe, null, 2)
}

function held(report: Report): number {
  return ORDER.filter((name) => report.checks[name].state === 'pass').length
}

export function checkRow(name: string, n: number, check: Check): Child {
  const failed = check.state === 'fail'
  return h('li', { 'data-check': name, 'data-state': check.state, class: failed ? 'is-stop' : check.state === 'pass' ? undefined : 'is-none' },
    icon(SHAPES[check.state]),
    h('span', { class: 'n' }, `${n} ${word(`check.${name}`)}`),
    h('span', { class: 'w' }, word(`state.${check.state}`)),
    h('span', { class: 'd' }, check.reasons.map((reason) => h('span', { class: 'line' }, because(reason)))),
    h('code', {}, check.reasons.map((reason) => h('span', { class: 'line' }, reason.code))))
}
