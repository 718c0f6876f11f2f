//! Our own passports: what the core says of them today is what their files say, byte for byte.
//!
//! `HEALTHPASS_BLESS=1` writes the files anew; outcomes and codes in the table stay the judge.

use healthpass_tests::own_passports::{Vector, cases, folder};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_passport_gets_the_answer_it_was_made_for() {
    for case in cases() {
        let answer = case.vector().answer;
        let told: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(told["outcome"], case.outcome, "{}: {answer}", case.id);
        assert_eq!(
            told["reasons"] == serde_json::json!([]),
            case.outcome == "authentic",
            "{}: {answer}",
            case.id
        );
        if let Some(code) = case.code {
            assert!(answer.contains(&format!("{{\"code\":\"{code}\"")), "{}: {answer}", case.id);
        }
    }
}

#[test]
fn every_file_is_what_its_passport_gives() {
    let bless = std::env::var_os("HEALTHPASS_BLESS").is_some_and(|value| value == "1");
    let mut known = BTreeSet::new();
    for case in cases() {
        let fresh = case.vector().file();
        let path = folder().join(format!("{}.json", case.id));
        if bless {
            fs::create_dir_all(folder()).expect("a folder");
            fs::write(&path, &fresh).expect("written");
        }
        let stored = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(
            stored == fresh,
            "{}: it changed; if it should, run with HEALTHPASS_BLESS=1\n{fresh}",
            case.id
        );
        let vector: Vector = serde_json::from_str(&stored).expect("a vector");
        known.insert(format!("{}.json", vector.id));
    }
    let files = fs::read_dir(folder()).expect("a folder");
    let there: BTreeSet<_> =
        files.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
    assert_eq!(there, known, "files and passports");
}
