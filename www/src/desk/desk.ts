/** The desk as the rest of the page sees it: keys, questions, and what more there is to say of a code that was shown. */
import type { Report } from 'healthpass/desk'
import type { Child } from '../dom'
import type { Step } from '../result/steps'
import type { Instead } from '../result/verdict'
import type { Shown } from '../result/shown'
import type { KeySign } from './gate'
import { isShown } from './gate'
import { layers, shownChecks } from './layers'
import { KeysView } from './keys-view'
import { Questions } from './question'
import { active, watch } from './rest'
import * as ring from './ring'
import { startRoom } from './room'
import { startTrips } from '../trip/trips'
import { w } from './words'
import './desk.css'

/** A code as it came, with the passport it is compared with. */
export type Given = Pick<Shown, 'text' | 'at' | 'passport'>

export interface DeskEvents {
  /** A key or a question came or went. */
  changed(): void
  /** Something on the screen changed; the answer did not. */
  draw(): void
  /** The officer wants to see the keys, */
  keys(): void
  /** what is asked here, */
  trip(): void
  /** to scan another code of the same person, */
  scan(): void
  /** or what was shown before. */
  back(): void
  /** What is shown is to be judged anew, in place. */
  again(): void
}

/** What the way a certificate was shown adds to an answer. */
export interface Layers {
  readonly panel?: Child
  /** Under the band, across both columns: from when the lists are that decided. */
  readonly under?: Child
  /** Rules, and what they were asked of. */
  readonly rules?: Child
  /** In place of the steps. */
  readonly next?: HTMLElement | undefined
  /** What to do next; absent where the answer's own steps stand. */
  readonly steps?: readonly Step[] | undefined
  /** A place for the passport's lines, where the answer itself has none. */
  readonly passport?: Child
  readonly unproved?: readonly string[] | undefined
}

export interface Desk {
  /** Judges a code; `before` is the answer on the same showing, when it is looked at once more. */
  verify(given: Given, before: Shown | null): Shown
  /** Whether all codes are to be judged here: something is asked, or certificates may have been withdrawn. */
  decides(): boolean
  /** Whether the next code is another of the same person. */
  adding(): boolean
  /** What is asked here, in words. */
  asks(): string | undefined
  standing(): Child
  atScan(): Child
  tripView(shown: Shown | null): HTMLElement
  /** Takes what was typed as what is asked, once it is complete. */
  useTrip(): void
  lists(): Child
  /** Why the answer is what it is, where rules decided. */
  because(shown: Shown): Child
  /** In place of the verdict's word, where a rule could not be decided. */
  undecided(shown: Shown): Instead | undefined
  /** Why a text is not taken at all now. */
  refuses(text: string): string | undefined
  sign(): KeySign | null
  lock(): void
  ask(): void
  /** What is to be shown to the traveller; `null` while nothing is asked. */
  question(): HTMLElement | null
  /** The next person: whoever was asked before answers no more. */
  next(): void
  view(): HTMLElement
  /** Takes the file or the text of a key, for the officer to type its passphrase. */
  take(given: File | string): Promise<void>
  layers(shown: Shown, compared: (lines: readonly string[] | null) => void): Layers | undefined
  checks(report: Report): Child
}

/** Loads what it needs, and begins to watch whether somebody is there. */
export async function start(events: DeskEvents): Promise<Desk> {
  await startRoom()
  ring.restore()
  const questions = new Questions(events.changed)
  const lock = () => {
    if (!ring.keys().some(({ open }) => open)) return
    ring.lock()
    questions.forget()
    events.changed()
  }
  const trips = await startTrips(events)
  const view = new KeysView({ changed: events.changed, lock, forgotten: () => questions.forget() })
  watch(lock)
  return {
    verify(given, before) {
      active()
      return trips.verify(given, before)
    },
    ...trips.screens,
    refuses: (text) => (questions.open && !isShown(text) ? w('askRefuses') : undefined),
    sign: ring.sign,
    lock,
    ask: () => questions.ask(),
    question: () => questions.element(),
    next() {
      trips.next()
      questions.renew()
    },
    view: () => view.element(),
    take: (given) => view.take(given),
    layers(shown, compared) {
      const way = layers(shown, compared, events.keys)
      return { ...way, ...trips.layers(shown, way?.unproved) }
    },
    checks: shownChecks,
  }
}
