//! How an identifier is spread over files, blocks and columns. `revocation.cddl` says the same in words: whoever
//! writes a reader of his own needs no more.

/// What a list knows a certificate by: the first 16 bytes of a SHA-256.
pub type Id = [u8; 16];

/// The golden ratio as a fraction of 2^64, which keeps the steps of a sequence apart.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of SplitMix64: a permutation of 64 bits in which every bit of the input moves every bit of the output.
fn scramble(mut x: u64) -> u64 {
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

/// 64 bits of `id` under a seed.
pub fn hash(id: &Id, seed: u64) -> u64 {
    let both = u128::from_le_bytes(*id);
    let (first, second) = (both as u64, (both >> 64) as u64);
    scramble(scramble(first.wrapping_add(seed.wrapping_add(1).wrapping_mul(STEP))) ^ second)
}

/// The `n`-th 64 bits that follow from `hash`.
pub fn further(hash: u64, n: u64) -> u64 {
    scramble(hash.wrapping_add(n.wrapping_mul(STEP)))
}

/// One of `count` places, by 32 bits.
pub fn place(bits: u64, count: usize) -> usize {
    ((bits & 0xffff_ffff).wrapping_mul(count as u64) >> 32) as usize
}

/// Which of `files` an identifier belongs to.
pub fn file_of(hash: u64, files: usize) -> usize {
    place(hash >> 32, files)
}

/// Which of the `blocks` of its file.
pub fn block_of(hash: u64, blocks: usize) -> usize {
    place(hash, blocks)
}
