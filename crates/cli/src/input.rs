//! Codes and key files as the command line gives them.

use crate::picture;
use anyhow::{Context, Result, bail};
use base64ct::{Base64, Encoding};
use healthpass_cert::trust::given::KeyInput;
use std::io::Read;
use std::path::Path;

/// Bytes read from a file or standard input. A code is at most 16 kB; a photograph of one is a few megabytes.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// The text of a code given as text, file or `-`.
///
/// # Errors
/// When a file cannot be read or a picture holds no code.
pub fn code(argument: &str) -> Result<String> {
    if argument == "-" {
        return Ok(String::from_utf8_lossy(&bounded(std::io::stdin().lock())?).into_owned());
    }
    let path = Path::new(argument);
    match path.extension().and_then(|ext| ext.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("png" | "jpg" | "jpeg") => picture_code(path),
        Some("txt") => Ok(String::from_utf8_lossy(&file(path)?).into_owned()),
        _ => Ok(argument.to_owned()),
    }
}

/// The bytes of a file, bounded.
///
/// # Errors
/// When it cannot be read or is larger than any input makes sense.
pub fn file(path: &Path) -> Result<Vec<u8>> {
    let open = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    bounded(open).with_context(|| format!("cannot read {}", path.display()))
}

/// A certificate, public key or JWK file as a key of a request.
///
/// # Errors
/// When the file is none of these.
pub fn key(path: &Path) -> Result<KeyInput> {
    let bytes = file(path)?;
    match std::str::from_utf8(&bytes).map(str::trim) {
        Ok(text) if text.starts_with('{') => {
            let jwk =
                serde_json::from_str(text).with_context(|| format!("{} is not a JWK", path.display()))?;
            Ok(KeyInput::Jwk(jwk))
        }
        Ok(text) if text.contains("-----BEGIN") => Ok(KeyInput::Pem(text.to_owned())),
        Ok(text) if !text.is_empty() && bytes.first() != Some(&0x30) => Ok(KeyInput::Cert(text.to_owned())),
        _ => Ok(KeyInput::Cert(Base64::encode_string(&bytes))),
    }
}

fn picture_code(path: &Path) -> Result<String> {
    let codes =
        picture::read_codes(&file(path)?).with_context(|| format!("no code read from {}", path.display()))?;
    match codes.into_iter().next() {
        Some(code) => Ok(code),
        None => bail!("no code in {}", path.display()),
    }
}

fn bounded(reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE {
        bail!("larger than {MAX_FILE} bytes");
    }
    Ok(bytes)
}
