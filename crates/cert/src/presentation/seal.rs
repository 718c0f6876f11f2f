//! Sealing to authorities: COSE-HPKE (draft-ietf-cose-hpke-27).
//!
//! ```text
//! to one:  16([ << {1: 35 / 41, 4: kid, ? -5: psk_id} >>, {-4: ek}, ciphertext ])
//! to two:  96([ << {1: 1} >>, {5: iv}, ciphertext, [ 2* [ << {1: 46 / 49, 4: kid, ? -5: psk_id} >>, {-4: ek}, cek ] ] ])
//! psk_id = h'01' || 16 bytes of salt
//! ```
//! P-256 (HPKE-0, 35 and 46) or X25519 (HPKE-3, 41 and 49), HKDF-SHA256, AES-128-GCM. The pre-shared key is
//! [`PassportSecret`]; its salt is one for all recipients. Of the headers that are not protected only `ek` and `iv` are
//! used, and a `kid` where the protected header has none.

mod message;

pub use message::code;

use crate::cbor::Value;
use crate::cbor_write::write;
use crate::error::ReadError;
use crate::limits::{MAX_RECIPIENTS, MAX_SEALED};
use core::borrow::Borrow;
use core::fmt;
use healthpass_crypto::aead;
use healthpass_crypto::hpke::{self, HpkeError, Psk};
use healthpass_crypto::password::{self, PasswordError, SALT_BYTES};
use healthpass_crypto::sealing_key::{SealingKey, SealingPublicKey};
use message::{
    A128GCM, Content, HEADER_ALG, HEADER_EK, HEADER_IV, HEADER_KID, HEADER_PSK_ID, Layer, Message, Mode,
};
use zeroize::Zeroizing;

/// The identifier of an authority's key ([`SealingPublicKey::kid`]).
pub type Kid = [u8; 8];

/// First byte of a `psk_id`: the secret is [`PassportSecret`]'s, made with the salt that follows.
const PASSPORT_SECRET: u8 = 1;

/// Every code of this module, besides those of [`healthpass_crypto::hpke`] and of [`SealFault`].
pub const CODES: &[&str] = &[
    code::ALGORITHM,
    code::CRITICAL,
    code::PASSPORT,
    code::RECIPIENTS,
    code::SHAPE,
    code::TOO_LONG,
    "seal.random",
    "seal.recipients",
    "seal.too-long",
];

/// The secret that whoever holds the passport can make: Argon2id of the zone's check-digited number, date of birth
/// and date of expiry, and a salt.
pub struct PassportSecret {
    salt: [u8; SALT_BYTES],
    key: Zeroizing<[u8; password::SECRET_BYTES]>,
}

impl PassportSecret {
    /// Makes it of `mrz_information` (ICAO 9303-11 section 4.3.2: number, birth and expiry, each with its check digit,
    /// fillers as in the zone). Takes [`password::MEMORY_KIB`] of memory and a moment: once for a showing.
    ///
    /// # Errors
    /// [`PasswordError`], for a text that is no such information.
    pub fn derive(mrz_information: &str, salt: [u8; SALT_BYTES]) -> Result<Self, PasswordError> {
        Ok(Self { salt, key: password::secret(mrz_information, &salt)? })
    }

    fn id(&self) -> Vec<u8> {
        [&[PASSPORT_SECRET], &self.salt[..]].concat()
    }
}

impl fmt::Debug for PassportSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PassportSecret(..)")
    }
}

/// Random bytes that [`seal`] takes: for each recipient those of [`hpke::RANDOM_BYTES`], and for two of them the
/// content's key and nonce.
pub const fn random_bytes(recipients: usize) -> usize {
    let keys = recipients * hpke::RANDOM_BYTES;
    if recipients == 1 { keys } else { keys + aead::KEY_BYTES + aead::NONCE_BYTES }
}

/// Seals `content` to one or two authorities, and to the holder's passport if `psk` is given. `random` is
/// [`random_bytes`] of a cryptographic generator, used once and wiped by the caller.
///
/// ```
/// use healthpass_cert::presentation::seal::{Sealed, random_bytes, seal};
/// use healthpass_crypto::sealing_key::{Kem, SealingKey};
///
/// let key = SealingKey::generate(Kem::P256, &[7; 32])?; // TEST ONLY: both from a generator of randomness
/// let sealed = seal(b"content", &[key.public()], None, &[8; random_bytes(1)])?;
/// let sealed = Sealed::parse(&sealed)?;
/// assert_eq!(sealed.recipients(), [key.public().kid()]);
/// assert_eq!(sealed.open(&[&key], None)?.1.as_slice(), b"content");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SealError`].
pub fn seal(
    content: &[u8],
    to: &[&SealingPublicKey],
    psk: Option<&PassportSecret>,
    random: &[u8],
) -> Result<Vec<u8>, SealError> {
    if to.is_empty() || to.len() > MAX_RECIPIENTS {
        return Err(SealError::Recipients { found: to.len() });
    }
    let expected = random_bytes(to.len());
    let fault = SealError::Random { expected, found: random.len() };
    if random.len() != expected {
        return Err(fault);
    }
    let message = match to {
        [one] => to_one(content, one, psk, random)?,
        _ => to_several(content, to, psk, random)?,
    };
    let message = write(&message);
    if message.len() > MAX_SEALED {
        return Err(SealError::TooLong { found: message.len() });
    }
    Ok(message)
}

/// COSE_Encrypt0.
fn to_one(
    content: &[u8],
    to: &SealingPublicKey,
    psk: Option<&PassportSecret>,
    random: &[u8],
) -> Result<Value, SealError> {
    let protected = protected(Mode::Integrated, to, psk);
    let aad = message::enc_structure(Mode::Integrated, &protected);
    let (enc, ciphertext) = hpke_seal(to, psk, &[], &aad, content, random)?;
    let parts = vec![Value::Bytes(protected), ek(enc), Value::Bytes(ciphertext)];
    Ok(Value::Tag(message::TAG_ENCRYPT0, Box::new(Value::Array(parts))))
}

/// COSE_Encrypt: the content under a key of its own, that key under each recipient's.
fn to_several(
    content: &[u8],
    to: &[&SealingPublicKey],
    psk: Option<&PassportSecret>,
    random: &[u8],
) -> Result<Value, SealError> {
    let fault = SealError::Random { expected: random_bytes(to.len()), found: random.len() };
    let (cek, rest) = random.split_first_chunk::<{ aead::KEY_BYTES }>().ok_or(fault)?;
    let (nonce, rest) = rest.split_first_chunk::<{ aead::NONCE_BYTES }>().ok_or(fault)?;
    let protected_content = write(&Value::Map(vec![(Value::Integer(HEADER_ALG), Value::Integer(A128GCM))]));
    let aad = message::enc_structure(Mode::KeyEncryption, &protected_content);
    let ciphertext =
        aead::seal(cek, nonce, &aad, content).ok_or(SealError::TooLong { found: content.len() })?;
    let mut recipients = Vec::with_capacity(to.len());
    for (one, random) in to.iter().zip(rest.chunks(hpke::RANDOM_BYTES)) {
        let protected = protected(Mode::KeyEncryption, one, psk);
        let info = message::recipient_structure(&protected);
        let (enc, wrapped) = hpke_seal(one, psk, &info, &[], cek, random)?;
        recipients.push(Value::Array(vec![Value::Bytes(protected), ek(enc), Value::Bytes(wrapped)]));
    }
    let iv = Value::Map(vec![(Value::Integer(HEADER_IV), Value::Bytes(nonce.to_vec()))]);
    let parts = vec![Value::Bytes(protected_content), iv, Value::Bytes(ciphertext), Value::Array(recipients)];
    Ok(Value::Tag(message::TAG_ENCRYPT, Box::new(Value::Array(parts))))
}

/// The protected header of the layer that HPKE makes.
fn protected(mode: Mode, to: &SealingPublicKey, psk: Option<&PassportSecret>) -> Vec<u8> {
    let mut map = vec![
        (Value::Integer(HEADER_ALG), Value::Integer(mode.algorithm(to.kem()))),
        (Value::Integer(HEADER_KID), Value::Bytes(to.kid().to_vec())),
    ];
    if let Some(psk) = psk {
        map.push((Value::Integer(HEADER_PSK_ID), Value::Bytes(psk.id())));
    }
    write(&Value::Map(map))
}

fn ek(enc: Vec<u8>) -> Value {
    Value::Map(vec![(Value::Integer(HEADER_EK), Value::Bytes(enc))])
}

fn hpke_seal(
    to: &SealingPublicKey,
    psk: Option<&PassportSecret>,
    info: &[u8],
    aad: &[u8],
    plaintext: &[u8],
    random: &[u8],
) -> Result<(Vec<u8>, Vec<u8>), SealError> {
    let id = psk.map(PassportSecret::id);
    let psk = psk.zip(id.as_ref()).map(|(psk, id)| Psk { key: psk.key.as_slice(), id });
    hpke::seal(to, psk, info, aad, plaintext, random).map_err(SealError::Hpke)
}

/// A sealed presentation, as received.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sealed {
    message: Message,
    kids: Vec<Kid>,
    salt: Option<[u8; SALT_BYTES]>,
}

impl Sealed {
    /// Reads one tagged message that fills `bytes`.
    ///
    /// # Errors
    /// `envelope.cbor.*`, and those of [`code`]: another algorithm ([`code::ALGORITHM`]) or secret
    /// ([`code::PASSPORT`]) than is known here, and whatever is not in the form above.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReadError> {
        let message = Message::read(bytes)?;
        let mut kids = Vec::with_capacity(message.layers.len());
        for layer in &message.layers {
            let kid: Kid = layer
                .kid
                .as_slice()
                .try_into()
                .map_err(|_| ReadError::new(code::SHAPE).comparing("kid: 8 bytes", layer.kid.len()))?;
            kids.push(kid);
        }
        let salt = message.psk_id().map(salt_of).transpose()?;
        Ok(Self { message, kids, salt })
    }

    /// The keys it is sealed to, in order.
    pub fn recipients(&self) -> &[Kid] {
        &self.kids
    }

    /// The salt of the passport's secret, if it takes that as well.
    pub fn needs_passport(&self) -> Option<[u8; SALT_BYTES]> {
        self.salt
    }

    /// Opens it with whichever of `keys` it is sealed to; which of them, and the content.
    ///
    /// # Errors
    /// [`SealFault`].
    pub fn open<K: Borrow<SealingKey>>(
        &self,
        keys: &[K],
        psk: Option<&PassportSecret>,
    ) -> Result<(usize, Zeroizing<Vec<u8>>), SealFault> {
        let mut fault = SealFault::NotForThese;
        for (index, key) in keys.iter().map(Borrow::borrow).enumerate() {
            let kid = key.public().kid();
            for (layer, _) in self.message.layers.iter().zip(&self.kids).filter(|(_, to)| **to == kid) {
                let secret = match (self.salt, psk) {
                    (None, _) => None,
                    (Some(salt), Some(psk)) if psk.salt == salt => Some(psk.key.as_slice()),
                    (Some(_), _) => return Err(SealFault::PassportNeeded),
                };
                match self.message.open(layer, key, secret) {
                    Ok(content) => return Ok((index, content)),
                    Err(HpkeError::Open) if secret.is_some() => fault = SealFault::PassportDiffers,
                    Err(_) => fault = SealFault::Broken,
                }
            }
        }
        Err(fault)
    }
}

/// The salt in a `psk_id`.
fn salt_of(psk_id: &[u8]) -> Result<[u8; SALT_BYTES], ReadError> {
    match psk_id.split_first() {
        Some((&PASSPORT_SECRET, salt)) => salt.try_into().ok(),
        _ => None,
    }
    .ok_or(ReadError::new(code::PASSPORT))
}

impl Message {
    /// What `layer` opens to with `key`: the content itself, or its key and with that the content.
    /// [`HpkeError::Open`] only where a wrong pre-shared key could be the cause.
    fn open(
        &self,
        layer: &Layer,
        key: &SealingKey,
        psk: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
        match &self.content {
            None => {
                let aad = message::enc_structure(Mode::Integrated, &layer.protected);
                layer.open(key, psk, &[], &aad)
            }
            Some(content) => {
                let cek = layer.open(key, psk, &message::recipient_structure(&layer.protected), &[])?;
                content.open(&cek).ok_or(HpkeError::Size)
            }
        }
    }
}

impl Layer {
    fn open(
        &self,
        key: &SealingKey,
        psk: Option<&[u8]>,
        info: &[u8],
        aad: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
        if self.kem != key.public().kem() {
            return Err(HpkeError::Agreement);
        }
        let psk = psk.zip(self.psk_id.as_deref()).map(|(key, id)| Psk { key, id });
        hpke::open(key, &self.enc, psk, info, aad, &self.ciphertext)
    }
}

impl Content {
    fn open(&self, cek: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let aad = message::enc_structure(Mode::KeyEncryption, &self.protected);
        aead::open(cek.try_into().ok()?, &self.iv, &aad, &self.ciphertext)
    }
}

/// Why a presentation was not opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SealFault {
    /// It is sealed to none of the keys at hand. Nothing is wrong with it.
    NotForThese,
    /// It is sealed to a key at hand and does not open with it: changed since, or badly made.
    Broken,
    /// It is sealed to a key at hand, and takes the passport's secret as well: none was given, or one made with
    /// another salt.
    PassportNeeded,
    /// It is sealed to a key at hand, and does not open with this passport's secret: another passport's, or changed
    /// since.
    PassportDiffers,
}

impl SealFault {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotForThese => super::code::OTHER_RECIPIENT,
            Self::Broken => super::code::BROKEN,
            Self::PassportNeeded => super::code::PASSPORT_NEEDED,
            Self::PassportDiffers => super::code::PASSPORT_DIFFERS,
        }
    }
}

impl fmt::Display for SealFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for SealFault {}

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SealError {
    /// The algorithms refuse.
    Hpke(HpkeError),
    /// Not [`random_bytes`].
    Random {
        /// Bytes it takes.
        expected: usize,
        /// Bytes given.
        found: usize,
    },
    /// Not one to [`MAX_RECIPIENTS`] recipients.
    Recipients {
        /// How many were given.
        found: usize,
    },
    /// The message would be longer than [`MAX_SEALED`].
    TooLong {
        /// How long, in bytes.
        found: usize,
    },
}

impl SealError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Hpke(error) => error.code(),
            Self::Random { .. } => "seal.random",
            Self::Recipients { .. } => "seal.recipients",
            Self::TooLong { .. } => "seal.too-long",
        }
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for SealError {}

#[cfg(test)]
mod tests;
