//! Who signs a list, out of whatever file says so.

use super::{TrustError, bad_key, shape, text};
use crate::trust::given::KeyInput;
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::x509::Certificate;
use serde_json::Value;

/// The key that is to have signed a list.
#[derive(Clone, Debug)]
pub struct ListSigner {
    /// The DID URL it is known by, when it came out of a DID document.
    pub id: Option<String>,
    /// The key.
    pub key: PublicKey,
    /// The certificate it came out of.
    pub certificate: Option<Certificate>,
}

impl ListSigner {
    /// Reads a certificate (PEM or DER), a public key (PEM), a JWK, or a DID document with one
    /// verification method.
    ///
    /// # Errors
    /// `trust.key`, `trust.list-shape`.
    pub fn read(bytes: &[u8]) -> Result<Self, TrustError> {
        let of_certificate = |certificate: Certificate| {
            let key = certificate.public_key().map_err(bad_key)?;
            Ok(Self { id: None, key, certificate: Some(certificate) })
        };
        match core::str::from_utf8(bytes) {
            Ok(text) if text.contains("BEGIN CERTIFICATE") => {
                of_certificate(Certificate::from_pem(text).map_err(bad_key)?)
            }
            Ok(text) if text.trim_start().starts_with('{') => Self::of_json(text),
            Ok(text) => Ok(Self::bare(PublicKey::from_pem(text).map_err(bad_key)?)),
            Err(_) => of_certificate(Certificate::from_der(bytes).map_err(bad_key)?),
        }
    }

    /// A key known by nothing but itself.
    pub fn bare(key: PublicKey) -> Self {
        Self { id: None, key, certificate: None }
    }

    fn of_json(json: &str) -> Result<Self, TrustError> {
        let value: Value = serde_json::from_str(json).map_err(shape)?;
        let Some(methods) = value.get("verificationMethod").and_then(Value::as_array) else {
            return jwk(value).map(Self::bare);
        };
        let [method] = methods.as_slice() else {
            return Err(shape("a signer's DID document has one verification method"));
        };
        let id = text(method, "id").ok_or_else(|| shape("verificationMethod.id"))?.to_owned();
        let key = jwk(method.get("publicKeyJwk").cloned().unwrap_or_default())?;
        Ok(Self { id: Some(id), key, certificate: None })
    }
}

/// The key of a JWK.
pub(super) fn jwk(value: Value) -> Result<PublicKey, TrustError> {
    let jwk = serde_json::from_value(value).map_err(bad_key)?;
    Ok(KeyInput::Jwk(jwk).read()?.key)
}
