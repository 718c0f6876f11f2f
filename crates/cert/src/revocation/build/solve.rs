//! Solving a ribbon: Gauss's elimination on the fly, then substitution from the last column.

use super::BuildError;
use crate::revocation::filter::plane_bytes;
use crate::revocation::hash::Id;
use crate::revocation::ribbon::Row;

/// A solved system.
pub struct Solved {
    pub columns: usize,
    pub seed: u8,
    pub planes: Vec<u8>,
}

/// Seeds tried before a column is added. A few tries are cheaper for every reader than a column.
const SEEDS: u8 = 12;

/// Columns that are added at a time, as a part of the keys.
const GROWTH: usize = 256;

/// The smallest system found that gives each key its value's lowest `bits` bits; `value` sees the key's row.
pub fn solve(keys: &[Id], bits: u8, value: impl Fn(usize, &Row) -> u64) -> Result<Solved, BuildError> {
    if keys.is_empty() || bits == 0 {
        return Ok(Solved { columns: 0, seed: 0, planes: Vec::new() });
    }
    // Everything fits at a quarter more; twice as much is for the smallest systems.
    let most = keys.len() * 2 + 256;
    let mask = u64::MAX >> (64 - u32::from(bits));
    let value = |index: usize, row: &Row| value(index, row) & mask;
    let mut columns = keys.len() + keys.len() / 128;
    let mut system = System::default();
    while columns <= most {
        for seed in 0..SEEDS {
            if system.eliminate(keys, seed, columns, &value) {
                return Ok(Solved { columns, seed, planes: system.planes(bits) });
            }
        }
        columns += keys.len() / GROWTH + 1;
    }
    Err(BuildError::Unsolvable)
}

#[derive(Default)]
struct System {
    rows: Vec<u128>,
    values: Vec<u64>,
}

impl System {
    /// Brings every key's row into echelon form; false when a row that follows from others has another value.
    fn eliminate(
        &mut self,
        keys: &[Id],
        seed: u8,
        columns: usize,
        value: &impl Fn(usize, &Row) -> u64,
    ) -> bool {
        self.rows.clear();
        self.rows.resize(columns, 0);
        self.values.clear();
        self.values.resize(columns, 0);
        keys.iter().enumerate().all(|(index, id)| {
            let row = Row::of(id, seed, columns);
            self.insert(row, value(index, &row))
        })
    }

    fn insert(&mut self, row: Row, mut value: u64) -> bool {
        let (mut at, mut coefficients) = (row.start, row.coefficients);
        loop {
            let (Some(there), Some(known)) = (self.rows.get_mut(at), self.values.get_mut(at)) else {
                return false;
            };
            if *there == 0 {
                (*there, *known) = (coefficients, value);
                return true;
            }
            coefficients ^= *there;
            value ^= *known;
            if coefficients == 0 {
                return value == 0;
            }
            let gone = coefficients.trailing_zeros();
            coefficients >>= gone;
            at += gone as usize;
        }
    }

    /// The solution, plane by plane.
    fn planes(&self, bits: u8) -> Vec<u8> {
        let columns = self.rows.len();
        let length = plane_bytes(columns);
        let mut planes = vec![0; length * usize::from(bits)];
        for (number, plane) in planes.chunks_exact_mut(length).enumerate() {
            // Bit i is the solution of the i-th column after the one before the last that was solved.
            let mut behind = 0_u128;
            for at in (0..columns).rev() {
                behind <<= 1;
                let (row, value) = (self.rows.get(at).copied(), self.values.get(at).copied());
                let sum = (row.unwrap_or_default() & behind).count_ones() & 1;
                let bit = sum ^ (value.unwrap_or_default() >> number & 1) as u32;
                if bit == 1 && row != Some(0) {
                    behind |= 1;
                    if let Some(byte) = plane.get_mut(at >> 3) {
                        *byte |= 1 << (at & 7);
                    }
                }
            }
        }
        planes
    }
}
