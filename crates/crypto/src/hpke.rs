//! Hybrid public key encryption (RFC 9180), one message at a time: modes base and PSK, DHKEM(P-256) and
//! DHKEM(X25519), HKDF-SHA256, AES-128-GCM.
//!
//! ```
//! use healthpass_crypto::hpke;
//! use healthpass_crypto::sealing_key::{Kem, SealingKey};
//!
//! let key = SealingKey::generate(Kem::X25519, &[7; 32])?; // TEST ONLY: both from a generator of randomness
//! let (enc, sealed) = hpke::seal(key.public(), None, b"info", b"aad", b"content", &[8; 32])?;
//! assert_eq!(hpke::open(&key, &enc, None, b"info", b"aad", &sealed)?.as_slice(), b"content");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod labeled;

use crate::aead;
use crate::key_derivation::HASH_BYTES;
use crate::sealing_key::{Kem, SealingKey, SealingPublicKey};
use std::fmt;
use zeroize::Zeroizing;

/// Random bytes that one sealing takes: the ephemeral key's `ikmE`, never used twice.
pub const RANDOM_BYTES: usize = crate::sealing_key::MIN_RANDOM_BYTES;

/// Fewest bytes of a pre-shared key (RFC 9180 section 5.1.2).
pub const MIN_PSK_BYTES: usize = 32;

/// Modes (RFC 9180 section 5, table 1).
const MODE_BASE: u8 = 0x00;
const MODE_PSK: u8 = 0x01;

/// A pre-shared key and the name by which both sides know it.
#[derive(Clone, Copy)]
pub struct Psk<'a> {
    /// The key, [`MIN_PSK_BYTES`] or more.
    pub key: &'a [u8],
    /// Its name, not empty.
    pub id: &'a [u8],
}

impl fmt::Debug for Psk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Psk(..)")
    }
}

/// Seals `plaintext` to a key, SealBase or SealPSK of RFC 9180 section 6.1. Returns the encapsulated key,
/// as long as the recipient's, and the ciphertext with its tag, 16 bytes longer than the plaintext.
/// `random` is [`RANDOM_BYTES`] from a cryptographic generator, wiped by the caller.
///
/// # Errors
/// [`HpkeError::Psk`], [`HpkeError::Random`], [`HpkeError::Agreement`], [`HpkeError::Size`].
pub fn seal(
    to: &SealingPublicKey,
    psk: Option<Psk<'_>>,
    info: &[u8],
    aad: &[u8],
    plaintext: &[u8],
    random: &[u8],
) -> Result<(Vec<u8>, Vec<u8>), HpkeError> {
    if random.len() != RANDOM_BYTES {
        return Err(HpkeError::Random { found: random.len() });
    }
    let ephemeral =
        SealingKey::generate(to.kem(), random).map_err(|_| HpkeError::Random { found: random.len() })?;
    let enc = ephemeral.public().raw();
    let secret = shared_secret(&ephemeral, to, enc, to).ok_or(HpkeError::Agreement)?;
    let context = Context::new(to.kem(), &secret, psk, info)?;
    let sealed = aead::seal(&context.key, &context.nonce, aad, plaintext).ok_or(HpkeError::Size)?;
    Ok((enc.to_vec(), sealed))
}

/// Opens what was sealed to `key`: OpenBase or OpenPSK of RFC 9180 section 6.1.
///
/// # Errors
/// [`HpkeError::Psk`], [`HpkeError::Agreement`] for an encapsulated key that is none,
/// [`HpkeError::Open`] when key, pre-shared key, `info`, `aad` or any byte is not what it was sealed with:
/// which of them cannot be told.
pub fn open(
    key: &SealingKey,
    enc: &[u8],
    psk: Option<Psk<'_>>,
    info: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let kem = key.public().kem();
    let ephemeral = SealingPublicKey::from_raw(kem, enc).map_err(|_| HpkeError::Agreement)?;
    let secret = shared_secret(key, &ephemeral, enc, key.public()).ok_or(HpkeError::Agreement)?;
    let context = Context::new(kem, &secret, psk, info)?;
    aead::open(&context.key, &context.nonce, aad, sealed).ok_or(HpkeError::Open)
}

/// ExtractAndExpand(DH(ours, theirs), enc || recipient) of RFC 9180 section 4.1.
fn shared_secret(
    ours: &SealingKey,
    theirs: &SealingPublicKey,
    enc: &[u8],
    recipient: &SealingPublicKey,
) -> Option<Zeroizing<[u8; HASH_BYTES]>> {
    let suite = labeled::kem_suite(theirs.kem());
    let agreed = ours.agree(theirs)?;
    let extracted = labeled::extract(&suite, &[], "eae_prk", &[agreed.as_slice()]);
    let mut out = Zeroizing::new([0; HASH_BYTES]);
    labeled::expand(&suite, &extracted, "shared_secret", &[enc, recipient.raw()], out.as_mut_slice())?;
    Some(out)
}

/// The key and nonce of a context's first message, the only one it is used for.
struct Context {
    key: Zeroizing<[u8; aead::KEY_BYTES]>,
    nonce: Zeroizing<[u8; aead::NONCE_BYTES]>,
}

impl Context {
    /// KeySchedule of RFC 9180 section 5.1.
    fn new(
        kem: Kem,
        shared_secret: &[u8; HASH_BYTES],
        psk: Option<Psk<'_>>,
        info: &[u8],
    ) -> Result<Self, HpkeError> {
        let (mode, psk_key, psk_id) = match psk {
            None => (MODE_BASE, &[][..], &[][..]),
            Some(psk) if psk.key.len() >= MIN_PSK_BYTES && !psk.id.is_empty() => (MODE_PSK, psk.key, psk.id),
            Some(_) => return Err(HpkeError::Psk),
        };
        let suite = labeled::hpke_suite(kem);
        let psk_id_hash = labeled::extract(&suite, &[], "psk_id_hash", &[psk_id]);
        let info_hash = labeled::extract(&suite, &[], "info_hash", &[info]);
        let about: [&[u8]; 3] = [&[mode], psk_id_hash.as_slice(), info_hash.as_slice()];
        let secret = labeled::extract(&suite, shared_secret, "secret", &[psk_key]);
        let mut context = Self { key: Zeroizing::default(), nonce: Zeroizing::default() };
        labeled::expand(&suite, &secret, "key", &about, context.key.as_mut_slice()).ok_or(HpkeError::Size)?;
        labeled::expand(&suite, &secret, "base_nonce", &about, context.nonce.as_mut_slice())
            .ok_or(HpkeError::Size)?;
        Ok(context)
    }
}

/// Why nothing was sealed or opened. Says nothing about keys or content.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum HpkeError {
    /// Not a key of the kind asked for, or one with which every secret would be zero.
    Agreement,
    /// The tag does not hold.
    Open,
    /// A pre-shared key shorter than [`MIN_PSK_BYTES`], or one without a name.
    Psk,
    /// Not [`RANDOM_BYTES`] random bytes.
    Random {
        /// Bytes given.
        found: usize,
    },
    /// More content than the algorithms take.
    Size,
}

impl HpkeError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Agreement => "hpke.agreement",
            Self::Open => "hpke.open",
            Self::Psk => "hpke.psk",
            Self::Random { .. } => "hpke.random",
            Self::Size => "hpke.size",
        }
    }
}

impl fmt::Display for HpkeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for HpkeError {}

#[cfg(test)]
mod tests;
