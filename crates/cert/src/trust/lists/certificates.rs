//! Certificates and bare keys, from files rather than lists.

use super::signer::jwk;
use super::{Imported, LeftOut, ListKind, Origin, TrustError, bad_key, pem_blocks, shape, text, unsigned};
use crate::trust::TrustedKey;
use crate::trust::given::{self, from_certificate, kid_bytes};
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::x509::{Certificate, Sha1};
use serde_json::Value;

/// Reads every certificate of a PEM text, or its one public key.
///
/// # Errors
/// `trust.list-shape`, `trust.key`.
pub fn read_pem(text: &str, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let blocks = pem_blocks(text, "CERTIFICATE");
    if blocks.is_empty() {
        return read_key(PublicKey::from_pem(text).map_err(shape)?, Vec::new(), origin);
    }
    let certificates = blocks.iter().map(|der| Certificate::from_der(der).map_err(bad_key));
    read_certificates(&certificates.collect::<Result<Vec<_>, _>>()?, origin)
}

/// Reads one JWK.
///
/// # Errors
/// `trust.key`.
pub fn read_jwk(value: Value, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let kid = text(&value, "kid").map(kid_bytes).unwrap_or_default();
    read_key(jwk(value)?, kid, origin)
}

/// A key on a list answers to its identifier only, so it needs one.
fn read_key(key: PublicKey, kid: Vec<u8>, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    if kid.is_empty() {
        return Err(bad_key("a bare key without identifier: give its certificate, or a JWK with kid"));
    }
    let issuer_id = origin.issuer.map(str::to_owned);
    let mut list = Imported { proof: unsigned(origin)?, ..Imported::new(ListKind::Certificates) };
    list.keys.push(TrustedKey { issuer_id, ..TrustedKey::new(kid, key) });
    Ok(list)
}

/// Authorities become authorities, everybody else signs contents.
///
/// # Errors
/// `trust.list-signature` when a signer is given.
pub fn read_certificates(certificates: &[Certificate], origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let mut list = Imported { proof: unsigned(origin)?, ..Imported::new(ListKind::Certificates) };
    for certificate in certificates {
        if certificate.is_ca() {
            list.take_authority(certificate);
        } else {
            list.take(&name(certificate), from_certificate(certificate));
        }
    }
    Ok(list)
}

impl Imported {
    /// Takes a country signing authority: known by its subject and subject key identifier.
    pub(super) fn take_authority(&mut self, certificate: &Certificate) {
        match authority(certificate) {
            Ok(key) => {
                self.keys.push(key);
                self.authorities.push(certificate.clone());
            }
            Err(error) => self.left_out.push(LeftOut { id: name(certificate), why: error.detail }),
        }
    }
}

fn authority(certificate: &Certificate) -> Result<TrustedKey, TrustError> {
    if !certificate.is_ca() {
        return Err(bad_key("not an authority's certificate"));
    }
    if certificate.subject_der() == certificate.issuer_der() {
        // SHA-1 is taken: what vouches for this certificate is the list, not its own signature.
        certificate.verify_issued_by_with(certificate, Sha1::Allow).map_err(bad_key)?;
    }
    let key = given::authority(certificate)?;
    Ok(TrustedKey { country: key.country.as_deref().map(str::to_ascii_uppercase), ..key })
}

fn name(certificate: &Certificate) -> String {
    let subject = certificate.subject();
    [&subject.country, &subject.organization, &subject.common_name]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(", ")
}
