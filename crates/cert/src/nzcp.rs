//! NZ COVID Pass: a verifiable credential in CWT claims (technical specification 1, nzcp.covid19.health.nz).
//!
//! ```text
//! NZCP:/1/ + base32  ->  COSE_Sign1 (ES256)  ->  CWT { iss, nbf, exp, cti, vc }
//! ```
//! A pass says that a health rule of New Zealand was met by a person, not which: it holds no record. Whose
//! passes count is for the issuer list to say.

use crate::cbor::Value;
use crate::contents::{Contents, Signer, Times};
use crate::dcc::code as common;
use crate::envelope::cose::{HEADER_ALG, HEADER_KID, Sign1, kind};
use crate::envelope::cwt::{self, CLAIM_EXP, CLAIM_ISS, CLAIM_NBF, numeric_date};
use crate::envelope::{base32, hc1};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::ithc::code::SCHEMA_VALUE;
use crate::json;
use crate::model::{Certificate, Person};
use crate::report::{Format, Reason};
use crate::time::UnixTime;
use crate::trust::given::kid_bytes;

/// What every pass starts with.
const SCHEME: &str = "NZCP:/";

/// The scheme and the one version there is.
const PREFIX: &str = "NZCP:/1/";

/// Claim of the pass's identifier.
const CLAIM_CTI: i64 = 7;

/// The algorithm every pass is signed with, ES256.
const ES256: i64 = -7;

/// Version of the credential.
const VERSION: &str = "1.0.0";

/// First context of every verifiable credential.
const CONTEXT: &str = "https://www.w3.org/2018/credentials/v1";

/// Types of the one kind of pass.
const TYPES: [&str; 2] = ["VerifiableCredential", "PublicCovidPass"];

/// How the issuer is named.
const ISSUER_METHOD: &str = "did:web:";

/// Bytes of a UUID.
const UUID_BYTES: usize = 16;

/// Characters of a name ("PublicCovidPass").
const MAX_NAME: usize = 100;

/// Whether `text` is a pass, of whatever version.
pub fn looks_like(text: &str) -> bool {
    text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
}

/// Reads a pass.
///
/// # Errors
/// [`ReadError`] naming the stage and offset of the envelope that failed.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    let text = text.trim_end();
    let body = text.strip_prefix(PREFIX).ok_or_else(|| other_prefix(text))?;
    trace.passed("prefix", || PREFIX.to_owned());
    let bytes = base32::decode(body, PREFIX.len())?;
    trace.passed("base32", || format!("{} characters -> {} bytes", body.len(), bytes.len()));
    let message = Sign1::read(&bytes)?;
    trace.passed("cose", || message.describe());
    let claims = Value::read(message.payload())?;
    if claims.entries().is_none() {
        return Err(ReadError::new(cwt::code::SHAPE).comparing("map", kind(&claims)));
    }
    let times = Times {
        issued_at: None,
        not_before: numeric_date(&claims, CLAIM_NBF)?,
        expires_at: numeric_date(&claims, CLAIM_EXP)?,
    };
    let issuer = claims.get(CLAIM_ISS).and_then(Value::as_text).map(str::to_owned);
    trace.passed("cwt", || format!("iss {}", issuer.as_deref().unwrap_or("none")));
    let mut signed = message.signed();
    signed.signer = match (identifier(&message), &issuer) {
        (Some(kid), Some(issuer)) => Signer::Issued { issuer: issuer.clone(), kid },
        _ => Signer::Kid(None),
    };
    let subject = claims.get_text("vc").and_then(|vc| vc.get_text("credentialSubject"));
    Ok(Contents {
        format: Some(Format::Nzcp),
        signed: Some(signed),
        view: subject
            .filter(|subject| subject.entries().is_some())
            .map(|subject| Certificate { identifier: uuid(&claims), ..view(subject, times) }),
        faults: faults(&message, &claims),
        claims: json::from_cbor(&claims),
        times,
        issuer,
    })
}

/// The protected key identifier. It is the end of a DID URL and so text, to be read as lists' are; the
/// specification asks for CBOR text, issuers write bytes.
fn identifier(message: &Sign1) -> Option<Vec<u8>> {
    match message.protected_header(HEADER_KID)? {
        Value::Text(kid) => Some(kid_bytes(&kid)),
        Value::Bytes(kid) => Some(core::str::from_utf8(&kid).map_or_else(|_| kid.clone(), kid_bytes)),
        _ => None,
    }
}

fn other_prefix(text: &str) -> ReadError {
    let version = text.get(SCHEME.len()..).and_then(|rest| rest.split_once('/')).map_or("", |(one, _)| one);
    if !text.starts_with(SCHEME) {
        let found: String = text.chars().take(PREFIX.len()).collect();
        return ReadError::at(hc1::code::LOWER_CASE, 0).comparing(PREFIX, found);
    }
    let shown: String = version.chars().take(PREFIX.len()).collect();
    ReadError::at(hc1::code::VERSION, SCHEME.len()).comparing(PREFIX, format!("{SCHEME}{shown}/"))
}

fn view(subject: &Value, times: Times) -> Certificate {
    let text = |member| {
        let text = subject.get_text(member)?.as_text()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    Certificate {
        person: Person {
            surname: text("familyName"),
            given_names: text("givenName"),
            birth_date: text("dob"),
            ..Person::default()
        },
        issued_at: times.not_before.map(UnixTime::rfc3339),
        ..Certificate::default()
    }
}

/// Sixteen bytes as a URI ("Mapping JTI <-> CTI").
fn uuid(claims: &Value) -> Option<String> {
    let bytes = claims.get(CLAIM_CTI)?.as_bytes().filter(|bytes| bytes.len() == UUID_BYTES)?;
    let mut uuid = "urn:uuid:".to_owned();
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            uuid.extend(char::from_digit(digit.into(), 16));
        }
    }
    Some(uuid)
}

fn faults(message: &Sign1, claims: &Value) -> Vec<Reason> {
    let mut faults = Vec::new();
    header(message, &mut faults);
    for (claim, name) in [(CLAIM_ISS, "iss"), (CLAIM_NBF, "nbf"), (CLAIM_EXP, "exp"), (CLAIM_CTI, "cti")] {
        if claims.get(claim).is_none() {
            faults.push(missing(name));
        }
    }
    match claims.get(CLAIM_ISS) {
        Some(Value::Text(issuer)) if !issuer.starts_with(ISSUER_METHOD) => {
            faults.push(Reason::new(common::SCHEMA_PATTERN).found(issuer.as_str()).at("iss"));
        }
        Some(Value::Text(_)) | None => (),
        Some(other) => faults.push(wrong_type("string", other, "iss")),
    }
    match claims.get(CLAIM_CTI) {
        Some(Value::Bytes(bytes)) if bytes.len() != UUID_BYTES => {
            let length = Reason::new(common::SCHEMA_LENGTH).expected(UUID_BYTES.to_string());
            faults.push(length.found(bytes.len().to_string()).at("cti"));
        }
        Some(Value::Bytes(_)) | None => (),
        Some(other) => faults.push(wrong_type("bytes", other, "cti")),
    }
    match claims.get_text("vc") {
        Some(vc) => credential(vc, &mut faults),
        None => faults.push(Reason::new(common::SHAPE_NOT_A_MAP).at("vc")),
    }
    faults
}

/// Algorithm and key must be named where they are signed.
fn header(message: &Sign1, faults: &mut Vec<Reason>) {
    match message.protected_header(HEADER_ALG) {
        Some(Value::Integer(ES256)) => (),
        Some(other) => {
            let found = json::from_cbor(&other).to_string();
            faults.push(Reason::new(SCHEMA_VALUE).expected(ES256.to_string()).found(found).at("header.alg"));
        }
        None => faults.push(missing("header.alg")),
    }
    if message.protected_header(HEADER_KID).is_none() {
        faults.push(missing("header.kid"));
    }
}

fn credential(vc: &Value, faults: &mut Vec<Reason>) {
    let texts = |member| {
        let items = vc.get_text(member).and_then(Value::as_array).unwrap_or_default();
        items.iter().map(|item| item.as_text().unwrap_or_default()).collect::<Vec<_>>()
    };
    let context = texts("@context");
    if context.first() != Some(&CONTEXT) {
        faults.push(Reason::new(SCHEMA_VALUE).expected(CONTEXT).found(context.join(", ")).at("vc.@context"));
    }
    let types = texts("type");
    if types != TYPES {
        faults
            .push(Reason::new(SCHEMA_VALUE).expected(TYPES.join(", ")).found(types.join(", ")).at("vc.type"));
    }
    match vc.get_text("version") {
        Some(Value::Text(version)) if version == VERSION => (),
        Some(Value::Text(other)) => {
            faults.push(Reason::new(common::SCHEMA_VERSION).found(other.as_str()).at("vc.version"));
        }
        Some(other) => faults.push(wrong_type("string", other, "vc.version")),
        None => faults.push(missing("vc.version")),
    }
    match vc.get_text("credentialSubject").filter(|subject| subject.entries().is_some()) {
        Some(subject) => person(subject, faults),
        None => faults.push(Reason::new(common::SHAPE_NOT_A_MAP).at("vc.credentialSubject")),
    }
}

fn person(subject: &Value, faults: &mut Vec<Reason>) {
    for (member, required) in [("givenName", true), ("familyName", false), ("dob", true)] {
        match subject.get_text(member) {
            None | Some(Value::Null) if required => faults.push(missing(member)),
            None | Some(Value::Null) => (),
            Some(Value::Text(text)) if member == "dob" => {
                if text.len() != "YYYY-MM-DD".len() || UnixTime::parse(&format!("{text}T00:00:00Z")).is_none()
                {
                    faults.push(Reason::new(common::SCHEMA_DATE).found(text.as_str()).at(member));
                }
            }
            Some(Value::Text(text)) => {
                let length = text.chars().count();
                if length > MAX_NAME {
                    let fault = Reason::new(common::SCHEMA_LENGTH).expected(MAX_NAME.to_string());
                    faults.push(fault.found(length.to_string()).at(member));
                }
            }
            Some(other) => faults.push(wrong_type("string", other, member)),
        }
    }
}

fn missing(place: &str) -> Reason {
    Reason::new(common::SCHEMA_MISSING).at(place)
}

fn wrong_type(expected: &str, found: &Value, place: &str) -> Reason {
    Reason::new(common::SCHEMA_TYPE).expected(expected).found(kind(found)).at(place)
}
