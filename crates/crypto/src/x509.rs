//! X.509 certificates (RFC 5280), read as the field writes them.

mod build;
mod chain;
mod crl;
mod extensions;
#[cfg(test)]
pub(crate) mod forge;
mod name;
pub(crate) mod time;

pub use build::{NewCertificate, self_signed};
pub use chain::{ChainError, Sha1};
pub use crl::{CRL_MAX_BYTES, CrlError, RevocationList, RevocationReason, RevokedCertificate};
pub use der::asn1::ObjectIdentifier;
pub use extensions::KeyUsage;
pub use name::DistinguishedName;
pub use name::{country as country_of, same as same_name};

use crate::algorithm::X509Algorithm;
use crate::asn1::{self, Asn1Error, Element, Reader};
use crate::key::{KeyError, PublicKey};
use crate::{hash, pem};
use extensions::Extensions;
use std::fmt;

/// Label of the PEM block.
const PEM_LABEL: &str = "CERTIFICATE";

/// Length of a key identifier: the first eight bytes of the certificate's SHA-256 (electronic HEALTH
/// certificate specification 1.0.5, section 2.6.4).
pub const KID_BYTES: usize = 8;

/// A certificate: what a verifier asks of it, and the bytes as received.
///
/// Reading it proves nothing: neither its own signature nor a chain is checked then. Trust comes from
/// the list the certificate stands on, or from an issuer on one: [`Certificate::verify_issued_by`].
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
    authority: Authority,
    key_usage: Option<KeyUsage>,
}

/// What basicConstraints (RFC 5280 section 4.2.1.9) says.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Authority {
    is_ca: bool,
    path_length: Option<u8>,
}

/// The elements of a certificate, as far as they are used.
#[derive(Clone, Copy)]
struct Parts<'a> {
    /// The TBSCertificate, whole.
    signed: &'a [u8],
    /// The AlgorithmIdentifier outside and the one inside, whole.
    algorithms: [&'a [u8]; 2],
    signature: &'a [u8],
    serial: &'a [u8],
    issuer: Element<'a>,
    validity: Element<'a>,
    subject: Element<'a>,
    spki: &'a [u8],
    rest: Reader<'a>,
}

impl<'a> Parts<'a> {
    /// ```text
    /// Certificate ::= SEQUENCE { TBSCertificate, AlgorithmIdentifier, signature BIT STRING }
    /// TBSCertificate ::= SEQUENCE { [0] version, serial INTEGER, signature AlgorithmIdentifier, issuer Name,
    ///     validity SEQUENCE, subject Name, SubjectPublicKeyInfo, ... }
    /// ```
    fn read(der: &'a [u8]) -> Result<Self, Asn1Error> {
        let mut certificate = Reader::only(der, asn1::SEQUENCE)?;
        let whole = certificate.expect(asn1::SEQUENCE)?;
        let outside = certificate.expect(asn1::SEQUENCE)?.encoding;
        let signature = certificate.expect(asn1::BIT_STRING)?.bits()?;
        certificate.end()?;
        let mut tbs = whole.inside();
        tbs.optional(EXPLICIT_0)?;
        Ok(Self {
            signed: whole.encoding,
            signature,
            serial: tbs.expect(asn1::INTEGER)?.content,
            algorithms: [outside, tbs.expect(asn1::SEQUENCE)?.encoding],
            issuer: tbs.expect(asn1::SEQUENCE)?,
            validity: tbs.expect(asn1::SEQUENCE)?,
            subject: tbs.expect(asn1::SEQUENCE)?,
            spki: tbs.expect(asn1::SEQUENCE)?.encoding,
            rest: tbs,
        })
    }
}

impl Certificate {
    /// Reads one DER certificate, nothing after it.
    ///
    /// # Errors
    /// [`CertificateError::Der`], and [`CertificateError::Extension`] when the extended key usage, the key
    /// usage or the basic constraints, restrictions that must not get lost, are there but cannot be read
    /// or are there twice.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let parts = Parts::read(der)?;
        let mut validity = parts.validity.inside();
        let mut rest = parts.rest;
        rest.optional(IMPLICIT_1)?;
        rest.optional(IMPLICIT_2)?;
        let extensions = Extensions::read(rest.optional(EXPLICIT_3)?)?;
        rest.end()?;
        Ok(Self {
            issuer: DistinguishedName::read(parts.issuer.inside())?,
            not_before: time::read(validity.next()?)?,
            not_after: time::read(validity.next()?)?,
            subject: DistinguishedName::read(parts.subject.inside())?,
            serial: parts.serial.to_vec(),
            spki: parts.spki.to_vec(),
            extended_key_usage: extensions.extended_key_usage()?,
            subject_key_id: extensions.subject_key_id(),
            authority_key_id: extensions.authority_key_id(),
            authority: extensions.authority()?,
            key_usage: extensions.key_usage()?,
            der: der.to_vec(),
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

    /// Whether the basic constraints say that it is an authority's (`cA`).
    pub fn is_ca(&self) -> bool {
        self.authority.is_ca
    }

    /// How many authorities may stand between this one and a signer, if that is limited
    /// (`pathLenConstraint`, RFC 5280 section 4.2.1.9).
    pub fn path_length(&self) -> Option<u8> {
        self.authority.path_length
    }

    /// What the key may be used for; `None` for no limit.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.key_usage
    }

    /// Types of document the key may sign (ICAO 9303-12 section 7.1.1.6, documentTypeList), such as `NV`;
    /// `None` for no limit.
    ///
    /// # Errors
    /// [`CertificateError::Extension`] when the list cannot be read or is there twice.
    pub fn document_types(&self) -> Result<Option<Vec<String>>, CertificateError> {
        self.extensions()?.document_types()
    }

    /// Refuses critical extensions that are not understood here (RFC 5280 section 4.2); name constraints
    /// are among them, since they are not enforced.
    ///
    /// # Errors
    /// [`CertificateError::Extension`] with the first of them.
    pub fn check_critical(&self) -> Result<(), CertificateError> {
        self.extensions()?.check_critical()
    }

    fn extensions(&self) -> Result<Extensions<'_>, CertificateError> {
        let mut rest = self.parts().ok_or(CertificateError::Der { offset: 0 })?.rest;
        rest.optional(IMPLICIT_1)?;
        rest.optional(IMPLICIT_2)?;
        Ok(Extensions::read(rest.optional(EXPLICIT_3)?)?)
    }

    /// The bytes the signature is over, as received.
    pub fn tbs_der(&self) -> &[u8] {
        self.parts().map_or(&[], |parts| parts.signed)
    }

    /// The signature: ECDSA's is DER.
    pub fn signature(&self) -> &[u8] {
        self.parts().map_or(&[], |parts| parts.signature)
    }

    /// The algorithm of the signature, if it is understood and the certificate names the same inside and
    /// outside of what is signed (RFC 5280 section 4.1.1.2).
    pub fn signature_algorithm(&self) -> Option<X509Algorithm> {
        let [outside, inside] = self.parts()?.algorithms;
        if outside == inside { X509Algorithm::from_der(outside) } else { None }
    }

    /// The DER Name of the subject.
    pub fn subject_der(&self) -> &[u8] {
        self.parts().map_or(&[], |parts| parts.subject.encoding)
    }

    /// The DER Name of the issuer.
    pub fn issuer_der(&self) -> &[u8] {
        self.parts().map_or(&[], |parts| parts.issuer.encoding)
    }

    /// The elements again; they were read once, so they can be.
    fn parts(&self) -> Option<Parts<'_>> {
        Parts::read(&self.der).ok()
    }
}

/// Tags of the optional parts of a TBSCertificate (RFC 5280 section 4.1).
const EXPLICIT_0: u8 = 0xa0;
const IMPLICIT_1: u8 = 0x81;
const IMPLICIT_2: u8 = 0x82;
const EXPLICIT_3: u8 = 0xa3;

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
}

impl From<Asn1Error> for CertificateError {
    fn from(error: Asn1Error) -> Self {
        Self::Der { offset: error.0 }
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code(), self.found().unwrap_or_default())
    }
}

impl std::error::Error for CertificateError {}

#[cfg(test)]
mod tests;
