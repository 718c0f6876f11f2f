//! ITHC, the International Travel Health Certificate this project issues.
//!
//! It lives in the envelope every HC1 reader knows: CWT claim -260 (hcert) holds a map whose sub-key
//! [`ITHC_SUBCLAIM`] holds the certificate. `ithc.cddl` beside this crate's sources is its full grammar;
//! integer keys, integer times and numbers for well-known values keep a bilingual certificate of six
//! records within a version 25-M QR code.
//!
//! - an issuer writes [`Ithc`] or the JSON of [`from_json`], and [`encode`]s it: nothing incomplete or
//!   inconsistent is signed, and every reason has a name and a path;
//! - a reader [`decode`]s it, strict on shape, and shows the disease-neutral [`view`].
//!
//! Evolution: a reader of version 1 passes over map members it does not know, so optional members may be
//! added within version 1. Anything that changes the meaning of a known member raises the version, which
//! readers refuse (`content.schema.version`).

mod check;
mod commitment;
mod convert;
mod decode;
mod encode;
mod input;
mod keys;
mod numbers;
#[cfg(feature = "presentation")]
pub mod selective;
#[cfg(feature = "presentation")]
mod shown;
mod states;
mod text;
mod time;
mod types;
mod view;

pub use self::commitment::commitment;
pub use self::decode::decode;
pub use self::encode::encode;
pub use self::input::from_json;
pub use self::numbers::Numbered;
#[cfg(feature = "presentation")]
pub(crate) use self::shown::interpret_shown;
pub use self::time::{BirthDate, Moment};
pub use self::types::*;
pub use self::view::view;

use crate::cbor::Value;
use crate::model::Certificate;
use crate::report::Reason;

/// The view of `value`, or what speaks against it.
pub(crate) fn interpret(value: &Value) -> (Option<Certificate>, Vec<Reason>) {
    match decode(value) {
        Ok(ithc) => (Some(view(&ithc)), Vec::new()),
        Err(reason) => (None, vec![reason]),
    }
}

/// What stands under a key of the certificate, in words of a report on what is withheld of it.
#[cfg(feature = "presentation")]
pub(crate) fn place(number: i64) -> &'static str {
    use keys::ithc::{ANTIBODIES, DOCUMENT, PERSON, TESTS, VACCINATIONS};
    let is = |key: &keys::Key| key.number == number;
    if is(&PERSON) {
        "person"
    } else if is(&DOCUMENT) {
        "document"
    } else if [TESTS, ANTIBODIES, VACCINATIONS].iter().any(is) {
        "records"
    } else {
        "certificate"
    }
}

/// The sub-key of claim -260 (hcert) that holds an ITHC.
///
/// Private use: WHO assigns the sub-keys from 0 up and leaves negative ones to development, so no registry
/// vouches for this number. 86 is China's telephone country code; the key takes two bytes.
pub const ITHC_SUBCLAIM: i64 = -86;

/// The version of the grammar in `ithc.cddl`.
pub const VERSION: i64 = 1;

/// Records in one block, and answers in one statement: more than any code that scans can hold.
pub const MAX_ENTRIES: usize = 32;

/// Every reason code of this module. `content.schema.missing`, `.type` and `.version` mean the same in
/// every format.
pub const CODES: &[&str] = &[
    code::BIRTH_DATE,
    code::BIRTH_IN_FUTURE,
    code::BLOCK_ASKED_IN_FUTURE,
    code::BLOCK_EMPTY,
    code::BLOCK_MEMBERS,
    code::BLOCK_TOO_MANY,
    code::CATALOGUE,
    code::CONTENT_NOTHING,
    code::DATE_RANGE,
    code::DOCUMENT_EXPIRY,
    code::DOCUMENT_NUMBER,
    code::DOSE_BEFORE_BIRTH,
    code::DOSE_IN_FUTURE,
    code::DOSE_NUMBER,
    code::DOSE_OVER_TOTAL,
    code::DOSE_VACCINE_OR_PRODUCT,
    code::IDENTIFIER_DUPLICATE,
    code::JSON,
    code::JSON_DATE,
    code::JSON_TIME,
    code::JSON_VALUE,
    code::NAME_ICAO_ALPHABET,
    code::NAME_ICAO_MISSING,
    code::NAME_NOT_LATIN,
    code::PLACE_INCOMPLETE,
    code::PROVENANCE_FORMAT,
    code::PROVENANCE_PAPER,
    code::SCHEMA_CHOICE,
    code::SCHEMA_MISSING,
    code::SCHEMA_PARTS,
    code::SCHEMA_TYPE,
    code::SCHEMA_VALUE,
    code::SCHEMA_VERSION,
    code::SEX,
    code::SHAPE_DATE,
    code::SHAPE_DOCUMENT_NUMBER,
    code::SHAPE_ICAO_NAME,
    code::SHAPE_RANGE,
    code::SHAPE_STATE,
    code::SHAPE_TEXT,
    code::SHAPE_TIME,
    code::SNOMED,
    code::STATEMENT_FLIGHT,
    code::STATEMENT_NO_ANSWERS,
    code::STATEMENT_PAST,
    code::STATEMENT_PORT,
    code::STATEMENT_TOO_MANY,
    code::STATEMENT_TWO_ANSWERS,
    code::STATE_ALPHA2,
    code::STATE_ALPHA3,
    code::TEST_BEFORE_BIRTH,
    code::TEST_METHOD_OR_PRODUCT,
    code::TEST_RESULT_BEFORE_SAMPLING,
    code::TEST_RESULT_IN_FUTURE,
    code::TEST_RESULT_TIME,
    code::TEST_SAMPLED_IN_FUTURE,
    code::TEXT_CHARACTER,
    code::TEXT_EDGE,
    code::TEXT_EMPTY,
    code::TEXT_TOO_LONG,
];

/// Reason codes: `issue.*` before signing, `content.*` when reading.
#[rustfmt::skip]
pub mod code {
    /// Not a date of birth.
    pub const BIRTH_DATE: &str = "issue.person.birth-date";
    /// Born after the time of issue.
    pub const BIRTH_IN_FUTURE: &str = "issue.person.birth-in-future";
    /// A source asked after the time of issue.
    pub const BLOCK_ASKED_IN_FUTURE: &str = "issue.block.asked-in-future";
    /// State `found` and no entry.
    pub const BLOCK_EMPTY: &str = "issue.block.empty";
    /// Members that do not belong to the block's state, or are missing for it.
    pub const BLOCK_MEMBERS: &str = "issue.block.members";
    /// More than [`super::MAX_ENTRIES`].
    pub const BLOCK_TOO_MANY: &str = "issue.block.too-many";
    /// Not the name of a catalogue.
    pub const CATALOGUE: &str = "issue.catalogue.name";
    /// Nothing asked for and nothing stated.
    pub const CONTENT_NOTHING: &str = "issue.content.nothing";
    /// A date the format cannot carry.
    pub const DATE_RANGE: &str = "issue.date.range";
    /// A concealed number without the document's date of expiry.
    pub const DOCUMENT_EXPIRY: &str = "issue.document.expiry";
    /// Not a document number.
    pub const DOCUMENT_NUMBER: &str = "issue.document.number";
    /// A dose before birth.
    pub const DOSE_BEFORE_BIRTH: &str = "issue.dose.before-birth";
    /// A dose after the time of issue.
    pub const DOSE_IN_FUTURE: &str = "issue.dose.in-future";
    /// A dose number outside its range.
    pub const DOSE_NUMBER: &str = "issue.dose.number";
    /// Dose number above the total.
    pub const DOSE_OVER_TOTAL: &str = "issue.dose.over-total";
    /// Neither kind of vaccine nor product.
    pub const DOSE_VACCINE_OR_PRODUCT: &str = "issue.dose.vaccine-or-product";
    /// One identifier on two records.
    pub const IDENTIFIER_DUPLICATE: &str = "issue.identifier.duplicate";
    /// Not the JSON of an ITHC.
    pub const JSON: &str = "issue.json.shape";
    /// Not a date.
    pub const JSON_DATE: &str = "issue.json.date";
    /// Not a time with offset.
    pub const JSON_TIME: &str = "issue.json.time";
    /// None of the words allowed there.
    pub const JSON_VALUE: &str = "issue.json.value";
    /// A rendering outside `A`-`Z` `<`.
    pub const NAME_ICAO_ALPHABET: &str = "issue.name.icao-alphabet";
    /// A name that needs its rendering written out.
    pub const NAME_ICAO_MISSING: &str = "issue.name.icao-missing";
    /// A name that is not in Latin letters.
    pub const NAME_NOT_LATIN: &str = "issue.name.not-latin";
    /// A place without facility or city.
    pub const PLACE_INCOMPLETE: &str = "issue.place.incomplete";
    /// Not the name of a format.
    pub const PROVENANCE_FORMAT: &str = "issue.provenance.format";
    /// `paper` and `transcribed` without each other.
    pub const PROVENANCE_PAPER: &str = "issue.provenance.paper";
    /// Two members of which one may be there.
    pub const SCHEMA_CHOICE: &str = "content.schema.choice";
    /// An array or byte string of the wrong length.
    pub const SCHEMA_PARTS: &str = "content.schema.parts";
    /// A member is missing.
    pub const SCHEMA_MISSING: &str = "content.schema.missing";
    /// The wrong CBOR type.
    pub const SCHEMA_TYPE: &str = "content.schema.type";
    /// A number that stands for nothing.
    pub const SCHEMA_VALUE: &str = "content.schema.value";
    /// Another version of the grammar.
    pub const SCHEMA_VERSION: &str = "content.schema.version";
    /// Not `M`, `F` or `X`.
    pub const SEX: &str = "issue.person.sex";
    /// Not a date.
    pub const SHAPE_DATE: &str = "content.shape.date";
    /// Not a document number.
    pub const SHAPE_DOCUMENT_NUMBER: &str = "content.shape.document-number";
    /// A rendering outside `A`-`Z` `<`.
    pub const SHAPE_ICAO_NAME: &str = "content.shape.icao-name";
    /// A number outside its range.
    pub const SHAPE_RANGE: &str = "content.shape.range";
    /// Not the shape of a state code.
    pub const SHAPE_STATE: &str = "content.shape.state-code";
    /// Text empty, too long, or with characters that hide.
    pub const SHAPE_TEXT: &str = "content.shape.text";
    /// Not a time with offset.
    pub const SHAPE_TIME: &str = "content.shape.time";
    /// Not a SNOMED CT concept identifier.
    pub const SNOMED: &str = "issue.code.snomed";
    /// Not a flight number.
    pub const STATEMENT_FLIGHT: &str = "issue.statement.flight";
    /// No answer.
    pub const STATEMENT_NO_ANSWERS: &str = "issue.statement.no-answers";
    /// A flight that has left.
    pub const STATEMENT_PAST: &str = "issue.statement.past";
    /// Not a port.
    pub const STATEMENT_PORT: &str = "issue.statement.port";
    /// More than [`super::MAX_ENTRIES`] answers.
    pub const STATEMENT_TOO_MANY: &str = "issue.statement.too-many";
    /// One question answered twice.
    pub const STATEMENT_TWO_ANSWERS: &str = "issue.statement.two-answers";
    /// Not an alpha-2 code.
    pub const STATE_ALPHA2: &str = "issue.state.alpha-2";
    /// Not an alpha-3 code.
    pub const STATE_ALPHA3: &str = "issue.state.alpha-3";
    /// Sampled before birth.
    pub const TEST_BEFORE_BIRTH: &str = "issue.test.before-birth";
    /// Neither method nor product.
    pub const TEST_METHOD_OR_PRODUCT: &str = "issue.test.method-or-product";
    /// Result before sampling.
    pub const TEST_RESULT_BEFORE_SAMPLING: &str = "issue.test.result-before-sampling";
    /// Result after the time of issue.
    pub const TEST_RESULT_IN_FUTURE: &str = "issue.test.result-in-future";
    /// No time of result.
    pub const TEST_RESULT_TIME: &str = "issue.test.result-time";
    /// Sampled after the time of issue.
    pub const TEST_SAMPLED_IN_FUTURE: &str = "issue.test.sampled-in-future";
    /// A character that hides or redirects.
    pub const TEXT_CHARACTER: &str = "issue.text.character";
    /// Space at an end.
    pub const TEXT_EDGE: &str = "issue.text.edge";
    /// Empty text.
    pub const TEXT_EMPTY: &str = "issue.text.empty";
    /// Too long a text.
    pub const TEXT_TOO_LONG: &str = "issue.text.too-long";
}
