//! The disease-neutral view of a DCC.

use super::payload::{Dcc, Entry, Statement, Test, Vaccination};
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
    let mut records = Vec::with_capacity(dcc.entries.len());
    for entry in &dcc.entries {
        records.push(record(entry));
    }
    records
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

/// Every member at its place, once: taking a record apart for another weighs more than asking.
fn record(entry: &Entry) -> Record {
    let (dose, test, recovery) = match &entry.statement {
        Statement::Recovery(recovery) => (None, None, Some(recovery)),
        Statement::Test(test) => (None, Some(test), None),
        Statement::Vaccination(dose) => (Some(dose), None, None),
    };
    Record {
        kind: kind(entry),
        disease: coded(Kind::Disease, entry.disease.as_ref()),
        prophylaxis: coded(Kind::Prophylaxis, dose.and_then(|dose| dose.prophylaxis.as_ref())),
        product: product(dose, test),
        maker: coded(Kind::Maker, dose.and_then(|dose| dose.maker.as_ref())),
        method: coded(Kind::Method, test.and_then(|test| test.method.as_ref())),
        antibody: None,
        result: coded(Kind::TestResult, test.and_then(|test| test.result.as_ref())),
        date: dose.and_then(|dose| dose.date.clone()).or_else(|| test?.sampled_at.clone()),
        resulted_at: test.and_then(|test| test.resulted_at.clone()),
        first_positive: recovery.and_then(|recovery| recovery.first_positive.clone()),
        valid_from: recovery.and_then(|recovery| recovery.valid_from.clone()),
        valid_until: recovery.and_then(|recovery| recovery.valid_until.clone()),
        dose: dose.and_then(|dose| dose.dose),
        doses: dose.and_then(|dose| dose.doses),
        batch: None,
        facility: test.and_then(|test| test.facility.clone()),
        city: None,
        country: entry.country.clone(),
        issuer: entry.issuer.clone(),
        clinician: None,
        next_due: None,
        identifier: entry.identifier.clone(),
    }
}

fn product(dose: Option<&Vaccination>, test: Option<&Test>) -> Option<Coded> {
    let device = test.and_then(|test| test.device.as_ref());
    coded(Kind::Product, dose.and_then(|dose| dose.product.as_ref()))
        .or_else(|| coded(Kind::Device, device))
        .or_else(|| named(test?.name.as_ref()))
}

#[inline(never)]
fn coded(kind: Kind, code: Option<&String>) -> Option<Coded> {
    let code = code?.clone();
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
fn named(name: Option<&String>) -> Option<Coded> {
    let name = name?.clone();
    Some(Coded { code: name.clone(), display: Some(name), ..Coded::default() })
}
