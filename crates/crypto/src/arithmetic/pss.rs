//! RSASSA-PSS verification (RFC 8017 section 8.1.2) with MGF1 of the same hash and a salt as long as it.

use super::modulus::{Long, Modulus, bytes};

/// A hash function: bytes in, digest out.
pub(crate) type Hash = fn(&[u8]) -> Vec<u8>;

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

    /// Whether `signature` over a message of this digest holds.
    pub fn holds(&self, hash: Hash, digest: &[u8], signature: &[u8]) -> bool {
        self.encoded_message(signature).and_then(|encoded| self.check(hash, digest, &encoded)).is_some()
    }

    /// RSAVP1 and I2OSP: `signature^e mod n` as `emLen` bytes; `None` when it is out of range.
    fn encoded_message(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let base = self.modulus.enter(signature)?;
        let exponent = [self.exponent as u32, (self.exponent >> 32) as u32];
        let all = bytes(&self.modulus.leave(&self.modulus.power(&base, &exponent)));
        let length = (self.bits - 1).div_ceil(8);
        let (high, encoded) = all.split_at_checked(all.len().checked_sub(length)?)?;
        high.iter().all(|byte| *byte == 0).then(|| encoded.to_vec())
    }

    /// EMSA-PSS-VERIFY, RFC 8017 section 9.1.2.
    fn check(&self, hash: Hash, digest: &[u8], encoded: &[u8]) -> Option<()> {
        let size = digest.len();
        let body = encoded.strip_suffix(&[0xbc])?;
        let (masked, tag) = body.split_at_checked(body.len().checked_sub(size)?)?;
        let unused = encoded.len() * 8 - (self.bits - 1);
        let mut block: Vec<u8> =
            masked.iter().zip(mask(hash, tag, masked.len())).map(|(a, b)| a ^ b).collect();
        let top = block.first_mut()?;
        let kept = 0xff_u8.checked_shr(u32::try_from(unused).ok()?)?;
        if masked.first()? & !kept != 0 {
            return None;
        }
        *top &= kept;
        let (padding, salt) = block.split_at_checked(block.len().checked_sub(size)?)?;
        let (one, zeros) = padding.split_last()?;
        if *one != 1 || zeros.iter().any(|byte| *byte != 0) {
            return None;
        }
        (hash(&[&[0; 8], digest, salt].concat()) == tag).then_some(())
    }
}

/// MGF1 (RFC 8017 appendix B.2.1).
fn mask(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    let block = |counter: u32| hash(&[seed, &counter.to_be_bytes()].concat());
    (0..).flat_map(block).take(length).collect()
}
