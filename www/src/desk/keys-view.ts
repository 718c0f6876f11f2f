/** Keys of authorities: load, look at, lock, forget; and when they lock by themselves. */
import { facts, h, icon, panel, type Child } from '../dom'
import { faultOf } from '../faults'
import { country, when } from '../format'
import { isKey } from './gate'
import { choose, MINUTES, minutes } from './rest'
import { about, keys, load, MAX_KEY_FILE, unlock, wipe, type HeldKey } from './ring'
import { w } from './words'

export interface KeysEvents {
  changed(): void
  lock(): void
  /** The keys, and with them what was asked, are gone. */
  forgotten(): void
}

/** A file the officer gave, until its passphrase opens it. */
interface Given {
  readonly name: string
  readonly pem: string
}

export class KeysView {
  readonly #events: KeysEvents
  #given: Given | null = null
  #fault: string | null = null
  #sure = false

  constructor(events: KeysEvents) {
    this.#events = events
  }

  async take(given: File | string): Promise<void> {
    const name = typeof given === 'string' ? 'PEM' : given.name
    const small = typeof given === 'string' || given.size <= MAX_KEY_FILE
    const pem = small ? (typeof given === 'string' ? given : await given.text()) : ''
    this.#fault = isKey(pem) ? null : w('notKey', { name })
    this.#given = this.#fault ? null : { name, pem }
  }

  element(): HTMLElement {
    const held = keys()
    const open = held.some((key) => key.open)
    return h('div', { class: 'wrap cols', id: 'keys' },
      h('h1', { class: 'vh' }, w('keysTitle')),
      h('div', { class: 'stack' },
        held.some((key) => !key.open) && panel('unlock-title', w('unlockTitle'), this.#unlocker()),
        panel('keys-here', w('keysHere'), held.length > 0 ? held.map(keyFacts) : h('p', { class: 'lead', id: 'keys-none' }, w('keysNone')),
          open && h('button', { type: 'button', class: 'btn second', id: 'lock-now', onclick: this.#events.lock }, icon('lock'), w('lockNow')),
          held.length > 0 && this.#wiper())),
      h('div', { class: 'stack' },
        panel('load-title', w(held.length > 0 ? 'loadAnother' : 'loadTitle'), this.#loader()),
        panel('rest-title', w('restTitle'), rest())))
  }

  #unlocker(): HTMLElement {
    const field = passphrase('unlock-passphrase')
    const answer = h('p', { id: 'unlock-answer', role: 'alert', class: 'answer' })
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#open(field, answer, (words) => unlock(words))
    }
    return h('form', { class: 'form', onsubmit: submit },
      h('label', { for: 'unlock-passphrase' }, w('passphrase')), field,
      h('p', { class: 'small quiet' }, w('passphraseHint')),
      answer,
      h('button', { class: 'btn second', id: 'unlock' }, w('unlock')))
  }

  #loader(): HTMLElement {
    const file = h('input', { type: 'file', id: 'key-file', class: 'vh', accept: '.pem,.key,.p8,application/x-pem-file', 'aria-describedby': 'key-file-hint' })
    const chosen = h('span', { class: 'strong', id: 'key-file-name' }, this.#given?.name)
    const answer = h('p', { id: 'key-answer', role: 'alert', class: 'answer' }, this.#fault && said(this.#fault))
    file.addEventListener('change', () => {
      const [given] = file.files ?? []
      if (!given) return
      void this.take(given).then(() => {
        chosen.replaceChildren(this.#given?.name ?? '')
        answer.replaceChildren(...(this.#fault ? [said(this.#fault)] : []))
        if (this.#given) field.focus()
      })
    })
    const field = passphrase('key-passphrase')
    const toKeep = h('input', { type: 'checkbox', id: 'key-keep', 'aria-describedby': 'key-keep-hint' })
    const submit = (event: Event) => {
      event.preventDefault()
      const given = this.#given
      if (!given) return answer.replaceChildren(said(w('noFile')))
      void this.#open(field, answer, (words) => {
        load(given.pem, words, toKeep.checked)
        this.#given = null
      })
    }
    return h('form', { class: 'form', onsubmit: submit },
      file, h('label', { for: 'key-file', class: 'btn second' }, w('chooseFile')), chosen,
      h('p', { class: 'small quiet', id: 'key-file-hint' }, w('chooseHint')),
      h('label', { for: 'key-passphrase' }, w('passphrase')), field,
      h('p', { class: 'small quiet' }, w('passphraseHint')),
      h('div', { class: 'tickbox' }, toKeep, h('label', { for: 'key-keep' }, w('keepLabel'))),
      h('p', { class: 'small quiet', id: 'key-keep-hint' }, w('keepHint')),
      answer,
      h('button', { class: 'btn second', id: 'key-load' }, w('loadGo')))
  }

  /** Opening takes a second by design: it is said first, and then done. */
  async #open(field: HTMLInputElement, answer: HTMLElement, work: (words: string) => void): Promise<void> {
    const words = field.value
    if (words === '') {
      answer.replaceChildren(said(w('noPassphrase')))
      return field.focus()
    }
    field.value = ''
    answer.replaceChildren(w('opening'))
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
    try {
      work(words)
    } catch (error) {
      answer.replaceChildren(said(faultOf(error)))
      return field.focus()
    }
    this.#fault = null
    this.#events.changed()
  }

  #wiper(): Child {
    if (!this.#sure) return h('button', { type: 'button', class: 'link', id: 'wipe', onclick: () => this.#ask(true) }, w('wipe'))
    return h('div', { class: 'form', role: 'group', 'aria-labelledby': 'wipe-sure' },
      h('p', { id: 'wipe-sure', class: 'strong' }, w('wipeSure')),
      h('div', { class: 'two' },
        h('button', { type: 'button', class: 'btn second', id: 'wipe-yes', onclick: () => this.#wipe() }, w('wipeYes')),
        h('button', { type: 'button', class: 'btn second', id: 'wipe-no', onclick: () => this.#ask(false) }, w('wipeNo'))))
  }

  #ask(sure: boolean): void {
    this.#sure = sure
    this.#events.changed()
    document.getElementById(sure ? 'wipe-no' : 'wipe')?.focus()
  }

  #wipe(): void {
    this.#sure = false
    this.#given = null
    wipe()
    this.#events.forgotten()
    this.#events.changed()
  }
}

function keyFacts(key: HeldKey): HTMLElement {
  const known = about(key)
  return h('div', { 'data-kid': known.kid, 'data-open': String(key.open) },
    h('p', { class: 'key-state' }, h('span', { class: 'state' }, icon(key.open ? 'key' : 'lock'), w(key.open ? 'keyOpen' : 'keyClosed'))),
    facts([
      [w('authority'), known.name ?? w('unnamed')],
      [w('state'), country(known.country)],
      [w('fingerprint'), h('span', { class: 'mono small' }, inFours(known.fingerprint))],
      [w('validUntil'), when(known.notAfter)],
      [w('onList'), known.listed ? w('listed') : h('span', { class: 'is-cond strong' }, w('notListed'))],
      [w('kind'), known.kem],
      [w('storage'), w(key.kept ? 'storageYes' : 'storageNo')],
    ]))
}

function rest(): Child {
  const options = MINUTES.map((n) => h('option', { value: n, selected: n === minutes() }, w('restMinutes', { n })))
  const select = h('select', { id: 'rest-minutes', 'aria-describedby': 'rest-hint' }, options)
  select.addEventListener('change', () => choose(Number(select.value)))
  return h('div', { class: 'form' }, h('label', { for: 'rest-minutes' }, w('restLabel')), select, h('p', { class: 'small quiet', id: 'rest-hint' }, w('restHint')))
}

function passphrase(id: string): HTMLInputElement {
  return h('input', { type: 'password', id, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' })
}

function said(text: string): HTMLElement {
  return h('span', { class: 'is-stop strong' }, text)
}

function inFours(hex: string): string {
  return hex.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}
