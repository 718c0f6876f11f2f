//! Signature algorithms: those of COSE and JOSE by their registered names, those of X.509 and CMS by their
//! AlgorithmIdentifier.

mod x509;

pub use x509::X509Algorithm;
pub(crate) use x509::dotted;
#[cfg(feature = "cms")]
pub(crate) use x509::hash as hash_of;

use crate::arithmetic::rsa::Pss;
use crate::asn1::{self, Asn1Error, Reader};
use crate::hash::HashAlgorithm;
use crate::key::SignatureError;
use std::fmt;

/// A signature algorithm of the IANA "COSE Algorithms" and "JSON Web Signature and Encryption Algorithms"
/// registries.
///
/// ECDSA is not tied to a curve (RFC 9053 section 2.1): ES256 is ECDSA with SHA-256 over the curve of
/// whatever key is used.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// ECDSA with SHA-256, -7 (RFC 9053).
    Es256,
    /// ECDSA with SHA-384, -35 (RFC 9053).
    Es384,
    /// ECDSA with SHA-512, -36 (RFC 9053).
    Es512,
    /// RSASSA-PSS with SHA-256, -37 (RFC 8230).
    Ps256,
    /// RSASSA-PSS with SHA-384, -38 (RFC 8230).
    Ps384,
    /// RSASSA-PSS with SHA-512, -39 (RFC 8230).
    Ps512,
    /// RSASSA-PKCS1-v1_5 with SHA-256, -257 (RFC 8812).
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384, -258 (RFC 8812).
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512, -259 (RFC 8812).
    Rs512,
    /// EdDSA, -8 (RFC 9053), over Ed25519.
    EdDsa,
}

impl SignatureAlgorithm {
    /// Every algorithm understood.
    pub const ALL: [Self; 10] = [
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::EdDsa,
    ];

    /// The algorithm of a COSE `alg` header value, if a certificate in COSE may use it: ECDSA and
    /// RSASSA-PSS. No such format has RSASSA-PKCS1-v1_5 or EdDSA, so those are not taken here.
    ///
    /// ```
    /// use healthpass_crypto::algorithm::SignatureAlgorithm;
    /// assert_eq!(SignatureAlgorithm::from_cose(-7), Some(SignatureAlgorithm::Es256));
    /// assert_eq!(SignatureAlgorithm::from_cose(5), None); // HMAC 256/256
    /// ```
    pub fn from_cose(value: i64) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|algorithm| algorithm.cose() == value)?;
        matches!(known.scheme(), Scheme::Ecdsa(_) | Scheme::Pss(_)).then_some(known)
    }

    /// The algorithm of a JOSE `alg` header value, if it is understood. Which of them a format allows is
    /// the format's business.
    ///
    /// ```
    /// use healthpass_crypto::algorithm::SignatureAlgorithm;
    /// assert_eq!(SignatureAlgorithm::from_jose("PS256"), Some(SignatureAlgorithm::Ps256));
    /// assert_eq!(SignatureAlgorithm::from_jose("none"), None);
    /// ```
    pub fn from_jose(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// The value of the COSE `alg` header.
    pub fn cose(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::Es384 => -35,
            Self::Es512 => -36,
            Self::Ps256 => -37,
            Self::Ps384 => -38,
            Self::Ps512 => -39,
            Self::Rs256 => -257,
            Self::Rs384 => -258,
            Self::Rs512 => -259,
            Self::EdDsa => -8,
        }
    }

    /// The registries' name, which is also the JOSE `alg` value.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// What is computed. PSS takes the same hash for MGF1 and a salt as long as it (RFC 8230 section 2).
    pub(crate) fn scheme(self) -> Scheme {
        use HashAlgorithm::{Sha256, Sha384, Sha512};
        let pss = |hash, salt| Scheme::Pss(Pss { hash, mask: hash, salt });
        match self {
            Self::Es256 => Scheme::Ecdsa(Sha256),
            Self::Es384 => Scheme::Ecdsa(Sha384),
            Self::Es512 => Scheme::Ecdsa(Sha512),
            Self::Ps256 => pss(Sha256, 32),
            Self::Ps384 => pss(Sha384, 48),
            Self::Ps512 => pss(Sha512, 64),
            Self::Rs256 => Scheme::Pkcs1(Sha256),
            Self::Rs384 => Scheme::Pkcs1(Sha384),
            Self::Rs512 => Scheme::Pkcs1(Sha512),
            Self::EdDsa => Scheme::Ed25519,
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a signature algorithm computes, whatever registry it came from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Scheme {
    Ecdsa(HashAlgorithm),
    Pkcs1(HashAlgorithm),
    Pss(Pss),
    Ed25519,
}

impl Scheme {
    /// The hash of the message; Ed25519 has its own way with SHA-512.
    pub fn hash(self) -> HashAlgorithm {
        match self {
            Self::Ecdsa(hash) | Self::Pkcs1(hash) | Self::Pss(Pss { hash, .. }) => hash,
            Self::Ed25519 => HashAlgorithm::Sha512,
        }
    }
}

/// An ECDSA signature of X.509 and CMS as `r || s`, each of `size` bytes: the form of COSE and JOSE.
///
/// Strictly DER (RFC 3279 section 2.2.3): `SEQUENCE { r INTEGER, s INTEGER }`, both in their shortest form
/// and not negative, nothing after them.
///
/// ```
/// use healthpass_crypto::algorithm::ecdsa_from_der;
/// assert_eq!(ecdsa_from_der(&[0x30, 6, 2, 1, 7, 2, 1, 9], 2)?, [0, 7, 0, 9]);
/// assert!(ecdsa_from_der(&[0x30, 7, 2, 2, 0, 7, 2, 1, 9], 2).is_err());
/// # Ok::<(), healthpass_crypto::key::SignatureError>(())
/// ```
///
/// # Errors
/// [`SignatureError::Der`], and [`SignatureError::Invalid`] for a number of more than `size` bytes.
pub fn ecdsa_from_der(der: &[u8], size: usize) -> Result<Vec<u8>, SignatureError> {
    let (r, s) = numbers(der).map_err(|_| SignatureError::Der)?;
    let mut raw = Vec::with_capacity(size.saturating_mul(2));
    for number in [r, s] {
        let missing = size.checked_sub(number.len()).ok_or(SignatureError::Invalid)?;
        raw.resize(raw.len() + missing, 0);
        raw.extend_from_slice(number);
    }
    Ok(raw)
}

fn numbers(der: &[u8]) -> Result<(&[u8], &[u8]), Asn1Error> {
    let mut value = Reader::only(der, asn1::SEQUENCE)?;
    let numbers = (value.expect(asn1::INTEGER)?.unsigned()?, value.expect(asn1::INTEGER)?.unsigned()?);
    value.end()?;
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_registry() {
        let numbers = SignatureAlgorithm::ALL.map(SignatureAlgorithm::cose);
        assert_eq!(numbers, [-7, -35, -36, -37, -38, -39, -257, -258, -259, -8]);
        let (cose, others) = SignatureAlgorithm::ALL.split_at(6);
        for algorithm in cose {
            assert_eq!(SignatureAlgorithm::from_cose(algorithm.cose()), Some(*algorithm));
        }
        for algorithm in others {
            assert_eq!(SignatureAlgorithm::from_cose(algorithm.cose()), None);
        }
        for algorithm in SignatureAlgorithm::ALL {
            assert_eq!(SignatureAlgorithm::from_jose(algorithm.name()), Some(algorithm));
        }
        for other in [0, 7, -47, i64::MIN, i64::MAX] {
            assert_eq!(SignatureAlgorithm::from_cose(other), None);
        }
        for other in ["", "none", "es256", "ES256K", "HS256", "Ed25519"] {
            assert_eq!(SignatureAlgorithm::from_jose(other), None);
        }
    }

    #[test]
    fn a_salt_of_pss_is_as_long_as_the_hash() {
        for algorithm in SignatureAlgorithm::ALL {
            if let Scheme::Pss(pss) = algorithm.scheme() {
                assert_eq!(pss.salt, pss.hash.digest(b"").len());
                assert_eq!(pss.mask, pss.hash);
            }
        }
    }

    #[test]
    fn what_is_not_strict_der_is_no_signature() {
        assert_eq!(ecdsa_from_der(&[0x30, 7, 2, 2, 0, 0x80, 2, 1, 1], 1), Ok(vec![0x80, 1]));
        for broken in [
            &[][..],
            &[0x30, 0],
            &[0x30, 3, 2, 1, 7],
            &[0x30, 6, 2, 1, 0x87, 2, 1, 9],
            &[0x30, 6, 2, 1, 7, 2, 1, 9, 0],
            &[0x30, 8, 2, 1, 7, 2, 1, 9, 5, 0],
            &[0x30, 0x81, 6, 2, 1, 7, 2, 1, 9],
            &[0x30, 0x80, 2, 1, 7, 2, 1, 9, 0, 0],
            &[0x31, 6, 2, 1, 7, 2, 1, 9],
        ] {
            assert_eq!(ecdsa_from_der(broken, 2), Err(SignatureError::Der), "{broken:?}");
        }
        assert_eq!(ecdsa_from_der(&[0x30, 7, 2, 2, 1, 7, 2, 1, 9], 1), Err(SignatureError::Invalid));
    }
}
