//! The `HC1:` pipeline both ways.

use crate::cbor::Value;
use crate::envelope::{base45, cose::Sign1, cwt::Claims, inflate};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::limits::MAX_TEXT;

/// Codes of the first stage.
pub mod code {
    /// Bound by its issuer to a key of the holder's device, and shown without that device's word: anybody who
    /// was ever shown it could do that.
    pub const BOUND: &str = "envelope.cwt.bound";
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
    pub fn read(text: &str, trace: &mut Trace) -> Result<Self, ReadError> {
        Self::of(&unwrap(text, trace)?, trace)
    }

    /// Takes the bytes of the message inside such a text.
    pub(crate) fn of(bytes: &[u8], trace: &mut Trace) -> Result<Self, ReadError> {
        let message = Sign1::read(bytes)?;
        trace.passed("cose", || message.describe());
        // its claims may be written in a way only a reader of such tokens takes
        if message.protected_header(HEADER_TYP).is_some_and(|typ| is_bound(&typ)) {
            return Err(ReadError::new(code::BOUND));
        }
        let claims = Claims::read(message.payload())?;
        trace.passed("cwt", || claims.describe());
        if claims.all.get(CLAIM_CNF).is_some() {
            return Err(ReadError::new(code::BOUND));
        }
        Ok(Self { message, claims })
    }
}

/// Claim "confirmation": the key of the holder's device (RFC 8747 section 3.1).
const CLAIM_CNF: i64 = 8;
/// COSE header parameter "typ" (RFC 9596), and what it is for a token that demands such a key
/// (draft-ietf-spice-sd-cwt-08 section 17).
const HEADER_TYP: i64 = 16;
const TYP_SD_CWT: i64 = 293;

fn is_bound(typ: &Value) -> bool {
    match typ {
        Value::Integer(typ) => *typ == TYP_SD_CWT,
        Value::Text(typ) => typ.ends_with("sd-cwt"),
        _ => false,
    }
}

/// The bytes of the message inside `text`.
pub(crate) fn unwrap(text: &str, trace: &mut Trace) -> Result<Vec<u8>, ReadError> {
    let body = text.strip_prefix(PREFIX).ok_or_else(|| unknown_prefix(text))?;
    trace.passed("prefix", || PREFIX.to_owned());
    unpack(body, trace).or_else(|as_read| unpack_repaired(body, trace).ok_or(as_read))
}

fn unpack(body: &str, trace: &mut Trace) -> Result<Vec<u8>, ReadError> {
    let packed = base45::decode(body)?;
    trace.passed("base45", || format!("{} characters -> {} bytes", body.len(), packed.len()));
    let bytes = inflate::inflate(&packed)?;
    trace.passed("inflate", || format!("{} -> {} bytes", packed.len(), bytes.len()));
    Ok(bytes)
}

/// What copying does to a code: spaces become `%20`, or more of them stand at the end. Both are base45 as well,
/// so that this is tried only when the text as read gives nothing.
fn unpack_repaired(body: &str, trace: &mut Trace) -> Option<Vec<u8>> {
    let spaced = body.replace("%20", " ");
    for text in [spaced.as_str(), spaced.trim_end_matches(' '), body.trim_end_matches(' ')] {
        if text.len() < body.len()
            && let Ok(bytes) = unpack(text, &mut Trace::off())
        {
            trace.passed("inflate", || format!("{} bytes, spaces restored", bytes.len()));
            return Some(bytes);
        }
    }
    None
}

/// Wraps the bytes of a COSE_Sign1 message into text for a QR code.
pub fn write(message: &[u8]) -> String {
    format!("{PREFIX}{}", base45::encode(&inflate::deflate(message)))
}

/// Whether `text` is one of this envelope.
pub fn looks_like(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// `text` without the white space around it: pasted text and wedge scanners add it. A trailing space that
/// belongs to base45 would be lost with it, so only line ends and tabs go.
///
/// # Errors
/// `envelope.prefix.too-long`, `envelope.prefix.empty`.
pub fn trim(text: &str) -> Result<&str, ReadError> {
    if text.len() > MAX_TEXT {
        return Err(ReadError::new(code::TOO_LONG).comparing(MAX_TEXT, text.len()));
    }
    match text.trim_start().trim_end_matches(['\r', '\n', '\t']) {
        "" => Err(ReadError::new(code::EMPTY)),
        text => Ok(text),
    }
}

/// Why a text that no reader takes is refused: it may come close to this envelope.
pub fn unknown_prefix(text: &str) -> ReadError {
    let found: String = text.chars().take(PREFIX.len()).collect();
    let code = if found.eq_ignore_ascii_case(PREFIX) {
        code::LOWER_CASE
    } else if found.starts_with("HC") && found.ends_with(':') {
        code::VERSION
    } else {
        code::UNKNOWN
    };
    ReadError::at(code, 0).comparing(PREFIX, &found)
}
