//! New issuing keys, with randomness from the system.

use anyhow::{Result, anyhow};
use healthpass_cert::time::UnixTime;
use healthpass_crypto::sign::Es256Signer;
use healthpass_crypto::x509::{self, Certificate, DistinguishedName, NewCertificate};
use zeroize::Zeroizing;

/// Whom a certificate is made for.
pub struct Subject<'a> {
    /// ISO 3166-1 alpha-2 of the state.
    pub country: &'a str,
    /// Name of the authority.
    pub name: &'a str,
}

/// A new key pair and its self-signed certificate.
pub struct Made {
    /// Private key, PKCS#8 PEM.
    pub key_pem: Zeroizing<String>,
    /// Certificate, PEM.
    pub certificate_pem: String,
}

/// Makes a P-256 key pair whose certificate is valid for `seconds` from `start`.
///
/// # Errors
/// When the system has no randomness to give.
pub fn new_signer(subject: &Subject<'_>, start: UnixTime, seconds: i64) -> Result<Made> {
    let (key, serial) = (random::<48>()?, random::<16>()?);
    let signer = Es256Signer::generate(&key[..]).map_err(|error| anyhow!("{error}"))?;
    let name = |text: &str| Some(text.to_owned());
    let new = NewCertificate {
        subject: DistinguishedName {
            country: name(subject.country),
            organization: name(subject.name),
            common_name: name(subject.name),
        },
        serial: &serial[..],
        not_before: start.0,
        not_after: start.0.saturating_add(seconds),
        extended_key_usage: &[],
    };
    let der = x509::self_signed(&new, &signer).map_err(|error| anyhow!("{error}"))?;
    let certificate = Certificate::from_der(&der).map_err(|error| anyhow!("{error}"))?;
    let key_pem = signer.to_pkcs8_pem().map_err(|error| anyhow!("{error}"))?;
    Ok(Made { key_pem, certificate_pem: certificate.to_pem() })
}

/// Fresh random bytes from the system.
///
/// # Errors
/// When the system has none to give.
pub fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    fill(&mut bytes[..])?;
    Ok(bytes)
}

/// Fills `bytes` with fresh random bytes from the system.
///
/// # Errors
/// When the system has none to give.
pub fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| anyhow!("no randomness from the system: {error}"))
}
