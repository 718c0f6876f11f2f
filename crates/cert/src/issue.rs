//! Issuing: content in, `HC1:` text out, strict where the reader is tolerant.
//!
//! Deterministic CBOR, integer times, `alg` and `kid` in the protected header, ES256 with low `s`.
//! The signature comes from a closure: no private key enters this crate.

use crate::cbor::Value;
use crate::cbor_write;
use crate::dcc;
use crate::envelope::cose::sig_structure;
use crate::envelope::cwt::{self, CLAIM_EXP, CLAIM_HCERT, CLAIM_IAT, CLAIM_ISS};
use crate::envelope::hc1;
use crate::icvp;
use crate::ithc::{self, Ithc};
use crate::json;
use crate::report::Reason;
use crate::time::UnixTime;

/// Codes of issuing; those of ITHC content are in [`crate::ithc`].
pub mod code {
    /// Expires before it is issued.
    pub const EXPIRES_FIRST: &str = "issue.expires-before-issue";
    /// The signer did not sign.
    pub const NOT_SIGNED: &str = "issue.not-signed";
}

const HEADER_ALG: i64 = 1;
const HEADER_KID: i64 = 4;
const ES256: i64 = -7;
const TAG_SIGN1: u64 = 18;

/// Who issues, and for how long.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    /// ISO 3166-1 alpha-2 of the issuing state.
    pub issuer: &'a str,
    /// Identifier of the signing key.
    pub kid: &'a [u8],
    /// Time of issue.
    pub issued_at: UnixTime,
    /// Time of expiry.
    pub expires_at: UnixTime,
}

/// Content ready to be signed: it passed every check of its format.
#[derive(Clone, Debug)]
pub struct Content {
    /// The whole value of claim -260.
    hcert: Value,
}

impl Content {
    /// An ITHC.
    ///
    /// # Errors
    /// Every `issue.*` reason that speaks against it.
    pub fn ithc(ithc: &Ithc, issued_at: UnixTime) -> Result<Self, Vec<Reason>> {
        Ok(Self { hcert: ithc::encode(ithc, issued_at.0)? })
    }

    /// The value of claim -260.
    #[cfg(feature = "presentation")]
    pub(crate) fn hcert(&self) -> &Value {
        &self.hcert
    }

    /// An EU DCC, from its JSON form.
    ///
    /// # Errors
    /// Every `content.*` reason that speaks against it.
    pub fn dcc(payload: &serde_json::Value) -> Result<Self, Vec<Reason>> {
        let value = json::to_cbor(payload);
        let faults = dcc::check(&value);
        let hcert = Value::Map(vec![(Value::Integer(cwt::DCC), value)]);
        if faults.is_empty() { Ok(Self { hcert }) } else { Err(faults) }
    }

    /// An International Certificate of Vaccination or Prophylaxis, from its JSON form.
    ///
    /// # Errors
    /// Every `content.*` reason that speaks against it.
    pub fn icvp(certificate: &serde_json::Value, issued_at: UnixTime) -> Result<Self, Vec<Reason>> {
        let value = icvp::encode(certificate, issued_at)?;
        Ok(Self { hcert: Value::Map(vec![(Value::Integer(cwt::ICVP), value)]) })
    }
}

impl Envelope<'_> {
    /// Signs `content`; `sign` makes the raw `r || s` ES256 signature over the bytes given to it.
    ///
    /// # Errors
    /// `issue.expires-before-issue`, `issue.not-signed`.
    pub fn sign<E: ToString>(
        &self,
        content: Content,
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<String, Reason> {
        self.check_times()?;
        let protected = cbor_write::write(&Value::Map(vec![
            (Value::Integer(HEADER_ALG), Value::Integer(ES256)),
            (Value::Integer(HEADER_KID), Value::Bytes(self.kid.to_vec())),
        ]));
        let payload = cbor_write::write(&self.claims(content));
        let signature = sign(&sig_structure(&protected, &payload))
            .map_err(|error| Reason::new(code::NOT_SIGNED).found(error.to_string()))?;
        let parts =
            [Value::Bytes(protected), Value::Map(Vec::new()), Value::Bytes(payload), Value::Bytes(signature)];
        Ok(hc1::write(&cbor_write::write(&Value::Tag(TAG_SIGN1, Box::new(Value::Array(parts.into()))))))
    }

    /// `issue.expires-before-issue`.
    pub(crate) fn check_times(&self) -> Result<(), Reason> {
        if self.expires_at > self.issued_at {
            return Ok(());
        }
        let reason = Reason::new(code::EXPIRES_FIRST);
        Err(reason.expected(self.issued_at.rfc3339()).found(self.expires_at.rfc3339()))
    }

    /// The claims around `content`.
    pub(crate) fn claims(&self, content: Content) -> Value {
        Value::Map(vec![
            (Value::Integer(CLAIM_ISS), Value::Text(self.issuer.to_owned())),
            (Value::Integer(CLAIM_EXP), Value::Integer(self.expires_at.0)),
            (Value::Integer(CLAIM_IAT), Value::Integer(self.issued_at.0)),
            (Value::Integer(CLAIM_HCERT), content.hcert),
        ])
    }
}
