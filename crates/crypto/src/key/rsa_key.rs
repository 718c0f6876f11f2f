//! RSAPublicKey (RFC 8017 appendix A.1.1) and the limits on what it may hold.
//!
//! ```text
//! RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
//! ```

use super::{KeyError, RSA_MAX_BITS, RSA_MAX_EXPONENT, RSA_MIN_BITS};
use crate::arithmetic::rsa::RsaKey;
use crate::asn1::{self, Reader};

pub(super) fn from_pkcs1(der: &[u8]) -> Result<RsaKey, KeyError> {
    let (modulus, exponent) = pkcs1(der).map_err(|_| KeyError::Der)?;
    from_numbers(modulus, exponent)
}

fn pkcs1(der: &[u8]) -> Result<(&[u8], &[u8]), asn1::Asn1Error> {
    let mut key = Reader::only(der, asn1::SEQUENCE)?;
    let numbers = (key.expect(asn1::INTEGER)?.unsigned()?, key.expect(asn1::INTEGER)?.unsigned()?);
    key.end()?;
    Ok(numbers)
}

pub(super) fn to_pkcs1(key: &RsaKey) -> Vec<u8> {
    let exponent = key.exponent().to_be_bytes();
    let numbers = [asn1::write_unsigned(&key.modulus()), asn1::write_unsigned(strip_zeros(&exponent))];
    asn1::write(asn1::SEQUENCE, &[&numbers.concat()])
}

/// From big-endian numbers, checked before any arithmetic is done on them.
pub(super) fn from_numbers(modulus: &[u8], exponent: &[u8]) -> Result<RsaKey, KeyError> {
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
    RsaKey::new(modulus, e, bits).ok_or(KeyError::Der)
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
