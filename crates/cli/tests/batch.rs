//! `healthpass verify --batch` with requests that are not what they should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod program;

use program::batch;
use serde_json::json;

#[test]
fn a_bad_request_is_answered_and_the_run_goes_on() {
    let at = "2026-12-01T08:00:00Z";
    let answers = batch(&[
        json!({"id": "no text", "at": at}),
        json!({"id": "bad time", "text": "HC1:", "at": "yesterday"}),
        json!({"id": "bad key", "text": "HC1:", "at": at, "keys": [{"pem": "nothing"}]}),
        json!({"id": "unknown key form", "text": "HC1:", "at": at, "keys": [{"secret": "x"}]}),
        json!({"id": "text of another type", "text": 5, "at": at}),
        json!({"id": "long", "text": "HC1:".to_owned() + &"A".repeat(900_000), "at": at}),
        json!({"id": "no code", "text": "hello", "at": at}),
    ]);
    let code = |id: &str| answers[id]["error"]["code"].as_str().unwrap_or("none").to_owned();
    assert_eq!(code("no text"), "request.json");
    assert_eq!(code("bad time"), "request.at");
    assert_eq!(code("bad key"), "trust.key");
    assert_eq!(code("unknown key form"), "request.json");
    assert_eq!(code("text of another type"), "request.json");
    let long = &answers["long"]["report"]["checks"]["envelope"]["reasons"][0];
    assert_eq!(long["code"], "envelope.prefix.too-long");
    let unreadable = &answers["no code"]["report"];
    assert_eq!(unreadable["verdict"], "unreadable");
    assert_eq!(unreadable["checks"]["envelope"]["reasons"][0]["code"], "envelope.prefix.unknown");
}
