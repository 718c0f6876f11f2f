//! Signature AlgorithmIdentifiers (RFC 5280 section 4.1.1.2).
//!
//! ```text
//! AlgorithmIdentifier ::= SEQUENCE { algorithm OID, parameters ANY OPTIONAL }
//! RSASSA-PSS-params ::= SEQUENCE {
//!     [0] hash AlgorithmIdentifier DEFAULT sha1, [1] mask AlgorithmIdentifier DEFAULT mgf1SHA1,
//!     [2] saltLength INTEGER DEFAULT 20, [3] trailerField INTEGER DEFAULT 1 }
//! ```

use super::Scheme;
use crate::arithmetic::rsa::Pss;
use crate::asn1::{self, Asn1Error, Element, Reader};
use crate::hash::HashAlgorithm;
use crate::key::RSA_MAX_BITS;
use crate::x509::ObjectIdentifier;
use std::fmt;

/// id-RSASSA-PSS, id-mgf1 and rsaEncryption (RFC 8017 appendix A).
const RSASSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
#[cfg(feature = "cms")]
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-Ed25519 (RFC 8410 section 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// ecdsa-with-SHA* (RFC 3279, RFC 5758) and sha*WithRSAEncryption (RFC 8017 appendix A.2.4).
const NAMED: &[(ObjectIdentifier, Scheme)] = &[
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.1"), Scheme::Ecdsa(HashAlgorithm::Sha224)),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), Scheme::Ecdsa(HashAlgorithm::Sha256)),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), Scheme::Ecdsa(HashAlgorithm::Sha384)),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"), Scheme::Ecdsa(HashAlgorithm::Sha512)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.14"), Scheme::Pkcs1(HashAlgorithm::Sha224)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"), Scheme::Pkcs1(HashAlgorithm::Sha256)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"), Scheme::Pkcs1(HashAlgorithm::Sha384)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"), Scheme::Pkcs1(HashAlgorithm::Sha512)),
    #[cfg(feature = "sha1")]
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"), Scheme::Ecdsa(HashAlgorithm::Sha1)),
    #[cfg(feature = "sha1")]
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"), Scheme::Pkcs1(HashAlgorithm::Sha1)),
];

/// Tags of the parts of RSASSA-PSS-params.
const HASH: u8 = 0xa0;
const MASK: u8 = 0xa1;
const SALT: u8 = 0xa2;
const TRAILER: u8 = 0xa3;

/// Salt when none is named (RFC 8017 appendix A.2.3).
const DEFAULT_SALT: usize = 20;

/// Longest salt taken, in bytes: a signer's "as long as fits" in the longest RSA modulus.
const MAX_SALT: usize = RSA_MAX_BITS / 8;

/// The algorithm of a signature in X.509 or CMS. Displays as `RSASSA-PSS, SHA-256`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct X509Algorithm(pub(crate) Scheme);

impl X509Algorithm {
    /// Reads a DER AlgorithmIdentifier; `None` for one that is damaged or not understood.
    ///
    /// Parameters that must be absent may also be NULL and the reverse: Japan's authority writes NULL
    /// after ecdsa-with-SHA384.
    #[must_use]
    pub fn from_der(identifier: &[u8]) -> Option<Self> {
        let (oid, parameters) = parts(identifier).ok()?;
        if oid == RSASSA_PSS {
            return pss(parameters?).ok().flatten().map(|pss| Self(Scheme::Pss(pss)));
        }
        if !is_null(parameters) {
            return None;
        }
        if oid == ED25519 {
            return Some(Self(Scheme::Ed25519));
        }
        NAMED.iter().find(|(known, _)| *known == oid).map(|(_, scheme)| Self(*scheme))
    }

    /// The same for a CMS SignerInfo, where `rsaEncryption` stands for RSASSA-PKCS1-v1_5 with the hash of
    /// the digest algorithm (RFC 3370 section 3.2).
    #[cfg(feature = "cms")]
    pub(crate) fn of_signer(identifier: &[u8], digest: HashAlgorithm) -> Option<Self> {
        let (oid, parameters) = parts(identifier).ok()?;
        if oid == RSA_ENCRYPTION && is_null(parameters) {
            return Some(Self(Scheme::Pkcs1(digest)));
        }
        Self::from_der(identifier)
    }

    /// The hash of the message.
    #[must_use]
    pub fn hash(self) -> HashAlgorithm {
        self.0.hash()
    }

    /// The scheme without its hash.
    #[must_use]
    pub fn family(self) -> &'static str {
        self.0.family()
    }
}

impl Scheme {
    /// The scheme without its hash.
    pub fn family(self) -> &'static str {
        match self {
            Self::Ecdsa(_) => "ECDSA",
            Self::Pkcs1(_) => "RSASSA-PKCS1-v1_5",
            Self::Pss(_) => "RSASSA-PSS",
            Self::Ed25519 => "Ed25519",
        }
    }
}

impl fmt::Display for X509Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.family())?;
        f.write_str(", ")?;
        f.write_str(self.hash().name())
    }
}

/// The OID of an AlgorithmIdentifier in dotted form, for reports.
pub(crate) fn dotted(identifier: &[u8]) -> String {
    parts(identifier).map_or_else(|_| String::new(), |(oid, _)| oid.to_string())
}

/// The hash function an AlgorithmIdentifier names.
pub(crate) fn hash(identifier: &[u8]) -> Option<HashAlgorithm> {
    let (oid, parameters) = parts(identifier).ok()?;
    if is_null(parameters) { HashAlgorithm::from_oid(oid) } else { None }
}

fn is_null(parameters: Option<Element<'_>>) -> bool {
    parameters.is_none_or(|element| element.tag == asn1::NULL && element.content.is_empty())
}

fn parts(identifier: &[u8]) -> Result<(ObjectIdentifier, Option<Element<'_>>), Asn1Error> {
    let mut reader = Reader::only(identifier, asn1::SEQUENCE)?;
    let oid = reader.expect(asn1::OID)?.oid()?;
    let parameters = if reader.is_empty() { None } else { Some(reader.next()?) };
    reader.end()?;
    Ok((oid, parameters))
}

fn pss(parameters: Element<'_>) -> Result<Option<Pss>, Asn1Error> {
    let mut reader = Reader::only(parameters.encoding, asn1::SEQUENCE)?;
    let named = match reader.optional(HASH)? {
        Some(part) => hash(part.content),
        None => default_hash(),
    };
    let mask = match reader.optional(MASK)? {
        Some(part) => mask_hash(part.content),
        None => default_hash(),
    };
    let salt = match reader.optional(SALT)? {
        Some(part) => small(part)?,
        None => Some(DEFAULT_SALT),
    };
    let trailer = match reader.optional(TRAILER)? {
        Some(part) => small(part)?,
        None => Some(1),
    };
    reader.end()?;
    let (Some(hash), Some(mask), Some(salt), Some(1)) = (named, mask, salt, trailer) else { return Ok(None) };
    Ok(Some(Pss { hash, mask, salt }))
}

/// The hash of MGF1, the one mask generation function there is.
fn mask_hash(identifier: &[u8]) -> Option<HashAlgorithm> {
    let (oid, parameters) = parts(identifier).ok()?;
    if oid == MGF1 { hash(parameters?.encoding) } else { None }
}

#[cfg(feature = "sha1")]
fn default_hash() -> Option<HashAlgorithm> {
    Some(HashAlgorithm::Sha1)
}

#[cfg(not(feature = "sha1"))]
fn default_hash() -> Option<HashAlgorithm> {
    None
}

/// The integer inside an explicit tag, if it is at most [`MAX_SALT`].
fn small(part: Element<'_>) -> Result<Option<usize>, Asn1Error> {
    let mut inside = part.inside();
    let number = inside.expect(asn1::INTEGER)?.unsigned()?;
    inside.end()?;
    Ok(match number {
        [] => Some(0),
        [one] => Some(usize::from(*one)),
        [high, low] => Some(usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
    .filter(|salt| *salt <= MAX_SALT))
}

#[cfg(test)]
mod tests;
