//! One issuer's key set (RFC 7517), as SMART Health Card issuers publish it.

use super::signer::jwk;
use super::{Imported, ListKind, Origin, TrustError, bad_key, shape, text, unsigned};
use crate::trust::{TrustedKey, code};
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_crypto::hash::sha256;
use serde_json::Value;

/// Reads a key set of the issuer the caller names.
///
/// # Errors
/// `trust.list-issuer` without an issuer, `trust.list-shape`, `trust.list-signature` when a signer is given.
pub fn read(value: &Value, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let missing = || TrustError::new(code::LIST_ISSUER, "a key set does not name its issuer");
    let issuer = origin.issuer.ok_or_else(missing)?;
    let mut list = Imported { proof: unsigned(origin)?, ..Imported::new(ListKind::Jwks) };
    for key in value.get("keys").and_then(Value::as_array).ok_or_else(|| shape("keys"))? {
        list.take(text(key, "kid").unwrap_or("(no kid)"), issued_key(key, issuer));
    }
    Ok(list)
}

/// A key of an issuer who is named by an address. Its identifier is its thumbprint (RFC 7638), which this
/// takes of elliptic-curve keys, all that SMART Health Cards allow.
pub(super) fn issued_key(value: &Value, issuer: &str) -> Result<TrustedKey, TrustError> {
    let kid = text(value, "kid").ok_or_else(|| bad_key("no kid"))?;
    let kid = Base64UrlUnpadded::decode_vec(kid).map_err(bad_key)?;
    // Of the numbers as written: a few keys write theirs with a byte too many.
    let mut written = String::from("{\"crv\":");
    for (name, after) in [("crv", ",\"kty\":"), ("kty", ",\"x\":"), ("x", ",\"y\":"), ("y", "}")] {
        written.push_str(&value.get(name).unwrap_or(&Value::Null).to_string());
        written.push_str(after);
    }
    if sha256(written.as_bytes())[..] != kid[..] {
        return Err(bad_key("the key identifier is not the key's thumbprint"));
    }
    Ok(TrustedKey { issuer_id: Some(issuer.to_owned()), ..TrustedKey::new(kid, jwk(value.clone())?) })
}
