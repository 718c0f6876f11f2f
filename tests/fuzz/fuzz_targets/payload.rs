//! Any payload of an HC1 message through the whole of a verification, so that content is reached without base45,
//! zlib and COSE around it.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::hc1;
use healthpass_cert::report::Verdict;
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use healthpass_cert::{cbor_write, reason};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|payload: &[u8]| {
    // {1: -7, 4: h'00'}
    let protected = vec![0xa2, 0x01, 0x26, 0x04, 0x41, 0x00];
    let parts = vec![
        Value::Bytes(protected),
        Value::Map(Vec::new()),
        Value::Bytes(payload.to_vec()),
        Value::Bytes(vec![1; 64]),
    ];
    let text = hc1::write(&cbor_write::write(&Value::Array(parts)));
    let options = Options { at: Some("2026-12-01T08:00:00Z".into()), ..Options::default() };
    let report = options.verify(&text, &TrustStore::new(), None).expect("a sound request");
    assert_ne!(report.verdict, Verdict::Verified, "nobody is trusted");
    let checks = [&report.checks.envelope, &report.checks.content];
    for reason in checks.into_iter().flat_map(|check| &check.reasons) {
        assert!(reason::all().contains(&reason.code), "{}", reason.code);
    }
    serde_json::to_string(&report).expect("a report is JSON");
});
