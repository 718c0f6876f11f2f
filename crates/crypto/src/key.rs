//! Public keys, however they are packed, and the one question asked of them.

pub(crate) mod curves;
mod error;
mod jwk;
mod rsa_key;

pub use error::{KeyError, SignatureError};
pub use jwk::Jwk;

use crate::algorithm::{Scheme, SignatureAlgorithm, X509Algorithm, ecdsa_from_der};
use crate::arithmetic::curve::{Affine, Curve};
#[cfg(feature = "ed25519")]
use crate::arithmetic::ed25519;
use crate::arithmetic::{ecdsa, rsa::RsaKey};
use crate::asn1::{self, Asn1Error, Element, Reader};
use crate::x509::{Certificate, ObjectIdentifier};
use crate::{hash, pem};
use std::borrow::Cow;
use std::fmt;

/// Shortest RSA modulus accepted, in bits: RFC 8230 section 2 asks for 2048 or more.
pub const RSA_MIN_BITS: usize = 2048;

/// Longest RSA modulus accepted, in bits: RFC 8230 section 6 advises a ceiling against work made
/// expensive on purpose; 6144 is the longest among the 588 passport authorities of the German master
/// list of 2026-05-28, 4096 the longest among health issuers.
pub const RSA_MAX_BITS: usize = 6144;

/// Largest RSA public exponent accepted: 2^33 - 1, the customary bound against expensive exponents.
pub const RSA_MAX_EXPONENT: u64 = (1 << 33) - 1;

/// id-ecPublicKey (RFC 5480 section 2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// rsaEncryption (RFC 8017 appendix A.1).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-RSASSA-PSS (RFC 8017 appendix A.2.3): the same key, meant for PSS only.
const RSASSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");

/// id-Ed25519 (RFC 8410 section 3).
#[cfg(feature = "ed25519")]
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// A public key that can verify: ECDSA on the curves of [`KeyKind`], Ed25519, or RSA of [`RSA_MIN_BITS`] to [`RSA_MAX_BITS`].
///
/// Two keys are equal when they are the same key, whatever they were read from.
///
/// ```
/// use healthpass_crypto::{algorithm::SignatureAlgorithm, key::{KeyKind, PublicKey, SignatureError}};
///
/// let key = PublicKey::from_pem(
///     "-----BEGIN PUBLIC KEY-----
///      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt
///      6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==
///      -----END PUBLIC KEY-----",
/// )?;
/// assert_eq!(key.kind(), KeyKind::P256);
/// let verdict = key.verify(SignatureAlgorithm::Es256, b"message", &[1; 64]);
/// assert_eq!(verdict, Err(SignatureError::Invalid));
/// # Ok::<(), healthpass_crypto::key::KeyError>(())
/// ```
#[derive(Clone)]
pub struct PublicKey {
    material: Material,
    spki: Vec<u8>,
}

#[derive(Clone)]
enum Material {
    Ec(KeyKind, &'static Curve, Affine),
    #[cfg(feature = "ed25519")]
    Ed25519([u8; ed25519::SIZE]),
    Rsa(Box<RsaKey>),
}

/// What kind of key it is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum KeyKind {
    /// NIST P-192, secp192r1; of old passports (feature `passport-curves`).
    P192,
    /// NIST P-224, secp224r1; of old passports (feature `passport-curves`).
    P224,
    /// NIST P-256, secp256r1.
    P256,
    /// NIST P-384, secp384r1.
    P384,
    /// NIST P-521, secp521r1.
    P521,
    /// brainpoolP192r1 (RFC 5639); of old passports (feature `passport-curves`).
    BrainpoolP192r1,
    /// brainpoolP224r1 (RFC 5639); of old passports (feature `passport-curves`).
    BrainpoolP224r1,
    /// brainpoolP256r1 (RFC 5639); a passport authority's.
    BrainpoolP256r1,
    /// brainpoolP320r1 (RFC 5639); of passports (feature `passport-curves`).
    BrainpoolP320r1,
    /// brainpoolP384r1 (RFC 5639); a passport authority's.
    BrainpoolP384r1,
    /// brainpoolP512r1 (RFC 5639); a passport authority's.
    BrainpoolP512r1,
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// RSA.
    Rsa,
}

impl PublicKey {
    /// Reads a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), points compressed or not, curves named
    /// or spelled out number by number as passport authorities do.
    ///
    /// # Errors
    /// [`KeyError::Der`], [`KeyError::Algorithm`], [`KeyError::Curve`], [`KeyError::Point`],
    /// [`KeyError::Size`], [`KeyError::Exponent`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let (algorithm, parameters, bits) = key_info(der).map_err(|_| KeyError::Der)?;
        match algorithm {
            EC_PUBLIC_KEY => Self::from_sec1(curves::of_parameters(parameters)?.kind, bits),
            #[cfg(feature = "ed25519")]
            ED25519 if parameters.is_none() => Self::from_ed25519(bits),
            RSA_ENCRYPTION | RSASSA_PSS => Self::from_rsa(rsa_key::from_pkcs1(bits)?),
            other => Err(KeyError::Algorithm { found: other.to_string() }),
        }
    }

    /// Takes the 32 bytes of an Ed25519 key (RFC 8032 section 5.1.5).
    ///
    /// # Errors
    /// [`KeyError::Point`] for another length and for bytes that are no point.
    #[cfg(feature = "ed25519")]
    pub fn from_ed25519(encoded: &[u8]) -> Result<Self, KeyError> {
        let key = encoded.try_into().map_err(|_| KeyError::Point)?;
        if !ed25519::is_point(encoded) {
            return Err(KeyError::Point);
        }
        Ok(Self { material: Material::Ed25519(key), spki: encode_spki(ED25519, &[], encoded) })
    }

    /// The key of a DER X.509 certificate; shorthand for [`Certificate::public_key`].
    ///
    /// # Errors
    /// [`KeyError::Certificate`], and those of [`PublicKey::from_spki_der`].
    pub fn from_certificate_der(der: &[u8]) -> Result<Self, KeyError> {
        Certificate::from_der(der).map_err(KeyError::Certificate)?.public_key()
    }

    /// Reads the first `PUBLIC KEY` or, when there is none, `CERTIFICATE` block of a PEM text.
    ///
    /// # Errors
    /// [`KeyError::Pem`], and those of the block's content.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        if let Some(der) = pem::decode(text, "PUBLIC KEY") {
            return Self::from_spki_der(&der);
        }
        Self::from_certificate_der(&pem::decode(text, "CERTIFICATE").ok_or(KeyError::Pem)?)
    }

    /// Reads a JSON Web Key (RFC 7517): `EC` on P-256, P-384 or P-521, `OKP` on Ed25519, or `RSA`.
    ///
    /// # Errors
    /// [`KeyError::Algorithm`], [`KeyError::Curve`], [`KeyError::Member`], [`KeyError::Base64`],
    /// [`KeyError::Point`], [`KeyError::Size`], [`KeyError::Exponent`].
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        jwk.to_public_key()
    }

    /// Writes the key as a JSON Web Key with the members that make up the key and no others.
    pub fn to_jwk(&self) -> Jwk {
        match &self.material {
            Material::Ec(kind, curve, point) => Jwk::ec(&kind.to_string(), &curve.to_sec1(point)),
            #[cfg(feature = "ed25519")]
            Material::Ed25519(key) => Jwk::okp(key),
            Material::Rsa(key) => Jwk::rsa(&key.modulus(), &key.exponent().to_be_bytes()),
        }
    }

    /// What kind of key it is.
    pub fn kind(&self) -> KeyKind {
        match self.material {
            Material::Ec(kind, ..) => kind,
            #[cfg(feature = "ed25519")]
            Material::Ed25519(_) => KeyKind::Ed25519,
            Material::Rsa(_) => KeyKind::Rsa,
        }
    }

    /// The key as DER SubjectPublicKeyInfo in its one canonical form: named curve and uncompressed
    /// point, or rsaEncryption. The same key read from anywhere gives the same bytes.
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// SHA-256 of [`PublicKey::spki_der`]: the pin of a root key.
    pub fn fingerprint(&self) -> [u8; 32] {
        hash::sha256(&self.spki)
    }

    /// Whether `signature` over `message` was made by this key under `algorithm`.
    ///
    /// ECDSA signatures are r || s, each as long as the curve's order (RFC 9053 section 2.1), and the
    /// hash is the algorithm's whatever the curve: field certificates carry ES256 made with P-384.
    /// A high s is accepted: the other half is as valid mathematically, issuers do not normalise, and
    /// nothing here uses a signature's bytes as an identity. PSS takes the same hash for MGF1 and a
    /// salt exactly as long as the hash (RFC 8230 section 2).
    ///
    /// # Errors
    /// [`SignatureError::AlgorithmMismatch`] and [`SignatureError::Length`] when the question makes no
    /// sense, [`SignatureError::Invalid`], without detail, when the signature does not hold.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        self.verify_scheme(algorithm.scheme(), algorithm.name(), message, signature)
    }

    /// The same for signatures as X.509 and CMS write them: the algorithm out of an AlgorithmIdentifier,
    /// ECDSA's as DER (see [`ecdsa_from_der`]).
    ///
    /// Whether a broken hash may be used is for the caller to decide beforehand
    /// ([`crate::hash::HashAlgorithm::is_broken`]).
    ///
    /// # Errors
    /// Those of [`PublicKey::verify`], and [`SignatureError::Der`].
    pub fn verify_x509(
        &self,
        algorithm: X509Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let signature = match (&self.material, algorithm.0) {
            (Material::Ec(_, curve, _), Scheme::Ecdsa(_)) => {
                Cow::Owned(ecdsa_from_der(signature, curve.size)?)
            }
            _ => Cow::Borrowed(signature),
        };
        self.verify_scheme(algorithm.0, algorithm.family(), message, &signature)
    }

    /// The same for an ECDSA signature as r || s where X.509 and CMS ask for DER: some passports have one.
    ///
    /// # Errors
    /// Those of [`PublicKey::verify`].
    #[cfg(feature = "cms")]
    pub(crate) fn verify_plain_ecdsa(
        &self,
        algorithm: X509Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        match algorithm.0 {
            Scheme::Ecdsa(_) => self.verify_scheme(algorithm.0, algorithm.family(), message, signature),
            _ => Err(SignatureError::Der),
        }
    }

    /// Refuses key/algorithm confusion and signatures that cannot be this key's, then does the sums.
    fn verify_scheme(
        &self,
        scheme: Scheme,
        algorithm: &'static str,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let expected = match (&self.material, scheme) {
            (Material::Ec(_, curve, _), Scheme::Ecdsa(_)) => 2 * curve.size,
            (Material::Rsa(key), Scheme::Pkcs1(_) | Scheme::Pss(_)) => key.size(),
            #[cfg(feature = "ed25519")]
            (Material::Ed25519(_), Scheme::Ed25519) => 2 * ed25519::SIZE,
            _ => return Err(SignatureError::AlgorithmMismatch { algorithm, key: self.kind() }),
        };
        let found = signature.len();
        if found != expected {
            return Err(SignatureError::Length { expected, found });
        }
        let digest = || scheme.hash().digest(message);
        let holds = match (&self.material, scheme) {
            (Material::Ec(_, curve, point), _) => ecdsa::holds(curve, point, &digest(), signature),
            (Material::Rsa(key), Scheme::Pss(pss)) => key.pss_holds(pss, &digest(), signature),
            (Material::Rsa(key), _) => key.pkcs1_holds(scheme.hash(), &digest(), signature),
            #[cfg(feature = "ed25519")]
            (Material::Ed25519(key), _) => ed25519::holds(key, message, signature),
        };
        if holds { Ok(()) } else { Err(SignatureError::Invalid) }
    }

    /// [`PublicKey::verify`] for ECDSA over any hash with the signature as r || s: what a passport's chip answers with.
    ///
    /// # Errors
    /// Those of [`PublicKey::verify`].
    #[cfg(feature = "recovery")]
    pub fn verify_ecdsa(
        &self,
        hash: hash::HashAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        self.verify_scheme(Scheme::Ecdsa(hash), "ECDSA", message, signature)
    }

    /// From a SEC1 point on `kind`'s curve.
    pub(crate) fn from_sec1(kind: KeyKind, sec1: &[u8]) -> Result<Self, KeyError> {
        let named = curves::of_kind(kind).ok_or(KeyError::Point)?;
        let curve = named.curve().ok_or(KeyError::Point)?;
        let point = curve.point(sec1).ok_or(KeyError::Point)?;
        let parameters = asn1::write(asn1::OID, &[named.oid.as_bytes()]);
        let spki = encode_spki(EC_PUBLIC_KEY, &parameters, &curve.to_sec1(&point));
        Ok(Self { material: Material::Ec(kind, curve, point), spki })
    }

    fn from_rsa(key: RsaKey) -> Result<Self, KeyError> {
        let spki = encode_spki(RSA_ENCRYPTION, &asn1::write(asn1::NULL, &[]), &rsa_key::to_pkcs1(&key));
        Ok(Self { material: Material::Rsa(Box::new(key)), spki })
    }
}

impl Eq for PublicKey {}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki == other.spki
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.fingerprint();
        write!(f, "PublicKey({}, {a:02x}{b:02x}{c:02x}{d:02x}...)", self.kind())
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P192 => "P-192",
            Self::P224 => "P-224",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::BrainpoolP192r1 => "brainpoolP192r1",
            Self::BrainpoolP224r1 => "brainpoolP224r1",
            Self::BrainpoolP256r1 => "brainpoolP256r1",
            Self::BrainpoolP320r1 => "brainpoolP320r1",
            Self::BrainpoolP384r1 => "brainpoolP384r1",
            Self::BrainpoolP512r1 => "brainpoolP512r1",
            Self::Ed25519 => "Ed25519",
            Self::Rsa => "RSA",
        })
    }
}

/// ```text
/// SubjectPublicKeyInfo ::= SEQUENCE { SEQUENCE { algorithm OID, parameters ANY OPTIONAL }, key BIT STRING }
/// ```
pub(crate) fn key_info(der: &[u8]) -> Result<(ObjectIdentifier, Option<Element<'_>>, &[u8]), Asn1Error> {
    let mut info = Reader::only(der, asn1::SEQUENCE)?;
    let mut algorithm = info.expect(asn1::SEQUENCE)?.inside();
    let oid = algorithm.expect(asn1::OID)?.oid()?;
    let parameters = if algorithm.is_empty() { None } else { Some(algorithm.next()?) };
    algorithm.end()?;
    let bits = info.expect(asn1::BIT_STRING)?.bits()?;
    info.end()?;
    Ok((oid, parameters, bits))
}

pub(crate) fn encode_spki(oid: ObjectIdentifier, parameters: &[u8], key: &[u8]) -> Vec<u8> {
    let oid = asn1::write(asn1::OID, &[oid.as_bytes()]);
    let algorithm = asn1::write(asn1::SEQUENCE, &[&oid, parameters]);
    asn1::write(asn1::SEQUENCE, &[&algorithm, &asn1::write(asn1::BIT_STRING, &[&[0], key])])
}

#[cfg(test)]
mod tests;
