//! Any archive and any credential in one: its central directory, its JSON, the canonical text of its triples.
//!
//! Bytes that begin like an archive are one; all others are put in as the credential's JSON.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::zip;
use healthpass_cert::report::Verdict;
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let text = if bytes.starts_with(b"PK") {
        let text: String = bytes.iter().copied().map(char::from).collect();
        assert_eq!(zip::bytes(&text).expect("one character a byte"), bytes);
        text
    } else {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        text.to_owned()
    };
    let options = Options { at: Some("2026-12-01T08:00:00Z".into()), ..Options::default() };
    let report = options.verify(&text, &TrustStore::new(), None).expect("a sound request");
    assert_ne!(report.verdict, Verdict::Verified, "nobody is trusted");
    // what is left out is not signed: the claims alone make the same signed bytes
    if let Ok(decoded) = Decoded::read(&text)
        && let Some(signed) = decoded.signed()
        && text.starts_with('{')
    {
        let again = claims_with_signature(&text, decoded.unverified_json());
        if let Some(again) = again.and_then(|text| Decoded::read(&text).ok()) {
            let again = again.signed().expect("signed").to_be_signed.clone();
            assert_eq!(again, signed.to_be_signed, "the claims are not what is signed");
        }
    }
});

/// The claims as a credential, with the signature of the one they came from. `None` where a node's name is no
/// IRI: the node is in no triple then, but what stands below it is.
fn claims_with_signature(text: &str, claims: &Value) -> Option<String> {
    let received: Value = serde_json::from_str(text).ok()?;
    let mut claims = claims.clone();
    let proof = claims.get_mut("proof")?.as_object_mut()?;
    proof.insert("jws".into(), received.get("proof")?.get("jws")?.clone());
    claims.get("credentialSubject")?;
    all_named(&received).then(|| claims.to_string())
}

fn all_named(value: &Value) -> bool {
    let scheme = |id: &str| {
        let scheme = id.split_once(':').map_or("", |(scheme, _)| scheme);
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric())
    };
    match value {
        Value::Object(members) => members.iter().all(|(name, value)| match value.as_str() {
            Some(id) if name == "id" => scheme(id),
            _ => all_named(value),
        }),
        Value::Array(items) => items.iter().all(all_named),
        _ => true,
    }
}
