//! The `HC1:` pipeline both ways.

use crate::envelope::{base45, cose::Sign1, cwt::Claims, inflate};
use crate::error::ReadError;
use crate::limits::MAX_TEXT;

/// Codes of the first stage.
pub mod code {
    /// Nothing but white space.
    pub const EMPTY: &str = "envelope.prefix.empty";
    /// `HC1:` in lower case: a scanner or a keyboard changed the text.
    pub const LOWER_CASE: &str = "envelope.prefix.lower-case";
    /// Longer than [`crate::limits::MAX_TEXT`].
    pub const TOO_LONG: &str = "envelope.prefix.too-long";
    /// Does not start with a prefix this reader knows.
    pub const UNKNOWN: &str = "envelope.prefix.unknown";
    /// A later version of the same envelope (`HC2:`).
    pub const VERSION: &str = "envelope.prefix.version";
}

/// What every health certificate of this envelope starts with (hcert-spec 3.2).
pub const PREFIX: &str = "HC1:";

/// A code unwrapped down to its claims; nothing in it is verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Hc1 {
    /// The signed message.
    pub message: Sign1,
    /// Its claims.
    pub claims: Claims,
}

impl Hc1 {
    /// Unwraps `text`.
    ///
    /// # Errors
    /// The first stage that fails, with its code and offset.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let message = Sign1::read(&inflate::inflate(&base45::decode(strip_prefix(text)?)?)?)?;
        let claims = Claims::read(message.payload())?;
        Ok(Self { message, claims })
    }
}

/// Wraps the bytes of a COSE_Sign1 message into text for a QR code.
pub fn write(message: &[u8]) -> String {
    format!("{PREFIX}{}", base45::encode(&inflate::deflate(message)))
}

/// The base45 part of `text`. White space around it is dropped: pasted text and wedge scanners add it.
/// A trailing space that belongs to base45 would be lost with it, so only line ends and tabs go.
///
/// # Errors
/// Codes of [`code`].
pub fn strip_prefix(text: &str) -> Result<&str, ReadError> {
    if text.len() > MAX_TEXT {
        return Err(ReadError::new(code::TOO_LONG).comparing(MAX_TEXT, text.len()));
    }
    let text = text.trim_start().trim_end_matches(['\r', '\n', '\t']);
    let found: String = text.chars().take(PREFIX.len()).collect();
    let refuse = |code| Err(ReadError::at(code, 0).comparing(PREFIX, &found));
    match text.strip_prefix(PREFIX) {
        Some(body) => Ok(body),
        None if text.is_empty() => Err(ReadError::new(code::EMPTY)),
        None if found.eq_ignore_ascii_case(PREFIX) => refuse(code::LOWER_CASE),
        None if found.starts_with("HC") && found.ends_with(':') => refuse(code::VERSION),
        None => refuse(code::UNKNOWN),
    }
}
