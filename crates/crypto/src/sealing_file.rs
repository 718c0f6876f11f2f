//! Sealing keys in files protected by a passphrase: PKCS#8 `ENCRYPTED PRIVATE KEY` (RFC 5958, RFC 7468),
//! PBES2 (RFC 8018), as `openssl pkey` reads and writes them.
//!
//! AES-256-CBC notices little of what happens to a file, and a private key of X25519 may be any 32 bytes: the
//! public key stands behind it, in a block of its own, so that a damaged file is no other key.
//!
//! What is written uses scrypt and AES-256-CBC. What is read may also use PBKDF2 with HMAC-SHA-256, and may
//! ask for no more work than a screen can wait for: the file comes from anybody.
//!
//! ```
//! use healthpass_crypto::sealing_file::{self, SealingFileError};
//! use healthpass_crypto::sealing_key::{Kem, SealingKey};
//!
//! let key = SealingKey::generate(Kem::X25519, &[7; 32])?; // TEST ONLY: bytes of the system's generator
//! let pem = sealing_file::protect(&key, b"a passphrase of the desk", &[8; 32])?; // TEST ONLY: as well
//! assert_eq!(sealing_file::open(&pem, b"a passphrase of the desk")?.public(), key.public());
//! assert_eq!(sealing_file::open(&pem, b"another").err(), Some(SealingFileError::Passphrase));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod pbes2;

use crate::pem;
use crate::sealing_key::{SealingKey, SealingKeyError};
use std::fmt;

/// Label of the PEM block (RFC 7468 section 11).
const PEM_LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// Label of the public key's block (RFC 7468 section 13).
const PUBLIC_LABEL: &str = "PUBLIC KEY";

/// Labels of private keys that are not protected, or protected otherwise (RFC 7468 section 10, RFC 5915).
const OTHER_LABELS: [&str; 2] = ["PRIVATE KEY", "EC PRIVATE KEY"];

/// Bytes of a file. The largest of a key read here has 500; text may stand around the block.
pub const MAX_FILE: usize = 16 * 1024;

/// Random bytes a file is made of: salt and initial vector.
pub const RANDOM_BYTES: usize = pbes2::SALT_BYTES + pbes2::BLOCK;

/// Bytes of memory that scrypt may ask for: as much as OpenSSL grants it (`SCRYPT_MAX_MEM`).
pub const MAX_SCRYPT_MEMORY: u64 = 32 * 1024 * 1024;

/// N * r * p that scrypt may ask for: the first of OWASP's settings (Password Storage Cheat Sheet: 2^17, 8, 1).
/// About a second on a phone.
pub const MAX_SCRYPT_WORK: u64 = 1 << 20;

/// Iterations that PBKDF2 may ask for; OWASP's Password Storage Cheat Sheet has 600,000.
pub const MAX_PBKDF2_ITERATIONS: u64 = 1_000_000;

/// The key as a PEM text that opens with `passphrase` alone. `random` is [`RANDOM_BYTES`] bytes of a
/// cryptographic generator, new for every file.
///
/// # Errors
/// [`SealingFileError::Form`]; no key that could be made is known to give it.
pub fn protect(
    key: &SealingKey,
    passphrase: &[u8],
    random: &[u8; RANDOM_BYTES],
) -> Result<String, SealingFileError> {
    let der = pbes2::protect(&key.to_pkcs8_der(), passphrase, random).ok_or(SealingFileError::Form)?;
    let public = pem::encode(PUBLIC_LABEL, &key.public().spki_der());
    Ok([pem::encode(PEM_LABEL, &der).as_str(), &public].concat())
}

/// The key in the first `ENCRYPTED PRIVATE KEY` block of a PEM text: P-256 (RFC 5915) or X25519 (RFC 8410). A
/// `PUBLIC KEY` block beside it has to hold its public half.
///
/// Takes as long as the file asks for, within [`MAX_SCRYPT_MEMORY`], [`MAX_SCRYPT_WORK`] and
/// [`MAX_PBKDF2_ITERATIONS`].
///
/// # Errors
/// One [`SealingFileError`] for each thing a person could do about it.
pub fn open(text: &str, passphrase: &[u8]) -> Result<SealingKey, SealingFileError> {
    if text.len() > MAX_FILE {
        return Err(SealingFileError::Form);
    }
    let der = pem::decode(text, PEM_LABEL).ok_or_else(|| {
        let other = OTHER_LABELS.iter().any(|label| pem::decode(text, label).is_some());
        if other { SealingFileError::Scheme } else { SealingFileError::Form }
    })?;
    let plain = pbes2::open(&der, passphrase)?;
    let key = SealingKey::from_pkcs8_der(&plain).map_err(|error| match error {
        SealingKeyError::Kind => SealingFileError::Kind,
        _ => SealingFileError::Form,
    })?;
    let public = pem::decode(text, PUBLIC_LABEL);
    if public.is_some_and(|its| *its != key.public().spki_der()) {
        return Err(SealingFileError::Form);
    }
    Ok(key)
}

/// Why a protected key could not be read. Says nothing about the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SealingFileError {
    /// No `ENCRYPTED PRIVATE KEY` block, a damaged one, or one with no sound private key in it, or another than
    /// the public key beside it is of.
    Form,
    /// A sound private key that is neither P-256 nor X25519.
    Kind,
    /// The passphrase is another one, or the encrypted part was changed: nobody can tell these apart.
    Passphrase,
    /// Not protected, or by other means than scrypt or PBKDF2 with HMAC-SHA-256, and AES-256-CBC.
    Scheme,
    /// The file asks for more memory or time than is granted.
    TooCostly,
}

impl SealingFileError {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "key.form",
            Self::Kind => "key.kind",
            Self::Passphrase => "key.passphrase",
            Self::Scheme => "key.scheme",
            Self::TooCostly => "key.too-costly",
        }
    }
}

impl fmt::Display for SealingFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for SealingFileError {}

#[cfg(test)]
mod tests;
