//! Any text through the whole of a verification.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::report::Verdict;
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use healthpass_cert::{inspect::inspect, reason};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let options = Options { at: Some("2026-12-01T08:00:00Z".into()), ..Options::default() };
    let report = options.verify(text, &TrustStore::new(), None).expect("a sound request");
    assert_ne!(report.verdict, Verdict::Verified, "nobody is trusted");
    let checks = [&report.checks.envelope, &report.checks.content];
    for reason in checks.into_iter().flat_map(|check| &check.reasons) {
        assert!(reason::all().contains(&reason.code), "{}", reason.code);
    }
    serde_json::to_string(&report).expect("a report is JSON");
    let stages = inspect(text).stages;
    let read = report.checks.envelope.reasons.is_empty();
    assert_eq!(read, stages.iter().all(|stage| stage.ok || stage.stage == "content"));
});
