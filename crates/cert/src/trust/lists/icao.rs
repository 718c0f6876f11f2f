//! The ICAO health master list: CMS over a set of country signing authorities' certificates
//! (ICAO 9303-12 section 9).

use super::{Imported, LeftOut, ListKind, ListSigner, Origin, Proof, TrustError, refused, shape};
use healthpass_crypto::cms::{MASTER_LIST_SIGNING, SignedData};
use healthpass_crypto::x509::Certificate;

/// Reads a master list. The signer given is whose certificate signed it, or the authority that issued that
/// certificate; when there is one, a list it does not vouch for is refused.
///
/// # Errors
/// `trust.list-shape`, `trust.list-signature`.
pub fn read(der: &[u8], origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let (message, _) = SignedData::from_ber(der).map_err(shape)?;
    let listed = message.master_list().map_err(shape)?;
    let mut list = Imported {
        proof: match origin.signer {
            None => Proof::SignerNotKnown,
            Some(signer) => prove(&message, certificate_of(signer)?).map(|()| Proof::Verified)?,
        },
        ..Imported::new(ListKind::IcaoMasterList)
    };
    for (number, der) in listed.into_iter().enumerate() {
        match Certificate::from_der(der) {
            Ok(certificate) => list.take_authority(&certificate),
            Err(error) => {
                list.left_out.push(LeftOut { id: format!("certificate {number}"), why: error.to_string() });
            }
        }
    }
    Ok(list)
}

/// Whether the certificate trusted, or one for master lists that it issued, signed the message, and was valid
/// then as far as the message says when that was.
pub(in crate::trust) fn prove(message: &SignedData, trusted: &Certificate) -> Result<(), TrustError> {
    check_dates(message, trusted)?;
    if message.verify_by(trusted).is_ok() {
        return Ok(());
    }
    let signed_by = message.verify().map_err(refused)?;
    if signed_by.der() == trusted.der() {
        return Ok(());
    }
    signed_by.verify_issued_by(trusted).map_err(refused)?;
    let purposes = signed_by.extended_key_usage().unwrap_or_default();
    if !purposes.contains(&MASTER_LIST_SIGNING) {
        return Err(refused("its signer's certificate is not for master lists"));
    }
    check_dates(message, signed_by)
}

fn certificate_of(signer: &ListSigner) -> Result<&Certificate, TrustError> {
    let trusted = signer.certificate.as_ref();
    trusted.ok_or_else(|| refused("a certificate, not a bare key, is needed as signer"))
}

fn check_dates(message: &SignedData, certificate: &Certificate) -> Result<(), TrustError> {
    let valid = certificate.not_before()..=certificate.not_after();
    if message.signing_time().is_none_or(|at| valid.contains(&at)) {
        Ok(())
    } else {
        Err(refused("its signer's certificate was not valid when it was signed"))
    }
}
