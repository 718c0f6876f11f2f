//! The disease-neutral view of a card's bundle.

use super::codes::{coded, disease_of_test, disease_of_vaccine, loinc_kind};
use super::fhir::{self, at, codings, items, owned, text};
use crate::contents::Times;
use crate::model::{Certificate, Coded, Person, Record, RecordKind, TravelDocument};
use serde_json::Value;

/// Systems of passport numbers end in the issuing state's three letters (HL7 "Passport Number namespaces").
const PASSPORT_SYSTEM: &str = "http://hl7.org/fhir/sid/passport-";

/// Type of a passport number among identifiers (HL7 v2-0203).
const PASSPORT_TYPE: &str = "PPN";

/// What `bundle` says: the first person, and every entry that counts as a record.
pub(super) fn certificate(bundle: &Value, times: Times) -> Certificate {
    let mut view = Certificate {
        issued_at: times.not_before.or(times.issued_at).map(|issued| issued.rfc3339()),
        ..Certificate::default()
    };
    let mut named = false;
    for (_, kind, resource) in fhir::resources(bundle) {
        match kind {
            "Patient" if !named => {
                named = true;
                view.person = person(resource);
                view.document = passport(resource);
            }
            "Immunization" if fhir::counts(kind, resource) => view.records.push(vaccination(resource)),
            "Observation" if fhir::is_test(resource) && fhir::counts(kind, resource) => {
                view.records.push(test(resource));
            }
            _ => (),
        }
    }
    view
}

fn person(patient: &Value) -> Person {
    let names = items(patient, "name");
    let official = names.iter().find(|name| text(name, "use") == Some("official"));
    let name = official.or(names.first()).unwrap_or(&Value::Null);
    let (family, given) = (words(name, "family"), words(name, "given"));
    let whole = if given.is_none() { owned(name, "text") } else { None };
    Person {
        full_name: if family.is_none() { whole } else { None },
        surname: family,
        given_names: given,
        birth_date: owned(patient, "birthDate"),
        sex: text(patient, "gender").and_then(sex).map(str::to_owned),
        identifier: items(patient, "identifier")
            .iter()
            .find(|identifier| !is_passport(identifier))
            .and_then(|identifier| owned(identifier, "value")),
        ..Person::default()
    }
}

/// A text member, or the texts of a list.
fn words(name: &Value, member: &str) -> Option<String> {
    let mut words = owned(name, member).unwrap_or_default();
    for word in items(name, member).iter().filter_map(Value::as_str) {
        let separator = if words.is_empty() { "" } else { " " };
        words.push_str(separator);
        words.push_str(word.trim());
    }
    (!words.is_empty()).then_some(words)
}

/// FHIR `administrative-gender` as travel documents write it; `unknown` says nothing.
fn sex(gender: &str) -> Option<&'static str> {
    match gender.to_ascii_lowercase().as_str() {
        "male" => Some("M"),
        "female" => Some("F"),
        "other" => Some("X"),
        _ => None,
    }
}

fn is_passport(identifier: &Value) -> bool {
    let typed = codings(identifier, "type").iter().any(|coding| text(coding, "code") == Some(PASSPORT_TYPE));
    typed || text(identifier, "system").is_some_and(|system| system.starts_with(PASSPORT_SYSTEM))
}

fn passport(patient: &Value) -> Option<TravelDocument> {
    let identifier = items(patient, "identifier").iter().find(|identifier| is_passport(identifier))?;
    let issuer = text(identifier, "system").and_then(|system| system.strip_prefix(PASSPORT_SYSTEM));
    Some(TravelDocument {
        issuer: issuer.map(str::to_ascii_uppercase),
        number: Some(owned(identifier, "value")?),
        ..TravelDocument::default()
    })
}

fn vaccination(resource: &Value) -> Record {
    let codes = codings(resource, "vaccineCode");
    let protocol = items(resource, "protocolApplied").first().unwrap_or(&Value::Null);
    let target = items(protocol, "targetDisease").first().map(|concept| items(concept, "coding"));
    let dose = |members: [&str; 2]| members.iter().find_map(|member| number(protocol, member));
    Record {
        disease: disease_of_vaccine(codes).or_else(|| coded(target?)),
        prophylaxis: coded(codes).or_else(|| in_words(resource.get("vaccineCode"))),
        maker: maker(resource),
        date: owned(resource, "occurrenceDateTime"),
        dose: dose(["doseNumberPositiveInt", "doseNumber"]),
        doses: dose(["seriesDosesPositiveInt", "seriesDoses"]),
        batch: owned(resource, "lotNumber"),
        facility: performer(resource, &["actor", "display"])
            .or_else(|| at(resource, &["location", "display"])?.as_str().map(str::to_owned)),
        ..Record::new(RecordKind::Vaccination)
    }
}

fn maker(resource: &Value) -> Option<Coded> {
    let maker = resource.get("manufacturer")?;
    match (at(maker, &["identifier"]), text(maker, "display")) {
        (Some(identifier), _) => Some(Coded { code: owned(identifier, "value")?, ..Coded::default() }),
        (None, Some(name)) => Some(named(name)),
        _ => None,
    }
}

fn test(resource: &Value) -> Record {
    let codes = codings(resource, "code");
    let (kind, antibody) = loinc_kind(codes);
    Record {
        disease: disease_of_test(codes),
        method: coded(codes).or_else(|| in_words(resource.get("code"))),
        result: result(resource),
        date: owned(resource, "effectiveDateTime")
            .or_else(|| at(resource, &["effectivePeriod", "start"])?.as_str().map(str::to_owned)),
        resulted_at: owned(resource, "issued"),
        facility: performer(resource, &["display"]),
        antibody: antibody.map(str::to_owned),
        ..Record::new(kind)
    }
}

/// A coded result, a text, or a number with its unit.
fn result(resource: &Value) -> Option<Coded> {
    let coded = coded(codings(resource, "valueCodeableConcept"));
    let worded = || {
        in_words(resource.get("valueCodeableConcept")).or_else(|| Some(named(text(resource, "valueString")?)))
    };
    let measured = || {
        let quantity = resource.get("valueQuantity")?;
        let value = quantity.get("value")?.as_number()?;
        let unit = text(quantity, "unit").or(text(quantity, "code")).unwrap_or_default();
        let sign = text(quantity, "comparator").unwrap_or_default();
        Some(named(format!("{sign}{value} {unit}").trim()))
    };
    coded.or_else(worded).or_else(measured)
}

/// The first performer's name.
fn performer(resource: &Value, path: &[&str]) -> Option<String> {
    let name = at(items(resource, "performer").first()?, path)?.as_str()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A concept that has words but no code.
fn in_words(concept: Option<&Value>) -> Option<Coded> {
    Some(named(text(concept?, "text")?))
}

/// What has a name of its own and stands in no system.
fn named(name: &str) -> Coded {
    Coded { code: name.to_owned(), display: Some(name.to_owned()), ..Coded::default() }
}

fn number(value: &Value, member: &str) -> Option<u32> {
    u32::try_from(value.get(member)?.as_u64()?).ok()
}
