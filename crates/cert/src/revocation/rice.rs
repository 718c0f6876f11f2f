//! One file of a delta: truncated hashes in order, the gaps between them in Rice's code.

use super::hash::{Id, hash};
use super::{RevocationError, code};
use crate::limits::MAX_REVOCATION_DELTA;

/// First bytes of a file.
pub const MAGIC: &[u8; 5] = b"HPRD\x01";
/// Magic, width, bits of a gap's remainder, salt, number of hashes.
pub const HEAD: usize = 15;
/// Most bits of a hash.
pub const MAX_WIDTH: u8 = 64;

/// Hashes of the certificates withdrawn, of which no other that the issuer knew has one.
#[derive(Clone, Debug)]
pub struct Delta {
    width: u8,
    salt: u32,
    hashes: Vec<u64>,
}

/// The first `width` bits of a certificate's hash.
pub fn truncated(id: &Id, salt: u32, width: u8) -> u64 {
    let hash = hash(id, 1 << 32 | u64::from(salt));
    hash >> (64 - u32::from(width.clamp(1, MAX_WIDTH)))
}

impl Delta {
    /// Reads a file; its count is held against its bytes before anything is allocated for it.
    ///
    /// # Errors
    /// `revocation.file-shape`.
    pub fn read(bytes: &[u8]) -> Result<Self, RevocationError> {
        let shape = |what: &'static str| RevocationError::new(code::FILE_SHAPE, what);
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(|| shape("not a delta"))?;
        let (&[width, low_bits, s0, s1, s2, s3, c0, c1, c2, c3], coded) =
            rest.split_first_chunk::<10>().ok_or_else(|| shape("no head"))?;
        let (salt, count) =
            (u32::from_le_bytes([s0, s1, s2, s3]), u32::from_le_bytes([c0, c1, c2, c3]) as usize);
        if !(1..=MAX_WIDTH).contains(&width) || low_bits >= width {
            return Err(shape("width"));
        }
        let least = count.saturating_mul(usize::from(low_bits) + 1);
        if count > MAX_REVOCATION_DELTA || least > coded.len().saturating_mul(8) {
            return Err(shape("count"));
        }
        let hashes = read_gaps(coded, count, width, low_bits).ok_or_else(|| shape("gaps"))?;
        Ok(Self { width, salt, hashes })
    }

    /// Whether the certificate is withdrawn; means something only for those the issuer knew.
    pub fn contains(&self, id: &Id) -> bool {
        self.hashes.binary_search(&truncated(id, self.salt, self.width)).is_ok()
    }
}

/// Strictly rising hashes below 2^width, and fewer than 8 zero bits behind them.
fn read_gaps(coded: &[u8], count: usize, width: u8, low_bits: u8) -> Option<Vec<u64>> {
    let mut bits = Bits { bytes: coded, at: 0 };
    let mut hashes = Vec::with_capacity(count);
    let last = u64::MAX >> (64 - u32::from(width));
    let mut next = 0_u64;
    for index in 0..count {
        let high = bits.unary()?;
        if low_bits > 0 && high > last >> low_bits {
            return None;
        }
        let gap = high << low_bits | bits.number(low_bits)?;
        let value = next.checked_add(gap).filter(|value| *value <= last)?;
        hashes.push(value);
        next = match value.checked_add(1) {
            Some(next) => next,
            None if index + 1 == count => value,
            None => return None,
        };
    }
    let left = coded.len() * 8 - bits.at;
    (left < 8 && bits.number(left as u8)? == 0).then_some(hashes)
}

/// Bits of bytes, the highest of each first.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Bits<'_> {
    fn bit(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at >> 3)?;
        let bit = byte << (self.at & 7) & 0x80 != 0;
        self.at += 1;
        Some(bit)
    }

    /// Ones before the next zero.
    fn unary(&mut self) -> Option<u64> {
        let mut ones = 0;
        while self.bit()? {
            ones += 1;
        }
        Some(ones)
    }

    fn number(&mut self, length: u8) -> Option<u64> {
        let mut number = 0;
        for _ in 0..length {
            number = number << 1 | u64::from(self.bit()?);
        }
        Some(number)
    }
}
