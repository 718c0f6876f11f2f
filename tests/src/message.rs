//! HC1 codes built by hand, so that a test can make any one part of them odd.

use crate::own::Issuer;
use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::hc1;
use healthpass_cert::{cbor_write, json};

/// Header label of the algorithm.
pub const ALG: i64 = 1;
/// Header label of critical headers.
pub const CRIT: i64 = 2;
/// Header label of the key identifier.
pub const KID: i64 = 4;
/// ES256.
pub const ES256: i64 = -7;
/// COSE_Sign1.
pub const SIGN1: u64 = 18;
/// CWT.
pub const CWT: u64 = 61;
/// Claim of the issuing state.
pub const ISS: i64 = 1;
/// Claim of the end of validity.
pub const EXP: i64 = 4;
/// Claim of the time of issue.
pub const IAT: i64 = 6;
/// Claim of the certificate.
pub const HCERT: i64 = -260;

/// Integer keys and values, in the order they are written.
pub type Entries = Vec<(Value, Value)>;

/// The parts of a COSE_Sign1 message before it is signed.
#[derive(Clone, Debug)]
pub struct Message {
    /// Tags around it, outermost first.
    pub tags: Vec<u64>,
    /// Encoded protected header.
    pub protected: Vec<u8>,
    /// Unprotected header.
    pub unprotected: Value,
    /// Encoded payload.
    pub payload: Vec<u8>,
}

impl Message {
    /// A message as issuers should write it, with a DCC in it.
    pub fn new(kid: &[u8], dcc: &serde_json::Value, [issued_at, expires_at]: [i64; 2]) -> Self {
        Self {
            tags: vec![SIGN1],
            protected: cbor_write::write(&headers(&[(ALG, int(ES256)), (KID, bytes(kid))])),
            unprotected: Value::Map(Vec::new()),
            payload: cbor_write::write(&claims(dcc, int(issued_at), int(expires_at))),
        }
    }

    /// What a signature is over (RFC 9052 section 4.4).
    pub fn to_be_signed(&self) -> Vec<u8> {
        let context = Value::Text("Signature1".into());
        let parts = [context, bytes(&self.protected), bytes(&[]), bytes(&self.payload)];
        cbor_write::write(&Value::Array(parts.into()))
    }

    /// The message with a signature of `issuer`, as CBOR.
    pub fn signed(&self, issuer: &Issuer) -> Vec<u8> {
        self.with_signature(&issuer.signer().sign(&self.to_be_signed()))
    }

    /// The message with any signature, as CBOR.
    pub fn with_signature(&self, signature: &[u8]) -> Vec<u8> {
        let parts =
            [bytes(&self.protected), self.unprotected.clone(), bytes(&self.payload), bytes(signature)];
        let tagged = self
            .tags
            .iter()
            .rev()
            .fold(Value::Array(parts.into()), |inner, tag| Value::Tag(*tag, Box::new(inner)));
        cbor_write::write(&tagged)
    }

    /// The code of the message signed by `issuer`.
    pub fn code(&self, issuer: &Issuer) -> String {
        hc1::write(&self.signed(issuer))
    }

    /// Its claims, for changing.
    pub fn claims(&self) -> Entries {
        match Value::read(&self.payload) {
            Ok(Value::Map(entries)) => entries,
            other => panic!("{other:?}"),
        }
    }

    /// The same message with a claim changed or added.
    #[must_use]
    pub fn with_claim(mut self, label: i64, value: Value) -> Self {
        let mut claims = self.claims();
        claims.retain(|(key, _)| *key != int(label));
        claims.push((int(label), value));
        self.payload = cbor_write::write(&Value::Map(claims));
        self
    }

    /// The same message without a claim.
    #[must_use]
    pub fn without_claim(mut self, label: i64) -> Self {
        let mut claims = self.claims();
        claims.retain(|(key, _)| *key != int(label));
        self.payload = cbor_write::write(&Value::Map(claims));
        self
    }

    /// The same message with these protected headers.
    #[must_use]
    pub fn with_protected(mut self, entries: &[(i64, Value)]) -> Self {
        self.protected = cbor_write::write(&headers(entries));
        self
    }

    /// The same message with these unprotected headers.
    #[must_use]
    pub fn with_unprotected(mut self, entries: &[(i64, Value)]) -> Self {
        self.unprotected = headers(entries);
        self
    }
}

/// The claims around a DCC.
pub fn claims(dcc: &serde_json::Value, issued_at: Value, expires_at: Value) -> Value {
    let hcert = Value::Map(vec![(int(1), json::to_cbor(dcc))]);
    Value::Map(vec![
        (int(ISS), Value::Text("SE".into())),
        (int(EXP), expires_at),
        (int(IAT), issued_at),
        (int(HCERT), hcert),
    ])
}

/// A map with integer labels.
pub fn headers(entries: &[(i64, Value)]) -> Value {
    Value::Map(entries.iter().map(|(label, value)| (int(*label), value.clone())).collect())
}

/// An integer.
pub fn int(number: i64) -> Value {
    Value::Integer(number)
}

/// A byte string.
pub fn bytes(content: &[u8]) -> Value {
    Value::Bytes(content.to_vec())
}

/// CBOR with map entries in the order given, integers where they stand: for messages that are not
/// deterministic.
pub fn write_in_order(value: &Value) -> Vec<u8> {
    match value {
        Value::Map(entries) => {
            let mut out = head(5, entries.len() as u64);
            for (key, value) in entries {
                out.extend(write_in_order(key));
                out.extend(write_in_order(value));
            }
            out
        }
        Value::Array(items) => {
            let mut out = head(4, items.len() as u64);
            out.extend(items.iter().flat_map(write_in_order));
            out
        }
        Value::Tag(tag, inner) => [head(6, *tag), write_in_order(inner)].concat(),
        leaf => cbor_write::write(leaf),
    }
}

/// The shortest head of a major type and its argument (RFC 8949 section 3).
pub fn head(major: u8, argument: u64) -> Vec<u8> {
    let top = major << 5;
    match argument {
        0..=23 => vec![top | argument as u8],
        24..=0xff => vec![top | 24, argument as u8],
        0x100..=0xffff => [vec![top | 25], (argument as u16).to_be_bytes().to_vec()].concat(),
        0x1_0000..=0xffff_ffff => [vec![top | 26], (argument as u32).to_be_bytes().to_vec()].concat(),
        _ => [vec![top | 27], argument.to_be_bytes().to_vec()].concat(),
    }
}
