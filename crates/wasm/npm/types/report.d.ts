// Generated from crates/cert by `cargo xtask types`; a test fails when it is not what Rust says.

/** One declared answer. */
export type Answer = {
  /** Identifier of the question. */
  question: string
  /** True for yes. */
  yes: boolean
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
  /** Present when an issuer restates another issuer's record or a paper booklet. */
  provenance?: Provenance
  /** The holder's declaration for one flight, if the certificate carries one. */
  statement?: HealthStatement
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

/** A certificate format that states issue. */
export type Format = "dcc" | "ithc";

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

/** The person, in every script the certificate gives. */
export type Person = {
  /** Full name in the holder's own script (汉字). */
  nativeName?: string
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

/** A stable, dotted code with both sides of the comparison. */
export type Reason = {
  /** One of [`crate::reason`]'s codes; each has a sentence in every language file. */
  code: string
  /** What would have been right. */
  expected?: string
  /** What was there. */
  found?: string
  /** Where: a byte offset for envelope stages (`offset 17`), a path (`v[0].dn`), or a time. */
  at?: string
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
  /** Certificate identifier (UVCI). */
  identifier?: string
};

/** Kind of medical record. */
export type RecordKind = "vaccination" | "test" | "antibody" | "recovery";

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
};

/** Outcome of one check. */
export type State = "pass" | "fail" | "unknown" | "skipped";

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

/** The one answer. Its order of precedence is the table in [`crate::verdict`]. */
export type Verdict = "verified" | "rule-not-met" | "issuer-not-recognised" | "not-valid-now" | "revoked" | "holder-mismatch" | "not-genuine" | "unreadable";
