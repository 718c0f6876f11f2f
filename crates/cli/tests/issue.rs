//! `healthpass issue` of a certificate of vaccination: keys made, signed, verified and read by a person, beside a
//! passport or without one.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use healthpass_cert::ithc::selective::disclosures;
use healthpass_cert::presentation::request::parse_answer;
use healthpass_cert::sd_cwt::Token;
use healthpass_tests::own::{ANNA, ITHC};
use healthpass_tests::{selective, who};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of its own, gone with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("healthpass-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("UTF-8").to_owned()
    }

    fn content(&self, content: &Value) -> String {
        let path = self.path("content.json");
        std::fs::write(&path, content.to_string()).expect("written");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_healthpass")).args(arguments).output().expect("the program ends")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

fn issue(folder: &Folder, content: &Value) -> Output {
    let (key, certificate) = (folder.path("se.key.pem"), folder.path("se.cert.pem"));
    let times = ["--at", "2026-11-24T08:00:00Z", "--expires", "2027-11-24T08:00:00Z"];
    let arguments =
        [&["issue", "--key", &key, "--cert", &certificate][..], &times, &[&folder.content(content)]];
    run(&arguments.concat())
}

fn new_keys(folder: &Folder) {
    let made = run(&[
        "keys",
        "new",
        "--country",
        "SE",
        "--name",
        "TEST ONLY",
        "--at",
        "2026-01-01T00:00:00Z",
        &folder.path("se"),
    ]);
    assert!(made.status.success(), "{}", text(made.stderr));
}

#[test]
fn a_certificate_of_vaccination_is_issued_and_verified() {
    let folder = Folder::new("issue-icvp");
    new_keys(&folder);
    let issued = issue(&folder, &who::icvp());
    assert!(issued.status.success(), "{}", text(issued.stderr));
    let code = text(issued.stdout);
    let certificate = folder.path("se.cert.pem");
    let asked = ["verify", "--key", &certificate, "--at", "2026-12-01T08:00:00Z"];
    let verified = run(&[&asked[..], &["--json", code.trim()]].concat());
    assert!(verified.status.success(), "{}", text(verified.stderr));
    let report: Value = serde_json::from_str(&text(verified.stdout)).expect("JSON");
    assert_eq!((&report["verdict"], &report["format"]), (&json!("verified"), &json!("icvp")));
    let shown = text(run(&[&asked[..], &[code.trim()]].concat()).stdout);
    assert!(shown.contains("Yellow fever") && shown.contains("STAMARIL"), "{shown}");

    let refused = issue(&folder, &who::with(who::icvp(), "/vx/dv", json!("2026-12-24")));
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(text(refused.stderr).contains("content.schema.dose-after-issue at vx.dv"));
}

#[test]
fn a_zone_of_two_lines_leaves_the_code_after_it_alone() {
    let folder = Folder::new("zone");
    new_keys(&folder);
    let code = text(issue(&folder, &who::icvp()).stdout);
    let certificate = folder.path("se.cert.pem");
    let zone = ANNA.lines();
    let asked = ["verify", "--key", &certificate, "--at", "2026-12-01T08:00:00Z"];
    let ending = |end: &[&str]| run(&[&asked[..], end].concat()).status.code();
    assert_eq!(ending(&["--mrz", &zone[0], &zone[1], code.trim()]), Some(0));
    assert_eq!(ending(&[code.trim(), "--mrz", &zone[0], &zone[1]]), Some(0));
    assert_eq!(ending(&["--mrz", &zone[0], &zone[1]]), Some(64));
}

fn issue_selectively(folder: &Folder, content: &Value, request: &str) -> Output {
    let (key, certificate) = (folder.path("se.key.pem"), folder.path("se.cert.pem"));
    let times = ["--at", "2026-11-24T08:00:00Z", "--expires", "2027-11-24T08:00:00Z"];
    let arguments = [
        &["issue", "--selective", "--request", request, "--key", &key, "--cert", &certificate][..],
        &times,
        &[&folder.content(content)],
    ];
    run(&arguments.concat())
}

#[test]
fn a_wallets_request_is_answered_with_a_token_for_each_key() {
    let folder = Folder::new("issue-selective");
    new_keys(&folder);
    let content = serde_json::from_str(ITHC).expect("JSON");
    let devices = selective::devices(3);
    let asked = folder.path("request.txt");
    std::fs::write(&asked, selective::asked(&devices)).expect("written");
    let mut answers = Vec::new();
    for request in [asked.as_str(), &selective::asked(&devices)] {
        let issued = issue_selectively(&folder, &content, request);
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
    let folder = Folder::new("issue-refused");
    new_keys(&folder);
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
        let refused = issue_selectively(&folder, content, request);
        assert!(!refused.status.success() && refused.stdout.is_empty());
        let said = text(refused.stderr);
        assert!(said.contains(code), "{said}");
    }
}
