//! HKDF with SHA-256 (RFC 5869).

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of SHA-256, and of every key between the two steps.
pub const HASH_BYTES: usize = 32;

/// Step 1, HKDF-Extract: a uniform key out of `parts`, read as if they stood one after the other.
#[must_use]
pub fn extract(salt: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; HASH_BYTES]> {
    let mut step = hkdf::HkdfExtract::<Sha256>::new(Some(salt));
    for part in parts {
        step.input_ikm(part);
    }
    let (mut key, _) = step.finalize();
    let mut out = Zeroizing::new([0; HASH_BYTES]);
    out.copy_from_slice(&key);
    zeroize::Zeroize::zeroize(key.as_mut_slice());
    out
}

/// Step 2, HKDF-Expand: fills `out` for the purpose that `info` names, read as if its parts stood one
/// after the other. `None` when `out` is longer than 255 hashes.
#[must_use]
pub fn expand(key: &[u8; HASH_BYTES], info: &[&[u8]], out: &mut [u8]) -> Option<()> {
    Hkdf::<Sha256>::from_prk(key).ok()?.expand_multi_info(info, out).ok()
}
