/** Setting what is asked, by the keyboard alone if need be. */
import { h, icon, panel, type Child } from '../dom'
import { country, now } from '../format'
import { clock, local, offsetOf } from './clock'
import { countryField, type CountryField } from './country'
import { BLANK, PURPOSES, type Standing } from './standing'
import type { Stage } from './types'
import { w } from './words'

export interface TripEvents {
  draw(): void
  /** What was typed is complete and is to be asked. */
  use(asked: Standing): void
  clear(): void
}

/** Offsets in use on Earth, minutes ahead of UTC. */
const OFFSETS = [-720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60, 0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 840]
const STAGES: readonly Stage[] = ['exit', 'transit', 'entry']

/** The form; what is typed stays in it until it is used or left. */
export class TripView {
  readonly #events: TripEvents
  #draft: Standing | null = null
  #fields: CountryField[] = []
  #fault = h('div', { id: 'trip-fault', role: 'alert', class: 'answer' })

  constructor(events: TripEvents) {
    this.#events = events
  }

  /** What is typed is not wanted any more. */
  forget(): void {
    this.#draft = null
    this.#fault.replaceChildren()
  }

  /** `once` when it is asked of one person only; `set` when there is something to clear. */
  element(asked: Standing | null, once: boolean, set: boolean): HTMLElement {
    this.#draft ??= asked ?? BLANK
    this.#fields = []
    const { stage } = this.#draft
    const title = w(once ? 'titleOnce' : 'title')
    return h('div', { class: 'wrap cols even', id: 'trip' },
      h('h1', { class: 'vh' }, title),
      panel('trip-title', title,
        h('p', { class: 'lead quiet' }, w(once ? 'introOnce' : 'intro')),
        h('div', { class: 'form' },
          this.#stages(),
          this.#country('trip-here', w('here'), 'here'),
          this.#country('trip-from', w('from'), 'from', w('fromHint')),
          this.#via(),
          stage !== 'entry' && this.#country('trip-to', w('to'), 'to')),
        this.#fault,
        set && h('button', { type: 'button', class: 'link', id: 'trip-clear', onclick: this.#events.clear }, icon('cross'), w(once ? 'clearOnce' : 'clear'))),
      h('div', { class: 'stack' },
        panel('trip-more', w('when'), h('div', { class: 'form' }, this.#when())),
        panel('trip-who', w('purpose'), h('div', { class: 'form' }, this.#purpose())),
        panel('trip-visited', w('visited'), h('div', { class: 'form' }, this.#visited()))))
  }

  /** Takes what was typed, or says what is missing and goes there. */
  use(): void {
    const wrong = this.#fields.find((field) => field.value() === null)
    if (wrong) return this.#refuse(w('unknownCountry', { text: wrong.input.value.trim() }), wrong.input)
    const draft = this.#draft ?? BLANK
    if (!draft.here) return this.#refuse(w('hereMissing'), document.getElementById('trip-here'))
    const other = document.getElementById('trip-when')
    if (other && !draft.when) return this.#refuse(w('whenMissing'), other)
    const clean = { ...draft, via: draft.via.filter(Boolean), visited: draft.visited.filter((one) => one.country) }
    this.forget()
    this.#events.use(clean)
  }

  #refuse(text: string, field: HTMLElement | null): void {
    this.#fault.replaceChildren(h('p', { class: 'is-stop strong' }, text))
    field?.focus()
  }

  #put(change: Partial<Standing>): void {
    this.#draft = { ...(this.#draft ?? BLANK), ...change }
    this.#fault.replaceChildren()
  }

  #redraw(change: Partial<Standing>, focus?: string): void {
    this.#put(change)
    this.#events.draw()
    if (focus) document.getElementById(focus)?.focus()
  }

  #country(id: string, label: string, name: 'here' | 'from' | 'to', hint?: string): HTMLElement {
    return this.#field(countryField(id, label, this.#draft?.[name] ?? '', (code) => this.#put({ [name]: code }), hint))
  }

  #field(field: CountryField): HTMLElement {
    this.#fields.push(field)
    return field.element
  }

  #stages(): Child {
    const chosen = this.#draft?.stage
    return h('fieldset', { class: 'choice' }, h('legend', {}, w('stage')), STAGES.map((stage) => {
      const input = h('input', { type: 'radio', name: 'trip-stage', id: `trip-stage-${stage}`, value: stage, checked: stage === chosen })
      input.addEventListener('change', () => this.#redraw({ stage }, `trip-stage-${stage}`))
      return h('span', {}, input, h('label', { for: `trip-stage-${stage}` }, w(stage)))
    }))
  }

  #via(): Child {
    const via = this.#draft?.via ?? []
    const put = (at: number, code: string) => this.#put({ via: (this.#draft?.via ?? []).map((one, i) => (i === at ? code : one)) })
    return h('fieldset', {}, h('legend', {}, w('via')),
      via.map((code, i) => h('div', { class: 'with-remove' },
        this.#field(countryField(`trip-via-${i}`, w('viaOne', { n: i + 1 }), code, (chosen) => put(i, chosen))),
        this.#remove(`trip-via-remove-${i}`, code, () => this.#redraw({ via: (this.#draft?.via ?? []).filter((_, other) => other !== i) }, 'trip-via-add')))),
      this.#add('trip-via-add', w('viaAdd'), () => this.#redraw({ via: [...(this.#draft?.via ?? []), ''] }, `trip-via-${via.length}`)))
  }

  #visited(): Child {
    const visited = this.#draft?.visited ?? []
    const put = (at: number, change: { country?: string; left?: string }) => this.#put({ visited: (this.#draft?.visited ?? []).map((one, i) => (i === at ? { ...one, ...change } : one)) })
    return [
      visited.map(({ country: code, left }, i) => {
        const date = h('input', { type: 'date', id: `trip-left-${i}`, value: left, max: clock(now()).slice(0, 10) })
        date.addEventListener('change', () => put(i, { left: date.value }))
        return h('div', { class: 'with-remove' },
          this.#field(countryField(`trip-visited-${i}`, w('visitedOne', { n: i + 1 }), code, (chosen) => put(i, { country: chosen }))),
          h('div', {}, h('label', { for: `trip-left-${i}` }, w('left')), date),
          this.#remove(`trip-visited-remove-${i}`, code, () => this.#redraw({ visited: (this.#draft?.visited ?? []).filter((_, other) => other !== i) }, 'trip-visited-add')))
      }),
      this.#add('trip-visited-add', w('visitedAdd'), () => this.#redraw({ visited: [...(this.#draft?.visited ?? []), { country: '', left: '' }] }, `trip-visited-${visited.length}`)),
    ]
  }

  #add(id: string, label: string, add: () => void): HTMLElement {
    return h('button', { type: 'button', class: 'link', id, onclick: add }, icon('plus'), label)
  }

  #remove(id: string, code: string, remove: () => void): HTMLElement {
    return h('button', { type: 'button', class: 'link', id, 'aria-label': w('remove', { name: country(code) }), onclick: remove }, icon('cross'))
  }

  #purpose(): Child {
    const chosen = this.#draft?.purpose ?? ''
    const select = h('select', { id: 'trip-purpose', 'aria-labelledby': 'trip-who' },
      h('option', { value: '', selected: chosen === '' }, w('purposeAny')),
      PURPOSES.map((one) => h('option', { value: one, selected: one === chosen }, w(one))))
    select.addEventListener('change', () => this.#put({ purpose: select.value }))
    return select
  }

  /** Which clock is meant is always said. */
  #when(): Child {
    const { when, offset } = this.#draft ?? BLANK
    const own = clock(now())
    const choice = (id: string, label: string, detail: Child, checked: boolean, chosen: Partial<Standing>) => {
      const input = h('input', { type: 'radio', name: 'trip-time', id, checked })
      input.addEventListener('change', () => this.#redraw(chosen, id))
      return h('span', {}, input, h('label', { for: id }, label, detail))
    }
    return [
      h('fieldset', { class: 'choice column' }, h('legend', { class: 'vh' }, w('when')),
        choice('trip-now', w('whenNow'), h('span', { class: 'line small quiet', id: 'trip-now-is' }, w('whenHere', { at: local(`${own.slice(0, 16)}${own.slice(19)}`) })), offset === '', { when: '', offset: '' }),
        choice('trip-other', w('whenOther'), null, offset !== '', { when: when || own.slice(0, 16), offset: offset || own.slice(19) })),
      offset !== '' && this.#otherTime(when, offset),
    ]
  }

  #otherTime(when: string, offset: string): Child {
    const time = h('input', { type: 'datetime-local', id: 'trip-when', value: when })
    time.addEventListener('change', () => this.#put({ when: time.value.slice(0, 16) }))
    const choices = OFFSETS.map(offsetOf)
    const select = h('select', { id: 'trip-offset' }, (choices.includes(offset) ? choices : [offset, ...choices]).map((one) => h('option', { value: one, selected: one === offset }, `UTC${one}`)))
    select.addEventListener('change', () => this.#put({ offset: select.value }))
    return [h('label', { for: 'trip-when' }, w('whenAt')), time, h('label', { for: 'trip-offset' }, w('offset')), select]
  }
}
