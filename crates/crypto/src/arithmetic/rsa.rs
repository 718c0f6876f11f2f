//! RSA verification (RFC 8017): RSASSA-PSS, section 8.1.2, and RSASSA-PKCS1-v1_5, section 8.2.2.

use super::modulus::{Long, Modulus, bytes};
use crate::hash::HashAlgorithm;

/// Fewest bytes of padding in EMSA-PKCS1-v1_5 (RFC 8017 section 9.2).
const PKCS1_MIN_PADDING: usize = 8;

/// The parameters of RSASSA-PSS; the trailer is always 0xbc.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Pss {
    pub hash: HashAlgorithm,
    /// Hash of the mask generation function MGF1.
    pub mask: HashAlgorithm,
    /// Bytes of the salt.
    pub salt: usize,
}

/// An RSA public key.
#[derive(Clone, Debug)]
pub(crate) struct RsaKey {
    modulus: Modulus<Long>,
    exponent: u64,
    /// Length of the modulus in bits.
    bits: usize,
}

impl RsaKey {
    /// From an odd modulus of `bits` bits; `None` for an even one.
    pub fn new(modulus: &[u8], exponent: u64, bits: usize) -> Option<Self> {
        Some(Self { modulus: Modulus::new(modulus)?, exponent, bits })
    }

    /// Bytes of the modulus, and of every signature.
    pub fn size(&self) -> usize {
        self.bits.div_ceil(8)
    }

    /// The modulus, big-endian without leading zeros.
    pub fn modulus(&self) -> Vec<u8> {
        let all = bytes(self.modulus.limbs());
        all.get(all.len().saturating_sub(self.size())..).unwrap_or_default().to_vec()
    }

    /// The public exponent.
    pub fn exponent(&self) -> u64 {
        self.exponent
    }

    /// Whether an RSASSA-PSS `signature` over a message of this digest holds.
    pub fn pss_holds(&self, pss: Pss, digest: &[u8], signature: &[u8]) -> bool {
        let length = (self.bits - 1).div_ceil(8);
        let encoded = self.encoded_message(signature, length);
        encoded.and_then(|encoded| self.check_pss(pss, digest, &encoded)).is_some()
    }

    /// Whether an RSASSA-PKCS1-v1_5 `signature` over a message of this digest holds: the encoding is made
    /// anew and compared as a whole, so that nothing in it is left to be parsed.
    pub fn pkcs1_holds(&self, hash: HashAlgorithm, digest: &[u8], signature: &[u8]) -> bool {
        let info = hash.digest_info(digest);
        let Some(padding) = self.size().checked_sub(info.len() + 3) else { return false };
        if padding < PKCS1_MIN_PADDING {
            return false;
        }
        let expected = [&[0, 1], vec![0xff; padding].as_slice(), &[0], &info].concat();
        self.encoded_message(signature, self.size()).is_some_and(|encoded| encoded == expected)
    }

    /// RSAVP1 and I2OSP: `signature^e mod n` as `length` bytes; `None` when it is out of range.
    fn encoded_message(&self, signature: &[u8], length: usize) -> Option<Vec<u8>> {
        let base = self.modulus.enter(signature)?;
        let exponent = [self.exponent as u32, (self.exponent >> 32) as u32];
        let all = bytes(&self.modulus.leave(&self.modulus.power(&base, &exponent)));
        let (high, encoded) = all.split_at_checked(all.len().checked_sub(length)?)?;
        high.iter().all(|byte| *byte == 0).then(|| encoded.to_vec())
    }

    /// EMSA-PSS-VERIFY, RFC 8017 section 9.1.2.
    fn check_pss(&self, pss: Pss, digest: &[u8], encoded: &[u8]) -> Option<()> {
        let body = encoded.strip_suffix(&[0xbc])?;
        let (masked, tag) = body.split_at_checked(body.len().checked_sub(digest.len())?)?;
        let unused = encoded.len() * 8 - (self.bits - 1);
        let mask = mask(pss.mask, tag, masked.len());
        let mut block: Vec<u8> = masked.iter().zip(mask).map(|(a, b)| a ^ b).collect();
        let top = block.first_mut()?;
        let kept = 0xff_u8.checked_shr(u32::try_from(unused).ok()?)?;
        if masked.first()? & !kept != 0 {
            return None;
        }
        *top &= kept;
        let (padding, salt) = block.split_at_checked(block.len().checked_sub(pss.salt)?)?;
        let (one, zeros) = padding.split_last()?;
        if *one != 1 || zeros.iter().any(|byte| *byte != 0) {
            return None;
        }
        (pss.hash.digest(&[&[0; 8], digest, salt].concat()) == tag).then_some(())
    }
}

/// MGF1 (RFC 8017 appendix B.2.1).
fn mask(hash: HashAlgorithm, seed: &[u8], length: usize) -> Vec<u8> {
    let block = |counter: u32| hash.digest(&[seed, &counter.to_be_bytes()].concat());
    (0..).flat_map(block).take(length).collect()
}
