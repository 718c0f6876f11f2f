//! Building what is published: filters over everything an issuer issued, and deltas. Needs memory and threads, so it
//! is no part of what ships to a phone.

mod delta;
mod filter;
mod solve;

pub use delta::{BuiltDelta, delta};
pub use filter::{BuiltFilter, bits_of, filter};

use super::hash::Id;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A work that is done for each number below some count.
pub type Work<'w> = &'w (dyn Fn(usize) + Sync);

/// What the host brings to a build.
#[derive(Clone, Copy)]
pub struct Host<'h> {
    /// Told what is being done, for a person who waits: a step, what is done of it, and what there is to do.
    pub progress: &'h (dyn Fn(&'static str, usize, usize) + Sync),
    /// Does a work for each number below the first argument, once each, in any order and on any threads.
    pub each: &'h (dyn Fn(usize, Work<'_>) + Sync),
}

impl Host<'_> {
    /// Says nothing and has one thread.
    pub const QUIET: Host<'static> =
        Host { progress: &|_, _, _| (), each: &|count, work| (0..count).for_each(work) };
}

impl core::fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Host")
    }
}

/// Why nothing could be built.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BuildError {
    /// A block has no solution under any seed: the same identifier must be both withdrawn and not.
    Unsolvable,
    /// What was built answers wrongly for this many; it is not published.
    Wrong(usize),
    /// More than a file of this form holds.
    TooMany,
}

impl core::fmt::Display for BuildError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Unsolvable => f.write_str("a block has no solution"),
            Self::Wrong(count) => write!(f, "{count} wrong answers"),
            Self::TooMany => f.write_str("more entries than a file holds"),
        }
    }
}

impl core::error::Error for BuildError {}

/// Identifiers looked at between two words of progress.
const CHUNK: usize = 1 << 16;

/// `work` on every part of `all`; the results in the order of the parts.
fn in_parallel<T: Sync, R: Send + Sync>(
    all: &[T],
    each: usize,
    host: Host<'_>,
    work: impl Fn(usize, &[T]) -> R + Sync,
) -> Vec<R> {
    let parts: Vec<&[T]> = all.chunks(each.max(1)).collect();
    let results: Vec<OnceLock<R>> = parts.iter().map(|_| OnceLock::new()).collect();
    (host.each)(parts.len(), &|index| {
        if let (Some(part), Some(result)) = (parts.get(index), results.get(index)) {
            // A host that does a work twice gets the same twice.
            let _ = result.set(work(index, part));
        }
    });
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// All identifiers that `wanted` picks, in no order.
fn picked(all: &[Id], step: &'static str, host: Host<'_>, wanted: impl Fn(&Id) -> bool + Sync) -> Vec<Id> {
    let done = AtomicUsize::new(0);
    let found = in_parallel(all, CHUNK, host, |_, part| {
        let found: Vec<Id> = part.iter().filter(|id| wanted(id)).copied().collect();
        let before = done.fetch_add(part.len(), Ordering::Relaxed);
        (host.progress)(step, before + part.len(), all.len());
        found
    });
    found.concat()
}

/// In order, each once.
fn sorted(ids: &[Id]) -> Vec<Id> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests;
