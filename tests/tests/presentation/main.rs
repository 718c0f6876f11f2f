//! Opening what wallets show: every way it can be wrong has its own answer, and nothing leaves before everything
//! holds.

mod answers;
mod bound;
mod damage;
mod order;
mod questions;

use healthpass_cert::report::{Check, Report, State, Verdict};
use healthpass_tests::ask::codes;

/// Says nothing of what is inside: no member of a certificate, and none of its words in any other member.
pub fn assert_nothing_shown(report: &Report) {
    assert!(
        report.certificate.is_none() && report.claims.is_none() && report.format.is_none(),
        "{report:#?}"
    );
    let text = serde_json::to_string(report).expect("JSON");
    for word in ["ZHANG", "WEI", "张伟", "E12345678", "1990", "2033", "840539006", "Shanghai"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

/// The answer and the one code behind it, of a report that shows nothing.
pub fn refusal(report: &Report) -> (Verdict, &'static str) {
    assert_nothing_shown(report);
    let shown = report.presentation.as_ref();
    let own = shown.map(|found| {
        let checks = &found.checks;
        [&checks.seal, &checks.key_binding, &checks.freshness, &checks.commitment]
    });
    let nine =
        [&report.checks.envelope, &report.checks.signature, &report.checks.issuer, &report.checks.usage];
    let wrong = |check: &&&Check| matches!(check.state, State::Fail | State::Unknown);
    let first = nine.iter().chain(own.iter().flatten()).find(wrong);
    (report.verdict, first.and_then(|check| codes(check).first().copied()).unwrap_or_default())
}
