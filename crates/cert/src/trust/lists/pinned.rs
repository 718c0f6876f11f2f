//! Keys pinned by issuer, in a form of our own: there is no official list of DIVOC issuers.
//!
//! ```json
//! {"divoc": [{"issuer": "https://cowin.gov.in/", "verificationMethod": "did:india", "country": "IN",
//!             "key": "-----BEGIN PUBLIC KEY-----..."}]}
//! ```
//! `key` is PEM text or a JWK.

use super::signer::jwk;
use super::{Imported, ListKind, Origin, TrustError, bad_key, shape, text, unsigned};
use crate::catalogue::country::is_alpha2;
use crate::trust::TrustedKey;
use healthpass_crypto::key::PublicKey;
use serde_json::Value;

/// Reads the list.
///
/// # Errors
/// `trust.list-shape`; `trust.list-signature` when a signer is given.
pub fn read(value: &Value, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let mut list = Imported { proof: unsigned(origin)?, ..Imported::new(ListKind::Pinned) };
    for entry in value.get("divoc").and_then(Value::as_array).ok_or_else(|| shape("divoc"))? {
        let member = |name| text(entry, name).ok_or_else(|| shape(format!("an entry without {name}")));
        let (issuer, method, country) =
            (member("issuer")?, member("verificationMethod")?, member("country")?);
        if !is_alpha2(country) {
            return Err(shape(format!("country {country}")));
        }
        let key = match entry.get("key") {
            Some(Value::String(pem)) => PublicKey::from_pem(pem).map_err(bad_key),
            Some(other) => jwk(other.clone()),
            None => return Err(shape("an entry without key")),
        };
        let trusted = key.map(|key| TrustedKey {
            issuer_id: Some(issuer.to_owned()),
            country: Some(country.to_owned()),
            ..TrustedKey::new(method.as_bytes().to_vec(), key)
        });
        list.take(method, trusted);
    }
    Ok(list)
}
