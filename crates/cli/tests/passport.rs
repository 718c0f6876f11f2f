//! `healthpass passport`: zones read, repaired and written, and batches of comparisons.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod program;

use program::fed;
use serde_json::{Value, json};
use std::process::Output;

const NAME: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const DATA: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
const MISREAD: &str = "L898902C36UTO74O8122F1204159ZE184226B<<<<<10";

fn run(arguments: &[&str], input: &str) -> Output {
    fed(&[&["passport"], arguments].concat(), input.to_owned())
}

fn zone(arguments: &[&str], input: &str) -> (Option<i32>, Value) {
    let output = run(&[&["mrz", "--json", "--at", "2026-12-01T00:00:00Z"], arguments].concat(), input);
    (output.status.code(), serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn lines_come_as_arguments_as_one_text_or_on_standard_input() {
    let joined = format!("{NAME}\n{DATA}");
    let ways: [(&[&str], &str); 5] = [
        (&[NAME, DATA], ""),
        (&[&joined], ""),
        (&[&joined.replace('\n', "\\n")], ""),
        (&["-"], &joined),
        (&[], &joined),
    ];
    for (arguments, input) in ways {
        let (status, read) = zone(arguments, input);
        assert_eq!((status, &read["fields"]["number"]), (Some(0), &json!("L898902C3")), "{arguments:?}");
        assert_eq!(read["lines"], json!([NAME, DATA]));
    }
}

#[test]
fn what_does_not_hold_is_named_and_repaired_when_asked() {
    let (status, read) = zone(&[NAME, MISREAD], "");
    assert_eq!((status, &read["ok"]), (Some(1), &json!(false)));
    assert_eq!(read["checks"][1]["field"], "birth");
    assert_eq!(read["repair"]["changes"][0]["to"], "0");
    let (status, read) = zone(&["--repair", NAME, MISREAD], "");
    assert_eq!((status, &read["lines"][1]), (Some(0), &json!(DATA)));
    let (status, read) = zone(&["hello"], "");
    assert_eq!((status, &read["reasons"][0]["code"]), (Some(2), &json!("mrz.lines")));
    let said = String::from_utf8(run(&["mrz", NAME, MISREAD], "").stdout).expect("text");
    assert!(said.contains("[!] check digit: birth") && said.contains("O to 0"), "{said}");
}

#[test]
fn what_was_read_is_written_again() {
    let zones: [&[&str]; 3] = [
        &[NAME, DATA],
        &[
            "I<UTOD23145890<7349<<<<<<<<<<<",
            "3407127M9507122UTO<<<<<<<<<<<2",
            "STEVENSON<<PETER<<<<<<<<<<<<<<",
        ],
        &["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"],
    ];
    for lines in zones {
        let (_, read) = zone(lines, "");
        let (status, written) = zone(&["--build", "-"], &read.to_string());
        assert_eq!((status, &written["lines"]), (Some(0), &json!(lines)));
    }
    let chinese = json!({
        "code": "PO", "issuer": "CHN", "surname": "Yang", "givenNames": "Zhao", "number": "E12345678",
        "nationality": "CHN", "birthDate": "1985-09-03", "sex": "F", "expiresOn": "2033-01-15", "nativeName": "杨昭",
    });
    let (_, written) = zone(&["--build", "-"], &chinese.to_string());
    assert_eq!(written["fields"]["optional"], "NBOONFNB<<<<A9");
    assert_eq!(run(&["mrz", "--build", "-"], "{}").status.code(), Some(64));
}

#[test]
fn a_batch_answers_every_line_and_stops_at_none() {
    let mrz =
        json!({ "name": "WANG<<XIAOMING", "dob": "810803", "no": "E12345678", "opt": "", "issuer": "CHN" });
    let cert = json!({ "fn": "Wang", "gn": "Xiao Ming", "dob": "1981-08-03" });
    let broken = json!({ "lines": [NAME, DATA.replace("7408122", "7408222")] });
    let expired = json!({ "lines": [NAME, DATA] });
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(100_000));
    let requests = [
        json!({ "id": 1, "cert": cert, "mrz": mrz }).to_string(),
        "not JSON".to_owned(),
        json!({ "id": 2, "cert": cert }).to_string(),
        json!({ "id": 3, "cert": cert, "mrz": broken }).to_string(),
        long,
        String::new(),
        json!({ "id": 4, "cert": cert, "mrz": expired }).to_string(),
        json!({ "id": 5, "cert": cert, "mrz": { "name": "W".repeat(60), "dob": "810803" } }).to_string(),
        json!({ "id": 6, "cert": { "fn": "Li", "dob": "1981-08-03" }, "mrz": mrz }).to_string(),
    ];
    for arguments in [&["match", "--batch"][..], &["match", "--batch", "-", "--at", "2026-12-01T00:00:00Z"]] {
        let output = run(arguments, &requests.join("\n"));
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let answers: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let outcomes: Vec<&Value> = answers.iter().map(|answer| &answer["outcome"]).collect();
        let absent = &Value::Null;
        let expected = [
            &json!("spacing_equivalent"),
            absent,
            absent,
            &json!("invalid:dob"),
            absent,
            &json!("invalid:expiry"),
            absent,
            &json!("mismatch:name"),
        ];
        assert_eq!(outcomes, expected);
        assert_eq!(answers[0]["reasons"][0]["code"], "match.name-spacing");
        assert_eq!((&answers[1]["error"]["line"], &answers[2]["id"]), (&json!(2), &json!(2)));
    }
}
