//! Our own vectors: what the core says today is what their files say, byte for byte.
//!
//! `HEALTHPASS_BLESS=1` writes the files anew; the verdicts and reasons in the table stay the judge.

use healthpass_tests::own_vectors::{Vector, cases, folder};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_case_gets_the_answer_it_was_made_for() {
    for case in cases() {
        let vector = Vector::ask(case.id, &case.text, &case.options);
        let report: serde_json::Value = serde_json::from_str(&vector.report).expect("JSON");
        assert_eq!(report["verdict"], case.verdict, "{}: {}", case.id, report["checks"]);
        if let Some(reason) = case.reason {
            let quoted = format!("{{\"code\":\"{reason}\"");
            assert!(vector.report.contains(&quoted), "{}: {}", case.id, report["checks"]);
        }
    }
}

#[test]
fn every_file_is_what_its_case_gives() {
    let bless = std::env::var_os("HEALTHPASS_BLESS").is_some_and(|value| value == "1");
    for case in cases() {
        let fresh = Vector::ask(case.id, &case.text, &case.options).file();
        let path = folder().join(format!("{}.json", case.id));
        if bless {
            fs::create_dir_all(folder()).expect("a folder");
            fs::write(&path, &fresh).expect("written");
        }
        let stored = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(
            stored == fresh,
            "{}: the report changed; if it should, run with HEALTHPASS_BLESS=1\n{fresh}",
            case.id
        );
    }
}

#[test]
fn every_file_stands_on_its_own() {
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        let stored: Vector =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(path.file_stem().and_then(|stem| stem.to_str()), Some(stored.id.as_str()));
        assert_eq!(Vector::ask(&stored.id, &stored.text, &stored.options), stored, "{}", stored.id);
        seen.insert(stored.id);
    }
    assert_eq!(seen, cases().iter().map(|case| case.id.to_owned()).collect(), "files and cases");
}
