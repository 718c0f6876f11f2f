//! What stands in an HC1 code beside a plain DCC and ITHC: DDCC, ICVP, health links, states' own members.

use healthpass_cert::decoded::Decoded;
use healthpass_cert::report::{Report, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_tests::ask::{codes, verify_with};
use healthpass_tests::own::AT;
use healthpass_tests::vectors;
use serde_json::{Value, json};
use std::fs;

const FOLDERS: [&str; 4] = ["hcert-ddcc", "hcert-icvp-dvc", "hcert-shl", "hcert-dcc"];

/// Vectors whose answer is not the one their source states: their verdict, a reason code of it, and why.
const DEVIATIONS: [(&str, Verdict, &str, &str); 0] = [];

#[test]
fn every_vector_gets_the_answer_its_source_states() {
    let mut seen = 0;
    for folder in FOLDERS {
        let Some(folder) = vectors::locate(folder) else { continue };
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let vector: Value =
                serde_json::from_str(&fs::read_to_string(&path).expect("text")).expect("JSON");
            check(&vector);
            seen += 1;
        }
    }
    println!("{seen} vectors");
}

fn check(vector: &Value) {
    let id = vector["id"].as_str().expect("an id");
    let report = report(vector);
    let expected = match vector["expect"]["status"].as_str().expect("a status") {
        "valid" => Verdict::Verified,
        "unknown-key" => Verdict::IssuerNotRecognised,
        status if status.starts_with("bad-signature") => Verdict::NotGenuine,
        other => panic!("{id}: {other}"),
    };
    match DEVIATIONS.iter().find(|(deviating, ..)| *deviating == id) {
        None => println!("{id}: {:?} {expected:?} {:#?}", report.verdict, reasons(&report)),
        Some((_, verdict, reason, why)) => {
            assert_eq!(report.verdict, *verdict, "{id}: {why}: {:?}", reasons(&report));
            assert!(reasons(&report).contains(reason), "{id}: {why}: {:?}", reasons(&report));
        }
    }
}

/// Codes of all checks: what they say of a certificate, but nothing out of it.
fn reasons(report: &Report) -> Vec<&'static str> {
    let checks = &report.checks;
    let all =
        [&checks.envelope, &checks.signature, &checks.issuer, &checks.time, &checks.usage, &checks.content];
    all.iter().flat_map(|check| codes(check)).collect()
}

/// Asked about at the time of its issue.
fn report(vector: &Value) -> Report {
    let text = vector["payload"].as_str().expect("a text");
    let at = Decoded::read(text).ok().and_then(|decoded| {
        let times = decoded.unverified_times();
        times.issued_at.or(times.not_before).or(times.expires_at)
    });
    let at = at.map_or(AT.to_owned(), UnixTime::rfc3339);
    let key = &vector["key"];
    let keys = match (key["x5c0"].as_str(), key["spki_pem"].as_str()) {
        (Some(certificate), _) => json!([{"cert": certificate}]),
        (None, Some(pem)) => json!([{"pem": pem}]),
        (None, None) => json!([]),
    };
    verify_with(text, &json!({"at": at, "keys": keys}))
}
