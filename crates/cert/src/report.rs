//! The report: what a verification found, in the one JSON shape every surface prints.
//!
//! Nine independent checks, never one boolean. [`Verdict`] is derived from them in one table
//! ([`crate::verdict`]); screens translate codes into sentences, this crate holds none.

use crate::model::Certificate;
#[cfg(feature = "presentation")]
use crate::presentation::report::PresentationReport;
pub use healthpass_passport::reason::Reason;
use serde::Serialize;
use serde_json::Value;

/// Everything one verification found. Serialised as is by the command line, wasm and the goldens.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct Report {
    /// The one answer, derived from `checks`.
    pub verdict: Verdict,
    /// Which format the text turned out to be; absent when it could not be told.
    pub format: Option<Format>,
    /// The nine checks.
    pub checks: Checks,
    /// The disease-neutral view; present only when the content could be interpreted and the
    /// signature did not fail.
    pub certificate: Option<Certificate>,
    /// The signed payload as JSON, as received: CBOR integer keys become decimal strings, byte
    /// strings base64url, tag 0 its text.
    #[cfg_attr(feature = "typescript", ts(type = "unknown"))]
    pub claims: Option<Value>,
    /// The key that verified the signature, or the key identifier that was asked for.
    pub key: Option<KeyInfo>,
    /// How the certificate was shown; absent for a certificate as it was issued.
    #[cfg(feature = "presentation")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub presentation: Option<Box<PresentationReport>>,
}

/// The one answer. Its order of precedence is the table in [`crate::verdict`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum Verdict {
    /// Genuine, from a listed issuer, valid now, nothing speaks against it.
    Verified,
    /// Genuine, but an entry rule or a rule of its own format is not met.
    RuleNotMet,
    /// Well formed, but nobody on the list vouches for it.
    IssuerNotRecognised,
    /// Genuine, but outside its validity.
    NotValidNow,
    /// Genuine once, withdrawn by its issuer.
    Revoked,
    /// Genuine, but about somebody else than the document's holder.
    HolderMismatch,
    /// The signature of a known key does not hold.
    NotGenuine,
    /// The text or its content could not be interpreted.
    Unreadable,
    /// Sealed to others, or openable only with the passport: nothing is wrong, and nothing can be seen.
    Sealed,
    /// Genuine, but not shown by its holder to this desk now.
    NotFresh,
}

/// A certificate format that states issue.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum Format {
    /// EU Digital COVID Certificate, schema 1.0.0 to 1.3.x.
    Dcc,
    /// The International Travel Health Certificate this project issues.
    Ithc,
    /// WHO Digital Documentation of COVID-19 Certificates.
    Ddcc,
    /// International Certificate of Vaccination or Prophylaxis, the digital yellow card.
    Icvp,
    /// SMART Health Card.
    Shc,
    /// A SMART Health Link, alone or in a WHO health certificate (VHL): points at records, holds none.
    Shl,
    /// ICAO Visible Digital Seal for non-constrained environments.
    VdsNc,
    /// New Zealand COVID Pass.
    Nzcp,
    /// DIVOC verifiable credential.
    Divoc,
}

impl Format {
    /// Whether a certificate of this format may be without an end: some only when they say since when they
    /// hold, seals of vaccinations without saying either.
    pub(crate) fn open_ended(self, begun: bool) -> bool {
        match self {
            Self::Dcc | Self::Ithc | Self::Nzcp => false,
            Self::Ddcc | Self::Icvp | Self::Shc | Self::Shl | Self::Divoc => begun,
            Self::VdsNc => true,
        }
    }

    /// The format's name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dcc => "dcc",
            Self::Ithc => "ithc",
            Self::Ddcc => "ddcc",
            Self::Icvp => "icvp",
            Self::Shc => "shc",
            Self::Shl => "shl",
            Self::VdsNc => "vds-nc",
            Self::Nzcp => "nzcp",
            Self::Divoc => "divoc",
        }
    }
}

/// The nine checks, each on its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Checks {
    /// The text could be unwrapped down to signed claims.
    pub envelope: Check,
    /// A key selected by the protected-first key identifier verifies the signature.
    pub signature: Check,
    /// Somebody trusted vouches for that key, now.
    pub issuer: Check,
    /// Issued before, and not expired at, the time asked about.
    pub time: Check,
    /// The key may sign this kind of record.
    pub usage: Check,
    /// The content follows its schema and value sets.
    pub content: Check,
    /// Not withdrawn.
    pub revocation: Check,
    /// The entry rules asked for are met.
    pub rules: Check,
    /// It is about the holder of the document given.
    pub holder: Check,
}

/// One check: its state and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Check {
    /// The outcome.
    pub state: State,
    /// Why; empty only for a plain pass.
    pub reasons: Vec<Reason>,
}

/// Outcome of one check.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum State {
    /// Holds.
    Pass,
    /// Does not hold.
    Fail,
    /// Could not be told: no data, issuer not in the list, list too old.
    Unknown,
    /// Not looked at, with the reason.
    Skipped,
}

/// The key behind the signature check.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct KeyInfo {
    /// Key identifier, base64 with padding, as the field writes it.
    pub kid: Option<String>,
    /// ISO 3166-1 alpha-2 code of the state the list says the key belongs to.
    pub country: Option<String>,
    /// Start of the key's validity, RFC 3339 UTC.
    pub not_before: Option<String>,
    /// End of the key's validity, RFC 3339 UTC.
    pub not_after: Option<String>,
    /// Where the key came from: a list's name, or `given` for a key handed in with the request.
    pub source: Option<String>,
    /// Whole days between the list's date and the time asked about; absent for given keys.
    pub list_age: Option<u32>,
}

impl Check {
    /// Holds, nothing to add.
    pub fn pass() -> Self {
        Self { state: State::Pass, reasons: Vec::new() }
    }

    /// Does not hold, for these reasons.
    pub fn fail(reasons: Vec<Reason>) -> Self {
        Self { state: State::Fail, reasons }
    }

    /// Could not be told, for this reason.
    pub fn unknown(reason: Reason) -> Self {
        Self { state: State::Unknown, reasons: vec![reason] }
    }

    /// Not looked at, because of this.
    pub fn skipped(code: &'static str) -> Self {
        Self { state: State::Skipped, reasons: vec![Reason::new(code)] }
    }
}
