//! The ES256 signer: ECDSA P-256 with SHA-256, deterministic (RFC 6979).

use crate::key::{KeyKind, PublicKey};
use crate::pem;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::bigint::{NonZero, U256, U384};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// Label of the PEM block (RFC 7468 section 10).
const PEM_LABEL: &str = "PRIVATE KEY";

/// Fewest random bytes a key is made of: the scalar's 256 bits and 64 more, so that reducing them
/// leaves no usable bias (FIPS 186-5 appendix A.2.1).
pub const MIN_RANDOM_BYTES: usize = 40;

/// Most random bytes a key is made of: beyond them nothing is gained.
pub const MAX_RANDOM_BYTES: usize = 48;

/// Order of P-256 less one (SP 800-186 section 3.2.1.3), in the width of [`MAX_RANDOM_BYTES`].
const ORDER_LESS_ONE: U384 = U384::from_be_hex(concat!(
    "00000000000000000000000000000000",
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"
));

/// A P-256 private key. Wiped from memory when dropped, never shown by `Debug`.
#[derive(Clone)]
pub struct Es256Signer {
    key: SigningKey,
    public: PublicKey,
}

impl Es256Signer {
    /// Makes a key of `random`: [`MIN_RANDOM_BYTES`] to [`MAX_RANDOM_BYTES`] bytes from a
    /// cryptographic generator, taken modulo n - 1, plus 1 (FIPS 186-5 appendix A.2.1). The caller
    /// wipes its own copy.
    ///
    /// # Errors
    /// [`SignerError::Random`] for any other number of bytes.
    pub fn generate(random: &[u8]) -> Result<Self, SignerError> {
        let error = SignerError::Random { found: random.len() };
        if !(MIN_RANDOM_BYTES..=MAX_RANDOM_BYTES).contains(&random.len()) {
            return Err(error);
        }
        let mut wide = Zeroizing::new([0; MAX_RANDOM_BYTES]);
        for (to, from) in wide.iter_mut().rev().zip(random.iter().rev()) {
            *to = *from;
        }
        let order = NonZero::new(ORDER_LESS_ONE).into_option().ok_or(error)?;
        let mut number = U384::from_be_slice(wide.as_slice());
        let mut reduced = number.rem(&order);
        let mut scalar: U256 = reduced.resize::<{ U256::LIMBS }>().wrapping_add(&U256::ONE);
        let bytes = Zeroizing::new(scalar.to_be_bytes());
        number.zeroize();
        reduced.zeroize();
        scalar.zeroize();
        Self::from_scalar(bytes.as_slice())
    }

    /// Takes the 32-byte big-endian private scalar itself, as JWK's `d` or a test vector has it.
    ///
    /// # Errors
    /// [`SignerError::Scalar`] unless it is 32 bytes and within 1 to n - 1.
    pub fn from_scalar(scalar: &[u8]) -> Result<Self, SignerError> {
        let scalar: &[u8; 32] = scalar.try_into().map_err(|_| SignerError::Scalar)?;
        SigningKey::from_bytes(scalar.into()).map_err(|_| SignerError::Scalar).and_then(Self::new)
    }

    /// Reads a DER PKCS#8 PrivateKeyInfo (RFC 5958) of a P-256 key. A public key inside must match.
    ///
    /// # Errors
    /// [`SignerError::Pkcs8`].
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, SignerError> {
        SigningKey::from_pkcs8_der(der).map_err(|_| SignerError::Pkcs8).and_then(Self::new)
    }

    /// Reads the first `PRIVATE KEY` block of a PEM text.
    ///
    /// # Errors
    /// [`SignerError::Pem`] when there is none, [`SignerError::Pkcs8`] for its content.
    pub fn from_pkcs8_pem(text: &str) -> Result<Self, SignerError> {
        Self::from_pkcs8_der(&pem::decode(text, PEM_LABEL).ok_or(SignerError::Pem)?)
    }

    /// The key as a `PRIVATE KEY` block of PEM.
    ///
    /// # Errors
    /// [`SignerError::Pkcs8`]; no key that could be made is known to give it.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, SignerError> {
        let der = self.key.to_pkcs8_der().map_err(|_| SignerError::Pkcs8)?;
        Ok(pem::encode(PEM_LABEL, der.as_bytes()))
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        self.public.clone()
    }

    /// The signature r || s of `message`. The nonce is that of RFC 6979, so the same message gives the
    /// same bytes; s is the lower of the two halves, so that no second form of it passes as ours
    /// where verifiers insist.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signature(message).to_bytes().into()
    }

    /// The signature as the DER that X.509 carries (RFC 3279 section 2.2.3).
    pub(crate) fn sign_der(&self, message: &[u8]) -> Vec<u8> {
        self.signature(message).to_der().as_bytes().to_vec()
    }

    fn signature(&self, message: &[u8]) -> Signature {
        let signature: Signature = self.key.sign(message);
        signature.normalize_s()
    }

    fn new(key: SigningKey) -> Result<Self, SignerError> {
        let public = PublicKey::from_sec1(KeyKind::P256, key.verifying_key().to_sec1_point(false).as_bytes())
            .map_err(|_| SignerError::Scalar)?;
        Ok(Self { key, public })
    }
}

impl fmt::Debug for Es256Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Es256Signer(private half of {:?})", self.public)
    }
}

/// Why a private key could not be read or made. Says nothing about the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SignerError {
    /// No `PRIVATE KEY` block, or a damaged one.
    Pem,
    /// Not PKCS#8, not a P-256 key, or its two halves do not belong together.
    Pkcs8,
    /// Fewer or more random bytes than a key is made of.
    Random {
        /// Bytes given.
        found: usize,
    },
    /// Not 32 bytes, zero, or not below the curve's order.
    Scalar,
}

impl SignerError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Pem => "signer.pem",
            Self::Pkcs8 => "signer.pkcs8",
            Self::Random { .. } => "signer.random",
            Self::Scalar => "signer.scalar",
        }
    }
}

impl fmt::Display for SignerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for SignerError {}

#[cfg(test)]
mod tests;
