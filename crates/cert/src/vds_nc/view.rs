//! The disease-neutral view of a seal.

use super::check::Checker;
use super::{TYPES, alpha2, code, reason};
use crate::catalogue::{self, Kind};
use crate::model::{Certificate, Coded, Person, Record, RecordKind, TravelDocument};
use crate::report::Reason;
use serde_json::Value;

/// Where codes of diseases and vaccines are defined.
const ICD_11: &str = "icd-11";

/// Where the words for methods and results are.
const ICAO: &str = "icao";

/// Types of the document a test names (`pid.dt`) that have a machine readable zone to compare it with:
/// passport and the cards of Doc 9303-5. A visa or a driving licence is no document of the holder's.
const TRAVEL_DOCUMENTS: [&str; 5] = ["P", "A", "C", "I", "AC"];

/// The view of `data` and everything against it.
pub(super) fn interpret(data: &Value) -> (Option<Certificate>, Vec<Reason>) {
    let nothing = |fault: Reason| (None, vec![fault]);
    let header = data.get("hdr").unwrap_or(&Value::Null);
    let Some(message) = data.get("msg").filter(|message| message.is_object()) else {
        return nothing(Reason::new(code::SHAPE_NOT_A_MAP).at("msg"));
    };
    let found = text(header, "t").unwrap_or_default();
    let Some((_, kind, _)) = TYPES.iter().find(|(name, ..)| *name == found) else {
        return nothing(reason(code::SHAPE_UNSUPPORTED, "hdr.t", &found));
    };
    let mut checker = Checker::default();
    checker.header(header);
    let records = match kind {
        RecordKind::Test => {
            checker.test(message);
            test(message)
        }
        _ => {
            checker.vaccinations(message);
            vaccinations(message)
        }
    };
    if records.is_empty() {
        return nothing(Reason::new(code::SHAPE_NO_ENTRY).at("msg"));
    }
    let pid = message.get("pid").unwrap_or(&Value::Null);
    let (document, identifier) = document(pid);
    let view = Certificate { person: person(pid, identifier), document, records, ..Certificate::default() };
    (Some(view), checker.done())
}

/// A name has two spaces between its parts (Doc 9303-4, visual zone), or the fillers of a machine readable
/// zone. Without them it is one whole, whose division the comparison with a document leaves open.
fn person(pid: &Value, identifier: Option<String>) -> Person {
    let name = text(pid, "n").unwrap_or_default();
    let divided = name.split_once("<<").or_else(|| name.split_once("  "));
    let part = |part: &str| {
        let words: Vec<&str> = part.split([' ', '<']).filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    Person {
        full_name: if divided.is_none() { part(&name) } else { None },
        surname: divided.and_then(|(primary, _)| part(primary)),
        given_names: divided.and_then(|(_, secondary)| part(secondary)),
        birth_date: text(pid, "dob"),
        sex: text(pid, "sex").filter(|sex| matches!(sex.as_str(), "M" | "F" | "X")),
        identifier,
        ..Person::default()
    }
}

/// The travel document, and the number that is none.
fn document(pid: &Value) -> (Option<TravelDocument>, Option<String>) {
    let named = |number| TravelDocument { number: Some(number), ..TravelDocument::default() };
    let (mut document, mut identifier) = (text(pid, "i").map(named), text(pid, "ai"));
    if let Some(number) = text(pid, "dn") {
        let kind = text(pid, "dt").unwrap_or_default();
        if TRAVEL_DOCUMENTS.contains(&kind.as_str()) {
            document = document.or(Some(named(number)));
        } else {
            identifier = identifier.or(Some(number));
        }
    }
    (document, identifier)
}

fn vaccinations(message: &Value) -> Vec<Record> {
    let mut records = Vec::new();
    for event in items(message, "ve") {
        for dose in items(event, "vd") {
            records.push(Record {
                disease: coded(Kind::Disease, text(event, "dis")),
                prophylaxis: coded(Kind::Prophylaxis, text(event, "des")),
                product: text(event, "nam").map(named),
                date: text(dose, "dvc"),
                next_due: text(dose, "dvn"),
                dose: dose.get("seq").and_then(whole).and_then(|number| u32::try_from(number).ok()),
                batch: text(dose, "lot"),
                facility: text(dose, "adm"),
                country: text(dose, "ctr").map(|code| state(&code)),
                identifier: text(message, "uvci"),
                ..Record::new(RecordKind::Vaccination)
            });
        }
    }
    records
}

/// One test, unless the message says nothing of any.
fn test(message: &Value) -> Vec<Record> {
    let Some(outcome) = message.get("tr").filter(|outcome| outcome.is_object()) else {
        return Vec::new();
    };
    let part = |key| message.get(key).unwrap_or(&Value::Null);
    let method = text(outcome, "tc");
    let antibody = method.as_deref().is_some_and(|method| method.eq_ignore_ascii_case("antibody"));
    let word = |code| Coded { code, system: Some(ICAO.to_owned()), ..Coded::default() };
    vec![Record {
        method: method.map(word),
        result: text(outcome, "r").map(word),
        date: text(part("dat"), "sc"),
        resulted_at: text(part("dat"), "ri"),
        facility: text(part("sp"), "spn"),
        country: text(part("sp"), "ctr").map(|code| state(&code)),
        identifier: text(message, "utci"),
        ..Record::new(if antibody { RecordKind::Antibody } else { RecordKind::Test })
    }]
}

fn coded(kind: Kind, code: Option<String>) -> Option<Coded> {
    let code = code?;
    let in_catalogue = catalogue::find(kind, &code).is_some_and(|entry| entry.system == ICD_11);
    Some(Coded { code, system: Some(ICD_11.to_owned()), in_catalogue: Some(in_catalogue), display: None })
}

/// A brand has a name, in no system.
fn named(name: String) -> Coded {
    Coded { code: name.clone(), display: Some(name), ..Coded::default() }
}

/// The member `key` as text without white space at its ends; empty text counts as absent.
pub(super) fn text(parent: &Value, key: &str) -> Option<String> {
    let text = parent.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The items of the array `key`; none when it is no array.
pub(super) fn items<'v>(parent: &'v Value, key: &str) -> &'v [Value] {
    parent.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A whole number, as one or as text of digits.
pub(super) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::String(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok(),
        other => other.as_i64(),
    }
}

/// The two letters of a state; a code that has none (`XOM`) as signed.
pub(super) fn state(code: &str) -> String {
    let code = code.trim_end_matches('<');
    alpha2(code).unwrap_or(code).to_owned()
}
