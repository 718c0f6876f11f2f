//! CWT claims (RFC 8392) with the health certificate claim -260 (hcert-spec 3.4).

use crate::cbor::Value;
use crate::envelope::cose::kind;
use crate::error::ReadError;
use crate::json;
use crate::time::UnixTime;

/// Codes of this stage.
pub mod code {
    /// No claim -260, or not a map.
    pub const HCERT_MISSING: &str = "envelope.cwt.hcert-missing";
    /// What claim -260 holds is not a map.
    pub const HCERT_SHAPE: &str = "envelope.cwt.hcert-shape";
    /// The payload is not a claims map.
    pub const SHAPE: &str = "envelope.cwt.shape";
    /// A time claim that is not a number of seconds.
    pub const TIME: &str = "envelope.cwt.time";
}

pub(crate) const CLAIM_ISS: i64 = 1;
pub(crate) const CLAIM_EXP: i64 = 4;
pub(crate) const CLAIM_NBF: i64 = 5;
pub(crate) const CLAIM_IAT: i64 = 6;
pub(crate) const CLAIM_HCERT: i64 = -260;

/// Signed claims, as received.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// All of them.
    pub all: Value,
    /// Claim 1; by specification ISO 3166-1 alpha-2, in the field any text.
    pub issuer: Option<String>,
    /// Claim 6.
    pub issued_at: Option<UnixTime>,
    /// Claim 5.
    pub not_before: Option<UnixTime>,
    /// Claim 4.
    pub expires_at: Option<UnixTime>,
}

impl Claims {
    /// Reads the payload of a health certificate.
    ///
    /// # Errors
    /// `envelope.cbor.*` and the codes of [`code`].
    pub fn read(payload: &[u8]) -> Result<Self, ReadError> {
        let all = Value::read(payload)?;
        if all.entries().is_none() {
            return Err(ReadError::new(code::SHAPE).comparing("map", kind(&all)));
        }
        let hcert =
            all.get(CLAIM_HCERT).and_then(Value::entries).ok_or(ReadError::new(code::HCERT_MISSING))?;
        if let Some((key, content)) = hcert.iter().find(|(_, content)| content.entries().is_none()) {
            let found = format!("-260 {}: {}", json::from_cbor(key), kind(content));
            return Err(ReadError::new(code::HCERT_SHAPE).comparing("map", found));
        }
        Ok(Self {
            issuer: all.get(CLAIM_ISS).and_then(Value::as_text).map(str::to_owned),
            issued_at: numeric_date(&all, CLAIM_IAT)?,
            not_before: numeric_date(&all, CLAIM_NBF)?,
            expires_at: numeric_date(&all, CLAIM_EXP)?,
            all,
        })
    }

    /// Issuer and times, for developers.
    pub(crate) fn describe(&self) -> String {
        let time = |at: Option<UnixTime>| at.map_or("none".to_owned(), UnixTime::rfc3339);
        let issuer = self.issuer.as_deref().unwrap_or("none");
        format!("iss {issuer}, iat {}, exp {}", time(self.issued_at), time(self.expires_at))
    }

    /// Claim -260: sub-claim number to content.
    pub fn hcert(&self) -> &[(Value, Value)] {
        self.all.get(CLAIM_HCERT).and_then(Value::entries).unwrap_or_default()
    }
}

/// Whole seconds; fractions are cut down, as Spain and Hungary issue them.
pub(crate) fn numeric_date(claims: &Value, claim: i64) -> Result<Option<UnixTime>, ReadError> {
    /// 9999-12-31T23:59:59Z, the last second RFC 3339 can write.
    const LAST: f64 = 253_402_300_799.0;
    match claims.get(claim) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Integer(seconds)) => Ok(Some(UnixTime(*seconds))),
        Some(Value::Float(seconds)) if (0.0..=LAST).contains(seconds) => {
            Ok(Some(UnixTime(seconds.floor() as i64)))
        }
        Some(other) => {
            Err(ReadError::new(code::TIME).comparing("seconds", format!("claim {claim}: {}", kind(other))))
        }
    }
}
