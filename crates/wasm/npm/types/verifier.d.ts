import type { Parts, Report, Stage, TrustSummary } from './data.js'

export * from './core.js'

/** Judges certificates by the issuers it has been told to trust. */
export class Verifier {
  constructor()
  /**
   * Takes in a signed list of issuers, replacing an earlier one.
   *
   * @param root SHA-256 of the signer's SubjectPublicKeyInfo, hex.
   * @param at time of asking, RFC 3339.
   * @throws HealthpassError when the list is damaged or somebody else signed it.
   */
  loadTrust(bundle: Uint8Array, root: string, at: string): TrustSummary
  /** Reads and judges the text of a code. Never throws for what the text is. */
  verify(text: string, options?: VerifyOptions): Report
  /** The report's exact bytes, for records and comparison; here `at` has no default. */
  verifyJson(text: string, optionsJson: string): string
}

export interface VerifyOptions {
  /** RFC 3339; the time now when left out. */
  at?: string
  /** Lines of the machine readable zone of the document in hand. */
  mrz?: string[]
  /** Keys to accept beside the list: a PEM or base64 certificate, a JWK, or a PEM public key. */
  keys?: ({ cert: string } | { jwk: object } | { pem: string })[]
}

/** Unwraps the text stage by stage, judging nothing. */
export function inspect(text: string): Stage[]

/**
 * What codes make that were scanned one after another. Some certificates are spread over several codes,
 * in any order: call it with every text since the first, and verify `text` once it is there.
 *
 * @returns null when the last text is whole in itself: verify that one.
 */
export function collectParts(texts: string[]): Parts | null

/**
 * Whether a raw signature holds, as conformance suites ask.
 *
 * @param spki DER SubjectPublicKeyInfo.
 * @param algorithm IANA COSE number: -7 ES256, -35 ES384, -37 PS256, ...
 * @param signature raw `r || s` for ECDSA.
 */
export function verifySignature(
  spki: Uint8Array,
  algorithm: number,
  message: Uint8Array,
  signature: Uint8Array,
): boolean
