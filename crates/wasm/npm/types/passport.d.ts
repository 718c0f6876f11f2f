import type { AuthOutcome, AuthoritySummary, Level, MrzResult, Reason } from './data.js'

export * from './core.js'

/**
 * Adds at least 32 random bytes to the core's generator. The loaders seed it at `init()`; this is
 * for hosts with a better source.
 *
 * @throws HealthpassError `entropy.short`.
 */
export function seedEntropy(bytes: Uint8Array): void

/** Reads the zone of a document in frames of a camera, and votes over them. */
export class MrzCamera {
  constructor()
  /**
   * Looks at one frame.
   *
   * @param pixels RGBA, row by row, four bytes a pixel.
   * @param at settles the century of two-digit years, RFC 3339; the time now when left out.
   */
  read(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number, at?: string): MrzSighting
  /** Forgets what was seen: another document. */
  reset(): void
}

export interface MrzSighting {
  /** What the frames so far say; show it and ask the holder to confirm it. */
  lines?: string[]
  /** Where the zone lies in this frame, for an overlay: centre and size in pixels, degrees clockwise. */
  band?: { x: number; y: number; width: number; height: number; angle: number }
  /** Whether every check digit of `lines` holds. */
  checksHold: boolean
  /** Whether enough frames agree to ask the holder. */
  steady: boolean
  /** Frames that agree. */
  votes: number
  /** Code of what to tell the holder: `camera.too-small`, `camera.blurred`, ... */
  hint?: string
  /** Characters of `lines` that were replaced so that the check digits hold, for the holder to look at. */
  repairs?: { line: number; column: number; from: string; to: string }[]
  /** `lines` as `parseMrz` reads them. */
  mrz?: MrzResult
}

/** What opens a chip: the lines of its document's zone, or the three pieces typed from it. */
export interface ChipAccess {
  lines?: string[]
  /** Document number and its check digit. */
  number?: string
  /** Date of birth, `YYMMDD`, and its check digit. */
  birth?: string
  /** Date of expiry, `YYMMDD`, and its check digit. */
  expiry?: string
}

export interface ChipOptions {
  /** Whether PACE is tried before BAC; left out, it is unless the zone is China's, whose chips have none. */
  pace?: boolean
}

export type ChipStep =
  | {
      kind: 'send'
      /** Command to hand to the chip; give its whole answer, status bytes included, to `next`. */
      apdu: Uint8Array
      /** 0 to 100. */
      progress: number
      stage: ChipStage
    }
  | { kind: 'done' }

export type ChipStage = 'connect' | 'access' | 'read' | 'authenticate'

/** The whole talk with a passport's chip, command by command; the host carries them. */
export class ChipSession {
  /** @throws HealthpassError `mrz.*`, `chip.*` when what should open the chip is incomplete. */
  constructor(access: ChipAccess, options?: ChipOptions)
  /**
   * The next command; without `response` at the start and after `restart`. Errors end the talk but for `restart`.
   *
   * @throws HealthpassError `chip.*`: what the chip refused, or why its answer cannot be believed.
   */
  next(response?: Uint8Array): ChipStep
  /**
   * After the phone lost the chip: starts over, and keeps what was read whole.
   *
   * @throws HealthpassError `chip.retries` after too many.
   */
  restart(): void
  /**
   * What the chip's data prove, after `done`.
   *
   * @throws HealthpassError `chip.unfinished` before.
   */
  judge(authorities: Authorities, at: string): ChipResult
  /** The same as its exact bytes, for records and comparison. */
  judgeJson(authorities: Authorities, at: string): string
}

/** The states' certification authorities: those of a signed trust bundle, and single ones. */
export class Authorities {
  constructor()
  /**
   * Takes in a bundle, replacing what was there.
   *
   * @param root SHA-256 of the signer's SubjectPublicKeyInfo, hex.
   * @throws HealthpassError when the bundle is damaged or somebody else signed it.
   */
  loadTrust(bundle: Uint8Array, root: string, at: string): AuthoritySummary
  /** Trusts the authority of one certificate, DER, besides. @throws HealthpassError when it is none. */
  add(certificate: Uint8Array): void
  /**
   * Judges files that were read elsewhere (ICAO 9303-11 section 5.1).
   *
   * @param at when certificates must be valid, RFC 3339; left out, when the signer signed.
   */
  authenticate(files: ChipFiles, at?: string): Authentication
  /** The same as its exact bytes, for records and comparison. */
  authenticateJson(files: ChipFiles, at?: string): string
}

/** Whole files of a chip; DG1 must be among the groups. */
export interface ChipFiles {
  sod: Uint8Array
  groups: { number: number; file: Uint8Array }[]
}

export interface Authentication {
  outcome: AuthOutcome
  /** What is wrong or unknown. */
  reasons: Reason[]
  /** What was accepted although it is weak. */
  weakest: Reason[]
}

export interface ChipResult {
  /** Only `authentic` data may be bound as read from the chip. */
  outcome: AuthOutcome
  /** What it is worth for `Wallet.bindRead`; `none` unless authentic. */
  level: Level
  /** Why it is not authentic, or why its issuer is unknown. */
  reasons: Reason[]
  /** The weakest things that were accepted. */
  weakest: Reason[]
  /** The zone as the chip holds it. */
  lines?: string[]
  /** Names in full, where the chip holds them. */
  names?: ChipNames
  /** Whether the chip proved to be the original and no copy. */
  original: 'proved' | 'failed' | 'not-offered' | 'unanswered'
}

export interface ChipNames {
  /** Full name as the issuer wrote it, in the holder's own script. */
  fullName?: string
  /** Other names. */
  otherNames?: string[]
}
