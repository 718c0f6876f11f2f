//! What a certificate is made of, as its holder chooses from it.

use super::view::Disclosure;
use crate::names::Names;
use healthpass_cert::ithc::selective::{self, Part};
use healthpass_cert::model::Certificate;

/// Characters of a document number a screen shows.
const SHOWN_TAIL: usize = 4;

/// Every piece of a certificate as its screen lists them: whom it is about, the records, the statement. What is not
/// among `hideable` is always shown.
pub(super) fn list(certificate: &Certificate, hideable: &[selective::Disclosure]) -> Vec<Disclosure> {
    let person = &certificate.person;
    let number = certificate.document.as_ref().and_then(|document| document.number.as_deref());
    let latin = Names { native: None, latin: Names::of(None, Some(certificate)).latin };
    let mut all = Vec::new();
    for (kind, value) in [
        ("name", latin.latin),
        (Part::NativeName.name(), person.native_name.clone()),
        (Part::BirthDate.name(), person.birth_date.clone()),
        (Part::Sex.name(), person.sex.clone()),
        (Part::Nationality.name(), person.nationality.clone()),
        (Part::DocumentNumber.name(), number.map(tail)),
    ] {
        push(&mut all, kind, value, hideable);
    }
    for (place, record) in certificate.records.iter().enumerate() {
        let part = hideable.iter().find(|part| part.record.as_ref().is_some_and(|(at, _)| *at == place));
        all.push(Disclosure {
            id: part.map_or_else(|| format!("record.{place}"), |part| part.id.clone()),
            kind: Part::Record.name().to_owned(),
            value: None,
            record: Some(record.clone()),
            always_shown: part.is_none(),
        });
    }
    if let Some(statement) = &certificate.statement {
        push(&mut all, Part::Statement.name(), statement.flight.clone().or(Some(String::new())), hideable);
    }
    all
}

/// The disclosures of a token that show `chosen`; the identifier of a piece that is not there otherwise.
pub(super) fn indices<'c>(
    certificate: &Certificate,
    hideable: &[selective::Disclosure],
    chosen: &'c [String],
) -> Result<Vec<usize>, &'c str> {
    let all = list(certificate, hideable);
    let mut indices = Vec::new();
    for id in chosen {
        all.iter().find(|piece| piece.id == *id).ok_or(id.as_str())?;
        indices.extend(hideable.iter().filter(|part| part.id == *id).map(|part| part.index));
    }
    Ok(indices)
}

fn push(all: &mut Vec<Disclosure>, kind: &str, value: Option<String>, hideable: &[selective::Disclosure]) {
    if value.is_some() {
        let always_shown = !hideable.iter().any(|part| part.id == kind);
        all.push(Disclosure {
            id: kind.to_owned(),
            kind: kind.to_owned(),
            value,
            record: None,
            always_shown,
        });
    }
}

fn tail(number: &str) -> String {
    let start = number.char_indices().rev().nth(SHOWN_TAIL - 1).map_or(0, |(at, _)| at);
    format!("…{}", number.get(start..).unwrap_or_default())
}
