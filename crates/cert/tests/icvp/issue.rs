//! Issuing an ICVP: what is signed follows the published grammar, and what must not be signed is refused by name.

use cddl_cat::cbor::validate_cbor;
use cddl_cat::context::BasicContext;
use cddl_cat::flatten::flatten_from_str;
use healthpass_cert::catalogue::icvp::all;
use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::icvp::encode;
use healthpass_cert::time::UnixTime;
use serde_json::{Value as Json, json};

const CDDL: &str = include_str!("../../icvp.cddl");

/// 2026-11-24T08:00:00Z.
const ISSUED: UnixTime = UnixTime(1_795_507_200);

fn sound() -> Json {
    json!({
        "n": "ANNA MARIA ERIKSSON", "dob": "1974-08-12", "s": "female", "nt": "UTO",
        "id": "L898902C3", "dt": "PPN", "v": "1", "gn": "ELLA ERIKSSON",
        "vx": {"vp": "YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0", "dv": "2026-11-24", "bo": "X1234",
               "is": "XSE", "cn": "Dr Example"},
    })
}

/// A `.regexp` matches the whole text (RFC 8610 section 3.8.3); the validator looks for it anywhere.
fn grammar() -> BasicContext {
    let mut parts = CDDL.split(".regexp \"");
    let first = parts.next().unwrap().to_owned();
    let anchored = parts.fold(first, |all, part| {
        let (pattern, rest) = part.split_once('"').unwrap();
        format!("{all}.regexp \"^({pattern})$\"{rest}")
    });
    BasicContext::new(flatten_from_str(&anchored).unwrap())
}

fn conforms(grammar: &BasicContext, rule: &str, value: &Value) -> bool {
    let value = ciborium::from_reader(write(value).as_slice()).unwrap();
    validate_cbor(&grammar.rules[rule], &value, grammar).is_ok()
}

fn refused(certificate: &Json) -> Vec<(&'static str, String)> {
    let reasons = encode(certificate, ISSUED).expect_err("a refusal");
    reasons.into_iter().map(|reason| (reason.code, reason.at.clone().unwrap_or_default())).collect()
}

#[test]
fn what_is_signed_follows_the_grammar() {
    let grammar = grammar();
    let value = encode(&sound(), ISSUED).unwrap();
    assert!(conforms(&grammar, "icvp", &value));
    assert!(conforms(&grammar, "hcert", &Value::Map(vec![(Value::Integer(-6), value)])));
    for product in all() {
        let mut other = sound();
        other["vx"]["vp"] = json!(product);
        assert!(conforms(&grammar, "icvp", &encode(&other, ISSUED).unwrap()), "{product}");
    }
}

/// Every member away, or of another type: what the grammar refuses is refused.
#[test]
fn the_issuer_is_as_strict_as_the_grammar() {
    let grammar = grammar();
    let mut seen = 0;
    for path in ["", "/vx"] {
        for member in sound().pointer(path).unwrap().as_object().unwrap().keys() {
            for value in
                [None, Some(json!(null)), Some(json!(7)), Some(json!("")), Some(json!([])), Some(json!({}))]
            {
                let mut other = sound();
                let map = other.pointer_mut(path).unwrap().as_object_mut().unwrap();
                match &value {
                    None => drop(map.remove(member)),
                    Some(value) => drop(map.insert(member.clone(), value.clone())),
                }
                let by_grammar = conforms(&grammar, "icvp", &healthpass_cert::json::to_cbor(&other));
                assert_eq!(encode(&other, ISSUED).is_ok(), by_grammar, "{path}/{member} {value:?}");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 84);
}

#[test]
fn what_must_not_be_signed() {
    let unlisted = "YellowFeverProduct00000000000000000000000000000000";
    for (path, value, code) in [
        ("/v", json!("1.0"), "content.schema.value"),
        ("/s", json!("F"), "content.schema.value"),
        ("/nt", json!("SE"), "content.schema.pattern"),
        ("/n", json!(" ANNA"), "content.schema.pattern"),
        ("/n", json!("ANNA\nMARIA"), "content.schema.pattern"),
        ("/n", json!("A".repeat(81)), "content.schema.length"),
        ("/dob", json!("1974"), "content.schema.date"),
        ("/dob", json!("1974-02-30"), "content.schema.date"),
        ("/vx/dv", json!("2026-11-24T08:00:00Z"), "content.schema.date"),
        ("/vx/dv", json!("2026-11-26"), "content.schema.dose-after-issue"),
        ("/vx/vp", json!(unlisted), "content.unknown.product"),
        ("/vx", json!([sound()["vx"]]), "content.schema.type"),
    ] {
        let mut other = sound();
        *other.pointer_mut(path).unwrap() = value;
        let at = path.trim_start_matches('/').replace('/', ".");
        assert_eq!(refused(&other), [(code, at)], "{path}");
    }
}

#[test]
fn members_nobody_asked_for() {
    let mut other = sound();
    other["address"] = json!("1 Example Street");
    assert_eq!(refused(&other), [("content.schema.value", "address".to_owned())]);
    let mut other = sound();
    other["vx"]["dt"] = json!("2026-11-24");
    assert_eq!(refused(&other), [("content.schema.value", "vx.dt".to_owned())]);
}

#[test]
fn one_of_issuer_and_clinician() {
    for (away, fine) in [(&["is"][..], true), (&["cn"], true), (&["is", "cn"], false)] {
        let mut other = sound();
        let dose = other["vx"].as_object_mut().unwrap();
        away.iter().for_each(|member| drop(dose.remove(*member)));
        assert_eq!(encode(&other, ISSUED).is_ok(), fine, "{away:?}");
        assert_eq!(conforms(&grammar(), "icvp", &healthpass_cert::json::to_cbor(&other)), fine, "{away:?}");
    }
}

#[test]
fn another_generation_or_nothing_at_all() {
    let second = json!({"n": "X", "dob": "1974-08-12", "v": {"vp": "x", "dt": "2026-11-24"}});
    for other in [second, json!({}), json!([]), json!(null), json!("x")] {
        assert!(!refused(&other).is_empty(), "{other}");
    }
}
