//! What the screens of showing are given, and what they give back.

use crate::view::QrCode;
use healthpass_cert::model::{Certificate, Record};
use healthpass_cert::presentation::report::{BoundBy, Undisclosed};
use healthpass_passport::Level;
use serde::{Deserialize, Serialize};

/// A request that was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Requested {
    /// What the issuer is to be given: an `HPR1:` text.
    pub text: String,
    /// Keys it names, and so the showings that cannot be told to be of one holder by their keys.
    pub keys: u32,
    /// The text as a symbol; absent when so many keys do not fit one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr: Option<QrCode>,
}

/// What may be chosen when a certificate is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct PresentationChoices {
    /// Piece by piece, or as a whole only.
    pub kind: PresentationKind,
    /// What is in it, in the order a certificate is read.
    pub disclosures: Vec<Disclosure>,
    /// One-time keys not used yet; a certificate that is shown as a whole has none.
    pub keys_left: u32,
    /// One-time keys it was issued for.
    pub keys: u32,
    /// Authorities a code can be sealed to now, in the list's order.
    pub recipients: Vec<RecipientView>,
    /// Whether the code can be made to need the passport as well.
    pub can_need_passport: bool,
}

/// How a certificate can be shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum PresentationKind {
    /// The holder chooses what is disclosed; the issuer tied it to this device.
    Selective,
    /// The certificate as it was issued; the tie to this device is the device's own claim.
    Whole,
}

/// One piece of a certificate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Disclosure {
    /// What to name it by in a choice; the same in every copy of the certificate.
    pub id: String,
    /// What it is: `name`, `birth-date`, `sex`, `nationality`, `number`, `record`, `statement`.
    pub kind: String,
    /// What it says, for what is one text; of a number its last characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The record, for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
    /// The issuer left no way to hide it.
    pub always_shown: bool,
}

/// An authority that codes can be sealed to.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct RecipientView {
    /// Identifier of its newest key: 16 hexadecimal digits.
    pub kid: String,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2 of its state.
    pub country: String,
    /// States on the way to which it is to be chosen, where those are not just its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destinations: Option<Vec<String>>,
    /// Until when its key may be sealed to, RFC 3339 UTC.
    pub not_after: String,
}

/// What the holder chose.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct PresentationChoice {
    /// Identifiers of the pieces to disclose; those always shown may be left out.
    pub disclose: Vec<String>,
    /// Identifiers of up to two authorities' keys; none for an open code.
    pub seal_to: Vec<String>,
    /// The reader needs the passport as well; only with a seal.
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub with_passport: bool,
    /// A desk's question that the code answers: the `HPQ1:` text.
    pub challenge: Option<String>,
    /// A showing of its own, though one is under way: take the next one-time key.
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub another: bool,
}

/// A desk's question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct QuestionView {
    /// What the desk calls itself. Anybody may call a desk anything.
    pub name: String,
    /// When it asked, RFC 3339 UTC.
    pub asked_at: String,
    /// The authorities it wants the answer sealed to, as far as the list has them.
    pub seal_to: Vec<RecipientView>,
    /// Keys it wants the answer sealed to that the list does not have.
    pub unknown: u32,
}

/// Exactly what the reader of a code will see.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct PresentationPreview {
    /// The certificate as it is read out of the code.
    pub certificate: Certificate,
    /// What the reader is told to be withheld.
    pub withheld: Vec<Undisclosed>,
    /// Who can read it.
    pub sealed_to: Vec<RecipientView>,
    /// Anybody can read it.
    pub open: bool,
    /// The reader needs the passport as well.
    pub needs_passport: bool,
    /// Who ties it to this device.
    pub binding: BoundBy,
    /// How firmly the passport is bound, which the reader is told.
    pub level: Level,
    /// Version of the QR symbol.
    pub qr_version: u32,
    /// This showing can be told to be of the same holder as an earlier one, whatever is hidden: its one-time key was
    /// used before, or it is the whole certificate, the same each time.
    pub linkable: bool,
}

/// A code made just now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct FreshPresentation {
    /// The symbol.
    pub qr: QrCode,
    /// Its text.
    pub text: String,
    /// When it was made, RFC 3339 UTC.
    pub made_at: String,
    /// Until when a reader takes it, RFC 3339 UTC.
    pub expires_at: String,
    /// After how many seconds to make the next.
    pub remake_after_seconds: u32,
    /// Who can read it; nobody in particular when empty.
    pub sealed_to: Vec<RecipientView>,
    /// One-time keys not used yet.
    pub keys_left: u32,
}
