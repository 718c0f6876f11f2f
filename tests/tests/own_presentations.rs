//! Our own presentations: what the core says today is what their files say, byte for byte.
//!
//! `HEALTHPASS_BLESS=1` writes the files anew; the verdicts and reasons in the table stay the judge.

use healthpass_crypto::sealing_file;
use healthpass_tests::own_presentations::{Vector, cases, folder};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_case_gets_the_answer_it_was_made_for() {
    for case in cases() {
        let vector = case.ask();
        let report: serde_json::Value = serde_json::from_str(&vector.report).expect("JSON");
        assert_eq!(report["verdict"], case.verdict, "{}: {}", case.id, vector.report);
        if let Some(reason) = case.reason {
            let quoted = format!("{{\"code\":\"{reason}\"");
            assert!(vector.report.contains(&quoted), "{}: {}", case.id, vector.report);
        }
    }
}

#[test]
fn every_file_is_what_its_case_gives() {
    let bless = std::env::var_os("HEALTHPASS_BLESS").is_some_and(|value| value == "1");
    let mut expected = BTreeSet::new();
    for case in cases() {
        let fresh = case.ask().file();
        let name = format!("{}.json", case.id);
        let path = folder().join(&name);
        if bless {
            fs::create_dir_all(folder()).expect("a folder");
            fs::write(&path, &fresh).expect("written");
        }
        let stored = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(stored == fresh, "{name} changed; if it should, run with HEALTHPASS_BLESS=1\n{fresh}");
        expected.insert(name);
    }
    let files = fs::read_dir(folder()).expect("a folder");
    let names = files.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), expected, "files and cases");
}

#[test]
fn the_keys_in_the_files_open_with_their_passphrases() {
    let mut keys = Vec::new();
    for case in cases() {
        let vector: Vector = case.ask();
        for key in vector.keys {
            if !keys.contains(&key) {
                sealing_file::open(&key.pem, key.passphrase.as_bytes()).expect("it opens");
                keys.push(key);
            }
        }
    }
    assert_eq!(keys.len(), 2);
}
