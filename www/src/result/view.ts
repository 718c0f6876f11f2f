/** The answer's details under its band. */
import { desk } from '../desk/gate'
import { h, panel, type Child } from '../dom'
import { t } from '../i18n'
import { comparePanel } from './compare'
import { certificateFacts, stoppedFacts } from './facts'
import { limits } from './limits'
import type { Shown } from './shown'
import { steps } from './steps'

export function resultView(shown: Shown, compared: (lines: readonly string[] | null) => void): HTMLElement {
  const { report } = shown
  // the signature of a known key failed: nothing in it is shown, whatever the report holds
  const certificate = report.verdict === 'not-genuine' || report.verdict === 'unreadable' ? null : report.certificate
  const layers = desk()?.layers(shown, compared)
  const next = layers?.next ?? steps(report.verdict, layers?.steps)
  if (!certificate) {
    return columns(layers?.under, [next, layers?.passport], [layers?.panel ?? panel('facts-title', t('failedTitle'), stoppedFacts(report)), layers?.rules, limits(report, layers?.unproved)])
  }
  const unconfirmed = report.verdict === 'issuer-not-recognised'
  const comparison = comparePanel(shown, certificate, compared)
  const left = report.verdict === 'verified' || report.verdict === 'holder-mismatch' ? [comparison, next] : [next, comparison]
  return columns(layers?.under, [left, limits(report, layers?.unproved)], [layers?.rules, layers?.panel, panel('facts-title', t(unconfirmed ? 'claimsTitle' : 'saysTitle'), certificateFacts(report, certificate))])
}

function columns(under: Child, left: Child, right: Child): HTMLElement {
  return h('div', { class: 'wrap cols', id: 'result' }, under, h('div', { class: 'stack' }, left), h('div', { class: 'stack' }, right))
}
