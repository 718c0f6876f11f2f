//! Whether one certificate was issued by another (RFC 5280 section 6.1.3, one step of it).

use super::{Certificate, KeyUsage, name};
use crate::algorithm::{X509Algorithm, dotted};
use crate::hash::HashAlgorithm;
use crate::key::{KeyError, PublicKey};
use std::fmt;

/// What to do about a signature made with SHA-1.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Sha1 {
    /// It is no signature: with collisions to be had, anybody may have made it.
    #[default]
    Refuse,
    /// It is checked like any other; the caller says so to its user.
    Allow,
}

impl Certificate {
    /// Whether `issuer` issued this certificate: names, key identifiers where both are there, the
    /// authority's right to sign, and the signature; SHA-1 refused. Dates are the caller's to check.
    ///
    /// Names are equal as bytes or in the sense of RFC 5280 section 7.1 (letter case, spaces and string
    /// types aside). An authority has `cA` in its basic constraints and, if it limits its key usage,
    /// `keyCertSign` in that; a certificate that signs itself is held to the same.
    ///
    /// # Errors
    /// Each way it can fail: [`ChainError`], asked in the order of its variants.
    pub fn verify_issued_by(&self, issuer: &Self) -> Result<(), ChainError> {
        self.verify_issued_by_with(issuer, Sha1::Refuse).map(|_| ())
    }

    /// The same, with a choice about SHA-1; the hash the signature was made with, to be reported when
    /// [`HashAlgorithm::is_broken`].
    ///
    /// # Errors
    /// Those of [`Certificate::verify_issued_by`].
    pub fn verify_issued_by_with(&self, issuer: &Self, sha1: Sha1) -> Result<HashAlgorithm, ChainError> {
        let parts = self.parts().ok_or(ChainError::Signature)?;
        if !name::same(parts.issuer.encoding, issuer.subject_der()) {
            return Err(ChainError::Name);
        }
        check_key_id(self.authority_key_id(), issuer)?;
        if !issuer.is_ca() {
            return Err(ChainError::NotCa);
        }
        check_usage(issuer, |usage| usage.key_cert_sign)?;
        let [outside, inside] = parts.algorithms;
        if outside != inside {
            return Err(ChainError::Algorithm { found: dotted(outside) });
        }
        let signed = Signed { message: parts.signed, algorithm: outside, signature: parts.signature };
        signed.verify(issuer, sha1)
    }

    /// Whether `key` made the certificate's signature, whoever's it is; the hash it was made with. Names,
    /// dates and the right to sign are the caller's to check.
    ///
    /// # Errors
    /// [`ChainError::Algorithm`], [`ChainError::Sha1`], [`ChainError::Signature`].
    pub fn verify_signed_by(&self, key: &PublicKey, sha1: Sha1) -> Result<HashAlgorithm, ChainError> {
        let parts = self.parts().ok_or(ChainError::Signature)?;
        let [outside, inside] = parts.algorithms;
        if outside != inside {
            return Err(ChainError::Algorithm { found: dotted(outside) });
        }
        Signed { message: parts.signed, algorithm: outside, signature: parts.signature }.verify_by(key, sha1)
    }
}

/// Something an authority signed.
pub(super) struct Signed<'a> {
    pub message: &'a [u8],
    /// The AlgorithmIdentifier.
    pub algorithm: &'a [u8],
    pub signature: &'a [u8],
}

impl Signed<'_> {
    /// Whether the issuer's key made the signature.
    pub fn verify(&self, issuer: &Certificate, sha1: Sha1) -> Result<HashAlgorithm, ChainError> {
        self.algorithm(sha1)?;
        self.verify_by(&issuer.public_key().map_err(ChainError::Key)?, sha1)
    }

    fn algorithm(&self, sha1: Sha1) -> Result<X509Algorithm, ChainError> {
        let algorithm = X509Algorithm::from_der(self.algorithm)
            .ok_or_else(|| ChainError::Algorithm { found: dotted(self.algorithm) })?;
        let is_refused = algorithm.hash().is_broken() && sha1 == Sha1::Refuse;
        if is_refused { Err(ChainError::Sha1) } else { Ok(algorithm) }
    }

    /// Whether this key made it.
    pub fn verify_by(&self, key: &PublicKey, sha1: Sha1) -> Result<HashAlgorithm, ChainError> {
        let algorithm = self.algorithm(sha1)?;
        let verdict = key.verify_x509(algorithm, self.message, self.signature);
        verdict.map(|()| algorithm.hash()).map_err(|_| ChainError::Signature)
    }
}

/// An authority key identifier, where there is one, is the issuer's subject key identifier.
pub(super) fn check_key_id(authority: Option<&[u8]>, issuer: &Certificate) -> Result<(), ChainError> {
    match (authority, issuer.subject_key_id()) {
        (Some(named), Some(own)) if named != own => Err(ChainError::KeyId),
        _ => Ok(()),
    }
}

/// A key usage, where there is one, allows it.
pub(super) fn check_usage(issuer: &Certificate, allows: fn(KeyUsage) -> bool) -> Result<(), ChainError> {
    if issuer.key_usage().is_none_or(allows) { Ok(()) } else { Err(ChainError::KeyUsage) }
}

/// Why a certificate or revocation list is not shown to be an issuer's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ChainError {
    /// The issuer named is not the issuer's subject.
    Name,
    /// The authority key identifier is not the issuer's subject key identifier.
    KeyId,
    /// The issuer is no authority by its basic constraints.
    NotCa,
    /// The issuer's key usage does not allow signing this.
    KeyUsage,
    /// A signature algorithm not supported here, or two different ones inside and outside.
    Algorithm {
        /// The OID in dotted form, empty when damaged.
        found: String,
    },
    /// A signature made with SHA-1, which the caller refused.
    Sha1,
    /// The issuer's key is of a kind not supported here, or damaged.
    Key(KeyError),
    /// The signature does not hold.
    Signature,
}

impl ChainError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Name => "x509.chain.name",
            Self::KeyId => "x509.chain.key-id",
            Self::NotCa => "x509.chain.not-ca",
            Self::KeyUsage => "x509.chain.key-usage",
            Self::Algorithm { .. } => "x509.chain.algorithm",
            Self::Sha1 => "x509.chain.sha1",
            Self::Key(_) => "x509.chain.key",
            Self::Signature => "x509.chain.signature",
        }
    }

    /// What was there: an algorithm's OID, or what is wrong with the key.
    pub fn found(&self) -> Option<String> {
        match self {
            Self::Algorithm { found } => Some(found.clone()),
            Self::Key(error) => Some(error.to_string()),
            _ => None,
        }
    }
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        self.found().map_or(Ok(()), |found| write!(f, " ({found})"))
    }
}

impl std::error::Error for ChainError {}

#[cfg(test)]
mod tests;
