//! The program itself, run as a user runs it.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

/// Answers of `healthpass verify --batch -` to these requests, by `id`.
pub fn batch(requests: &[Value]) -> BTreeMap<String, Value> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_healthpass"))
        .args(["verify", "--batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = program.stdin.take().expect("piped");
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = program.wait_with_output().expect("the program ends");
    writer.join().expect("no panic").expect("the program reads all of it");
    assert!(output.status.success(), "{}", output.status);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), requests.len(), "one answer a request");
    for (request, answer) in requests.iter().zip(&answers) {
        assert_eq!(request["id"], answer["id"], "in order");
    }
    answers.into_iter().map(|answer| (answer["id"].as_str().expect("text").to_owned(), answer)).collect()
}
