//! Why something about a document is not accepted, as stable codes.
//!
//! The sentences people read live in the language files, one per code; here are only codes and the
//! two sides of the comparison.

use core::ops::Deref;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// A stable, dotted code with both sides of the comparison: `reason.expected`, `reason.found` and
/// `reason.at`, each where there is something to say.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(as = "Shape"))]
pub struct Reason {
    /// One of [`CODES`].
    pub code: &'static str,
    /// Behind a pointer, so that the many results that may carry a reason stay small.
    detail: Option<Box<Detail>>,
}

/// What a [`Reason`] says beyond its code.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Detail {
    /// What would have been right.
    pub expected: Option<String>,
    /// What was there.
    pub found: Option<String>,
    /// Where: a field's name (`birth`), a place in the zone (`2:17`, line and column from 1), or
    /// the characters a check digit was computed over.
    pub at: Option<String>,
}

/// The members of the JSON, for the generated types.
#[cfg(feature = "typescript")]
#[derive(ts_rs::TS)]
#[ts(rename = "Reason")]
#[expect(dead_code)]
struct Shape {
    /// One of [`CODES`].
    #[ts(type = "string")]
    code: &'static str,
    /// What would have been right.
    #[ts(optional)]
    expected: Option<String>,
    /// What was there.
    #[ts(optional)]
    found: Option<String>,
    /// Where: a field's name (`birth`), a place in the zone (`2:17`, line and column from 1), or
    /// the characters a check digit was computed over.
    #[ts(optional)]
    at: Option<String>,
}

impl Reason {
    /// A bare code.
    pub fn new(code: &'static str) -> Self {
        Self { code, detail: None }
    }

    /// Adds what would have been right.
    #[must_use]
    pub fn expected(mut self, value: impl Into<String>) -> Self {
        self.detail().expected = Some(value.into());
        self
    }

    /// Adds what was there.
    #[must_use]
    pub fn found(mut self, value: impl Into<String>) -> Self {
        self.detail().found = Some(value.into());
        self
    }

    /// Adds where it was.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.detail().at = Some(place.into());
        self
    }

    /// The same comparison under another code.
    #[must_use]
    pub fn coded(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    #[inline(never)]
    fn detail(&mut self) -> &mut Detail {
        self.detail.get_or_insert_default()
    }
}

impl Deref for Reason {
    type Target = Detail;

    fn deref(&self) -> &Detail {
        const NOTHING: &Detail = &Detail { expected: None, found: None, at: None };
        self.detail.as_deref().unwrap_or(NOTHING)
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Detail { expected, found, at } = &**self;
        let members = [("expected", expected), ("found", found), ("at", at)];
        let said = members.iter().filter(|(_, text)| text.is_some()).count();
        let mut out = serializer.serialize_struct("Reason", 1 + said)?;
        out.serialize_field("code", self.code)?;
        for (name, text) in members {
            match text {
                Some(text) => out.serialize_field(name, text)?,
                None => out.skip_field(name)?,
            }
        }
        out.end()
    }
}

/// Every code this crate can put into a [`Reason`].
pub const CODES: &[&str] = &[
    CHIP_ACCESS_INPUT,
    CHIP_ACCESS_UNSUPPORTED,
    CHIP_ACCESS_WRONG_KEY,
    CHIP_ACTIVE_FAILED,
    CHIP_ACTIVE_FORM,
    CHIP_ACTIVE_KEY,
    CHIP_ACTIVE_UNANSWERED,
    CHIP_ACTIVE_UNSIGNED,
    CHIP_AUTHENTICATION_FAILED,
    CHIP_AUTHENTICATION_KIND,
    CHIP_AUTHENTICATION_UNANSWERED,
    CHIP_AUTHENTICATION_UNSIGNED,
    CHIP_EXCHANGES,
    CHIP_FILE_CONTENT,
    CHIP_FILE_MISSING,
    CHIP_FILE_SIZE,
    CHIP_FINISHED,
    CHIP_LOST,
    CHIP_NO_PASSPORT,
    CHIP_RANDOM,
    CHIP_RESPONSE_MALFORMED,
    CHIP_RESPONSE_STATUS,
    CHIP_RESPONSE_TAMPERED,
    CHIP_RETRIES,
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
    "passport.content-type",
    "passport.curve",
    "passport.deviation.attributes",
    "passport.deviation.content-type",
    "passport.deviation.encoding",
    "passport.deviation.issuer-name",
    "passport.deviation.order",
    "passport.deviation.plain-ecdsa",
    "passport.deviation.signer",
    "passport.deviation.signer-country",
    "passport.deviation.signer-usage",
    "passport.deviation.tag",
    "passport.deviation.zone",
    "passport.group-changed",
    "passport.group-damaged",
    "passport.group-missing",
    "passport.group-unlisted",
    "passport.issuer-by-name",
    "passport.issuer-country",
    "passport.issuer-country-unknown",
    "passport.issuer-key",
    "passport.issuer-not-valid",
    "passport.issuer-signature",
    "passport.issuer-unknown",
    "passport.issuer-validity-unknown",
    "passport.revocation-stale",
    "passport.revocation-unknown",
    "passport.security-object",
    "passport.signed-in-future",
    "passport.signer-document-type",
    "passport.signer-expired",
    "passport.signer-not-valid",
    "passport.signer-purpose",
    "passport.signer-revoked",
    "passport.signer-usage",
    "passport.sod",
    "passport.time-unknown",
    "passport.weak-hash",
    TYPED_BIRTH_CHECK_DIGIT,
    TYPED_BIRTH_DATE,
    TYPED_BIRTH_INCOMPLETE,
    TYPED_CHARACTER,
    TYPED_COMPOSITE_CHECK_DIGIT,
    TYPED_EXPIRY_CHECK_DIGIT,
    TYPED_EXPIRY_DATE,
    TYPED_EXPIRY_INCOMPLETE,
    TYPED_LENGTH,
    TYPED_LINE1_CARD,
    TYPED_LINE1_INCOMPLETE,
    TYPED_NUMBER_CHECK_DIGIT,
    TYPED_NUMBER_FOREIGN,
    TYPED_NUMBER_INCOMPLETE,
];

/// Why a chip could not be read, or is not taken for the original.
pub(crate) use chip::*;

#[cfg_attr(not(feature = "chip"), allow(dead_code, reason = "listed whether or not chips are read"))]
mod chip {
    pub(crate) const CHIP_ACCESS_INPUT: &str = "chip.access.input";
    pub(crate) const CHIP_ACCESS_UNSUPPORTED: &str = "chip.access.unsupported";
    pub(crate) const CHIP_ACCESS_WRONG_KEY: &str = "chip.access.wrong-key";
    pub(crate) const CHIP_ACTIVE_FAILED: &str = "chip.active.failed";
    pub(crate) const CHIP_ACTIVE_FORM: &str = "chip.active.form";
    pub(crate) const CHIP_ACTIVE_KEY: &str = "chip.active.key";
    pub(crate) const CHIP_ACTIVE_UNANSWERED: &str = "chip.active.unanswered";
    pub(crate) const CHIP_ACTIVE_UNSIGNED: &str = "chip.active.unsigned";
    pub(crate) const CHIP_AUTHENTICATION_FAILED: &str = "chip.authentication.failed";
    pub(crate) const CHIP_AUTHENTICATION_KIND: &str = "chip.authentication.kind";
    pub(crate) const CHIP_AUTHENTICATION_UNANSWERED: &str = "chip.authentication.unanswered";
    pub(crate) const CHIP_AUTHENTICATION_UNSIGNED: &str = "chip.authentication.unsigned";
    pub(crate) const CHIP_EXCHANGES: &str = "chip.exchanges";
    pub(crate) const CHIP_FILE_CONTENT: &str = "chip.file.content";
    pub(crate) const CHIP_FILE_MISSING: &str = "chip.file.missing";
    pub(crate) const CHIP_FILE_SIZE: &str = "chip.file.size";
    pub(crate) const CHIP_FINISHED: &str = "chip.finished";
    pub(crate) const CHIP_LOST: &str = "chip.lost";
    pub(crate) const CHIP_NO_PASSPORT: &str = "chip.no-passport";
    pub(crate) const CHIP_RANDOM: &str = "chip.random";
    pub(crate) const CHIP_RESPONSE_MALFORMED: &str = "chip.response.malformed";
    pub(crate) const CHIP_RESPONSE_STATUS: &str = "chip.response.status";
    pub(crate) const CHIP_RESPONSE_TAMPERED: &str = "chip.response.tampered";
    pub(crate) const CHIP_RETRIES: &str = "chip.retries";
}

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
pub(crate) const TYPED_LINE1_CARD: &str = "typed.line1.card";
pub(crate) const TYPED_LINE1_INCOMPLETE: &str = "typed.line1.incomplete";
pub(crate) const TYPED_NUMBER_CHECK_DIGIT: &str = "typed.number.check-digit";
pub(crate) const TYPED_NUMBER_FOREIGN: &str = "typed.number.foreign";
pub(crate) const TYPED_NUMBER_INCOMPLETE: &str = "typed.number.incomplete";

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_unique_and_sorted() {
        assert!(CODES.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
