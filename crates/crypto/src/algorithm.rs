//! The COSE signature algorithms understood here.

use crate::arithmetic::pss::Hash;
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::fmt;

/// A signature algorithm of the IANA "COSE Algorithms" registry.
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
}

impl SignatureAlgorithm {
    /// Every algorithm understood.
    pub const ALL: [Self; 6] = [Self::Es256, Self::Es384, Self::Es512, Self::Ps256, Self::Ps384, Self::Ps512];

    /// The algorithm of a COSE `alg` header value, if it is understood.
    ///
    /// ```
    /// use healthpass_crypto::algorithm::SignatureAlgorithm;
    /// assert_eq!(SignatureAlgorithm::from_cose(-7), Some(SignatureAlgorithm::Es256));
    /// assert_eq!(SignatureAlgorithm::from_cose(5), None); // HMAC 256/256
    /// ```
    pub fn from_cose(value: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.cose() == value)
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
        }
    }

    /// The registry's name, which is also the JOSE `alg` value.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
        }
    }

    /// Whether it is ECDSA; otherwise it is RSASSA-PSS.
    pub(crate) fn is_ecdsa(self) -> bool {
        matches!(self, Self::Es256 | Self::Es384 | Self::Es512)
    }

    /// The algorithm's hash of `message`.
    pub(crate) fn digest(self, message: &[u8]) -> Vec<u8> {
        self.hash()(message)
    }

    /// The algorithm's hash function.
    pub(crate) fn hash(self) -> Hash {
        match self {
            Self::Es256 | Self::Ps256 => |message| Sha256::digest(message).to_vec(),
            Self::Es384 | Self::Ps384 => |message| Sha384::digest(message).to_vec(),
            Self::Es512 | Self::Ps512 => |message| Sha512::digest(message).to_vec(),
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::SignatureAlgorithm;

    #[test]
    fn numbers_are_those_of_the_registry() {
        let numbers = SignatureAlgorithm::ALL.map(SignatureAlgorithm::cose);
        assert_eq!(numbers, [-7, -35, -36, -37, -38, -39]);
        for algorithm in SignatureAlgorithm::ALL {
            assert_eq!(SignatureAlgorithm::from_cose(algorithm.cose()), Some(algorithm));
        }
        for other in [0, 7, -8, -47, -257, i64::MIN, i64::MAX] {
            assert_eq!(SignatureAlgorithm::from_cose(other), None);
        }
    }
}
