//! What members are read into. None of it is ever seen: a certificate comes out whole or not at all.

use super::super::time::{BirthDate, Moment};
use super::super::types::{
    AntibodyClass, Block, Coded, Document, DocumentKind, DocumentNumber, Ithc, Label, Outcome, Person, Place,
    Provenance, Sex, Snomed, SourceCheck, Statement, Test, Vaccination,
};
use time::Date;

pub const ITHC: Ithc = Ithc {
    person: PERSON,
    document: DOCUMENT,
    tests: Block::NotConnected,
    antibodies: Block::NotConnected,
    vaccinations: Block::NotConnected,
    statement: None,
    provenance: None,
};

pub const PERSON: Person = Person {
    native_name: None,
    surname: String::new(),
    given_names: None,
    icao_surname: String::new(),
    icao_given_names: None,
    birth_date: BirthDate::Unknown,
    sex: Sex::Unspecified,
    nationality: String::new(),
};

pub const DOCUMENT: Document = Document {
    kind: DocumentKind::Ordinary,
    issuer: String::new(),
    number: DocumentNumber::Clear(String::new()),
};

pub const TEST: Test = Test {
    disease: Snomed(0),
    sampled_at: Moment::EPOCH,
    resulted_at: None,
    method: None,
    product: None,
    maker: None,
    outcome: Outcome::Inconclusive,
    place: PLACE,
    issuer: LABEL,
    identifier: String::new(),
};

pub const CLASS: AntibodyClass = AntibodyClass::IgG;

pub const VACCINATION: Vaccination = Vaccination {
    disease: Snomed(0),
    given_on: Date::MIN,
    vaccine: None,
    product: None,
    maker: Coded::Unlisted(String::new()),
    batch: None,
    dose: 0,
    doses: 0,
    place: PLACE,
    issuer: LABEL,
    identifier: String::new(),
};

pub const PLACE: Place = Place { facility: None, city: None, state: String::new() };

const LABEL: Label = Label { local: None, latin: String::new() };

pub const STATEMENT: Statement =
    Statement { flight: String::new(), date: Date::MIN, port: String::new(), answers: Vec::new() };

pub const PROVENANCE: Provenance =
    Provenance { issuer: String::new(), format: String::new(), check: SourceCheck::Transcribed };
