//! ISO/IEC 9796-2 digital signature scheme 1 with RSA: part of the signed message comes out of the signature.
//! A passport's chip answers the challenge of active authentication with one (ICAO 9303-11 section 6.1).
//!
//! The recovered block is `6A || M1 || hash(M1 || M2) || trailer`, or with padding `6B BB .. BB BA` in front;
//! the trailer is `BC` for SHA-1, or a hash's identifier (ISO/IEC 10118-3) and `CC`.

use crate::arithmetic::modulus::{Long, Modulus, bytes, subtract};
use crate::asn1::{self, Asn1Error, Reader};
use crate::hash::HashAlgorithm;
use crate::key::RSA_MAX_EXPONENT;
use crate::x509::ObjectIdentifier;

/// Shortest modulus of a chip's key taken, in bits: chips of the field have 1024 (ICAO 9303-12 section 4.4.2
/// asks for that much of active authentication; passports live ten years).
pub const MIN_BITS: usize = 1024;

/// Longest modulus of a chip's key taken, in bits.
pub const MAX_BITS: usize = 4096;

/// rsaEncryption (RFC 8017 appendix A.1).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// The last nibble of every block signed.
const TRAILER_NIBBLE: u8 = 0x0c;

/// A chip's RSA key.
#[derive(Clone, Debug)]
pub struct RecoveryKey {
    modulus: Modulus<Long>,
    exponent: u64,
    size: usize,
}

/// Why a key or a signature is not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RecoveryError {
    /// Not an RSA key in DER.
    Der,
    /// A modulus shorter than [`MIN_BITS`] or longer than [`MAX_BITS`], or an exponent that is none.
    Size,
    /// Not as long as the modulus.
    Length,
    /// A trailer of a hash not known here.
    Trailer,
    /// The signature does not hold.
    Invalid,
}

impl RecoveryKey {
    /// Reads a DER SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`RecoveryError::Der`], [`RecoveryError::Size`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, RecoveryError> {
        let (modulus, exponent) = numbers(der).map_err(|_| RecoveryError::Der)?;
        let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
        if !(MIN_BITS..=MAX_BITS).contains(&bits) || exponent.len() > 8 {
            return Err(RecoveryError::Size);
        }
        let exponent = exponent.iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
        if exponent < 3 || exponent.is_multiple_of(2) || exponent > RSA_MAX_EXPONENT {
            return Err(RecoveryError::Size);
        }
        let size = modulus.len();
        let modulus = Modulus::new(modulus).ok_or(RecoveryError::Size)?;
        Ok(Self { modulus, exponent, size })
    }

    /// Bytes of the modulus, and of every signature.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether `signature` holds for a message that ends in `known`, the part not recovered; gives the hash used.
    ///
    /// # Errors
    /// [`RecoveryError::Length`], [`RecoveryError::Trailer`], [`RecoveryError::Invalid`].
    pub fn verify(&self, known: &[u8], signature: &[u8]) -> Result<HashAlgorithm, RecoveryError> {
        if signature.len() != self.size {
            return Err(RecoveryError::Length);
        }
        let block = self.open(signature).ok_or(RecoveryError::Invalid)?;
        let (hash, body) = trailer(&block).ok_or_else(|| refused(&block))?;
        let length = hash.digest(&[]).len();
        let at = body.len().checked_sub(length).ok_or(RecoveryError::Invalid)?;
        let (front, digest) = body.split_at_checked(at).ok_or(RecoveryError::Invalid)?;
        let recovered = message(front).ok_or(RecoveryError::Invalid)?;
        let holds = hash.digest(&[recovered, known].concat()) == digest;
        if holds { Ok(hash) } else { Err(RecoveryError::Invalid) }
    }

    /// The block signed: `signature^e`, or the modulus less that, whichever ends as a block does (a signer may
    /// take the smaller of the two signatures).
    fn open(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let base = self.modulus.enter(signature)?;
        let exponent = [self.exponent as u32, (self.exponent >> 32) as u32];
        let opened = self.modulus.leave(&self.modulus.power(&base, &exponent));
        let mut opposite = self.modulus.limbs().to_vec();
        subtract(&mut opposite, &opened);
        [opened, opposite].iter().find_map(|number| {
            let all = bytes(number);
            let block = all.get(all.len().checked_sub(self.size)?..)?;
            (block.last()? & 0x0f == TRAILER_NIBBLE).then(|| block.to_vec())
        })
    }
}

/// The hash a trailer names, and what is before the trailer (ISO/IEC 10118-3; ICAO 9303-11 section 6.1.2.3).
fn trailer(block: &[u8]) -> Option<(HashAlgorithm, &[u8])> {
    match block {
        [body @ .., 0xbc] => Some((HashAlgorithm::Sha1, body)),
        [body @ .., id, 0xcc] => {
            let hash = match id {
                0x33 => HashAlgorithm::Sha1,
                0x34 => HashAlgorithm::Sha256,
                0x35 => HashAlgorithm::Sha512,
                0x36 => HashAlgorithm::Sha384,
                0x38 => HashAlgorithm::Sha224,
                _ => return None,
            };
            Some((hash, body))
        }
        _ => None,
    }
}

/// Another hash's trailer ends a block of the right form; anything else is another key's.
fn refused(block: &[u8]) -> RecoveryError {
    match block {
        [0x6a | 0x6b, .., 0xcc] => RecoveryError::Trailer,
        _ => RecoveryError::Invalid,
    }
}

/// What follows the header of a partial recovery: `6A`, or `6B`, any `BB` and `BA`.
fn message(front: &[u8]) -> Option<&[u8]> {
    match front {
        [0x6a, message @ ..] => Some(message),
        [0x6b, rest @ ..] => {
            let end = rest.iter().position(|byte| *byte != 0xbb)?;
            rest.get(end..)?.strip_prefix(&[0xba])
        }
        _ => None,
    }
}

/// Modulus and exponent.
fn numbers(der: &[u8]) -> Result<(&[u8], &[u8]), Asn1Error> {
    let mut info = Reader::only(der, asn1::SEQUENCE)?;
    let mut algorithm = info.expect(asn1::SEQUENCE)?.inside();
    if algorithm.expect(asn1::OID)?.oid()? != RSA_ENCRYPTION {
        return Err(Asn1Error(0));
    }
    let bits = info.expect(asn1::BIT_STRING)?.bits()?;
    info.end()?;
    let mut key = Reader::only(bits, asn1::SEQUENCE)?;
    let numbers = (key.expect(asn1::INTEGER)?.unsigned()?, key.expect(asn1::INTEGER)?.unsigned()?);
    key.end()?;
    Ok(numbers)
}

/// `number^exponent mod modulus` for the chip in memory: TEST ONLY, variable time.
#[cfg(any(test, feature = "mock-chip"))]
pub fn power_for_tests(modulus: &[u8], exponent: &[u8], number: &[u8]) -> Option<Vec<u8>> {
    let modulus = Modulus::<Long>::new(modulus)?;
    let exponent = crate::arithmetic::modulus::limbs(exponent, exponent.len().div_ceil(4));
    Some(bytes(&modulus.leave(&modulus.power(&modulus.enter(number)?, &exponent))))
}

#[cfg(test)]
mod tests;
