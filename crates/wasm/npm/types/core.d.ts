import type { MrzResult, Reason } from './data.js'

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

/**
 * What the core refused, and why. Sentences by code: `healthpass/text/en.json`, `zh.json`. Beside them: of chips and
 * their signatures `passport-en.json`; of sealed codes, rules and lists of the withdrawn, said by desk and wallet,
 * `desk-en.json`; of what a wallet holds and asks for `wallet-en.json`; of what an issuer is told `issuing-en.json`.
 */
export class HealthpassError extends Error {
  constructor(code: string, reasons?: Reason[])
  /** Stable dotted code to branch on. */
  readonly code: string
  /** Never empty. */
  readonly reasons: Reason[]
  /** Where the first reason points: a byte offset, a path or a time. */
  get at(): string | undefined
}

/**
 * Reads the lines of a machine readable zone (ICAO 9303) and checks its digits.
 *
 * @param at settles the century of two-digit years, RFC 3339; the time now when left out.
 */
export function parseMrz(lines: string[], at?: string): MrzResult
