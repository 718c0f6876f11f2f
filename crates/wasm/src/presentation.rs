//! Exports of the presentation module: a desk that opens what wallets show.

use crate::entropy;
use crate::error::{Error, Result, from_json, to_json};
use crate::input::{open_bundle, time};
use base64ct::{Base64, Encoding};
use healthpass_cert::presentation::challenge::NONCE_BYTES;
use healthpass_cert::presentation::desk::{self, AuthorityKey};
use healthpass_cert::report::Reason;
use healthpass_cert::request::{self, Options};
use healthpass_cert::trust::TrustStore;
use healthpass_crypto::sealing_file;
use healthpass_qr::Medium;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// Judges certificates as issued and as shown. Keys, what was shown and what is asked are in memory only.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Desk {
    trust: TrustStore,
    inner: desk::Desk,
    name: String,
}

#[wasm_bindgen]
impl Desk {
    /// A desk of this name that trusts nobody and holds no key.
    #[wasm_bindgen(constructor)]
    pub fn new(name: Option<String>) -> Self {
        Self { name: name.unwrap_or_default(), ..Self::default() }
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

    /// Takes in an authority's key; answers with what is known of it.
    ///
    /// # Errors
    /// `key.*`, `request.at`.
    #[wasm_bindgen(js_name = loadKey)]
    pub fn load_key(&mut self, pem: &str, passphrase: &str, at: &str) -> Result<String> {
        time(at)?;
        let key = sealing_file::open(pem, passphrase.as_bytes())
            .map_err(|error| Error::from(Reason::new(error.code())))?;
        let known = AuthorityKey::of(key.public(), &self.trust);
        self.inner.add_key(key);
        Ok(to_json(&known))
    }

    /// What is known of each key it holds.
    ///
    /// # Errors
    /// `request.at`.
    pub fn keys(&self, at: &str) -> Result<String> {
        time(at)?;
        let keys = self.inner.keys().iter().map(|key| AuthorityKey::of(key.public(), &self.trust));
        Ok(to_json(&keys.collect::<Vec<_>>()))
    }

    /// Forgets keys, what was shown and what is asked.
    pub fn wipe(&mut self) {
        self.inner.wipe();
    }

    /// Asks: from here on only answers to this question are taken. `seal_to` is the identifier of a key it holds.
    ///
    /// # Errors
    /// `entropy.unseeded`, `request.at`, `key.unknown`, `qr.*`.
    pub fn ask(&mut self, at: &str, seal_to: Option<String>) -> Result<String> {
        let now = time(at)?;
        let mut kids = Vec::new();
        if let Some(kid) = seal_to {
            kids.push(
                self.inner.kid(&kid).ok_or_else(|| Error::from(Reason::new("key.unknown").found(kid)))?,
            );
        }
        let mut nonce = [0; NONCE_BYTES];
        entropy::fill(&mut nonce)?;
        let text = self.inner.ask(&self.name, nonce, now, &kids).text();
        let qr = Qr::of(&text)?;
        Ok(to_json(&Asked { text, qr }))
    }

    /// Takes codes again that answer nobody.
    #[wasm_bindgen(js_name = stopAsking)]
    pub fn stop_asking(&mut self) {
        self.inner.stop_asking();
    }

    /// The report on `text`, as JSON.
    ///
    /// # Errors
    /// For options that make no sense; never for what the text is.
    #[wasm_bindgen(js_name = verifyJson)]
    pub fn verify_json(&mut self, text: &str, options: &str) -> Result<String> {
        let options: Options = from_json(options)?;
        let report = self.inner.verify(text, &options, &self.trust, None);
        report.map(|report| to_json(&report)).map_err(refused)
    }
}

fn refused(error: request::RequestError) -> Error {
    Reason::new(error.code()).found(error.to_string()).into()
}

#[derive(Serialize)]
struct Asked {
    text: String,
    qr: Qr,
}

/// A QR symbol as data, as the wallet gives it.
#[derive(Serialize)]
struct Qr {
    size: u32,
    modules: String,
    version: u32,
    ecc: String,
}

impl Qr {
    fn of(text: &str) -> Result<Self> {
        let symbol = healthpass_qr::encode(text, Medium::Screen)
            .map_err(|error| Error::from(Reason::new(error.code())))?;
        Ok(Self {
            size: u32::from(symbol.size()),
            modules: Base64::encode_string(&symbol.to_bits()),
            version: u32::from(symbol.version()),
            ecc: symbol.ecc().letter().to_string(),
        })
    }
}
