//! ICAO master lists of passport authorities (ICAO 9303-12 section 9).

use super::compact;
use crate::time::UnixTime;
use crate::trust::lists::icao::prove;
use crate::trust::lists::{LeftOut, Proof};
use crate::trust::{TrustError, code};
use healthpass_crypto::cms::{MASTER_LIST_SIGNING, SignedData};
use healthpass_crypto::x509::{Certificate, Sha1};
use healthpass_passport::authentication::Csca;

/// A master list that could be read.
#[derive(Clone, Debug)]
pub struct MasterList {
    /// The authorities, one entry for each key, name and stretch of time.
    pub authorities: Vec<Csca>,
    /// How many certificates are on it.
    pub certificates: usize,
    /// Certificates that are none of an authority or cannot be read.
    pub left_out: Vec<LeftOut>,
    /// Whether the root given vouches for it.
    pub proof: Proof,
    /// When it was signed.
    pub dated: Option<UnixTime>,
}

/// Reads a master list and verifies its signature, and that its signer may sign such lists and was valid then.
///
/// With a root (a country signing authority's certificate, or the signer's own) the list must come from it.
/// Without one the signer must at least be of an authority in the message or on the list itself, which shows
/// that it is whole and not who made it.
///
/// # Errors
/// `trust.list-shape`, `trust.list-signature`.
pub fn read_master_list(der: &[u8], root: Option<&Certificate>) -> Result<MasterList, TrustError> {
    let shape = |error: &dyn core::fmt::Display| TrustError::new(code::LIST_SHAPE, error);
    let (message, _) = SignedData::from_ber(der).map_err(|error| shape(&error))?;
    let listed = message.master_list().map_err(|error| shape(&error))?;
    let certificates = listed.len();
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    for (number, der) in listed.into_iter().enumerate() {
        match Certificate::from_der(der) {
            Ok(certificate) => all.push(certificate),
            Err(error) => {
                left_out.push(LeftOut { id: format!("certificate {number}"), why: error.to_string() })
            }
        }
    }
    let proof = match root {
        Some(root) => prove(&message, root).map(|()| Proof::Verified)?,
        None => is_whole(&message, &all).map(|()| Proof::SignerNotKnown)?,
    };
    let mut authorities = Vec::new();
    for certificate in &all {
        match Csca::from_certificate(certificate) {
            Ok(authority) => authorities.push((authority, 0)),
            Err(error) => {
                let id = certificate.subject().to_string();
                left_out.push(LeftOut { id, why: error.to_string() });
            }
        }
    }
    let authorities = compact(authorities).into_iter().map(|(authority, _)| authority).collect();
    let dated = message.signing_time().map(UnixTime);
    Ok(MasterList { authorities, certificates, left_out, proof, dated })
}

fn is_whole(message: &SignedData, listed: &[Certificate]) -> Result<(), TrustError> {
    let refused = |why: &dyn core::fmt::Display| TrustError::new(code::LIST_SIGNATURE, why);
    let signer = message.verify().map_err(|error| refused(&error))?;
    if !signer.extended_key_usage().unwrap_or_default().contains(&MASTER_LIST_SIGNING) {
        return Err(refused(&"its signer's certificate is not for master lists"));
    }
    let mut issuers = message.certificates().iter().chain(listed);
    if issuers.any(|issuer| signer.verify_issued_by_with(issuer, Sha1::Refuse).is_ok()) {
        Ok(())
    } else {
        Err(refused(&"its signer is of no authority on it"))
    }
}
