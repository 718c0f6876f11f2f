//! Compact JWS (RFC 7515 section 7.1), kept as received.
//!
//! ```text
//! base64url(header) "." base64url(payload) "." base64url(signature)
//! ```

use crate::error::ReadError;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::Value;

/// Codes of this stage.
pub mod code {
    /// A character outside base64url, or a length or last character that no bytes encode to.
    pub const BASE64: &str = "envelope.jws.base64";
    /// The header asks for an extension (`crit`) this reader does not know.
    pub const CRITICAL: &str = "envelope.jws.critical-header";
    /// The header is not a JSON object.
    pub const HEADER: &str = "envelope.jws.header";
    /// The payload is not a JSON object.
    pub const PAYLOAD: &str = "envelope.jws.payload";
    /// Not three parts.
    pub const SHAPE: &str = "envelope.jws.shape";
}

/// How the base64url of every JSON object with a member begins.
const OPENING: &str = "ey";

/// A signed message: its parts as received.
#[derive(Clone, Debug, PartialEq)]
pub struct Jws {
    /// The protected header, an object.
    pub header: Value,
    /// The payload's bytes, still compressed if the header says so.
    pub payload: Vec<u8>,
    /// What the signature is over: header and payload in base64url with the dot between.
    pub to_be_signed: Vec<u8>,
    /// The signature as received.
    pub signature: Vec<u8>,
}

impl Jws {
    /// Reads one message that fills `text`.
    ///
    /// # Errors
    /// Codes of [`code`] but for the payload's; offsets are characters of `text`.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let mut parts = text.splitn(4, '.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ReadError::new(code::SHAPE).comparing(3, text.split('.').count()));
        };
        let payload_at = header.len() + 1;
        let signed = payload_at + payload.len();
        let header: Value = serde_json::from_slice(&base64url(header, 0)?)
            .ok()
            .filter(Value::is_object)
            .ok_or_else(|| ReadError::new(code::HEADER))?;
        if header.get("crit").is_some() {
            return Err(ReadError::new(code::CRITICAL));
        }
        Ok(Self {
            header,
            payload: base64url(payload, payload_at)?,
            signature: base64url(signature, signed + 1)?,
            to_be_signed: text.as_bytes().get(..signed).unwrap_or_default().to_vec(),
        })
    }

    /// A member of the header that is text.
    pub fn header_text(&self, member: &str) -> Option<&str> {
        self.header.get(member)?.as_str()
    }

    /// Identifiers and sizes, for developers.
    pub(crate) fn describe(&self) -> String {
        let (payload, signature) = (self.payload.len(), self.signature.len());
        format!("header {}, payload {payload} bytes, signature {signature} bytes", self.header)
    }
}

/// Whether `text` is built like a message; whether it is one, reading tells.
pub fn looks_like(text: &str) -> bool {
    text.starts_with(OPENING) && text.bytes().filter(|byte| *byte == b'.').count() == 2
}

/// The bytes of one part, which begins at character `offset`.
pub(crate) fn base64url(part: &str, offset: usize) -> Result<Vec<u8>, ReadError> {
    Base64UrlUnpadded::decode_vec(part).map_err(|_| {
        let foreign = part.chars().position(|c| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        let place = foreign.unwrap_or_else(|| part.chars().count().saturating_sub(1));
        let found = part.chars().nth(place).map(String::from);
        ReadError { found, ..ReadError::at(code::BASE64, offset + place) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (&'static str, Option<usize>) {
        Jws::read(text).map_err(|error| (error.code, error.offset)).unwrap_err()
    }

    #[test]
    fn rfc_7515_appendix_a_3_comes_apart() {
        let text = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        let jws = Jws::read(text).unwrap();
        assert_eq!(jws.header_text("alg"), Some("ES256"));
        assert!(jws.payload.starts_with(br#"{"iss":"joe","#));
        assert_eq!((jws.signature.len(), jws.to_be_signed.len()), (64, text.rfind('.').unwrap()));
        assert!(looks_like(text));
    }

    #[test]
    fn faults_are_named_with_their_place() {
        assert_eq!(fault("e30.e30"), (code::SHAPE, None));
        assert_eq!(fault("e30..e30.e30"), (code::SHAPE, None));
        assert_eq!(fault("e30.e+0.e30"), (code::BASE64, Some(5)));
        assert_eq!(fault("e30.e30.e30="), (code::BASE64, Some(11)));
        // The last character of one encoded byte has four bits to spare, and they must be zero.
        assert_eq!(fault("e30.AB.e30"), (code::BASE64, Some(5)));
        assert_eq!(fault("W10.e30.e30"), (code::HEADER, None));
        assert_eq!(fault("eyJjcml0IjpbXX0.e30.e30"), (code::CRITICAL, None));
        assert_eq!(fault("é30.e30.e30"), (code::BASE64, Some(0)));
    }
}
