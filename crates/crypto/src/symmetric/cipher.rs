//! One block at a time.

use super::Suite;
use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit, typenum::U16};
use aes::{Aes128, Aes192, Aes256};
use des::TdesEde2;
use std::fmt;

/// A block cipher with its key schedule.
pub struct Cipher {
    suite: Suite,
    schedule: Schedule,
}

enum Schedule {
    Des(Box<TdesEde2>),
    Aes128(Box<Aes128>),
    Aes192(Box<Aes192>),
    Aes256(Box<Aes256>),
}

impl Cipher {
    /// From a key of [`Suite::key_size`] bytes; `None` for another length.
    pub fn new(suite: Suite, key: &[u8]) -> Option<Self> {
        let schedule = match suite {
            Suite::TripleDes => Schedule::Des(Box::new(TdesEde2::new_from_slice(key).ok()?)),
            Suite::Aes128 => Schedule::Aes128(Box::new(Aes128::new_from_slice(key).ok()?)),
            Suite::Aes192 => Schedule::Aes192(Box::new(Aes192::new_from_slice(key).ok()?)),
            Suite::Aes256 => Schedule::Aes256(Box::new(Aes256::new_from_slice(key).ok()?)),
        };
        Some(Self { suite, schedule })
    }

    /// The cipher.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// Encrypts a block in place; any other length is left as it is.
    pub(super) fn encrypt(&self, block: &mut [u8]) {
        match &self.schedule {
            Schedule::Des(cipher) => {
                if let Ok(block) = <&mut Array<u8, _>>::try_from(block) {
                    cipher.encrypt_block(block);
                }
            }
            Schedule::Aes128(cipher) => on_block(block, |block| cipher.encrypt_block(block)),
            Schedule::Aes192(cipher) => on_block(block, |block| cipher.encrypt_block(block)),
            Schedule::Aes256(cipher) => on_block(block, |block| cipher.encrypt_block(block)),
        }
    }

    /// Decrypts a block in place; any other length is left as it is.
    pub(super) fn decrypt(&self, block: &mut [u8]) {
        match &self.schedule {
            Schedule::Des(cipher) => {
                if let Ok(block) = <&mut Array<u8, _>>::try_from(block) {
                    cipher.decrypt_block(block);
                }
            }
            Schedule::Aes128(cipher) => on_block(block, |block| cipher.decrypt_block(block)),
            Schedule::Aes192(cipher) => on_block(block, |block| cipher.decrypt_block(block)),
            Schedule::Aes256(cipher) => on_block(block, |block| cipher.decrypt_block(block)),
        }
    }
}

fn on_block(block: &mut [u8], work: impl FnOnce(&mut Array<u8, U16>)) {
    if let Ok(block) = <&mut Array<u8, U16>>::try_from(block) {
        work(block);
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cipher({:?})", self.suite)
    }
}
