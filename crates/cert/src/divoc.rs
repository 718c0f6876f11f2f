//! DIVOC vaccination certificates: W3C verifiable credentials with a linked-data proof, as India, Sri Lanka,
//! the Philippines, Indonesia and Jamaica issued them (egovernments/DIVOC).
//!
//! ```text
//! PK.. | B64:.. | {..}  ->  zip (certificate.json)  ->  json  ->  json-ld -> rdf -> canonical text  <-  proof
//! ```
//!
//! **Who is to have signed.** The key is looked up by `proof.verificationMethod` (`did:india`) among the keys
//! of the credential's `issuer` (`https://cowin.gov.in/`): a listed key answers only for the issuer its list
//! entry is pinned to, so that a certificate cannot choose its own country by naming another's key. A key
//! handed in without an issuer answers for any.
//!
//! **What the signature leaves open.** The published contexts map several members to one RDF property: batch,
//! vaccine, maker and certificate number to `schema:id`; date, start and end to `schema:date`; dose and doses
//! to `schema:doseValue`. Exchanging the values of two such members leaves the signature valid. No reader can
//! repair that; exchanges that make no sense (third dose of two, a dose after the certificate, an end before
//! the start, a list where one value belongs) are content faults here, and no node may be described twice.

mod context;
mod expand;
mod proof;
mod rdf;
mod view;

use crate::cbor::Value;
use crate::contents::{Contents, Times};
use crate::envelope::{json_text, zip};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::json;
use crate::report::{Format, Reason};
use crate::time::UnixTime;
use context::{Active, CREDENTIALS, Scope};
use proof::Proof;

pub use view::MAX_REASONS;

/// Codes of this module's own stages.
pub mod code {
    /// JSON, but no object with the members of a verifiable credential.
    pub const JSON_SHAPE: &str = "envelope.json.shape";
    /// Part of the certificate is not covered by its signature.
    pub const NOT_SIGNED: &str = "content.divoc.not-signed";
}

/// Codes of reading and content together, without those shared with other formats.
pub fn codes() -> Vec<&'static str> {
    let own: &[&str] = &[
        code::JSON_SHAPE,
        code::NOT_SIGNED,
        zip::code::AMBIGUOUS,
        zip::code::BASE64,
        zip::code::CHARACTER,
        zip::code::CHECKSUM,
        zip::code::CORRUPT,
        zip::code::NO_FILE,
        zip::code::SHAPE,
        zip::code::TOO_LARGE,
        zip::code::UNSUPPORTED,
    ];
    [own, expand::CODES, proof::CODES].concat()
}

/// The file in the archive.
const FILE: &str = "certificate.json";

/// Whether `text` is an archive, one in base64, or a bare credential.
pub fn looks_like(text: &str) -> bool {
    let credential = || text.starts_with('{') && text.contains("\"credentialSubject\"");
    text.starts_with(zip::MAGIC) || text.starts_with(zip::BASE64_PREFIX) || credential()
}

/// Reads a certificate.
///
/// # Errors
/// [`ReadError`] naming the stage and offset of the envelope that failed.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    let unpacked;
    let json = if text.starts_with('{') {
        text
    } else {
        unpacked = unpack(text, trace)?;
        &unpacked
    };
    let credential = json_text::read(json)?;
    trace.passed("json", || format!("{} bytes", json.len()));
    interpret(&credential, trace)
}

fn unpack(text: &str, trace: &mut Trace) -> Result<String, ReadError> {
    let archive = zip::bytes(text)?;
    let file = zip::read_file(&archive, FILE)?;
    trace.passed("zip", || format!("{FILE}, {} -> {} bytes", archive.len(), file.len()));
    String::from_utf8(file).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        ReadError { found: Some("not UTF-8".into()), ..ReadError::at(json_text::code::SYNTAX, at) }
    })
}

fn interpret(credential: &Value, trace: &mut Trace) -> Result<Contents, ReadError> {
    let active = contexts(credential)?;
    let (proofs, members): (Vec<_>, Vec<_>) = credential
        .entries()
        .unwrap_or_default()
        .iter()
        .cloned()
        .partition(|(key, _)| key.as_text() == Some("proof"));
    let expanded = expand::expand(&Value::Map(members), &active)?;
    let canonical = expand::canonical(&expanded.graph)?;
    trace.passed("json-ld", || {
        format!("{} triples, left out: {}", canonical.lines().count(), expanded.left_out.join(", "))
    });
    let mut claims = expanded.signed;
    let issuer = issuer(&claims);
    let mut signed = None;
    if let Some((key, proof)) = proofs.first() {
        let proof = Proof::read(proof)?;
        trace.passed("proof", || proof.method().to_owned());
        if let Value::Map(members) = &mut claims {
            members.push((key.clone(), proof.signed_options().clone()));
        }
        signed = Some(proof.signed(&canonical, issuer.as_deref().unwrap_or_default())?);
    }
    let (view, mut faults) = view::interpret(&claims);
    unsigned(&expanded.left_out, &mut faults);
    Ok(Contents {
        format: Some(Format::Divoc),
        signed,
        claims: json::from_cbor(&claims),
        times: times(&claims),
        issuer,
        view,
        faults,
    })
}

/// The contexts named, all of them known and that of verifiable credentials first.
fn contexts(credential: &Value) -> Result<Active, ReadError> {
    let missing = || ReadError { expected: Some(CREDENTIALS.into()), ..ReadError::new(code::JSON_SHAPE) };
    let named = credential.get_text("@context").ok_or_else(missing)?;
    let mut active = Active::default();
    let list = named.as_array().unwrap_or(std::slice::from_ref(named));
    for (at, context) in list.iter().enumerate() {
        let address = context.as_text().unwrap_or("{..}");
        if at == 0 && address != CREDENTIALS {
            return Err(missing());
        }
        let unknown = || ReadError { found: Some(address.into()), ..ReadError::new(expand::code::CONTEXT) };
        active.add(Scope::named(address).ok_or_else(unknown)?);
    }
    Ok(active)
}

/// `issuer`: an address, or an object with one.
fn issuer(claims: &Value) -> Option<String> {
    let issuer = claims.get_text("issuer")?;
    issuer.as_text().or_else(|| issuer.get_text("id")?.as_text()).map(str::to_owned)
}

/// What is signed is the same with and without brackets around a time, so it is read either way. Of several ends
/// the first counts.
fn times(claims: &Value) -> Times {
    let time = |parent: Option<&Value>, name: &str| {
        let text = match parent?.get_text(name)? {
            Value::Array(items) => items.first()?.as_text()?,
            other => other.as_text()?,
        };
        UnixTime::parse(text)
    };
    let of = |name: &str| time(Some(claims), name);
    let ends = [of("expirationDate"), of("validUntil"), time(claims.get_text("proof"), "expires")];
    Times {
        issued_at: of("issuanceDate"),
        not_before: of("validFrom"),
        expires_at: ends.into_iter().flatten().min(),
    }
}

/// A whole part of the certificate that the signature leaves out: whoever holds it may have written it.
fn unsigned(left_out: &[String], faults: &mut Vec<Reason>) {
    for part in ["credentialSubject", "evidence", "issuer"] {
        if left_out.iter().any(|path| path == part) {
            faults.insert(0, Reason::new(code::NOT_SIGNED).at(part));
        }
    }
}

#[cfg(test)]
mod tests;
