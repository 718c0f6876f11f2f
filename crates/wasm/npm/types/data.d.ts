// Generated from the Rust types by `cargo xtask types`; a test fails when it is not what Rust says.

/** A code that was added. */
export type Added = {
  /** Identifier of the new certificate. */
  certificateId: string
  /** Whose it became: somebody it matches, or somebody new. */
  personId: string
  /** What was found. */
  report: Report
};

/** One declared answer. */
export type Answer = {
  /** Identifier of the question. */
  question: string
  /** True for yes. */
  yes: boolean
};

/** Whether a requirement is meant for this traveller on this leg. */
export type Applies = "yes" | "no" | "open";

/** The answer. */
export type AuthOutcome = "authentic" | "not-authentic" | "issuer-unknown";

/** An authority's key, with what a list says of it. */
export type AuthorityKey = {
  /** Its identifier: 16 hexadecimal digits. */
  kid: string
  /** The first half of the SHA-256 of its SubjectPublicKeyInfo, in groups of four hexadecimal digits, for people to
   * compare. */
  fingerprint: string
  /** `P-256` or `X25519`. */
  kem: string
  /** Whether the list names it. */
  listed: boolean
  /** The authority's name, from the list. */
  name?: string
  /** ISO 3166-1 alpha-2 of its state, from the list. */
  country?: string
  /** Last second of its validity, RFC 3339 UTC, from the list. */
  notAfter?: string
};

/** What a screen says about them. */
export type AuthoritySummary = {
  /** Name of the list. */
  name: string
  /** `production`, `test` or `demo`. */
  environment: string
  /** Sequence number. */
  version: number
  /** Date of the list, RFC 3339 UTC. */
  createdAt: string
  /** End of its life, RFC 3339 UTC. */
  expiresAt: string
  /** Whether that end has passed at the time asked about. */
  expired: boolean
  /** Number of authorities' certificates. */
  authorities: number
  /** Their countries as they write them, sorted. */
  countries: Array<string>
};

/** One block of an ITHC: asked for, and what came of it. */
export type Block = {
  /** Which kind of record. */
  kind: RecordKind
  /** What came of it. */
  state: BlockState
  /** The source that was asked. */
  source?: string
  /** When it was asked, RFC 3339. */
  askedAt?: string
};

/** "No data" never looks like "not vaccinated". */
export type BlockState = "found" | "none-found" | "not-connected";

/** A passport that was bound. */
export type Bound = {
  /** Whom to. */
  personId: string
  /** What of it may be shown. */
  document: BoundDocument
  /** Certificates that may now be shown. */
  matched: Array<string>
  /** Certificates that may not. */
  mismatched: Array<Mismatch>
};

/** Who ties a certificate to the device that shows it. */
export type BoundBy = "issuer-bound" | "device-attested";

/** What a screen shows of a document. */
export type BoundDocument = {
  /** Its kind. */
  kind: DocumentKind
  /** Issuing state, one to three letters. */
  issuer: string
  /** The last four characters of its number. */
  numberTail: string
  /** Primary identifier. */
  surname: string
  /** Secondary identifier; empty for holders with one name. */
  givenNames: string
  /** Chinese name; ends in `…` when the zone has no room for all of it. */
  nativeName?: string
  /** `YYYY-MM-DD`, or as much of it as is known. */
  birthDate: string
  /** `YYYY-MM-DD`. */
  expiresOn: string
  /** Nationality. */
  nationality?: string
  /** How firmly it is bound. */
  level: Level
};

/** Who says what about whom. */
export type Certificate = {
  /** Who signed. */
  issuer: Issuer
  /** Whom it is about. */
  person: Person
  /** The travel document it names, if it names one. */
  document?: TravelDocument
  /** For formats that say so: which kinds of record were asked for, and whether any was found. */
  blocks: Array<Block>
  /** The records themselves. */
  records: Array<Record>
  /** Time of issue, RFC 3339 UTC. */
  issuedAt?: string
  /** Time of expiry, RFC 3339 UTC. */
  expiresAt?: string
  /** Identifier of the certificate as a whole. */
  identifier?: string
  /** Present when an issuer restates another issuer's record or a paper booklet. */
  provenance?: Provenance
  /** The holder's declaration for one flight, if the certificate carries one. */
  statement?: HealthStatement
  /** For a health link: where the records can be fetched; the certificate itself holds none. */
  link?: Link
};

/** One certificate in full. */
export type CertificateDetail = {
  /** Identifier. */
  id: string
  /** Whose it is. */
  personId: string
  /** As in [`CertificateSummary`]. */
  bound: boolean
  /** The report, with the holder check against the bound document. */
  report: Report
  /** Whether the gate is open. */
  showable: boolean
  /** Every reason why it is shut. */
  blocked: Array<Reason>
  /** How certificate and document agree, if there is a document. */
  outcome?: string
};

/** One certificate in a list. */
export type CertificateSummary = {
  /** Identifier. */
  id: string
  /** An issuer bound it to this device: it is shown with codes made just now, and has no other. */
  bound: boolean
  /** Its format. */
  format?: Format | null
  /** Kinds of record in it, each once. */
  kinds: Array<RecordKind>
  /** Diseases it is about, SNOMED CT codes, each once. */
  diseases: Array<string>
  /** Time of issue. */
  issuedAt?: string
  /** Time of expiry. */
  expiresAt?: string
  /** The answer an officer with the same lists would get now. */
  verdict: Verdict
  /** Whether the gate is open. */
  showable: boolean
  /** Why it is shut. */
  blocked?: Reason
};

/** One repair. */
export type Change = {
  /** The field, check digits with theirs: `number`, `birth`, `name` ... */
  field: string
  /** Line, from 1. */
  line: number
  /** Column of the first character, from 1. */
  column: number
  /** What stood there: one character, or a run read for fillers. */
  from: string
  /** What stands there now. */
  to: string
};

/** One check: its state and why. */
export type Check = {
  /** The outcome. */
  state: State
  /** Why; empty only for a plain pass. */
  reasons: Array<Reason>
};

/** The nine checks, each on its own. */
export type Checks = {
  /** The text could be unwrapped down to signed claims. */
  envelope: Check
  /** A key selected by the protected-first key identifier verifies the signature. */
  signature: Check
  /** Somebody trusted vouches for that key, now. */
  issuer: Check
  /** Issued before, and not expired at, the time asked about. */
  time: Check
  /** The key may sign this kind of record. */
  usage: Check
  /** The content follows its schema and value sets. */
  content: Check
  /** Not withdrawn. */
  revocation: Check
  /** The entry rules asked for are met. */
  rules: Check
  /** It is about the holder of the document given. */
  holder: Check
};

/** A code with its system, and the product's own name when a catalogue knows it. */
export type Coded = {
  /** The code as signed. */
  code: string
  /** Where the code is defined: `snomed`, `loinc`, `atc`, `eu`, ... as the format says. */
  system?: string
  /** Proper name of the product, maker or device; never a sentence. */
  display?: string
  /** False for a code the catalogue does not hold: "not in catalogue", which is not "invalid". */
  inCatalogue?: boolean
};

/** The answer for a whole trip. */
export type Decision = {
  /** The worst answer of any leg; `no-rules` only when no leg has any. */
  answer: TripAnswer
  /** When this was asked, RFC 3339 UTC: ages of packs count from here, never the legs' own times. */
  at: string
  /** Departures, transits and arrivals, in the order of the trip. */
  legs: Array<LegDecision>
  /** Certificates that were handed in and looked at by no rule, and why. */
  notCounted: Array<NotCounted>
  /** Every pack the answer rests on, those that say nothing about this trip too. */
  packs: Array<PackSummary>
  /** What the answer does not cover: `rules.pack-old` (found: pack, at: its expiry), `rules.leg-without-rules`
   * (found: country, at: time of the leg), `rules.no-certificate`, `rules.another-person` (found: which, from 1 on). */
  reasons: Array<Reason>
};

/** One piece of a certificate. */
export type Disclosure = {
  /** What to name it by in a choice; the same in every copy of the certificate. */
  id: string
  /** What it is: `name`, `birth-date`, `sex`, `nationality`, `number`, `record`, `statement`. */
  kind: string
  /** What it says, for what is one text; of a number its last characters. */
  value?: string
  /** The record, for one. */
  record?: Record
  /** The issuer left no way to hide it. */
  alwaysShown: boolean
};

/** What the traveller says the document is. */
export type DocumentKind = "ordinary" | "diplomatic" | "service" | "public-affairs" | "travel-document" | "other";

/** The fields of the form. */
export type FieldName = "line1" | "number" | "birth" | "expiry" | "composite" | "kind";

/** How far a field is. */
export type FieldState = "empty" | "incomplete" | "ok" | "wrong";

/** A certificate format that states issue. */
export type Format = "dcc" | "ithc" | "ddcc" | "icvp" | "shc" | "shl" | "vds-nc" | "nzcp" | "divoc";

/** A code made just now. */
export type FreshPresentation = {
  /** The symbol. */
  qr: QrCode
  /** Its text. */
  text: string
  /** When it was made, RFC 3339 UTC. */
  madeAt: string
  /** Until when a reader takes it, RFC 3339 UTC. */
  expiresAt: string
  /** After how many seconds to make the next. */
  remakeAfterSeconds: number
  /** Who can read it; nobody in particular when empty. */
  sealedTo: Array<RecipientView>
  /** One-time keys not used yet. */
  keysLeft: number
};

/** Answers the holder declared for one flight on one date. */
export type HealthStatement = {
  /** Flight number. */
  flight?: string
  /** Date of the flight. */
  date?: string
  /** Port of arrival. */
  port?: string
  /** Question identifiers and whether the holder answered yes. */
  answers: Array<Answer>
};

/** The signer as the signed claims name it. */
export type Issuer = {
  /** ISO 3166-1 alpha-2. */
  country?: string
  /** Name of the authority. */
  name?: string
  /** The address or DID it signs under. */
  id?: string
};

/** The key behind the signature check. */
export type KeyInfo = {
  /** Key identifier, base64 with padding, as the field writes it. */
  kid: string | null
  /** ISO 3166-1 alpha-2 code of the state the list says the key belongs to. */
  country: string | null
  /** Start of the key's validity, RFC 3339 UTC. */
  notBefore: string | null
  /** End of the key's validity, RFC 3339 UTC. */
  notAfter: string | null
  /** Where the key came from: a list's name, or `given` for a key handed in with the request. */
  source: string | null
  /** Whole days between the list's date and the time asked about; absent for given keys. */
  listAge: number | null
};

/** The answer at one place and time of a trip. */
export type LegDecision = {
  /** Departure, transit or arrival. */
  stage: TripStage
  /** ISO 3166-1 alpha-2. */
  country: string
  /** Region, as the trip names it. */
  region?: string
  /** Local time there, RFC 3339 with the offset the trip gives. */
  at: string
  /** The worst answer of any requirement here. */
  answer: TripAnswer
  /** Days of quarantine that the rules give, the most of any; absent where no rule speaks of quarantine. */
  quarantineDays?: number
  /** True when a requirement that is not met means that the traveller is turned away here. */
  refused: boolean
  /** Every requirement of this country and stage. */
  requirements: Array<RequirementDecision>
};

/** How the document came here; later is firmer. */
export type Level = "none" | "typed" | "scanned" | "chip" | "chip-original";

/** A health link, without the key that opens what it points at. */
export type Link = {
  /** Address of the records. */
  url: string
  /** What the records are, in the words of whoever made the link. */
  label?: string
  /** `L` (records change), `P` (a passcode is asked for), `U` (one file, fetched directly), as signed. */
  flags?: string
  /** After this the link is stale, RFC 3339 UTC. */
  expiresAt?: string
  /** Whether a passcode is asked for, which the holder has by another way. */
  passcodeNeeded: boolean
};

/** A certificate the gate keeps back. */
export type Mismatch = {
  /** Identifier. */
  certificateId: string
  /** Why. */
  reasons: Array<Reason>
};

/** One check digit. `expected` and `found` are given when it does not hold. */
export type MrzCheck = {
  /** `number`, `birth`, `expiry`, `optional` or `composite`. */
  field: string
  /** It holds. */
  ok: boolean
  /** The digit that would be right. */
  expected?: string
  /** What stands there. */
  found?: string
};

/** The fields of a zone. Dates that are none are absent. */
export type MrzFields = {
  /** Document code. */
  code: string
  /** Issuing state. */
  issuer: string
  /** Primary identifier. */
  surname: string
  /** Secondary identifier; empty for holders with one name. */
  givenNames: string
  /** Document number. */
  number: string
  /** Nationality. */
  nationality: string
  /** `YYYY-MM-DD`, or as much of it as is known. */
  birthDate?: string
  /** `F`, `M` or `X`. */
  sex: string
  /** `YYYY-MM-DD`. */
  expiresOn?: string
  /** Optional data of the issuing state, without the rest of a long document number. */
  optional?: string
  /** The second optional data of a card of three lines. */
  optional2?: string
  /** Chinese name of a PRC passport; ends in `…` when the zone has no room for all of it. */
  nativeName?: string
};

/** The layouts of a travel document's zone. */
export type MrzFormat = "TD1" | "TD2" | "TD3" | "MRV-A" | "MRV-B";

/** What reading a zone gave. */
export type MrzResult = {
  /** Nothing is wrong with it. */
  ok: boolean
  /** Its layout; absent when it has none. */
  format?: MrzFormat
  /** What it says; absent when it could not be read. */
  fields?: MrzFields
  /** Every check digit. */
  checks: Array<MrzCheck>
  /** Everything that is wrong. */
  reasons: Array<Reason>
};

/** A certificate no rule looked at. */
export type NotCounted = {
  /** Its place among those handed in. */
  certificate: number
  /** The answer its own verification gave. */
  verdict: Verdict
};

/** Everybody in the wallet. */
export type Overview = {
  /** In the order they were added. */
  people: Array<PersonView>
};

/** A pack at hand. */
export type PackSummary = {
  /** Its identifier. */
  id: string
  /** Its name. */
  name: PackWords
  /** Who published it. */
  publishedBy: string
  /** Its number: a later one replaces an earlier one. */
  sequence: number
  /** Its date, RFC 3339 UTC. */
  createdAt: string
  /** Until when its publisher stands by it, RFC 3339 UTC. */
  expiresAt: string
  /** Past that: it still answers, and says that it is old. */
  expired: boolean
  /** Whole days since its date. */
  ageDays: number
  /** Where its rules come from. */
  source?: RuleSource
  /** Published rules (with identifier and version) in it. */
  rules: number
  /** Requirements in it. */
  requirements: number
};

/** Words of a pack, which are data: shown as they are, in the reader's language where the pack has it. */
export type PackWords = {
  /** English, or the only language there is. */
  en: string
  /** Chinese. */
  zh?: string
};

/** What the codes scanned so far make. */
export type Parts = {
  /** Numbers at hand, ascending, from 1. */
  have: Array<number>
  /** How many there are. */
  of: number
  /** Numbers still to be scanned, ascending. */
  missing: Array<number>
  /** The text of the whole, once nothing is missing. */
  text?: string
};

/** The person, in every script the certificate gives. */
export type Person = {
  /** Full name in the holder's own script (汉字). */
  nativeName?: string
  /** The whole name, where the certificate does not divide it into surname and given names. */
  fullName?: string
  /** Surname as printed. */
  surname?: string
  /** Given names as printed. */
  givenNames?: string
  /** Surname in the ICAO 9303 rendering (`A`-`Z`, `<`). */
  icaoSurname?: string
  /** Given names in the ICAO 9303 rendering. */
  icaoGivenNames?: string
  /** Date of birth, possibly partial; empty text never appears. */
  birthDate?: string
  /** `M`, `F` or `X`. */
  sex?: string
  /** ISO 3166-1 alpha-3. */
  nationality?: string
  /** A national or health identifier that is no travel document's number. */
  identifier?: string
  /** Parent or guardian of a minor, as printed. */
  guardian?: string
};

/** Whether one person's certificates are enough for the journey. */
export type PersonDecision = {
  /** Whose. */
  personId: string
  /** Identifiers of their certificates, in the order that the decision counts them. */
  certificates: Array<string>
  /** The answer; `null` without a journey, or without rules. */
  decision: Decision | null
};

/** One person. */
export type PersonView = {
  /** Identifier. */
  id: string
  /** Name in the holder's own script: the passport's where it has one, else a certificate's. */
  nativeName?: string
  /** Name in Latin letters, the passport's first. */
  latinName?: string
  /** The passport bound to the person. */
  document?: BoundDocument | null
  /** Whether it is past its date. */
  documentExpired: boolean
  /** Their certificates. */
  certificates: Array<CertificateSummary>
};

/** What the show screen draws. */
export type Presentation = {
  /** Identifier of the certificate. */
  certificateId: string
  /** Name in the holder's own script. */
  nativeName?: string
  /** Name in Latin letters. */
  latinName?: string
  /** Last characters of the document number. */
  documentTail: string
  /** How firmly the document is bound. */
  level: Level
  /** Time of expiry of the certificate. */
  expiresAt?: string
  /** The symbol. */
  qr: QrCode
  /** The symbol as SVG, for paper. */
  svg?: string
};

/** The checks of a presentation, in the order that is law: none is looked at before those above it hold, and the
 * issuer's (`signature`, `issuer` and `usage` of the nine) come between `seal` and `keyBinding`. */
export type PresentationChecks = {
  /** A key at hand opens it; skipped when it is not sealed. */
  seal: Check
  /** The device it is bound to signed it, for whoever reads it here. */
  keyBinding: Check
  /** Made just now, shown once, and in answer to this desk where it asks. */
  freshness: Check
  /** Made with the passport in hand. */
  commitment: Check
};

/** What the holder chose. */
export type PresentationChoice = {
  /** Identifiers of the pieces to disclose; those always shown may be left out. */
  disclose: Array<string>
  /** Identifiers of up to two authorities' keys; none for an open code. */
  sealTo: Array<string>
  /** The reader needs the passport as well; only with a seal. */
  withPassport?: boolean
  /** A desk's question that the code answers: the `HPQ1:` text. */
  challenge?: string
  /** A showing of its own, though one is under way: take the next one-time key. */
  another?: boolean
};

/** What may be chosen when a certificate is shown. */
export type PresentationChoices = {
  /** Piece by piece, or as a whole only. */
  kind: PresentationKind
  /** What is in it, in the order a certificate is read. */
  disclosures: Array<Disclosure>
  /** One-time keys not used yet; a certificate that is shown as a whole has none. */
  keysLeft: number
  /** One-time keys it was issued for. */
  keys: number
  /** Authorities a code can be sealed to now, in the list's order. */
  recipients: Array<RecipientView>
  /** Whether the code can be made to need the passport as well. */
  canNeedPassport: boolean
};

/** How a certificate can be shown. */
export type PresentationKind = "selective" | "whole";

/** Exactly what the reader of a code will see. */
export type PresentationPreview = {
  /** The certificate as it is read out of the code. */
  certificate: Certificate
  /** What the reader is told to be withheld. */
  withheld: Array<Undisclosed>
  /** Who can read it. */
  sealedTo: Array<RecipientView>
  /** Anybody can read it. */
  open: boolean
  /** The reader needs the passport as well. */
  needsPassport: boolean
  /** Who ties it to this device. */
  binding: BoundBy
  /** How firmly the passport is bound, which the reader is told. */
  level: Level
  /** Version of the QR symbol. */
  qrVersion: number
  /** This showing can be told to be of the same holder as an earlier one, whatever is hidden: its one-time key was
   * used before, or it is the whole certificate, the same each time. */
  linkable: boolean
};

/** The way a certificate was shown: sealed to whom, by whose device, when, and how much of it. */
export type PresentationReport = {
  /** Version of the form, with the drafts it follows. */
  version: string
  /** For whom it is sealed; absent for an open one. */
  seal?: SealReport
  /** Who ties it to the device; absent while it is not known. */
  binding?: BoundBy
  /** How firmly the holder's phone says a passport is bound; absent while the device's signature was not checked
   * as are the members below. */
  level?: Level
  /** Whom the holder made it for. */
  audience?: string
  /** When the device made it, RFC 3339 UTC. */
  madeAt?: string
  /** Seconds since; less than 0 when the device's clock is ahead. */
  ageSeconds?: number
  /** Its four checks, in their order. */
  checks: PresentationChecks
  /** What the holder did not disclose; empty while nothing is shown. */
  withheld: Array<Undisclosed>
};

/** Where a restated record came from. */
export type Provenance = {
  /** ISO 3166-1 alpha-2 of the source's issuer. */
  issuer?: string
  /** Format of the source, or `paper`. */
  format?: string
  /** Verdict of the source when it was restated, or `transcribed`. */
  check?: string
};

/** A QR symbol as data. */
export type QrCode = {
  /** Modules per side, without the quiet zone. */
  size: number
  /** Base64 of the modules, row by row, most significant bit first, rows not padded; 1 is dark. */
  modules: string
  /** ISO/IEC 18004 version, 1 to 40. */
  version: number
  /** Error correction level: `L`, `M`, `Q` or `H`. */
  ecc: string
};

/** A field that cannot be put right without the holder. */
export type Question = {
  /** The field. */
  field: string
  /** What was read, with the check digit after it where it has one. */
  found: string
  /** What it may be, written the same way; empty when nothing likely makes it hold. */
  candidates: Array<string>
};

/** A desk's question. */
export type QuestionView = {
  /** What the desk calls itself. Anybody may call a desk anything. */
  name: string
  /** When it asked, RFC 3339 UTC. */
  askedAt: string
  /** The authorities it wants the answer sealed to, as far as the list has them. */
  sealTo: Array<RecipientView>
  /** Keys it wants the answer sealed to that the list does not have. */
  unknown: number
};

/** A document read by camera or from its chip. */
export type ReadDocument = {
  /** Lines of its machine readable zone: the camera's, confirmed by the holder, or the chip's. */
  lines: Array<string>
  /** What the holder says it is, if asked. */
  kind?: DocumentKind
  /** How it was read: `scanned`, `chip` or `chip-original`. */
  level: Level
  /** The full name of the chip's DG11. */
  nativeFullName?: string
};

/** A stable, dotted code with both sides of the comparison: `reason.expected`, `reason.found` and
 * `reason.at`, each where there is something to say. */
export type Reason = {
  /** One of [`CODES`]. */
  code: string
  /** What would have been right. */
  expected?: string
  /** What was there. */
  found?: string
  /** Where: a field's name (`birth`), a place in the zone (`2:17`, line and column from 1), or
   * the characters a check digit was computed over. */
  at?: string
};

/** An authority that codes can be sealed to. */
export type RecipientView = {
  /** Identifier of its newest key: 16 hexadecimal digits. */
  kid: string
  /** Its name. */
  name: string
  /** ISO 3166-1 alpha-2 of its state. */
  country: string
  /** States on the way to which it is to be chosen, where those are not just its own. */
  destinations?: Array<string>
  /** Until when its key may be sealed to, RFC 3339 UTC. */
  notAfter: string
};

/** One record, flat: fields that do not apply to its kind are absent. */
export type Record = {
  /** Which kind. */
  kind: RecordKind
  /** Disease or agent targeted (SNOMED CT). */
  disease?: Coded
  /** Vaccine type (SNOMED CT or ATC). */
  prophylaxis?: Coded
  /** Vaccine product or test device. */
  product?: Coded
  /** Marketing authorisation holder or maker. */
  maker?: Coded
  /** Test method (LOINC). */
  method?: Coded
  /** `IgG` or `IgM`, for antibody tests. */
  antibody?: string
  /** Test outcome (SNOMED CT). */
  result?: Coded
  /** Date of the dose, or time of sampling. */
  date?: string
  /** Time of the result. */
  resultedAt?: string
  /** First positive test, for recovery. */
  firstPositive?: string
  /** When the next dose is due. */
  nextDue?: string
  /** Start of validity the record itself states. */
  validFrom?: string
  /** End of validity the record itself states. */
  validUntil?: string
  /** Number of this dose, from 1. */
  dose?: number
  /** Doses in the series. */
  doses?: number
  /** Batch or lot. */
  batch?: string
  /** Testing or vaccinating facility. */
  facility?: string
  /** City of the facility. */
  city?: string
  /** State where it happened, ISO 3166-1 alpha-2. */
  country?: string
  /** Who recorded it. */
  issuer?: string
  /** Clinician who gave or supervised it, as signed. */
  clinician?: string
  /** Certificate identifier (UVCI). */
  identifier?: string
};

/** Kind of medical record. */
export type RecordKind = "vaccination" | "test" | "antibody" | "recovery" | "prophylaxis";

/** What was put right, and what remains to be asked. */
export type Repair = {
  /** The lines with the changes made. */
  lines: Array<string>
  /** Nothing is wrong with these lines. */
  ok: boolean
  /** What was changed without asking. */
  changes: Array<Change>
  /** What the holder must say. */
  questions: Array<Question>
};

/** Everything one verification found. Serialised as is by the command line, wasm and the goldens. */
export type Report = {
  /** The one answer, derived from `checks`. */
  verdict: Verdict
  /** Which format the text turned out to be; absent when it could not be told. */
  format: Format | null
  /** The nine checks. */
  checks: Checks
  /** The disease-neutral view; present only when the content could be interpreted and the
   * signature did not fail. */
  certificate: Certificate | null
  /** The signed payload as JSON, as received: CBOR integer keys become decimal strings, byte
   * strings base64url, tag 0 its text. */
  claims: unknown
  /** The key that verified the signature, or the key identifier that was asked for. */
  key: KeyInfo | null
  /** How the certificate was shown; absent for a certificate as it was issued. */
  presentation?: PresentationReport
};

/** A request that was made. */
export type Requested = {
  /** What the issuer is to be given: an `HPR1:` text. */
  text: string
  /** Keys it names, and so the showings that cannot be told to be of one holder by their keys. */
  keys: number
  /** The text as a symbol; absent when so many keys do not fit one. */
  qr?: QrCode
};

/** The answer to one requirement. */
export type RequirementDecision = {
  /** The pack it is in. */
  pack: string
  /** Its identifier within the pack; for a pack of EU rules alone the pack's own. */
  id: string
  /** What it asks, in the words of the pack. */
  description: PackWords
  /** Where the pack has it from. */
  source?: RuleSource
  /** Date of the pack, RFC 3339 UTC: the rules as of then. */
  asOf: string
  /** Ok, open or not met. */
  answer: TripAnswer
  /** Whether it is meant for this traveller. */
  applies: Applies
  /** The route that satisfies it, or the one that comes closest; absent where it does not apply, and for EU rules. */
  route?: string
  /** Every route, so that a screen can name the other ways. */
  routes: Array<RouteDecision>
  /** Certificates to show for it, by their place among those handed in; empty unless it is met. */
  show: Array<number>
  /** Days of quarantine it gives as things are; absent where it does not speak of quarantine. */
  quarantineDays?: number
  /** True when it is not met and the traveller is turned away for it. */
  refused: boolean
  /** What is missing on the way named by `route`; empty when it is met or does not apply. */
  gaps: Array<RuleGap>
};

/** What a screen says about a list. */
export type RevocationSummary = {
  /** Name of the list. */
  name: string
  /** ISO 3166-1 alpha-2 of the state whose keys it is about, or the address of the issuer; absent for one that is
   * bound by its keys alone. */
  country?: string
  /** Sequence number of its newest part; absent for another issuer's list without one. */
  sequence: number
  /** Sequence number of what its deltas extend. */
  baseSequence: number
  /** Date of its newest part, RFC 3339 UTC. */
  createdAt: string
  /** End of its life, RFC 3339 UTC. */
  expiresAt?: string
  /** Whether that end has passed at the time asked about. */
  expired: boolean
  /** Whole days since its date. */
  ageDays: number
  /** Withdrawn certificates it names. */
  entries: number
  /** Names of its files that are not at hand. */
  missingFiles: Array<string>
};

/** One way to satisfy a requirement. */
export type RouteDecision = {
  /** Its identifier within the requirement. */
  id: string
  /** What it takes, in the words of the pack. */
  description: PackWords
  /** Ok, open or not met. */
  answer: TripAnswer
  /** Days of quarantine that remain for who goes this way. */
  quarantineDays?: number
};

/** One thing that is missing. */
export type RuleGap = {
  /** Identifier of the rule, such as `VR-XW-0002`. */
  rule: string
  /** What the rule asks, in the words of the pack. */
  description: PackWords
  /** `rules.no-record`, `rules.too-early`, `rules.too-late`, `rules.expires-before`, `rules.not-met`, or for open
   * ones `rules.date-partial`, `rules.undecided`, `rules.engine`, `rules.schema`, `rules.no-rule-for-kind`. */
  code: string
  /** The kind of record that is asked for; absent where any certificate would do. */
  kind?: RecordKind
  /** The disease it is to be about, as the first code the pack names. */
  disease?: string
  /** The certificate that comes closest, by its place among those handed in. */
  certificate?: number
  /** The record in it that comes closest, by its place in the certificate. */
  record?: number
  /** What the rule found there: a value, or a date or time by RFC 3339. */
  found?: string
  /** What it compares with, after `=`, `≠`, `<`, `≤`, `>`, `≥`, `∈` or `∉`. */
  needed?: string
  /** How far the two dates or times are apart that decided: whole days where the rule compares dates. */
  shortBySeconds: number
  /** From when the same record meets every rule of its part, RFC 3339 with the leg's offset; absent where waiting
   * does not help. */
  metFrom?: string
  /** The last second at which it met every rule of its part, RFC 3339 with the leg's offset, when that has passed. */
  until?: string
  /** The data the deciding comparison looked at, such as `record.date`. */
  paths: Array<string>
};

/** Where a rule was published. */
export type RuleSource = {
  /** Title of the publication. */
  title: string
  /** Its address. */
  url?: string
  /** Its date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  date?: string
  /** What a reader should know about it: that it is secondary, or what was left open. */
  note?: string
};

/** One recipient. */
export type SealRecipient = {
  /** Identifier of its key: 16 hexadecimal digits. */
  kid: string
  /** The authority's name, if the list has it. */
  name?: string
  /** ISO 3166-1 alpha-2 of its state, if the list has it. */
  country?: string
};

/** For whom a presentation is sealed. */
export type SealReport = {
  /** The recipients, in the order the code names them. */
  recipients: Array<SealRecipient>
  /** The one whose key opened it. */
  openedBy?: SealRecipient
  /** It opens only with the holder's passport as well. */
  passport: boolean
};

/** One stage. */
export type Stage = {
  /** Of an HC1 code `prefix`, `base45`, `inflate`, `cbor`, `cose`, `cwt`, of others theirs (`digits`, `jws`
   * `base32`, `json`, `seal`, ...); last `content`. */
  stage: string
  /** Whether it could be read. */
  ok: boolean
  /** Sizes and identifiers, or the code and place of the fault; for developers, not for travellers. */
  detail: string
};

/** Outcome of one check. */
export type State = "pass" | "fail" | "unknown" | "skipped";

/** A record that could not be read. It is left as it is. */
export type StorageProblem = {
  /** Key of the record. */
  key: string
  /** `storage.damaged` or `storage.version`. */
  code: string
};

/** A change for the host to carry out. */
export type StoredChange = {
  /** Key. */
  key: string
  /** The new value; `None` to delete the record. */
  value: string | null
};

/** A record as the host keeps it. */
export type StoredRecord = {
  /** Key, starting with `healthpass/`. */
  key: string
  /** Value, opaque to the host. */
  value: string
};

/** The travel document a certificate is tied to. */
export type TravelDocument = {
  /** `ordinary`, `diplomatic`, `service`, `public-affairs` or `travel-document`. */
  kind?: string
  /** Issuing state, ISO 3166-1 alpha-3. */
  issuer?: string
  /** Number in clear. */
  number?: string
  /** True when the certificate carries a salted commitment instead of the number. */
  committed?: boolean
};

/** Answers, of which the latest that applies is the worst: `no-rules`, `ok`, `open`, `not-met`. */
export type TripAnswer = "no-rules" | "ok" | "open" | "not-met";

/** What is asked at: leaving a country, changing there without entering, or entering. */
export type TripStage = "exit" | "transit" | "entry";

/** What a screen says about a list. */
export type TrustSummary = {
  /** Name of the list. */
  name: string
  /** `production`, `test` or `demo`. */
  environment: string
  /** Sequence number. */
  version: number
  /** Date of the list, RFC 3339 UTC. */
  createdAt: string
  /** End of its life, RFC 3339 UTC. */
  expiresAt: string
  /** Whether that end has passed at the time asked about. */
  expired: boolean
  /** Whole days since the date of the list. */
  listAgeDays: number
  /** Number of states. */
  issuers: number
  /** Number of keys. */
  keys: number
  /** ISO 3166-1 alpha-2 codes, sorted. */
  countries: Array<string>
  /** Number of authorities that codes may be sealed to now; absent for none. */
  recipients?: number
};

/** What is to be said about it. */
export type TypedAssessment = {
  /** Everything needed is there and right. */
  complete: boolean
  /** Each field, in the order of the form; `composite` only for pasted lines. */
  fields: Array<TypedField>
  /** The document, when complete. As JSON its view, without the whole number. */
  document: BoundDocument | null
  /** The reasons of all fields, in their order, then what remains to be known about a complete
   * document (`document.type-uncertain`). */
  reasons: Array<Reason>
};

/** What was typed so far. */
export type TypedDocument = {
  /** What the traveller says it is. */
  kind: DocumentKind
  /** Full lines of the zone, when pasted; then the pieces are not looked at. */
  lines?: Array<string>
  /** Code, issuer and name: `POCHNZHANG<<WEI`. */
  line1?: string
  /** Document number and its check digit. */
  number?: string
  /** Date of birth, `YYMMDD`, and its check digit. */
  birth?: string
  /** Date of expiry, `YYMMDD`, and its check digit. */
  expiry?: string
};

/** One field of the form. */
export type TypedField = {
  /** Which. */
  field: FieldName
  /** How far it is. */
  state: FieldState
  /** Why it is incomplete or wrong. */
  reason?: Reason
  /** What was understood: `ZHANG WEI`, `2033-01-15`. */
  value?: string
};

/** Something the holder did not disclose. */
export type Undisclosed = {
  /** Where: `person`, `document`, `records`, `certificate` for its other parts, or `claims`. */
  at: string
  /** How many pieces; issuers may add some that stand for nothing. */
  count: number
};

/** The one answer. Its order of precedence is the table in [`crate::verdict`]. */
export type Verdict = "verified" | "rule-not-met" | "issuer-not-recognised" | "not-valid-now" | "revoked" | "holder-mismatch" | "not-genuine" | "unreadable" | "sealed" | "not-fresh";
