//! Exports of the wallet module: people, passports, certificates and the gate.

mod presentations;

use crate::entropy;
use crate::error::{Error, Result, from_json, to_json};
use crate::input::{open_bundle, time};
use crate::judge::{add_revocation_file, load_revocation, load_rules};
use healthpass_cert::holder::day;
use healthpass_cert::report::Reason;
use healthpass_cert::revocation::RevocationStore;
use healthpass_cert::rules::RuleStore;
use healthpass_passport::{TypedDocument, typed};
use healthpass_qr::Medium;
use healthpass_wallet::{Id, ReadDocument, StoredRecord, WalletError};
use wasm_bindgen::prelude::wasm_bindgen;

/// People, their bound documents and certificates.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Wallet {
    inner: healthpass_wallet::Wallet,
}

#[wasm_bindgen]
impl Wallet {
    /// Opens stored records.
    ///
    /// # Errors
    /// `input.json` when the argument is not a list of records; damaged records are no error.
    pub fn open(records: &str) -> Result<Self> {
        let records: Vec<StoredRecord> = from_json(records)?;
        Ok(Self { inner: healthpass_wallet::Wallet::open(&records) })
    }

    /// Records that could not be read.
    #[must_use]
    pub fn problems(&self) -> String {
        to_json(&self.inner.problems())
    }

    /// What to write since the last call.
    #[wasm_bindgen(js_name = takeChanges)]
    pub fn take_changes(&mut self) -> String {
        to_json(&self.inner.take_changes())
    }

    /// Replaces the issuer list; answers with its summary.
    ///
    /// # Errors
    /// `trust.*`, `request.at`; the earlier list is then kept.
    #[wasm_bindgen(js_name = loadTrust)]
    pub fn load_trust(&mut self, bundle: &[u8], root: &str, at: &str) -> Result<String> {
        let (bundle, summary) = open_bundle(bundle, root, at)?;
        self.inner.set_trust(bundle);
        Ok(summary)
    }

    /// Takes in a signed rule pack; answers with its summary.
    ///
    /// # Errors
    /// `rules.*`, `input.json`, `request.at`; the packs in use then stay.
    #[wasm_bindgen(js_name = loadRules)]
    pub fn load_rules(&mut self, pack: &[u8], root: &str, at: &str, seen: Option<String>) -> Result<String> {
        load_rules(self.inner.rules_mut(), pack, root, at, seen.as_deref())
    }

    /// The packs in use.
    ///
    /// # Errors
    /// `request.at`.
    pub fn rules(&self, at: &str) -> Result<String> {
        Ok(to_json(&self.inner.rules().summaries(time(at)?)))
    }

    /// Forgets every pack.
    #[wasm_bindgen(js_name = clearRules)]
    pub fn clear_rules(&mut self) {
        *self.inner.rules_mut() = RuleStore::new();
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
        load_revocation(self.inner.revocation_mut(), manifest, root, at, seen)
    }

    /// Takes in a file that a manifest names.
    ///
    /// # Errors
    /// `revocation.*`.
    #[wasm_bindgen(js_name = addRevocationFile)]
    pub fn add_revocation_file(&mut self, bytes: &[u8]) -> Result<()> {
        add_revocation_file(self.inner.revocation_mut(), bytes)
    }

    /// The lists in use.
    ///
    /// # Errors
    /// `request.at`.
    pub fn revocation(&self, at: &str) -> Result<String> {
        Ok(to_json(&self.inner.revocation().summary(time(at)?)))
    }

    /// Forgets every list.
    #[wasm_bindgen(js_name = clearRevocation)]
    pub fn clear_revocation(&mut self) {
        *self.inner.revocation_mut() = RevocationStore::new();
    }

    /// Plans a journey, or none.
    ///
    /// # Errors
    /// `rules.trip.*`.
    #[wasm_bindgen(js_name = setTrip)]
    pub fn set_trip(&mut self, trip: Option<String>) -> Result<()> {
        Ok(self.inner.set_trip(trip.as_deref())?)
    }

    /// The journey that is planned, as JSON.
    #[must_use]
    pub fn trip(&self) -> Option<String> {
        self.inner.trip().map(str::to_owned)
    }

    /// Whether a person's certificates are enough for the journey.
    ///
    /// # Errors
    /// `wallet.unknown-id`, `request.at`.
    pub fn decide(&self, person: &str, at: &str) -> Result<String> {
        Ok(to_json(&self.inner.decide(person, time(at)?)?))
    }

    /// Everybody and everything.
    ///
    /// # Errors
    /// `request.at`.
    pub fn overview(&self, at: &str) -> Result<String> {
        Ok(to_json(&self.inner.overview(time(at)?)))
    }

    /// Adds a code.
    ///
    /// # Errors
    /// `add.*`, `entropy.unseeded`, `request.at`.
    pub fn add(&mut self, text: &str, at: &str) -> Result<String> {
        let ids = [fresh_id()?, fresh_id()?];
        Ok(to_json(&self.inner.add(text, time(at)?, ids)?))
    }

    /// One certificate in full.
    ///
    /// # Errors
    /// `wallet.unknown-id`, `request.at`.
    pub fn certificate(&self, id: &str, at: &str) -> Result<String> {
        Ok(to_json(&self.inner.certificate(id, time(at)?)?))
    }

    /// Binds a typed document.
    ///
    /// # Errors
    /// `bind.*`, `wallet.unknown-id`, `entropy.unseeded`, `input.json`, `request.at`.
    pub fn bind(&mut self, person: Option<String>, document: &str, at: &str) -> Result<String> {
        let document: TypedDocument = from_json(document)?;
        Ok(to_json(&self.inner.bind(person.as_deref(), &document, time(at)?, fresh_id()?)?))
    }

    /// Binds a document that was read by camera or from its chip.
    ///
    /// # Errors
    /// `bind.*`, `wallet.unknown-id`, `entropy.unseeded`, `input.json`, `request.at`.
    #[wasm_bindgen(js_name = bindRead)]
    pub fn bind_read(&mut self, person: Option<String>, read: &str, at: &str) -> Result<String> {
        let read: ReadDocument = from_json(read)?;
        Ok(to_json(&self.inner.bind_read(person.as_deref(), &read, time(at)?, fresh_id()?)?))
    }

    /// The gate: the symbol of a certificate that may be shown.
    ///
    /// # Errors
    /// `gate.*`, `qr.*`, `wallet.unknown-id`, `request.at`.
    pub fn present(&self, id: &str, at: &str, medium: &str) -> Result<String> {
        let medium = if medium == "paper" { Medium::Paper } else { Medium::Screen };
        Ok(to_json(&self.inner.present(id, time(at)?, medium)?))
    }

    /// Forgets a certificate.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    #[wasm_bindgen(js_name = removeCertificate)]
    pub fn remove_certificate(&mut self, id: &str) -> Result<()> {
        Ok(self.inner.remove_certificate(id)?)
    }

    /// Forgets a person and their certificates.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    #[wasm_bindgen(js_name = removePerson)]
    pub fn remove_person(&mut self, id: &str) -> Result<()> {
        Ok(self.inner.remove_person(id)?)
    }

    /// Forgets a person's passport.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    pub fn unbind(&mut self, person: &str) -> Result<()> {
        Ok(self.inner.unbind(person)?)
    }

    /// Forgets everything.
    pub fn erase(&mut self) {
        self.inner.erase();
    }
}

/// Judges what has been typed so far.
///
/// # Errors
/// `input.json`, `request.at`.
#[wasm_bindgen(js_name = checkTyped)]
pub fn check_typed(document: &str, at: &str) -> Result<String> {
    let document: TypedDocument = from_json(document)?;
    Ok(to_json(&typed::assess(&document, day(time(at)?))))
}

impl From<WalletError> for Error {
    fn from(error: WalletError) -> Self {
        if error.reasons.is_empty() {
            return Reason::new(error.code).into();
        }
        Self { code: error.code, reasons: error.reasons }
    }
}

fn fresh_id() -> Result<Id> {
    let mut id = Id::default();
    entropy::fill(&mut id)?;
    Ok(id)
}
