/** What is asked here, and of whom: the desk's question, a person's own, and the certificates that count together. */
import { now } from '../format'
import { faultOf } from '../faults'
import { h, icon, type Child } from '../dom'
import { language, otherLanguage, t } from '../i18n'
import { keep } from '../settings'
import type { DeskEvents, Given, Layers } from '../desk/desk'
import { decider, furnishWith, judge } from '../desk/room'
import type { Instead } from '../result/verdict'
import type { Shown } from '../result/shown'
import { because, layersOf } from './answer'
import { countryField } from './country'
import { capital } from './panels'
import { listPanels } from './lists'
import { furnish, hasRevocation, loadShipped, revocation, rules, signsOf } from './packs'
import { nameOf } from './person'
import { asks, brief, stand, standing, tripOf, type Standing } from './standing'
import type { Decision } from './types'
import { TripView } from './view'
import { tables, w } from './words'
import './trip.css'

export interface Trips {
  verify(given: Given, before: Shown | null): Shown
  next(): void
  layers(shown: Shown, unproved?: readonly string[]): Layers | undefined
  readonly screens: Screens
}

interface Screens {
  decides(): boolean
  adding(): boolean
  asks(): string | undefined
  standing(): Child
  atScan(): Child
  tripView(shown: Shown | null): HTMLElement
  useTrip(): void
  lists(): Child
  because(shown: Shown): Child
  undecided(shown: Shown): Instead | undefined
}

/** Nothing in these can count, and nothing of them may be kept. */
const GIVE_NOTHING = new Set(['unreadable', 'not-genuine', 'sealed', 'not-fresh'])
/** These stay in sight whatever else the person shows. */
const STOP = new Set(['revoked', 'holder-mismatch'])

export async function startTrips(events: DeskEvents): Promise<Trips> {
  furnishWith(furnish)
  await loadShipped()
  furnish(decider())
  const all = new Person(events)
  all.sign()
  return { verify: (given, before) => all.verify(given, before), next: () => all.next(), layers: (shown, unproved) => all.layers(shown, unproved), screens: all.screens() }
}

class Person {
  readonly #events: DeskEvents
  readonly #view: TripView
  /** Texts that count together. */
  #held: string[] = []
  /** The next code is another of the same person. */
  #adding = false
  /** The one the officer wants to see. */
  #chosen: number | null = null
  /** What is asked of this person only. */
  #once: Standing | null = null
  #last: Shown | null = null

  constructor(events: DeskEvents) {
    this.#events = events
    this.#view = new TripView({ draw: events.draw, use: (asked) => this.#use(asked), clear: () => this.#use(null) })
  }

  verify(given: Given, before: Shown | null): Shown {
    this.#last = this.#judge(given, before)
    return this.#last
  }

  next(): void {
    this.#held = []
    this.#adding = false
    this.#chosen = null
    this.#once = null
    this.#last = null
    this.#view.forget()
  }

  #judge(given: Given, before: Shown | null): Shown {
    const options = { at: given.at, ...(given.passport ? { mrz: [...given.passport.lines] } : {}) }
    const text = before && this.#chosen !== null ? this.#held[this.#chosen] ?? given.text : given.text
    if (!before && !this.#adding) this.#held = []
    if (!this.#held.includes(text)) {
      // by itself first: what was shown for somebody else before is no more than a picture of it
      const alone = judge(text, options)
      if (GIVE_NOTHING.has(alone.verdict)) return { ...given, text, report: alone }
      this.#held.push(text)
      this.#adding = false
      this.#chosen = null
    }
    return this.#together(given, text, options)
  }

  #together(given: Given, text: string, options: { at: string; mrz?: string[] }): Shown {
    const trip = this.#trip(given)
    if (!trip && !hasRevocation()) return { ...given, text, report: judge(text, { ...options, again: true }) }
    try {
      const { reports, decision } = decider().verifyTogether([...this.#held], { ...options, again: true, ...(trip ? { trip } : {}) })
      const stop = reports.findIndex(({ verdict }) => STOP.has(verdict))
      const place = this.#chosen ?? (stop >= 0 ? stop : this.#held.indexOf(text))
      const report = reports[place]
      if (report) return { ...given, text: this.#held[place] ?? text, report, together: { texts: [...this.#held], reports, shown: place, decision, trip } }
    } catch (error) {
      const report = judge(text, { ...options, again: true })
      return { ...given, text, report, together: { texts: [text], reports: [report], shown: 0, decision: null, fault: faultOf(error) } }
    }
    return { ...given, text, report: judge(text, { ...options, again: true }) }
  }

  #asked(): Standing | null {
    return this.#once ?? standing()
  }

  #trip(given: Given): ReturnType<typeof tripOf> | undefined {
    const asked = this.#asked()
    return asked ? tripOf(asked, given.at) : undefined
  }

  /** Sets what is asked of this person when one is before the officer, else of everybody. */
  #use(asked: Standing | null): void {
    this.#view.forget()
    if (this.#last) this.#once = asked
    else stand(asked)
    this.sign()
    if (this.#last) this.#events.again()
    else this.#events.back()
  }

  /** The ages that are always on screen: of the rules that speak about what is asked here, else of all. */
  sign(): void {
    const asked = standing()
    let packs = new Set<string>()
    try {
      const decision: Decision | null = asked && decider().verifyTogether([], { at: now(), trip: tripOf(asked, now()) }).decision
      packs = new Set(decision?.legs.flatMap(({ requirements }) => requirements.map(({ pack }) => pack)))
    } catch {
      // what cannot be asked is said where it is asked
    }
    const speaking = rules().filter(({ id }) => packs.has(id))
    keep('ages', JSON.stringify(signsOf(speaking.length > 0 ? speaking : rules(), revocation())))
  }

  screens(): Screens {
    return {
      decides: () => this.#asked() !== null || hasRevocation(),
      adding: () => this.#adding,
      asks: () => {
        const asked = this.#asked()
        return asked ? brief(asked) : undefined
      },
      standing: () => this.#standing(),
      atScan: () => this.#banner(),
      tripView: (shown) => this.#view.element(this.#asked(), shown !== null, shown ? this.#once !== null : standing() !== null),
      useTrip: () => this.#view.use(),
      lists: () => listPanels({ changed: () => { this.sign(); this.#events.draw() } }),
      because: ({ report, together }) => because(report, together),
      undecided: ({ report, together }) => (report.verdict === 'verified' && together?.decision?.answer === 'open' ? [tables[language()].undecided, tables[otherLanguage()].undecided] : undefined),
    }
  }

  layers(shown: Shown, unproved: readonly string[] = []): Layers | undefined {
    // while nothing is asked an answer stands alone; what gave nothing leads back to what was read before
    if (!shown.together && !(this.#adding && this.#held.length > 0)) return undefined
    const asked = this.#asked()
    return layersOf(shown, unproved, {
      asked: asked ? asks(asked) : undefined,
      held: this.#held.length,
      another: () => this.#another(),
      choose: (place) => this.#choose(place),
      remove: (place) => this.#remove(place),
      trip: this.#events.trip,
    })
  }

  #another(): void {
    this.#adding = true
    this.#events.scan()
  }

  #choose(place: number): void {
    this.#chosen = place
    this.#adding = false
    this.#events.again()
  }

  #remove(place: number): void {
    this.#held.splice(place, 1)
    this.#choose(Math.max(0, this.#held.length - 1))
  }

  /** The desk's question where codes come in, with the origin of the next flight at hand. */
  #standing(): Child {
    const asked = standing()
    if (!asked) return undefined
    const from = countryField('trip-quick', w('originQuick'), asked.from, (code) => {
      stand({ ...asked, from: code })
      this.sign()
      this.#events.draw()
    }, w('originHint'))
    return [
      h('p', { class: 'lead', id: 'trip-asks' }, capital(asks(asked))),
      asked.stage !== 'exit' && h('div', { class: 'form' }, from.element),
      h('div', { class: 'two' },
        h('button', { class: 'link', type: 'button', id: 'trip-open', onclick: this.#events.trip }, t('tripChange')),
        h('button', { class: 'link', type: 'button', id: 'trip-clear', onclick: () => this.#clearStanding() }, w('clear'))),
    ]
  }

  #clearStanding(): void {
    stand(null)
    this.sign()
    this.#events.draw()
    document.getElementById('trip-open')?.focus()
  }

  #banner(): Child {
    if (!this.#adding) return undefined
    const name = nameOf(this.#last?.report)
    const stop = () => {
      this.#adding = false
      this.#events.back()
    }
    return h('div', { class: 'adding', id: 'adding', role: 'status' },
      h('p', { class: 'strong' }, icon('plus'), name ? w('adding', { name }) : w('addingSome')),
      h('p', {}, w('addingHeld', { n: this.#held.length })),
      h('button', { type: 'button', class: 'link', id: 'adding-stop', onclick: stop }, w('addingStop')))
  }
}

