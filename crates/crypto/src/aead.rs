//! AES-128-GCM (NIST SP 800-38D) with 12-byte nonces and 16-byte tags: HPKE's AEAD 0x0001, COSE's A128GCM.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes128Gcm, Key, Nonce};
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY_BYTES: usize = 16;

/// Bytes of a nonce; one key never sees the same nonce twice.
pub const NONCE_BYTES: usize = 12;

/// Bytes of the tag that ends what [`seal`] returns.
pub const TAG_BYTES: usize = 16;

/// Encrypts `plaintext` and appends the tag, which covers `aad` too. `None` beyond GCM's 64 GiB.
#[must_use]
pub fn seal(
    key: &[u8; KEY_BYTES],
    nonce: &[u8; NONCE_BYTES],
    aad: &[u8],
    plaintext: &[u8],
) -> Option<Vec<u8>> {
    cipher(key).encrypt(&Nonce::from(*nonce), Payload { msg: plaintext, aad }).ok()
}

/// Undoes [`seal`]. `None`, and nothing of the content, unless the tag holds.
#[must_use]
pub fn open(
    key: &[u8; KEY_BYTES],
    nonce: &[u8; NONCE_BYTES],
    aad: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    cipher(key).decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad }).ok().map(Zeroizing::new)
}

fn cipher(key: &[u8; KEY_BYTES]) -> Aes128Gcm {
    Aes128Gcm::new(<&Key<Aes128Gcm>>::from(key))
}
