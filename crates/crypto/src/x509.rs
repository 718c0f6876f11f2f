//! X.509 certificates (RFC 5280), read as the field writes them.

mod build;
mod name;
mod time;

pub use build::{NewCertificate, self_signed};
pub use der::asn1::ObjectIdentifier;
pub use name::DistinguishedName;

use crate::asn1::{self, Asn1Error, Reader};
use crate::key::{KeyError, PublicKey};
use crate::{hash, pem};
use std::fmt;

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
        let mut certificate = Reader::only(der, asn1::SEQUENCE)?;
        let mut tbs = certificate.expect(asn1::SEQUENCE)?.inside();
        certificate.expect(asn1::SEQUENCE)?;
        certificate.expect(asn1::BIT_STRING)?;
        certificate.end()?;

        tbs.optional(EXPLICIT_0)?;
        let serial = tbs.expect(asn1::INTEGER)?.content.to_vec();
        tbs.expect(asn1::SEQUENCE)?;
        let issuer = DistinguishedName::read(tbs.expect(asn1::SEQUENCE)?.inside())?;
        let mut validity = tbs.expect(asn1::SEQUENCE)?.inside();
        let (not_before, not_after) = (time::read(validity.next()?)?, time::read(validity.next()?)?);
        let subject = DistinguishedName::read(tbs.expect(asn1::SEQUENCE)?.inside())?;
        let spki = tbs.expect(asn1::SEQUENCE)?.encoding.to_vec();
        tbs.optional(IMPLICIT_1)?;
        tbs.optional(IMPLICIT_2)?;
        let extensions = Extensions::read(&mut tbs)?;
        Ok(Self {
            der: der.to_vec(),
            spki,
            subject,
            issuer,
            serial,
            not_before,
            not_after,
            extended_key_usage: extensions.extended_key_usage()?,
            subject_key_id: extensions.subject_key_id(),
            authority_key_id: extensions.authority_key_id(),
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

/// Tags of the optional parts of a TBSCertificate (RFC 5280 section 4.1).
const EXPLICIT_0: u8 = 0xa0;
const IMPLICIT_1: u8 = 0x81;
const IMPLICIT_2: u8 = 0x82;
const EXPLICIT_3: u8 = 0xa3;

/// Tag of keyIdentifier in an AuthorityKeyIdentifier.
const KEY_IDENTIFIER: u8 = 0x80;

/// id-ce-subjectKeyIdentifier, -authorityKeyIdentifier, -extKeyUsage (RFC 5280 section 4.2.1).
const SUBJECT_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const AUTHORITY_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");

/// ```text
/// Extensions ::= SEQUENCE OF SEQUENCE { id OID, critical BOOLEAN DEFAULT FALSE, value OCTET STRING }
/// ```
struct Extensions<'a>(Vec<(ObjectIdentifier, &'a [u8])>);

impl<'a> Extensions<'a> {
    fn read(tbs: &mut Reader<'a>) -> Result<Self, Asn1Error> {
        let mut found = Vec::new();
        if let Some(explicit) = tbs.optional(EXPLICIT_3)? {
            let mut list = explicit.inside().expect(asn1::SEQUENCE)?.inside();
            while !list.is_empty() {
                let mut extension = list.expect(asn1::SEQUENCE)?.inside();
                let oid = extension.expect(asn1::OID)?.oid()?;
                extension.optional(asn1::BOOLEAN)?;
                found.push((oid, extension.expect(asn1::OCTET_STRING)?.content));
                extension.end()?;
            }
        }
        tbs.end()?;
        Ok(Self(found))
    }

    fn get(&self, oid: ObjectIdentifier) -> Option<&'a [u8]> {
        self.0.iter().find(|(found, _)| *found == oid).map(|(_, value)| *value)
    }

    fn extended_key_usage(&self) -> Result<Option<Vec<ObjectIdentifier>>, CertificateError> {
        let refused = CertificateError::Extension { oid: EXTENDED_KEY_USAGE };
        let Some(value) = self.get(EXTENDED_KEY_USAGE) else { return Ok(None) };
        if self.0.iter().filter(|(oid, _)| *oid == EXTENDED_KEY_USAGE).count() > 1 {
            return Err(refused);
        }
        let purposes = purposes(value).map_err(|_| refused)?;
        Ok(Some(purposes).filter(|purposes| !purposes.is_empty()))
    }

    fn subject_key_id(&self) -> Option<Vec<u8>> {
        Some(Reader::whole(self.get(SUBJECT_KEY_ID)?, asn1::OCTET_STRING).ok()?.content.to_vec())
    }

    fn authority_key_id(&self) -> Option<Vec<u8>> {
        let mut id = Reader::only(self.get(AUTHORITY_KEY_ID)?, asn1::SEQUENCE).ok()?;
        Some(id.optional(KEY_IDENTIFIER).ok()??.content.to_vec())
    }
}

fn purposes(value: &[u8]) -> Result<Vec<ObjectIdentifier>, Asn1Error> {
    let mut list = Reader::only(value, asn1::SEQUENCE)?;
    let mut purposes = Vec::new();
    while !list.is_empty() {
        purposes.push(list.expect(asn1::OID)?.oid()?);
    }
    Ok(purposes)
}

#[cfg(test)]
mod tests;
