//! Help while a traveller types the zone of their passport into a phone.
//!
//! Four pieces are enough: the name line, and number, birth and expiry each with the check digit
//! after it. Every piece is judged on its own, as far as it is typed, so that a mistake is named
//! next to where it was made. Full lines, when pasted, are judged as a zone.

mod access;
mod lines;
mod pieces;

pub use access::{AccessKey, TypedAccess, assess_access};

#[cfg(test)]
mod tests;

use crate::document::Document;
use crate::profile::DocumentKind;
use crate::reason::{self, Reason};
use serde::{Deserialize, Serialize, Serializer};
use time::Date;

/// What was typed so far.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct TypedDocument {
    /// What the traveller says it is.
    pub kind: DocumentKind,
    /// Full lines of the zone, when pasted; then the pieces are not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<String>>,
    /// Code, issuer and name: `POCHNZHANG<<WEI`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line1: Option<String>,
    /// Document number and its check digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Date of birth, `YYMMDD`, and its check digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// Date of expiry, `YYMMDD`, and its check digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
}

/// What is to be said about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TypedAssessment {
    /// Everything needed is there and right.
    pub complete: bool,
    /// Each field, in the order of the form; `composite` only for pasted lines.
    pub fields: Vec<TypedField>,
    /// The document, when complete. As JSON its view, without the whole number.
    #[serde(serialize_with = "as_view")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<crate::document::BoundDocument>"))]
    pub document: Option<Document>,
    /// The reasons of all fields, in their order, then what remains to be known about a complete
    /// document (`document.type-uncertain`).
    pub reasons: Vec<Reason>,
}

/// One field of the form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct TypedField {
    /// Which.
    pub field: FieldName,
    /// How far it is.
    pub state: FieldState,
    /// Why it is incomplete or wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What was understood: `ZHANG WEI`, `2033-01-15`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The fields of the form.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum FieldName {
    /// The name line.
    Line1,
    /// Document number and digit.
    Number,
    /// Date of birth and digit.
    Birth,
    /// Date of expiry and digit.
    Expiry,
    /// The last check digit of pasted lines, and the optional data under it.
    Composite,
    /// The kind of document.
    Kind,
}

/// How far a field is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum FieldState {
    /// Nothing typed.
    Empty,
    /// Right so far.
    Incomplete,
    /// Complete and right.
    Ok,
    /// Wrong.
    Wrong,
}

/// Judges what was typed. `today` settles centuries and whether the document has expired.
pub fn assess(input: &TypedDocument, today: Date) -> TypedAssessment {
    match &input.lines {
        Some(lines) if lines.iter().any(|line| !line.trim().is_empty()) => {
            lines::assess(input.kind, lines, today)
        }
        _ => pieces::assess(input, today),
    }
}

impl TypedDocument {
    /// An empty form.
    pub fn new(kind: DocumentKind) -> Self {
        Self { kind, lines: None, line1: None, number: None, birth: None, expiry: None }
    }
}

impl TypedAssessment {
    fn new(fields: Vec<TypedField>, document: Option<Document>) -> Self {
        let mut reasons: Vec<Reason> = fields.iter().filter_map(|field| field.reason.clone()).collect();
        reasons.extend(document.as_ref().and_then(Document::uncertainty));
        Self { complete: document.is_some(), fields, document, reasons }
    }
}

impl TypedField {
    fn empty(field: FieldName) -> Self {
        Self { field, state: FieldState::Empty, reason: None, value: None }
    }

    fn incomplete(field: FieldName, reason: Reason) -> Self {
        Self { field, state: FieldState::Incomplete, reason: Some(reason), value: None }
    }

    fn ok(field: FieldName, value: impl Into<String>) -> Self {
        Self { field, state: FieldState::Ok, reason: None, value: Some(value.into()) }
    }

    fn wrong(field: FieldName, reason: Reason) -> Self {
        Self { field, state: FieldState::Wrong, reason: Some(reason), value: None }
    }
}

/// The expiry field: an expired document cannot be bound.
fn expiry_field(expires: Date, today: Date) -> TypedField {
    let value = crate::date::text(expires);
    if expires < today {
        let reason = Reason::new(reason::DOCUMENT_EXPIRED).found(value.as_str()).at("expiry");
        return TypedField { value: Some(value), ..TypedField::wrong(FieldName::Expiry, reason) };
    }
    TypedField::ok(FieldName::Expiry, value)
}

fn as_view<S: Serializer>(document: &Option<Document>, serializer: S) -> Result<S::Ok, S::Error> {
    document.as_ref().map(Document::view).serialize(serializer)
}
