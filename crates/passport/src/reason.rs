//! Why something about a document is not accepted, as stable codes.
//!
//! The sentences people read live in the language files, one per code; here are only codes and the
//! two sides of the comparison.

use serde::Serialize;

/// A stable, dotted code with both sides of the comparison.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Reason {
    /// One of [`CODES`].
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub code: &'static str,
    /// What would have been right.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub expected: Option<String>,
    /// What was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub found: Option<String>,
    /// Where: a field's name (`birth`), a place in the zone (`2:17`, line and column from 1), or
    /// the characters a check digit was computed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub at: Option<String>,
}

impl Reason {
    /// A bare code.
    pub fn new(code: &'static str) -> Self {
        Self { code, expected: None, found: None, at: None }
    }

    /// Adds what would have been right.
    #[must_use]
    pub fn expected(mut self, value: impl Into<String>) -> Self {
        self.expected = Some(value.into());
        self
    }

    /// Adds what was there.
    #[must_use]
    pub fn found(mut self, value: impl Into<String>) -> Self {
        self.found = Some(value.into());
        self
    }

    /// Adds where it was.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.at = Some(place.into());
        self
    }
}

/// Every code this crate can put into a [`Reason`].
pub const CODES: &[&str] = &[
    DOCUMENT_CODE,
    DOCUMENT_EXPIRED,
    DOCUMENT_ISSUER,
    DOCUMENT_KIND,
    DOCUMENT_NUMBER_PATTERN,
    DOCUMENT_TYPE_UNCERTAIN,
    MATCH_BIRTH,
    MATCH_BIRTH_PARTIAL,
    MATCH_ISSUER,
    MATCH_NAME,
    MATCH_NAME_FOLDED,
    MATCH_NAME_MISSING,
    MATCH_NAME_ORDER,
    MATCH_NAME_PARTIAL,
    MATCH_NAME_SPACING,
    MATCH_NAME_TRANSLITERATION,
    MATCH_NAME_TRUNCATED,
    MATCH_NATIONALITY,
    MATCH_NATIVE_NAME,
    MATCH_NATIVE_NAME_SKIPPED,
    MATCH_NUMBER,
    MATCH_SEX,
    MRZ_CHARACTER,
    MRZ_CHECK_DIGIT,
    MRZ_DATE,
    MRZ_LENGTH,
    MRZ_LINES,
    MRZ_NAME,
    MRZ_OVERFLOW,
    MRZ_VISA,
    TYPED_BIRTH_CHECK_DIGIT,
    TYPED_BIRTH_DATE,
    TYPED_BIRTH_INCOMPLETE,
    TYPED_CHARACTER,
    TYPED_COMPOSITE_CHECK_DIGIT,
    TYPED_EXPIRY_CHECK_DIGIT,
    TYPED_EXPIRY_DATE,
    TYPED_EXPIRY_INCOMPLETE,
    TYPED_LENGTH,
    TYPED_LINE1_INCOMPLETE,
    TYPED_NUMBER_CHECK_DIGIT,
    TYPED_NUMBER_INCOMPLETE,
];

pub(crate) const DOCUMENT_CODE: &str = "document.code";
pub(crate) const DOCUMENT_EXPIRED: &str = "document.expired";
pub(crate) const DOCUMENT_ISSUER: &str = "document.issuer";
pub(crate) const DOCUMENT_KIND: &str = "document.kind";
pub(crate) const DOCUMENT_NUMBER_PATTERN: &str = "document.number-pattern";
pub(crate) const DOCUMENT_TYPE_UNCERTAIN: &str = "document.type-uncertain";
pub(crate) const MATCH_BIRTH: &str = "match.birth";
pub(crate) const MATCH_BIRTH_PARTIAL: &str = "match.birth-partial";
pub(crate) const MATCH_ISSUER: &str = "match.issuer";
pub(crate) const MATCH_NAME: &str = "match.name";
pub(crate) const MATCH_NAME_FOLDED: &str = "match.name-folded";
pub(crate) const MATCH_NAME_MISSING: &str = "match.name-missing";
pub(crate) const MATCH_NAME_ORDER: &str = "match.name-order";
pub(crate) const MATCH_NAME_PARTIAL: &str = "match.name-partial";
pub(crate) const MATCH_NAME_SPACING: &str = "match.name-spacing";
pub(crate) const MATCH_NAME_TRANSLITERATION: &str = "match.name-transliteration";
pub(crate) const MATCH_NAME_TRUNCATED: &str = "match.name-truncated";
pub(crate) const MATCH_NATIONALITY: &str = "match.nationality";
pub(crate) const MATCH_NATIVE_NAME: &str = "match.native-name";
pub(crate) const MATCH_NATIVE_NAME_SKIPPED: &str = "match.native-name-skipped";
pub(crate) const MATCH_NUMBER: &str = "match.number";
pub(crate) const MATCH_SEX: &str = "match.sex";
pub(crate) const MRZ_CHARACTER: &str = "mrz.character";
pub(crate) const MRZ_CHECK_DIGIT: &str = "mrz.check-digit";
pub(crate) const MRZ_DATE: &str = "mrz.date";
pub(crate) const MRZ_LENGTH: &str = "mrz.length";
pub(crate) const MRZ_LINES: &str = "mrz.lines";
pub(crate) const MRZ_NAME: &str = "mrz.name";
pub(crate) const MRZ_OVERFLOW: &str = "mrz.overflow";
pub(crate) const MRZ_VISA: &str = "mrz.visa";
pub(crate) const TYPED_BIRTH_CHECK_DIGIT: &str = "typed.birth.check-digit";
pub(crate) const TYPED_BIRTH_DATE: &str = "typed.birth.date";
pub(crate) const TYPED_BIRTH_INCOMPLETE: &str = "typed.birth.incomplete";
pub(crate) const TYPED_CHARACTER: &str = "typed.character";
pub(crate) const TYPED_COMPOSITE_CHECK_DIGIT: &str = "typed.composite.check-digit";
pub(crate) const TYPED_EXPIRY_CHECK_DIGIT: &str = "typed.expiry.check-digit";
pub(crate) const TYPED_EXPIRY_DATE: &str = "typed.expiry.date";
pub(crate) const TYPED_EXPIRY_INCOMPLETE: &str = "typed.expiry.incomplete";
pub(crate) const TYPED_LENGTH: &str = "typed.length";
pub(crate) const TYPED_LINE1_INCOMPLETE: &str = "typed.line1.incomplete";
pub(crate) const TYPED_NUMBER_CHECK_DIGIT: &str = "typed.number.check-digit";
pub(crate) const TYPED_NUMBER_INCOMPLETE: &str = "typed.number.incomplete";

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_unique_and_sorted() {
        assert!(CODES.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
