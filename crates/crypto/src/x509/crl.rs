//! Certificate revocation lists (RFC 5280 section 5).

use super::chain::{Signed, check_key_id, check_usage};
use super::extensions::{AUTHORITY_KEY_ID, Extension, Extensions};
use super::{Certificate, ChainError, DistinguishedName, ObjectIdentifier, Sha1, name, time};
use crate::algorithm::dotted;
use crate::asn1::{self, Asn1Error, Element, Reader};
use crate::hash::HashAlgorithm;
use crate::key::PublicKey;
use std::fmt;

/// Longest list read, in bytes. The lists of passport authorities have at most a few thousand entries of
/// some 40 bytes; this is room for over twenty thousand.
pub const CRL_MAX_BYTES: usize = 1 << 20;

/// id-ce-cRLNumber (RFC 5280 section 5.2.3) and id-ce-cRLReasons (section 5.3.1).
const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
const REASON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
/// id-ce-invalidityDate (RFC 5280 section 5.3.2).
const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");

/// Tag of crlExtensions.
const EXPLICIT_0: u8 = 0xa0;

/// A complete revocation list of one authority.
///
/// Reading it proves nothing: see [`RevocationList::verify_issued_by`]. Whether it is still current
/// ([`RevocationList::next_update`]) is for the caller to judge.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RevocationList {
    der: Vec<u8>,
    issuer: DistinguishedName,
    this_update: i64,
    next_update: Option<i64>,
    number: Option<Vec<u8>>,
    authority_key_id: Option<Vec<u8>>,
    revoked: Vec<RevokedCertificate>,
}

/// One entry of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RevokedCertificate {
    /// The serial number's content octets, as in [`Certificate::serial`].
    pub serial: Vec<u8>,
    /// When it was revoked, in seconds since 1970-01-01T00:00:00Z.
    pub revoked_at: i64,
    /// Why, if that is said.
    pub reason: Option<RevocationReason>,
}

/// Why a certificate was revoked (RFC 5280 section 5.3.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RevocationReason {
    /// unspecified, 0.
    Unspecified,
    /// keyCompromise, 1.
    KeyCompromise,
    /// cACompromise, 2.
    CaCompromise,
    /// affiliationChanged, 3.
    AffiliationChanged,
    /// superseded, 4.
    Superseded,
    /// cessationOfOperation, 5.
    CessationOfOperation,
    /// certificateHold, 6.
    CertificateHold,
    /// privilegeWithdrawn, 9.
    PrivilegeWithdrawn,
    /// aACompromise, 10.
    AaCompromise,
}

/// The elements of a list.
///
/// ```text
/// CertificateList ::= SEQUENCE { TBSCertList, AlgorithmIdentifier, signature BIT STRING }
/// TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name,
///     thisUpdate Time, nextUpdate Time OPTIONAL, revoked SEQUENCE OF Entry OPTIONAL, [0] Extensions OPTIONAL }
/// ```
struct Parts<'a> {
    signed: &'a [u8],
    algorithms: [&'a [u8]; 2],
    signature: &'a [u8],
    issuer: Element<'a>,
    rest: Reader<'a>,
}

impl<'a> Parts<'a> {
    fn read(der: &'a [u8]) -> Result<Self, Asn1Error> {
        let mut list = Reader::only(der, asn1::SEQUENCE)?;
        let whole = list.expect(asn1::SEQUENCE)?;
        let outside = list.expect(asn1::SEQUENCE)?.encoding;
        let signature = list.expect(asn1::BIT_STRING)?.bits()?;
        list.end()?;
        let mut tbs = whole.inside();
        tbs.optional(asn1::INTEGER)?;
        let algorithms = [outside, tbs.expect(asn1::SEQUENCE)?.encoding];
        let issuer = tbs.expect(asn1::SEQUENCE)?;
        Ok(Self { signed: whole.encoding, algorithms, signature, issuer, rest: tbs })
    }
}

impl RevocationList {
    /// Reads one DER list, nothing after it.
    ///
    /// # Errors
    /// [`CrlError::Size`] above [`CRL_MAX_BYTES`], [`CrlError::Der`], and [`CrlError::Extension`] for a
    /// critical extension not understood: a delta list, one for some certificates only, or one that names
    /// other issuers' certificates must not be taken for the whole (RFC 5280 section 5.2).
    pub fn from_der(der: &[u8]) -> Result<Self, CrlError> {
        if der.len() > CRL_MAX_BYTES {
            return Err(CrlError::Size { bytes: der.len() });
        }
        let parts = Parts::read(der)?;
        let mut rest = parts.rest;
        let this_update = time::read(rest.next()?)?;
        let next_update = next_time(&mut rest)?;
        let revoked = match rest.optional(asn1::SEQUENCE)? {
            Some(entries) => entries_of(entries.inside())?,
            None => Vec::new(),
        };
        let extensions = Extensions::read(rest.optional(EXPLICIT_0)?)?;
        rest.end()?;
        refuse_unknown(&extensions, &[CRL_NUMBER, AUTHORITY_KEY_ID])?;
        Ok(Self {
            issuer: DistinguishedName::read(parts.issuer.inside())?,
            this_update,
            next_update,
            number: number(&extensions),
            authority_key_id: extensions.authority_key_id(),
            revoked,
            der: der.to_vec(),
        })
    }

    /// Whether `issuer` issued this list: names, key identifiers where both are there, the right to sign
    /// lists where key usage is limited (`cRLSign`), and the signature. The hash it was made with.
    ///
    /// # Errors
    /// [`ChainError`], as of [`Certificate::verify_issued_by`].
    pub fn verify_issued_by(&self, issuer: &Certificate, sha1: Sha1) -> Result<HashAlgorithm, ChainError> {
        let parts = Parts::read(&self.der).map_err(|_| ChainError::Signature)?;
        if !name::same(parts.issuer.encoding, issuer.subject_der()) {
            return Err(ChainError::Name);
        }
        check_key_id(self.authority_key_id.as_deref(), issuer)?;
        if !issuer.is_ca() {
            return Err(ChainError::NotCa);
        }
        check_usage(issuer, |usage| usage.crl_sign)?;
        let [outside, inside] = parts.algorithms;
        if outside != inside {
            return Err(ChainError::Algorithm { found: dotted(outside) });
        }
        let signed = Signed { message: parts.signed, algorithm: outside, signature: parts.signature };
        signed.verify(issuer, sha1)
    }

    /// Whether `key` made the list's signature, whoever's it is; the hash it was made with. Whose list it is
    /// must be asked of [`RevocationList::is_of`].
    ///
    /// # Errors
    /// [`ChainError::Algorithm`], [`ChainError::Sha1`], [`ChainError::Signature`].
    pub fn verify_signed_by(&self, key: &PublicKey, sha1: Sha1) -> Result<HashAlgorithm, ChainError> {
        let parts = Parts::read(&self.der).map_err(|_| ChainError::Signature)?;
        let [outside, inside] = parts.algorithms;
        if outside != inside {
            return Err(ChainError::Algorithm { found: dotted(outside) });
        }
        Signed { message: parts.signed, algorithm: outside, signature: parts.signature }.verify_by(key, sha1)
    }

    /// Whether it is the list of who issued this certificate, by name.
    pub fn is_of(&self, certificate: &Certificate) -> bool {
        Parts::read(&self.der).is_ok_and(|parts| name::same(parts.issuer.encoding, certificate.issuer_der()))
    }

    /// The entry of a certificate, if this list is its issuer's and it is revoked.
    pub fn find(&self, certificate: &Certificate) -> Option<&RevokedCertificate> {
        let parts = Parts::read(&self.der).ok()?;
        if !name::same(parts.issuer.encoding, certificate.issuer_der()) {
            return None;
        }
        let serial = significant(certificate.serial());
        self.revoked.iter().find(|entry| significant(&entry.serial) == serial)
    }

    /// The bytes as received.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whose list it is.
    pub fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// When it was made, in seconds since 1970-01-01T00:00:00Z.
    pub fn this_update(&self) -> i64 {
        self.this_update
    }

    /// When the next one is made at the latest, in seconds since 1970-01-01T00:00:00Z.
    pub fn next_update(&self) -> Option<i64> {
        self.next_update
    }

    /// Its number among the authority's lists, big-endian.
    pub fn number(&self) -> Option<&[u8]> {
        self.number.as_deref()
    }

    /// The authority key identifier.
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.authority_key_id.as_deref()
    }

    /// What is revoked, in the list's order.
    pub fn revoked(&self) -> &[RevokedCertificate] {
        &self.revoked
    }
}

impl RevocationReason {
    fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AaCompromise,
            _ => return None,
        })
    }
}

/// ```text
/// Entry ::= SEQUENCE { serial INTEGER, revocationDate Time, Extensions OPTIONAL }
/// ```
fn entries_of(mut list: Reader<'_>) -> Result<Vec<RevokedCertificate>, CrlError> {
    let mut entries = Vec::new();
    while !list.is_empty() {
        let mut entry = list.expect(asn1::SEQUENCE)?.inside();
        let serial = entry.expect(asn1::INTEGER)?.content.to_vec();
        let revoked_at = time::read(entry.next()?)?;
        let mut reason = None;
        if let Some(extensions) = entry.optional(asn1::SEQUENCE)? {
            let extensions = Extensions::read_list(extensions.inside())?;
            refuse_unknown(&extensions, &[REASON, INVALIDITY_DATE])?;
            reason = extensions.get(REASON).and_then(reason_of);
        }
        entry.end()?;
        entries.push(RevokedCertificate { serial, revoked_at, reason });
    }
    Ok(entries)
}

fn reason_of(value: &[u8]) -> Option<RevocationReason> {
    match Reader::whole(value, asn1::ENUMERATED).ok()?.content {
        [code] => RevocationReason::from_code(*code),
        _ => None,
    }
}

fn next_time(rest: &mut Reader<'_>) -> Result<Option<i64>, Asn1Error> {
    let time = match rest.optional(asn1::UTC_TIME)? {
        Some(time) => Some(time),
        None => rest.optional(asn1::GENERALIZED_TIME)?,
    };
    time.map(time::read).transpose()
}

fn number(extensions: &Extensions<'_>) -> Option<Vec<u8>> {
    let value = Reader::whole(extensions.get(CRL_NUMBER)?, asn1::INTEGER).ok()?;
    value.unsigned().ok().map(<[u8]>::to_vec)
}

fn refuse_unknown(extensions: &Extensions<'_>, known: &[ObjectIdentifier]) -> Result<(), CrlError> {
    let unknown = |found: &&Extension<'_>| found.is_critical && !known.contains(&found.oid);
    match extensions.iter().find(unknown) {
        Some(found) => Err(CrlError::Extension { oid: found.oid }),
        None => Ok(()),
    }
}

/// A serial number without sign bytes, which lists and certificates do not always write alike.
fn significant(mut serial: &[u8]) -> &[u8] {
    while let Some((0, rest)) = serial.split_first() {
        serial = rest;
    }
    serial
}

/// Why a revocation list could not be read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CrlError {
    /// Not a DER revocation list.
    Der {
        /// Byte offset where reading stopped, 0 when unknown.
        offset: usize,
    },
    /// A critical extension not understood.
    Extension {
        /// Its OID.
        oid: ObjectIdentifier,
    },
    /// Longer than [`CRL_MAX_BYTES`].
    Size {
        /// Its length in bytes.
        bytes: usize,
    },
}

impl CrlError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Der { .. } => "crl.der",
            Self::Extension { .. } => "crl.extension",
            Self::Size { .. } => "crl.size",
        }
    }

    /// What would have been right, where that can be said in a word.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::Size { .. } => Some(CRL_MAX_BYTES.to_string()),
            _ => None,
        }
    }

    /// What it is about: an offset, an OID, a length.
    pub fn found(&self) -> Option<String> {
        Some(match self {
            Self::Der { offset } => format!("offset {offset}"),
            Self::Extension { oid } => oid.to_string(),
            Self::Size { bytes } => bytes.to_string(),
        })
    }
}

impl From<Asn1Error> for CrlError {
    fn from(error: Asn1Error) -> Self {
        Self::Der { offset: error.0 }
    }
}

impl fmt::Display for CrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code(), self.found().unwrap_or_default())
    }
}

impl std::error::Error for CrlError {}

#[cfg(test)]
mod tests;
