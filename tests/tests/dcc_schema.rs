//! DCC content against `EXPECTEDSCHEMAVALIDATION` of the EU test data (`hcert-dcc/dgc-testdata.jsonl`).

use healthpass_cert::cbor::Value;
use healthpass_cert::dcc;
use std::fs;
use std::path::PathBuf;

/// Files, outside the Netherlands', on which we differ from the issuer's expectation, and why.
const EXCEPTIONS: &[(&str, &str)] = &[(
    "HU/2DCode/raw/3.json",
    "the testing centre has 100 characters; no version of the schema allows more than 80",
)];

/// The Dutch files state deliberately odd records: no country, no vaccine, no result, dose 0, a birth in
/// 1815 or in the future, an emoji for a name. Which of them are expected to be valid follows no published
/// schema, so they are counted, not compared.
const NOT_COMPARED: &str = "NL/";

struct Case {
    path: String,
    expected: Option<bool>,
    payload: Value,
}

#[test]
fn agrees_with_every_issuer_but_the_named_exceptions() {
    let Some(cases) = cases() else { return };
    let flagged: Vec<_> = cases.iter().filter(|c| !c.path.starts_with(NOT_COMPARED)).collect();
    let mut compared = 0;
    let mut differing = Vec::new();
    for case in flagged {
        let Some(expected) = case.expected else { continue };
        compared += 1;
        let reasons = dcc::check(&case.payload);
        if reasons.is_empty() != expected {
            println!("{}: expected {expected}, found {reasons:?}", case.path);
            differing.push(case.path.as_str());
        }
    }
    println!("{} of {compared} agree", compared - differing.len());
    assert!(compared >= 160, "only {compared} files compared");
    assert_eq!(differing, EXCEPTIONS.iter().map(|(path, _)| *path).collect::<Vec<_>>());
}

#[test]
fn every_payload_with_a_record_can_be_read() {
    let Some(cases) = cases() else { return };
    for case in &cases {
        match dcc::read(&case.payload) {
            Ok(read) => {
                let records = dcc::records(&read);
                assert_eq!(records.len(), read.entries.len(), "{}", case.path);
                assert!(!dcc::record_kinds(&read).is_empty(), "{}", case.path);
                assert!(dcc::person(&read).birth_date.as_deref() != Some(""), "{}", case.path);
            }
            Err(reason) => {
                assert_eq!(case.path, "common/2DCode/raw/DGC1.json", "{reason:?}");
                assert_eq!(reason.code, dcc::code::SHAPE_NO_ENTRY);
            }
        }
    }
}

#[test]
fn is_no_stricter_on_the_loose_dutch_files_than_it_says() {
    let Some(cases) = cases() else { return };
    let dutch: Vec<_> = cases.iter().filter(|c| c.path.starts_with(NOT_COMPARED)).collect();
    let passing = dutch.iter().filter(|c| dcc::check(&c.payload).is_empty()).count();
    println!("Netherlands: {passing} of {} pass", dutch.len());
    // Each failing file fails for what it states, never for how it is written.
    let stated = [
        (dcc::code::SCHEMA_DATE, "1815-08-24"),
        (dcc::code::SCHEMA_PATTERN, ""),
        (dcc::code::SCHEMA_RANGE, "0"),
        (dcc::code::SCHEMA_MISSING, ""),
    ];
    for case in dutch {
        for reason in dcc::check(&case.payload) {
            let found = reason.found.as_deref().unwrap_or_default();
            assert!(stated.contains(&(reason.code, found)), "{}: {reason:?}", case.path);
        }
    }
    assert_eq!(passing, 76);
}

#[test]
fn every_code_the_issuers_publish_for_quality_assurance_passes() {
    let Some(text) = vectors_file("dcc-quality-assurance.jsonl") else { return };
    let mut passed = 0;
    for line in text.lines() {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        let payload = signed_payload(&unwrapped(json["text"].as_str().unwrap()).unwrap()).unwrap();
        assert_eq!(dcc::check(&payload), [], "{}", json["path"]);
        passed += 1;
    }
    assert!(passed >= 57, "only {passed} codes");
}

/// The cases, or `None` (said loudly) when the vectors are not there.
fn cases() -> Option<Vec<Case>> {
    Some(vectors_file("dgc-testdata.jsonl")?.lines().filter_map(case).collect())
}

fn vectors_file(name: &str) -> Option<String> {
    let file = vectors().join("hcert-dcc").join(name);
    let text = fs::read_to_string(&file);
    if text.is_err() {
        println!("SKIPPED: {} vectors not found", file.display());
    }
    text.ok()
}

fn vectors() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors");
    std::env::var_os("HEALTHPASS_VECTORS").map_or_else(|| PathBuf::from(beside), PathBuf::from)
}

/// The signed payload, out of `COSE` or the text of the code, or else the bare map in `CBOR`. Files about
/// broken envelopes have none.
fn case(line: &str) -> Option<Case> {
    let json: serde_json::Value = serde_json::from_str(line).unwrap();
    let payload = match (json["COSE"].as_str(), json["CBOR"].as_str()) {
        (Some(cose), _) => signed_payload(&hex(cose)?)?,
        (None, Some(cbor)) => bare_payload(&hex(cbor)?)?,
        (None, None) => signed_payload(&unwrapped(json["PREFIX"].as_str()?)?)?,
    };
    Some(Case {
        path: json["path"].as_str().unwrap().to_owned(),
        expected: json["EXPECTEDRESULTS"]["EXPECTEDSCHEMAVALIDATION"].as_bool(),
        payload,
    })
}

fn unwrapped(text: &str) -> Option<Vec<u8>> {
    let deflated = base45::decode(text.strip_prefix("HC1:")?).ok()?;
    miniz_oxide::inflate::decompress_to_vec_zlib(&deflated).ok()
}

fn signed_payload(cose: &[u8]) -> Option<Value> {
    let mut message = Value::read(cose).ok()?;
    while let Value::Tag(_, inner) = message {
        message = *inner;
    }
    let claims = Value::read(message.as_array()?.get(2)?.as_bytes()?).ok()?;
    claims.get(-260)?.get(1).cloned()
}

/// These are written with indefinite lengths, which no certificate uses and our reader refuses.
fn bare_payload(bytes: &[u8]) -> Option<Value> {
    let map = serde_cbor::from_slice(bytes).ok()?;
    Some(converted(map)).filter(|value| value.get_text("ver").is_some())
}

fn converted(value: serde_cbor::Value) -> Value {
    match value {
        serde_cbor::Value::Array(items) => Value::Array(items.into_iter().map(converted).collect()),
        serde_cbor::Value::Integer(number) => Value::Integer(i64::try_from(number).unwrap()),
        serde_cbor::Value::Map(map) => {
            Value::Map(map.into_iter().map(|(key, value)| (converted(key), converted(value))).collect())
        }
        serde_cbor::Value::Text(text) => Value::Text(text),
        other => panic!("not in these files: {other:?}"),
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
