import type { Format, Reason, RecordKind, Report, Verdict } from './report.js'
import type { TrustSummary } from './verifier.js'

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
  /** The gate: no code before a passport is bound. @throws HealthpassError `gate.*`. */
  present(certificateId: string, at: string, medium: Medium): Presentation
  removeCertificate(id: string): void
  removePerson(id: string): void
  unbind(personId: string): void
  erase(): void
}

export type Medium = 'screen' | 'paper'

export interface StoredRecord {
  key: string
  value: string
}

export interface StoredChange {
  key: string
  /** `null` removes the record. */
  value: string | null
}

export interface StorageProblem {
  key: string
  code: string
}

/** The five Chinese travel documents, and other states' passports and cards. */
export type DocumentKind = 'ordinary' | 'diplomatic' | 'service' | 'public-affairs' | 'travel-document' | 'other'

/** A document as typed: the whole zone, or the fields with their check digits. */
export interface TypedDocument {
  kind: DocumentKind
  lines?: string[]
  line1?: string
  number?: string
  birth?: string
  expiry?: string
}

export interface TypedAssessment {
  complete: boolean
  fields: TypedField[]
  document: BoundDocument | null
  reasons: Reason[]
}

export interface TypedField {
  field: 'line1' | 'number' | 'birth' | 'expiry' | 'composite' | 'kind'
  state: 'empty' | 'incomplete' | 'ok' | 'wrong'
  reason?: Reason
  /** What was understood: `ZHANG WEI`, `2033-01-15`. */
  value?: string
}

export type BindingLevel = 'none' | 'typed' | 'scanned' | 'chip' | 'chip-original'

export interface BoundDocument {
  kind: DocumentKind
  issuer: string
  /** The number's last four characters. */
  numberTail: string
  surname: string
  givenNames: string
  nativeName?: string
  birthDate: string
  expiresOn: string
  nationality?: string
  level: BindingLevel
}

export interface Overview {
  people: PersonView[]
}

export interface PersonView {
  id: string
  nativeName?: string
  latinName?: string
  document: BoundDocument | null
  documentExpired: boolean
  certificates: CertificateSummary[]
}

export interface CertificateSummary {
  id: string
  format: Format | null
  kinds: RecordKind[]
  diseases: string[]
  issuedAt?: string
  expiresAt?: string
  verdict: Verdict
  showable: boolean
  /** Why the gate is shut. */
  blocked?: Reason
}

export interface Added {
  certificateId: string
  personId: string
  report: Report
}

export interface CertificateDetail {
  id: string
  personId: string
  report: Report
  showable: boolean
  blocked: Reason[]
  /** How the certificate's person and the bound document compare. */
  outcome?: string
}

export interface Bound {
  personId: string
  document: BoundDocument
  matched: string[]
  mismatched: { certificateId: string; reasons: Reason[] }[]
}

export interface Presentation {
  certificateId: string
  nativeName?: string
  latinName?: string
  documentTail: string
  level: BindingLevel
  expiresAt?: string
  qr: QrMatrix
  svg?: string
}

export interface QrMatrix {
  /** Modules per side, without the quiet zone. */
  size: number
  /** Base64 of the modules: row by row, most significant bit first, rows not padded. */
  modules: string
  version: number
  ecc: 'L' | 'M' | 'Q' | 'H'
}
