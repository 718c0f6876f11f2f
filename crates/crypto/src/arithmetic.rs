//! Verify-only arithmetic: ECDSA, Ed25519 and RSA on one small Montgomery core.
//!
//! Everything computed here is public (keys, messages, signatures), so nothing runs in constant time.
//! 32-bit limbs with 64-bit products suit WebAssembly, and one multiplication for every modulus keeps the
//! module a tenth of the general-purpose crates' size. Those crates (`p256`, `p384`, `p521`, `rsa`,
//! `ed25519-dalek`) are the oracles of the tests, beside Wycheproof. Signing does not come here: it needs constant time and uses `p256`.

pub(crate) mod curve;
pub(crate) mod ecdsa;
#[cfg(feature = "ed25519")]
pub(crate) mod ed25519;
pub(crate) mod modulus;
pub(crate) mod rsa;

#[cfg(test)]
mod tests;
