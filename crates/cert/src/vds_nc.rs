//! ICAO's Visible Digital Seal for non-constrained environments, proof of vaccination and proof of testing
//! (ICAO TR "VDS-NC", version 1.1 and later).
//!
//! ```text
//! {"data": {"hdr": {t, v, is}, "msg": {...}}, "sig": {alg, cer, sigvl}}
//! ```
//! The signature is over the canonical JSON (RFC 8785) of `data` and made with the key of the barcode signer
//! certificate in `cer`. That certificate proves nothing by being there: see [`crate::verify`] for the
//! authority behind it.

mod check;
mod view;

use crate::catalogue::country;
use crate::contents::{Contents, Signed, Signer, Times};
use crate::envelope::{jcs, json_text};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::json;
use crate::model::RecordKind;
use crate::report::{Format, Reason};
use crate::time::UnixTime;
use base64ct::{Base64Unpadded, Encoding};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::x509::Certificate;
use serde_json::Value;

/// Codes of this format.
pub mod code {
    /// `cer` or `sigvl` is not base64url.
    pub const BASE64: &str = "envelope.seal.base64";
    /// `cer` holds no X.509 certificate.
    pub const CERTIFICATE: &str = "envelope.seal.certificate";
    /// `data`, `sig` or a member of `sig` is missing or not of its type.
    pub const MEMBER: &str = "envelope.seal.member";

    /// A date that is none.
    pub const SCHEMA_DATE: &str = "content.schema.date";
    /// A mandatory member is not there.
    pub const SCHEMA_MISSING: &str = "content.schema.missing";
    /// A member of another type.
    pub const SCHEMA_TYPE: &str = "content.schema.type";
    /// A version of the header this reader does not know.
    pub const SCHEMA_VERSION: &str = "content.schema.version";
    /// The message is no object, or names no person.
    pub const SHAPE_NOT_A_MAP: &str = "content.shape.not-a-map";
    /// The message has no vaccination and no test.
    pub const SHAPE_NO_ENTRY: &str = "content.shape.no-entry";
    /// A seal of another type (`hdr.t`).
    pub const SHAPE_UNSUPPORTED: &str = "content.shape.unsupported-format";
    /// A result outside the four there are.
    pub const VALUESET_RESULT: &str = "content.valueset.result";
}

/// Every code above.
pub const CODES: &[&str] = &[
    code::BASE64,
    code::CERTIFICATE,
    code::MEMBER,
    code::SCHEMA_DATE,
    code::SCHEMA_MISSING,
    code::SCHEMA_TYPE,
    code::SCHEMA_VERSION,
    code::SHAPE_NOT_A_MAP,
    code::SHAPE_NO_ENTRY,
    code::SHAPE_UNSUPPORTED,
    code::VALUESET_RESULT,
    json_text::code::DEPTH,
    json_text::code::DUPLICATE,
    json_text::code::NUMBER,
    json_text::code::SYNTAX,
];

/// Types of seal (`hdr.t`), what they hold, and the document type a signer's certificate must allow for it
/// (TR VDS-NC, barcode signer certificate profile).
const TYPES: [(&str, RecordKind, &str); 2] =
    [("icao.vacc", RecordKind::Vaccination, "NV"), ("icao.test", RecordKind::Test, "NT")];

/// The algorithms a seal may name; any other is none this format has.
const ALGORITHMS: [SignatureAlgorithm; 3] =
    [SignatureAlgorithm::Es256, SignatureAlgorithm::Es384, SignatureAlgorithm::Es512];

/// Whether `text` is JSON with the members that only a seal has.
pub fn looks_like(text: &str) -> bool {
    text.starts_with('{') && (text.contains("\"sigvl\"") || text.contains("\"hdr\""))
}

/// Reads a seal.
///
/// # Errors
/// `envelope.json.*`, `envelope.seal.*`.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    let seal = json_text::claims(text.as_bytes())?;
    trace.passed("json", || format!("{} characters", text.len()));
    let data = object(&seal, "data")?;
    let signed = signed(data, object(&seal, "sig")?)?;
    trace.passed("seal", || describe(&signed));
    let (view, faults) = view::interpret(data);
    let header = data.get("hdr").unwrap_or(&Value::Null);
    Ok(Contents {
        format: Some(Format::VdsNc),
        signed: Some(signed),
        claims: data.clone(),
        issuer: view::text(header, "is").map(|state| view::state(&state)),
        times: times(data),
        view,
        faults,
    })
}

fn signed(data: &Value, sig: &Value) -> Result<Signed, ReadError> {
    let name = string(sig, "alg")?;
    let certificate = Certificate::from_der(&bytes(sig, "cer")?)
        .map_err(|error| ReadError::new(code::CERTIFICATE).comparing("X.509", error))?;
    Ok(Signed {
        algorithm: ALGORITHMS.into_iter().find(|algorithm| algorithm.name() == name),
        signer: Signer::Certificate(Box::new(certificate)),
        to_be_signed: jcs::write(data)?.into_bytes(),
        signature: bytes(sig, "sigvl")?,
    })
}

/// A test says when it was reported, and nothing says until when a seal holds: the certificate of its
/// signer ends it.
fn times(data: &Value) -> Times {
    let reported = data.pointer("/msg/dat/ri").and_then(Value::as_str);
    Times { issued_at: reported.and_then(UnixTime::parse), ..Times::default() }
}

/// The document type ([`TYPES`]) a signer must be allowed for `claims`.
pub(crate) fn document_type(claims: &Value) -> Option<&'static str> {
    let found = claims.pointer("/hdr/t")?.as_str()?;
    TYPES.iter().find(|(name, ..)| *name == found).map(|(_, _, document)| *document)
}

fn object<'v>(parent: &'v Value, key: &str) -> Result<&'v Value, ReadError> {
    match parent.get(key) {
        Some(value) if value.is_object() => Ok(value),
        other => Err(wrong(key, "object", other)),
    }
}

fn string<'v>(parent: &'v Value, key: &str) -> Result<&'v str, ReadError> {
    let value = parent.get(key);
    value.and_then(Value::as_str).ok_or_else(|| wrong(key, "string", value))
}

fn wrong(key: &str, expected: &str, found: Option<&Value>) -> ReadError {
    let found = found.map_or("nothing", json::type_name);
    ReadError::new(code::MEMBER).comparing(format!("{key}: {expected}"), found)
}

/// base64url (RFC 4648 section 5); issuers pad it or not, and some write the other alphabet.
fn bytes(parent: &Value, key: &str) -> Result<Vec<u8>, ReadError> {
    let text = string(parent, key)?;
    let mut plain = String::with_capacity(text.len());
    for character in text.trim_end_matches('=').chars() {
        plain.push(match character {
            '-' => '+',
            '_' => '/',
            other => other,
        });
    }
    Base64Unpadded::decode_vec(&plain).map_err(|_| ReadError::new(code::BASE64).comparing("base64url", key))
}

fn describe(signed: &Signed) -> String {
    let algorithm = signed.algorithm.map_or("unknown algorithm", SignatureAlgorithm::name);
    let Signer::Certificate(certificate) = &signed.signer else {
        return algorithm.to_owned();
    };
    let names = [certificate.subject(), certificate.issuer()].map(ToString::to_string);
    let [subject, issuer] = names;
    format!("{algorithm}, certificate of {subject} by {issuer}, {} bytes signed", signed.to_be_signed.len())
}

/// The two letters for a state's or organisation's three, as in [`view::state`].
fn alpha2(code: &str) -> Option<&'static str> {
    // Codes of Doc 9303-3 section 5 that ISO 3166 does not have.
    match code {
        "D" => Some("DE"),
        "EUE" => Some("EU"),
        "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => Some("GB"),
        "RKS" => Some("XK"),
        "UNA" | "UNO" => Some("UN"),
        "UTO" => Some("UT"),
        other => country::alpha3_to_alpha2(other).or_else(|| country::alpha2(other)),
    }
}

/// A reason, cut to what a screen can show.
fn reason(code: &'static str, at: &str, found: &str) -> Reason {
    const SHOWN: usize = 80;
    Reason::new(code).at(at).found(found.chars().take(SHOWN).collect::<String>())
}
