//! Codes that states really issued (`hcert-dcc/dcc-quality-assurance.jsonl`) through
//! `healthpass verify --batch`: every one of them is read, and its issuer's key verifies it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod program;

use healthpass_tests::vectors::json_lines;
use program::batch;
use serde_json::{Value, json};

#[test]
fn every_code_verifies_with_its_key_however_the_key_is_given() {
    let Some(codes) = json_lines("hcert-dcc/dcc-quality-assurance.jsonl") else { return };
    assert_eq!(codes.len(), 57);
    for (form, member) in [("pem", "spki_pem"), ("cert", "x5c0")] {
        let with_key: Vec<&Value> = codes.iter().filter(|code| code["key"][member].is_string()).collect();
        let requests: Vec<Value> =
            with_key.iter().map(|code| request(code, json!([{form: code["key"][member]}]))).collect();
        let answers = batch(&requests);
        for code in &with_key {
            let path = code["path"].as_str().expect("a path");
            let report = &answers[path]["report"];
            assert_eq!(state(report, "signature"), "pass", "{path}: {}", answers[path]);
            assert_eq!(report["key"]["kid"], code["kid"], "{path}");
            assert_eq!(report["claims"]["1"], code["iss"], "{path}");
            assert_eq!(report["format"], "dcc", "{path}");
        }
        println!("{} of {} codes verify with a key given as {form}", with_key.len(), codes.len());
        assert_eq!(with_key.len(), 57);
    }
}

#[test]
fn every_code_is_read_without_a_key_and_nobody_vouches_for_it() {
    let Some(codes) = json_lines("hcert-dcc/dcc-quality-assurance.jsonl") else { return };
    let answers = batch(&codes.iter().map(|code| request(code, json!([]))).collect::<Vec<_>>());
    for (path, answer) in &answers {
        let report = &answer["report"];
        assert_eq!(state(report, "envelope"), "pass", "{path}: {answer}");
        assert_eq!(report["verdict"], "issuer-not-recognised", "{path}");
        assert!(report["certificate"]["records"][0].is_object(), "{path}");
        assert!(report["certificate"]["person"].is_object(), "{path}");
    }
    println!("{} codes read", answers.len());
}

/// Asked about the moment of issue, so that the answer does not age.
fn request(code: &Value, keys: Value) -> Value {
    json!({"id": code["path"], "text": code["text"], "at": "2022-02-01T00:00:00Z", "keys": keys})
}

/// State of a check.
fn state<'a>(report: &'a Value, check: &str) -> &'a str {
    report["checks"][check]["state"].as_str().expect("a state")
}
