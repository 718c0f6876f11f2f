//! Cases for a pack: what somebody has, where they go, and what the answer is to be.
//!
//! ```json
//! {"cases": [{"name": "nine days after the dose", "at"?: "2026-12-01T00:00:00Z",
//!   "certificates": [{"person"?: {"birthDate"}, "issuer"?: "KE", "expiresAt"?, "verdict"?: "expired",
//!                     "records": [{"kind": "vaccination", "disease": "16541001", "date": "2026-11-20", ...}]},
//!                    {"payload": {an EU certificate's own}}],
//!   "trip": {...}, "expected": {"answer": "not-met", "legs": [{"answer": "not-met"}]}}]}
//! ```
//!
//! `expected` is any part of a [`Decision`]: objects are compared by the members it names (`null` for absent), arrays
//! item by item.

use super::fields::Fields;
use super::{Decision, Pack, RuleStore, RulesError, Trip, code, decide};
use crate::dcc;
use crate::json;
use crate::limits::{MAX_RULES, MAX_TRIP_CERTIFICATES, MAX_TRIP_STOPS};
use crate::model::{Certificate, Coded, Issuer, Person, Record, RecordKind};
use crate::report::{Check, Checks, Format, Report, Verdict};
use crate::time::UnixTime;
use serde_json::{Value as Json, json as object};

/// What came of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// The answer.
    pub decision: Decision,
    /// Where it differs: path, expected, found. Empty when the case holds.
    pub differences: Vec<(String, String, String)>,
}

/// Runs every case of `text` against a pack. `now` stands in for a case's missing `at`.
///
/// # Errors
/// `rules.pack.*` and `rules.trip.*` for cases that make no sense.
pub fn run_cases(pack: &Pack, text: &str, now: UnixTime) -> Result<Vec<CaseResult>, RulesError> {
    let value = json::read(text).map_err(|error| RulesError::new(code::JSON, &error.at, &error.found))?;
    let fields = Fields::of(&value, String::new(), code::SHAPE)?;
    let mut store = RuleStore::new();
    store.take(pack.clone())?;
    fields.objects("cases", MAX_RULES)?.iter().map(|case| run(&store, case, now)).collect()
}

fn run(store: &RuleStore, case: &Fields<'_>, now: UnixTime) -> Result<CaseResult, RulesError> {
    let now = if case.get("at").is_some() { case.time("at")? } else { now };
    let trip = case.get("trip").ok_or_else(|| case.refuse("trip", "missing"))?;
    let certificates = case.objects("certificates", MAX_TRIP_CERTIFICATES)?;
    let reports = certificates.iter().map(report).collect::<Result<Vec<_>, _>>()?;
    let decision = decide(store, &Trip::of(trip)?, &reports, now);
    let found = serde_json::to_value(&decision).unwrap_or_default();
    let expected = case.get("expected").map(json::from_cbor).unwrap_or_default();
    let mut differences = Vec::new();
    compare("", &expected, &found, &mut differences);
    Ok(CaseResult { name: case.text("name")?, decision, differences })
}

fn compare(at: &str, expected: &Json, found: &Json, differences: &mut Vec<(String, String, String)>) {
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            for (name, value) in expected {
                let found = found.get(name).unwrap_or(&Json::Null);
                compare(&[at, ".", name].concat(), value, found, differences);
            }
        }
        (Json::Array(expected), Json::Array(found)) if expected.len() == found.len() => {
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(&[at, "[", &index.to_string(), "]"].concat(), expected, found, differences);
            }
        }
        (expected, found) if expected == found => (),
        _ => differences.push((at.to_owned(), expected.to_string(), found.to_string())),
    }
}

/// A report as verification gives it, of what the case says is in a certificate.
fn report(fields: &Fields<'_>) -> Result<Report, RulesError> {
    let payload = fields.get("payload");
    let mut view = payload.and_then(|payload| dcc::interpret(payload).0).unwrap_or_default();
    view.issuer = Issuer { country: fields.optional_text("issuer")?.or(view.issuer.country), ..view.issuer };
    view.expires_at = fields.optional_text("expiresAt")?;
    if let Some(person) = fields.inner("person")? {
        view.person = Person { birth_date: person.optional_text("birthDate")?, ..view.person };
    }
    for record in fields.objects("records", MAX_TRIP_STOPS)? {
        view.records.push(self::record(&record)?);
    }
    let verdict = match fields.optional_text("verdict")?.as_deref() {
        None => Verdict::Verified,
        Some("expired") => Verdict::NotValidNow,
        Some(other) => return Err(fields.refuse("verdict", other)),
    };
    let claims = payload.map(|payload| object!({"-260": {"1": json::from_cbor(payload)}}));
    Ok(made(verdict, payload.map(|_| Format::Dcc), view, claims))
}

fn made(verdict: Verdict, format: Option<Format>, view: Certificate, claims: Option<Json>) -> Report {
    let pass = Check::pass;
    Report {
        verdict,
        format,
        checks: Checks {
            envelope: pass(),
            signature: pass(),
            issuer: pass(),
            time: pass(),
            usage: pass(),
            content: pass(),
            revocation: pass(),
            rules: Check::skipped(code::NO_PACK),
            holder: pass(),
        },
        certificate: Some(view),
        claims,
        key: None,
        #[cfg(feature = "presentation")]
        presentation: None,
    }
}

fn record(fields: &Fields<'_>) -> Result<Record, RulesError> {
    let kind = fields.text("kind")?;
    let kind = RecordKind::from_name(&kind).ok_or_else(|| fields.refuse("kind", &kind))?;
    let coded = |name| -> Result<Option<Coded>, RulesError> {
        let code = fields.optional_text(name)?;
        Ok(code.map(|code| Coded { code, ..Coded::default() }))
    };
    Ok(Record {
        disease: coded("disease")?,
        prophylaxis: coded("prophylaxis")?,
        product: coded("product")?,
        maker: coded("maker")?,
        method: coded("method")?,
        result: coded("result")?,
        antibody: fields.optional_text("antibody")?,
        date: fields.optional_text("date")?,
        first_positive: fields.optional_text("firstPositive")?,
        valid_from: fields.optional_text("validFrom")?,
        valid_until: fields.optional_text("validUntil")?,
        country: fields.optional_text("country")?,
        dose: fields.number("dose")?,
        doses: fields.number("doses")?,
        ..Record::new(kind)
    })
}
