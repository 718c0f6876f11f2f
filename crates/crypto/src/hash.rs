//! SHA-2 (FIPS 180-4), and SHA-1 for the signatures of old certificates.

use crate::asn1;
use crate::x509::ObjectIdentifier;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use std::fmt;

/// The SHA-256 of `bytes`.
///
/// ```
/// let empty = healthpass_crypto::hash::sha256(b"");
/// assert_eq!(empty[..4], [0xe3, 0xb0, 0xc4, 0x42]);
/// ```
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A hash function of signatures.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// SHA-1: collisions can be made, so it stands only where the caller of a chain's check allows it.
    #[cfg(feature = "sha1")]
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// Object identifiers of the hash functions (RFC 3279 section 2.2.1, RFC 5754 section 2).
const OIDS: &[(ObjectIdentifier, HashAlgorithm)] = &[
    #[cfg(feature = "sha1")]
    (ObjectIdentifier::new_unwrap("1.3.14.3.2.26"), HashAlgorithm::Sha1),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.4"), HashAlgorithm::Sha224),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"), HashAlgorithm::Sha256),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"), HashAlgorithm::Sha384),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"), HashAlgorithm::Sha512),
];

impl HashAlgorithm {
    /// The hash of `message`.
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            #[cfg(feature = "sha1")]
            Self::Sha1 => sha1::Sha1::digest(message).to_vec(),
            Self::Sha224 => Sha224::digest(message).to_vec(),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    /// The name in FIPS 180-4.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "sha1")]
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// Whether collisions of it can be made.
    #[must_use]
    pub fn is_broken(self) -> bool {
        self.name() == "SHA-1"
    }

    /// The hash function a DER AlgorithmIdentifier names, its parameters absent or NULL.
    #[cfg(feature = "cms")]
    #[must_use]
    pub fn from_identifier(identifier: &[u8]) -> Option<Self> {
        crate::algorithm::hash_of(identifier)
    }

    pub(crate) fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        OIDS.iter().find(|(known, _)| *known == oid).map(|(_, hash)| *hash)
    }

    /// The DigestInfo of RFC 8017 section 9.2.
    pub(crate) fn digest_info(self, digest: &[u8]) -> Vec<u8> {
        let oid = OIDS.iter().find(|(_, hash)| *hash == self).map(|(oid, _)| *oid);
        let oid = asn1::write(asn1::OID, &[oid.as_ref().map_or(&[], ObjectIdentifier::as_bytes)]);
        let algorithm = asn1::write(asn1::SEQUENCE, &[&oid, &asn1::write(asn1::NULL, &[])]);
        asn1::write(asn1::SEQUENCE, &[&algorithm, &asn1::write(asn1::OCTET_STRING, &[digest])])
    }
}

impl fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
