/** Notes for answers: they never carry an answer alone, and can be switched off. */
import type { Verdict } from 'healthpass/verifier'
import { keep, kept } from './settings'

/** Frequency in hertz and length in seconds. */
type Note = readonly [number, number]

const RISING: readonly Note[] = [[660, 0.12], [880, 0.18]]
const EQUAL: readonly Note[] = [[587, 0.14], [587, 0.14]]
const MIDDLE: readonly Note[] = [[494, 0.55]]
const LOW: readonly Note[] = [[196, 0.16], [196, 0.16], [196, 0.24]]
const TICK: readonly Note[] = [[1200, 0.04]]

const NOTES: Record<Verdict, readonly Note[]> = {
  'verified': RISING,
  'rule-not-met': EQUAL,
  'not-valid-now': EQUAL,
  'issuer-not-recognised': MIDDLE,
  'not-genuine': LOW,
  'revoked': LOW,
  'holder-mismatch': LOW,
  'unreadable': TICK,
  'sealed': TICK,
  'not-fresh': EQUAL,
}
const GAP = 0.06
const LOUDNESS = 0.25

let context: AudioContext | null = null

export function soundIsOn(): boolean {
  return kept('sound') !== 'off'
}

export function switchSound(): void {
  keep('sound', soundIsOn() ? 'off' : 'on')
}

/** Browsers let a page sound only after it was touched once; call this from such an event. */
export function allowSound(): void {
  if (soundIsOn()) context ??= new AudioContext()
}

export function play(verdict: Verdict): void {
  if (!soundIsOn() || !context) return
  void context.resume()
  let at = context.currentTime + 0.02
  for (const [frequency, length] of NOTES[verdict]) {
    note(context, frequency, at, length)
    at += length + GAP
  }
}

function note(on: AudioContext, frequency: number, at: number, length: number): void {
  const oscillator = on.createOscillator()
  const gain = on.createGain()
  oscillator.frequency.value = frequency
  // ramps instead of steps: a step is heard as a click
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01)
  gain.gain.setValueAtTime(LOUDNESS, at + length - 0.02)
  gain.gain.linearRampToValueAtTime(0, at + length)
  oscillator.connect(gain).connect(on.destination)
  oscillator.start(at)
  oscillator.stop(at + length)
}
