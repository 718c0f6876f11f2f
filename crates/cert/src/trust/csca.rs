//! Country signing authorities of passports in a trust bundle (labels 11 and 12 of `trust-bundle.cddl`).
//!
//! They stand apart from the keys of health certificates: readers without this part pass over them, and a
//! bundle may hold nothing else. Each authority's key is stored once, however many certificates it has.

#[cfg(feature = "trust-lists")]
mod master_list;

#[cfg(feature = "trust-lists")]
pub use master_list::{MasterList, read_master_list};

use super::bundle::{Bundle, RootPin, Source, form};
use super::{TrustError, TrustList, code};
use crate::cbor::Value;
use crate::limits::MAX_TRUST_ITEMS;
use crate::time::UnixTime;
use healthpass_passport::authentication::Csca;

/// Labels in the list: the keys, and the authorities.
const KEYS: i64 = 11;
const AUTHORITIES: i64 = 12;

/// The authorities of a bundle, and the list as they see it.
#[derive(Clone, Debug)]
pub struct Authorities {
    /// Name, environment and dates.
    pub list: TrustList,
    /// Sequence number.
    pub sequence: u64,
    /// Where they came from.
    pub sources: Vec<Source>,
    /// The authorities, each with the index of its source.
    pub authorities: Vec<(Csca, usize)>,
}

/// What a screen says about them.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct AuthoritySummary {
    /// Name of the list.
    pub name: String,
    /// `production`, `test` or `demo`.
    pub environment: String,
    /// Sequence number.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub version: u64,
    /// Date of the list, RFC 3339 UTC.
    pub created_at: String,
    /// End of its life, RFC 3339 UTC.
    pub expires_at: String,
    /// Whether that end has passed at the time asked about.
    pub expired: bool,
    /// Number of authorities' certificates.
    pub authorities: u32,
    /// Their countries as they write them, sorted.
    pub countries: Vec<String>,
}

impl Authorities {
    /// Reads and verifies a bundle, and takes the authorities out of it; none in it is no error.
    ///
    /// # Errors
    /// Those of [`Bundle::open`].
    pub fn open(bytes: &[u8], root: &RootPin) -> Result<Self, TrustError> {
        let payload = super::bundle::signed_payload(bytes, root)?;
        let content = Value::read_bounded(&payload, MAX_TRUST_ITEMS)
            .map_err(|error| TrustError::new(code::SHAPE, error.code))?;
        let bundle = super::bundle::read_content(&content)?;
        bundle.check()?;
        let authorities = if content.get(AUTHORITIES).is_some() { read(&content)? } else { Vec::new() };
        Ok(Self { list: bundle.list, sequence: bundle.sequence, sources: bundle.sources, authorities })
    }

    /// What a screen says about them at `now`.
    pub fn summary(&self, now: UnixTime) -> AuthoritySummary {
        let countries = super::bundle::each_once(
            self.authorities.iter().filter_map(|(authority, _)| authority.country.as_ref()),
        );
        AuthoritySummary {
            name: self.list.name.clone(),
            environment: self.list.environment.clone(),
            version: self.sequence,
            created_at: self.list.created_at.rfc3339(),
            expires_at: self.list.expires_at.rfc3339(),
            expired: now > self.list.expires_at,
            authorities: self.authorities.len() as u32,
            countries,
        }
    }
}

/// Writes a bundle with these authorities, each with the index of its source among the bundle's.
///
/// # Errors
/// Whatever `sign` returns.
pub fn write<E>(
    bundle: &Bundle,
    authorities: &[(Csca, usize)],
    root_spki: &[u8],
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    bundle.write_with(parts(authorities), root_spki, sign)
}

/// The authorities without repetition: entries that differ in nothing but overlapping times become one.
pub fn compact(all: Vec<(Csca, usize)>) -> Vec<(Csca, usize)> {
    let mut kept: Vec<(Csca, usize)> = Vec::new();
    for (new, source) in all {
        let same = kept.iter_mut().find(|(old, _)| {
            old.spki == new.spki
                && old.subject == new.subject
                && old.key_id == new.key_id
                && overlap(old.valid, new.valid)
        });
        match same {
            Some((old, _)) => {
                if let (Some([from, until]), Some([new_from, new_until])) = (old.valid, new.valid) {
                    old.valid = Some([from.min(new_from), until.max(new_until)]);
                }
            }
            None => kept.push((new, source)),
        }
    }
    kept
}

fn overlap(a: Option<[i64; 2]>, b: Option<[i64; 2]>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a[0] <= b[1] && b[0] <= a[1],
        (a, b) => a == b,
    }
}

fn parts(authorities: &[(Csca, usize)]) -> Vec<(Value, Value)> {
    if authorities.is_empty() {
        return Vec::new();
    }
    let mut keys: Vec<&[u8]> = Vec::new();
    let mut entries = Vec::new();
    for (authority, source) in authorities {
        let known = keys.iter().position(|key| *key == authority.spki);
        let index = known.unwrap_or_else(|| {
            keys.push(&authority.spki);
            keys.len() - 1
        });
        entries.push(entry(authority, index, *source));
    }
    let keys = keys.into_iter().map(|key| Value::Bytes(key.to_vec())).collect();
    vec![(Value::Integer(KEYS), Value::Array(keys)), (Value::Integer(AUTHORITIES), Value::Array(entries))]
}

fn entry(authority: &Csca, key: usize, source: usize) -> Value {
    let mut entry = vec![(Value::Integer(1), Value::Integer(key as i64))];
    entry.extend(authority.country.clone().map(|code| (Value::Integer(2), Value::Text(code))));
    if !authority.subject.is_empty() {
        entry.push((Value::Integer(3), Value::Bytes(authority.subject.clone())));
    }
    entry.extend(authority.key_id.clone().map(|id| (Value::Integer(4), Value::Bytes(id))));
    if let Some([from, until]) = authority.valid {
        entry.push((Value::Integer(5), Value::Integer(from)));
        entry.push((Value::Integer(6), Value::Integer(until)));
    }
    entry.push((Value::Integer(8), Value::Integer(source as i64)));
    Value::Map(entry)
}

fn read(content: &Value) -> Result<Vec<(Csca, usize)>, TrustError> {
    let mut keys: Vec<&[u8]> = Vec::new();
    for key in form::array(content, KEYS)? {
        keys.push(key.as_bytes().ok_or_else(|| form::missing(KEYS))?);
    }
    let mut authorities = Vec::new();
    for entry in form::array(content, AUTHORITIES)? {
        let index = |label| usize::try_from(form::integer(entry, label)?).map_err(|_| form::missing(label));
        let spki = keys.get(index(1)?).ok_or_else(|| form::missing(1))?.to_vec();
        let valid = match (entry.get(5), entry.get(6)) {
            (None, None) => None,
            _ => Some([form::integer(entry, 5)?, form::integer(entry, 6)?]),
        };
        let bytes = |label: i64| match entry.get(label) {
            Some(value) => {
                value.as_bytes().map(|bytes| Some(bytes.to_vec())).ok_or_else(|| form::missing(label))
            }
            None => Ok(None),
        };
        let authority = Csca {
            country: form::optional_text(entry, 2)?,
            subject: bytes(3)?.unwrap_or_default(),
            key_id: bytes(4)?,
            spki,
            valid,
        };
        authorities.push((authority, index(8)?));
    }
    Ok(authorities)
}

#[cfg(test)]
mod tests;
