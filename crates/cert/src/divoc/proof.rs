//! The linked-data proof of a certificate: suites RsaSignature2018 and Ed25519Signature2018, whose signature
//! is a detached JWS over bytes that are not base64 (RFC 7797).
//!
//! ```text
//! signed = header "." SHA-256(canonical proof without jws) SHA-256(canonical certificate without proof)
//! ```

use super::context::{Active, SECURITY, Scope};
use super::expand::{self, Expanded};
use crate::cbor::Value;
use crate::contents::{Signed, Signer};
use crate::error::ReadError;
use crate::json;
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::hash::sha256;

/// Codes of this stage.
pub mod code {
    /// The signature is no detached JWS with `b64` false.
    pub const JWS: &str = "envelope.proof.jws";
    /// A proof for another purpose than to assert.
    pub const PURPOSE: &str = "envelope.proof.purpose";
    /// Not one proof with a method and a signature.
    pub const SHAPE: &str = "envelope.proof.shape";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::JWS, code::PURPOSE, code::SHAPE];

/// Suites and the JWS algorithm each goes with.
const SUITES: [(&str, &str, SignatureAlgorithm); 2] = [
    ("RsaSignature2018", "PS256", SignatureAlgorithm::Ps256),
    ("Ed25519Signature2018", "EdDSA", SignatureAlgorithm::EdDsa),
];

/// A proof, as far as it can be read without the certificate.
#[derive(Clone, Debug)]
pub struct Proof {
    algorithm: Option<SignatureAlgorithm>,
    method: String,
    header: String,
    signature: Vec<u8>,
    options: Expanded,
}

impl Proof {
    /// Reads the `proof` member of a certificate.
    ///
    /// # Errors
    /// `envelope.proof.*`, `envelope.json-ld.*`.
    pub fn read(proof: &Value) -> Result<Self, ReadError> {
        let text = |name: &str| proof.get_text(name).and_then(Value::as_text);
        let missing = |name: &str| ReadError { expected: Some(name.into()), ..ReadError::new(code::SHAPE) };
        let method = text("verificationMethod").ok_or_else(|| missing("verificationMethod"))?;
        let jws = text("jws").ok_or_else(|| missing("jws"))?;
        let purpose = text("proofPurpose").unwrap_or_default();
        if purpose != ASSERTION {
            return Err(ReadError::new(code::PURPOSE).comparing(ASSERTION, purpose));
        }
        let (header, signature) = detached(jws).ok_or_else(|| malformed("jws"))?;
        let algorithm = algorithm(header, text("type").unwrap_or_default())?;
        let options = options(proof)?;
        // a name that is no IRI is not signed: anybody could have put it there
        options.signed.get_text("verificationMethod").ok_or_else(|| missing("verificationMethod"))?;
        Ok(Self { algorithm, method: method.to_owned(), header: header.to_owned(), signature, options })
    }

    /// The proof without its signature, which is signed like the certificate.
    pub fn signed_options(&self) -> &Value {
        &self.options.signed
    }

    /// Name of the key.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The signature over the canonical text of the certificate that `issuer` issued.
    ///
    /// # Errors
    /// `envelope.json-ld.too-many-steps`.
    pub fn signed(self, certificate: &str, issuer: &str) -> Result<Signed, ReadError> {
        let options = expand::canonical(&self.options.graph)?;
        let mut to_be_signed = self.header.into_bytes();
        to_be_signed.push(b'.');
        to_be_signed.extend(sha256(options.as_bytes()));
        to_be_signed.extend(sha256(certificate.as_bytes()));
        Ok(Signed {
            algorithm: self.algorithm,
            signer: Signer::Issued { issuer: issuer.to_owned(), kid: self.method.into_bytes() },
            to_be_signed,
            signature: self.signature,
        })
    }
}

/// The only purpose of a certificate's proof.
const ASSERTION: &str = "assertionMethod";

/// `header..signature`; padding is let through.
fn detached(jws: &str) -> Option<(&str, Vec<u8>)> {
    let (header, signature) = jws.split_once("..")?;
    let signature = Base64UrlUnpadded::decode_vec(signature.trim_end_matches('=')).ok()?;
    Some((header, signature))
}

fn malformed(part: &str) -> ReadError {
    ReadError { found: Some(part.into()), ..ReadError::new(code::JWS) }
}

/// The algorithm of a protected header; `None` when it is unknown or not the suite's.
fn algorithm(header: &str, suite: &str) -> Result<Option<SignatureAlgorithm>, ReadError> {
    let bytes =
        Base64UrlUnpadded::decode_vec(header.trim_end_matches('=')).map_err(|_| malformed("header"))?;
    let text = String::from_utf8(bytes).map_err(|_| malformed("header"))?;
    let header = json::read(&text).map_err(|error| malformed(&error.found))?;
    if header.get_text("b64") != Some(&Value::Bool(false)) {
        return Err(malformed("b64"));
    }
    let critical = header.get_text("crit").and_then(Value::as_array).unwrap_or_default();
    if critical != [Value::Text("b64".into())] {
        return Err(malformed("crit"));
    }
    let name = header.get_text("alg").and_then(Value::as_text).ok_or_else(|| malformed("alg"))?;
    let suite = SUITES.iter().find(|(known, alg, _)| *known == suite && *alg == name);
    Ok(suite.map(|(_, _, algorithm)| *algorithm))
}

fn options(proof: &Value) -> Result<Expanded, ReadError> {
    let named = proof.get_text("@context");
    let unknown =
        |context: &str| ReadError { found: Some(context.into()), ..ReadError::new(expand::code::CONTEXT) };
    if let Some(context) = named
        && !context.as_text().is_some_and(|context| SECURITY.contains(&context))
    {
        return Err(unknown(context.as_text().unwrap_or("?")));
    }
    let kept = |(key, _): &&(Value, Value)| key.as_text() != Some("jws");
    let members = proof.entries().unwrap_or_default().iter().filter(kept).cloned().collect();
    let mut active = Active::default();
    active.add(Scope::security().ok_or_else(|| unknown("security"))?);
    expand::expand(&Value::Map(members), &active)
}
