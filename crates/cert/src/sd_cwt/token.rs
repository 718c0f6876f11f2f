//! The token: COSE_Sign1 around claims with digests, the disclosures beside them.

use super::{Redacted, Revealed, code, reveal};
use crate::cbor::Value;
use crate::cbor_write;
use crate::contents::Signed;
use crate::envelope::cose::{self, HEADER_ALG, HEADER_KID, Sign1, TAG_SIGN1, kind, sig_structure};
use crate::envelope::cose_key;
use crate::error::ReadError;
use crate::issue;
use crate::report::Reason;
use healthpass_crypto::key::PublicKey;

/// Claim "confirmation" (RFC 8747 section 3.1).
pub(crate) const CLAIM_CNF: i64 = 8;
/// COSE header parameter "typ" (RFC 9596).
pub(crate) const HEADER_TYP: i64 = 16;
/// COSE header parameter "CWT Claims" (RFC 9597).
pub(crate) const HEADER_CWT_CLAIMS: i64 = 15;
/// Unprotected: the disclosures shown.
const HEADER_SD_CLAIMS: i64 = 17;
/// Unprotected: disclosures encrypted to somebody else.
const HEADER_ENCRYPTED_CLAIMS: i64 = 171;
/// Protected: with what the digests are made.
const HEADER_SD_ALG: i64 = 170;
/// COSE algorithm SHA-256 (RFC 9054).
const SHA_256: i64 = -16;
/// COSE algorithm ES256.
pub(crate) const ES256: i64 = -7;

/// Content-Format of an SD-CWT (section 17.7), and its names as a media type.
const TYP: i64 = 293;
const MEDIA_TYPE: &str = "application/sd-cwt";
const SUFFIX: &str = "+sd-cwt";

/// An SD-CWT as received. Nothing in it is believed: its signature is still to be checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    message: Sign1,
    claims: Value,
    device_key: PublicKey,
    disclosures: Vec<Vec<u8>>,
}

impl Token {
    /// Reads one token that fills `bytes`, as issued or as shown.
    ///
    /// # Errors
    /// `envelope.cbor.*`, `envelope.cose.*`, `envelope.cose-key.*` and `envelope.sd-cwt.*`.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        Self::of(&Value::read(bytes)?)
    }

    pub(crate) fn of(value: &Value) -> Result<Self, ReadError> {
        if !matches!(value, Value::Tag(TAG_SIGN1, _)) {
            return Err(ReadError::new(cose::code::TAG).comparing(TAG_SIGN1, kind(value)));
        }
        let (message, unprotected) = Sign1::of(value)?;
        check_header(&cose::header_map(message.protected())?)?;
        let claims = Value::read_with_simple_values(message.payload())?;
        if claims.entries().is_none() {
            return Err(ReadError::new(code::SHAPE).comparing("map", kind(&claims)));
        }
        Ok(Self {
            device_key: cose_key::confirmed(claims.get(CLAIM_CNF))?,
            disclosures: disclosures(unprotected)?,
            message,
            claims,
        })
    }

    /// Signs `redacted` under the key of identifier `kid`; `sign` makes the raw `r || s` ES256 signature over the
    /// bytes given to it. The claims must name the holder's key ([`cose_key::confirmation`]).
    ///
    /// # Errors
    /// `issue.not-signed` when the signer did not sign; `issue.redaction.place` when the claims name no holder.
    pub fn sign<E: ToString>(
        redacted: Redacted,
        kid: &[u8],
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Self, Reason> {
        let protected = cbor_write::write(&Value::Map(vec![
            (Value::Integer(HEADER_ALG), Value::Integer(ES256)),
            (Value::Integer(HEADER_KID), Value::Bytes(kid.to_vec())),
            (Value::Integer(HEADER_TYP), Value::Integer(TYP)),
            (Value::Integer(HEADER_SD_ALG), Value::Integer(SHA_256)),
        ]));
        let payload = cbor_write::write(&redacted.payload);
        let signature = sign(&sig_structure(&protected, &payload))
            .map_err(|error| Reason::new(issue::code::NOT_SIGNED).found(error.to_string()))?;
        let parts = [protected, payload, signature];
        Self::of(&sign1(parts, unprotected(&redacted.disclosures)))
            .map_err(|error| Reason::new(code::REDACTION).found(error.to_string()))
    }

    /// The token as CBOR, with the disclosures it has here.
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor_write::write(&self.to_value())
    }

    pub(crate) fn to_value(&self) -> Value {
        let message = &self.message;
        let parts = [message.protected(), message.payload(), message.signature()].map(<[u8]>::to_vec);
        sign1(parts, unprotected(&self.disclosures))
    }

    /// The same token with only these of its disclosures; indices it does not have choose nothing. A disclosure
    /// within another one needs that one too, or the token is refused when it is read.
    #[must_use]
    pub fn choose(&self, indices: &[usize]) -> Self {
        let mut chosen = Vec::with_capacity(indices.len());
        for (index, disclosure) in self.disclosures.iter().enumerate() {
            if indices.contains(&index) {
                chosen.push(disclosure.clone());
            }
        }
        Self { disclosures: chosen, ..self.clone() }
    }

    /// Disclosures it is shown or issued with.
    pub fn disclosures(&self) -> &[Vec<u8>] {
        &self.disclosures
    }

    /// The issuer's signature and all that is needed to check it.
    pub fn signed(&self) -> Signed {
        self.message.signed()
    }

    /// The holder's key it is bound to.
    pub fn unverified_device_key(&self) -> &PublicKey {
        &self.device_key
    }

    /// The claims as signed, with digests in them.
    pub fn unverified_claims(&self) -> &Value {
        &self.claims
    }

    /// The claims with every disclosure in its place.
    ///
    /// # Errors
    /// As [`reveal`].
    pub fn reveal(&self) -> Result<Revealed, ReadError> {
        let disclosures: Vec<&[u8]> = self.disclosures.iter().map(Vec::as_slice).collect();
        reveal(&self.claims, &disclosures)
    }
}

/// COSE_Sign1 of protected header, payload and signature.
pub(crate) fn sign1([protected, payload, signature]: [Vec<u8>; 3], unprotected: Value) -> Value {
    let parts = vec![Value::Bytes(protected), unprotected, Value::Bytes(payload), Value::Bytes(signature)];
    Value::Tag(TAG_SIGN1, Box::new(Value::Array(parts)))
}

/// Without disclosures the header has no such member (section 4).
fn unprotected(disclosures: &[Vec<u8>]) -> Value {
    let mut members = Vec::new();
    if !disclosures.is_empty() {
        let list = disclosures.iter().cloned().map(Value::Bytes).collect();
        members.push((Value::Integer(HEADER_SD_CLAIMS), Value::Array(list)));
    }
    Value::Map(members)
}

fn check_header(protected: &Value) -> Result<(), ReadError> {
    match protected.get(HEADER_TYP) {
        Some(Value::Integer(TYP)) => {}
        Some(Value::Text(name)) if name == MEDIA_TYPE || name.ends_with(SUFFIX) => {}
        other => return Err(ReadError::new(code::TYPE).comparing(TYP, shown(other))),
    }
    match protected.get(HEADER_SD_ALG) {
        None | Some(Value::Integer(SHA_256)) => {}
        other => return Err(ReadError::new(code::ALGORITHM).comparing(SHA_256, shown(other))),
    }
    if protected.get(HEADER_ALG).is_none() {
        return Err(ReadError::new(cose::code::ALG_MISSING));
    }
    if protected.get(HEADER_CWT_CLAIMS).is_some() {
        return Err(ReadError::new(code::SHAPE).comparing("no claims in the header", HEADER_CWT_CLAIMS));
    }
    Ok(())
}

fn disclosures(unprotected: &Value) -> Result<Vec<Vec<u8>>, ReadError> {
    let listed = |label| match unprotected.get(label) {
        None => Ok(None),
        Some(Value::Array(list)) if !list.is_empty() => Ok(Some(list)),
        Some(_) => Err(ReadError::new(code::SHAPE).comparing("one disclosure or more", label)),
    };
    listed(HEADER_ENCRYPTED_CLAIMS)?;
    let mut disclosures = Vec::new();
    for disclosure in listed(HEADER_SD_CLAIMS)?.into_iter().flatten() {
        let bytes = disclosure.as_bytes();
        let bytes = bytes.ok_or_else(|| ReadError::new(code::SHAPE).comparing("bytes", kind(disclosure)))?;
        disclosures.push(bytes.to_vec());
    }
    Ok(disclosures)
}

/// A header's value, for errors.
pub(crate) fn shown(value: Option<&Value>) -> String {
    match value {
        None => "none".to_owned(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(other) => kind(other).to_owned(),
    }
}
