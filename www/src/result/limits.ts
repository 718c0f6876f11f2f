/** What this answer does not prove, read where the answer is read. */
import type { Check, Report } from 'healthpass/verifier'
import { h, icon } from '../dom'
import { because, day, hasWords } from '../format'
import { t, type Key } from '../i18n'
import { lists } from '../lists/store'

/** `shown` is what more the way it was shown leaves open. */
export function limits(report: Report, shown: readonly string[] = []): HTMLElement {
  return h('section', { class: 'limits', id: 'not-proved', 'aria-labelledby': 'not-proved-title' },
    h('h2', { id: 'not-proved-title', class: 'strong lead' }, t('notProved')),
    h('ul', { class: 'plain' }, [...unproved(report), ...shown].map((text) => h('li', {}, icon('unknown'), text))))
}

function unproved(report: Report): string[] {
  const { verdict, checks } = report
  if (verdict === 'unreadable') return [t('unprovedUnread')]
  if (verdict === 'not-genuine') return [t('unprovedWho')]
  if (verdict === 'sealed' || verdict === 'not-fresh') return []
  const said: string[] = []
  if (verdict === 'issuer-not-recognised') said.push(t('unprovedIssuer'))
  if (checks.holder.state === 'skipped') said.push(t('unprovedHolder'))
  if (checks.holder.state === 'unknown') said.push(t('unprovedHolderWeak'))
  said.push(t('unprovedOwner'))
  said.push(...open(checks.revocation, 'unprovedRevocation'), ...open(checks.rules, 'unprovedRules'))
  const { list } = lists()
  if (list) said.push(t('unprovedList', { date: day(list.summary.createdAt) }))
  if (verdict !== 'issuer-not-recognised') said.push(t('unprovedTruth'))
  return said
}

/** A check nobody could make says that it was not made; one that was passed over or has no outcome says why. */
function open({ state, reasons }: Check, none: Key): string[] {
  if (state !== 'skipped' && state !== 'unknown') return []
  const said = reasons.filter(({ code }) => !/no-(list|pack)$/.test(code)).filter(hasWords).map(because)
  return said.length > 0 ? said : [t(none)]
}
