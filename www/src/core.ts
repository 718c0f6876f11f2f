/** The checking core, started once. */
import { collectParts as collect, init, parseMrz, Verifier, version, type MrzResult, type Parts, type Report, type TrustSummary } from 'healthpass/verifier'
import { now } from './format'

let verifier: Verifier | null = null
let starting: Promise<void> | null = null

/** Loads the core, once; everything else here needs it. */
export function start(): Promise<void> {
  starting ??= init().then(clearTrust)
  return starting
}

function running(): Verifier {
  if (!verifier) throw new Error('the core has not started')
  return verifier
}

/** Replaces the issuer list in use. Throws HealthpassError and keeps the old one when refused. */
export function loadTrust(bundle: Uint8Array, root: string): TrustSummary {
  return running().loadTrust(bundle, root, now())
}

/** Forgets every issuer. */
export function clearTrust(): void {
  verifier = new Verifier()
}

/** Judges a code's text now, beside the passport's lines when given. */
export function verify(text: string, at: string, mrz: readonly string[] | null): Report {
  return running().verify(text, mrz ? { at, mrz: [...mrz] } : { at })
}

/** What codes read one after another make; `null` when the last is whole in itself. */
export function collectParts(texts: string[]): Parts | null {
  return collect(texts)
}

export function readPassport(lines: readonly string[]): MrzResult {
  return parseMrz([...lines])
}

/** Empty while the core has not started. */
export function coreVersion(): string {
  return verifier ? version() : ''
}
