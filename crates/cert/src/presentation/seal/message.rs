//! The COSE message around what is sealed (RFC 9052 section 5), kept as received.

use crate::cbor::Value;
use crate::cbor_write::write;
use crate::envelope::cose::kind;
use crate::error::ReadError;
use crate::limits::{MAX_RECIPIENTS, MAX_SEALED, MAX_SEALED_ITEMS};
use healthpass_crypto::aead::{KEY_BYTES, NONCE_BYTES, TAG_BYTES};
use healthpass_crypto::sealing_key::Kem;

/// Codes of reading a sealed presentation.
pub mod code {
    /// Sealed in another way than this program knows.
    pub const ALGORITHM: &str = "envelope.seal.algorithm";
    /// A header asks for an extension (`crit`) this reader does not know.
    pub const CRITICAL: &str = "envelope.seal.critical-header";
    /// Takes a further secret, and not one this program knows how to make.
    pub const PASSPORT: &str = "envelope.seal.passport";
    /// More recipients than [`crate::limits::MAX_RECIPIENTS`], or none.
    pub const RECIPIENTS: &str = "envelope.seal.recipients";
    /// Not COSE_Encrypt0 or COSE_Encrypt in the form expected.
    pub const SHAPE: &str = "envelope.seal.shape";
    /// Longer than [`crate::limits::MAX_SEALED`].
    pub const TOO_LONG: &str = "envelope.seal.too-long";
}

/// Tags (RFC 9052 section 2).
pub(super) const TAG_ENCRYPT0: u64 = 16;
pub(super) const TAG_ENCRYPT: u64 = 96;

/// Header parameters (RFC 9052 section 3.1, and section 7.3 of the draft).
pub(super) const HEADER_ALG: i64 = 1;
const HEADER_CRIT: i64 = 2;
pub(super) const HEADER_KID: i64 = 4;
pub(super) const HEADER_IV: i64 = 5;
pub(super) const HEADER_EK: i64 = -4;
pub(super) const HEADER_PSK_ID: i64 = -5;

/// A128GCM (RFC 9053 section 4.1).
pub(super) const A128GCM: i64 = 1;

/// The two modes of the draft's section 3.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mode {
    /// HPKE encrypts the content: COSE_Encrypt0.
    Integrated,
    /// HPKE encrypts the content's key: recipients of COSE_Encrypt.
    KeyEncryption,
}

impl Mode {
    /// The algorithm's number (section 7.2 of the draft): HPKE-0 and HPKE-3, HPKE-0-KE and HPKE-3-KE.
    pub fn algorithm(self, kem: Kem) -> i64 {
        match (self, kem) {
            (Self::Integrated, Kem::P256) => 35,
            (Self::Integrated, Kem::X25519) => 41,
            (Self::KeyEncryption, Kem::P256) => 46,
            (Self::KeyEncryption, Kem::X25519) => 49,
        }
    }

    fn kem(self, algorithm: i64) -> Option<Kem> {
        [Kem::P256, Kem::X25519].into_iter().find(|kem| self.algorithm(*kem) == algorithm)
    }
}

/// A message: what HPKE made, once or for each recipient, and the content if that has a key of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Message {
    pub content: Option<Content>,
    pub layers: Vec<Layer>,
}

/// Content under a key of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Content {
    pub protected: Vec<u8>,
    pub iv: [u8; NONCE_BYTES],
    pub ciphertext: Vec<u8>,
}

/// What HPKE made for one recipient.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Layer {
    pub protected: Vec<u8>,
    pub kem: Kem,
    pub kid: Vec<u8>,
    pub enc: Vec<u8>,
    pub psk_id: Option<Vec<u8>>,
    pub ciphertext: Vec<u8>,
}

impl Message {
    /// Reads one tagged message that fills `bytes`. The identifiers in it may be any bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() > MAX_SEALED {
            return Err(ReadError::new(code::TOO_LONG).comparing(MAX_SEALED, bytes.len()));
        }
        let message = match Value::read_bounded(bytes, MAX_SEALED_ITEMS)? {
            Value::Tag(TAG_ENCRYPT0, parts) => {
                let [protected, unprotected, ciphertext] = array(&parts, "COSE_Encrypt0")?;
                let layer = Layer::read(Mode::Integrated, protected, unprotected, ciphertext)?;
                Self { content: None, layers: vec![layer] }
            }
            Value::Tag(TAG_ENCRYPT, parts) => {
                let [protected, unprotected, ciphertext, recipients] = array(&parts, "COSE_Encrypt")?;
                let content = Content::read(protected, unprotected, ciphertext)?;
                Self { content: Some(content), layers: layers(recipients)? }
            }
            Value::Tag(tag, _) => return Err(shape("tag 16 or 96", &format!("tag {tag}"))),
            other => return Err(shape("tag 16 or 96", kind(&other))),
        };
        match message.layers.split_first() {
            Some((first, others)) if others.iter().any(|other| other.psk_id != first.psk_id) => {
                Err(shape("one psk_id", "several"))
            }
            _ => Ok(message),
        }
    }

    /// The name of the pre-shared key, the same for every recipient.
    pub fn psk_id(&self) -> Option<&[u8]> {
        self.layers.first()?.psk_id.as_deref()
    }
}

pub(super) fn layers(recipients: &Value) -> Result<Vec<Layer>, ReadError> {
    let recipients = recipients.as_array().ok_or_else(|| shape("recipients: array", kind(recipients)))?;
    if recipients.is_empty() || recipients.len() > MAX_RECIPIENTS {
        return Err(ReadError::new(code::RECIPIENTS).comparing(MAX_RECIPIENTS, recipients.len()));
    }
    let mut layers = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        let [protected, unprotected, ciphertext] = array(recipient, "recipient")?;
        let layer = Layer::read(Mode::KeyEncryption, protected, unprotected, ciphertext)?;
        length("encrypted key", &layer.ciphertext, KEY_BYTES + TAG_BYTES)?;
        layers.push(layer);
    }
    Ok(layers)
}

impl Content {
    fn read(protected: &Value, unprotected: &Value, ciphertext: &Value) -> Result<Self, ReadError> {
        let headers = Headers::read(protected, unprotected)?;
        let algorithm = headers.algorithm()?;
        if algorithm != A128GCM {
            return Err(ReadError::new(code::ALGORITHM).comparing(A128GCM, algorithm));
        }
        let iv = headers.bytes(headers.anywhere(HEADER_IV)?, "iv")?;
        length("iv", iv, NONCE_BYTES)?;
        let mut content = Self { protected: Vec::new(), iv: [0; NONCE_BYTES], ciphertext: Vec::new() };
        content.iv.copy_from_slice(iv);
        content.ciphertext = bytes_of(ciphertext, "ciphertext")?.to_vec();
        content.protected = bytes_of(protected, "protected")?.to_vec();
        Ok(content)
    }
}

impl Layer {
    fn read(
        mode: Mode,
        protected: &Value,
        unprotected: &Value,
        ciphertext: &Value,
    ) -> Result<Self, ReadError> {
        let headers = Headers::read(protected, unprotected)?;
        let algorithm = headers.algorithm()?;
        let Some(kem) = mode.kem(algorithm) else {
            let known = [mode.algorithm(Kem::P256), mode.algorithm(Kem::X25519)];
            return Err(ReadError::new(code::ALGORITHM).comparing(format!("{known:?}"), algorithm));
        };
        let psk_id = match headers.protected_only(HEADER_PSK_ID)? {
            Some(id) => Some(headers.bytes(Some(id), "psk_id")?.to_vec()),
            None => None,
        };
        let enc = headers.bytes(headers.unprotected.get(HEADER_EK), "ek")?;
        length("ek", enc, kem.public_bytes())?;
        Ok(Self {
            kem,
            kid: headers.bytes(headers.anywhere(HEADER_KID)?, "kid")?.to_vec(),
            enc: enc.to_vec(),
            psk_id,
            ciphertext: bytes_of(ciphertext, "ciphertext")?.to_vec(),
            protected: bytes_of(protected, "protected")?.to_vec(),
        })
    }
}

/// The two header maps of a layer. A label stands in one of them (RFC 9052 section 3).
struct Headers<'a> {
    protected: Value,
    unprotected: &'a Value,
}

impl<'a> Headers<'a> {
    fn read(protected: &Value, unprotected: &'a Value) -> Result<Self, ReadError> {
        let bytes = bytes_of(protected, "protected")?;
        let protected = if bytes.is_empty() {
            Value::Map(Vec::new())
        } else {
            Value::read_bounded(bytes, MAX_SEALED_ITEMS)?
        };
        for map in [&protected, unprotected] {
            if map.entries().is_none() {
                return Err(shape("headers: map", kind(map)));
            }
            if map.get(HEADER_CRIT).is_some() {
                return Err(ReadError::new(code::CRITICAL));
            }
        }
        Ok(Self { protected, unprotected })
    }

    fn algorithm(&self) -> Result<i64, ReadError> {
        let algorithm = self.protected_only(HEADER_ALG)?;
        algorithm
            .and_then(Value::as_integer)
            .ok_or_else(|| shape("alg: integer", algorithm.map_or("none", kind)))
    }

    /// A parameter that must be protected.
    fn protected_only(&self, label: i64) -> Result<Option<&Value>, ReadError> {
        match self.unprotected.get(label) {
            Some(_) => Err(shape("protected", &format!("header {label} unprotected"))),
            None => Ok(self.protected.get(label)),
        }
    }

    /// A parameter that may stand in either map, but not in both.
    fn anywhere(&self, label: i64) -> Result<Option<&Value>, ReadError> {
        match (self.protected.get(label), self.unprotected.get(label)) {
            (Some(_), Some(_)) => Err(shape("each header once", &format!("header {label} twice"))),
            (protected, unprotected) => Ok(protected.or(unprotected)),
        }
    }

    fn bytes<'v>(&self, value: Option<&'v Value>, name: &str) -> Result<&'v [u8], ReadError> {
        bytes_of(value.ok_or_else(|| shape(&format!("{name}: bytes"), "none"))?, name)
    }
}

/// `Enc_structure` of RFC 9052 section 5.3, without external data.
pub(super) fn enc_structure(mode: Mode, protected: &[u8]) -> Vec<u8> {
    let context = match mode {
        Mode::Integrated => "Encrypt0",
        Mode::KeyEncryption => "Encrypt",
    };
    let parts = [Value::Text(context.into()), Value::Bytes(protected.to_vec()), Value::Bytes(Vec::new())];
    write(&Value::Array(parts.into()))
}

/// `Recipient_structure` of the draft's section 3.3.1, without extra information; the layer below is A128GCM's.
pub(super) fn recipient_structure(protected: &[u8]) -> Vec<u8> {
    write(&Value::Array(vec![
        Value::Text("HPKE Recipient".into()),
        Value::Integer(A128GCM),
        Value::Bytes(protected.to_vec()),
        Value::Bytes(Vec::new()),
    ]))
}

fn array<'a, const N: usize>(value: &'a Value, what: &str) -> Result<&'a [Value; N], ReadError> {
    let parts = value.as_array().ok_or_else(|| shape(&format!("{what}: array"), kind(value)))?;
    parts.try_into().map_err(|_| shape(&format!("{what}: {N} parts"), &parts.len().to_string()))
}

fn bytes_of<'a>(value: &'a Value, name: &str) -> Result<&'a [u8], ReadError> {
    value.as_bytes().ok_or_else(|| shape(&format!("{name}: bytes"), kind(value)))
}

fn length(name: &str, bytes: &[u8], expected: usize) -> Result<(), ReadError> {
    if bytes.len() == expected {
        return Ok(());
    }
    Err(shape(&format!("{name}: {expected} bytes"), &bytes.len().to_string()))
}

fn shape(expected: &str, found: &str) -> ReadError {
    ReadError::new(code::SHAPE).comparing(expected, found)
}
