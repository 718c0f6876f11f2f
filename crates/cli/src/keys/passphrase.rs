//! Passphrases out of files and the environment, for programs that ask nobody.

use crate::args::Passphrase;
use anyhow::{Context, Result, bail};
use std::path::Path;
use zeroize::Zeroizing;

/// Where a passphrase is looked for when no file is named.
const ENVIRONMENT: &str = "HEALTHPASS_PASSPHRASE";
const NEW_ENVIRONMENT: &str = "HEALTHPASS_NEW_PASSPHRASE";

/// Fewest characters of a new passphrase: what NIST SP 800-63B-4 section 3.1.1.2 asks of one that stands alone.
const MIN_CHARACTERS: usize = 15;

/// Bytes of a passphrase.
const MAX_BYTES: usize = 1024;

/// The passphrase of a key that exists.
///
/// # Errors
/// When there is none, or its file cannot be read.
pub fn present(source: &Passphrase) -> Result<Zeroizing<String>> {
    read(source.passphrase_file.as_deref(), "--passphrase-file", ENVIRONMENT)
}

/// The passphrase of a key to be made.
///
/// # Errors
/// Those of [`present`], and when it is short.
pub fn chosen(source: &Passphrase) -> Result<Zeroizing<String>> {
    long_enough(present(source)?)
}

/// The passphrase that takes the place of another.
///
/// # Errors
/// Those of [`chosen`].
pub fn new(file: Option<&Path>) -> Result<Zeroizing<String>> {
    long_enough(read(file, "--new-passphrase-file", NEW_ENVIRONMENT)?)
}

fn read(file: Option<&Path>, option: &str, variable: &str) -> Result<Zeroizing<String>> {
    let text = match file {
        Some(path) => {
            let bytes = Zeroizing::new(crate::input::file(path)?);
            let text = str::from_utf8(&bytes).with_context(|| format!("{} is not text", path.display()))?;
            // As OpenSSL's `file:` has it.
            Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
        }
        None => match std::env::var(variable) {
            Ok(text) => Zeroizing::new(text),
            Err(_) => bail!("no passphrase: give {option} FILE, or {variable} in the environment"),
        },
    };
    if text.is_empty() || text.len() > MAX_BYTES {
        bail!("a passphrase has 1 to {MAX_BYTES} bytes");
    }
    Ok(text)
}

fn long_enough(passphrase: Zeroizing<String>) -> Result<Zeroizing<String>> {
    if passphrase.chars().count() < MIN_CHARACTERS {
        bail!(
            "a new passphrase needs at least {MIN_CHARACTERS} characters: several words are easier than one"
        );
    }
    Ok(passphrase)
}
