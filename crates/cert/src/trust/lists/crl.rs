//! Revocation lists of authorities, kept with the authorities' keys.

use super::{Imported, pem_blocks, refused, shape};
use crate::time::UnixTime;
use crate::trust::{Revocations, TrustError};
use healthpass_crypto::x509::{RevocationList, Sha1};

/// Puts a revocation list (DER or PEM) with every authority that signed it; how many those are.
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
    let crl = RevocationList::from_der(der).map_err(shape)?;
    let revocations = Revocations {
        this_update: UnixTime(crl.this_update()),
        next_update: crl.next_update().map(UnixTime),
        serials: crl.revoked().iter().map(|entry| significant(&entry.serial).to_vec()).collect(),
    };
    let mut signers = 0;
    for list in lists {
        for certificate in &list.authorities {
            if crl.verify_issued_by(certificate, Sha1::Refuse).is_err() {
                continue;
            }
            let (kid, subject) = (certificate.subject_key_id(), certificate.subject_der());
            let is_it =
                |kid_of: &[u8], of: &Option<Vec<u8>>| kid == Some(kid_of) && of.as_deref() == Some(subject);
            for key in list.keys.iter_mut().filter(|key| is_it(&key.kid, &key.subject)) {
                signers += 1;
                let newer =
                    key.revocations.as_ref().is_none_or(|old| old.this_update < revocations.this_update);
                if newer {
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

fn significant(mut serial: &[u8]) -> &[u8] {
    while let Some((0, rest)) = serial.split_first() {
        serial = rest;
    }
    serial
}
