//! What screens are given.

use base64ct::{Base64, Encoding};
use healthpass_cert::model::RecordKind;
use healthpass_cert::report::{Format, Reason, Report, Verdict};
use healthpass_cert::rules::Decision;
use healthpass_passport::{BoundDocument, Level};
use healthpass_qr::Symbol;
use serde::Serialize;

/// Everybody in the wallet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Overview {
    /// In the order they were added.
    pub people: Vec<PersonView>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct PersonView {
    /// Identifier.
    pub id: String,
    /// Name in the holder's own script: the passport's where it has one, else a certificate's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native_name: Option<String>,
    /// Name in Latin letters, the passport's first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latin_name: Option<String>,
    /// The passport bound to the person.
    #[cfg_attr(feature = "typescript", ts(optional = nullable, type = "BoundDocument | null"))]
    pub document: Option<BoundDocument>,
    /// Whether it is past its date.
    pub document_expired: bool,
    /// Their certificates.
    pub certificates: Vec<CertificateSummary>,
}

/// Whether one person's certificates are enough for the journey.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct PersonDecision {
    /// Whose.
    pub person_id: String,
    /// Identifiers of their certificates, in the order that the decision counts them.
    pub certificates: Vec<String>,
    /// The answer; `null` without a journey, or without rules.
    pub decision: Option<Decision>,
}

/// One certificate in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct CertificateSummary {
    /// Identifier.
    pub id: String,
    /// An issuer bound it to this device: it is shown with codes made just now, and has no other.
    pub bound: bool,
    /// Its format.
    #[cfg_attr(feature = "typescript", ts(optional = nullable, type = "Format | null"))]
    pub format: Option<Format>,
    /// Kinds of record in it, each once.
    pub kinds: Vec<RecordKind>,
    /// Diseases it is about, SNOMED CT codes, each once.
    pub diseases: Vec<String>,
    /// Time of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<String>,
    /// Time of expiry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// The answer an officer with the same lists would get now.
    pub verdict: Verdict,
    /// Whether the gate is open.
    pub showable: bool,
    /// Why it is shut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Reason>,
}

/// One certificate in full.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct CertificateDetail {
    /// Identifier.
    pub id: String,
    /// Whose it is.
    pub person_id: String,
    /// As in [`CertificateSummary`].
    pub bound: bool,
    /// The report, with the holder check against the bound document.
    pub report: Report,
    /// Whether the gate is open.
    pub showable: bool,
    /// Every reason why it is shut.
    pub blocked: Vec<Reason>,
    /// How certificate and document agree, if there is a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// A code that was added.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct Added {
    /// Identifier of the new certificate.
    pub certificate_id: String,
    /// Whose it became: somebody it matches, or somebody new.
    pub person_id: String,
    /// What was found.
    pub report: Report,
}

/// A passport that was bound.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct Bound {
    /// Whom to.
    pub person_id: String,
    /// What of it may be shown.
    pub document: BoundDocument,
    /// Certificates that may now be shown.
    pub matched: Vec<String>,
    /// Certificates that may not.
    pub mismatched: Vec<Mismatch>,
}

/// A certificate the gate keeps back.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct Mismatch {
    /// Identifier.
    pub certificate_id: String,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What the show screen draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Presentation {
    /// Identifier of the certificate.
    pub certificate_id: String,
    /// Name in the holder's own script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native_name: Option<String>,
    /// Name in Latin letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latin_name: Option<String>,
    /// Last characters of the document number.
    pub document_tail: String,
    /// How firmly the document is bound.
    pub level: Level,
    /// Time of expiry of the certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// The symbol.
    pub qr: QrCode,
    /// The symbol as SVG, for paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub svg: Option<String>,
}

/// A QR symbol as data.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct QrCode {
    /// Modules per side, without the quiet zone.
    pub size: u32,
    /// Base64 of the modules, row by row, most significant bit first, rows not padded; 1 is dark.
    pub modules: String,
    /// ISO/IEC 18004 version, 1 to 40.
    pub version: u32,
    /// Error correction level: `L`, `M`, `Q` or `H`.
    pub ecc: String,
}

impl QrCode {
    pub(crate) fn of(symbol: &Symbol) -> Self {
        Self {
            size: u32::from(symbol.size()),
            modules: Base64::encode_string(&symbol.to_bits()),
            version: u32::from(symbol.version()),
            ecc: symbol.ecc().letter().to_string(),
        }
    }
}
