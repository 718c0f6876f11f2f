import type { MrzResult, Parts, Reason, Report, Stage, TrustSummary } from './data.js'

export * from './data.js'

/** Where the WebAssembly module comes from, when not from beside the loader. */
export type Source = BufferSource | URL | string | Response | Promise<Response>

/**
 * Loads the core once; call it again at will. In browsers and Node.js the module is found beside the
 * loader. In a mini-program give the module's path inside the code package, such as
 * `/core/healthpass-wallet.wasm.br`.
 *
 * @throws HealthpassError `core.load` when the module cannot be had; a later call tries again.
 */
export function init(source?: Source): Promise<void>

/** Version of the core. */
export function version(): string

/** What the core refused, and why. Sentences by code: `healthpass/text/en.json`, `zh.json`. */
export class HealthpassError extends Error {
  constructor(code: string, reasons?: Reason[])
  /** Stable dotted code to branch on. */
  readonly code: string
  /** Never empty. */
  readonly reasons: Reason[]
  /** Where the first reason points: a byte offset, a path or a time. */
  get at(): string | undefined
}

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
 * Reads the lines of a machine readable zone (ICAO 9303) and checks its digits.
 *
 * @param at settles the century of two-digit years, RFC 3339; the time now when left out.
 */
export function parseMrz(lines: string[], at?: string): MrzResult

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
