//! Ribbon retrieval (Dillinger and Walzer, "Ribbon filter: practically smaller than Bloom and Xor", 2021): a linear
//! system over two elements in which every key has a row of [`WIDTH`] coefficients, beginning at a column of its own.
//! Multiplying the row with the solution gives back the value the key was stored with; any other key gets an
//! arbitrary one.

use super::hash::{Id, further, hash, place};

/// Coefficients of a row.
pub const WIDTH: usize = 128;

/// A key's row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// First column.
    pub start: usize,
    /// Bit `i` is the coefficient of column `start + i`; bit 0 is set.
    pub coefficients: u128,
    /// Where the bits come from that a filter compares.
    hash: u64,
}

impl Row {
    /// The row of `id` in a system of `columns`, of which there is at least one.
    pub fn of(id: &Id, seed: u8, columns: usize) -> Self {
        let hash = hash(id, 1 + u64::from(seed));
        let low = u128::from(further(hash, 1));
        let high = u128::from(further(hash, 2));
        let mut coefficients = high << 64 | low | 1;
        if columns < WIDTH {
            coefficients &= (1 << columns) - 1;
        }
        let starts = (columns + 1).saturating_sub(WIDTH).max(1);
        Self { start: place(hash >> 32, starts), coefficients, hash }
    }

    /// What a filter stores for the key: up to 32 bits.
    pub fn fingerprint(&self) -> u64 {
        further(self.hash, 3)
    }

    /// The bit this row gets from one plane of a solution, a bit a column.
    pub fn times(&self, plane: &[u8]) -> bool {
        (self.coefficients & window(plane, self.start)).count_ones() & 1 == 1
    }
}

/// [`WIDTH`] bits of `plane` from bit `start` on; zeros behind its end.
fn window(plane: &[u8], start: usize) -> u128 {
    let rest = plane.get(start >> 3..).unwrap_or_default();
    let shift = (start & 7) as u32;
    if let Some((sixteen, [next, ..])) = rest.split_first_chunk::<16>() {
        let low = u128::from_le_bytes(*sixteen) >> shift;
        return if shift == 0 { low } else { low | u128::from(*next) << (128 - shift) };
    }
    let mut padded = [0; 16];
    padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    u128::from_le_bytes(padded) >> shift
}
