//! A zone as one JSON value, for screens and the command line.

use super::check::CheckDigit;
use super::error::MrzError;
use super::layout::Format;
use super::parse::{Mrz, parse};
use crate::date;
use crate::reason::Reason;
use serde::Serialize;
use time::Date;

/// What reading a zone gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct MrzResult {
    /// Nothing is wrong with it.
    pub ok: bool,
    /// Its layout; absent when it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// What it says; absent when it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<MrzFields>,
    /// Every check digit.
    pub checks: Vec<MrzCheck>,
    /// Everything that is wrong.
    pub reasons: Vec<Reason>,
}

/// The fields of a zone. Dates that are none are absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct MrzFields {
    /// Document code.
    pub code: String,
    /// Issuing state.
    pub issuer: String,
    /// Primary identifier.
    pub surname: String,
    /// Secondary identifier; empty for holders with one name.
    pub given_names: String,
    /// Document number.
    pub number: String,
    /// Nationality.
    pub nationality: String,
    /// `YYYY-MM-DD`, or as much of it as is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// `F`, `M` or `X`.
    pub sex: String,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// Optional data of the issuing state, without the rest of a long document number.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub optional: String,
    /// The second optional data of a card of three lines.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub optional2: String,
    /// Chinese name of a PRC passport; ends in `…` when the zone has no room for all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native_name: Option<String>,
}

/// One check digit. `expected` and `found` are given when it does not hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct MrzCheck {
    /// `number`, `birth`, `expiry`, `optional` or `composite`.
    pub field: &'static str,
    /// It holds.
    pub ok: bool,
    /// The digit that would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

/// Reads a zone and says everything about it; never fails.
pub fn report<T: AsRef<str>>(lines: &[T], today: Date) -> MrzResult {
    match parse(lines, today) {
        Ok(mrz) => MrzResult {
            ok: mrz.problems.is_empty(),
            format: Some(mrz.format),
            checks: mrz.checks.iter().map(MrzCheck::of).collect(),
            reasons: mrz.problems.iter().map(MrzError::reason).collect(),
            fields: Some(MrzFields::of(&mrz)),
        },
        Err(error) => MrzResult {
            ok: false,
            format: None,
            fields: None,
            checks: Vec::new(),
            reasons: vec![error.reason()],
        },
    }
}

impl MrzFields {
    fn of(mrz: &Mrz) -> Self {
        Self {
            code: mrz.code.clone(),
            issuer: mrz.issuer.clone(),
            surname: mrz.name.surname(),
            given_names: mrz.name.given_names(),
            number: mrz.number.clone(),
            nationality: mrz.nationality.clone(),
            birth_date: mrz.birth.map(|birth| birth.to_string()),
            sex: mrz.sex.as_str().to_owned(),
            expires_on: mrz.expires.map(date::text),
            optional: mrz.optional.clone(),
            optional2: mrz.optional2.clone(),
            native_name: mrz.native_name.as_ref().map(|name| name.shown()),
        }
    }
}

impl MrzCheck {
    fn of(check: &CheckDigit) -> Self {
        let ok = check.holds();
        let unless_ok = |digit: char| (!ok).then(|| digit.to_string());
        Self {
            field: check.field.as_str(),
            ok,
            expected: unless_ok(check.expected),
            found: unless_ok(check.found),
        }
    }
}
