//! The EU Digital COVID Certificate: the map under claim -260, key 1 (`hcert` specification 1.0.5).
//!
//! Schema: `DCC.combined-schema.json` of the EU eHealth Network, versions 1.0.0 to 1.3.2. Reading and judging
//! are apart: [`read`] takes whatever can be interpreted, [`check`] says what departs from the schema the
//! certificate names and from the value sets.
//!
//! Taken as issuers write them, because certificates in circulation do: text under CBOR tag 0, unused
//! members sent as `null`, dates of birth with year only or with a time of day, dates with a time of day,
//! times without offset, white space at the ends, an empty device for a laboratory test, versions without
//! a schema of their own, members of their own for the number of a passport or an identity card.
//!
//! ```
//! use healthpass_cert::cbor::Value;
//! use healthpass_cert::dcc;
//! let empty = Value::Map(Vec::new());
//! assert_eq!(dcc::read(&empty).unwrap_err().code, dcc::code::SHAPE_NO_ENTRY);
//! ```

pub(crate) mod dates;
pub(crate) mod fields;
mod payload;
mod schema;
mod value_sets;
mod view;

pub use payload::{Dcc, Entry, Name, Recovery, Statement, Test, Vaccination, read};
pub use schema::SchemaVersion;
pub use view::{document, person, record_kinds, records};

use crate::cbor::Value;
use crate::model::Certificate;
use crate::report::Reason;

/// Reasons given for one certificate. A record breaks at most some fifteen rules; more tells nobody more.
pub const MAX_REASONS: usize = 32;

/// Codes of the reasons of this module, without the `reason.` of the language files.
pub mod code {
    /// A date or time is not one of the forms the field allows, or not a day of the calendar.
    pub const SCHEMA_DATE: &str = "content.schema.date";
    /// Not exactly one of vaccination, test and recovery, or more records in it than the version allows.
    pub const SCHEMA_ENTRIES: &str = "content.schema.entries";
    /// Text longer than allowed; both sides in characters.
    pub const SCHEMA_LENGTH: &str = "content.schema.length";
    /// A required member is absent, or a required code is empty.
    pub const SCHEMA_MISSING: &str = "content.schema.missing";
    /// Text outside the required pattern.
    pub const SCHEMA_PATTERN: &str = "content.schema.pattern";
    /// A number outside its range.
    pub const SCHEMA_RANGE: &str = "content.schema.range";
    /// A value of another type than the schema's; both sides are type names.
    pub const SCHEMA_TYPE: &str = "content.schema.type";
    /// A schema version this program does not know.
    pub const SCHEMA_VERSION: &str = "content.schema.version";
    /// The payload is not a map.
    pub const SHAPE_NOT_A_MAP: &str = "content.shape.not-a-map";
    /// The payload has no record at all.
    pub const SHAPE_NO_ENTRY: &str = "content.shape.no-entry";
    /// Country outside the value set.
    pub const VALUESET_COUNTRY: &str = "content.valueset.country";
    /// Antigen test device outside the value set.
    pub const VALUESET_DEVICE: &str = "content.valueset.device";
    /// Vaccine maker outside the value set.
    pub const VALUESET_MAKER: &str = "content.valueset.maker";
    /// Test method outside the value set.
    pub const VALUESET_METHOD: &str = "content.valueset.method";
    /// Vaccine product outside the value set.
    pub const VALUESET_PRODUCT: &str = "content.valueset.product";
    /// Test result outside the value set.
    pub const VALUESET_RESULT: &str = "content.valueset.result";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[
    code::SCHEMA_DATE,
    code::SCHEMA_ENTRIES,
    code::SCHEMA_LENGTH,
    code::SCHEMA_MISSING,
    code::SCHEMA_PATTERN,
    code::SCHEMA_RANGE,
    code::SCHEMA_TYPE,
    code::SCHEMA_VERSION,
    code::SHAPE_NOT_A_MAP,
    code::SHAPE_NO_ENTRY,
    code::VALUESET_COUNTRY,
    code::VALUESET_DEVICE,
    code::VALUESET_MAKER,
    code::VALUESET_METHOD,
    code::VALUESET_PRODUCT,
    code::VALUESET_RESULT,
];

/// Everything that speaks against the content of `payload`: shape, then schema, then value sets.
/// Empty when it follows the schema version it names; at most [`MAX_REASONS`].
///
/// A value set is a closed list only as far as a list can be: an unlisted product, maker or device may be
/// newer than this program. It is reported here, and the record itself says `in_catalogue: false`.
pub fn check(payload: &Value) -> Vec<Reason> {
    match read(payload) {
        Ok(dcc) => faults(payload, &dcc),
        Err(reason) => vec![reason],
    }
}

/// The view of `payload`, and everything that speaks against it.
pub(crate) fn interpret(payload: &Value) -> (Option<Certificate>, Vec<Reason>) {
    let dcc = match read(payload) {
        Ok(dcc) => dcc,
        Err(reason) => return (None, vec![reason]),
    };
    let view = Certificate {
        person: person(&dcc),
        document: document(&dcc),
        records: records(&dcc),
        ..Certificate::default()
    };
    (Some(view), faults(payload, &dcc))
}

fn faults(payload: &Value, dcc: &Dcc) -> Vec<Reason> {
    let mut reasons = schema::check(payload);
    reasons.extend(value_sets::check(dcc));
    reasons.truncate(MAX_REASONS);
    reasons
}

#[cfg(test)]
mod tests;
