import type { AuthorityKey, Decision, QrCode, Report, TrustSummary } from './data.js'
import type { Judge, Trip } from './judge.js'
import type { VerifyOptions } from './verifier.js'

export * from './verifier.js'
export * from './judge.js'

/**
 * Adds at least 32 random bytes to the core's generator. The loaders seed it at `init()`; this is
 * for hosts with a better source.
 *
 * @throws HealthpassError `entropy.short`.
 */
export function seedEntropy(bytes: Uint8Array): void

/**
 * A verifier's desk: everything of `Verifier`, it judges by rules and lists of revoked certificates, and it opens what
 * wallets show (`HP1:`). The keys it is given, what it
 * was shown and what it asks are in the module's memory only, until `wipe()` or until the page is left.
 */
export interface Desk extends Judge {}
export class Desk {
  /** @param name goes into the question it asks, for the holder to read; without one it is called by chance. */
  constructor(name?: string)
  /** As `Verifier.loadTrust`. */
  loadTrust(bundle: Uint8Array, root: string, at: string): TrustSummary
  /** Trusts nobody again; keys, the question and which codes were shown stay. */
  clearTrust(): void
  /**
   * Takes in an authority's key: the PEM that `healthpass keys` wrote, and its passphrase.
   *
   * @throws HealthpassError `key.passphrase` and others of `key.*`.
   */
  loadKey(pem: string, passphrase: string, at: string): AuthorityKey
  /** The keys it holds, with what the list says of them. */
  keys(at: string): AuthorityKey[]
  /**
   * For a desk that nobody stands at: forgets keys and what is asked. Which codes were shown it still knows, and takes
   * none of them again; of what they said nothing was ever kept.
   */
  lock(): void
  /** Forgets everything: keys, what is asked, and which codes were shown, which pass once more while they are fresh. */
  wipe(): void
  /**
   * Asks: until `stopAsking()` only answers to this question are taken, so no code made before is.
   * An accomplice elsewhere can still answer while the officer waits. Each call asks anew.
   *
   * @param sealTo identifier of one of its keys that the holder is asked to seal the answer to.
   */
  ask(at: string, sealTo?: string): Question
  stopAsking(): void
  /** Reads and judges the text of any code. Never throws for what the text is. */
  verify(text: string, options?: DeskOptions): Report
  /**
   * Judges several certificates of one person. With a trip, the `rules` check of each report is about all of them
   * together; `decision` says leg by leg what is met, what is missing and which to show.
   */
  verifyTogether(texts: string[], options?: DeskOptions): Together
  /** The report's exact bytes, for records and comparison; here `at` has no default. */
  verifyJson(text: string, optionsJson: string, tripJson?: string): string
}

export interface DeskOptions extends VerifyOptions {
  /**
   * The same code once more, as when the passport has been read since: that it was shown before is then no replay.
   * Leave `at` as it was, and never set this for what a camera sees.
   */
  again?: boolean
  /** The question the code must answer (`HPQ1:`), for desks that keep their own. */
  challenge?: string
  /** The journey that the rules are asked about; without it they are not. */
  trip?: Trip
}

/** Several certificates of one person, looked at together. */
export interface Together {
  /** One for each text, in their order. */
  reports: Report[]
  /** `null` without a trip or without rules. */
  decision: Decision | null
}

/** What a desk shows for wallets to scan. */
export interface Question {
  text: string
  qr: QrCode
}
