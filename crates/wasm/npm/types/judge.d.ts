import type { PackSummary, RevocationSummary } from './data.js'

/** A journey of one traveller: where it begins, where it passes, where it ends. */
export interface Trip {
  /** What it is for, as packs name it: `pilgrimage`, `work`, ... */
  purpose?: string
  /** The traveller's date of birth, whole or partial; else the passport and certificates are asked. */
  birthDate?: string
  /** In order; the first is where it begins. */
  stops: TripStop[]
  /** Countries the traveller was in before. */
  visited?: { country: string; left?: string }[]
}

/** Times are RFC 3339 with the offset of the place. */
export interface TripStop {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** As packs name it. */
  region?: string
  arrives?: string
  departs?: string
  /** Passed through without entering. */
  transit?: boolean
}

/** The highest sequence numbers of rule packs that were ever taken in, by the packs' identifiers. */
export type Seen = Record<string, number>

/**
 * The value of a CertLogic 1.3.3 expression over data, for whoever writes rules; a time comes back as RFC 3339.
 *
 * @throws HealthpassError `certlogic.*`, with the place in the expression.
 */
export function evaluateLogic(logic: unknown, data: unknown): unknown

/** Rules and lists of revoked certificates, for whoever judges by them. Memory only: the host keeps the files. */
export interface Judge {
  /**
   * Takes in a signed rule pack. A later edition of the same pack takes the place of an earlier one.
   *
   * @param root SHA-256 of the root key that signed it, 64 hexadecimal digits.
   * @param seen what the host remembers, so that an older edition is refused after a restart too.
   * @throws HealthpassError `rules.*`: another root, damaged, too large, or older than an edition seen before.
   */
  loadRules(pack: Uint8Array, root: string, at: string, seen?: Seen): PackSummary
  /** The packs in use, with their ages at `at`. */
  rules(at: string): PackSummary[]
  clearRules(): void
  /**
   * Takes in the signed manifest of a list of revoked certificates; its files follow one by one.
   *
   * @param seen the highest sequence number the host remembers of this list: `baseSequence` for what is no delta.
   * @throws HealthpassError `revocation.*`: another root, damaged, or older than a list seen before.
   */
  loadRevocation(manifest: Uint8Array, root: string, at: string, seen?: number): RevocationSummary
  /** A file that a manifest names. @throws HealthpassError `revocation.*` for one that none names. */
  addRevocationFile(bytes: Uint8Array): void
  /** The lists in use, with their ages at `at` and what of them is missing. */
  revocation(at: string): RevocationSummary[]
  clearRevocation(): void
}
