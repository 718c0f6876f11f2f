//! RSAPublicKey (RFC 8017 appendix A.1.1) and the limits on what it may hold.

use super::{KeyError, RSA_MAX_BITS, RSA_MAX_EXPONENT, RSA_MIN_BITS};
use der::asn1::UintRef;
use der::{Decode, Encode, Sequence};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPublicKey};

/// ```text
/// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
/// ```
#[derive(Sequence)]
struct Pkcs1<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

pub(super) fn from_pkcs1(der: &[u8]) -> Result<RsaPublicKey, KeyError> {
    let key = Pkcs1::from_der(der).map_err(|_| KeyError::Der)?;
    from_numbers(key.modulus.as_bytes(), key.exponent.as_bytes())
}

pub(super) fn to_pkcs1(key: &RsaPublicKey) -> Result<Vec<u8>, KeyError> {
    let (modulus, exponent) = (key.n_bytes(), key.e_bytes());
    let modulus = UintRef::new(&modulus).map_err(|_| KeyError::Der)?;
    let exponent = UintRef::new(&exponent).map_err(|_| KeyError::Der)?;
    Pkcs1 { modulus, exponent }.to_der().map_err(|_| KeyError::Der)
}

/// From big-endian numbers, checked before any arithmetic is done on them.
pub(super) fn from_numbers(modulus: &[u8], exponent: &[u8]) -> Result<RsaPublicKey, KeyError> {
    let bits = bit_length(modulus);
    if !(RSA_MIN_BITS..=RSA_MAX_BITS).contains(&bits) {
        return Err(KeyError::Size { bits });
    }
    if bit_length(exponent) > u64::BITS as usize {
        return Err(KeyError::Exponent);
    }
    let e = exponent.iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    if e < 3 || e.is_multiple_of(2) || e > RSA_MAX_EXPONENT {
        return Err(KeyError::Exponent);
    }
    let n = BoxedUint::from_be_slice_vartime(strip_zeros(modulus));
    RsaPublicKey::new_with_size_limits(n, BoxedUint::from(e), RSA_MIN_BITS..=RSA_MAX_BITS)
        .map_err(|_| KeyError::Der)
}

/// `number` without leading zero bytes.
pub(super) fn strip_zeros(mut number: &[u8]) -> &[u8] {
    while let Some((0, rest)) = number.split_first() {
        number = rest;
    }
    number
}

fn bit_length(number: &[u8]) -> usize {
    let number = strip_zeros(number);
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}
