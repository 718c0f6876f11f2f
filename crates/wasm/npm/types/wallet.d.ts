import type {
  Added,
  Bound,
  CertificateDetail,
  Overview,
  Presentation,
  ReadDocument,
  Repair,
  StorageProblem,
  StoredChange,
  StoredRecord,
  TrustSummary,
  TypedAssessment,
  TypedDocument,
} from './data.js'

export * from './verifier.js'

/**
 * Adds at least 32 random bytes to the core's generator. The loaders seed it at `init()`; this is
 * for hosts with a better source.
 *
 * @throws HealthpassError `entropy.short`.
 */
export function seedEntropy(bytes: Uint8Array): void

/** Judges what has been typed of a document so far, field by field. */
export function checkTyped(input: TypedDocument, at: string): TypedAssessment

/**
 * Puts right what was misread or mistyped: at most one character of a field, and only where no other repair makes the
 * check digits hold; the rest is asked.
 *
 * @param at settles the century of two-digit years, RFC 3339; the time now when left out.
 * @throws HealthpassError `mrz.*` for what has not the shape of a zone.
 */
export function repairMrz(lines: string[], at?: string): Repair

/** People, their bound documents and certificates. The host stores what `takeChanges` gives. */
export class Wallet {
  private constructor(...internal: never[])
  /** Opens what the host has stored. Never throws for damaged records: see `problems`. */
  static open(records: StoredRecord[]): Wallet
  /** Damaged records: left untouched in storage, nothing else lost. */
  problems(): StorageProblem[]
  /** What to write since the last call; ask after every call that changes something. */
  takeChanges(): StoredChange[]
  /** As `Verifier.loadTrust`. */
  loadTrust(bundle: Uint8Array, root: string, at: string): TrustSummary
  overview(at: string): Overview
  /** @throws HealthpassError when the text cannot be read or is there already. */
  add(text: string, at: string): Added
  certificate(id: string, at: string): CertificateDetail
  /** Ties a passport to a person; `null` makes a new one. @throws HealthpassError with `reasons`. */
  bind(personId: string | null, document: TypedDocument, at: string): Bound
  /**
   * Ties a passport that was read by camera (level `scanned`, once the holder has confirmed the lines) or from
   * its chip (the level `ChipSession.judge` gave). The same document bound more firmly before keeps its level;
   * `unbind` first to lower it. @throws HealthpassError with `reasons`.
   */
  bindRead(personId: string | null, read: ReadDocument, at: string): Bound
  /** The gate: no code before a passport is bound. @throws HealthpassError `gate.*`. */
  present(certificateId: string, at: string, medium: Medium): Presentation
  removeCertificate(id: string): void
  removePerson(id: string): void
  unbind(personId: string): void
  erase(): void
}

export type Medium = 'screen' | 'paper'
