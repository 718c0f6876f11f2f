//! Exports of the desk module: what an officer decides with, and a desk that opens what wallets show.

use crate::entropy;
use crate::error::{Error, Result, from_json, to_json};
use crate::input::{open_bundle, time};
use crate::judge::{add_revocation_file, load_revocation, load_rules, read_trip};
use base64ct::{Base64, Encoding};
use healthpass_cert::presentation::challenge::NONCE_BYTES;
use healthpass_cert::presentation::desk::{self, AuthorityKey};
use healthpass_cert::report::Reason;
use healthpass_cert::request::{self, Options};
use healthpass_cert::revocation::RevocationStore;
use healthpass_cert::rules::RuleStore;
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
    rules: RuleStore,
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
        self.trust.forget_issuers();
        bundle.load_into(&mut self.trust);
        Ok(summary)
    }

    /// Trusts nobody again. Keys, what is asked, and which codes were shown stay.
    #[wasm_bindgen(js_name = clearTrust)]
    pub fn clear_trust(&mut self) {
        self.trust.forget_issuers();
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

    /// Forgets keys and what is asked, not which codes were shown.
    pub fn lock(&mut self) {
        self.inner.lock();
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

    /// Takes in a signed rule pack; answers with its summary.
    ///
    /// # Errors
    /// `rules.*`, `input.json`, `request.at`; the packs in use then stay.
    #[wasm_bindgen(js_name = loadRules)]
    pub fn load_rules(&mut self, pack: &[u8], root: &str, at: &str, seen: Option<String>) -> Result<String> {
        load_rules(&mut self.rules, pack, root, at, seen.as_deref())
    }

    /// The packs in use.
    ///
    /// # Errors
    /// `request.at`.
    pub fn rules(&self, at: &str) -> Result<String> {
        Ok(to_json(&self.rules.summaries(time(at)?)))
    }

    /// Forgets every pack.
    #[wasm_bindgen(js_name = clearRules)]
    pub fn clear_rules(&mut self) {
        self.rules = RuleStore::new();
    }

    /// Takes in the signed manifest of a list of withdrawn certificates; answers with its summary.
    ///
    /// # Errors
    /// `revocation.*`, `request.at`; the lists in use then stay.
    #[wasm_bindgen(js_name = loadRevocation)]
    pub fn load_revocation(
        &mut self,
        manifest: &[u8],
        root: &str,
        at: &str,
        seen: Option<f64>,
    ) -> Result<String> {
        load_revocation(self.trust.revocation_mut(), manifest, root, at, seen)
    }

    /// Takes in a file that a manifest names.
    ///
    /// # Errors
    /// `revocation.*`.
    #[wasm_bindgen(js_name = addRevocationFile)]
    pub fn add_revocation_file(&mut self, bytes: &[u8]) -> Result<()> {
        add_revocation_file(self.trust.revocation_mut(), bytes)
    }

    /// The lists in use.
    ///
    /// # Errors
    /// `request.at`.
    pub fn revocation(&self, at: &str) -> Result<String> {
        Ok(to_json(&self.trust.revocation().summary(time(at)?)))
    }

    /// Forgets every list.
    #[wasm_bindgen(js_name = clearRevocation)]
    pub fn clear_revocation(&mut self) {
        *self.trust.revocation_mut() = RevocationStore::new();
    }

    /// The report on `text`, as JSON; with a trip, by the rules in use too.
    ///
    /// # Errors
    /// For options or a trip that make no sense; never for what the text is.
    #[wasm_bindgen(js_name = verifyJson)]
    pub fn verify_json(&mut self, text: &str, options: &str, trip: Option<String>) -> Result<String> {
        let texts = [text.to_owned()];
        let together = self.together(&texts, options, trip)?;
        Ok(together.reports.first().map(to_json).unwrap_or_default())
    }

    /// The reports on several texts of one person, and the answer for the trip.
    ///
    /// # Errors
    /// As `verifyJson`, and `input.json`.
    #[wasm_bindgen(js_name = verifyTogetherJson)]
    pub fn verify_together_json(
        &mut self,
        texts: &str,
        options: &str,
        trip: Option<String>,
    ) -> Result<String> {
        let texts: Vec<String> = from_json(texts)?;
        Ok(to_json(&self.together(&texts, options, trip)?))
    }
}

impl Desk {
    fn together(&mut self, texts: &[String], options: &str, trip: Option<String>) -> Result<desk::Together> {
        let options: Options = from_json(options)?;
        let trip = read_trip(trip.as_deref())?;
        let together = self.inner.verify_together(texts, &options, &self.trust, &self.rules, trip.as_ref());
        together.map_err(refused)
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
