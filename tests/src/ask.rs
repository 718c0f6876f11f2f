//! Asking for a report, and looking at it.

use crate::own::{AT, Issuer};
use healthpass_cert::report::{Check, Report};
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use serde_json::json;

/// The report of `text` with this issuer's key at hand, at [`AT`].
pub fn verify(text: &str, issuer: &Issuer) -> Report {
    verify_with(text, &json!({"at": AT, "keys": [issuer.key()]}))
}

/// The report of `text` with options as every surface takes them.
pub fn verify_with(text: &str, options: &serde_json::Value) -> Report {
    let options: Options = serde_json::from_value(options.clone()).expect("options");
    options.verify(text, &TrustStore::new(), None).expect("a sound request")
}

/// Codes of a check's reasons.
pub fn codes(check: &Check) -> Vec<&'static str> {
    check.reasons.iter().map(|reason| reason.code).collect()
}

/// Code of the first fault of the envelope; empty when it has none.
pub fn envelope_code(report: &Report) -> &'static str {
    codes(&report.checks.envelope).first().copied().unwrap_or_default()
}
