//! A secret out of something that can be guessed: Argon2id (RFC 9106), so that every guess costs memory
//! and time.
//!
//! ```
//! let salt = [7; healthpass_crypto::password::SALT_BYTES]; // TEST ONLY: from a generator of randomness
//! let secret = healthpass_crypto::password::secret("L898902C<369080619406236", &salt)?;
//! assert_eq!(secret[..4], [0xe8, 0x13, 0x6d, 0xb9]);
//! # Ok::<(), healthpass_crypto::password::PasswordError>(())
//! ```

use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::fmt;
use zeroize::Zeroizing;

/// Bytes of the salt (RFC 9106 section 3.1: 16 are recommended).
pub const SALT_BYTES: usize = 16;

/// Bytes of the secret.
pub const SECRET_BYTES: usize = 32;

/// Bytes of text taken. What a passport's reader knows has 24 characters.
pub const MAX_TEXT: usize = 1024;

/// Memory in KiB, passes over it, and lanes: the least that the OWASP Password Storage Cheat Sheet (2024)
/// names for Argon2id, 19 MiB, 2 and 1. A phone's WebAssembly has no threads and little memory.
pub const MEMORY_KIB: u32 = 19 * 1024;
/// See [`MEMORY_KIB`].
pub const PASSES: u32 = 2;
/// See [`MEMORY_KIB`].
pub const LANES: u32 = 1;

/// The secret of `text` and `salt`: Argon2id version 1.3 with the parameters above, no key, no associated
/// data.
///
/// # Errors
/// [`PasswordError`], for a text longer than [`MAX_TEXT`].
pub fn secret(text: &str, salt: &[u8; SALT_BYTES]) -> Result<Zeroizing<[u8; SECRET_BYTES]>, PasswordError> {
    if text.len() > MAX_TEXT {
        return Err(PasswordError);
    }
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(SECRET_BYTES)).map_err(|_| PasswordError)?;
    let mut memory = Zeroizing::new(vec![Block::default(); params.block_count()]);
    let mut out = Zeroizing::new([0; SECRET_BYTES]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(text.as_bytes(), salt, out.as_mut_slice(), memory.as_mut_slice())
        .map_err(|_| PasswordError)?;
    Ok(out)
}

/// The text is longer than [`MAX_TEXT`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PasswordError;

impl PasswordError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "password.size"
    }
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for PasswordError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// What another implementation (`@noble/hashes` 2.4) makes of it.
    #[test]
    fn the_secret_is_argon2id_with_the_parameters_named() {
        let found = secret("L898902C<369080619406236", &[7; SALT_BYTES]).unwrap();
        let hex: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "e8136db969bd66a38200772fa6ea10eed084895843ac3a676a847aad675eac5a");
    }

    #[test]
    fn another_text_or_salt_is_another_secret() {
        let one = secret("A", &[1; SALT_BYTES]).unwrap();
        assert_ne!(one, secret("B", &[1; SALT_BYTES]).unwrap());
        assert_ne!(one, secret("A", &[2; SALT_BYTES]).unwrap());
        assert_eq!(secret(&"A".repeat(MAX_TEXT + 1), &[1; SALT_BYTES]), Err(PasswordError));
    }
}
