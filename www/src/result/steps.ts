/** What the officer may do next, in order; none of it is punishment. */
import type { Verdict } from 'healthpass/verifier'
import { h, panel } from '../dom'
import { age, now, when } from '../format'
import { t } from '../i18n'
import { lists } from '../lists/store'

export type Step = readonly [title: string, detail?: string]

/** The steps of an answer, or those given. */
export function steps(verdict: Verdict, all: readonly Step[] = stepsFor(verdict)): HTMLElement | null {
  if (all.length === 0) return null
  return panel('steps-title', t('stepsTitle'), h('ol', { class: 'steps', id: 'steps' }, all.map(([title, detail]) =>
    h('li', {}, h('span', {}, h('span', { class: 't' }, title), detail && h('span', { class: 'd' }, detail))))))
}

function stepsFor(verdict: Verdict): Step[] {
  const supervisor: Step = [t('stepSupervisor')]
  switch (verdict) {
    case 'verified':
    case 'sealed':
    case 'not-fresh': return []
    case 'not-genuine': return [[t('stepScanAgain'), t('stepScanAgainWhy')], [t('stepOther'), t('stepOtherCourteous')], supervisor]
    case 'revoked': return [[t('stepRenew')], [t('stepOther'), t('stepOtherCourteous')], supervisor]
    case 'holder-mismatch': return [[t('stepLines'), t('stepLinesWhy')], [t('stepWhose'), t('stepWhoseWhy')], [t('stepOther')], supervisor]
    case 'not-valid-now': return [[t('stepRenew'), t('stepRenewWhy')], [t('stepClock'), t('stepClockWhy', { at: when(now()) })], supervisor]
    case 'rule-not-met': return [[t('stepRule'), t('stepRuleWhy')], [t('stepOther'), t('stepOtherPaper')], supervisor]
    case 'issuer-not-recognised': return [[t('stepOther'), t('stepOtherPaper')], [t('stepManual')], updateList()]
    case 'unreadable': return [[t('stepBright'), t('stepBrightWhy')], [t('stepWays')], [t('stepOther'), t('stepOtherPaper')], [t('stepManual')]]
  }
}

function updateList(): Step {
  const { list } = lists()
  if (!list) return [t('stepUpdate')]
  return [t('stepUpdate'), t('stepUpdateWhy', { issuers: list.summary.issuers, age: age(list.summary.createdAt) })]
}
