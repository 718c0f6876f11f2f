//! Keys that others seal to (RFC 9180 section 7.1): P-256 and X25519.
//!
//! ```
//! use healthpass_crypto::sealing_key::{Kem, SealingKey, SealingPublicKey};
//!
//! let key = SealingKey::generate(Kem::X25519, &[7; 32])?; // TEST ONLY: bytes of the system's generator
//! let der = key.public().spki_der();
//! assert_eq!(&SealingPublicKey::from_spki_der(&der)?, key.public());
//! assert_eq!(SealingKey::from_pkcs8_der(&key.to_pkcs8_der())?.public(), key.public());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agreement;
mod pkcs8;

use crate::asn1;
use crate::hash;
use crate::key::KeyError;
use crate::x509::ObjectIdentifier;
use std::fmt;
use zeroize::Zeroizing;

/// Bytes of a private key of either kind, big-endian scalar or X25519's own order.
pub const SECRET_BYTES: usize = 32;

/// Fewest random bytes a key is made of (RFC 9180 section 7.1.3: as much entropy as the key is long).
pub const MIN_RANDOM_BYTES: usize = SECRET_BYTES;

/// Most random bytes a key is made of: beyond them nothing is gained.
pub const MAX_RANDOM_BYTES: usize = 64;

/// id-ecPublicKey (RFC 5480 section 2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// secp256r1 (RFC 5480 section 2.1.1.1).
const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// id-X25519 (RFC 8410 section 3).
const X25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");

/// The key encapsulation mechanisms understood here (RFC 9180 section 7.1).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kem {
    /// DHKEM(P-256, HKDF-SHA256), 0x0010.
    P256,
    /// DHKEM(X25519, HKDF-SHA256), 0x0020.
    X25519,
}

impl Kem {
    /// The number in IANA's HPKE KEM Identifiers.
    #[must_use]
    pub const fn id(self) -> u16 {
        match self {
            Self::P256 => 0x0010,
            Self::X25519 => 0x0020,
        }
    }

    /// Bytes of a public key, and of an encapsulated one: an uncompressed point, or X25519's number.
    #[must_use]
    pub const fn public_bytes(self) -> usize {
        match self {
            Self::P256 => 65,
            Self::X25519 => 32,
        }
    }
}

impl fmt::Display for Kem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P256 => "P-256",
            Self::X25519 => "X25519",
        })
    }
}

/// A public key to seal to: a point of P-256 other than infinity, or an X25519 key that does not lead to
/// zero.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct SealingPublicKey {
    kem: Kem,
    raw: Vec<u8>,
}

impl SealingPublicKey {
    /// Takes the bytes of RFC 9180's SerializePublicKey: 65 of an uncompressed point, or 32 of X25519.
    ///
    /// # Errors
    /// [`KeyError::Point`] for another length or form, for numbers that are no point, and for the X25519
    /// keys of small order, with which every secret would be zero.
    pub fn from_raw(kem: Kem, raw: &[u8]) -> Result<Self, KeyError> {
        if raw.len() == kem.public_bytes() && agreement::is_usable(kem, raw) {
            Ok(Self { kem, raw: raw.to_vec() })
        } else {
            Err(KeyError::Point)
        }
    }

    /// Reads a DER SubjectPublicKeyInfo: id-ecPublicKey on secp256r1 with an uncompressed point (RFC 5480),
    /// or id-X25519 (RFC 8410).
    ///
    /// # Errors
    /// [`KeyError::Der`], [`KeyError::Algorithm`], [`KeyError::Curve`], [`KeyError::Point`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let (algorithm, parameters, bits) = crate::key::key_info(der).map_err(|_| KeyError::Der)?;
        match (algorithm, parameters) {
            (EC_PUBLIC_KEY, Some(curve)) => match curve.oid() {
                Ok(SECP256R1) if curve.tag == asn1::OID => Self::from_raw(Kem::P256, bits),
                Ok(other) if curve.tag == asn1::OID => Err(KeyError::Curve { found: other.to_string() }),
                _ => Err(KeyError::Curve { found: "explicit".into() }),
            },
            (EC_PUBLIC_KEY, None) => Err(KeyError::Curve { found: "none".into() }),
            (X25519, None) => Self::from_raw(Kem::X25519, bits),
            (other, _) => Err(KeyError::Algorithm { found: other.to_string() }),
        }
    }

    /// Which mechanism it is for.
    #[must_use]
    pub fn kem(&self) -> Kem {
        self.kem
    }

    /// The bytes that [`SealingPublicKey::from_raw`] takes.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The key as DER SubjectPublicKeyInfo, in the one form that is read.
    #[must_use]
    pub fn spki_der(&self) -> Vec<u8> {
        match self.kem {
            Kem::P256 => {
                let curve = asn1::write(asn1::OID, &[SECP256R1.as_bytes()]);
                crate::key::encode_spki(EC_PUBLIC_KEY, &curve, &self.raw)
            }
            Kem::X25519 => crate::key::encode_spki(X25519, &[], &self.raw),
        }
    }

    /// SHA-256 of [`SealingPublicKey::spki_der`].
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        hash::sha256(&self.spki_der())
    }

    /// The key's identifier: the first 8 bytes of [`SealingPublicKey::fingerprint`].
    #[must_use]
    pub fn kid(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.fingerprint();
        [a, b, c, d, e, f, g, h]
    }
}

impl fmt::Debug for SealingPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingPublicKey({}, ", self.kem)?;
        self.kid().iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

/// A private key that opens what was sealed to its public half. Wiped from memory when dropped, never shown
/// by `Debug`.
#[derive(Clone)]
pub struct SealingKey {
    secret: Zeroizing<[u8; SECRET_BYTES]>,
    public: SealingPublicKey,
}

impl SealingKey {
    /// Makes a key of `random`, [`MIN_RANDOM_BYTES`] to [`MAX_RANDOM_BYTES`] bytes from a cryptographic
    /// generator: DeriveKeyPair of RFC 9180 section 7.1.3. The caller wipes its own copy.
    ///
    /// # Errors
    /// [`SealingKeyError::Random`] for any other number of bytes.
    pub fn generate(kem: Kem, random: &[u8]) -> Result<Self, SealingKeyError> {
        let error = SealingKeyError::Random { found: random.len() };
        if !(MIN_RANDOM_BYTES..=MAX_RANDOM_BYTES).contains(&random.len()) {
            return Err(error);
        }
        agreement::derive(kem, random).ok_or(error)
    }

    /// Takes the 32 bytes of RFC 9180's SerializePrivateKey, as test vectors have them.
    ///
    /// # Errors
    /// [`SealingKeyError::Form`] for another length, and for a scalar that is zero or not below P-256's order.
    pub fn from_raw(kem: Kem, secret: &[u8]) -> Result<Self, SealingKeyError> {
        let secret =
            Zeroizing::new(<[u8; SECRET_BYTES]>::try_from(secret).map_err(|_| SealingKeyError::Form)?);
        let raw = agreement::public_of(kem, &secret).ok_or(SealingKeyError::Form)?;
        Ok(Self { secret, public: SealingPublicKey { kem, raw } })
    }

    /// Reads a DER PKCS#8 PrivateKeyInfo (RFC 5958) of P-256 (RFC 5915) or X25519 (RFC 8410). A public key
    /// inside must match.
    ///
    /// # Errors
    /// [`SealingKeyError::Form`], and [`SealingKeyError::Kind`] for a sound file of another kind of key.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, SealingKeyError> {
        pkcs8::read(der)
    }

    /// The key as DER PKCS#8 PrivateKeyInfo, without attributes.
    #[must_use]
    pub fn to_pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        pkcs8::write(self)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &SealingPublicKey {
        &self.public
    }

    /// The shared secret with `other`: DH of RFC 9180 section 4.1, the x-coordinate on P-256. It is input to a
    /// key derivation and never a key itself. `None` for keys of different kinds, and for an all-zero result.
    #[must_use]
    pub fn agree(&self, other: &SealingPublicKey) -> Option<Zeroizing<[u8; 32]>> {
        if self.public.kem != other.kem {
            return None;
        }
        agreement::shared(other.kem, &self.secret, &other.raw)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey(private half of {:?})", self.public)
    }
}

/// Why a sealing key could not be read or made. Says nothing about the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SealingKeyError {
    /// Not PKCS#8, no number that is a private key, or its two halves do not belong together.
    Form,
    /// A private key that is neither P-256 nor X25519.
    Kind,
    /// Fewer or more random bytes than a key is made of.
    Random {
        /// Bytes given.
        found: usize,
    },
}

impl SealingKeyError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form => "sealing-key.form",
            Self::Kind => "sealing-key.kind",
            Self::Random { .. } => "sealing-key.random",
        }
    }
}

impl fmt::Display for SealingKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for SealingKeyError {}

#[cfg(test)]
mod tests;
