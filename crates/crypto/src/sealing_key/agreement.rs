//! The sums of both mechanisms: `p256` and `x25519-dalek`, which run in constant time, behind bytes.

use super::{Kem, SECRET_BYTES, SealingKey};
use crate::hpke::labeled::{self, kem_suite};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use x25519_dalek::StaticSecret;
use zeroize::{Zeroize, Zeroizing};

type Secret = Zeroizing<[u8; SECRET_BYTES]>;

/// Tries for a P-256 scalar (RFC 9180 section 7.1.3); each fails once in 2^32.
const CANDIDATES: u8 = u8::MAX;

/// Whether `raw` is a key to agree with, its length being right already.
pub(super) fn is_usable(kem: Kem, raw: &[u8]) -> bool {
    match kem {
        Kem::P256 => PublicKey::from_sec1_bytes(raw).is_ok(),
        // The keys of small order give zero with every secret, so any secret tells.
        Kem::X25519 => shared(kem, &Zeroizing::new([1; SECRET_BYTES]), raw).is_some(),
    }
}

/// SerializePublicKey(pk(secret)). `None` for a scalar out of range.
pub(super) fn public_of(kem: Kem, secret: &Secret) -> Option<Vec<u8>> {
    match kem {
        Kem::P256 => {
            let key = SecretKey::from_slice(secret.as_slice()).ok()?;
            Some(key.public_key().to_sec1_point(false).as_bytes().to_vec())
        }
        Kem::X25519 => {
            let key = StaticSecret::from(**secret);
            Some(x25519_dalek::PublicKey::from(&key).as_bytes().to_vec())
        }
    }
}

/// DH(secret, public). `None` for no point, and for an all-zero result (RFC 9180 section 7.1.4).
pub(super) fn shared(kem: Kem, secret: &Secret, public: &[u8]) -> Option<Secret> {
    let mut out = Zeroizing::new([0; SECRET_BYTES]);
    match kem {
        Kem::P256 => {
            let key = SecretKey::from_slice(secret.as_slice()).ok()?;
            let point = PublicKey::from_sec1_bytes(public).ok()?;
            out.copy_from_slice(key.diffie_hellman(&point).raw_secret_bytes());
        }
        Kem::X25519 => {
            let public: [u8; SECRET_BYTES] = public.try_into().ok()?;
            let result = StaticSecret::from(**secret).diffie_hellman(&public.into());
            if !result.was_contributory() {
                return None;
            }
            out.copy_from_slice(result.as_bytes());
        }
    }
    Some(out)
}

/// DeriveKeyPair (RFC 9180 section 7.1.3).
pub(super) fn derive(kem: Kem, random: &[u8]) -> Option<SealingKey> {
    let suite = kem_suite(kem);
    let extracted = labeled::extract(&suite, &[], "dkp_prk", &[random]);
    let mut candidate = Zeroizing::new([0; SECRET_BYTES]);
    match kem {
        Kem::X25519 => {
            labeled::expand(&suite, &extracted, "sk", &[], candidate.as_mut_slice())?;
            SealingKey::from_raw(kem, candidate.as_slice()).ok()
        }
        Kem::P256 => (0..=CANDIDATES).find_map(|counter| {
            candidate.zeroize();
            labeled::expand(&suite, &extracted, "candidate", &[&[counter]], candidate.as_mut_slice())?;
            SealingKey::from_raw(kem, candidate.as_slice()).ok()
        }),
    }
}
