//! The JavaScript edge: typed exports, error mapping, and the seeding of randomness.
//!
//! This is the only crate that knows JavaScript, and it decides nothing: every export turns its
//! arguments into the core's types, calls the core once, and turns the answer into JSON text.
//! Text rather than objects crosses the boundary, so a report keeps the exact bytes every other
//! surface prints. Failures cross as the JSON text of [`error::Error`].
//!
//! Four modules are built from it: feature `verifier` (read and judge), feature `wallet` (everything
//! of `verifier`, rules and trips, and the holder's side), feature `desk` (everything of `verifier`, rules and trips,
//! and opening what wallets show; loaded when it is wanted) and feature `passport` (reading a document by camera and from
//! its chip; the same). The loaders are in `npm/`.

#[cfg(feature = "desk")]
pub mod desk;
#[cfg(feature = "entropy")]
pub mod entropy;
pub mod error;
mod input;
#[cfg(feature = "judge")]
mod judge;
#[cfg(feature = "mock-chip")]
pub mod mock_chip;
pub mod mrz;
#[cfg(feature = "passport")]
pub mod passport;
#[cfg(feature = "verifier")]
pub mod verifier;
#[cfg(feature = "wallet")]
pub mod wallet;

use wasm_bindgen::prelude::wasm_bindgen;

/// Every code this crate itself can produce.
pub const CODES: &[&str] = &[
    "chip.unfinished",
    "chip.zone-differs",
    "entropy.short",
    "entropy.unseeded",
    "input.json",
    "key.unknown",
    "trust.root",
];

/// Version of the core, as in the report of a defect: `0.1.0`.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Mixes at least 32 random bytes of the host into the generator behind identifiers and salts.
///
/// May be called again at any time; earlier entropy is kept.
///
/// # Errors
/// `entropy.short` for fewer than 32 bytes; the generator is then left as it was.
#[cfg(feature = "entropy")]
#[wasm_bindgen(js_name = seedEntropy)]
pub fn seed_entropy(bytes: &[u8]) -> Result<(), error::Error> {
    entropy::seed(bytes)
}
