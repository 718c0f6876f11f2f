//! The VCI directory's snapshot: every issuer of SMART Health Cards in it, with its keys.
//!
//! Its signature, ECDSA as DER over the file's bytes, is a file of its own. A key's identifier is its
//! thumbprint (RFC 7638), as SMART Health Cards demand.

use super::jwks::issued_key;
use super::{Imported, ListKind, Origin, Proof, TrustError, refused, shape, text};
use crate::time::UnixTime;
use crate::trust::TrustedKey;
use healthpass_crypto::algorithm::{SignatureAlgorithm, ecdsa_from_der};
use healthpass_crypto::key::KeyKind;
use serde_json::Value;

/// Bytes of a P-521 coordinate; the directory signs with ES512 on that curve.
const P521_BYTES: usize = 66;

/// Reads a snapshot; with a signer, refuses one whose signature does not hold or is not there.
///
/// # Errors
/// `trust.list-shape`, `trust.list-signature`.
pub fn read(value: &Value, bytes: &[u8], origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let entries = value.get("issuerInfo").and_then(Value::as_array).ok_or_else(|| shape("issuerInfo"))?;
    let mut list = Imported {
        proof: prove(bytes, origin)?,
        dated: text(value, "time").and_then(UnixTime::parse),
        ..Imported::new(ListKind::Vci)
    };
    for entry in entries {
        let about = entry.get("issuer").unwrap_or(&Value::Null);
        let issuer = text(about, "iss").ok_or_else(|| shape("issuer.iss"))?;
        let name = text(about, "name");
        for jwk in entry.get("keys").and_then(Value::as_array).ok_or_else(|| shape("keys"))? {
            let key = issued_key(jwk, issuer);
            let key = key.map(|key| TrustedKey { issuer: name.map(str::to_owned), ..key });
            list.take(&format!("{issuer} {}", text(jwk, "kid").unwrap_or_default()), key);
        }
    }
    Ok(list)
}

fn prove(bytes: &[u8], origin: &Origin<'_>) -> Result<Proof, TrustError> {
    let signer = match (origin.signer, origin.signature) {
        (None, None) => return Ok(Proof::None),
        (None, Some(_)) => return Ok(Proof::SignerNotKnown),
        (Some(signer), _) => signer,
    };
    let der = origin.signature.ok_or_else(|| refused("the signature's file is needed"))?;
    if signer.key.kind() != KeyKind::P521 {
        return Err(refused("the signer's key is not on P-521"));
    }
    let raw = ecdsa_from_der(der, P521_BYTES).map_err(refused)?;
    signer.key.verify(SignatureAlgorithm::Es512, bytes, &raw).map_err(|_| refused("does not hold"))?;
    Ok(Proof::Verified)
}
