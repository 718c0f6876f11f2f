//! The trust bundle's published grammar and what is written agree, judged by a CDDL validator.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]

use cddl_cat::cbor::validate_cbor;
use cddl_cat::context::BasicContext;
use cddl_cat::flatten::flatten_from_str;
use healthpass_cert::cbor::Value;
use healthpass_cert::model::RecordKind;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_cert::trust::{Agreement, Recipient, Revocations, Role, TrustList, TrustedKey};
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use healthpass_crypto::sign::Es256Signer;

const CDDL: &str = include_str!("../trust-bundle.cddl");

/// TEST ONLY.
fn root() -> Es256Signer {
    Es256Signer::from_scalar(&[0x55; 32]).unwrap()
}

/// Content of a bundle as signed.
fn payload(bundle: &Bundle) -> Vec<u8> {
    let sign = |message: &[u8]| Ok::<_, ()>(root().sign(message).to_vec());
    let bytes = bundle.write(root().public_key().spki_der(), sign).unwrap();
    match Value::read(&bytes) {
        Ok(Value::Tag(18, message)) => message.as_array().unwrap()[2].as_bytes().unwrap().to_vec(),
        other => panic!("{other:?}"),
    }
}

/// The grammar of the content; the envelope's `.cbor` control is more than the validator knows.
fn conforms(payload: &[u8]) -> bool {
    let content = &CDDL[CDDL.find("trust-list = {").unwrap()..];
    let grammar = BasicContext::new(flatten_from_str(content).unwrap());
    let value = ciborium::from_reader(payload).unwrap();
    validate_cbor(&grammar.rules["trust-list"], &value, &grammar).is_ok()
}

/// TEST ONLY.
fn recipient(kem: Kem, destinations: Option<Vec<String>>) -> Recipient {
    let at = UnixTime(1_800_000_000);
    Recipient {
        key: SealingKey::generate(kem, &[7; 32]).unwrap().public().clone(),
        name: "Border Health".into(),
        country: "UT".into(),
        destinations,
        not_before: at,
        not_after: at,
        listed_until: at,
    }
}

fn least() -> Bundle {
    let list = TrustList { name: "Least".into(), environment: "demo".into(), ..TrustList::default() };
    Bundle { list, sequence: 1, sources: Vec::new(), keys: Vec::new() }
}

fn most() -> Bundle {
    let at = Some(UnixTime(1_800_000_000));
    let key = TrustedKey {
        country: Some("UT".into()),
        participant: Some("IOM".into()),
        issuer: Some("TEST ONLY".into()),
        issuer_id: Some("https://example.org".into()),
        domain: Some("DCC".into()),
        not_before: at,
        not_after: at,
        usage: Some(RecordKind::ALL.to_vec()),
        role: Role::Authority,
        subject: Some(vec![0x30, 0]),
        revocations: Some(Revocations { this_update: UnixTime(1), next_update: at, serials: vec![vec![1]] }),
        ..TrustedKey::new(vec![1; 8], root().public_key())
    };
    let agreement = Agreement {
        name: "All of it".into(),
        issuers: vec!["SE".into()],
        relying: vec!["CN".into()],
        mutual: true,
        kinds: Some(RecordKind::ALL.to_vec()),
        diseases: Some(vec!["840539006".into()]),
        from: at,
        until: at,
    };
    let mut bundle = least();
    bundle.list.state = Some("CN".into());
    bundle.list.agreements = vec![agreement];
    bundle.list.recipients =
        vec![recipient(Kem::P256, None), recipient(Kem::X25519, Some(vec!["UT".into()]))];
    let source =
        Source { name: "own".into(), proof: "verified".into(), dated: at, environment: Some("test".into()) };
    bundle.sources = vec![source];
    bundle.keys = vec![(TrustedKey { role: Role::Other, ..key.clone() }, 0), (key, 0)];
    bundle
}

#[test]
fn the_least_and_the_most_follow_the_grammar() {
    assert!(conforms(&payload(&least())));
    assert!(conforms(&payload(&most())));
}

#[test]
fn what_the_grammar_does_not_know_does_not_follow_it() {
    let changes: [fn(&mut Bundle); 6] = [
        |bundle| bundle.list.environment = "staging".into(),
        |bundle| bundle.list.state = Some("CHN".into()),
        |bundle| bundle.list.agreements[0].issuers = vec!["SWE".into()],
        |bundle| bundle.keys[0].0.country = Some("UTO".into()),
        |bundle| bundle.list.recipients[0].country = "UTO".into(),
        |bundle| bundle.list.recipients[1].destinations = Some(Vec::new()),
    ];
    for change in changes {
        let mut bundle = most();
        change(&mut bundle);
        assert!(!conforms(&payload(&bundle)));
    }
}
