//! The bundle's parts as CBOR, label by label as in `trust-bundle.cddl`.

use super::Source;
use crate::cbor::Value;
use crate::model::RecordKind;
use crate::time::UnixTime;
use crate::trust::{Agreement, Revocations, Role, TrustError, TrustList, TrustedKey, Voucher, code};
use healthpass_crypto::key::PublicKey;
use std::sync::Arc;

impl Source {
    pub(super) fn to_cbor(&self) -> Value {
        let mut entries = vec![
            (Value::Integer(1), Value::Text(self.name.clone())),
            (Value::Integer(2), Value::Text(self.proof.clone())),
        ];
        entries.extend(self.dated.map(|at| (Value::Integer(3), Value::Integer(at.0))));
        entries.extend(self.environment.clone().map(|name| (Value::Integer(4), Value::Text(name))));
        Value::Map(entries)
    }

    pub(super) fn from_cbor(value: &Value) -> Result<Self, TrustError> {
        let (dated, environment) = (optional_time(value, 3)?, optional_text(value, 4)?);
        Ok(Self { name: text(value, 1)?, proof: text(value, 2)?, dated, environment })
    }
}

impl Agreement {
    pub(super) fn to_cbor(&self) -> Value {
        let texts = |all: &[String]| Value::Array(all.iter().cloned().map(Value::Text).collect());
        let mut entries = vec![
            (Value::Integer(1), Value::Text(self.name.clone())),
            (Value::Integer(2), texts(&self.issuers)),
            (Value::Integer(3), texts(&self.relying)),
        ];
        entries.extend(self.mutual.then_some((Value::Integer(4), Value::Bool(true))));
        entries.extend(self.kinds.as_ref().map(|kinds| (Value::Integer(5), usage_to_cbor(kinds))));
        entries.extend(self.diseases.as_ref().map(|codes| (Value::Integer(6), texts(codes))));
        entries.extend(self.from.map(|at| (Value::Integer(7), Value::Integer(at.0))));
        entries.extend(self.until.map(|at| (Value::Integer(8), Value::Integer(at.0))));
        Value::Map(entries)
    }

    pub(super) fn from_cbor(value: &Value) -> Result<Self, TrustError> {
        Ok(Self {
            name: text(value, 1)?,
            issuers: texts(value, 2)?,
            relying: texts(value, 3)?,
            mutual: matches!(value.get(4), Some(Value::Bool(true))),
            kinds: value.get(5).map(usage_from_cbor).transpose()?,
            diseases: value.get(6).map(|_| texts(value, 6)).transpose()?,
            from: optional_time(value, 7)?,
            until: optional_time(value, 8)?,
        })
    }
}

pub fn key_to_cbor(key: &TrustedKey, source: usize) -> Value {
    let mut entries = vec![
        (Value::Integer(1), Value::Bytes(key.kid.clone())),
        (Value::Integer(2), Value::Bytes(key.key.spki_der().to_vec())),
        (Value::Integer(8), Value::Integer(source as i64)),
    ];
    entries.extend(key.country.clone().map(|country| (Value::Integer(3), Value::Text(country))));
    entries.extend(key.issuer.clone().map(|name| (Value::Integer(4), Value::Text(name))));
    entries.extend(key.not_before.map(|at| (Value::Integer(5), Value::Integer(at.0))));
    entries.extend(key.not_after.map(|at| (Value::Integer(6), Value::Integer(at.0))));
    entries.extend(key.issuer_id.clone().map(|id| (Value::Integer(9), Value::Text(id))));
    entries.extend(key.domain.clone().map(|domain| (Value::Integer(10), Value::Text(domain))));
    entries.extend(key.usage.as_ref().map(|kinds| (Value::Integer(7), usage_to_cbor(kinds))));
    let role = match key.role {
        Role::Signer | Role::Either => None,
        Role::Authority => Some(AUTHORITY),
        Role::Other => Some(OTHER),
    };
    entries.extend(role.map(|role| (Value::Integer(11), Value::Integer(role))));
    entries.extend(key.subject.clone().map(|name| (Value::Integer(12), Value::Bytes(name))));
    if let Some(revocations) = &key.revocations {
        entries.extend(revocations_to_cbor(revocations));
    }
    entries.extend(key.participant.clone().map(|code| (Value::Integer(15), Value::Text(code))));
    Value::Map(entries)
}

fn usage_to_cbor(kinds: &[RecordKind]) -> Value {
    Value::Array(kinds.iter().map(|kind| Value::Text(kind.name().into())).collect())
}

/// Label 11 of an authority's key and of one for other purposes; absent for a signer's.
const AUTHORITY: i64 = 1;
const OTHER: i64 = 2;

/// Label 13, the serial numbers, and label 14, `[this update, ? next update]`.
fn revocations_to_cbor(revocations: &Revocations) -> [(Value, Value); 2] {
    let serials = revocations.serials.iter().cloned().map(Value::Bytes).collect();
    let mut dates = vec![Value::Integer(revocations.this_update.0)];
    dates.extend(revocations.next_update.map(|at| Value::Integer(at.0)));
    [(Value::Integer(13), Value::Array(serials)), (Value::Integer(14), Value::Array(dates))]
}

fn revocations_from_cbor(value: &Value) -> Result<Option<Revocations>, TrustError> {
    let dates = match value.get(14).map(Value::as_array) {
        None => return Ok(None),
        Some(dates) => dates.unwrap_or_default(),
    };
    let time = |at: &Value| at.as_integer().map(UnixTime).ok_or_else(|| missing(14));
    let (this_update, next_update) = match dates {
        [this] => (time(this)?, None),
        [this, next] => (time(this)?, Some(time(next)?)),
        _ => return Err(missing(14)),
    };
    let mut serials = Vec::new();
    for serial in array(value, 13)? {
        serials.push(serial.as_bytes().ok_or_else(|| missing(13))?.to_vec());
    }
    Ok(Some(Revocations { this_update, next_update, serials }))
}

fn role_from_cbor(value: &Value) -> Result<Role, TrustError> {
    match value.get(11).map(Value::as_integer) {
        None => Ok(Role::Signer),
        Some(Some(AUTHORITY)) => Ok(Role::Authority),
        Some(Some(OTHER)) => Ok(Role::Other),
        Some(_) => Err(missing(11)),
    }
}

pub fn key_from_cbor(value: &Value, list: &Arc<TrustList>) -> Result<(TrustedKey, usize), TrustError> {
    let key =
        PublicKey::from_spki_der(bytes(value, 2)?).map_err(|error| TrustError::new(code::KEY, error))?;
    let source = usize::try_from(integer(value, 8)?).map_err(|_| TrustError::new(code::SHAPE, "source"))?;
    let trusted = TrustedKey {
        kid: bytes(value, 1)?.to_vec(),
        key,
        country: optional_text(value, 3)?,
        participant: optional_text(value, 15)?,
        issuer: optional_text(value, 4)?,
        issuer_id: optional_text(value, 9)?,
        domain: optional_text(value, 10)?,
        not_before: optional_time(value, 5)?,
        not_after: optional_time(value, 6)?,
        usage: value.get(7).map(usage_from_cbor).transpose()?,
        role: role_from_cbor(value)?,
        subject: value.get(12).and_then(Value::as_bytes).map(<[u8]>::to_vec),
        revocations: revocations_from_cbor(value)?,
        voucher: Voucher::List(list.clone()),
    };
    Ok((trusted, source))
}

fn usage_from_cbor(value: &Value) -> Result<Vec<RecordKind>, TrustError> {
    let kinds = value.as_array().ok_or_else(|| TrustError::new(code::SHAPE, "usage"))?;
    let known = |kind: &Value| kind.as_text().and_then(RecordKind::from_name);
    kinds.iter().map(|kind| known(kind).ok_or_else(|| TrustError::new(code::SHAPE, "record kind"))).collect()
}

pub fn missing(label: i64) -> TrustError {
    TrustError::new(code::SHAPE, format!("label {label}"))
}

pub fn integer(map: &Value, label: i64) -> Result<i64, TrustError> {
    map.get(label).and_then(Value::as_integer).ok_or_else(|| missing(label))
}

pub fn text(map: &Value, label: i64) -> Result<String, TrustError> {
    map.get(label).and_then(Value::as_text).map(str::to_owned).ok_or_else(|| missing(label))
}

/// Absent is nothing; of another type is no bundle: an end that cannot be read must not become no end.
pub fn optional_text(map: &Value, label: i64) -> Result<Option<String>, TrustError> {
    let text = |value: &Value| value.as_text().map(str::to_owned).ok_or_else(|| missing(label));
    map.get(label).map(text).transpose()
}

fn optional_time(map: &Value, label: i64) -> Result<Option<UnixTime>, TrustError> {
    let time = |value: &Value| value.as_integer().map(UnixTime).ok_or_else(|| missing(label));
    map.get(label).map(time).transpose()
}

pub fn texts(map: &Value, label: i64) -> Result<Vec<String>, TrustError> {
    let one = |item: &Value| item.as_text().map(str::to_owned).ok_or_else(|| missing(label));
    array(map, label)?.iter().map(one).collect()
}

fn bytes(map: &Value, label: i64) -> Result<&[u8], TrustError> {
    map.get(label).and_then(Value::as_bytes).ok_or_else(|| missing(label))
}

pub fn array(map: &Value, label: i64) -> Result<&[Value], TrustError> {
    map.get(label).and_then(Value::as_array).ok_or_else(|| missing(label))
}
