//! `healthpass issue` of a certificate of vaccination: keys made, signed, verified and read by a person, beside a
//! passport or without one.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod program;

use healthpass_cert::ithc::selective::disclosures;
use healthpass_cert::presentation::request::parse_answer;
use healthpass_cert::sd_cwt::Token;
use healthpass_tests::own::{ANNA, ITHC};
use healthpass_tests::{selective, who};
use program::Folder;
use serde_json::{Value, json};
use std::process::Output;

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

/// A folder with Sweden's keys.
fn desk() -> Folder {
    let desk = Folder::new();
    let named =
        ["keys", "new", "--country", "SE", "--name", "TEST ONLY", "--at", "2026-01-01T00:00:00Z", "se"];
    desk.succeeds(&named);
    desk
}

fn issue(desk: &Folder, content: &Value, more: &[&str]) -> Output {
    desk.write("content.json", content.to_string());
    let keys = ["issue", "--key", "se.key.pem", "--cert", "se.cert.pem"];
    let times = ["--at", "2026-11-24T08:00:00Z", "--expires", "2027-11-24T08:00:00Z"];
    desk.run(&[&keys[..], &times, more, &["content.json"]].concat())
}

#[test]
fn a_certificate_of_vaccination_is_issued_and_verified() {
    let desk = desk();
    let issued = issue(&desk, &who::icvp(), &[]);
    assert!(issued.status.success(), "{}", text(issued.stderr));
    let code = text(issued.stdout);
    let asked = ["verify", "--key", "se.cert.pem", "--at", "2026-12-01T08:00:00Z"];
    let verified = desk.run(&[&asked[..], &["--json", code.trim()]].concat());
    assert!(verified.status.success(), "{}", text(verified.stderr));
    let report: Value = serde_json::from_str(&text(verified.stdout)).expect("JSON");
    assert_eq!((&report["verdict"], &report["format"]), (&json!("verified"), &json!("icvp")));
    let shown = text(desk.run(&[&asked[..], &[code.trim()]].concat()).stdout);
    assert!(shown.contains("Yellow fever") && shown.contains("STAMARIL"), "{shown}");

    let refused = issue(&desk, &who::with(who::icvp(), "/vx/dv", json!("2026-12-24")), &[]);
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(text(refused.stderr).contains("content.schema.dose-after-issue at vx.dv"));
}

#[test]
fn a_zone_of_two_lines_leaves_the_code_after_it_alone() {
    let desk = desk();
    let code = text(issue(&desk, &who::icvp(), &[]).stdout);
    let zone = ANNA.lines();
    let asked = ["verify", "--key", "se.cert.pem", "--at", "2026-12-01T08:00:00Z"];
    let ending = |end: &[&str]| desk.run(&[&asked[..], end].concat()).status.code();
    assert_eq!(ending(&["--mrz", &zone[0], &zone[1], code.trim()]), Some(0));
    assert_eq!(ending(&[code.trim(), "--mrz", &zone[0], &zone[1]]), Some(0));
    assert_eq!(ending(&["--mrz", &zone[0], &zone[1]]), Some(64));
}

#[test]
fn a_wallets_request_is_answered_with_a_token_for_each_key() {
    let desk = desk();
    let content = serde_json::from_str(ITHC).expect("JSON");
    let devices = selective::devices(3);
    desk.write("request.txt", selective::asked(&devices));
    let mut answers = Vec::new();
    for request in ["request.txt", &selective::asked(&devices)] {
        let issued = issue(&desk, &content, &["--selective", "--request", request]);
        assert!(issued.status.success(), "{}", text(issued.stderr));
        let tokens = parse_answer(&text(issued.stdout)).expect("an answer");
        for device in &devices {
            let mine = |token: &&Token| *token.unverified_device_key() == device.public_key();
            assert_eq!(tokens.iter().filter(mine).count(), 1);
        }
        assert!(tokens.iter().all(|token| disclosures(token).expect("names").len() == 8));
        answers.push(tokens);
    }
    assert_ne!(answers[0][0].disclosures(), answers[1][0].disclosures(), "new salts each time");
}

#[test]
fn a_request_without_proof_or_for_another_format_is_refused() {
    let desk = desk();
    let content = serde_json::from_str(ITHC).expect("JSON");
    let request = selective::asked(&selective::devices(1));
    // The signature stands at the end: another last byte is another signature.
    let last = if request.ends_with("0") { "1" } else { "0" };
    let forged = format!("{}{last}", &request[..request.len() - 1]);
    let cases = [
        (&content, forged.as_str(), "request.proof"),
        (&who::icvp(), request.as_str(), "issue.redaction.place"),
    ];
    for (content, request, code) in cases {
        let refused = issue(&desk, content, &["--selective", "--request", request]);
        assert!(!refused.status.success() && refused.stdout.is_empty());
        let said = text(refused.stderr);
        assert!(said.contains(code), "{said}");
    }
}
