import type { Reason } from '../../core/healthpass'
import type { ChipResult } from '../../core/passport'
import { otherLanguage, sentences, texts } from '../i18n'
import { Fact, facts } from './facts'
import { Band, Tone } from './verdict'

/** What a chip turned out to be, by the names of its words. */
export type Finding = 'original' | 'signed' | 'unknown' | 'copy' | 'forged'

const LOOKS: { [finding in Finding]: { tone: Tone; icon: string } } = {
  original: { tone: 'ok', icon: 'ok' },
  signed: { tone: 'ok', icon: 'ok' },
  unknown: { tone: 'look', icon: 'ask' },
  copy: { tone: 'stop', icon: 'stop' },
  forged: { tone: 'stop', icon: 'stop' },
}

export function findingOf({ outcome, original }: ChipResult): Finding {
  if (original === 'failed') return 'copy'
  if (outcome === 'authentic') return original === 'proved' ? 'original' : 'signed'
  return outcome === 'issuer-unknown' ? 'unknown' : 'forged'
}

export function findingBand(finding: Finding): Band {
  const { word, why } = texts().chip.results[finding]
  return { ...LOOKS[finding], word, other: texts(otherLanguage()).chip.results[finding].word, why }
}

/** The holder's names where the chip holds them in full. Nothing of a chip that is not genuine is shown. */
export function chipFacts(finding: Finding, { names }: ChipResult): Fact[] {
  if (finding === 'copy' || finding === 'forged' || !names) return []
  return facts([texts().chip.name, names.fullName])
}

/** What went wrong with reading, in the core's words or ours, and what helps. */
export interface Failure {
  lines: string[]
  /** Leads back to what opens the chip rather than to another try. */
  toKey: boolean
}

/** Whether the chip refused what should open it. */
const KEY_REFUSED = /^chip\.access\.(input|wrong-key)$/
const PHONE_CANNOT = /^nfc\.(no-reader|switched-off|not-allowed)$/
const CONTACT = /^nfc\.(lost|not-found)$/

export function failureOf(reasons: Reason[]): Failure {
  const { advice } = texts().chip
  const { code } = reasons[0]
  const said = sentences(reasons)
  // the core's own sentences say what helps
  if (/^chip\./.test(code)) return { lines: said, toKey: KEY_REFUSED.test(code) }
  const help = PHONE_CANNOT.test(code) ? advice.phone : CONTACT.test(code) ? advice.lost : advice.other
  return { lines: said.concat(help), toKey: false }
}
