//! The shipped packs: each reads, is clean, and answers its own cases.

use super::super::*;
use super::now;
use std::fs;
use std::path::PathBuf;

const PACKS: [&str; 6] = [
    "china-double-negative-2020",
    "eu-2022",
    "hajj-2026",
    "polio-departure",
    "quarantine-waiver-2021",
    "yellow-fever",
];

fn text(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules");
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_shipped_pack_answers_its_cases() {
    let mut wrong = Vec::new();
    for name in PACKS {
        let pack =
            Pack::read(&text(&format!("{name}.json"))).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(pack.id, name);
        let results = run_cases(&pack, &text(&format!("{name}.cases.json")), now());
        let results = results.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(results.len() >= 6, "{name} has {} cases", results.len());
        for result in results.into_iter().filter(|result| !result.differences.is_empty()) {
            wrong.push((name, result.name, result.differences));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Warnings are for whoever publishes: Hajj asks for vaccines and knows no other way.
#[test]
fn shipped_packs_are_free_of_errors_on_the_day_they_were_made() {
    for name in PACKS {
        let text = text(&format!("{name}.json"));
        let pack = Pack::read(&text).unwrap();
        for finding in lint(&text, pack.created_at) {
            let known = name == "hajj-2026" && finding.code == lint_code::VACCINE_ONLY;
            assert!(known, "{name}: {finding:?}");
        }
    }
}

#[test]
fn the_folder_holds_nothing_but_packs_that_are_tested() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for name in names.filter(|name| name.ends_with(".json")) {
        let known =
            PACKS.iter().any(|pack| name == format!("{pack}.json") || name == format!("{pack}.cases.json"));
        assert!(known, "{name}");
    }
}
