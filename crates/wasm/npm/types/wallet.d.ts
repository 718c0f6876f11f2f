import type {
  Added,
  Bound,
  CertificateDetail,
  FreshPresentation,
  Overview,
  PersonDecision,
  Presentation,
  PresentationChoice,
  PresentationChoices,
  PresentationPreview,
  QuestionView,
  ReadDocument,
  Repair,
  Requested,
  StorageProblem,
  StoredChange,
  StoredRecord,
  TrustSummary,
  TypedAssessment,
  TypedDocument,
} from './data.js'
import type { Judge, Trip } from './judge.js'

export * from './verifier.js'
export * from './judge.js'

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
export interface Wallet extends Judge {}
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
  /** The journey the holder plans, kept among the wallet's records; `null` forgets it. @throws HealthpassError `rules.trip.*`. */
  setTrip(trip: Trip | null): void
  trip(): Trip | null
  /** Whether a person's certificates are enough for the trip, leg by leg. @throws HealthpassError `wallet.unknown-id`. */
  decide(personId: string, at: string): PersonDecision
  /**
   * Takes in a certificate's code, or an issuer's answer to a request (`HPI1:`), whose copies become one certificate.
   *
   * @throws HealthpassError `add.*`: when the text cannot be read, is there already, or answers no request of this wallet.
   */
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
  /**
   * Makes `count` one-time keys and the request for certificates bound to them, to be given to the issuer. `BATCH` is
   * a good count. Store the changes before the request leaves: its answer is worth nothing without the keys.
   *
   * @throws HealthpassError `request.count`.
   */
  request(personId: string, count: number, at: string): Requested
  /** What may be chosen when a certificate is shown. @throws HealthpassError `gate.*`. */
  choices(certificateId: string, at: string): PresentationChoices
  /** A desk's question (`HPQ1:`), to be shown before it is answered. @throws HealthpassError. */
  question(text: string, at: string): QuestionView
  /** Exactly what the reader of a code will see. Uses up no key. @throws HealthpassError as `showFresh`. */
  preview(certificateId: string, choice: PresentationChoice, at: string): PresentationPreview
  /**
   * The gate, for a code made just now: call it again every `remakeAfterSeconds`, with the same choice. The first call
   * begins a showing, which takes the next one-time key and keeps it while certificate, audience (`sealTo` and
   * `challenge`) and passport stay the same; `endShowing` or `another` end it. Store the changes after every call.
   *
   * @throws HealthpassError `gate.*`, `present.*`, `challenge.shape`.
   */
  showFresh(certificateId: string, choice: PresentationChoice, at: string): FreshPresentation
  /** When the code leaves the screen: what was kept in memory for it is wiped, and the next one takes a new key. */
  endShowing(): void
  removeCertificate(id: string): void
  removePerson(id: string): void
  unbind(personId: string): void
  erase(): void
}

/** One-time keys of an ordinary request. */
export const BATCH: number

export type Medium = 'screen' | 'paper'
