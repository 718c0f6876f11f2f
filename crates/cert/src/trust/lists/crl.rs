//! Revocation lists of authorities, kept with the authorities' keys.

use super::{Imported, pem_blocks, refused, shape};
use crate::trust::{Revocations, TrustError, code};
use healthpass_crypto::x509::RevocationList;

/// Puts a revocation list (DER or PEM) with every authority that signed it; how many keys those are.
///
/// # Errors
/// `trust.list-shape`; `trust.list-signature` when no authority at hand signed it: a list nobody vouches for
/// must not pass for one.
pub fn attach<'a>(
    bytes: &[u8],
    lists: impl IntoIterator<Item = &'a mut Imported>,
) -> Result<usize, TrustError> {
    let pem = core::str::from_utf8(bytes).map(|text| pem_blocks(text, "X509 CRL")).unwrap_or_default();
    let der = pem.first().map_or(bytes, Vec::as_slice);
    RevocationList::from_der(der).map_err(shape)?;
    let mut signers = 0;
    for list in lists {
        for certificate in &list.authorities {
            let revocations = match Revocations::read(der, certificate) {
                Err(error) if error.code == code::LIST_SIGNATURE => continue,
                other => other?,
            };
            let kid = certificate.subject_key_id().unwrap_or_default();
            let subject = Some(certificate.subject_der());
            let its = list.keys.iter_mut().filter(|key| key.kid == kid && key.subject.as_deref() == subject);
            for key in its {
                signers += 1;
                let earlier = key.revocations.as_ref().map(|old| old.this_update);
                if earlier < Some(revocations.this_update) {
                    key.revocations = Some(revocations.clone());
                }
            }
        }
    }
    if signers == 0 {
        Err(refused("none of the authorities signed this revocation list"))
    } else {
        Ok(signers)
    }
}
