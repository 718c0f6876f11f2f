//! Any text as a seal, with an authority at hand that vouches for none of them; and any JSON in its canonical
//! form.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::envelope::{jcs, json_text};
use healthpass_cert::reason;
use healthpass_cert::report::Verdict;
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use libfuzzer_sys::fuzz_target;

/// The public half of an authority whose private half nobody kept.
const KEY: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt
6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==
-----END PUBLIC KEY-----";

fuzz_target!(|text: &str| {
    if let Ok(value) = json_text::claims(text.as_bytes())
        && let Ok(canonical) = jcs::write(&value)
    {
        let again = json_text::claims(canonical.as_bytes()).expect("canonical JSON is JSON");
        assert_eq!(jcs::write(&again).expect("numbers that were written"), canonical);
    }
    let options = serde_json::json!({"at": "2026-12-01T08:00:00Z", "keys": [{"pem": KEY}]});
    let options: Options = serde_json::from_value(options).expect("options");
    let report = options.verify(text, &TrustStore::new(), None).expect("a sound request");
    assert_ne!(report.verdict, Verdict::Verified, "this key signed nothing");
    for reason in report.checks.envelope.reasons.iter().chain(&report.checks.content.reasons) {
        assert!(reason::all().contains(&reason.code), "{}", reason.code);
    }
});
