//! The example documents (invented people), and what readers see of them.

use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::ithc::{
    Block, CODES, ITHC_SUBCLAIM, Ithc, Label, Moment, decode, encode, from_json, view,
};
use healthpass_cert::model::{BlockState, RecordKind};

pub const FULL: &str = include_str!("full.json");
pub const ONE_TEST: &str = include_str!("one-test.json");
pub const RESTATED: &str = include_str!("restated.json");

/// 2021-03-09T04:00:00Z.
pub const ISSUED: i64 = 1_615_262_400;
/// 2026-11-22T00:00:00Z.
pub const ISSUED_RESTATED: i64 = 1_795_305_600;
pub const SALT: [u8; 16] = *b"salt for tests 0";

pub fn full() -> Ithc {
    from_json(FULL, &SALT).unwrap()
}

pub fn one_test() -> Ithc {
    from_json(ONE_TEST, &SALT).unwrap()
}

pub fn restated() -> Ithc {
    from_json(RESTATED, &SALT).unwrap()
}

/// The value below the sub-key.
pub fn inner(claim: &Value) -> &Value {
    claim.get(ITHC_SUBCLAIM).unwrap()
}

#[test]
fn examples_survive_signing_and_reading() {
    for (certificate, at) in [(full(), ISSUED), (one_test(), ISSUED), (restated(), ISSUED_RESTATED)] {
        let bytes = write(&encode(&certificate, at).unwrap());
        let claim = Value::read(&bytes).unwrap();
        assert_eq!(decode(inner(&claim)), Ok(certificate));
    }
}

#[test]
fn the_view_of_the_full_certificate() {
    let seen = view(&full());
    let person = &seen.person;
    assert_eq!(person.native_name.as_deref(), Some("张伟"));
    assert_eq!(person.icao_surname.as_deref(), Some("ZHANG"));
    assert_eq!(person.sex.as_deref(), Some("M"));
    let kinds: Vec<_> = seen.records.iter().map(|r| (r.kind, r.antibody.as_deref())).collect();
    assert_eq!(
        kinds,
        [
            (RecordKind::Test, None),
            (RecordKind::Antibody, Some("IgG")),
            (RecordKind::Antibody, Some("IgM")),
            (RecordKind::Vaccination, None),
            (RecordKind::Vaccination, None),
            (RecordKind::Vaccination, None),
        ]
    );
    let test = &seen.records[0];
    assert_eq!(test.date.as_deref(), Some("2021-03-08T09:30:00+08:00"));
    assert_eq!(test.resulted_at.as_deref(), Some("2021-03-08T18:05:00+08:00"));
    assert_eq!(test.result.as_ref().unwrap().code, "260415000");
    assert_eq!(test.facility.as_deref(), Some("北京协和医院 / Peking Union Medical College Hospital"));
    let maker = test.maker.as_ref().unwrap();
    assert_eq!((maker.code.as_str(), maker.in_catalogue), ("BGI Genomics", Some(false)));
    let dose = &seen.records[5];
    assert_eq!((dose.dose, dose.doses, dose.date.as_deref()), (Some(3), Some(3), Some("2021-03-01")));
    assert_eq!((dose.country.as_deref(), dose.batch.as_deref()), (Some("AE"), Some("202102A0029")));
    assert_eq!(seen.document.unwrap().number.as_deref(), Some("E12345678"));
}

#[test]
fn no_data_is_not_not_vaccinated() {
    let mut certificate = one_test();
    certificate.vaccinations = Block::NoneFound {
        asked_at: Moment::parse("2021-03-09T08:00:00+08:00").unwrap(),
        source: Label {
            local: Some("国家免疫规划信息系统".into()),
            latin: "National Immunization System".into(),
        },
    };
    let seen = view(&certificate);
    let states: Vec<_> = seen.blocks.iter().map(|b| (b.kind, b.state)).collect();
    assert_eq!(
        states,
        [
            (RecordKind::Test, BlockState::Found),
            (RecordKind::Antibody, BlockState::NotConnected),
            (RecordKind::Vaccination, BlockState::NoneFound),
        ]
    );
    assert_eq!(seen.blocks[1].asked_at, None);
    assert_eq!(seen.blocks[2].asked_at.as_deref(), Some("2021-03-09T08:00:00+08:00"));
    let source = "国家免疫规划信息系统 / National Immunization System";
    assert_eq!(seen.blocks[2].source.as_deref(), Some(source));
}

#[test]
fn the_view_of_a_restated_booklet() {
    let seen = view(&restated());
    assert_eq!(seen.person.birth_date.as_deref(), Some("1971"));
    assert_eq!(seen.person.icao_surname.as_deref(), Some("MUELLER<ONEIL"));
    let document = seen.document.unwrap();
    assert_eq!((document.number, document.committed), (None, Some(true)));
    let provenance = seen.provenance.unwrap();
    assert_eq!(provenance.format.as_deref(), Some("paper"));
    assert_eq!(provenance.check.as_deref(), Some("transcribed"));
    let statement = seen.statement.unwrap();
    assert_eq!(statement.date.as_deref(), Some("2026-11-25"));
    assert_eq!(statement.answers.iter().map(|a| a.yes).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn codes_are_unique_and_dotted() {
    for (i, code) in CODES.iter().enumerate() {
        assert!(!CODES[..i].contains(code), "{code} twice");
        assert!(code.starts_with("issue.") || code.starts_with("content."), "{code}");
        assert_eq!(code.split('.').count(), 3, "{code}");
    }
}
