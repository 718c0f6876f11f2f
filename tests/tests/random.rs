//! Random input through every door of the core: no panic, and a named code for every refusal.

use healthpass_cert::cbor::Value;
use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::{base45, cose::Sign1, cwt::Claims, hc1, inflate};
use healthpass_cert::inspect::inspect;
use healthpass_cert::report::Verdict;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_cert::trust::{given::KeyInput, lists};
use healthpass_cert::{cbor_write, ithc, reason};
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::x509::Certificate;
use healthpass_passport::mrz;
use healthpass_tests::ask::verify_with;
use healthpass_tests::message::{Message, SIGN1};
use healthpass_tests::own::{AT, Issuer};
use healthpass_wallet::{StoredRecord, Wallet};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use time::{Date, Month};

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        (-10i64..20).prop_map(Value::Integer),
        vec(any::<u8>(), 0..12).prop_map(Value::Bytes),
        ".{0,12}".prop_map(Value::Text),
        Just(Value::Text("840539006".into())),
        Just(Value::Text("2026-12-01".into())),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
        any::<f64>().prop_map(Value::Float),
    ]
}

/// Keys that mean something somewhere, and others.
fn key() -> impl Strategy<Value = Value> {
    let words = ["v", "t", "r", "ver", "nam", "dob", "fn", "gn", "fnt", "gnt", "tg", "dn", "sd", "dt", "sc"];
    prop_oneof![
        (-3i64..24).prop_map(Value::Integer),
        Just(Value::Integer(-260)),
        Just(Value::Integer(-86)),
        proptest::sample::select(words.to_vec()).prop_map(|word| Value::Text(word.into())),
        leaf(),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            vec((key(), inner.clone()), 0..8).prop_map(Value::Map),
            (any::<u64>(), inner).prop_map(|(tag, inner)| Value::Tag(tag, Box::new(inner))),
        ]
    })
}

/// A payload that gets past the claims, with anything for a certificate.
fn payload() -> impl Strategy<Value = Value> {
    let hcert = (prop_oneof![Just(1i64), Just(-86)], vec((key(), tree()), 0..10))
        .prop_map(|(format, entries)| Value::Map(vec![(Value::Integer(format), Value::Map(entries))]));
    (hcert, any::<i64>(), any::<i64>()).prop_map(|(hcert, issued, expires)| {
        Value::Map(vec![
            (Value::Integer(4), Value::Integer(expires)),
            (Value::Integer(6), Value::Integer(issued)),
            (Value::Integer(-260), hcert),
        ])
    })
}

fn today() -> Date {
    Date::from_calendar_date(2026, Month::December, 1).expect("a date")
}

fn assert_known(code: &str) {
    assert!(reason::all().contains(&code), "{code}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_reported_on(text in prop_oneof![".{0,200}", "HC1:[0-9A-Z $%*+./:-]{0,200}"]) {
        inspect(&text);
        if let Err(error) = Decoded::read(&text) {
            assert_known(error.code);
            prop_assert_eq!(verify_with(&text, &json!({"at": AT})).verdict, Verdict::Unreadable);
        }
    }

    #[test]
    fn any_bytes_in_an_envelope_are_reported_on(bytes in vec(any::<u8>(), 0..300)) {
        for text in [hc1::write(&bytes), format!("HC1:{}", base45::encode(&bytes))] {
            let report = verify_with(&text, &json!({"at": AT}));
            assert_known(report.checks.envelope.reasons[0].code);
            inspect(&text);
        }
        let _ = (inflate::inflate(&bytes), Value::read(&bytes), Sign1::read(&bytes), Claims::read(&bytes));
    }

    #[test]
    fn any_tree_in_an_envelope_is_reported_on(parts in vec(tree(), 3..6)) {
        let message = Value::Tag(SIGN1, Box::new(Value::Array(parts)));
        let text = hc1::write(&cbor_write::write(&message));
        let report = verify_with(&text, &json!({"at": AT}));
        prop_assert_eq!(report.verdict, Verdict::Unreadable);
        assert_known(report.checks.envelope.reasons[0].code);
    }

    #[test]
    fn any_content_unsigned_is_reported_on_and_not_believed(payload in payload()) {
        let issuer = Issuer::sweden();
        let payload = cbor_write::write(&payload);
        let text = hc1::write(&Message { payload, ..issuer.message() }.with_signature(&[7; 64]));
        let report = verify_with(&text, &json!({"at": AT}));
        prop_assert!(
            matches!(report.verdict, Verdict::Unreadable | Verdict::IssuerNotRecognised),
            "{:?}", report.verdict
        );
        for reason in report.checks.content.reasons.iter().chain(&report.checks.envelope.reasons) {
            assert_known(reason.code);
        }
        serde_json::to_string(&report).expect("every report is JSON");
        inspect(&text);
    }

    #[test]
    fn any_bytes_as_a_trust_bundle_are_refused(bytes in vec(any::<u8>(), 0..400), tree in tree()) {
        for bytes in [bytes, cbor_write::write(&tree)] {
            assert_known(Bundle::open(&bytes, &[0; 32]).unwrap_err().code);
        }
    }

    #[test]
    fn any_text_as_a_list_is_refused_or_empty(text in prop_oneof![
        ".{0,200}",
        "[A-Za-z0-9+/=]{0,90}\n\\{\"certificates\":\\[\\]\\}",
        ".{0,10}\n.{0,100}",
    ]) {
        let signer = lists::ListSigner::bare(Issuer::sweden().signer().public_key());
        for signer in [Some(&signer), None] {
            match lists::read(text.as_bytes(), &lists::Origin { signer, ..Default::default() }) {
                Ok(list) => prop_assert!(list.keys.is_empty()),
                Err(error) => assert_known(error.code),
            }
        }
    }

    #[test]
    fn any_bytes_as_a_key_are_refused(bytes in vec(any::<u8>(), 0..200), text in ".{0,100}") {
        use base64ct::{Base64, Encoding};
        let encoded = Base64::encode_string(&bytes);
        let pems = ["CERTIFICATE", "PUBLIC KEY"]
            .map(|label| format!("-----BEGIN {label}-----\n{encoded}\n-----END {label}-----\n"));
        let inputs = [
            KeyInput::Cert(encoded.clone()),
            KeyInput::Cert(text.clone()),
            KeyInput::Pem(text.clone()),
            KeyInput::Pem(pems[0].clone()),
            KeyInput::Pem(pems[1].clone()),
        ];
        for input in inputs {
            assert_known(input.read().unwrap_err().code);
        }
        let jwk = json!({"jwk": {"kty": "EC", "crv": "P-256", "x": encoded, "y": text, "kid": text}});
        if let Ok(input) = serde_json::from_value::<KeyInput>(jwk) {
            assert_known(input.read().unwrap_err().code);
        }
        prop_assert!(Certificate::from_der(&bytes).is_err());
        prop_assert!(PublicKey::from_spki_der(&bytes).is_err());
    }

    #[test]
    fn any_lines_as_a_zone_are_reported_on(
        lines in vec(prop_oneof![".{0,50}", "[A-Z0-9<]{0,50}", "[A-Z0-9<]{44}", "[A-Z0-9<]{30}"], 0..5)
    ) {
        if let Err(error) = mrz::parse(&lines, today()) {
            assert_known(error.code());
        }
        mrz::report(&lines, today());
        verify_with("HC1:", &json!({"at": AT, "mrz": lines}));
    }

    #[test]
    fn any_json_as_an_ithc_is_refused(text in prop_oneof![".{0,200}", Just("{}".to_owned()), Just("[]".to_owned())]) {
        for reason in ithc::from_json(&text, &[0; 16]).unwrap_err() {
            assert_known(reason.code);
        }
    }

    #[test]
    fn any_stored_record_is_reported_on(
        key in prop_oneof![".{0,20}", "healthpass/(person|certificate)/.{0,10}"],
        value in prop_oneof![".{0,60}", "[0-9]{1,2}\\..{0,30}\\..{0,30}"],
    ) {
        let ours = key.starts_with("healthpass/person/") || key.starts_with("healthpass/certificate/");
        let wallet = Wallet::open(&[StoredRecord { key: key.clone(), value }]);
        prop_assert_eq!(wallet.problems().len(), usize::from(ours));
        prop_assert!(wallet.overview(healthpass_tests::own::seconds(AT)).people.is_empty());
    }
}
