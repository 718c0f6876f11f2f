/** The desk as the rest of the page sees it: keys, questions, and what more there is to say of a code that was shown. */
import type { Report } from 'healthpass/presentation'
import type { Child } from '../dom'
import type { Step } from '../result/steps'
import type { Shown } from '../result/shown'
import type { KeySign } from './gate'
import { isShown } from './gate'
import { layers, shownChecks } from './layers'
import { KeysView } from './keys-view'
import { Questions } from './question'
import { active, watch } from './rest'
import * as ring from './ring'
import { judge, startRoom } from './room'
import { w } from './words'
import './desk.css'

export interface DeskEvents {
  /** A key or a question came or went. */
  changed(): void
  /** The officer wants to see the keys. */
  keys(): void
}

/** What the way a certificate was shown adds to an answer. */
export interface Layers {
  readonly panel: HTMLElement
  /** What to do next; absent where the answer's own steps stand. */
  readonly steps: readonly Step[] | undefined
  /** A place for the passport's lines, where the answer itself has none. */
  readonly passport: Child
  readonly unproved: readonly string[]
}

export interface Desk {
  /** Judges a code; `before` is the report on the same showing, when it is looked at once more. */
  verify(text: string, at: string, mrz: string[] | null, before: Report | undefined): Report
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
  const view = new KeysView({ changed: events.changed, lock, forgotten: () => questions.forget() })
  watch(lock)
  return {
    verify(text, at, mrz, before) {
      active()
      // what passed once is no replay when its passport is entered
      const again = before?.presentation?.checks.freshness.state === 'pass'
      return judge(text, { at, ...(mrz ? { mrz } : {}), ...(again ? { again } : {}) })
    },
    refuses: (text) => (questions.open && !isShown(text) ? w('askRefuses') : undefined),
    sign: ring.sign,
    lock,
    ask: () => questions.ask(),
    question: () => questions.element(),
    next: () => questions.renew(),
    view: () => view.element(),
    take: (given) => view.take(given),
    layers: (shown, compared) => layers(shown, compared, events.keys),
    checks: shownChecks,
  }
}
