//! CWT claims (RFC 8392) with the health certificate claim -260 (hcert-spec 3.4).
//!
//! Taken as states issue it: keys written as text (`"-260"`), times in milliseconds, an `exp` that is no
//! number, the certificate under claim 99, and DDCC of the first version with its members among the claims.

use crate::cbor::Value;
use crate::ddcc;
use crate::envelope::cose::kind;
use crate::error::ReadError;
use crate::json;
use crate::time::UnixTime;

/// Codes of this stage.
pub mod code {
    /// No claim -260 nor what stands for it, or not a map.
    pub const HCERT_MISSING: &str = "envelope.cwt.hcert-missing";
    /// What claim -260 holds is not a map, nor what its sub-claim may hold instead.
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

/// Where Uruguay puts the certificate.
const CLAIM_URUGUAY: i64 = 99;

/// Sub-claim of an EU DCC (smart-trust, logical model HCert).
pub(crate) const DCC: i64 = 1;
/// Sub-claim of a DDCC of a vaccination.
pub(crate) const DDCC_VS: i64 = 3;
/// Sub-claim of a DDCC of a test result.
pub(crate) const DDCC_TR: i64 = 4;
/// Sub-claim of a health link: text, or a list of maps with the text.
pub(crate) const LINK: i64 = 5;
/// Sub-claim of an ICVP.
pub(crate) const ICVP: i64 = -6;

/// Sub-claims of which HCert allows any number (`0..*`), so that some issuers write a list.
const LISTS: [i64; 4] = [DDCC_VS, DDCC_TR, LINK, ICVP];

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
        Self::of(Value::read(payload)?)
    }

    /// Takes claims that were read.
    pub(crate) fn of(all: Value) -> Result<Self, ReadError> {
        if all.entries().is_none() {
            return Err(ReadError::new(code::SHAPE).comparing("map", kind(&all)));
        }
        let claims = Self {
            issuer: numbered(&all, CLAIM_ISS).and_then(Value::as_text).map(str::to_owned),
            issued_at: numeric_date(&all, CLAIM_IAT)?,
            not_before: numeric_date(&all, CLAIM_NBF)?,
            expires_at: numeric_date(&all, CLAIM_EXP)?,
            all,
        };
        claims.check_shape()?;
        Ok(claims)
    }

    /// Issuer and times, for developers.
    pub(crate) fn describe(&self) -> String {
        let time = |at: Option<UnixTime>| at.map_or("none".to_owned(), UnixTime::rfc3339);
        let issuer = self.issuer.as_deref().unwrap_or("none");
        format!("iss {issuer}, iat {}, exp {}", time(self.issued_at), time(self.expires_at))
    }

    /// Claim -260, or the claim that stands for it: sub-claim number to content.
    pub fn hcert(&self) -> &[(Value, Value)] {
        self.container().and_then(Value::entries).unwrap_or_default()
    }

    /// The content of the sub-claim of this number.
    pub fn content(&self, number: i64) -> Option<&Value> {
        let container = self.container()?;
        let bare_dcc = || container.get_text("nam").filter(|_| number == DCC).map(|_| container);
        numbered(container, number).or_else(bare_dcc)
    }

    /// The claims themselves, where they are a DDCC of its first version.
    pub fn bare(&self) -> Option<&Value> {
        (self.container().is_none() && ddcc::looks_like(&self.all)).then_some(&self.all)
    }

    fn container(&self) -> Option<&Value> {
        let hcert = numbered(&self.all, CLAIM_HCERT);
        hcert.or_else(|| numbered(&self.all, CLAIM_URUGUAY).filter(|content| content.entries().is_some()))
    }

    fn check_shape(&self) -> Result<(), ReadError> {
        let Some(container) = self.container() else {
            return if self.bare().is_some() { Ok(()) } else { Err(ReadError::new(code::HCERT_MISSING)) };
        };
        let hcert = container.entries().ok_or(ReadError::new(code::HCERT_MISSING))?;
        if numbered(&self.all, CLAIM_HCERT).is_none() {
            return Ok(());
        }
        for (key, content) in hcert {
            let is = |number: &i64| number_of(key) == Some(*number);
            let shaped = match content {
                Value::Map(_) => true,
                Value::Array(_) => LISTS.iter().any(is),
                Value::Text(_) => is(&LINK),
                _ => false,
            };
            if !shaped {
                let found = format!("-260 {}: {}", json::from_cbor(key), kind(content));
                return Err(ReadError::new(code::HCERT_SHAPE).comparing("map", found));
            }
        }
        Ok(())
    }
}

/// The entry of this number, its key possibly written as text.
fn numbered(map: &Value, number: i64) -> Option<&Value> {
    map.get(number).or_else(|| map.get_text(&number.to_string()))
}

fn number_of(key: &Value) -> Option<i64> {
    key.as_integer().or_else(|| key.as_text()?.parse().ok())
}

/// Whole seconds; fractions are cut down, as Spain and Hungary issue them. Uruguay issues a time of
/// expiry that is no number for certificates that do not expire.
pub(crate) fn numeric_date(claims: &Value, claim: i64) -> Result<Option<UnixTime>, ReadError> {
    /// Milliseconds of the last second RFC 3339 can write.
    const LAST: f64 = 253_402_300_799_999.0;
    match numbered(claims, claim) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Integer(number)) => Ok(Some(UnixTime::of_claim(*number))),
        Some(Value::Float(number)) if claim == CLAIM_EXP && number.is_nan() => Ok(None),
        Some(Value::Float(number)) if (0.0..=LAST).contains(number) => {
            Ok(Some(UnixTime::of_claim(number.floor() as i64)))
        }
        Some(other) => {
            Err(ReadError::new(code::TIME).comparing("seconds", format!("claim {claim}: {}", kind(other))))
        }
    }
}
