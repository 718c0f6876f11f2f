//! A DID document whose subject signs under its own name, as New Zealand's (NZCP section 5.1).
//!
//! Only keys the document lists under `assertionMethod` may sign. A key's identifier is its fragment, read
//! as the text of every list's is.

use super::signer::jwk;
use super::{Imported, ListKind, Origin, TrustError, bad_key, shape, text, unsigned};
use crate::trust::TrustedKey;
use crate::trust::bundle::{PRODUCTION, TEST};
use crate::trust::given::kid_bytes;
use serde_json::Value;

/// Subjects this program knows the state and environment of (NZCP section 5 and its examples).
const KNOWN: [(&str, &str, &str); 2] =
    [("did:web:nzcp.identity.health.nz", "NZ", PRODUCTION), ("did:web:nzcp.covid19.health.nz", "NZ", TEST)];

/// Reads a document.
///
/// # Errors
/// `trust.list-shape`; `trust.list-signature` when a signer is given.
pub fn read(document: &Value, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let did = text(document, "id").filter(|id| id.starts_with("did:")).ok_or_else(|| shape("id"))?;
    let known = KNOWN.iter().find(|(known, ..)| *known == did);
    let mut list = Imported {
        proof: unsigned(origin)?,
        environment: known.map(|(.., environment)| *environment),
        ..Imported::new(ListKind::Did)
    };
    let array = |name| document.get(name).and_then(Value::as_array).map(Vec::as_slice);
    let asserting = array("assertionMethod").unwrap_or_default();
    for method in array("verificationMethod").ok_or_else(|| shape("verificationMethod"))? {
        let id = text(method, "id").ok_or_else(|| shape("verificationMethod.id"))?;
        let may_assert = asserting.iter().any(|reference| reference.as_str() == Some(id));
        let key = if may_assert { key(did, id, method) } else { Err(bad_key("not in assertionMethod")) };
        list.take(
            id,
            key.map(|key| TrustedKey { country: known.map(|(_, state, _)| (*state).into()), ..key }),
        );
    }
    Ok(list)
}

fn key(did: &str, id: &str, method: &Value) -> Result<TrustedKey, TrustError> {
    let fragment = id.strip_prefix(did).and_then(|rest| rest.strip_prefix('#'));
    let fragment = fragment.ok_or_else(|| bad_key("a key of another document"))?;
    let key = jwk(method.get("publicKeyJwk").cloned().unwrap_or_default())?;
    Ok(TrustedKey { issuer_id: Some(did.to_owned()), ..TrustedKey::new(kid_bytes(fragment), key) })
}
