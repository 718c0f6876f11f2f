import type { AuthorityKey, QrCode, Report, TrustSummary } from './data.js'
import type { VerifyOptions } from './verifier.js'

export * from './verifier.js'

/**
 * Adds at least 32 random bytes to the core's generator. The loaders seed it at `init()`; this is
 * for hosts with a better source.
 *
 * @throws HealthpassError `entropy.short`.
 */
export function seedEntropy(bytes: Uint8Array): void

/**
 * A verifier's desk: everything of `Verifier`, and it opens what wallets show (`HP1:`). The keys it is given, what it
 * was shown and what it asks are in the module's memory only, until `wipe()` or until the page is left.
 */
export class Desk {
  /** @param name goes into the question it asks, for the holder to read; without one it is called by chance. */
  constructor(name?: string)
  /** As `Verifier.loadTrust`. */
  loadTrust(bundle: Uint8Array, root: string, at: string): TrustSummary
  /**
   * Takes in an authority's key: the PEM that `healthpass keys` wrote, and its passphrase.
   *
   * @throws HealthpassError `key.passphrase` and others of `key.*`.
   */
  loadKey(pem: string, passphrase: string, at: string): AuthorityKey
  /** The keys it holds, with what the list says of them. */
  keys(at: string): AuthorityKey[]
  /** Forgets keys, what was shown and what is asked. */
  wipe(): void
  /**
   * Asks: until `stopAsking()` only answers to this question are taken, which ends the relaying of codes. Each call
   * asks anew.
   *
   * @param sealTo identifier of one of its keys that the holder is asked to seal the answer to.
   */
  ask(at: string, sealTo?: string): Question
  stopAsking(): void
  /** Reads and judges the text of any code. Never throws for what the text is. */
  verify(text: string, options?: DeskOptions): Report
  /** The report's exact bytes, for records and comparison; here `at` has no default. */
  verifyJson(text: string, optionsJson: string): string
}

export interface DeskOptions extends VerifyOptions {
  /**
   * The same code once more, as when the passport has been read since: that it was shown before is then no replay.
   * Leave `at` as it was, and never set this for what a camera sees.
   */
  again?: boolean
  /** The question the code must answer (`HPQ1:`), for desks that keep their own. */
  challenge?: string
}

/** What a desk shows for wallets to scan. */
export interface Question {
  text: string
  qr: QrCode
}
