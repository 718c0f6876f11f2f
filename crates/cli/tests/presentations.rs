//! `healthpass verify` of codes that wallets make for the moment.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod program;

use healthpass_tests::own_presentations::{Vector, cases};
use program::Folder;
use serde_json::json;
use std::process::Output;

fn vector(id: &str) -> Vector {
    cases().iter().find(|case| case.id == id).expect("a vector").ask()
}

/// A folder with the vector's keys as files, and their passphrase.
fn folder(vector: &Vector) -> Folder {
    let folder = Folder::new();
    for (number, key) in vector.keys.iter().enumerate() {
        folder.write(&format!("{number}.pem"), &key.pem);
        folder.write("passphrase", format!("{}\n", key.passphrase));
    }
    folder.write("issuer.txt", vector.options["keys"][0]["cert"].as_str().expect("a certificate"));
    folder
}

fn verify(vector: &Vector, more: &[&str]) -> Output {
    let at = vector.options["at"].as_str().expect("a time");
    let keys: Vec<String> = (0..vector.keys.len()).map(|number| format!("{number}.pem")).collect();
    let mut arguments = vec!["verify", "--json", "--at", at, "--key", "issuer.txt"];
    arguments.extend(keys.iter().flat_map(|key| ["--authority-key", key]));
    if !keys.is_empty() {
        arguments.extend(["--passphrase-file", "passphrase"]);
    }
    if let Some([first, second]) = vector.options["mrz"].as_array().map(Vec::as_slice) {
        arguments.push("--mrz");
        arguments.extend([first, second].map(|line| line.as_str().expect("a line")));
    }
    arguments.extend(more);
    arguments.push(&vector.text);
    folder(vector).run(&arguments)
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
    let folder = folder(&vector);
    folder.write("other", "another");
    let output =
        folder.run(&["verify", "--authority-key", "0.pem", "--passphrase-file", "other", &vector.text]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(64), "{error}");
    assert!(error.contains("key.passphrase"), "{error}");
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
    folder.write("requests.ndjson", &lines);
    let keys = ["--authority-key", "0.pem", "--passphrase-file", "passphrase"];
    let output = folder.run(&[&["verify", "--batch", "requests.ndjson"], &keys[..]].concat());
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<&str> = said.lines().collect();
    let report = |id: &str, vector: &Vector| format!("{{\"id\":\"{id}\",\"report\":{}}}", vector.report);
    assert_eq!(answers, [report("1", &sealed), report("2", &sealed), report("3", &answer)]);
}
