//! The two forms of an EU slice (dgca-revocation-distribution-service), version 1. Both can be wrong: a hit says
//! "possibly".

use crate::limits::MAX_BLOOM_ROUNDS;
use crate::revocation::hash::Id;
use crate::revocation::{RevocationError, code};
use healthpass_crypto::hash::sha256;

/// A Bloom filter.
///
/// ```text
/// i16 version, i8 rounds, i8 hash function (0: SHA-256), f32 rate, i32 elements, i32 elements so far, i32 words, i32 words[]
/// ```
/// Its writer was published with rounds and hash function in the other order, so that both are read: rounds are never 0.
/// Bits are counted from the highest of a word.
#[derive(Clone, Debug)]
pub struct BloomFilter {
    rounds: u8,
    elements: u32,
    words: Vec<u8>,
}

impl BloomFilter {
    /// Reads a filter that fills `bytes`.
    ///
    /// # Errors
    /// `revocation.foreign-shape`.
    pub fn read(bytes: &[u8]) -> Result<Self, RevocationError> {
        let (head, words) = bytes.split_first_chunk::<20>().ok_or_else(|| shape("no head"))?;
        let [v1, v0, first, second, _, _, _, _, e3, e2, e1, e0, _, _, _, _, w3, w2, w1, w0] = *head;
        let rounds = match (first, second) {
            (rounds, 0) | (0, rounds) => rounds,
            _ => return Err(shape("hash function")),
        };
        let length = (u32::from_be_bytes([w3, w2, w1, w0]) as usize).checked_mul(4);
        let sound = [v1, v0] == [0, 1] && (1..=MAX_BLOOM_ROUNDS).contains(&rounds);
        if !sound || words.is_empty() || length != Some(words.len()) {
            return Err(shape("length"));
        }
        Ok(Self { rounds, elements: u32::from_be_bytes([e3, e2, e1, e0]), words: words.to_vec() })
    }

    /// Elements it was made for.
    pub fn elements(&self) -> usize {
        self.elements as usize
    }

    /// Whether `element` may be in it. One published writer sets the bit before the one that the others set; an
    /// element is taken to be in when all its bits are set in either way, since an error may only be to this side.
    pub fn may_contain(&self, element: &[u8]) -> bool {
        let bits = self.words.len() as u64 * 8;
        let (mut plain, mut before) = (true, true);
        for round in 0..self.rounds {
            let index = Self::place(element, round, bits);
            plain &= self.bit(index);
            before &= self.bit(index & !31 | index.wrapping_sub(1) & 31);
            if !plain && !before {
                return false;
            }
        }
        true
    }

    /// The bit of an element in one round, of as many as there are.
    pub fn place(element: &[u8], round: u8, bits: u64) -> u64 {
        remainder(&sha256(&[element, &[round]].concat()), bits)
    }

    fn bit(&self, index: u64) -> bool {
        let byte = usize::try_from(index >> 3).ok().and_then(|at| self.words.get(at));
        byte.is_some_and(|byte| byte << (index & 7) & 0x80 != 0)
    }
}

/// A digest as a signed number of 256 bits, modulo `modulus`: never negative.
fn remainder(digest: &[u8; 32], modulus: u64) -> u64 {
    let modulus = u128::from(modulus.max(1));
    let mut remainder = 0_u128;
    for byte in digest {
        remainder = (remainder << 8 | u128::from(*byte)) % modulus;
    }
    if digest.first().is_some_and(|first| first & 0x80 != 0) {
        // Less 2^256.
        let mut whole = 1_u128;
        for _ in 0..32 {
            whole = (whole << 8) % modulus;
        }
        remainder = (remainder + modulus - whole) % modulus;
    }
    remainder as u64
}

/// Truncated hashes.
///
/// ```text
/// i16 version, f32 rate, i32 elements, i8 size, hashes of that size in order of signed numbers
/// ```
#[derive(Clone, Debug)]
pub struct VariableHashes {
    size: usize,
    hashes: Vec<u8>,
}

impl VariableHashes {
    /// Reads hashes that fill `bytes`.
    ///
    /// # Errors
    /// `revocation.foreign-shape`.
    pub fn read(bytes: &[u8]) -> Result<Self, RevocationError> {
        let (head, hashes) = bytes.split_first_chunk::<11>().ok_or_else(|| shape("no head"))?;
        let [v1, v0, .., size] = *head;
        let size = usize::from(size);
        // At full length a hit is as good as an exact list's; it is still only what a truncating list says.
        if [v1, v0] != [0, 1] || !(1..=16).contains(&size) || hashes.len() % size != 0 {
            return Err(shape("length"));
        }
        Ok(Self { size, hashes: hashes.to_vec() })
    }

    /// Number of hashes.
    pub fn elements(&self) -> usize {
        self.hashes.len() / self.size
    }

    /// Whether the beginning of `id` is among them. Writers order them by a signed comparison and some not at all, so
    /// they are looked through: a slice holds a few hundred.
    pub fn may_contain(&self, id: &Id) -> bool {
        self.may_begin(id)
    }

    /// The same for a hash of any length.
    pub fn may_begin(&self, hash: &[u8]) -> bool {
        hash.get(..self.size)
            .is_some_and(|begin| self.hashes.chunks_exact(self.size).any(|known| is_written(begin, known)))
    }
}

/// Published writers write a hash as a number with a sign in as few bytes as it takes, and fill these up with zeros in
/// front: of `ff 80` only `80` is left, which becomes `00 80`.
fn is_written(begin: &[u8], known: &[u8]) -> bool {
    let left_out = begin.windows(2).take_while(|pair| matches!(pair, [0xff, 0x80..=0xff])).count();
    let zeros = known.iter().take(left_out).all(|byte| *byte == 0);
    known == begin || zeros && known.get(left_out..) == begin.get(left_out..)
}

fn shape(what: &'static str) -> RevocationError {
    RevocationError::new(code::FOREIGN_SHAPE, what)
}
