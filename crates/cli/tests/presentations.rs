//! `healthpass verify` of codes that wallets make for the moment.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use healthpass_tests::own_presentations::{Vector, cases};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn vector(id: &str) -> Vector {
    cases().iter().find(|case| case.id == id).expect("a vector").ask()
}

/// A folder with the vector's keys as files, and their passphrase.
fn folder(vector: &Vector) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("presentation-{}", vector.id));
    fs::create_dir_all(&folder).expect("a folder");
    for (number, key) in vector.keys.iter().enumerate() {
        fs::write(folder.join(format!("{number}.pem")), &key.pem).expect("written");
        fs::write(folder.join("passphrase"), format!("{}\n", key.passphrase)).expect("written");
    }
    let certificate = vector.options["keys"][0]["cert"].as_str().expect("a certificate");
    fs::write(folder.join("issuer.txt"), certificate).expect("written");
    folder
}

fn verify(vector: &Vector, more: &[&str]) -> Output {
    let folder = folder(vector);
    let mut program = Command::new(env!("CARGO_BIN_EXE_healthpass"));
    program.args(["verify", "--json", "--at", vector.options["at"].as_str().expect("a time")]);
    program.arg("--key").arg(folder.join("issuer.txt"));
    for number in 0..vector.keys.len() {
        program.arg("--authority-key").arg(folder.join(format!("{number}.pem")));
    }
    if !vector.keys.is_empty() {
        program.arg("--passphrase-file").arg(folder.join("passphrase"));
    }
    if let Some([first, second]) = vector.options["mrz"].as_array().map(Vec::as_slice) {
        let text = |line: &Value| line.as_str().expect("a line").to_owned();
        program.arg("--mrz").args([text(first), text(second)]);
    }
    program.args(more).arg(&vector.text).output().expect("the program runs")
}

#[test]
fn prints_the_bytes_of_every_other_surface() {
    for (id, status) in
        [("sealed", 0), ("sealed-with-passport", 0), ("sealed-to-others", 1), ("stale", 1), ("cut-off", 2)]
    {
        let vector = vector(id);
        let output = verify(&vector, &[]);
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(said.trim_end(), vector.report, "{id}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{id}");
    }
}

#[test]
fn a_question_and_its_answer() {
    for id in ["answer", "other-answer"] {
        let vector = vector(id);
        let question = vector.options["challenge"].as_str().expect("a question");
        let output = verify(&vector, &["--challenge", question]);
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), vector.report);
    }
}

#[test]
fn a_wrong_passphrase_is_wrong_usage() {
    let vector = vector("sealed");
    fs::write(folder(&vector).join("other"), "another").expect("written");
    let folder = folder(&vector);
    let output = Command::new(env!("CARGO_BIN_EXE_healthpass"))
        .args(["verify", "--authority-key"])
        .arg(folder.join("0.pem"))
        .arg("--passphrase-file")
        .arg(folder.join("other"))
        .arg(&vector.text)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&output.stderr).contains("key.passphrase"));
}

#[test]
fn requests_bring_what_they_need_and_none_is_a_replay() {
    let sealed = vector("sealed");
    let answer = vector("answer");
    let folder = folder(&sealed);
    let request = |id: &str, vector: &Vector| {
        let mut request = vector.options.clone();
        request["id"] = json!(id);
        request["text"] = json!(vector.text);
        request.to_string()
    };
    let lines = [request("1", &sealed), request("2", &sealed), request("3", &answer)].join("\n");
    let file = folder.join("requests.ndjson");
    fs::write(&file, lines).expect("written");
    let mut program = Command::new(env!("CARGO_BIN_EXE_healthpass"));
    program.arg("verify").arg("--batch").arg(&file).arg("--authority-key").arg(folder.join("0.pem"));
    let output = program.arg("--passphrase-file").arg(folder.join("passphrase")).output().expect("it runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<&str> = said.lines().collect();
    let report = |id: &str, vector: &Vector| format!("{{\"id\":\"{id}\",\"report\":{}}}", vector.report);
    assert_eq!(answers, [report("1", &sealed), report("2", &sealed), report("3", &answer)]);
}
