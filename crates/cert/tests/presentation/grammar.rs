//! The published grammar and what is issued and shown agree, judged by a CDDL validator.

use crate::world::{asked, device, devices, facts, show, signing, whole};
use cddl_cat::cbor::validate_cbor;
use cddl_cat::context::BasicContext;
use cddl_cat::flatten::flatten_from_str;
use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::envelope::base45;
use healthpass_cert::presentation::attested::{self, Code};
use healthpass_cert::presentation::request::REQUEST;
use std::sync::LazyLock;

const CDDL: &str = include_str!("../../presentation.cddl");

static GRAMMAR: LazyLock<BasicContext> =
    LazyLock::new(|| BasicContext::new(flatten_from_str(&understood()).unwrap()));

/// What the validator understands: a `.regexp` matches the whole text (RFC 8610 section 3.8.3), and it knows no tags.
fn understood() -> String {
    let anchored = CDDL.replace(".regexp \"", ".regexp \"^").replace("}\"", "}$\"");
    anchored.replace("#6.18([", "[").replace("signature])", "signature]")
}

/// Whether `bytes` are of this rule.
fn conforms(rule: &str, bytes: &[u8]) -> bool {
    let plain = write(&plain(&Value::read_with_simple_values(bytes).unwrap()));
    let value = ciborium::from_reader(plain.as_slice()).unwrap();
    validate_cbor(&GRAMMAR.rules[rule], &value, &*GRAMMAR).is_ok()
}

fn parts(message: &Value) -> [&Value; 4] {
    let Value::Tag(18, parts) = message else { panic!("{message:?}") };
    let Value::Array(parts) = &**parts else { panic!() };
    parts.iter().collect::<Vec<_>>().try_into().unwrap()
}

fn inner(message: &Value, part: usize) -> &[u8] {
    parts(message)[part].as_bytes().unwrap()
}

/// Without tag 18, and without what only SD-CWT has: the keys of digests.
fn plain(value: &Value) -> Value {
    match value {
        Value::Tag(18, inner) => plain(inner),
        Value::Map(entries) => {
            let open = entries.iter().filter(|(key, _)| *key != Value::Simple(59));
            Value::Map(open.map(|(key, value)| (key.clone(), plain(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        other => other.clone(),
    }
}

#[test]
fn a_token_shown_follows_the_grammar() {
    let bytes = show(&whole());
    assert!(conforms("presentation", &bytes));
    let message = Value::read(&bytes).unwrap();
    assert!(conforms("kbt-protected", inner(&message, 0)));
    assert!(conforms("kbt-payload", inner(&message, 2)));
    let token = Value::read(inner(&message, 0)).unwrap().get(13).unwrap().clone();
    assert!(conforms("token", &write(&token)));
    assert!(conforms("token-protected", inner(&token, 0)));
    assert!(conforms("token-payload", inner(&token, 2)));
    let issued = whole();
    assert!(!issued.disclosures().is_empty());
    for disclosure in issued.disclosures() {
        assert!(conforms("disclosure", disclosure));
        assert!(!conforms(
            "disclosure",
            &disclosure[..1].iter().chain(&[0xf6; 4]).copied().collect::<Vec<_>>()
        ));
    }
    let nothing = Value::read(&issued.choose(&[]).to_bytes()).unwrap();
    assert!(conforms("token", &write(&nothing)) && *parts(&nothing)[1] == Value::Map(vec![]));
}

#[test]
fn an_attested_code_follows_the_grammar() {
    for code in [Code::Cose(vec![0xd2]), Code::Text("shc:/1".into())] {
        let bytes = attested::build(&code, &device().public_key(), &facts(), signing(&device())).unwrap();
        assert!(conforms("presentation", &bytes));
        let message = Value::read(&bytes).unwrap();
        assert!(conforms("attested-protected", inner(&message, 0)));
        assert!(conforms("attested-payload", inner(&message, 2)));
    }
}

#[test]
fn a_request_follows_the_grammar() {
    let (request, text) = asked(3);
    let bytes = base45::decode(text.strip_prefix(REQUEST).unwrap()).unwrap();
    assert!(conforms("request", &bytes));
    assert!(conforms("proved", &request.to_be_signed()));
    assert_eq!(request.keys.len(), devices(3).len());
}

/// A grammar that takes anything would pass as well.
#[test]
fn the_grammar_refuses_what_is_not_said_so() {
    let message = Value::read(&show(&whole())).unwrap();
    let payload = Value::read(inner(&message, 2)).unwrap();
    let Value::Map(claims) = payload else { panic!() };
    for missing in 0..claims.len() {
        let mut fewer = claims.clone();
        fewer.remove(missing);
        assert!(!conforms("kbt-payload", &write(&Value::Map(fewer))), "{missing}");
        let mut wrong = claims.clone();
        wrong[missing].1 = Value::Bool(true);
        assert!(!conforms("kbt-payload", &write(&Value::Map(wrong))), "{missing}");
    }
}
