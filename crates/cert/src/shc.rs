//! SMART Health Cards: a FHIR bundle in a signed, compressed JSON message (HL7 SMART Health Cards and
//! Links 1.0.0; earlier VCI versions from 1.0).
//!
//! ```text
//! shc:/ + digit pairs  ->  JWS (ES256)  ->  raw DEFLATE  ->  { iss, nbf, exp?, vc { type, credentialSubject } }
//! ```
//! Taken as issuers write them: the message itself instead of its digits, the file around it, several codes
//! with the digits between them, a first byte-order mark, no compression. What of that departs from the
//! specification is among the content's faults.

mod check;
mod codes;
mod digits;
mod fhir;
mod view;

use crate::contents::{Contents, Signed, Signer, Times};
use crate::envelope::{inflate, jws, jws::Jws};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::report::{Format, Reason};
use crate::time::UnixTime;
use crate::trust::given::kid_bytes;
use crate::{lookalikes, parts};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use serde_json::Value;

/// What a card's digits follow, registered as a URI scheme.
pub const PREFIX: &str = "shc:/";

/// Codes of the stages before the message; content is judged with codes that every format shares.
pub mod code {
    /// Two digits that stand for no character of a message.
    pub const DIGITS: &str = "envelope.shc.digits";
    /// A file with several cards, or none.
    pub const FILE: &str = "envelope.shc.file";
    /// An entry that says of itself that it does not count: not done, entered in error, too weak a dose.
    pub const NOT_COUNTED: &str = "content.shc.not-counted";
    /// Not exactly one person.
    pub const PATIENTS: &str = "content.shc.patients";
}

/// The member of a `.smart-health-card` file that holds the cards.
const FILE_MEMBER: &str = "verifiableCredential";

/// First bytes that some writers put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether `text` may be a card, in any of the ways it is handed on.
pub fn looks_like(text: &str) -> bool {
    numeric(text) || jws::looks_like(text) || is_file(text)
}

/// Reads a card.
///
/// # Errors
/// [`ReadError`] naming the stage and offset of the envelope that failed.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    let message = message_of(text, trace)?;
    let jws = Jws::read(&message)?;
    trace.passed("jws", || jws.describe());
    let payload = unpacked(&jws)?;
    trace.passed("inflate", || format!("{} -> {} bytes", jws.payload.len(), payload.len()));
    let (payload, marked) = match payload.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (rest, true),
        None => (payload.as_slice(), false),
    };
    let claims: Value = serde_json::from_slice(payload)
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| ReadError::new(jws::code::PAYLOAD))?;
    if claims.get("vc").is_none() && jws.header_text("zip").is_none() {
        return Err(ReadError::new(lookalikes::code::TOKEN));
    }
    Ok(contents(&jws, claims, marked))
}

fn contents(jws: &Jws, claims: Value, marked: bool) -> Contents {
    let times = Times {
        issued_at: seconds(&claims, "iat"),
        not_before: seconds(&claims, "nbf"),
        expires_at: seconds(&claims, "exp"),
    };
    let issuer = claims.get("iss").and_then(Value::as_str).map(str::to_owned);
    let mut faults = check::faults(&jws.header, &claims);
    if marked {
        faults.insert(0, Reason::new(crate::dcc::code::SCHEMA_PATTERN).found("U+FEFF").at("payload"));
    }
    Contents {
        format: Some(Format::Shc),
        signed: Some(signed(jws, issuer.clone().unwrap_or_default())),
        view: fhir::bundle(&claims).map(|bundle| view::certificate(bundle, times)),
        times,
        issuer,
        claims,
        faults,
    }
}

/// Only ES256 signs a card; any other algorithm is kept as named, so that it is checked as what it is, and
/// is a fault of the content.
fn signed(jws: &Jws, issuer: String) -> Signed {
    let name = jws.header_text("alg").unwrap_or_default();
    Signed {
        algorithm: SignatureAlgorithm::ALL.into_iter().find(|algorithm| algorithm.name() == name),
        signer: match jws.header_text("kid") {
            Some(kid) => Signer::Issued { issuer, kid: kid_bytes(kid) },
            None => Signer::Kid(None),
        },
        to_be_signed: jws.to_be_signed.clone(),
        signature: jws.signature.clone(),
    }
}

/// The text of the message inside whatever it was handed on in.
fn message_of(text: &str, trace: &mut Trace) -> Result<String, ReadError> {
    let text = text.trim();
    if is_file(text) {
        let message = only_of_file(text)?;
        trace.passed("prefix", || FILE_MEMBER.to_owned());
        return Ok(message);
    }
    if !numeric(text) {
        return Ok(text.to_owned());
    }
    let joined;
    let mut whole = text;
    let texts: Vec<&str> = text.split_whitespace().collect();
    if texts.first().is_some_and(|first| parts::part(first).is_some()) {
        joined = parts::join(&texts)?;
        trace.passed("parts", || format!("{} codes", texts.len()));
        whole = &joined;
    }
    let message = digits::decode(whole.get(PREFIX.len()..).unwrap_or_default(), PREFIX.len())?;
    trace.passed("prefix", || PREFIX.to_owned());
    trace.passed("digits", || {
        format!("{} digits -> {} characters", whole.len() - PREFIX.len(), message.len())
    });
    Ok(message)
}

fn numeric(text: &str) -> bool {
    text.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

fn is_file(text: &str) -> bool {
    text.starts_with('{') && text.contains(FILE_MEMBER)
}

fn only_of_file(text: &str) -> Result<String, ReadError> {
    let file: Value = serde_json::from_str(text).map_err(|_| ReadError::new(lookalikes::code::JSON))?;
    let cards = file.get(FILE_MEMBER).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    match cards {
        [Value::String(only)] => Ok(only.trim().to_owned()),
        other => Err(ReadError::new(code::FILE).comparing(1, other.len())),
    }
}

/// The payload as signed, unless it is compressed. Some cards forget to say that they are, some to be.
fn unpacked(jws: &Jws) -> Result<Vec<u8>, ReadError> {
    let plain = matches!(jws.payload.first(), Some(b'{'));
    match jws.header_text("zip") {
        None if plain => Ok(jws.payload.clone()),
        _ => inflate::inflate_raw(&jws.payload),
    }
}

/// A time claim: seconds, of which a fraction is cut.
fn seconds(claims: &Value, claim: &str) -> Option<UnixTime> {
    let seconds = claims.get(claim)?.as_f64().filter(|seconds| seconds.abs() < check::LATEST)?;
    Some(UnixTime(seconds.floor() as i64))
}

#[cfg(test)]
mod tests;
