//! Everything that speaks against a card's header and claims.

use super::code;
use super::fhir::{self, at, codings, items, text};
use crate::dcc::code as common;
use crate::ithc::code::SCHEMA_VALUE;
use crate::json::type_name;
use crate::limits::MAX_CONTENT_REASONS;
use crate::report::Reason;
use crate::time::UnixTime;
use serde_json::Value;

/// The type every card names.
const HEALTH_CARD: &str = "https://smarthealth.cards#health-card";

/// 9999-12-31T23:59:59Z, the last second RFC 3339 can write.
pub(super) const LATEST: f64 = 253_402_300_800.0;

/// In the order a reader meets them; at most [`MAX_CONTENT_REASONS`].
pub(super) fn faults(header: &Value, claims: &Value) -> Vec<Reason> {
    let mut faults = Vec::new();
    for (member, expected) in [("alg", Some("ES256")), ("zip", Some("DEF")), ("kid", None)] {
        member_is(header, member, &format!("header.{member}"), expected, &mut faults);
    }
    issuer(claims, &mut faults);
    // Cards from before version 0.3 of the specification say `iat`.
    time(claims, "nbf", claims.get("iat").is_none(), &mut faults);
    time(claims, "iat", false, &mut faults);
    time(claims, "exp", false, &mut faults);
    credential(claims, &mut faults);
    match fhir::bundle(claims) {
        Some(bundle) => content(bundle, &mut faults),
        None => faults.push(Reason::new(common::SHAPE_NOT_A_MAP).at("vc.credentialSubject.fhirBundle")),
    }
    faults.truncate(MAX_CONTENT_REASONS);
    faults
}

/// Text is there and, where only one value has a meaning, is it.
fn member_is(value: &Value, member: &str, place: &str, expected: Option<&str>, faults: &mut Vec<Reason>) {
    match (value.get(member), expected) {
        (None, _) => faults.push(Reason::new(common::SCHEMA_MISSING).at(place)),
        (Some(Value::String(found)), Some(expected)) if found != expected => {
            faults.push(Reason::new(SCHEMA_VALUE).expected(expected).found(found.as_str()).at(place));
        }
        (Some(Value::String(_)), _) => (),
        (Some(other), _) => faults.push(wrong_type("string", other, place)),
    }
}

fn issuer(claims: &Value, faults: &mut Vec<Reason>) {
    member_is(claims, "iss", "iss", None, faults);
    let found = claims.get("iss").and_then(Value::as_str);
    if let Some(found) = found.filter(|found| !found.starts_with("https://") || found.ends_with('/')) {
        faults.push(Reason::new(common::SCHEMA_PATTERN).found(found).at("iss"));
    }
}

fn time(claims: &Value, claim: &str, required: bool, faults: &mut Vec<Reason>) {
    match claims.get(claim) {
        None if required => faults.push(Reason::new(common::SCHEMA_MISSING).at(claim)),
        None => (),
        Some(Value::Number(seconds)) if seconds.as_f64().is_some_and(|seconds| seconds.abs() < LATEST) => (),
        Some(Value::Number(seconds)) => {
            faults.push(
                Reason::new(common::SCHEMA_RANGE).expected("seconds").found(seconds.to_string()).at(claim),
            );
        }
        Some(other) => faults.push(wrong_type("number", other, claim)),
    }
}

fn credential(claims: &Value, faults: &mut Vec<Reason>) {
    let types = claims.get("vc").map(|vc| items(vc, "type")).unwrap_or_default();
    if !types.iter().any(|one| one.as_str() == Some(HEALTH_CARD)) {
        let found: Vec<_> = types.iter().filter_map(Value::as_str).collect();
        faults.push(Reason::new(SCHEMA_VALUE).expected(HEALTH_CARD).found(found.join(", ")).at("vc.type"));
    }
    let subject = at(claims, &["vc", "credentialSubject"]).unwrap_or(&Value::Null);
    member_is(subject, "fhirVersion", "fhirVersion", None, faults);
}

fn content(bundle: &Value, faults: &mut Vec<Reason>) {
    member_is(bundle, "resourceType", "fhirBundle.resourceType", Some("Bundle"), faults);
    if items(bundle, "entry").is_empty() {
        faults.push(Reason::new(common::SCHEMA_MISSING).at("fhirBundle.entry"));
    }
    let (mut patients, mut records) = (0, 0);
    for (index, kind, resource) in fhir::resources(bundle) {
        let place = format!("entry[{index}]");
        match kind {
            "Patient" => {
                patients += 1;
                date(resource, "birthDate", &place, faults);
            }
            "Immunization" => {
                records += 1;
                immunization(resource, &place, faults);
            }
            "Observation" if fhir::is_test(resource) => {
                records += 1;
                observation(resource, &place, faults);
            }
            _ => (),
        }
    }
    if patients > 1 || (patients == 0 && records > 0) {
        faults.push(Reason::new(code::PATIENTS).expected("1").found(patients.to_string()));
    }
}

fn immunization(resource: &Value, place: &str, faults: &mut Vec<Reason>) {
    counted("Immunization", resource, place, faults);
    if codings(resource, "vaccineCode").is_empty() {
        faults.push(missing(place, "vaccineCode.coding"));
    }
    if resource.get("occurrenceDateTime").is_none() {
        faults.push(missing(place, "occurrenceDateTime"));
    }
    date(resource, "occurrenceDateTime", place, faults);
}

fn observation(resource: &Value, place: &str, faults: &mut Vec<Reason>) {
    counted("Observation", resource, place, faults);
    if codings(resource, "code").is_empty() {
        faults.push(missing(place, "code.coding"));
    }
    date(resource, "effectiveDateTime", place, faults);
}

fn counted(kind: &str, resource: &Value, place: &str, faults: &mut Vec<Reason>) {
    match text(resource, "status") {
        None => faults.push(missing(place, "status")),
        Some(_) if fhir::counts(kind, resource) => (),
        Some(status) if status.eq_ignore_ascii_case(fhir::COMPLETED) && kind == "Immunization" => {
            faults.push(Reason::new(code::NOT_COUNTED).found("isSubpotent").at(place))
        }
        Some(status) => faults.push(Reason::new(code::NOT_COUNTED).found(status).at(place)),
    }
}

/// FHIR `dateTime`: a year, a month, a day, or a time with its offset.
fn date(resource: &Value, member: &str, place: &str, faults: &mut Vec<Reason>) {
    let Some(found) = resource.get(member) else { return };
    let place = format!("{place}.{member}");
    let Some(text) = found.as_str() else {
        return faults.push(wrong_type("string", found, &place));
    };
    let rest = match text.len() {
        4 => "-01-01T00:00:00Z",
        7 => "-01T00:00:00Z",
        10 => "T00:00:00Z",
        _ => "",
    };
    if UnixTime::parse(&format!("{text}{rest}")).is_none() {
        faults.push(Reason::new(common::SCHEMA_DATE).found(text).at(place));
    }
}

fn missing(place: &str, member: &str) -> Reason {
    Reason::new(common::SCHEMA_MISSING).at(format!("{place}.{member}"))
}

fn wrong_type(expected: &str, found: &Value, place: &str) -> Reason {
    Reason::new(common::SCHEMA_TYPE).expected(expected).found(type_name(found)).at(place)
}
