//! The disease-neutral view of a DCC.

use super::payload::{Dcc, Entry, Recovery, Statement, Test, Vaccination};
use crate::catalogue::{self, Kind};
use crate::model::{Coded, Person, Record, RecordKind, TravelDocument};

/// Whom `dcc` is about.
pub fn person(dcc: &Dcc) -> Person {
    Person {
        surname: dcc.name.surname.clone(),
        given_names: dcc.name.given_names.clone(),
        icao_surname: dcc.name.icao_surname.clone(),
        icao_given_names: dcc.name.icao_given_names.clone(),
        birth_date: dcc.birth_date.clone(),
        identifier: dcc.identifier.clone(),
        ..Person::default()
    }
}

/// The passport it names, where its state adds one.
pub fn document(dcc: &Dcc) -> Option<TravelDocument> {
    let number = dcc.document_number.clone()?;
    Some(TravelDocument { number: Some(number), ..TravelDocument::default() })
}

/// Its records, in the order of [`Dcc::entries`].
pub fn records(dcc: &Dcc) -> Vec<Record> {
    dcc.entries.iter().map(record).collect()
}

/// The kinds of record it holds, each once: the key that signed it must be allowed all of them.
pub fn record_kinds(dcc: &Dcc) -> Vec<RecordKind> {
    let mut kinds = Vec::new();
    for kind in dcc.entries.iter().map(kind) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn kind(entry: &Entry) -> RecordKind {
    match entry.statement {
        Statement::Recovery(_) => RecordKind::Recovery,
        Statement::Test(_) => RecordKind::Test,
        Statement::Vaccination(_) => RecordKind::Vaccination,
    }
}

fn record(entry: &Entry) -> Record {
    let blank = blank(entry);
    match &entry.statement {
        Statement::Recovery(recovery) => with_recovery(blank, recovery),
        Statement::Test(test) => with_test(blank, test),
        Statement::Vaccination(vaccination) => with_vaccination(blank, vaccination),
    }
}

fn with_vaccination(record: Record, vaccination: &Vaccination) -> Record {
    Record {
        prophylaxis: coded(Kind::Prophylaxis, &vaccination.prophylaxis),
        product: coded(Kind::Product, &vaccination.product),
        maker: coded(Kind::Maker, &vaccination.maker),
        date: vaccination.date.clone(),
        dose: vaccination.dose,
        doses: vaccination.doses,
        ..record
    }
}

fn with_test(record: Record, test: &Test) -> Record {
    Record {
        method: coded(Kind::Method, &test.method),
        product: coded(Kind::Device, &test.device).or_else(|| named(&test.name)),
        result: coded(Kind::TestResult, &test.result),
        date: test.sampled_at.clone(),
        resulted_at: test.resulted_at.clone(),
        facility: test.facility.clone(),
        ..record
    }
}

fn with_recovery(record: Record, recovery: &Recovery) -> Record {
    Record {
        first_positive: recovery.first_positive.clone(),
        valid_from: recovery.valid_from.clone(),
        valid_until: recovery.valid_until.clone(),
        ..record
    }
}

/// What every kind of record has.
fn blank(entry: &Entry) -> Record {
    Record {
        disease: coded(Kind::Disease, &entry.disease),
        country: entry.country.clone(),
        issuer: entry.issuer.clone(),
        identifier: entry.identifier.clone(),
        ..Record::new(kind(entry))
    }
}

fn coded(kind: Kind, code: &Option<String>) -> Option<Coded> {
    let code = code.clone()?;
    let entry = catalogue::find(kind, &code);
    let system = entry.map(|e| e.system).or_else(|| default_system(kind));
    Some(Coded {
        code,
        system: system.map(str::to_owned),
        display: entry.and_then(|e| e.name).map(str::to_owned),
        in_catalogue: Some(entry.is_some()),
    })
}

/// The system a field's codes come from when the catalogue cannot tell; vaccine types come from two.
fn default_system(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Disease | Kind::TestResult => Some("snomed"),
        Kind::Method => Some("loinc"),
        Kind::Device | Kind::Maker | Kind::Product => Some("eu"),
        Kind::Prophylaxis => None,
    }
}

/// A nucleic acid test has a name of its own, in no system.
fn named(name: &Option<String>) -> Option<Coded> {
    let name = name.clone()?;
    Some(Coded { code: name.clone(), display: Some(name), ..Coded::default() })
}
