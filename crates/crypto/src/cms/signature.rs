//! The signature of a message, and what signers in the field do besides what the standards ask for.

use super::{Attributes, CmsError, DATA, SignedData, attributes};
use crate::algorithm::{X509Algorithm, dotted, hash_of};
use crate::hash::HashAlgorithm;
use crate::key::PublicKey;
use crate::x509::{Certificate, Sha1};

/// What is taken besides what the standards ask for; by default nothing. What was made use of is in [`Made`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Tolerance {
    /// SHA-1 as digest of the content or hash of the signature.
    pub sha1: Sha1,
    /// An ECDSA signature as r || s instead of DER.
    pub plain_ecdsa: bool,
    /// Content of a stated type signed directly, without signed attributes.
    pub bare_content: bool,
    /// Signed attributes signed in the order of DER but written in another.
    pub disorder: bool,
}

/// How a signature that holds was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Made {
    /// Digest of the content; the signature's own hash when there are no signed attributes.
    pub digest: HashAlgorithm,
    /// The signature's algorithm.
    pub algorithm: X509Algorithm,
    /// Without signed attributes.
    pub bare_content: bool,
    /// r || s instead of DER.
    pub plain_ecdsa: bool,
    /// Written in another order than signed.
    pub disorder: bool,
}

impl SignedData {
    /// Whether the key of this certificate made the signature, whoever the message names as its signer.
    ///
    /// # Errors
    /// [`CmsError::Attributes`], [`CmsError::Digest`], [`CmsError::Algorithm`], [`CmsError::Key`],
    /// [`CmsError::Signature`].
    pub fn verify_with(&self, certificate: &Certificate, tolerance: Tolerance) -> Result<Made, CmsError> {
        let signer = &self.signer;
        let taken = |hash: HashAlgorithm| tolerance.sha1 == Sha1::Allow || !hash.is_broken();
        let digest = hash_of(&signer.digest).filter(|hash| taken(*hash));
        let digest = digest.ok_or_else(|| unsupported(&signer.digest))?;
        let algorithm = X509Algorithm::of_signer(&signer.algorithm, digest);
        let algorithm = algorithm.filter(|algorithm| taken(algorithm.hash()));
        let algorithm = algorithm.ok_or_else(|| unsupported(&signer.algorithm))?;
        let message = self.signed_bytes(digest, tolerance)?;
        let mut made = Made {
            digest: if signer.attributes.is_some() { digest } else { algorithm.hash() },
            algorithm,
            bare_content: signer.attributes.is_none(),
            plain_ecdsa: false,
            disorder: false,
        };
        let key = certificate.public_key().map_err(CmsError::Key)?;
        if self.holds(&key, message, tolerance, &mut made) {
            return Ok(made);
        }
        let ordered = signer.attributes.as_deref().filter(|_| tolerance.disorder);
        if let Some(ordered) = ordered.and_then(attributes::in_order) {
            made.disorder = true;
            if self.holds(&key, &ordered, tolerance, &mut made) {
                return Ok(made);
            }
        }
        Err(CmsError::Signature)
    }

    /// Whether the signed attributes stand in another order than DER asks for (X.690 section 11.6).
    pub fn has_unordered_attributes(&self) -> bool {
        self.signer.attributes.as_deref().is_some_and(|set| attributes::in_order(set).is_some())
    }

    /// What was signed, once it is about this content.
    fn signed_bytes(&self, digest: HashAlgorithm, tolerance: Tolerance) -> Result<&[u8], CmsError> {
        let Some(set) = &self.signer.attributes else {
            let is_bare = self.content_type == DATA || tolerance.bare_content;
            return if is_bare { Ok(&self.content) } else { Err(CmsError::Attributes) };
        };
        let named = Attributes::read(set).map_err(|_| CmsError::Attributes)?;
        if named.content_type != Some(self.content_type) {
            return Err(CmsError::Attributes);
        }
        if named.message_digest.ok_or(CmsError::Attributes)? == digest.digest(&self.content) {
            Ok(set)
        } else {
            Err(CmsError::Digest)
        }
    }

    fn holds(&self, key: &PublicKey, message: &[u8], tolerance: Tolerance, made: &mut Made) -> bool {
        let signature = &self.signer.signature;
        if key.verify_x509(made.algorithm, message, signature).is_ok() {
            return true;
        }
        made.plain_ecdsa =
            tolerance.plain_ecdsa && key.verify_plain_ecdsa(made.algorithm, message, signature).is_ok();
        made.plain_ecdsa
    }
}

fn unsupported(identifier: &[u8]) -> CmsError {
    CmsError::Algorithm { found: dotted(identifier) }
}
