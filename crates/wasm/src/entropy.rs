//! Randomness for identifiers and salts, seeded by the host and by nobody else.
//!
//! A mini-program's only source is asynchronous and a browser's is not, so the host hands bytes in
//! before they are needed. Until it has, every request is refused: there is no fallback.

use crate::error::{Error, Result};
use core::cell::RefCell;
use healthpass_cert::report::Reason;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

/// Fewest bytes one seeding call may bring: the full strength of the generator's 256-bit key.
pub const SEED_BYTES: usize = 32;

thread_local! {
    // A wasm instance has one thread, so this is the instance's generator.
    static POOL: RefCell<Pool> = const { RefCell::new(Pool(None)) };
}

/// Mixes `bytes` into this instance's generator.
///
/// # Errors
/// `entropy.short` for fewer than [`SEED_BYTES`] bytes.
pub fn seed(bytes: &[u8]) -> Result<()> {
    POOL.with_borrow_mut(|pool| pool.seed(bytes))
}

/// Fills `out` with random bytes.
///
/// # Errors
/// `entropy.unseeded` before the first [`seed`]; `out` is then untouched.
pub fn fill(out: &mut [u8]) -> Result<()> {
    POOL.with_borrow_mut(|pool| pool.fill(out))
}

/// ChaCha20 with fast key erasure: after each request the key is replaced by its own output, so a
/// later look into memory does not give back what was handed out before.
struct Pool(Option<ChaCha20Rng>);

impl Pool {
    fn seed(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() < SEED_BYTES {
            let reason = Reason::new("entropy.short").expected(SEED_BYTES.to_string());
            return Err(reason.found(bytes.len().to_string()).into());
        }
        let mut hash = Sha256::new();
        if let Some(generator) = &mut self.0 {
            let mut state = [0; SEED_BYTES];
            generator.fill_bytes(&mut state);
            hash.update(state);
            state.zeroize();
        }
        hash.update(bytes);
        self.rekey(hash.finalize().into());
        Ok(())
    }

    fn fill(&mut self, out: &mut [u8]) -> Result<()> {
        let generator = self.0.as_mut().ok_or_else(|| Error::from(Reason::new("entropy.unseeded")))?;
        generator.fill_bytes(out);
        let mut key = [0; SEED_BYTES];
        generator.fill_bytes(&mut key);
        self.rekey(key);
        Ok(())
    }

    fn rekey(&mut self, mut key: [u8; SEED_BYTES]) {
        self.0 = Some(ChaCha20Rng::from_seed(key));
        key.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(pool: &mut Pool) -> [u8; 16] {
        let mut out = [0; 16];
        pool.fill(&mut out).unwrap();
        out
    }

    fn seeded(bytes: &[u8]) -> Pool {
        let mut pool = Pool(None);
        pool.seed(bytes).unwrap();
        pool
    }

    #[test]
    fn refuses_before_it_is_seeded() {
        let mut out = [7; 16];
        assert_eq!(Pool(None).fill(&mut out).unwrap_err().code, "entropy.unseeded");
        assert_eq!(out, [7; 16]);
    }

    #[test]
    fn refuses_short_seeds_and_stays_as_it_was() {
        let mut pool = Pool(None);
        assert_eq!(pool.seed(&[1; SEED_BYTES - 1]).unwrap_err().code, "entropy.short");
        assert_eq!(pool.fill(&mut [0; 4]).unwrap_err().code, "entropy.unseeded");

        let mut kept = seeded(&[1; SEED_BYTES]);
        kept.seed(&[]).unwrap_err();
        assert_eq!(drawn(&mut kept), drawn(&mut seeded(&[1; SEED_BYTES])));
    }

    #[test]
    fn every_byte_of_the_seed_counts() {
        let mut other = [1; 48];
        other[47] = 2;
        assert_ne!(drawn(&mut seeded(&[1; 48])), drawn(&mut seeded(&other)));
    }

    #[test]
    fn later_seeds_add_to_the_state() {
        let mut twice = seeded(&[1; SEED_BYTES]);
        twice.seed(&[2; SEED_BYTES]).unwrap();
        assert_ne!(drawn(&mut twice), drawn(&mut seeded(&[2; SEED_BYTES])));
    }

    #[test]
    fn never_repeats_itself() {
        let mut pool = seeded(&[1; SEED_BYTES]);
        let first = drawn(&mut pool);
        assert_ne!(first, drawn(&mut pool));
        assert_ne!(first, [0; 16]);
    }

    /// SHA-256 of 32 bytes of 1 as the key of ChaCha20 with a zero nonce: the keystream computed
    /// apart from this code, so the construction cannot drift unseen.
    #[test]
    fn first_block_is_chacha20_under_the_hashed_seed() {
        let expected =
            [0xb2, 0xff, 0x47, 0xa7, 0xb9, 0x69, 0x3f, 0x81, 0x0e, 0x1b, 0x8c, 0x3d, 0xea, 0x96, 0x59, 0x62];
        assert_eq!(drawn(&mut seeded(&[1; SEED_BYTES])), expected);
    }
}
