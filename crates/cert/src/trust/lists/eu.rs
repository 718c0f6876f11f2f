//! The EU gateway's list, as the gateway answers `/trustList` and as Germany publishes it.
//!
//! Germany's line 1 is base64 of a raw `r || s` ES256 signature over every byte that follows it. Then
//! `{"certificates":[{"certificateType":"DSC","country":"NL","kid":"+7gPaASOAJY=","rawData":base64 DER, ...}]}`.
//! The gateway's own answer is the bare array, without a signature over it.

use super::{Imported, ListKind, Origin, Proof, TrustError, bad_key, refused, shape, text, unsigned};
use crate::catalogue::country::alpha2;
use crate::time::UnixTime;
use crate::trust::given::from_certificate;
use crate::trust::{Role, TrustedKey};
use base64ct::{Base64, Encoding};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::x509::Certificate;
use serde_json::Value;

/// Reads the list after its signature; with a signer, refuses one whose signature does not hold.
///
/// # Errors
/// `trust.list-shape`, `trust.list-signature`.
pub fn read_signed(signature: &str, body: &str, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let value: Value = serde_json::from_str(body).map_err(shape)?;
    let proof = match origin.signer {
        None => Proof::SignerNotKnown,
        Some(signer) => {
            let raw = Base64::decode_vec(signature.trim()).map_err(|_| refused("not base64"))?;
            signer
                .key
                .verify(SignatureAlgorithm::Es256, body.as_bytes(), &raw)
                .map_err(|_| refused("does not hold"))?;
            Proof::Verified
        }
    };
    Ok(Imported { proof, ..entries(&value)? })
}

/// Reads a list without a signature.
///
/// # Errors
/// `trust.list-shape`; `trust.list-signature` when a signer is given.
pub fn read(value: &Value, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    Ok(Imported { proof: unsigned(origin)?, ..entries(value)? })
}

fn entries(value: &Value) -> Result<Imported, TrustError> {
    let rows = value.get("certificates").unwrap_or(value).as_array();
    let mut list = Imported::new(ListKind::Eu);
    for row in rows.ok_or_else(|| shape("certificates"))? {
        let member = |name| text(row, name).ok_or_else(|| shape(format!("an entry without {name}")));
        let (kid, kind) = (member("kid")?, member("certificateType")?);
        let role = match kind {
            "DSC" => Role::Signer,
            "CSCA" => Role::Authority,
            // Certificates of the gateway's own lines, not of health certificates.
            "UPLOAD" | "AUTHENTICATION" => continue,
            other => {
                list.take(kid, Err(bad_key(format!("unknown type {other}"))));
                continue;
            }
        };
        list.take(kid, key(kid, member("rawData")?, text(row, "country"), role));
        let at = text(row, "timestamp").and_then(UnixTime::parse);
        list.dated = list.dated.max(at);
    }
    Ok(list)
}

fn key(kid: &str, raw: &str, country: Option<&str>, role: Role) -> Result<TrustedKey, TrustError> {
    let der = Base64::decode_vec(raw).map_err(bad_key)?;
    let key = from_certificate(&Certificate::from_der(&der).map_err(bad_key)?)?;
    let kid = Base64::decode_vec(kid).map_err(bad_key)?;
    if role == Role::Signer && kid != key.kid {
        return Err(bad_key("the key identifier is not the certificate's hash"));
    }
    let country = country.map(|code| alpha2(code).unwrap_or(code).to_owned());
    Ok(TrustedKey { kid, country: country.or(key.country.clone()), role, ..key })
}
