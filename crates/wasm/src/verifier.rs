//! Exports of both modules: read and judge.

use crate::error::{Error, Result, from_json, to_json};
use healthpass_cert::holder::day;
use healthpass_cert::inspect;
use healthpass_cert::parts;
use healthpass_cert::report::Reason;
use healthpass_cert::request::{self, Options};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_cert::trust::bundle::{Bundle, RootPin};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::PublicKey;
use healthpass_passport::mrz;
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

/// What a machine readable zone says, and which of its check digits hold.
///
/// # Errors
/// `input.json`, `request.at`.
#[wasm_bindgen(js_name = parseMrz)]
pub fn parse_mrz(lines: &str, at: &str) -> Result<String> {
    let lines: Vec<String> = from_json(lines)?;
    Ok(to_json(&mrz::report(&lines, day(time(at)?))))
}

/// A bundle and its summary as JSON.
pub(crate) fn open_bundle(bytes: &[u8], root: &str, at: &str) -> Result<(Bundle, String)> {
    let now = time(at)?;
    let bundle = Bundle::open(bytes, &pin(root)?)
        .map_err(|error| Error::from(Reason::new(error.code).found(error.detail)))?;
    let summary = to_json(&bundle.summary(now));
    Ok((bundle, summary))
}

/// The time a caller asks about.
pub(crate) fn time(at: &str) -> Result<UnixTime> {
    UnixTime::parse(at).ok_or_else(|| Reason::new(request::code::AT).found(at).into())
}

fn pin(hex: &str) -> Result<RootPin> {
    let refused = || Error::from(Reason::new("trust.root").found(hex));
    let mut pin = RootPin::default();
    if hex.len() != pin.len() * 2 {
        return Err(refused());
    }
    for (index, byte) in pin.iter_mut().enumerate() {
        let digits = hex.get(index * 2..index * 2 + 2).ok_or_else(refused)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| refused())?;
    }
    Ok(pin)
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
