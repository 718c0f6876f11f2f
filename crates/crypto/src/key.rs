//! Public keys, however they are packed, and the one question asked of them.

mod error;
mod jwk;
mod rsa_key;

pub use error::{KeyError, SignatureError};
pub use jwk::Jwk;

use crate::algorithm::SignatureAlgorithm;
use crate::x509::Certificate;
use crate::{hash, pem};
use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier};
use der::{Decode, Encode};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::RsaPublicKey;
use rsa::pss::Pss;
use rsa::traits::PublicKeyParts;
use sha2::{Sha256, Sha384, Sha512};
use std::fmt;
use x509_cert::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

/// Shortest RSA modulus accepted, in bits: RFC 8230 section 2 asks for 2048 or more.
pub const RSA_MIN_BITS: usize = 2048;

/// Longest RSA modulus accepted, in bits: RFC 8230 section 6 advises a ceiling against work made
/// expensive on purpose; 4096 is the longest in any published list of health issuers.
pub const RSA_MAX_BITS: usize = 4096;

/// Largest RSA public exponent accepted: 2^33 - 1, the customary bound against expensive exponents.
pub const RSA_MAX_EXPONENT: u64 = RsaPublicKey::MAX_PUB_EXPONENT;

/// id-ecPublicKey (RFC 5480 section 2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// secp256r1 (RFC 5480 section 2.1.1.1).
const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// secp384r1 (RFC 5480 section 2.1.1.1).
const SECP384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
/// rsaEncryption (RFC 8017 appendix A.1).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-RSASSA-PSS (RFC 8017 appendix A.2.3): the same key, meant for PSS only.
const RSASSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");

/// A public key that can verify: P-256, P-384, or RSA of [`RSA_MIN_BITS`] to [`RSA_MAX_BITS`].
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
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Rsa(Box<RsaPublicKey>),
}

/// What kind of key it is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum KeyKind {
    /// NIST P-256, secp256r1.
    P256,
    /// NIST P-384, secp384r1.
    P384,
    /// RSA.
    Rsa,
}

impl PublicKey {
    /// Reads a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), points compressed or not.
    ///
    /// # Errors
    /// [`KeyError::Der`], [`KeyError::Algorithm`], [`KeyError::Curve`], [`KeyError::Point`],
    /// [`KeyError::Size`], [`KeyError::Exponent`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Der)?;
        let bits = info.subject_public_key.as_bytes().ok_or(KeyError::Der)?;
        match info.algorithm.oid {
            EC_PUBLIC_KEY => Self::from_sec1(curve(&info.algorithm)?, bits),
            RSA_ENCRYPTION | RSASSA_PSS => Self::from_rsa(rsa_key::from_pkcs1(bits)?),
            other => Err(KeyError::Algorithm { found: other.to_string() }),
        }
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

    /// Reads a JSON Web Key (RFC 7517): `EC` on P-256 or P-384, or `RSA`.
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
            Material::P256(key) => Jwk::ec("P-256", key.to_sec1_point(false).as_bytes()),
            Material::P384(key) => Jwk::ec("P-384", key.to_sec1_point(false).as_bytes()),
            Material::Rsa(key) => Jwk::rsa(&key.n_bytes(), &key.e_bytes()),
        }
    }

    /// What kind of key it is.
    pub fn kind(&self) -> KeyKind {
        match self.material {
            Material::P256(_) => KeyKind::P256,
            Material::P384(_) => KeyKind::P384,
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
        self.check_fit(algorithm, signature.len())?;
        let digest = algorithm.digest(message);
        let holds = match &self.material {
            Material::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            Material::P384(key) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            Material::Rsa(key) => verify_pss(key, algorithm, &digest, signature),
        };
        if holds { Ok(()) } else { Err(SignatureError::Invalid) }
    }

    /// Refuses key/algorithm confusion and signatures that cannot be this key's.
    fn check_fit(&self, algorithm: SignatureAlgorithm, found: usize) -> Result<(), SignatureError> {
        let key = self.kind();
        if algorithm.is_ecdsa() == (key == KeyKind::Rsa) {
            return Err(SignatureError::AlgorithmMismatch { algorithm, key });
        }
        let expected = match &self.material {
            Material::P256(_) => 64,
            Material::P384(_) => 96,
            Material::Rsa(key) => key.size(),
        };
        if found == expected { Ok(()) } else { Err(SignatureError::Length { expected, found }) }
    }

    /// From a SEC1 point on `kind`'s curve.
    fn from_sec1(kind: KeyKind, point: &[u8]) -> Result<Self, KeyError> {
        if kind == KeyKind::P384 {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| KeyError::Point)?;
            let point = key.to_sec1_point(false);
            let spki = encode_spki(EC_PUBLIC_KEY, AnyRef::from(&SECP384R1), point.as_bytes())?;
            return Ok(Self { material: Material::P384(key), spki });
        }
        Self::from_p256(p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| KeyError::Point)?)
    }

    pub(crate) fn from_p256(key: p256::ecdsa::VerifyingKey) -> Result<Self, KeyError> {
        let point = key.to_sec1_point(false);
        let spki = encode_spki(EC_PUBLIC_KEY, AnyRef::from(&SECP256R1), point.as_bytes())?;
        Ok(Self { material: Material::P256(key), spki })
    }

    fn from_rsa(key: RsaPublicKey) -> Result<Self, KeyError> {
        let spki = encode_spki(RSA_ENCRYPTION, AnyRef::NULL, &rsa_key::to_pkcs1(&key)?)?;
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
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::Rsa => "RSA",
        })
    }
}

/// The named curve of an id-ecPublicKey algorithm.
fn curve(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<KeyKind, KeyError> {
    match algorithm.parameters_oid() {
        Ok(SECP256R1) => Ok(KeyKind::P256),
        Ok(SECP384R1) => Ok(KeyKind::P384),
        Ok(other) => Err(KeyError::Curve { found: other.to_string() }),
        Err(_) => Err(KeyError::Curve { found: "explicit".into() }),
    }
}

fn verify_pss(key: &RsaPublicKey, algorithm: SignatureAlgorithm, digest: &[u8], signature: &[u8]) -> bool {
    match algorithm {
        SignatureAlgorithm::Ps256 => key.verify(Pss::<Sha256>::new(), digest, signature).is_ok(),
        SignatureAlgorithm::Ps384 => key.verify(Pss::<Sha384>::new(), digest, signature).is_ok(),
        SignatureAlgorithm::Ps512 => key.verify(Pss::<Sha512>::new(), digest, signature).is_ok(),
        _ => false,
    }
}

fn encode_spki(oid: ObjectIdentifier, parameters: AnyRef<'_>, key: &[u8]) -> Result<Vec<u8>, KeyError> {
    let subject_public_key = BitStringRef::from_bytes(key).map_err(|_| KeyError::Der)?;
    let algorithm = AlgorithmIdentifierRef { oid, parameters: Some(parameters) };
    SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der().map_err(|_| KeyError::Der)
}

#[cfg(test)]
mod tests;
