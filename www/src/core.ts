/** The checking core, started once. */
import { collectParts as collect, init, parseMrz, Verifier, version, type MrzResult, type Parts, type Report, type TrustSummary } from 'healthpass/verifier'
import { now } from './format'

/** A list as it was taken in. */
export interface Trusted {
  readonly bundle: Uint8Array
  readonly root: string
}

let verifier: Verifier | null = null
let inUse: Trusted | null = null
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
  const summary = running().loadTrust(bundle, root, now())
  inUse = { bundle, root }
  return summary
}

/** Forgets every issuer. */
export function clearTrust(): void {
  verifier = new Verifier()
  inUse = null
}

/** The list in use, for whoever else judges by it. */
export function trusted(): Trusted | null {
  return inUse
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
