//! COSE_Sign1 (RFC 9052 section 4.2), kept as received.
//!
//! ```text
//! COSE_Sign1 = [ protected: bstr .cbor header_map / h'', unprotected: header_map, payload: bstr, signature: bstr ]
//! ```
//! Tolerated because states issue it: no tag 18, tag 61 around it, `alg` in the unprotected header only.

use crate::cbor::Value;
use crate::contents::{Signed, Signer};
use crate::error::ReadError;
use base64ct::{Base64, Encoding};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use minicbor::Encoder;

/// Codes of this stage.
pub mod code {
    /// Neither header names an algorithm.
    pub const ALG_MISSING: &str = "envelope.cose.alg-missing";
    /// The protected header asks for an extension (`crit`) this reader does not know.
    pub const CRITICAL: &str = "envelope.cose.critical-header";
    /// Payload not included.
    pub const DETACHED: &str = "envelope.cose.detached-payload";
    /// Not an array of four with the right types.
    pub const SHAPE: &str = "envelope.cose.shape";
    /// A tag other than 18 and 61.
    pub const TAG: &str = "envelope.cose.tag";
}

pub(crate) const TAG_SIGN1: u64 = 18;
const TAG_CWT: u64 = 61;
pub(crate) const HEADER_ALG: i64 = 1;
const HEADER_CRIT: i64 = 2;
pub(crate) const HEADER_KID: i64 = 4;

/// A signed message: its parts as received, and what its headers say.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign1 {
    protected: Vec<u8>,
    payload: Vec<u8>,
    signature: Vec<u8>,
    alg: i64,
    kid: Option<Vec<u8>>,
}

impl Sign1 {
    /// Reads one message that fills `bytes`.
    ///
    /// # Errors
    /// `envelope.cbor.*` and the codes of [`code`].
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        Self::of(&Value::read(bytes)?).map(|(message, _)| message)
    }

    /// The message in `value`, and its unprotected header.
    pub(crate) fn of(value: &Value) -> Result<(Self, &Value), ReadError> {
        let message = untag(value)?;
        let Value::Array(parts) = message else {
            return Err(ReadError::new(code::SHAPE).comparing("array", kind(message)));
        };
        let [protected, unprotected, payload, signature] = parts.as_slice() else {
            return Err(ReadError::new(code::SHAPE).comparing(4, parts.len()));
        };
        let protected = bytes_of(protected, "protected")?;
        let headers = Headers { protected: header_map(protected)?, unprotected };
        headers.refuse_critical()?;
        if *payload == Value::Null {
            return Err(ReadError::new(code::DETACHED));
        }
        let message = Self {
            protected: protected.to_vec(),
            payload: bytes_of(payload, "payload")?.to_vec(),
            signature: bytes_of(signature, "signature")?.to_vec(),
            alg: headers
                .find(HEADER_ALG)
                .and_then(Value::as_integer)
                .ok_or(ReadError::new(code::ALG_MISSING))?,
            kid: headers.find(HEADER_KID).and_then(Value::as_bytes).map(<[u8]>::to_vec),
        };
        Ok((message, unprotected))
    }

    /// The algorithm identifier (IANA COSE Algorithms), protected header first.
    pub fn alg(&self) -> i64 {
        self.alg
    }

    /// The key identifier: the protected header's, else the unprotected one's. A wrong protected identifier
    /// is never rescued by the other (hcert-spec 3.3.2).
    pub fn kid(&self) -> Option<&[u8]> {
        self.kid.as_deref()
    }

    /// The protected header's value under `label`; only what stands there is signed.
    pub(crate) fn protected_header(&self, label: i64) -> Option<Value> {
        header_map(&self.protected).ok()?.get(label).cloned()
    }

    /// The protected header as received.
    #[cfg(feature = "presentation")]
    pub(crate) fn protected(&self) -> &[u8] {
        &self.protected
    }

    /// The signed bytes of the payload.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The signature as received.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The signature and all that is needed to check it.
    pub fn signed(&self) -> Signed {
        Signed {
            algorithm: SignatureAlgorithm::from_cose(self.alg),
            signer: Signer::Kid(self.kid.clone()),
            to_be_signed: self.to_be_signed(),
            signature: self.signature.clone(),
        }
    }

    /// Identifiers and sizes, for developers.
    pub(crate) fn describe(&self) -> String {
        let kid = self.kid().map_or("none".to_owned(), Base64::encode_string);
        let (payload, signature) = (self.payload.len(), self.signature.len());
        format!("alg {}, kid {kid}, payload {payload} bytes, signature {signature} bytes", self.alg)
    }

    /// What the signature is over: `Sig_structure` of RFC 9052 section 4.4 with the bytes as received.
    pub fn to_be_signed(&self) -> Vec<u8> {
        sig_structure(&self.protected, &self.payload)
    }
}

/// `["Signature1", protected, h'', payload]`.
pub(crate) fn sig_structure(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(protected.len() + payload.len() + 24);
    let mut encoder = Encoder::new(&mut out);
    // Writing to memory cannot fail: minicbor's error type for Vec is uninhabited.
    let _ = encoder
        .array(4)
        .and_then(|e| e.str("Signature1"))
        .and_then(|e| e.bytes(protected))
        .and_then(|e| e.bytes(&[]))
        .and_then(|e| e.bytes(payload));
    out
}

struct Headers<'a> {
    protected: Value,
    unprotected: &'a Value,
}

impl Headers<'_> {
    fn find(&self, label: i64) -> Option<&Value> {
        self.protected.get(label).or_else(|| self.unprotected.get(label))
    }

    fn refuse_critical(&self) -> Result<(), ReadError> {
        match self.find(HEADER_CRIT) {
            Some(_) => Err(ReadError::new(code::CRITICAL)),
            None if self.unprotected.entries().is_none() => {
                Err(ReadError::new(code::SHAPE).comparing("map", kind(self.unprotected)))
            }
            None => Ok(()),
        }
    }
}

fn untag(value: &Value) -> Result<&Value, ReadError> {
    match value {
        Value::Tag(TAG_CWT, inner) => match &**inner {
            Value::Tag(TAG_SIGN1, message) => Ok(message),
            other => Err(ReadError::new(code::TAG).comparing(TAG_SIGN1, kind(other))),
        },
        Value::Tag(TAG_SIGN1, message) => Ok(message),
        Value::Tag(tag, _) => Err(ReadError::new(code::TAG).comparing(TAG_SIGN1, tag)),
        untagged => Ok(untagged),
    }
}

pub(crate) fn header_map(protected: &[u8]) -> Result<Value, ReadError> {
    if protected.is_empty() {
        return Ok(Value::Map(Vec::new()));
    }
    let map = Value::read(protected)?;
    match map.entries() {
        Some(_) => Ok(map),
        None => Err(ReadError::new(code::SHAPE).comparing("map", kind(&map))),
    }
}

fn bytes_of<'a>(value: &'a Value, part: &'static str) -> Result<&'a [u8], ReadError> {
    value
        .as_bytes()
        .ok_or_else(|| ReadError::new(code::SHAPE).comparing(format!("{part}: bytes"), kind(value)))
}

/// The CBOR type's name, for errors.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Integer(_) => "integer",
        Value::Bytes(_) => "bytes",
        Value::Text(_) => "text",
        Value::Array(_) => "array",
        Value::Map(_) => "map",
        Value::Tag(..) => "tag",
        Value::Bool(_) => "boolean",
        Value::Null => "null",
        Value::Float(_) => "float",
        Value::Simple(_) => "simple value",
    }
}
