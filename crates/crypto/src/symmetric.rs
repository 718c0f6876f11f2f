//! Symmetric ciphers of passports' chips: two-key 3DES and AES in CBC mode, their message authentication
//! codes, and the key derivation of ICAO 9303-11 section 9.7.
//!
//! ```
//! use healthpass_crypto::symmetric::{Suite, derive_key};
//!
//! // ICAO 9303-11 appendix D.2
//! let seed = [0x23, 0x9a, 0xb9, 0xcb, 0x28, 0x2d, 0xaf, 0x66, 0x23, 0x1d, 0xc5, 0xa4, 0xdf, 0x6b, 0xfb, 0xae];
//! let key = derive_key(Suite::TripleDes, &seed, 1);
//! assert_eq!(key[..4], [0xab, 0x94, 0xfd, 0xec]);
//! ```

mod cbc;
mod cipher;
mod mac;

pub use cipher::Cipher;
pub use mac::{MAC_SIZE, mac, mac_holds};

use crate::hash::HashAlgorithm;
use zeroize::Zeroizing;

/// A block cipher with its key length, and the MAC that goes with it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Suite {
    /// 3DES with two keys (EDE) and ISO/IEC 9797-1 MAC algorithm 3.
    TripleDes,
    /// AES with 128 bits and CMAC.
    Aes128,
    /// AES with 192 bits and CMAC.
    Aes192,
    /// AES with 256 bits and CMAC.
    Aes256,
}

impl Suite {
    /// Bytes of a block, and of a send sequence counter.
    pub fn block(self) -> usize {
        if self == Self::TripleDes { 8 } else { 16 }
    }

    /// Bytes of a key; of the two DES keys together.
    pub fn key_size(self) -> usize {
        match self {
            Self::TripleDes | Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    fn hash(self) -> HashAlgorithm {
        match self {
            Self::TripleDes | Self::Aes128 => HashAlgorithm::Sha1,
            Self::Aes192 | Self::Aes256 => HashAlgorithm::Sha256,
        }
    }
}

/// A key of a shared secret: the beginning of `hash(secret || counter)`, with DES's odd parity; counter 1 is for
/// encryption, 2 for authentication, 3 for the key of a password.
pub fn derive_key(suite: Suite, secret: &[u8], counter: u32) -> Zeroizing<Vec<u8>> {
    let input = Zeroizing::new([secret, &counter.to_be_bytes()].concat());
    let mut key = Zeroizing::new(suite.hash().digest(&input));
    // What is cut off stays in the allocation until it is wiped as a whole.
    key.truncate(suite.key_size());
    if suite == Suite::TripleDes {
        for byte in key.iter_mut() {
            *byte ^= u8::from(byte.count_ones() % 2 == 0);
        }
    }
    key
}

/// ISO/IEC 9797-1 padding method 2: 0x80 and zeros up to a whole block.
pub fn pad(bytes: &[u8], block: usize) -> Vec<u8> {
    let mut padded = Vec::with_capacity(bytes.len() + block);
    padded.extend_from_slice(bytes);
    padded.push(0x80);
    while !padded.len().is_multiple_of(block.max(1)) {
        padded.push(0);
    }
    padded
}

/// Takes the padding off; `None` when there is none, or more than a block of it.
pub fn unpad(padded: &[u8], block: usize) -> Option<&[u8]> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    let (bytes, padding) = padded.split_at_checked(end)?;
    (padding.first() == Some(&0x80) && padding.len() <= block && padded.len().is_multiple_of(block))
        .then_some(bytes)
}
