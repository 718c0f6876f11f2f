//! Exports of the verifier and the wallet module: read and judge.

use crate::error::{Result, from_json, to_json};
use crate::input::open_bundle;
use healthpass_cert::inspect;
use healthpass_cert::parts;
use healthpass_cert::report::Reason;
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::PublicKey;
use wasm_bindgen::prelude::wasm_bindgen;

/// Judges certificates by the issuers it has been told to trust.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Verifier {
    trust: TrustStore,
}

#[wasm_bindgen]
impl Verifier {
    /// Trusts nobody yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces the issuer list; answers with its summary.
    ///
    /// # Errors
    /// `trust.*`, `request.at`; the earlier list is then kept.
    #[wasm_bindgen(js_name = loadTrust)]
    pub fn load_trust(&mut self, bundle: &[u8], root: &str, at: &str) -> Result<String> {
        let (bundle, summary) = open_bundle(bundle, root, at)?;
        self.trust = TrustStore::new();
        bundle.load_into(&mut self.trust);
        Ok(summary)
    }

    /// The report on `text`, as JSON.
    ///
    /// # Errors
    /// For options that make no sense; never for what the text is.
    #[wasm_bindgen(js_name = verifyJson)]
    pub fn verify_json(&self, text: &str, options: &str) -> Result<String> {
        let options: Options = from_json(options)?;
        let report = options.verify(text, &self.trust, None);
        report
            .map(|report| to_json(&report))
            .map_err(|error| Reason::new(error.code()).found(error.to_string()).into())
    }
}

/// Every stage of a code, unverified.
#[wasm_bindgen(js_name = inspect)]
#[must_use]
pub fn inspect_text(text: &str) -> String {
    to_json(&inspect::inspect(text).stages)
}

/// What codes make that were scanned one after another: how much of a certificate that is spread over
/// several codes is there, and its text once all is. `null` when the last code is whole in itself.
///
/// # Errors
/// `input.json`.
#[wasm_bindgen(js_name = collectParts)]
pub fn collect_parts(texts: &str) -> Result<String> {
    let texts: Vec<String> = from_json(texts)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Ok(to_json(&parts::collect(&texts)))
}

/// Whether a raw signature holds: what conformance suites of signatures ask. `spki` is the DER
/// SubjectPublicKeyInfo, `algorithm` the IANA COSE number.
#[wasm_bindgen(js_name = verifySignature)]
#[must_use]
pub fn verify_signature(spki: &[u8], algorithm: i32, message: &[u8], signature: &[u8]) -> bool {
    let algorithm = SignatureAlgorithm::from_cose(i64::from(algorithm));
    let key = PublicKey::from_spki_der(spki).ok();
    algorithm.zip(key).is_some_and(|(algorithm, key)| key.verify(algorithm, message, signature).is_ok())
}
