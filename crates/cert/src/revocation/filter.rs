//! One file of a filter: blocks of identifiers, each with two levels.
//!
//! Level 1 is approximate: it lets every withdrawn certificate pass and of the others one in 2^bits. Level 2 keeps one
//! bit for each that passes: withdrawn or not. Over the certificates the issuer knew there is no wrong answer.

use super::hash::{Id, block_of, hash};
use super::ribbon::Row;
use super::{RevocationError, code};
use crate::limits::{MAX_REVOCATION_BLOCKS, MAX_REVOCATION_COLUMNS};

/// First bytes of a file.
pub const MAGIC: &[u8; 5] = b"HPRF\x01";
/// Magic, bits of level 1, number of blocks.
pub const HEAD: usize = 8;
/// Columns and seed of both levels.
pub const ENTRY: usize = 10;
/// Most bits of level 1: beyond them a list of hashes is as small.
pub const MAX_BITS: u8 = 32;

/// A file of a filter, its lengths checked.
#[derive(Clone, Debug)]
pub struct Filter {
    bytes: Vec<u8>,
    bits: u8,
    blocks: Vec<Block>,
}

/// Where a block's solutions lie.
#[derive(Clone, Copy, Debug)]
struct Block {
    at: usize,
    columns: [usize; 2],
    seeds: [u8; 2],
}

impl Filter {
    /// Reads a file; nothing is believed of a length before it is held against the bytes there are.
    ///
    /// # Errors
    /// `revocation.file-shape`.
    pub fn read(bytes: Vec<u8>) -> Result<Self, RevocationError> {
        let shape = |what: &'static str| RevocationError::new(code::FILE_SHAPE, what);
        let head = bytes.get(..HEAD).ok_or_else(|| shape("no head"))?;
        let (Some(&[bits, low, high]), true) = (head.last_chunk::<3>(), head.starts_with(MAGIC)) else {
            return Err(shape("not a filter"));
        };
        let count = usize::from(u16::from_le_bytes([low, high]));
        if bits > MAX_BITS || count == 0 || count > MAX_REVOCATION_BLOCKS {
            return Err(shape("bits or blocks out of range"));
        }
        let mut at = HEAD + count * ENTRY;
        let table = bytes.get(HEAD..at).ok_or_else(|| shape("ends in its table"))?;
        let mut blocks = Vec::with_capacity(count);
        for entry in table.chunks_exact(ENTRY) {
            let (columns, seeds) = read_entry(entry).ok_or_else(|| shape("too many columns"))?;
            blocks.push(Block { at, columns, seeds });
            at += plane_bytes(columns[0]) * usize::from(bits) + plane_bytes(columns[1]);
        }
        if at != bytes.len() {
            return Err(shape("length"));
        }
        Ok(Self { bytes, bits, blocks })
    }

    /// Whether the certificate is withdrawn; means something only for those the issuer knew.
    pub fn contains(&self, id: &Id) -> bool {
        self.contains_hashed(id, hash(id, 0))
    }

    /// The same, where the hash that leads to the block is at hand.
    pub(super) fn contains_hashed(&self, id: &Id, hash: u64) -> bool {
        let Some(block) = self.blocks.get(block_of(hash, self.blocks.len())) else { return false };
        let ([first, second], [seed, next_seed]) = (block.columns, block.seeds);
        let rest = self.bytes.get(block.at..).unwrap_or_default();
        if second == 0 || !passes(id, seed, first, self.bits, rest) {
            return false;
        }
        let behind = rest.get(plane_bytes(first) * usize::from(self.bits)..).unwrap_or_default();
        let plane = behind.get(..plane_bytes(second)).unwrap_or_default();
        Row::of(id, next_seed, second).times(plane)
    }
}

/// Level 1: `bits` planes of `columns`, at the front of `planes`.
pub(super) fn passes(id: &Id, seed: u8, columns: usize, bits: u8, planes: &[u8]) -> bool {
    if bits == 0 {
        return true;
    }
    if columns == 0 {
        return false;
    }
    let row = Row::of(id, seed, columns);
    let mut expected = row.fingerprint();
    for plane in planes.chunks_exact(plane_bytes(columns)).take(usize::from(bits)) {
        if row.times(plane) != (expected & 1 == 1) {
            return false;
        }
        expected >>= 1;
    }
    true
}

/// Bytes of a bit a column.
pub(super) fn plane_bytes(columns: usize) -> usize {
    columns.div_ceil(8)
}

fn read_entry(entry: &[u8]) -> Option<([usize; 2], [u8; 2])> {
    let (first, rest) = level(entry)?;
    let (second, _) = level(rest)?;
    Some(([first.0, second.0], [first.1, second.1]))
}

/// Columns and seed of a level.
fn level(entry: &[u8]) -> Option<((usize, u8), &[u8])> {
    let (columns, rest) = entry.split_first_chunk::<4>()?;
    let (seed, rest) = rest.split_first()?;
    let columns = u32::from_le_bytes(*columns) as usize;
    (columns <= MAX_REVOCATION_COLUMNS).then_some(((columns, *seed), rest))
}
