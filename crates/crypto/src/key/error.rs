//! Why a key could not be read and why a signature was not accepted.

#[cfg(doc)]
use super::RSA_MAX_EXPONENT;
use super::{KeyKind, RSA_MAX_BITS, RSA_MIN_BITS};
use crate::x509::CertificateError;
use std::fmt;

/// Why a key could not be read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeyError {
    /// Neither an ECDSA, Ed25519 nor RSA key; `found` is the OID or JWK `kty`.
    Algorithm {
        /// The OID in dotted form, or the `kty`.
        found: String,
    },
    /// A JWK member is not base64url.
    Base64 {
        /// The member's name.
        member: &'static str,
    },
    /// The certificate around the key could not be read.
    Certificate(CertificateError),
    /// A curve not known here, or explicit parameters that are not those of a curve known here.
    Curve {
        /// The OID in dotted form, the JWK `crv`, `explicit`, or `none`.
        found: String,
    },
    /// Not the DER structure of a public key.
    Der,
    /// An RSA public exponent that is even, below 3 or above [`RSA_MAX_EXPONENT`].
    Exponent,
    /// A JWK member the key type needs is missing.
    Member {
        /// The member's name.
        member: &'static str,
    },
    /// No `PUBLIC KEY` or `CERTIFICATE` block, or a damaged one.
    Pem,
    /// Not a point of the curve.
    Point,
    /// An RSA modulus shorter than [`RSA_MIN_BITS`] or longer than [`RSA_MAX_BITS`].
    Size {
        /// The modulus's length in bits.
        bits: usize,
    },
}

impl KeyError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Algorithm { .. } => "key.algorithm",
            Self::Base64 { .. } => "key.base64",
            Self::Certificate(error) => error.code(),
            Self::Curve { .. } => "key.curve",
            Self::Der => "key.der",
            Self::Exponent => "key.exponent",
            Self::Member { .. } => "key.member",
            Self::Pem => "key.pem",
            Self::Point => "key.point",
            Self::Size { .. } => "key.size",
        }
    }

    /// What would have been right, where that can be said in a word.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::Algorithm { .. } => Some("EC, Ed25519, RSA".into()),
            Self::Curve { .. } => Some("P-256, P-384, P-521, brainpool".into()),
            Self::Size { .. } => Some(format!("{RSA_MIN_BITS}..{RSA_MAX_BITS}")),
            _ => None,
        }
    }

    /// What was there, or the member it was about.
    pub fn found(&self) -> Option<String> {
        match self {
            Self::Algorithm { found } | Self::Curve { found } => Some(found.clone()),
            Self::Base64 { member } | Self::Member { member } => Some((*member).into()),
            Self::Certificate(error) => error.found(),
            Self::Size { bits } => Some(bits.to_string()),
            _ => None,
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        self.found().map_or(Ok(()), |found| write!(f, " ({found})"))
    }
}

impl std::error::Error for KeyError {}

/// Why a signature was not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignatureError {
    /// An algorithm asked of a key of another kind.
    AlgorithmMismatch {
        /// Name of the algorithm asked for.
        algorithm: &'static str,
        /// The key it was asked of.
        key: KeyKind,
    },
    /// An ECDSA signature that should be DER and is not strictly so.
    Der,
    /// It does not hold. Why is not said: no caller can do anything with it but leak it.
    Invalid,
    /// No signature of this key has that length.
    Length {
        /// Bytes a signature of this key has.
        expected: usize,
        /// Bytes given.
        found: usize,
    },
}

impl SignatureError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlgorithmMismatch { .. } => "signature.algorithm-mismatch",
            Self::Der => "signature.der",
            Self::Invalid => "signature.invalid",
            Self::Length { .. } => "signature.length",
        }
    }

    /// What would have been right: the key's kind, or a length in bytes.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::AlgorithmMismatch { key, .. } => Some(key.to_string()),
            Self::Der | Self::Invalid => None,
            Self::Length { expected, .. } => Some(expected.to_string()),
        }
    }

    /// What was there: the algorithm's name, or a length in bytes.
    pub fn found(&self) -> Option<String> {
        match self {
            Self::AlgorithmMismatch { algorithm, .. } => Some(algorithm.to_string()),
            Self::Der | Self::Invalid => None,
            Self::Length { found, .. } => Some(found.to_string()),
        }
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for SignatureError {}
