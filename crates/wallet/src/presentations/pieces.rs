//! What a certificate is made of, as its holder chooses from it.

use super::view::Disclosure;
use crate::names::Names;
use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::cwt::CLAIM_HCERT;
use healthpass_cert::ithc::ITHC_SUBCLAIM;
use healthpass_cert::model::Certificate;
use healthpass_cert::sd_cwt::{Path, Revealed, Step};

/// Characters of a document number a screen shows.
const SHOWN_TAIL: usize = 4;

/// Blocks of an ITHC by their key (`ithc.cddl`), in the order its view lists their records.
const BLOCKS: [i64; 3] = [3, 4, 5];

/// A piece, and which of the token's disclosures it takes to show it; none for what is always shown.
pub(super) struct Piece {
    pub shown: Disclosure,
    pub disclosures: Vec<usize>,
}

/// What an ITHC with every disclosure is made of.
pub(super) fn of(revealed: &Revealed, certificate: &Certificate) -> Vec<Piece> {
    let person = &certificate.person;
    let number = certificate.document.as_ref().and_then(|document| document.number.as_deref());
    let names = Names::of(None, Some(certificate));
    let mut pieces = Pieces { revealed, found: Vec::new() };
    pieces.text("name", &[&[1, 1], &[1, 2], &[1, 3], &[1, 4], &[1, 5]], names.native.or(names.latin));
    pieces.text("birth-date", &[&[1, 6]], person.birth_date.clone());
    pieces.text("sex", &[&[1, 7]], person.sex.clone());
    pieces.text("nationality", &[&[1, 8]], person.nationality.clone());
    pieces.text("number", &[&[2, 3]], number.map(tail));
    let mut records = certificate.records.iter();
    for block in BLOCKS {
        for (entry, element) in entries(&revealed.claims, block).enumerate() {
            let mut at = path(&[block]);
            at.push(Step::Element(element));
            let record = records.next().cloned();
            let kind = record.as_ref().map(|record| record.kind.name()).unwrap_or_default();
            let shown = disclosure(format!("{kind}-{}", entry + 1), "record", None);
            pieces.add(&[at], Disclosure { record, ..shown });
        }
    }
    if let Some(statement) = &certificate.statement {
        pieces.text("statement", &[&[6]], Some(statement.flight.clone()));
    }
    pieces.found
}

/// A certificate that is shown as a whole: every piece of it, none to be hidden.
pub(super) fn of_whole(certificate: &Certificate) -> Vec<Disclosure> {
    let person = &certificate.person;
    let names = Names::of(None, Some(certificate));
    let number = certificate.document.as_ref().and_then(|document| document.number.as_deref());
    let mut all = Vec::new();
    for (kind, value) in [
        ("name", names.native.or(names.latin)),
        ("birth-date", person.birth_date.clone()),
        ("sex", person.sex.clone()),
        ("nationality", person.nationality.clone()),
        ("number", number.map(tail)),
    ] {
        if value.is_some() {
            all.push(disclosure(kind.to_owned(), kind, value));
        }
    }
    for (index, record) in certificate.records.iter().enumerate() {
        let shown = disclosure(format!("record-{}", index + 1), "record", None);
        all.push(Disclosure { record: Some(record.clone()), ..shown });
    }
    all
}

/// Disclosures to show `chosen` with, in the order of the token; `None` for a piece that is not there.
pub(super) fn indices<'c>(pieces: &[Piece], chosen: &'c [String]) -> Result<Vec<usize>, &'c str> {
    let mut indices = Vec::new();
    for id in chosen {
        let piece = pieces.iter().find(|piece| piece.shown.id == *id).ok_or(id.as_str())?;
        indices.extend_from_slice(&piece.disclosures);
    }
    Ok(indices)
}

struct Pieces<'a> {
    revealed: &'a Revealed,
    found: Vec<Piece>,
}

impl Pieces<'_> {
    fn text(&mut self, kind: &str, keys: &[&[i64]], value: Option<String>) {
        if value.is_some() {
            let paths: Vec<Path> = keys.iter().map(|keys| path(keys)).collect();
            self.add(&paths, disclosure(kind.to_owned(), kind, value));
        }
    }

    fn add(&mut self, paths: &[Path], shown: Disclosure) {
        let needed = |at: &Path| paths.iter().any(|path| path.starts_with(at) || at.starts_with(path));
        let disclosed = self.revealed.disclosed.iter().filter(|disclosed| needed(&disclosed.at));
        let disclosures: Vec<usize> = disclosed.map(|disclosed| disclosed.index).collect();
        let always_shown = disclosures.is_empty();
        self.found.push(Piece { shown: Disclosure { always_shown, ..shown }, disclosures });
    }
}

fn disclosure(id: String, kind: &str, value: Option<String>) -> Disclosure {
    Disclosure { id, kind: kind.to_owned(), value, record: None, always_shown: true }
}

/// The way to a member of an ITHC.
fn path(keys: &[i64]) -> Path {
    [CLAIM_HCERT, ITHC_SUBCLAIM].iter().chain(keys).map(|key| Step::from(*key)).collect()
}

/// Elements of a block that are its entries: `[2, entry, ...]`.
fn entries(claims: &Value, block: i64) -> core::ops::Range<usize> {
    let ithc = claims.get(CLAIM_HCERT).and_then(|hcert| hcert.get(ITHC_SUBCLAIM));
    match ithc.and_then(|ithc| ithc.get(block)).and_then(Value::as_array) {
        Some(items) if items.first() == Some(&Value::Integer(2)) => 1..items.len(),
        _ => 0..0,
    }
}

fn tail(number: &str) -> String {
    let start = number.char_indices().rev().nth(SHOWN_TAIL - 1).map_or(0, |(at, _)| at);
    format!("…{}", number.get(start..).unwrap_or_default())
}
