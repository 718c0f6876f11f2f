//! Exports of the wallet module: certificates bound to this device, and codes made just now.

use super::Wallet;
use crate::entropy;
use crate::error::{Result, from_json, to_json};
use crate::input::time;
use healthpass_wallet::{Entropy, MAX_BATCH, PresentationChoice, SEED_BYTES};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

#[wasm_bindgen]
impl Wallet {
    /// Makes device keys, and the request that an issuer binds certificates to them by.
    ///
    /// # Errors
    /// `request.count`, `wallet.unknown-id`, `entropy.unseeded`, `request.at`.
    pub fn request(&mut self, person: &str, count: u32, at: &str) -> Result<String> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        // One more than there may be, so that the wallet itself refuses.
        let mut seeds = Zeroizing::new(vec![[0; SEED_BYTES]; count.min(MAX_BATCH + 1)]);
        for seed in seeds.iter_mut() {
            entropy::fill(seed)?;
        }
        Ok(to_json(&self.inner.request(person, time(at)?, &seeds)?))
    }

    /// What may be chosen when a certificate is shown.
    ///
    /// # Errors
    /// `gate.*`, `wallet.unknown-id`, `request.at`.
    pub fn choices(&self, id: &str, at: &str) -> Result<String> {
        Ok(to_json(&self.inner.choices(id, time(at)?)?))
    }

    /// A desk's question.
    ///
    /// # Errors
    /// `challenge.shape`, `envelope.*`, `request.at`.
    pub fn question(&self, text: &str, at: &str) -> Result<String> {
        Ok(to_json(&self.inner.question(text, time(at)?)?))
    }

    /// What the reader of a code will see.
    ///
    /// # Errors
    /// `gate.*`, `present.*`, `challenge.shape`, `wallet.unknown-id`, `entropy.unseeded`, `input.json`, `request.at`.
    pub fn preview(&mut self, id: &str, choice: &str, at: &str) -> Result<String> {
        let choice: PresentationChoice = from_json(choice)?;
        let random = random()?;
        Ok(to_json(&self.inner.preview(id, &choice, time(at)?, &random)?))
    }

    /// A code made just now.
    ///
    /// # Errors
    /// As [`Wallet::preview`].
    #[wasm_bindgen(js_name = showFresh)]
    pub fn show_fresh(&mut self, id: &str, choice: &str, at: &str) -> Result<String> {
        let choice: PresentationChoice = from_json(choice)?;
        let random = random()?;
        Ok(to_json(&self.inner.show_fresh(id, &choice, time(at)?, &random)?))
    }

    /// Ends the showing under way, if any.
    #[wasm_bindgen(js_name = endShowing)]
    pub fn end_showing(&mut self) {
        self.inner.end_showing();
    }
}

fn random() -> Result<Zeroizing<Entropy>> {
    let mut random = Zeroizing::new([0; size_of::<Entropy>()]);
    entropy::fill(random.as_mut_slice())?;
    Ok(random)
}
