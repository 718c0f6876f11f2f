/** Asking first: a nonce the traveller's wallet scans and its next code repeats, which no code from elsewhere does. */
import type { Question } from 'healthpass/desk'
import { h } from '../dom'
import { now } from '../format'
import { nameOf } from './gate'
import { about, keys } from './ring'
import { running } from './room'
import { symbol } from './symbol'
import { w } from './words'

export class Questions {
  readonly #changed: () => void
  #asked: Question | null = null
  /** The authority the answer is to be sealed for. */
  #sealTo: string | null = null

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get open(): boolean {
    return this.#asked !== null
  }

  ask(): void {
    const key = keys().find(({ open }) => open)
    this.#sealTo = key ? nameOf(about(key)) : null
    this.#asked = running().ask(now(), key?.about.kid)
    this.#changed()
  }

  /** Each person gets a question of their own. */
  renew(): void {
    const key = keys().find(({ open }) => open)
    if (this.#asked) this.#asked = running().ask(now(), key?.about.kid)
  }

  /** The desk asks no more, for another reason than being told so here. */
  forget(): void {
    this.#asked = null
  }

  element(): HTMLElement | null {
    if (!this.#asked) return null
    const { text, qr } = this.#asked
    const copied = h('button', { type: 'button', class: 'link', id: 'ask-copy' }, w('askCopy'))
    copied.addEventListener('click', () => {
      void navigator.clipboard.writeText(text).then(() => copied.replaceChildren(w('copied')), () => copied.replaceChildren(w('copyFailed')))
    })
    return h('section', { class: 'question', id: 'question', 'aria-labelledby': 'question-title' },
      symbol(qr, w('askLabel')),
      h('div', {},
        h('h2', { id: 'question-title' }, w('askTitle')),
        h('p', {}, w('askWhat')),
        this.#sealTo && h('p', { class: 'small quiet' }, w('askSealed', { name: this.#sealTo })),
        h('div', { class: 'two' },
          h('button', { type: 'button', class: 'btn second', id: 'ask-stop', onclick: () => this.#stop() }, w('askStop')),
          copied)))
  }

  #stop(): void {
    this.#asked = null
    running().stopAsking()
    this.#changed()
  }
}
