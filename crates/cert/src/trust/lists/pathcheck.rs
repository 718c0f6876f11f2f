//! PathCheck's registry, for the ICAO authorities in it:
//! `{"ICAO": {"HU#<base64 subject key identifier>": {"status": "current", "didDocument": PEM, ...}}}`.
//!
//! Everything else in that registry is left out: its keys are re-typed from lists that are read themselves.

use super::{Imported, LeftOut, ListKind, Origin, TrustError, bad_key, shape, text, unsigned};
use base64ct::{Base64, Encoding};
use healthpass_crypto::x509::Certificate;
use serde_json::Value;

/// Reads the registry.
///
/// # Errors
/// `trust.list-shape`; `trust.list-signature` when a signer is given.
pub fn read(value: &Value, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let entries = value.get("ICAO").and_then(Value::as_object).ok_or_else(|| shape("ICAO"))?;
    let mut list = Imported { proof: unsigned(origin)?, ..Imported::new(ListKind::Pathcheck) };
    for (id, entry) in entries {
        match certificate(id, entry) {
            Ok(certificate) => list.take_authority(&certificate),
            Err(error) => list.left_out.push(LeftOut { id: id.clone(), why: error.detail }),
        }
    }
    Ok(list)
}

fn certificate(id: &str, entry: &Value) -> Result<Certificate, TrustError> {
    if text(entry, "status").is_some_and(|status| status != "current") {
        return Err(bad_key("not current"));
    }
    let pem = text(entry, "didDocument").ok_or_else(|| bad_key("no didDocument"))?;
    let certificate = Certificate::from_pem(pem).map_err(bad_key)?;
    let (country, key_id) = id.split_once('#').ok_or_else(|| bad_key("an identifier of another form"))?;
    let same = |found: &[u8]| Base64::encode_string(found) == key_id;
    if !certificate.subject_key_id().is_some_and(same) {
        return Err(bad_key("the identifier is not the certificate's subject key identifier"));
    }
    let named = certificate.subject().country.as_deref().unwrap_or_default();
    if named.eq_ignore_ascii_case(country) {
        Ok(certificate)
    } else {
        Err(bad_key("another state's certificate"))
    }
}
