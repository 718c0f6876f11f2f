/** Always on screen: where this is, how old the lists are, whether there is a network. */
import { asked, keySign, signs, type Dated } from './desk/gate'
import { h, icon, type Child } from './dom'
import { days, daysSince, isPast } from './format'
import { otherLanguage, t, tag } from './i18n'
import { lists } from './lists/store'
import { kept } from './settings'

export interface BarEvents {
  language(): void
  lists(): void
  trip(): void
}

export function barContent(events: BarEvents, listsOpen: boolean): HTMLElement {
  return h('div', { class: 'wrap' },
    h('p', { class: 'place', id: 'place' }, kept('place') || t('place')),
    h('button', { type: 'button', class: 'link desk-asks', id: 'trip-bar', onclick: events.trip }, asked() ? t('thisDeskIs', { asks: asked() ?? '' }) : t('tripSet')),
    h('ul', { class: 'ages', 'aria-label': t('bar') }, status()),
    h('div', { class: 'tools' },
      h('button', { type: 'button', class: 'link', id: 'lists-open', 'aria-pressed': String(listsOpen), onclick: events.lists }, t('lists')),
      h('button', { type: 'button', class: 'link', id: 'language', lang: tag(otherLanguage()), onclick: events.language }, t('language'))))
}

function status(): Child {
  return [
    !navigator.onLine && h('li', { id: 'offline' }, icon('offline'), t('offline')),
    h('li', { id: 'list-age' }, listAge()),
    sign('rules-age', t('barRules'), signs().rules),
    sign('revocation-age', t('barRevocations'), signs().revocation),
    trial(),
    key(),
  ]
}

function listAge(): Child {
  const { list, loading } = lists()
  if (loading) return t('listLoading')
  if (!list) return warned(t('listNone'))
  return aged(t('barKeys'), list.summary)
}

function sign(id: string, name: string, dated: Dated | undefined): Child {
  return dated && h('li', { id }, aged(name, dated))
}

function aged(name: string, { createdAt, expiresAt }: Dated): Child {
  const count = daysSince(createdAt)
  const values = { name, age: days(count) }
  if (isPast(expiresAt)) return warned(t('agedExpired', values))
  return t(count === 0 ? 'agedToday' : 'aged', values)
}

/** A list no state stands behind says so wherever answers are read. */
function trial(): Child {
  const environment = lists().list?.summary.environment
  if (environment !== 'demo' && environment !== 'test') return null
  return h('li', { id: 'list-trial' }, t(environment === 'demo' ? 'listDemo' : 'listTest'))
}

/** Whose codes can be opened here, or that a key waits for its passphrase. */
function key(): Child {
  const sign = keySign()
  return sign && h('li', { id: 'key-sign', 'data-locked': String(sign.locked) }, icon(sign.locked ? 'lock' : 'key'), sign.locked ? t('keyLocked') : sign.name)
}

function warned(text: string): HTMLElement {
  return h('span', { class: 'state is-cond', 'data-test': 'list-warning' }, icon('rule'), text)
}
