//! Ciphers and codes by other implementations than the session's.

use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit, block_padding::NoPadding};
use cmac::{Cmac, Mac};
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::symmetric::Suite;

/// Encryption and authentication keys.
#[derive(Clone)]
pub(super) struct Keys {
    pub suite: Suite,
    pub encryption: Vec<u8>,
    pub authentication: Vec<u8>,
}

impl Keys {
    pub fn of(suite: Suite, secret: &[u8]) -> Self {
        Self { suite, encryption: key(suite, secret, 1), authentication: key(suite, secret, 2) }
    }

    pub fn encrypt(&self, iv: &[u8], plain: &[u8]) -> Vec<u8> {
        fn run<C: aes::cipher::BlockCipherEncrypt>(key: &[u8], iv: &[u8], plain: &[u8]) -> Vec<u8>
        where
            cbc::Encryptor<C>: KeyIvInit + BlockModeEncrypt,
        {
            let mode = cbc::Encryptor::<C>::new_from_slices(key, iv).ok();
            mode.map(|mode| mode.encrypt_padded_vec::<NoPadding>(plain)).unwrap_or_default()
        }
        let key = &self.encryption;
        match self.suite {
            Suite::TripleDes => run::<des::TdesEde2>(key, iv, plain),
            Suite::Aes128 => run::<aes::Aes128>(key, iv, plain),
            Suite::Aes192 => run::<aes::Aes192>(key, iv, plain),
            Suite::Aes256 => run::<aes::Aes256>(key, iv, plain),
        }
    }

    pub fn decrypt(&self, iv: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
        fn run<C: aes::cipher::BlockCipherDecrypt>(key: &[u8], iv: &[u8], secret: &[u8]) -> Option<Vec<u8>>
        where
            cbc::Decryptor<C>: KeyIvInit + BlockModeDecrypt,
        {
            let mode = cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?;
            mode.decrypt_padded_vec::<NoPadding>(secret).ok()
        }
        let key = &self.encryption;
        match self.suite {
            Suite::TripleDes => run::<des::TdesEde2>(key, iv, secret),
            Suite::Aes128 => run::<aes::Aes128>(key, iv, secret),
            Suite::Aes192 => run::<aes::Aes192>(key, iv, secret),
            Suite::Aes256 => run::<aes::Aes256>(key, iv, secret),
        }
    }

    /// The code over a message padded already where padding belongs to it.
    pub fn code(&self, message: &[u8]) -> Vec<u8> {
        fn run<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
            let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Vec::new() };
            mac.update(message);
            mac.finalize().into_bytes().get(..8).unwrap_or_default().to_vec()
        }
        let key = &self.authentication;
        match self.suite {
            Suite::TripleDes => run::<retail_mac::RetailMac<des::Des>>(key, message),
            Suite::Aes128 => run::<Cmac<aes::Aes128>>(key, message),
            Suite::Aes192 => run::<Cmac<aes::Aes192>>(key, message),
            Suite::Aes256 => run::<Cmac<aes::Aes256>>(key, message),
        }
    }
}

pub(super) fn block(suite: Suite) -> usize {
    match suite {
        Suite::TripleDes => 8,
        _ => 16,
    }
}

/// 9303-11 section 9.7.1.
pub(super) fn key(suite: Suite, secret: &[u8], counter: u8) -> Vec<u8> {
    let input = [secret, &[0, 0, 0, counter]].concat();
    let (hash, size) = match suite {
        Suite::TripleDes | Suite::Aes128 => (HashAlgorithm::Sha1, 16),
        Suite::Aes192 => (HashAlgorithm::Sha256, 24),
        Suite::Aes256 => (HashAlgorithm::Sha256, 32),
    };
    let key = hash.digest(&input).into_iter().take(size);
    let odd = |byte: u8| if (byte >> 1).count_ones().is_multiple_of(2) { byte | 1 } else { byte & 0xfe };
    if suite == Suite::TripleDes { key.map(odd).collect() } else { key.collect() }
}

/// 0x80 and zeros.
pub(super) fn padded(bytes: &[u8], size: usize) -> Vec<u8> {
    let mut all = [bytes, &[0x80]].concat();
    let length = all.len().div_ceil(size) * size;
    all.resize(length, 0);
    all
}
