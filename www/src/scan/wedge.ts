/**
 * Handheld scanners that act as a keyboard: a burst of keys, wherever the focus is, ended by Enter or
 * silence. Codes hold spaces, so a space within a burst must press nothing.
 */

/** Silence that ends a burst. Scanners send a key every 1 to 30 ms; nobody types this fast for long. */
const SILENCE_MS = 100
/** A code that has begun may stutter on a busy device; Enter ends it sooner. */
const STUTTER_MS = 400
/** Beginning of a certificate's text, from its first letter on. */
const CODE = /^H([CP](\d(:.*)?)?)?$/i
/** Shorter bursts are somebody typing. */
const LEAST = 8

export interface WedgeEvents {
  /** Text of a burst; lines are separated by line feeds. */
  scanned(text: string): void
  /** The space bar alone, with the focus on nothing that uses it. */
  space(): void
}

export function listenForScanner(events: WedgeEvents): void {
  let text = ''
  let timer = 0
  let loneSpace = false

  const end = () => {
    const [burst, space] = [text, loneSpace]
    text = ''
    loneSpace = false
    if (burst.trim().length >= LEAST) events.scanned(burst)
    else if (burst === ' ' && space) events.space()
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return
    const character = event.key === 'Enter' || event.key === 'Tab' ? '\n' : event.key
    if (character.length !== 1 || isField(event.target)) return
    const burst = text !== ''
    if (!burst) {
      if (character === '\n') return
      loneSpace = character === ' ' && !isControl(event.target)
    }
    // within a burst no key may press a button, scroll or move the focus
    if (burst || loneSpace) swallow(event)
    text += character
    clearTimeout(timer)
    timer = window.setTimeout(end, CODE.test(text) ? STUTTER_MS : SILENCE_MS)
  }, true)
  document.addEventListener('keyup', (event) => {
    if (text.length > 1 && !isField(event.target)) swallow(event)
  }, true)
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

export function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'file')
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, select, input, summary') !== null
}
