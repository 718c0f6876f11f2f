//! SHA-256 (FIPS 180-4).

use sha2::{Digest, Sha256};

/// The SHA-256 of `bytes`.
///
/// ```
/// let empty = healthpass_crypto::hash::sha256(b"");
/// assert_eq!(empty[..4], [0xe3, 0xb0, 0xc4, 0x42]);
/// ```
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
