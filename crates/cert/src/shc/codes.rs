//! Code systems of cards, and what the catalogues know of their codes.

use super::fhir::text;
use crate::catalogue::{self, Kind};
use crate::model::{Coded, RecordKind};
use serde_json::Value;

/// Code systems by their FHIR names, with the name this program's reports give them; a coding of an earlier
/// row is taken before one of a later.
const SYSTEMS: [(&str, &str); 10] = [
    ("http://hl7.org/fhir/sid/cvx", CVX),
    ("http://snomed.info/sct", SNOMED),
    ("http://loinc.org", LOINC),
    ("http://www.whocc.no/atc", "atc"),
    ("http://id.who.int/icd11/mms", "icd11"),
    ("http://id.who.int/icd/release/11/mms", "icd11"),
    ("http://hl7.org/fhir/sid/icd-10", "icd10"),
    ("http://hl7.org/fhir/sid/ndc", "ndc"),
    ("http://hl7.org/fhir/sid/mvx", "mvx"),
    ("https://www.gs1.org/gtin", "gtin"),
];

const CVX: &str = "cvx";
const LOINC: &str = "loinc";
const SNOMED: &str = "snomed";

/// What a catalogue writes for a vaccine against several diseases.
const SEVERAL: &str = "-";

/// One of `codings`: of the best known system, else the first.
pub(super) fn coded(codings: &[Value]) -> Option<Coded> {
    let mut best: Option<(usize, &Value)> = None;
    for coding in codings.iter().filter(|coding| text(coding, "code").is_some()) {
        let rank = rank(coding);
        if best.is_none_or(|(held, _)| rank < held) {
            best = Some((rank, coding));
        }
    }
    let (rank, coding) = best?;
    let code = text(coding, "code")?;
    let system = SYSTEMS.get(rank).map(|(_, name)| *name).or_else(|| text(coding, "system"));
    let (display, in_catalogue) = match system {
        Some(CVX) => (cvx(code).map(|(_, name)| name), Some(cvx(code).is_some())),
        // The other systems are larger than any catalogue of ours: not knowing a code says nothing.
        _ => (text(coding, "display"), None),
    };
    Some(Coded {
        code: code.to_owned(),
        system: system.map(str::to_owned),
        display: display.map(str::to_owned),
        in_catalogue,
    })
}

/// What the vaccine `codings` name protects from, where it is one disease.
pub(super) fn disease_of_vaccine(codings: &[Value]) -> Option<Coded> {
    let of = |coding: &Value| match (system(coding)?, text(coding, "code")?) {
        (CVX, code) => cvx(code).map(|(disease, _)| disease),
        // Every vaccine of the EU's value set is one against COVID-19.
        (_, code) => catalogue::find(Kind::Prophylaxis, code).and(Some(COVID_19)),
    };
    disease(codings.iter().find_map(of)?)
}

/// What the test `codings` name looks for.
pub(super) fn disease_of_test(codings: &[Value]) -> Option<Coded> {
    disease(loinc(codings)?.0)
}

/// Whether the test `codings` name is one for antibodies, and for which.
pub(super) fn loinc_kind(codings: &[Value]) -> (RecordKind, Option<&'static str>) {
    match loinc(codings).map(|(_, sought)| sought) {
        Some("antibody") => (RecordKind::Antibody, None),
        Some(antibody @ ("IgG" | "IgM")) => (RecordKind::Antibody, Some(antibody)),
        _ => (RecordKind::Test, None),
    }
}

/// SNOMED CT code of COVID-19.
const COVID_19: &str = "840539006";

fn disease(code: &str) -> Option<Coded> {
    let known = Coded { code: code.to_owned(), system: Some(SNOMED.to_owned()), ..Coded::default() };
    (code != SEVERAL).then_some(Coded { in_catalogue: Some(true), ..known })
}

fn rank(coding: &Value) -> usize {
    let uri = text(coding, "system").unwrap_or_default();
    SYSTEMS.iter().position(|(known, _)| *known == uri).unwrap_or(SYSTEMS.len())
}

fn system(coding: &Value) -> Option<&'static str> {
    SYSTEMS.get(rank(coding)).map(|(_, name)| *name)
}

/// Disease and name of a vaccine; leading zeros are written or not.
fn cvx(code: &str) -> Option<(&'static str, &'static str)> {
    let plain = |code: &str| code.trim_start_matches('0').to_owned();
    let (_, rest) = catalogue::rows(VACCINES).find(|(known, _)| plain(known) == plain(code))?;
    rest.split_once('\t')
}

/// Disease and what is sought of the first test the catalogue holds.
fn loinc(codings: &[Value]) -> Option<(&'static str, &'static str)> {
    let of = |coding: &Value| {
        let code = text(coding, "code").filter(|_| system(coding) == Some(LOINC))?;
        let (_, rest) = catalogue::rows(TESTS).find(|(known, _)| *known == code)?;
        rest.split_once('\t')
    };
    codings.iter().find_map(of)
}

static VACCINES: &str = include_str!("../../data/cvx.tsv");
static TESTS: &str = include_str!("../../data/loinc.tsv");

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn words() -> Value {
        serde_json::from_str(include_str!("../../text/en.json")).unwrap()
    }

    #[test]
    fn every_line_is_well_formed_and_every_disease_and_test_has_a_word() {
        let words = words();
        for (file, columns) in [(VACCINES, 3), (TESTS, 3)] {
            let mut seen = BTreeSet::new();
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let cells: Vec<_> = line.split('\t').collect();
                assert_eq!(cells.len(), columns, "{line}");
                assert!(cells.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{line}");
                assert!(seen.insert(cells[0]), "{line}");
                let disease = words.get(format!("disease.{}", cells[1]));
                assert!(cells[1] == SEVERAL || disease.is_some(), "{line}");
            }
        }
        for (code, _) in catalogue::rows(TESTS) {
            assert!(words.get(format!("method.{code}")).is_some(), "{code}");
        }
    }

    #[test]
    fn the_best_known_system_is_taken() {
        let atc = json!({"system": "http://www.whocc.no/atc", "code": "J07BL01"});
        let cvx = json!({"system": "http://hl7.org/fhir/sid/cvx", "code": "37"});
        let own = json!({"system": "urn:example", "code": "YF"});
        let taken = |codings: &[Value]| coded(codings).map(|coded| (coded.system.unwrap(), coded.code));
        assert_eq!(taken(&[own.clone(), atc.clone(), cvx.clone()]), Some(("cvx".into(), "37".into())));
        assert_eq!(taken(&[own.clone(), atc]), Some(("atc".into(), "J07BL01".into())));
        assert_eq!(taken(&[own]), Some(("urn:example".into(), "YF".into())));
        assert_eq!(taken(&[json!({"system": "urn:example"})]), None);
        assert_eq!(disease_of_vaccine(&[cvx]).unwrap().code, "16541001");
    }

    #[test]
    fn leading_zeros_do_not_matter_and_unknown_codes_are_said_to_be() {
        let cvx =
            |code: &str| coded(&[json!({"system": "http://hl7.org/fhir/sid/cvx", "code": code})]).unwrap();
        assert_eq!(cvx("3").display, cvx("03").display);
        assert_eq!(cvx("03").in_catalogue, Some(true));
        assert_eq!((cvx("9999").in_catalogue, cvx("9999").display), (Some(false), None));
    }
}
