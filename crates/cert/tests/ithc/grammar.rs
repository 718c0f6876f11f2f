//! The published grammar and the code agree, judged by a CDDL validator.

use crate::examples::{ISSUED, ISSUED_RESTATED, full, inner, one_test, restated};
use cddl_cat::ValidateError;
use cddl_cat::cbor::validate_cbor;
use cddl_cat::context::BasicContext;
use cddl_cat::flatten::flatten_from_str;
use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::ithc::{Block, Ithc, Label, Moment, decode, encode};
use healthpass_cert::report::Reason;
use std::sync::LazyLock;

const CDDL: &str = include_str!("../../ithc.cddl");

pub fn conforms(claim: &Value) -> Result<(), ValidateError> {
    let value = ciborium::from_reader(write(claim).as_slice()).unwrap();
    validate_cbor(&GRAMMAR.rules["hcert"], &value, &*GRAMMAR)
}

static GRAMMAR: LazyLock<BasicContext> =
    LazyLock::new(|| BasicContext::new(flatten_from_str(&anchored()).unwrap()));

/// A `.regexp` matches the whole text (RFC 8610 section 3.8.3); the validator looks for it anywhere.
fn anchored() -> String {
    let mut parts = CDDL.split(".regexp \"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |all, part| {
        let (pattern, rest) = part.split_once('"').unwrap();
        format!("{all}.regexp \"^({pattern})$\"{rest}")
    })
}

#[test]
fn examples_follow_the_grammar() {
    for (certificate, at) in examples().into_iter().chain([(full(), ISSUED)]) {
        conforms(&encode(&certificate, at).unwrap()).unwrap();
    }
}

/// Taking away or spoiling any one item: what the grammar refuses, the reader refuses, and the other way
/// round, except where prose says more than CDDL can.
#[test]
fn the_reader_is_as_strict_as_the_grammar() {
    for (certificate, at) in examples() {
        let claim = encode(&certificate, at).unwrap();
        let mut seen = 0;
        for mutant in mutants(&claim) {
            let Some(value) = mutant.get(-86) else { continue };
            let (by_grammar, read) = (conforms(&mutant).is_ok(), decode(value));
            assert!(by_grammar || read.is_err(), "the reader took {mutant:?}");
            if let (true, Err(reason)) = (by_grammar, &read) {
                assert!(only_prose_refuses(reason), "the reader refused: {reason:?}");
            }
            seen += 1;
        }
        assert!(seen > 60, "only {seen} mutants");
    }
}

#[test]
fn unknown_members_are_passed_over() {
    let certificate = full();
    let mut value = inner(&encode(&certificate, ISSUED).unwrap()).clone();
    let Value::Map(entries) = &mut value else { panic!() };
    entries.push((Value::Integer(99), Value::Text("later".into())));
    entries.push((Value::Text("x".into()), Value::Null));
    assert_eq!(decode(&value), Ok(certificate));
}

#[test]
fn another_version_is_refused() {
    let mut value = inner(&encode(&full(), ISSUED).unwrap()).clone();
    let Value::Map(entries) = &mut value else { panic!() };
    entries[0].1 = Value::Integer(2);
    let reason = decode(&value).unwrap_err();
    assert_eq!((reason.code, reason.at.as_deref()), ("content.schema.version", Some("version")));
    assert_eq!((reason.expected.as_deref(), reason.found.as_deref()), (Some("1"), Some("2")));
}

#[test]
fn reasons_carry_a_path() {
    let claim = encode(&full(), ISSUED).unwrap();
    let spoiled = replace(&claim, &Value::Text("AE".into()), &Value::Text("ARE".into()));
    let reason = decode(inner(&spoiled)).unwrap_err();
    assert_eq!(reason.code, "content.shape.state-code");
    assert_eq!(reason.at.as_deref(), Some("vaccinations[2].place.state"));
}

fn examples() -> [(Ithc, i64); 3] {
    [(one_of_each(), ISSUED), (one_test(), ISSUED), (restated(), ISSUED_RESTATED)]
}

/// The full certificate, shortened to one record of each kind, and one block that found none.
fn one_of_each() -> Ithc {
    let mut certificate = full();
    let Block::Found(antibodies) = &mut certificate.antibodies else { panic!() };
    antibodies.truncate(1);
    let Block::Found(doses) = &mut certificate.vaccinations else { panic!() };
    doses.truncate(1);
    let source = Label {
        local: Some("国家卫生健康委员会".into()),
        latin: "National Health Commission".into(),
    };
    certificate.tests = Block::NoneFound { asked_at: Moment::new(ISSUED, 480).unwrap(), source };
    certificate
}

/// What the comments of the grammar say of members that may be left out.
fn only_prose_refuses(reason: &Reason) -> bool {
    let at = reason.at.as_deref().unwrap_or("");
    let unless = [
        "].method",
        "].product",
        "].issuer",
        "person.icaoSurname",
        "person.icaoGivenNames",
        "person.givenNames",
    ];
    reason.code == "content.schema.missing" && unless.iter().any(|end| at.ends_with(end))
}

fn replace(value: &Value, from: &Value, to: &Value) -> Value {
    match value {
        v if v == from => to.clone(),
        Value::Array(items) => Value::Array(items.iter().map(|v| replace(v, from, to)).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(k, v)| (k.clone(), replace(v, from, to))).collect())
        }
        other => other.clone(),
    }
}

/// `value` with one item removed, or replaced by something of another type or out of range.
fn mutants(value: &Value) -> Vec<Value> {
    let mut all = spoiled(value);
    match value {
        Value::Array(items) => {
            for i in 0..items.len() {
                let with = |put: Option<Value>| {
                    let mut items = items.clone();
                    items.splice(i..=i, put);
                    Value::Array(items)
                };
                all.push(with(None));
                all.extend(mutants(&items[i]).into_iter().map(|m| with(Some(m))));
            }
        }
        Value::Map(entries) => {
            for (i, (key, inner)) in entries.iter().enumerate() {
                let with = |put: Option<Value>| {
                    let mut entries = entries.clone();
                    entries.splice(i..=i, put.map(|v| (key.clone(), v)));
                    Value::Map(entries)
                };
                all.push(with(None));
                all.extend(mutants(inner).into_iter().map(|m| with(Some(m))));
            }
        }
        _ => {}
    }
    all
}

fn spoiled(value: &Value) -> Vec<Value> {
    let mut all = vec![Value::Null, Value::Integer(i64::MIN), Value::Float(1.5)];
    match value {
        Value::Text(text) => all.extend([
            Value::Bytes(text.clone().into_bytes()),
            Value::Text(String::new()),
            Value::Text("字".repeat(81)),
        ]),
        Value::Integer(n) => all.extend([Value::Text(n.to_string()), Value::Integer(i64::MAX)]),
        Value::Bytes(bytes) => all.push(Value::Bytes(bytes[1..].to_vec())),
        _ => all.push(Value::Map(vec![])),
    }
    all
}
