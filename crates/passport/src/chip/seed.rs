//! Randomness of one session, from the host.

use super::ChipError;
use healthpass_crypto::hash;
use zeroize::Zeroizing;

/// Fewest bytes a session is seeded with.
const SEED_SIZE: usize = 32;

/// Random bytes of one session: SHA-256 over the host's seed and a counter, so that a chip lost and found again
/// takes new ones without asking the host. Wiped when dropped.
#[derive(Clone)]
pub struct Seed(Source);

#[derive(Clone)]
enum Source {
    Stretched {
        seed: Zeroizing<[u8; 32]>,
        counter: u64,
    },
    #[cfg(any(test, feature = "mock-chip"))]
    Exact {
        bytes: Vec<u8>,
        used: usize,
    },
}

impl Seed {
    /// From 32 bytes or more of a cryptographic generator, used for nothing else.
    ///
    /// # Errors
    /// [`ChipError::Random`] for fewer.
    pub fn new(random: &[u8]) -> Result<Self, ChipError> {
        if random.len() < SEED_SIZE {
            return Err(ChipError::Random);
        }
        Ok(Self(Source::Stretched { seed: Zeroizing::new(hash::sha256(random)), counter: 0 }))
    }

    /// TEST ONLY: exactly these bytes, one after another.
    #[cfg(any(test, feature = "mock-chip"))]
    pub fn exactly(bytes: &[u8]) -> Self {
        Self(Source::Exact { bytes: bytes.to_vec(), used: 0 })
    }

    /// The next bytes.
    pub(crate) fn take(&mut self, count: usize) -> Result<Zeroizing<Vec<u8>>, ChipError> {
        match &mut self.0 {
            Source::Stretched { seed, counter } => {
                let mut bytes = Zeroizing::new(Vec::with_capacity(count + SEED_SIZE));
                while bytes.len() < count {
                    *counter += 1;
                    let block = Zeroizing::new([seed.as_slice(), &counter.to_be_bytes()].concat());
                    bytes.extend_from_slice(Zeroizing::new(hash::sha256(&block)).as_slice());
                }
                bytes.truncate(count);
                Ok(bytes)
            }
            #[cfg(any(test, feature = "mock-chip"))]
            Source::Exact { bytes, used } => {
                let taken = bytes.get(*used..*used + count).ok_or(ChipError::Random)?;
                *used += count;
                Ok(Zeroizing::new(taken.to_vec()))
            }
        }
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(..)")
    }
}
