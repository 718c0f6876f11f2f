//! Building a delta: the shortest hashes under which no other known certificate looks withdrawn.

use super::{BuildError, Host, picked, sorted};
use crate::limits::MAX_REVOCATION_DELTA;
use crate::revocation::hash::Id;
use crate::revocation::rice::{Delta, MAGIC, MAX_WIDTH, truncated};

/// Salts tried before the hashes are made a bit longer: each costs a look at everything issued, each bit a byte for
/// every eighth entry.
const SALTS: u32 = 6;

/// A delta, and how it was made.
#[derive(Debug)]
pub struct BuiltDelta {
    /// Its file.
    pub file: Vec<u8>,
    /// Withdrawn certificates in it.
    pub revoked: usize,
    /// Bits of a hash.
    pub width: u8,
    /// Looks at everything issued that it took.
    pub tries: u32,
}

/// Builds a delta of `revoked` that picks nothing else out of `issued`. What earlier files of the list have withdrawn
/// may be in `withdrawn`: it need not be told from the new.
///
/// # Errors
/// [`BuildError`].
pub fn delta(
    issued: &[Id],
    revoked: &[Id],
    withdrawn: &[Id],
    host: Host<'_>,
) -> Result<BuiltDelta, BuildError> {
    let (revoked, withdrawn) = (sorted(revoked), sorted(withdrawn));
    if revoked.len() > MAX_REVOCATION_DELTA {
        return Err(BuildError::TooMany);
    }
    // At this width one other certificate is expected to collide, and none with a chance of one in three.
    let pairs = (issued.len().max(2) as f64) * (revoked.len().max(1) as f64);
    let mut width = (pairs.log2().ceil() as u8).clamp(1, MAX_WIDTH);
    let mut tries = 0;
    loop {
        for salt in 0..SALTS {
            tries += 1;
            let mut hashes: Vec<u64> = revoked.iter().map(|id| truncated(id, salt, width)).collect();
            hashes.sort_unstable();
            hashes.dedup();
            let file = write(&hashes, width, salt);
            let read = Delta::read(&file).map_err(|_| BuildError::TooMany)?;
            let collides = |id: &Id| {
                read.contains(id)
                    && revoked.binary_search(id).is_err()
                    && withdrawn.binary_search(id).is_err()
            };
            let found = picked(issued, "collisions", host, collides);
            if found.is_empty() && revoked.iter().all(|id| read.contains(id)) {
                return Ok(BuiltDelta { file, revoked: revoked.len(), width, tries });
            }
        }
        if width >= MAX_WIDTH {
            return Err(BuildError::Unsolvable);
        }
        width += 1;
    }
}

/// Hashes in order, their gaps in Rice's code.
fn write(hashes: &[u64], width: u8, salt: u32) -> Vec<u8> {
    let low_bits = remainder_bits(hashes.len(), width);
    let mut bytes = [MAGIC.as_slice(), &[width, low_bits], &salt.to_le_bytes()].concat();
    bytes.extend_from_slice(&(hashes.len() as u32).to_le_bytes());
    let (mut free, mut next) = (0_u8, 0_u64);
    let mut push = |bit: bool| {
        if free == 0 {
            bytes.push(0);
            free = 8;
        }
        free -= 1;
        if let Some(last) = bytes.last_mut() {
            *last |= u8::from(bit) << free;
        }
    };
    for hash in hashes {
        let gap = hash - next;
        for _ in 0..gap >> low_bits {
            push(true);
        }
        push(false);
        for bit in (0..low_bits).rev() {
            push(gap >> bit & 1 == 1);
        }
        next = hash.saturating_add(1);
    }
    bytes
}

/// The remainder whose code is shortest for gaps of this mean: log2 of the mean times ln 2.
fn remainder_bits(count: usize, width: u8) -> u8 {
    let mean = f64::from(width).exp2() / (count.max(1) as f64);
    let bits = (mean * core::f64::consts::LN_2).log2().ceil();
    (bits.max(0.0) as u8).min(width - 1)
}
