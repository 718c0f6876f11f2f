/** Locks the keys when nobody is at the desk. */
import { keep, kept } from '../settings'

/** Minutes without a touch or a code after which keys are locked, unless the officer chose otherwise. */
export const DEFAULT_MINUTES = 5
/** What may be chosen; NIST SP 800-63B section 4.2.3 ends a session after 30 minutes of inactivity. */
export const MINUTES = [1, 2, 5, 15, 30] as const
/** Milliseconds the page may be out of sight with its keys open. */
export const HIDDEN_MS = 60_000
/** How often it is looked at; a device that slept is noticed then too. */
const LOOK_MS = 5_000
const MINUTE_MS = 60_000

let last = Date.now()
let hiddenSince: number | null = null

/** Begins to watch; `lock` is called whenever it is time. */
export function watch(lock: () => void): void {
  const look = () => {
    const now = Date.now()
    // a clock that was set back
    last = Math.min(last, now)
    if (now - last >= minutes() * MINUTE_MS || (hiddenSince !== null && now - hiddenSince >= HIDDEN_MS)) lock()
  }
  // the touch that wakes a device comes before its clockwork
  const touched = () => {
    look()
    active()
  }
  for (const type of ['pointerdown', 'keydown']) document.addEventListener(type, touched, true)
  document.addEventListener('visibilitychange', () => {
    look()
    hiddenSince = document.hidden ? Date.now() : null
  })
  setInterval(look, LOOK_MS)
}

/** Somebody is there. */
export function active(): void {
  last = Date.now()
}

export function minutes(): number {
  const chosen = Number(kept('lock'))
  return MINUTES.find((one) => one === chosen) ?? DEFAULT_MINUTES
}

export function choose(minutes: number): void {
  keep('lock', String(minutes))
}
