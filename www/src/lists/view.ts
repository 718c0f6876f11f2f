/** Which issuers are believed, since when and until when; and loading another list. */
import { facts, h, panel, type Child } from '../dom'
import { faultOf } from '../faults'
import { age, country, day } from '../format'
import { t } from '../i18n'
import { keep, kept } from '../settings'
import { allowSound, soundIsOn, switchSound } from '../sound'
import { versionLine } from '../pwa'
import { isExpired, lists, useFile, useShipped, type TrustList } from './store'
import { w } from './words'

/** Letters and digits of a SHA-256. */
const FINGERPRINT = 64

export interface ListsEvents {
  /** The list in use or the place's name changed. */
  changed(): void
}

/** `more` are the lists that decide beyond who is believed: rules and withdrawals. */
export function listsView(events: ListsEvents, more: Child): HTMLElement {
  return h('div', { class: 'wrap cols', id: 'lists' },
    h('h1', { class: 'vh' }, t('lists')),
    h('div', { class: 'stack' }, panel('lists-title', w('listsTitle'), inUse()), more),
    h('div', { class: 'stack' },
      panel('load-title', w('loadTitle'), loader(events)),
      panel('device-title', w('deviceTitle'), placeField(events), soundSwitch(), h('p', { class: 'limits' }, w('privacy')),
        h('p', { class: 'limits', id: 'version' }, versionLine()))))
}

function inUse(): Child {
  const { list, loading, refused } = lists()
  if (loading) return h('p', { class: 'lead' }, t('listLoading'))
  if (!list) {
    return h('p', { class: 'lead is-cond', id: 'list-none' }, refused ? w('listBroken', { reason: refused }) : w('listNoneWhy'))
  }
  return listFacts(list)
}

function listFacts(list: TrustList): HTMLElement {
  const { summary } = list
  const expired = isExpired(list)
  const state = expired ? h('span', { class: 'is-cond strong' }, t('outOfDate')) : t('inDate')
  return facts([
    [w('name'), h('span', { id: 'list-name' }, summary.name)],
    [t('environment'), environment(summary.environment)],
    [w('created'), `${day(summary.createdAt)} (${age(summary.createdAt)})`],
    [w('expiresOn'), [h('span', { class: 'line' }, day(summary.expiresAt)), state]],
    [w('issuers'), String(summary.issuers)],
    [w('keys'), String(summary.keys)],
    [w('countries'), summary.countries.map(country).join(t('comma'))],
    [w('origin'), list.origin === 'shipped' ? w('originShipped') : w('originChosen')],
    [w('root'), h('span', { class: 'mono small', id: 'list-root' }, inFours(list.root))],
  ])
}

function environment(name: string): string {
  if (name === 'demo') return w('environmentDemo')
  if (name === 'test') return w('environmentTest')
  return name === 'production' ? w('environmentProduction') : name
}

function inFours(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ')
}

function loader(events: ListsEvents): Child {
  const file = h('input', { type: 'file', id: 'list-file', class: 'vh', accept: '.cbor,application/cbor' })
  const chosen = h('span', { class: 'small quiet', id: 'list-file-name' })
  file.addEventListener('change', () => chosen.replaceChildren(file.files?.[0]?.name ?? ''))
  const root = h('textarea', { id: 'list-root-input', rows: 2, class: 'mono', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'list-root-hint' })
  const answer = h('p', { id: 'list-answer', role: 'status', class: 'answer' })
  const { list } = lists()
  const same = () => { root.value = inFours(list?.root ?? '') }
  const submit = async (event: Event) => {
    event.preventDefault()
    try {
      const refusal = await load(file.files?.[0], root.value)
      if (refusal) answer.replaceChildren(h('span', { class: 'is-stop strong' }, refusal))
      else events.changed()
    } catch (error) {
      answer.replaceChildren(h('span', { class: 'is-stop strong' }, w('loadRefused', { reason: faultOf(error) })))
    }
  }
  return h('form', { class: 'form', onsubmit: submit },
    file, h('label', { for: 'list-file', class: 'btn second' }, w('loadFile')), chosen,
    h('label', { for: 'list-root-input' }, w('loadRoot')), root,
    h('p', { class: 'small quiet', id: 'list-root-hint' }, w('loadRootHint')),
    list && h('button', { type: 'button', class: 'link', id: 'list-same-root', onclick: same }, w('loadSameRoot')),
    h('button', { class: 'btn second', id: 'list-load' }, w('loadGo')),
    answer,
    list?.origin === 'chosen' && h('button', { type: 'button', class: 'link', id: 'list-reset', onclick: () => void useShipped().then(events.changed) }, w('loadReset')))
}

/** Loads the file; gives a refusal in words when something is missing. */
async function load(file: File | undefined, root: string): Promise<string | null> {
  if (!file) return w('loadNoFile')
  const digits = root.replace(/[\s:]/g, '').toLowerCase()
  if (!/^[0-9a-f]*$/.test(digits) || digits.length !== FINGERPRINT) return w('loadNoRoot', { n: digits.length })
  await useFile(new Uint8Array(await file.arrayBuffer()), digits)
  return null
}

function placeField(events: ListsEvents): Child {
  const input = h('input', { id: 'place-name', type: 'text', maxlength: 80, autocomplete: 'off', value: kept('place') ?? '' })
  input.addEventListener('change', () => {
    keep('place', input.value.trim())
    events.changed()
  })
  return h('div', { class: 'form' }, h('label', { for: 'place-name' }, w('placeLabel')), input)
}

function soundSwitch(): HTMLElement {
  const button = h('button', { type: 'button', class: 'link', id: 'sound' })
  const draw = () => {
    button.setAttribute('aria-pressed', String(soundIsOn()))
    button.replaceChildren(w(soundIsOn() ? 'soundOn' : 'soundOff'))
  }
  button.addEventListener('click', () => {
    switchSound()
    allowSound()
    draw()
  })
  draw()
  return button
}
