//! LabeledExtract and LabeledExpand (RFC 9180 section 4), and the names of the suites in them.

use crate::key_derivation::{self, HASH_BYTES};
use crate::sealing_key::Kem;
use zeroize::Zeroizing;

/// Begins everything that is hashed.
const VERSION: &[u8] = b"HPKE-v1";

/// HKDF-SHA256 and AES-128-GCM in IANA's HPKE KDF and AEAD Identifiers.
const KDF: u16 = 0x0001;
const AEAD: u16 = 0x0001;

/// suite_id within the KEM: `"KEM" || kem_id`.
pub(crate) fn kem_suite(kem: Kem) -> [u8; 5] {
    let [a, b] = kem.id().to_be_bytes();
    [b'K', b'E', b'M', a, b]
}

/// suite_id everywhere else: `"HPKE" || kem_id || kdf_id || aead_id`.
pub(super) fn hpke_suite(kem: Kem) -> [u8; 10] {
    let ([a, b], [c, d], [e, f]) = (kem.id().to_be_bytes(), KDF.to_be_bytes(), AEAD.to_be_bytes());
    [b'H', b'P', b'K', b'E', a, b, c, d, e, f]
}

/// LabeledExtract, the input in parts.
pub(crate) fn extract(
    suite: &[u8],
    salt: &[u8],
    label: &str,
    input: &[&[u8]],
) -> Zeroizing<[u8; HASH_BYTES]> {
    let mut parts = vec![VERSION, suite, label.as_bytes()];
    parts.extend_from_slice(input);
    key_derivation::extract(salt, &parts)
}

/// LabeledExpand, the info in parts. `None` for more than 255 hashes.
pub(crate) fn expand(
    suite: &[u8],
    key: &[u8; HASH_BYTES],
    label: &str,
    info: &[&[u8]],
    out: &mut [u8],
) -> Option<()> {
    let length = u16::try_from(out.len()).ok()?.to_be_bytes();
    let mut parts = vec![&length[..], VERSION, suite, label.as_bytes()];
    parts.extend_from_slice(info);
    key_derivation::expand(key, &parts, out)
}
