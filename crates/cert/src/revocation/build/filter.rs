//! Building a two-level filter over everything issued.
//!
//! Level 1 is made of the withdrawn alone. Then everything issued is held against it once; what passes and is not
//! withdrawn is told from the withdrawn by level 2. At last every identifier is asked again.

use super::solve::{Solved, solve};
use super::{BuildError, Host, in_parallel, picked, sorted};
use crate::limits::MAX_REVOCATION_COLUMNS;
use crate::revocation::filter::{Filter, MAGIC, MAX_BITS, passes};
use crate::revocation::hash::{Id, block_of, file_of, hash};

/// Keys of level 2 in a block: enough that the columns at its ends cost little, few enough that seeds help.
const KEYS_IN_BLOCK: usize = 10_000;

/// Blocks in a file of some 60 kB.
const BLOCKS_IN_FILE: usize = 16;

/// A filter, and how it was made.
#[derive(Debug)]
pub struct BuiltFilter {
    /// Its files, by the place that [`file_of`] gives.
    pub files: Vec<Vec<u8>>,
    /// Withdrawn certificates in it.
    pub revoked: usize,
    /// Certificates it answers for.
    pub known: usize,
    /// Withdrawn ones that are not among the issued: they are answered for all the same.
    pub not_issued: usize,
    /// Bits of level 1.
    pub bits: u8,
    /// Others that level 1 lets pass, so that level 2 must know them.
    pub passed: usize,
}

/// The bits of level 1 that make both levels together smallest: `bits` for each withdrawn certificate, and one for
/// each that passes.
pub fn bits_of(known: usize, revoked: usize) -> u8 {
    let (revoked, others) = (revoked as f64, known.saturating_sub(revoked) as f64);
    let size = |bits: u8| revoked * f64::from(bits) + others / f64::from(bits).exp2();
    let mut best = 0;
    for bits in 1..=MAX_BITS {
        if size(bits) < size(best) {
            best = bits;
        }
    }
    best
}

/// Builds a filter that answers for `issued` and `revoked` without error.
///
/// # Errors
/// [`BuildError`]; nothing wrong is ever returned.
pub fn filter(issued: &[Id], revoked: &[Id], host: Host<'_>) -> Result<BuiltFilter, BuildError> {
    let revoked = sorted(revoked);
    let bits = bits_of(issued.len(), revoked.len());
    let expected = revoked.len() + (issued.len() as f64 / f64::from(bits).exp2()) as usize;
    let shape = Shape::of(expected);
    let first = shape.level(&revoked, bits, "level 1", host, None)?;
    let passing = picked(issued, "issued", host, |id| shape.passes(&first, id, bits));
    let passing = sorted(&passing);
    let is_revoked = |id: &Id| revoked.binary_search(id).is_ok();
    let issued_revoked = passing.iter().filter(|id| is_revoked(id)).count();
    let passed = passing.len() - issued_revoked;
    let not_issued = revoked.len() - issued_revoked;
    let both = sorted(&[passing, revoked.clone()].concat());
    let told: &(dyn Fn(&Id) -> u64 + Sync) = &|id| u64::from(is_revoked(id));
    let second = shape.level(&both, 1, "level 2", host, Some(told))?;
    let files = shape.files(&first, &second, bits)?;
    check(&files, issued, &revoked, host)?;
    let known = issued.len() + not_issued;
    Ok(BuiltFilter { files, revoked: revoked.len(), known, not_issued, bits, passed })
}

/// How many files, and blocks in each.
struct Shape {
    files: usize,
    blocks: usize,
}

impl Shape {
    fn of(keys: usize) -> Self {
        let blocks = keys.div_ceil(KEYS_IN_BLOCK).max(1);
        let files = blocks.div_ceil(BLOCKS_IN_FILE);
        Self { files, blocks: blocks.div_ceil(files) }
    }

    fn block(&self, id: &Id) -> usize {
        let hash = hash(id, 0);
        file_of(hash, self.files) * self.blocks + block_of(hash, self.blocks)
    }

    /// Solves one level of every block, for these values or else for fingerprints.
    fn level(
        &self,
        ids: &[Id],
        bits: u8,
        step: &'static str,
        host: Host<'_>,
        value: Option<&(dyn Fn(&Id) -> u64 + Sync)>,
    ) -> Result<Vec<Solved>, BuildError> {
        let mut blocks = vec![Vec::new(); self.files * self.blocks];
        for id in ids {
            if let Some(block) = blocks.get_mut(self.block(id)) {
                block.push(*id);
            }
        }
        let count = blocks.len();
        let solved = in_parallel(&blocks, 1, host, |index, block| {
            (host.progress)(step, index + 1, count);
            let ids = block.first().map(Vec::as_slice).unwrap_or_default();
            let values: Option<Vec<u64>> = value.map(|value| ids.iter().map(value).collect());
            solve(ids, bits, |index, row| match &values {
                Some(values) => values.get(index).copied().unwrap_or_default(),
                None => row.fingerprint(),
            })
        });
        solved.into_iter().collect()
    }

    fn passes(&self, first: &[Solved], id: &Id, bits: u8) -> bool {
        let block = first.get(self.block(id));
        block.is_some_and(|block| passes(id, block.seed, block.columns, bits, &block.planes))
    }

    fn files(&self, first: &[Solved], second: &[Solved], bits: u8) -> Result<Vec<Vec<u8>>, BuildError> {
        let files = first.chunks(self.blocks).zip(second.chunks(self.blocks));
        files.map(|(first, second)| file(first, second, bits)).collect()
    }
}

fn file(first: &[Solved], second: &[Solved], bits: u8) -> Result<Vec<u8>, BuildError> {
    let count = u16::try_from(first.len()).map_err(|_| BuildError::TooMany)?;
    let mut bytes = [MAGIC.as_slice(), &[bits], &count.to_le_bytes()].concat();
    for (first, second) in first.iter().zip(second) {
        for level in [first, second] {
            if level.columns > MAX_REVOCATION_COLUMNS {
                return Err(BuildError::TooMany);
            }
            bytes.extend_from_slice(&(level.columns as u32).to_le_bytes());
            bytes.push(level.seed);
        }
    }
    for (first, second) in first.iter().zip(second) {
        bytes.extend_from_slice(&first.planes);
        bytes.extend_from_slice(&second.planes);
    }
    Ok(bytes)
}

/// Asks for every identifier what a reader would.
fn check(files: &[Vec<u8>], issued: &[Id], revoked: &[Id], host: Host<'_>) -> Result<(), BuildError> {
    let read = files.iter().map(|bytes| Filter::read(bytes.clone())).collect::<Result<Vec<_>, _>>();
    let files = read.map_err(|_| BuildError::TooMany)?;
    let contains = |id: &Id| {
        let hash = hash(id, 0);
        files.get(file_of(hash, files.len())).is_some_and(|file| file.contains_hashed(id, hash))
    };
    let mut found = picked(issued, "check", host, contains);
    found.sort_unstable();
    found.dedup();
    let missed = revoked.iter().filter(|id| !contains(id)).count();
    let wrong = found.iter().filter(|id| revoked.binary_search(id).is_err()).count();
    match missed + wrong {
        0 => Ok(()),
        wrong => Err(BuildError::Wrong(wrong)),
    }
}
