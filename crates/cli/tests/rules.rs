//! `healthpass rules` and `healthpass trip`, as a user runs them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod program;

use healthpass_tests::own::{AT, ITHC, Issuer};
use program::Folder;
use serde_json::{Value, json};
use std::fs;
use std::ops::Deref;
use std::path::Path;

/// A folder of its own for one test, with a root key, an issuer's certificate, a code and the shipped packs.
struct Desk(Folder);

impl Desk {
    fn new() -> Self {
        let desk = Self(Folder::new());
        desk.succeeds(&["keys", "new", "--country", "XX", "--name", "Root", "root"]);
        let china = Issuer::china();
        desk.write("issuer.pem", china.certificate().to_pem());
        desk.write("code.txt", china.ithc(ITHC));
        let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cert/rules");
        for entry in fs::read_dir(packs).expect("packs").flatten() {
            fs::copy(entry.path(), desk.path(entry.file_name())).expect("copied");
        }
        desk.write("trip.json", trip("GH").to_string());
        desk
    }

    /// What it printed, with this exit status.
    fn exits(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8") + &error
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        self.exits(0, arguments)
    }

    fn build(&self, name: &str) {
        let (from, to) = (format!("{name}.json"), format!("{name}.rules"));
        self.succeeds(&["rules", "build", "--root-key", "root.key.pem", "--at", AT, "-o", &to, &from]);
    }
}

impl Deref for Desk {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

fn trip(from: &str) -> Value {
    json!({"stops": [{"country": from, "departs": "2026-12-01T10:00:00Z"},
                     {"country": "CN", "arrives": "2026-12-02T10:00:00+08:00"}]})
}

fn asked<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let usual =
        ["trip", "--rules", "yellow-fever.rules", "--trip", "trip.json", "--key", "issuer.pem", "--at", AT];
    [&usual, more].concat()
}

#[test]
fn shipped_packs_are_clean_and_answer_their_cases() {
    let desk = Desk::new();
    for pack in ["yellow-fever", "polio-departure"] {
        let (file, cases) = (format!("{pack}.json"), format!("{pack}.cases.json"));
        assert!(desk.succeeds(&["rules", "lint", "--at", AT, &file]).contains("nothing found"));
        assert!(desk.succeeds(&["rules", "test", &file, &cases]).contains(" 0 failed"));
    }
    let old = desk.exits(1, &["rules", "lint", "--at", AT, "hajj-2026.json"]);
    assert!(old.contains("[rules.lint.expired]") && old.contains("[rules.lint.vaccine-only]"), "{old}");
    let wrong = desk.text("yellow-fever.cases.json").replace("259200", "259201");
    desk.write("wrong.json", wrong);
    let told = desk.exits(1, &["rules", "test", "yellow-fever.json", "wrong.json"]);
    assert!(
        told.contains("FAIL three days short") && told.contains("expected 259201, found 259200"),
        "{told}"
    );
}

#[test]
fn a_pack_with_errors_is_not_signed() {
    let desk = Desk::new();
    let text = desk.text("yellow-fever.json");
    desk.write("bad.json", text.replace("plusTime", "minusTime"));
    let told =
        desk.exits(64, &["rules", "build", "--root-key", "root.key.pem", "-o", "bad.rules", "bad.json"]);
    assert!(told.contains("[rules.pack.logic]"), "{told}");
    assert!(!desk.path("bad.rules").exists());
}

#[test]
fn a_trip_says_what_is_missing() {
    let desk = Desk::new();
    desk.build("yellow-fever");
    let text = desk.exits(1, &asked(&["code.txt"]));
    assert!(text.starts_with("NOT ENOUGH"), "{text}");
    assert!(text.contains("VR-XW-0001 The dose was given at least 10 days ago"), "{text}");
    assert!(text.contains("[rules.no-record]") && text.contains("quarantine 6 days"), "{text}");
    assert!(text.contains("as of 2026-11-22T00:00:00Z, 9 days old"), "{text}");
    let decision: Value =
        serde_json::from_str(&desk.exits(1, &asked(&["--json", "code.txt"]))).expect("JSON");
    assert_eq!(decision["answer"], "not-met");
    assert_eq!(decision["legs"][1]["requirements"][0]["gaps"][0]["disease"], "16541001");
    desk.write("trip.json", trip("DE").to_string());
    assert!(desk.succeeds(&asked(&["code.txt"])).starts_with("ENOUGH"));
    let unknown = ["trip", "--rules", "yellow-fever.rules", "--trip", "trip.json", "--at", AT, "code.txt"];
    assert!(desk.succeeds(&unknown).contains("certificate 1 does not count: Issuer not recognised"));
}

#[test]
fn the_root_is_pinned_by_hash_file_or_certificate() {
    let desk = Desk::new();
    desk.build("yellow-fever");
    let pin = desk.text("yellow-fever.rules.sha256");
    desk.write("trip.json", trip("DE").to_string());
    assert!(desk.succeeds(&asked(&["--rules-root", pin.trim(), "code.txt"])).starts_with("ENOUGH"));
    assert!(desk.succeeds(&asked(&["--rules-root", "root.cert.pem", "code.txt"])).starts_with("ENOUGH"));
    let refused = desk.exits(64, &asked(&["--rules-root", "issuer.pem", "code.txt"]));
    assert!(refused.contains("rules.pack.not-from-root"), "{refused}");
    desk.write("trip.json", r#"{"stops": [{"country": "DE", "departs": "tomorrow"}]}"#);
    assert!(desk.exits(64, &asked(&["code.txt"])).contains("rules.trip.time at stops[0].departs"));
}

#[test]
fn verify_holds_the_rules_against_one_certificate() {
    let desk = Desk::new();
    desk.build("yellow-fever");
    let usual = ["verify", "--key", "issuer.pem", "--at", AT, "--rules", "yellow-fever.rules"];
    let with = |more: &[&'static str]| [&usual[..], more].concat();
    let report: Value =
        serde_json::from_str(&desk.exits(1, &with(&["--trip", "trip.json", "--json", "code.txt"])))
            .expect("JSON");
    assert_eq!(report["verdict"], "rule-not-met");
    assert_eq!(report["checks"]["rules"]["state"], "fail");
    let report: Value = serde_json::from_str(&desk.succeeds(&with(&["--json", "code.txt"]))).expect("JSON");
    assert_eq!(report["checks"]["rules"]["reasons"][0]["code"], "rules.no-trip");
    let text = desk.exits(1, &with(&["--trip", "trip.json", "code.txt"]));
    assert!(text.starts_with("RULE NOT MET") && text.contains("[yellow-fever-entry]"), "{text}");
    let request = json!({"id": 1, "text": desk.text("code.txt")});
    desk.write("in.ndjson", request.to_string());
    let batch = desk.succeeds(&with(&["--trip", "trip.json", "--batch", "in.ndjson"]));
    let answer: Value = serde_json::from_str(&batch).expect("JSON");
    assert_eq!(answer["report"]["verdict"], "rule-not-met");
}

const RULE: &str = r#"{"Identifier": "GR-XA-0001", "Type": "Acceptance", "Country": "XA", "Version": "1.0.0",
    "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0", "CertificateType": "General",
    "Description": [{"lang": "en", "desc": "One dose at least."}, {"lang": "de", "desc": "Mindestens eine."}],
    "ValidFrom": "2021-07-01T00:00:00Z", "ValidTo": "2030-06-01T00:00:00Z", "AffectedFields": ["v.0.dn"],
    "Logic": {">": [{"var": "payload.v.0.dn"}, 0]}}"#;

#[test]
fn published_rules_become_a_pack_that_can_be_signed() {
    let desk = Desk::new();
    desk.write("eu/XA/rule.json", RULE);
    desk.write("eu/sets.json", r#"{"valueSetId": "tests", "valueSetValues": {"a": {}, "b": {}}}"#);
    desk.write("eu/other.json", "{}");
    desk.write("eu/broken.json", "{\"Logic\": ");
    let told = desk.succeeds(&["rules", "import-eu", "eu", "--id", "xa", "--at", AT, "-o", "xa.json"]);
    assert!(told.contains("left out, no JSON: eu/broken.json"), "{told}");
    assert!(told.contains("1 rules") && told.contains("1 files were of no use"), "{told}");
    let pack: Value = serde_json::from_str(&desk.text("xa.json")).unwrap();
    assert_eq!(pack["valueSets"]["tests"], json!(["a", "b"]));
    assert_eq!(pack["rules"][0]["Description"].as_array().unwrap().len(), 1);
    desk.build("xa");
}

#[test]
fn bare_rules_run_line_by_line() {
    let desk = Desk::new();
    let rule: Value = serde_json::from_str(RULE).unwrap();
    let dose = |dose: Value| json!({"payload": {"ver": "1.3.0", "v": [{"dn": dose}]}, "external": {}});
    let mut newer = rule.clone();
    newer["EngineVersion"] = json!("2.0.0");
    let lines = [
        json!({"id": "a", "rule": rule, "data": dose(json!(1))}),
        json!({"id": "b", "rule": rule, "data": dose(json!(0))}),
        json!({"id": "c", "rule": rule, "data": dose(json!("one"))}),
        json!({"id": "d", "rule": newer, "data": dose(json!(1))}),
        json!({"id": 5, "logic": {"+": [{"var": "x"}, 1]}, "data": {"x": 2}}),
        json!({"id": 6, "logic": {"!": [{"var": "x"}]}, "data": {}}),
        json!({"id": 7, "rule": {}, "data": {}}),
    ];
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    desk.write("in.ndjson", text + "no JSON\n");
    let answers = desk.succeeds(&["rules", "run", "--batch", "in.ndjson"]);
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0], json!({"id": "a", "result": "PASSED", "value": true}));
    assert_eq!(answers[1], json!({"id": "b", "result": "FAIL", "value": false}));
    assert_eq!(answers[2]["result"], "OPEN");
    assert_eq!(answers[2]["why"], "rules.undecided: certlogic.type at />");
    assert_eq!((&answers[3]["result"], &answers[3]["why"]), (&json!("OPEN"), &json!("rules.engine")));
    assert_eq!((&answers[4]["result"], &answers[4]["value"]), (&json!("OPEN"), &json!(3)));
    assert_eq!(answers[5]["result"], "PASSED");
    assert!(answers[6]["error"]["message"].as_str().unwrap().contains("rules.pack.shape"));
    assert_eq!(answers[7]["error"]["line"], 8);
}
