//! The key binding token: what the holder's device signs over a token, its disclosures and the moment
//! (draft-ietf-spice-sd-cwt-08 section 8.1).
//!
//! ```cddl
//! kbt = #6.18([protected: bytes .cbor { 1: -7, 13: sd-cwt, 16: 294 }, {}, payload: bytes .cbor said, bytes])
//! said = { 3: audience, 6: made-at, ? 4: until, ? 39: nonce, ? -65537: binding }
//! ```
//! [`parse`] reads the attested form of [`super::attested`] as well: the two differ in what is shown, and in who
//! says that the key is the holder's.

use super::attested::{self, Code};
use super::binding::{Binding, CLAIM_BINDING};
use crate::cbor::Value;
use crate::cbor_write;
use crate::envelope::cose::{self, HEADER_ALG, Sign1, TAG_SIGN1, kind, sig_structure};
use crate::envelope::cwt::{CLAIM_EXP, CLAIM_IAT, CLAIM_ISS, CLAIM_NBF};
use crate::error::ReadError;
use crate::issue;
use crate::report::Reason;
use crate::sd_cwt::Token;
use crate::sd_cwt::header::{ES256, HEADER_CWT_CLAIMS, HEADER_TYP, shown, sign1};
use crate::time::UnixTime;
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::PublicKey;

/// Codes of this stage.
pub mod code {
    /// Signed by the device with another algorithm than ES256.
    pub const ALGORITHM: &str = "envelope.presentation.algorithm";
    /// A claim is missing, of the wrong type, or must not be there.
    pub const CLAIM: &str = "envelope.presentation.claim";
    /// Its times contradict each other or those of the token in it.
    pub const TIMES: &str = "envelope.presentation.times";
    /// The message is no presentation.
    pub const TYPE: &str = "envelope.presentation.type";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::ALGORITHM, code::CLAIM, code::TIMES, code::TYPE];

const CLAIM_SUB: i64 = 2;
const CLAIM_AUD: i64 = 3;
/// RFC 9711's cousin for clients: "cnonce" (section 4, table 3).
const CLAIM_CNONCE: i64 = 39;
/// COSE header parameter "kcwt" (RFC 9528 section 10.6).
const HEADER_KCWT: i64 = 13;
/// Content-Format of a KBT (section 17.7), and its name as a media type.
const TYP: i64 = 294;
const MEDIA_TYPE: &str = "application/kb+cwt";

/// What the device says beside what it shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Facts {
    /// For whom it is made.
    pub audience: String,
    /// When.
    pub made_at: UnixTime,
    /// Until when it may be shown.
    pub until: Option<UnixTime>,
    /// The verifier's nonce, when one asked.
    pub nonce: Option<Vec<u8>>,
    /// The passport it is bound to; of our own presentations always there.
    pub binding: Option<Binding>,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A token its issuer bound to the device's key.
    Issued(Box<Token>),
    /// A code the device vouches for itself.
    Attested(Code),
}

/// A presentation as received: neither the device's signature nor what it shows is believed.
#[derive(Clone, Debug, PartialEq)]
pub struct Unverified {
    shown: Shown,
    facts: Facts,
    message: Sign1,
    /// Of the attested form only; the issued form has it in its token.
    attested_key: Option<PublicKey>,
}

/// Signs `facts` over `token` with the disclosures it has, not to be shown beyond the token's own expiry; `sign` makes the raw `r || s` ES256 signature of the
/// token's device key over the bytes given to it. Gives the COSE_Sign1 as CBOR.
///
/// # Errors
/// `issue.not-signed` when the signer did not sign.
pub fn build<E: ToString>(
    token: &Token,
    facts: &Facts,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, Reason> {
    let mut facts = facts.clone();
    if let Ok(Some(end)) = seconds(token.unverified_claims(), CLAIM_EXP)
        && end > facts.made_at
    {
        facts.until = Some(facts.until.map_or(end, |until| until.min(end)));
    }
    let headers = vec![
        (Value::Integer(HEADER_KCWT), token.to_value()),
        (Value::Integer(HEADER_TYP), Value::Integer(TYP)),
    ];
    sign_claims(headers, claims(&facts), sign)
}

/// Signs `claims` with ES256 under these protected headers and `alg`.
pub(super) fn sign_claims<E: ToString>(
    mut headers: Vec<(Value, Value)>,
    claims: Vec<(Value, Value)>,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, Reason> {
    headers.push((Value::Integer(HEADER_ALG), Value::Integer(ES256)));
    let protected = cbor_write::write(&Value::Map(headers));
    let payload = cbor_write::write(&Value::Map(claims));
    let signature = sign(&sig_structure(&protected, &payload))
        .map_err(|error| Reason::new(issue::code::NOT_SIGNED).found(error.to_string()))?;
    Ok(cbor_write::write(&sign1([protected, payload, signature], Value::Map(Vec::new()))))
}

pub(super) fn claims(facts: &Facts) -> Vec<(Value, Value)> {
    let mut claims = vec![
        (Value::Integer(CLAIM_AUD), Value::Text(facts.audience.clone())),
        (Value::Integer(CLAIM_IAT), Value::Integer(facts.made_at.0)),
    ];
    let mut some = |claim, value: Option<Value>| {
        if let Some(value) = value {
            claims.push((Value::Integer(claim), value));
        }
    };
    some(CLAIM_EXP, facts.until.map(|until| Value::Integer(until.0)));
    some(CLAIM_CNONCE, facts.nonce.clone().map(Value::Bytes));
    some(CLAIM_BINDING, facts.binding.as_ref().map(Binding::to_value));
    claims
}

/// Reads a presentation that fills `bytes`: tag 18, not sealed, not compressed.
///
/// # Errors
/// `envelope.cbor.*`, `envelope.cose.*`, `envelope.cose-key.*`, `envelope.sd-cwt.*`, `envelope.presentation.*`.
pub fn parse(bytes: &[u8]) -> Result<Unverified, ReadError> {
    let value = Value::read(bytes)?;
    if !matches!(value, Value::Tag(TAG_SIGN1, _)) {
        return Err(ReadError::new(cose::code::TAG).comparing(TAG_SIGN1, kind(&value)));
    }
    let (message, _) = Sign1::of(&value)?;
    let protected = cose::header_map(message.protected())?;
    match protected.get(HEADER_ALG) {
        Some(Value::Integer(ES256)) => {}
        other => return Err(ReadError::new(code::ALGORITHM).comparing(ES256, shown(other))),
    }
    if protected.get(HEADER_CWT_CLAIMS).is_some() {
        return Err(claim(HEADER_CWT_CLAIMS, "not in the header"));
    }
    let claims = Value::read(message.payload())?;
    let facts = facts(&claims)?;
    let issued = |token| Token::of(token).map(|token| (Shown::Issued(Box::new(token)), None));
    let (shown, attested_key) = match (protected.get(HEADER_TYP), protected.get(HEADER_KCWT)) {
        (Some(Value::Integer(TYP)), Some(token)) => issued(token)?,
        (Some(Value::Text(typ)), Some(token)) if typ == MEDIA_TYPE => issued(token)?,
        (Some(Value::Text(typ)), None) if typ == attested::MEDIA_TYPE => {
            let (code, key) = attested::read(&claims)?;
            (Shown::Attested(code), Some(key))
        }
        (typ, _) => return Err(ReadError::new(code::TYPE).comparing(TYP, shown(typ))),
    };
    let unverified = Unverified { shown, facts, message, attested_key };
    unverified.check_times(&claims)?;
    Ok(unverified)
}

fn facts(claims: &Value) -> Result<Facts, ReadError> {
    for forbidden in [CLAIM_ISS, CLAIM_SUB] {
        if claims.get(forbidden).is_some() {
            return Err(claim(forbidden, "absent"));
        }
    }
    let audience = claims.get(CLAIM_AUD).and_then(Value::as_text).ok_or_else(|| claim(CLAIM_AUD, "text"))?;
    let nonce = match claims.get(CLAIM_CNONCE) {
        None => None,
        Some(nonce) => Some(nonce.as_bytes().ok_or_else(|| claim(CLAIM_CNONCE, "bytes"))?.to_vec()),
    };
    Ok(Facts {
        audience: audience.to_owned(),
        made_at: seconds(claims, CLAIM_IAT)?.ok_or_else(|| claim(CLAIM_IAT, "seconds"))?,
        until: seconds(claims, CLAIM_EXP)?,
        nonce,
        binding: claims.get(CLAIM_BINDING).map(Binding::read).transpose()?,
    })
}

fn claim(claim: i64, expected: &str) -> ReadError {
    ReadError::new(code::CLAIM).comparing(expected, claim)
}

/// A time claim: finite, and where it is a fraction within what a double holds exactly (section 6.2).
fn seconds(claims: &Value, label: i64) -> Result<Option<UnixTime>, ReadError> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match claims.get(label) {
        None => Ok(None),
        Some(Value::Integer(seconds)) => Ok(Some(UnixTime(*seconds))),
        Some(Value::Float(seconds)) if (-EXACT..=EXACT).contains(seconds) => {
            Ok(Some(UnixTime(seconds.floor() as i64)))
        }
        Some(_) => Err(claim(label, "seconds")),
    }
}

impl Unverified {
    /// What is shown.
    pub fn unverified_shown(&self) -> &Shown {
        &self.shown
    }

    /// What the device says beside it.
    pub fn unverified_facts(&self) -> &Facts {
        &self.facts
    }

    /// The key the device must have signed with: named by the token's issuer, or by the device itself.
    pub fn device_key(&self) -> Option<&PublicKey> {
        match &self.shown {
            Shown::Issued(token) => Some(token.unverified_device_key()),
            Shown::Attested(_) => self.attested_key.as_ref(),
        }
    }

    /// What the device signed.
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.message.to_be_signed()
    }

    /// The device's signature as received.
    pub fn signature(&self) -> &[u8] {
        self.message.signature()
    }

    /// Whether the device's signature holds. Worth something only once the issuer's does, where there is one.
    pub fn signature_holds(&self) -> bool {
        self.device_key().is_some_and(|key| {
            key.verify(SignatureAlgorithm::Es256, &self.to_be_signed(), self.signature()).is_ok()
        })
    }

    /// The token's expiry, when the presentation was made then or later. Such a presentation is not valid (section
    /// 8.1), which is the check of time's to say.
    pub fn made_after_expiry(&self) -> Option<UnixTime> {
        let Shown::Issued(token) = &self.shown else { return None };
        seconds(token.unverified_claims(), CLAIM_EXP).ok()?.filter(|end| *end <= self.facts.made_at)
    }

    /// What section 9 asks of the times of both tokens, steps 3 and 6, but for [`Self::made_after_expiry`].
    fn check_times(&self, claims: &Value) -> Result<(), ReadError> {
        let Facts { made_at: made, until, .. } = self.facts;
        let own = (seconds(claims, CLAIM_NBF)?, Some(made), until);
        let token = match &self.shown {
            Shown::Issued(token) => {
                let claims = token.unverified_claims();
                let [from, issued, end] =
                    [CLAIM_NBF, CLAIM_IAT, CLAIM_EXP].map(|label| seconds(claims, label));
                (from?, issued?, end?)
            }
            Shown::Attested(_) => (None, None, None),
        };
        for (from, issued, end) in [own, token] {
            before(from, issued, true)?;
            before(issued, end, false)?;
            before(from, end, false)?;
        }
        before(token.1, own.1, true)?;
        before(token.0, own.1, true)?;
        before(token.0, own.0, true)?;
        if self.made_after_expiry().is_some() { Ok(()) } else { before(own.2, token.2, true) }
    }
}

/// Both known, `first` must come before `second`, or with it if it `may_equal` it.
fn before(first: Option<UnixTime>, second: Option<UnixTime>, may_equal: bool) -> Result<(), ReadError> {
    match (first, second) {
        (Some(first), Some(second)) if first > second || (first == second && !may_equal) => {
            Err(ReadError::new(code::TIMES).comparing(first.rfc3339(), second.rfc3339()))
        }
        _ => Ok(()),
    }
}
