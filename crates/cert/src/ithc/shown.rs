//! A certificate of which the holder withheld parts.
//!
//! The decoder stays as strict as it is: what a map or block says it withholds is put in as a blank, decoded, and
//! taken out of the view again. Where more is missing than was withheld, the decoder finds it missing.

use super::keys::{Key, block_state, document, ithc, person};
use super::{ITHC_SUBCLAIM, decode, view};
use crate::cbor::Value;
use crate::envelope::cwt::CLAIM_HCERT;
use crate::model::{BlockState, Certificate, RecordKind};
use crate::report::Reason;
use crate::sd_cwt::{Step, Withheld};

/// Members of a person that an issuer may redact and a whole certificate must have, each with its blank. A native
/// name may be missing anyway.
const PERSON: &[(Key, Blank)] =
    &[(person::BIRTH_DATE, Blank::Zero), (person::SEX, Blank::Zero), (person::NATIONALITY, Blank::State)];

/// The same of a document.
const DOCUMENT: &[(Key, Blank)] = &[(document::NUMBER, Blank::State)];

const BLOCKS: [(Key, RecordKind); 3] = [
    (ithc::TESTS, RecordKind::Test),
    (ithc::ANTIBODIES, RecordKind::Antibody),
    (ithc::VACCINATIONS, RecordKind::Vaccination),
];

/// A value of the right shape that says nothing.
#[derive(Clone, Copy)]
enum Blank {
    /// No date, or no sex.
    Zero,
    /// "Unspecified" among states (ICAO 9303-3 section 5), and a number no passport has.
    State,
}

impl Blank {
    fn value(self) -> Value {
        match self {
            Self::Zero => Value::Integer(0),
            Self::State => Value::Text("XXX".to_owned()),
        }
    }
}

/// The view of what was shown of `value`, or what speaks against it; `withheld` is what the token that holds it
/// keeps back.
pub(crate) fn interpret_shown(value: &Value, withheld: &[Withheld]) -> (Option<Certificate>, Vec<Reason>) {
    let mut filled = value.clone();
    let no_person = fill(&mut filled, ithc::PERSON, withheld, PERSON);
    let committed =
        member(value, ithc::DOCUMENT).is_some_and(|d| d.get(document::COMMITMENT.number).is_some());
    let numbers = if committed { &[] } else { DOCUMENT };
    let no_document = fill(&mut filled, ithc::DOCUMENT, withheld, numbers);
    let mut emptied = Vec::new();
    for (key, kind) in BLOCKS {
        let found_none_shown = Value::Array(vec![Value::Integer(block_state::FOUND)]);
        if count(withheld, key) > 0
            && let Some(block) = member_mut(&mut filled, key)
            && *block == found_none_shown
        {
            *block = Value::Integer(block_state::NOT_CONNECTED);
            emptied.push(kind);
        }
    }
    let mut certificate = match decode(&filled) {
        Ok(ithc) => view(&ithc),
        Err(reason) => return (None, vec![reason]),
    };
    blank_person(&mut certificate, value, &no_person);
    if let Some(document) = certificate.document.as_mut().filter(|_| !no_document.is_empty()) {
        document.number = None;
    }
    for block in &mut certificate.blocks {
        if emptied.contains(&block.kind) {
            block.state = BlockState::Found;
        }
    }
    (Some(certificate), Vec::new())
}

fn blank_person(certificate: &mut Certificate, value: &Value, missing: &[i64]) {
    let person = &mut certificate.person;
    if missing.contains(&person::BIRTH_DATE.number) {
        person.birth_date = None;
    }
    if missing.contains(&person::SEX.number) {
        person.sex = None;
    }
    if missing.contains(&person::NATIONALITY.number) {
        person.nationality = None;
        // Left out, the issuing state is the nationality.
        let stated = member(value, ithc::DOCUMENT).and_then(|d| d.get(document::ISSUER.number)).is_some();
        if let Some(document) = certificate.document.as_mut().filter(|_| !stated) {
            document.issuer = None;
        }
    }
}

/// Puts a blank for each missing member of the map under `key`, if it withholds as many; says which.
fn fill(certificate: &mut Value, key: Key, withheld: &[Withheld], members: &[(Key, Blank)]) -> Vec<i64> {
    let Some(Value::Map(entries)) = member_mut(certificate, key) else {
        return Vec::new();
    };
    let there = |number| entries.iter().any(|(key, _)| *key == Value::Integer(number));
    let missing: Vec<_> = members.iter().filter(|(member, _)| !there(member.number)).collect();
    if missing.len() > count(withheld, key) {
        return Vec::new();
    }
    let blanks = missing.iter().map(|(member, blank)| (Value::Integer(member.number), blank.value()));
    entries.extend(blanks);
    missing.iter().map(|(member, _)| member.number).collect()
}

/// What is withheld of the member `key` of the certificate.
fn count(withheld: &[Withheld], key: Key) -> usize {
    let place: [Step; 3] = [CLAIM_HCERT.into(), ITHC_SUBCLAIM.into(), key.number.into()];
    withheld.iter().filter(|withheld| withheld.at == place).map(|withheld| withheld.count).sum()
}

fn member(map: &Value, key: Key) -> Option<&Value> {
    map.get(key.number)
}

fn member_mut(map: &mut Value, key: Key) -> Option<&mut Value> {
    let Value::Map(entries) = map else { return None };
    entries.iter_mut().find(|(k, _)| *k == Value::Integer(key.number)).map(|(_, value)| value)
}
