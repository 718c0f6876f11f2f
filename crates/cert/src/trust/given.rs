//! Keys handed in: certificates, JWKs and PEM files.

use super::{Role, TrustError, TrustedKey, code};
use crate::model::RecordKind;
use crate::time::UnixTime;
use base64ct::{Base64, Encoding};
use healthpass_crypto::key::{Jwk, PublicKey};
use healthpass_crypto::x509::{Certificate, ObjectIdentifier};
use serde::Deserialize;

/// A key in a request: `{"cert": base64 DER}`, `{"jwk": {...}}` or `{"pem": "..."}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyInput {
    /// X.509 certificate, base64 of its DER.
    Cert(String),
    /// JSON Web Key (RFC 7517); its `kid`, when base64, is the key identifier.
    Jwk(Jwk),
    /// PEM: `CERTIFICATE` or `PUBLIC KEY`.
    Pem(String),
}

/// EU extended key usages (eHealth Network, certificate governance A.4), in both spellings issuers used.
const EU_USAGES: [(ObjectIdentifier, RecordKind); 6] = [
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.1"), RecordKind::Test),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.2"), RecordKind::Vaccination),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.3"), RecordKind::Recovery),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.1"), RecordKind::Test),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.2"), RecordKind::Vaccination),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.3"), RecordKind::Recovery),
];

impl KeyInput {
    /// The key, trusted for the run; a certificate that may issue others, or signs itself, also as an
    /// authority's.
    ///
    /// # Errors
    /// `trust.key` with what is wrong.
    pub fn read_all(&self) -> Result<Vec<TrustedKey>, TrustError> {
        let certificate = match self {
            Self::Cert(text) => from_base64(text)?,
            Self::Pem(pem) if holds_certificate(pem) => from_certificate_pem(pem)?,
            _ => return Ok(vec![self.read()?]),
        };
        let mut keys = vec![from_certificate(&certificate)?];
        if certificate.is_ca() || certificate.subject_der() == certificate.issuer_der() {
            keys.push(authority(&certificate)?);
        }
        Ok(keys)
    }

    /// The key, trusted for the run.
    ///
    /// # Errors
    /// `trust.key` with what is wrong.
    pub fn read(&self) -> Result<TrustedKey, TrustError> {
        match self {
            Self::Cert(text) => from_certificate(&from_base64(text)?),
            Self::Jwk(jwk) => {
                let key = PublicKey::from_jwk(jwk).map_err(|error| TrustError::new(code::KEY, error))?;
                Ok(bare(key, jwk.kid.as_deref().map(kid_bytes).unwrap_or_default()))
            }
            Self::Pem(pem) if holds_certificate(pem) => from_certificate(&from_certificate_pem(pem)?),
            Self::Pem(pem) => {
                let key = PublicKey::from_pem(pem).map_err(|error| TrustError::new(code::KEY, error))?;
                Ok(bare(key, Vec::new()))
            }
        }
    }
}

fn holds_certificate(pem: &str) -> bool {
    pem.as_bytes().windows(PEM_CERTIFICATE.len()).any(|here| here == PEM_CERTIFICATE)
}

const PEM_CERTIFICATE: &[u8] = b"BEGIN CERTIFICATE";

fn from_base64(text: &str) -> Result<Certificate, TrustError> {
    let compact: String = text.split_ascii_whitespace().collect();
    let der = Base64::decode_vec(&standard(&compact)).map_err(|error| TrustError::new(code::KEY, error))?;
    Certificate::from_der(&der).map_err(|error| TrustError::new(code::KEY, error))
}

fn from_certificate_pem(pem: &str) -> Result<Certificate, TrustError> {
    Certificate::from_pem(pem).map_err(|error| TrustError::new(code::KEY, error))
}

/// The key of an authority's certificate (a country signing authority): it vouches for the certificates it
/// issues and signs no content. Its key identifier is the certificate's subject key identifier.
///
/// # Errors
/// `trust.key` for a key of an unsupported kind.
pub fn authority(certificate: &Certificate) -> Result<TrustedKey, TrustError> {
    Ok(TrustedKey {
        kid: certificate.subject_key_id().unwrap_or_default().to_vec(),
        usage: None,
        role: Role::Authority,
        subject: Some(certificate.subject_der().to_vec()),
        ..from_certificate(certificate)?
    })
}

/// The key of a document signer certificate, with the key identifier the EU specification gives it.
///
/// # Errors
/// `trust.key` for a key of an unsupported kind.
pub fn from_certificate(certificate: &Certificate) -> Result<TrustedKey, TrustError> {
    let key = certificate.public_key().map_err(|error| TrustError::new(code::KEY, error))?;
    Ok(TrustedKey {
        country: certificate.subject().country.clone(),
        issuer: certificate.subject().organization.clone().or(certificate.subject().common_name.clone()),
        not_before: Some(UnixTime(certificate.not_before())),
        not_after: Some(UnixTime(certificate.not_after())),
        usage: certificate.extended_key_usage().and_then(usage),
        ..TrustedKey::new(certificate.kid().to_vec(), key)
    })
}

/// No EU usage named, or none at all: the key may sign any kind (certificate governance A.4).
fn usage(oids: &[ObjectIdentifier]) -> Option<Vec<RecordKind>> {
    let named =
        |oid: &ObjectIdentifier| EU_USAGES.iter().find(|(known, _)| known == oid).map(|(_, kind)| *kind);
    let kinds: Vec<RecordKind> = oids.iter().filter_map(named).collect();
    (!kinds.is_empty()).then_some(kinds)
}

/// A key of which nothing is said: it may be a signer's or an authority's.
fn bare(key: PublicKey, kid: Vec<u8>) -> TrustedKey {
    TrustedKey { role: Role::Either, ..TrustedKey::new(kid, key) }
}

/// Lists write key identifiers as base64 of the bytes; anything else is the bytes of the text itself.
pub fn kid_bytes(kid: &str) -> Vec<u8> {
    Base64::decode_vec(&standard(kid)).unwrap_or_else(|_| kid.as_bytes().to_vec())
}

/// Base64 of either alphabet, padded or not, as the standard one with padding.
fn standard(text: &str) -> String {
    let mut standard = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    while !standard.len().is_multiple_of(4) {
        standard.push('=');
    }
    standard
}
