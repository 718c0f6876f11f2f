//! `healthpass verify` of codes that wallets make for the moment.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use healthpass_tests::own_presentations::{Vector, cases};
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn vector(id: &str) -> Vector {
    cases().iter().find(|case| case.id == id).expect("a vector").ask()
}

/// A folder of its own for one test, with the vector's keys as files, and their passphrase.
struct Desk(PathBuf);

impl Desk {
    fn new(test: &str, vector: &Vector) -> Self {
        let name = format!("healthpass-presentation-{test}-{}-{}", vector.id, std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let desk = Self(folder);
        for (number, key) in vector.keys.iter().enumerate() {
            desk.write(&format!("{number}.pem"), &key.pem);
            desk.write("passphrase", &format!("{}\n", key.passphrase));
        }
        let certificate = vector.options["keys"][0]["cert"].as_str().expect("a certificate");
        desk.write("issuer.txt", certificate);
        desk
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.0.join(name), content).expect("written");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_healthpass"));
        program.args(arguments).current_dir(&self.0).output().expect("the program runs")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn verify(test: &str, vector: &Vector, more: &[&str]) -> Output {
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
    Desk::new(test, vector).run(&arguments)
}

#[test]
fn prints_the_bytes_of_every_other_surface() {
    for (id, status) in
        [("sealed", 0), ("sealed-with-passport", 0), ("sealed-to-others", 1), ("stale", 1), ("cut-off", 2)]
    {
        let vector = vector(id);
        let output = verify("bytes", &vector, &[]);
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
        let output = verify("question", &vector, &["--challenge", question]);
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), vector.report);
    }
}

#[test]
fn a_wrong_passphrase_is_wrong_usage() {
    let vector = vector("sealed");
    let desk = Desk::new("wrong", &vector);
    desk.write("other", "another");
    let output =
        desk.run(&["verify", "--authority-key", "0.pem", "--passphrase-file", "other", &vector.text]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(64), "{error}");
    assert!(error.contains("key.passphrase"), "{error}");
}

#[test]
fn requests_bring_what_they_need_and_none_is_a_replay() {
    let sealed = vector("sealed");
    let answer = vector("answer");
    let desk = Desk::new("requests", &sealed);
    let request = |id: &str, vector: &Vector| {
        let mut request = vector.options.clone();
        request["id"] = json!(id);
        request["text"] = json!(vector.text);
        request.to_string()
    };
    let lines = [request("1", &sealed), request("2", &sealed), request("3", &answer)].join("\n");
    desk.write("requests.ndjson", &lines);
    let keys = ["--authority-key", "0.pem", "--passphrase-file", "passphrase"];
    let output = desk.run(&[&["verify", "--batch", "requests.ndjson"], &keys[..]].concat());
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<&str> = said.lines().collect();
    let report = |id: &str, vector: &Vector| format!("{{\"id\":\"{id}\",\"report\":{}}}", vector.report);
    assert_eq!(answers, [report("1", &sealed), report("2", &sealed), report("3", &answer)]);
}
