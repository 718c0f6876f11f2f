//! The EU gateway's document signer list in the form Germany published it.
//!
//! Line 1: base64 of a raw `r || s` ES256 signature over every byte that follows it. Then
//! `{"certificates":[{"certificateType":"DSC","country":"NL","kid":"+7gPaASOAJY=","rawData":base64 DER, ...}]}`.
//! A list without the signature line reads as well; its proof is then `none`.

use super::given::from_certificate;
use super::{TrustError, TrustedKey, code};
use base64ct::{Base64, Encoding};
use healthpass_crypto::{algorithm::SignatureAlgorithm, key::PublicKey, x509::Certificate};
use serde::Deserialize;

/// A list as read.
#[derive(Debug)]
pub struct EuList {
    /// The keys of its document signers.
    pub keys: Vec<TrustedKey>,
    /// Entries that could not be used, and why: key identifier and reason.
    pub left_out: Vec<(String, String)>,
    /// How its own signature fared.
    pub proof: Proof,
}

/// How the list's own signature fared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proof {
    /// Signed by the key given.
    Verified,
    /// Signed, but no key was given to check it with.
    SignerNotKnown,
    /// Not signed.
    None,
}

impl Proof {
    /// Name in bundles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::SignerNotKnown => "signer-not-known",
            Self::None => "none",
        }
    }
}

#[derive(Deserialize)]
struct Entries {
    certificates: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    certificate_type: String,
    country: Option<String>,
    kid: String,
    raw_data: String,
}

impl EuList {
    /// Reads a list; with `signer`, refuses one whose signature does not hold.
    ///
    /// # Errors
    /// `trust.list-shape`, `trust.list-signature`.
    pub fn read(text: &str, signer: Option<&PublicKey>) -> Result<Self, TrustError> {
        let (signature, body) = match text.split_once('\n') {
            Some((first, rest)) if !text.trim_start().starts_with('{') => (Some(first.trim()), rest),
            _ => (None, text),
        };
        let proof = prove(signature, body, signer)?;
        let entries: Entries =
            serde_json::from_str(body).map_err(|error| TrustError::new(code::LIST_SHAPE, error))?;
        let mut list = Self { keys: Vec::new(), left_out: Vec::new(), proof };
        for entry in entries.certificates.iter().filter(|entry| entry.certificate_type == "DSC") {
            match entry.key() {
                Ok(key) => list.keys.push(key),
                Err(error) => list.left_out.push((entry.kid.clone(), error.detail)),
            }
        }
        Ok(list)
    }
}

impl Entry {
    fn key(&self) -> Result<TrustedKey, TrustError> {
        let bad = |error: &dyn core::fmt::Display| TrustError::new(code::KEY, error);
        let der = Base64::decode_vec(&self.raw_data).map_err(|error| bad(&error))?;
        let mut key = from_certificate(&Certificate::from_der(&der).map_err(|error| bad(&error))?)?;
        key.kid = Base64::decode_vec(&self.kid).map_err(|error| bad(&error))?;
        key.country = self.country.clone().or(key.country);
        Ok(key)
    }
}

fn prove(signature: Option<&str>, body: &str, signer: Option<&PublicKey>) -> Result<Proof, TrustError> {
    let refused = |detail: &str| TrustError::new(code::LIST_SIGNATURE, detail);
    match (signature, signer) {
        (None, None) => Ok(Proof::None),
        (None, Some(_)) => Err(refused("the list carries no signature")),
        (Some(_), None) => Ok(Proof::SignerNotKnown),
        (Some(signature), Some(key)) => {
            let signature = Base64::decode_vec(signature).map_err(|_| refused("not base64"))?;
            key.verify(SignatureAlgorithm::Es256, body.as_bytes(), &signature)
                .map_err(|_| refused("does not hold"))?;
            Ok(Proof::Verified)
        }
    }
}
