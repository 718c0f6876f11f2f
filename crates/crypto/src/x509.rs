//! X.509 certificates (RFC 5280), read as the field writes them.

mod build;
mod name;

pub use build::{NewCertificate, self_signed};
pub use der::asn1::ObjectIdentifier;
pub use name::DistinguishedName;

use crate::key::{KeyError, PublicKey};
use crate::{hash, pem};
use der::{Decode, Encode};
use std::fmt;
use x509_cert::TbsCertificate;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, ExtendedKeyUsage, SubjectKeyIdentifier};

/// Label of the PEM block.
const PEM_LABEL: &str = "CERTIFICATE";

/// Length of a key identifier: the first eight bytes of the certificate's SHA-256 (electronic HEALTH
/// certificate specification 1.0.5, section 2.6.4).
pub const KID_BYTES: usize = 8;

/// A certificate: what a verifier asks of it, and the bytes as received.
///
/// Reading it proves nothing: neither its own signature nor a chain is checked here. Trust comes from
/// the list the certificate stands on.
///
/// Taken as found in the field: versions 1 to 3, `critical FALSE` written out, an empty
/// extended-key-usage sequence, any subject and issuer, keys and signature algorithms unknown here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Certificate {
    der: Vec<u8>,
    spki: Vec<u8>,
    subject: DistinguishedName,
    issuer: DistinguishedName,
    serial: Vec<u8>,
    not_before: i64,
    not_after: i64,
    extended_key_usage: Option<Vec<ObjectIdentifier>>,
    subject_key_id: Option<Vec<u8>>,
    authority_key_id: Option<Vec<u8>>,
}

impl Certificate {
    /// Reads one DER certificate, nothing after it.
    ///
    /// # Errors
    /// [`CertificateError::Der`], and [`CertificateError::Extension`] when the extended key usage, a
    /// restriction that must not get lost, is there but cannot be read or is there twice.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let certificate = x509_cert::Certificate::from_der(der).map_err(CertificateError::from_der)?;
        let tbs = certificate.tbs_certificate();
        let seconds = |time: x509_cert::time::Time| {
            i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
        };
        Ok(Self {
            der: der.to_vec(),
            spki: tbs.subject_public_key_info().to_der().map_err(CertificateError::from_der)?,
            subject: DistinguishedName::read(tbs.subject()),
            issuer: DistinguishedName::read(tbs.issuer()),
            serial: tbs.serial_number().as_bytes().to_vec(),
            not_before: seconds(tbs.validity().not_before),
            not_after: seconds(tbs.validity().not_after),
            extended_key_usage: extended_key_usage(tbs)?,
            subject_key_id: subject_key_id(tbs),
            authority_key_id: authority_key_id(tbs),
        })
    }

    /// Reads the first `CERTIFICATE` block of a PEM text.
    ///
    /// # Errors
    /// [`CertificateError::Der`] when there is none, and those of [`Certificate::from_der`].
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        Self::from_der(&pem::decode(text, PEM_LABEL).ok_or(CertificateError::Der { offset: 0 })?)
    }

    /// The certificate as PEM.
    pub fn to_pem(&self) -> String {
        pem::encode(PEM_LABEL, &self.der).as_str().into()
    }

    /// The bytes as received.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The DER SubjectPublicKeyInfo.
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// The public key, when it is of a kind that can verify here.
    ///
    /// # Errors
    /// Those of [`PublicKey::from_spki_der`].
    pub fn public_key(&self) -> Result<PublicKey, KeyError> {
        PublicKey::from_spki_der(&self.spki)
    }

    /// SHA-256 of the whole certificate.
    pub fn fingerprint(&self) -> [u8; 32] {
        hash::sha256(&self.der)
    }

    /// The first [`KID_BYTES`] bytes of [`Certificate::fingerprint`].
    pub fn kid(&self) -> [u8; KID_BYTES] {
        let [a, b, c, d, e, f, g, h, ..] = self.fingerprint();
        [a, b, c, d, e, f, g, h]
    }

    /// Whose key it is.
    pub fn subject(&self) -> &DistinguishedName {
        &self.subject
    }

    /// Who says so.
    pub fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// The serial number's content octets, big-endian two's complement.
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// First second of validity, in seconds since 1970-01-01T00:00:00Z.
    pub fn not_before(&self) -> i64 {
        self.not_before
    }

    /// Last second of validity, in seconds since 1970-01-01T00:00:00Z.
    pub fn not_after(&self) -> i64 {
        self.not_after
    }

    /// The purposes the key is limited to; `None` for no limit, which is also what an empty list in
    /// the certificate means.
    pub fn extended_key_usage(&self) -> Option<&[ObjectIdentifier]> {
        self.extended_key_usage.as_deref()
    }

    /// The subject key identifier.
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.subject_key_id.as_deref()
    }

    /// The authority key identifier: the issuer's subject key identifier.
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.authority_key_id.as_deref()
    }
}

/// Why a certificate could not be read or made.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CertificateError {
    /// A certificate cannot be made of this field.
    Build {
        /// The field of [`NewCertificate`].
        field: &'static str,
    },
    /// Not a DER certificate.
    Der {
        /// Byte offset where reading stopped, 0 when unknown.
        offset: usize,
    },
    /// An extension that restricts the key cannot be read or is there twice.
    Extension {
        /// Its OID.
        oid: ObjectIdentifier,
    },
}

impl CertificateError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Build { .. } => "x509.build",
            Self::Der { .. } => "x509.der",
            Self::Extension { .. } => "x509.extension",
        }
    }

    /// What it is about: a field, an offset, an OID.
    pub fn found(&self) -> Option<String> {
        Some(match self {
            Self::Build { field } => (*field).into(),
            Self::Der { offset } => format!("offset {offset}"),
            Self::Extension { oid } => oid.to_string(),
        })
    }

    fn from_der(error: der::Error) -> Self {
        let offset = error.position().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
        Self::Der { offset }
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code(), self.found().unwrap_or_default())
    }
}

impl std::error::Error for CertificateError {}

fn extended_key_usage(tbs: &TbsCertificate) -> Result<Option<Vec<ObjectIdentifier>>, CertificateError> {
    use der::oid::AssociatedOid;
    match tbs.get_extension::<ExtendedKeyUsage>() {
        Ok(found) => Ok(found.map(|(_, usage)| usage.0).filter(|purposes| !purposes.is_empty())),
        Err(_) => Err(CertificateError::Extension { oid: ExtendedKeyUsage::OID }),
    }
}

fn subject_key_id(tbs: &TbsCertificate) -> Option<Vec<u8>> {
    let (_, id) = tbs.get_extension::<SubjectKeyIdentifier>().ok().flatten()?;
    Some(id.0.as_bytes().to_vec())
}

fn authority_key_id(tbs: &TbsCertificate) -> Option<Vec<u8>> {
    let (_, id) = tbs.get_extension::<AuthorityKeyIdentifier>().ok().flatten()?;
    Some(id.key_identifier?.as_bytes().to_vec())
}

#[cfg(test)]
mod tests;
