//! A code that names no holder's key, vouched for by the device that shows it.
//!
//! ```cddl
//! attested = #6.18([protected: bytes .cbor { 1: -7, 16: "application/vnd.healthpass.attested+cwt" }, {},
//!                   payload: bytes .cbor { said, 8: { 1: cose-key }, -65538: bytes / tstr }, bytes])
//! ```
//! The signature says that one device made this for this moment, and nothing about whose device it is: who copies
//! the code can attest to it as well. Reports call it `device-attested`.

use super::kbt::{self, Facts};
use crate::cbor::Value;
use crate::decoded::Decoded;
use crate::envelope::cose_key;
use crate::envelope::hc1;
use crate::error::ReadError;
use crate::hcert;
use crate::inspect::Trace;
use crate::issue;
use crate::report::Reason;
use crate::sd_cwt::header::{CLAIM_CNF, HEADER_TYP};
use healthpass_crypto::key::PublicKey;

/// Its type (RFC 9596).
pub const MEDIA_TYPE: &str = "application/vnd.healthpass.attested+cwt";

/// Claim that holds the code. Private use, as [`super::binding::CLAIM_BINDING`].
pub const CLAIM_CODE: i64 = -65538;

/// A code as its issuer made it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Code {
    /// The COSE_Sign1 inside an `HC1:` text.
    Cose(Vec<u8>),
    /// The text of any other code.
    Text(String),
}

impl Code {
    /// The code of this text.
    ///
    /// # Errors
    /// `envelope.*` for an `HC1:` text that cannot be unwrapped.
    pub fn of(text: &str) -> Result<Self, ReadError> {
        let text = hc1::trim(text)?;
        Ok(if hc1::looks_like(text) {
            Self::Cose(hc1::unwrap(text, &mut Trace::off())?)
        } else {
            Self::Text(text.to_owned())
        })
    }

    /// Reads the code as a text of it is read.
    ///
    /// # Errors
    /// As [`Decoded::read`].
    pub fn read(&self) -> Result<Decoded, ReadError> {
        match self {
            Self::Cose(message) => hcert::read_message(message, &mut Trace::off()).map(Decoded::of),
            Self::Text(text) => Decoded::read(text),
        }
    }
}

/// Signs `facts` over `code`; `sign` makes the raw `r || s` ES256 signature of `device_key` over the bytes given to
/// it. Gives the COSE_Sign1 as CBOR.
///
/// # Errors
/// `issue.not-signed` when the signer did not sign, or the key is not on P-256.
pub fn build<E: ToString>(
    code: &Code,
    device_key: &PublicKey,
    facts: &Facts,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, Reason> {
    let not_p256 = || Reason::new(issue::code::NOT_SIGNED).found(device_key.kind().to_string());
    let mut claims = kbt::claims(facts);
    claims.push((Value::Integer(CLAIM_CNF), cose_key::confirmation(device_key).ok_or_else(not_p256)?));
    let code = match code {
        Code::Cose(message) => Value::Bytes(message.clone()),
        Code::Text(text) => Value::Text(text.clone()),
    };
    claims.push((Value::Integer(CLAIM_CODE), code));
    kbt::sign_claims(vec![(Value::Integer(HEADER_TYP), Value::Text(MEDIA_TYPE.to_owned()))], claims, sign)
}

/// The code and the device's key in the claims.
pub(super) fn read(claims: &Value) -> Result<(Code, PublicKey), ReadError> {
    let code = match claims.get(CLAIM_CODE) {
        Some(Value::Bytes(message)) => Code::Cose(message.clone()),
        Some(Value::Text(text)) => Code::Text(text.clone()),
        _ => return Err(ReadError::new(kbt::code::CLAIM).comparing("bytes or text", CLAIM_CODE)),
    };
    Ok((code, cose_key::confirmed(claims.get(CLAIM_CNF))?))
}
