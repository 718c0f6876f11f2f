//! Opening as a whole: any code a desk is shown, and any message put where mutations of a code would not get: behind
//! base45 and inflation, behind a seal to keys at hand, and under the signature of a device.
//!
//! The first byte says how (see [`shown`] and [`fuzz_target`]), the others are what is shown.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::presentation::report::PresentationReport;
use healthpass_cert::presentation::seal::{random_bytes, seal};
use healthpass_cert::presentation::{VERSION, envelope};
use healthpass_cert::reason;
use healthpass_cert::report::{Check, Report, State, Verdict};
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use healthpass_crypto::sign::Es256Signer;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// Bits of the first byte: a passport is in hand, a question is asked, nobody is trusted.
const PASSPORT: u8 = 0x08;
const QUESTION: u8 = 0x10;
const NOBODY: u8 = 0x20;

static CODES: LazyLock<Vec<&str>> = LazyLock::new(reason::all);

/// TEST ONLY: what the seeds are sealed to, and the device that shows them.
static KEYS: LazyLock<[SealingKey; 2]> = LazyLock::new(|| {
    let key = |kem, byte| SealingKey::from_raw(kem, &[byte; 32]).expect("a key");
    [key(Kem::P256, 0x61), key(Kem::X25519, 0x62)]
});
static DEVICE: LazyLock<Es256Signer> =
    LazyLock::new(|| Es256Signer::from_scalar(&[0x55; 32]).expect("in range"));

/// What the presentations among the tests are asked with: both of their issuers, a passport, a question.
static ASKED: LazyLock<Options> = LazyLock::new(|| {
    let options = |vector: &str| -> Options {
        let vector: serde_json::Value = serde_json::from_str(vector).expect("a vector");
        serde_json::from_value(vector["options"].clone()).expect("options")
    };
    let mut asked = options(include_str!("../../presentations/answer.json"));
    asked.keys.extend(options(include_str!("../../presentations/foreign.json")).keys);
    asked.mrz = options(include_str!("../../presentations/open-with-passport.json")).mrz;
    asked
});

fuzz_target!(|bytes: &[u8]| {
    let Some((&how, given)) = bytes.split_first() else { return };
    let Some(text) = shown(how, given) else { return };
    let mut asked = ASKED.clone();
    if how & PASSPORT == 0 {
        asked.mrz.clear();
    }
    if how & QUESTION == 0 {
        asked.challenge = None;
    }
    if how & NOBODY != 0 {
        asked.keys.clear();
    }
    let mut desk = Desk::new();
    hold(&mut desk);
    let look =
        |desk: &mut Desk| desk.verify(&text, &asked, &TrustStore::new(), None).expect("a sound request");
    let report = look(&mut desk);
    judge(&report, how & NOBODY != 0);
    // Whatever was taken is taken once, and locking the desk makes no difference.
    if report.presentation.is_some_and(|shown| shown.checks.freshness.state == State::Pass) {
        desk.lock();
        hold(&mut desk);
        let again = look(&mut desk);
        judge(&again, how & NOBODY != 0);
        assert_eq!(again.verdict, Verdict::NotFresh);
        assert_eq!(codes(&again.presentation.expect("as before").checks.freshness), ["freshness.replayed"]);
    }
});

fn hold(desk: &mut Desk) {
    KEYS.iter().for_each(|key| desk.add_key(key.clone()));
}

/// The text of the code: what was given as it is, or put behind base45, deflated, sealed to one or both keys, or
/// signed anew by the device, open or sealed.
fn shown(how: u8, given: &[u8]) -> Option<String> {
    let packed = |message: &[u8]| envelope::write(&envelope::pack(message));
    Some(match how & 7 {
        0 => core::str::from_utf8(given).ok()?.to_owned(),
        1 => envelope::write(given),
        2 => packed(given),
        3 => packed(&sealed(given, &KEYS[..1])),
        4 => packed(&sealed(&envelope::pack(given), &KEYS[..1])),
        5 => packed(&sealed(&envelope::pack(given), &KEYS[..])),
        6 => packed(&signed(given)?),
        _ => packed(&sealed(&envelope::pack(&signed(given)?), &KEYS[..1])),
    })
}

fn sealed(content: &[u8], to: &[SealingKey]) -> Vec<u8> {
    let to: Vec<_> = to.iter().map(SealingKey::public).collect();
    seal(content, &to, None, &vec![9; random_bytes(to.len())]).expect("a message")
}

/// A message with the device's signature over what it says now.
fn signed(message: &[u8]) -> Option<Vec<u8>> {
    let Value::Tag(tag, parts) = Value::read(message).ok()? else { return None };
    let Value::Array(mut parts) = *parts else { return None };
    let [protected, _, payload, signature] = parts.as_mut_slice() else { return None };
    let context = Value::Text("Signature1".into());
    let what = Value::Array(vec![context, protected.clone(), Value::Bytes(Vec::new()), payload.clone()]);
    *signature = Value::Bytes(DEVICE.sign(&write(&what)).to_vec());
    Some(write(&Value::Tag(tag, Box::new(Value::Array(parts)))))
}

fn judge(report: &Report, nobody: bool) {
    let checks = &report.checks;
    let first = [&checks.signature, &checks.issuer];
    let others =
        [&checks.time, &checks.usage, &checks.content, &checks.revocation, &checks.rules, &checks.holder];
    for code in first.into_iter().chain(others).chain([&checks.envelope]).flat_map(codes) {
        assert!(CODES.contains(&code), "{code}");
    }
    assert!(!nobody || report.verdict != Verdict::Verified, "nobody is trusted");
    serde_json::to_string(report).expect("a report is JSON");
    let Some(shown) = &report.presentation else { return };
    assert_eq!(shown.version, VERSION);
    let held = opened(shown) && first.into_iter().all(|check| check.state == State::Pass);
    let told = report.format.is_some() || report.certificate.is_some() || report.claims.is_some();
    assert!(held || !told && shown.withheld.is_empty(), "told before everything held");
}

/// Whether every step held; none behind one that did not was looked at.
fn opened(shown: &PresentationReport) -> bool {
    let checks = &shown.checks;
    let steps = [&checks.seal, &checks.key_binding, &checks.freshness, &checks.commitment];
    for code in steps.into_iter().flat_map(codes) {
        assert!(CODES.contains(&code), "{code}");
    }
    let sealed = matches!(checks.seal.state, State::Fail | State::Unknown);
    let mut held = !sealed;
    for step in &steps[1..3] {
        assert!(held || step.state == State::Skipped, "looked at behind a step that failed");
        held = held && step.state == State::Pass;
    }
    assert!(held || checks.commitment.state == State::Skipped, "looked at behind a step that failed");
    held && checks.commitment.state != State::Fail
}

fn codes(check: &Check) -> Vec<&'static str> {
    check.reasons.iter().map(|reason| reason.code).collect()
}
