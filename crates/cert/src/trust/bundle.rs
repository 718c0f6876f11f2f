//! The trust bundle (`trust-bundle.cddl`): read against a pinned root, written with a signing closure.

pub(super) mod form;

#[cfg(feature = "presentation")]
use super::recipients::{self, Recipient};
use super::{Agreement, TrustError, TrustList, TrustStore, TrustedKey, code};
use crate::cbor::Value;
use crate::cbor_write;
use crate::limits::{MAX_TRUST_BUNDLE, MAX_TRUST_ITEMS};
use crate::signed_file::{self, Kind, Refused};
use crate::time::UnixTime;
use form::{array, integer, key_from_cbor, key_to_cbor, optional_text, text};
use serde::Serialize;
use std::sync::Arc;

/// The one format version there is.
pub const VERSION: i64 = 1;

/// Lists for real use.
pub const PRODUCTION: &str = "production";
/// Lists of made-up states.
pub const TEST: &str = "test";
/// Every environment a bundle or a list can be of.
pub const ENVIRONMENTS: [&str; 3] = [PRODUCTION, TEST, "demo"];

pub use crate::signed_file::RootPin;

/// Where keys of a bundle came from.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Source {
    /// Published list or file.
    pub name: String,
    /// How its own proof fared: `verified`, `signer-not-known` or `none`.
    pub proof: String,
    /// Date of that list.
    pub dated: Option<UnixTime>,
    /// The environment that list says it is of.
    pub environment: Option<String>,
}

/// The content of a bundle.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The list as its keys see it.
    pub list: TrustList,
    /// Sequence number.
    pub sequence: u64,
    /// Where its keys came from.
    pub sources: Vec<Source>,
    /// The keys, each with the index of its source.
    pub keys: Vec<(TrustedKey, usize)>,
}

/// What a screen says about a list.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct TrustSummary {
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
    /// Whole days since the date of the list.
    pub list_age_days: u32,
    /// Number of states.
    pub issuers: u32,
    /// Number of keys.
    pub keys: u32,
    /// ISO 3166-1 alpha-2 codes, sorted.
    pub countries: Vec<String>,
    /// Number of authorities that codes may be sealed to now; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub recipients: Option<u32>,
}

impl Bundle {
    /// Reads and verifies a bundle. Nothing is parsed beyond the envelope before the root's signature holds.
    /// An expired bundle opens: its age is judged at verification.
    ///
    /// # Errors
    /// `trust.too-large`, `trust.shape`, `trust.not-from-root`, `trust.version`, `trust.key`,
    /// `trust.environment-mixed`, `trust.recipient.*`.
    pub fn open(bytes: &[u8], root: &RootPin) -> Result<Self, TrustError> {
        if bytes.len() > MAX_TRUST_BUNDLE {
            return Err(TrustError::new(code::TOO_LARGE, bytes.len()));
        }
        let payload = signed_payload(bytes, root)?;
        let content = Value::read_bounded(&payload, MAX_TRUST_ITEMS)
            .map_err(|error| TrustError::new(code::SHAPE, format!("{} at {}", error.code, error.offset)))?;
        let bundle = read_content(&content)?;
        bundle.check()?;
        Ok(bundle)
    }

    /// What a bundle must keep to besides its form: an environment there is, sources of that side of the line
    /// between real and made up, and a state its agreements are about.
    ///
    /// # Errors
    /// `trust.shape`, `trust.environment-mixed`, `trust.recipient.*`.
    pub fn check(&self) -> Result<(), TrustError> {
        let environment = self.list.environment.as_str();
        if !ENVIRONMENTS.contains(&environment) {
            return Err(TrustError::new(code::SHAPE, format!("environment {environment}")));
        }
        for source in &self.sources {
            let real = |environment: &str| environment == PRODUCTION;
            if source.environment.as_deref().is_some_and(|of| real(of) != real(environment)) {
                return Err(TrustError::new(code::ENVIRONMENT_MIXED, &source.name));
            }
        }
        if self.list.state.is_none() && !self.list.agreements.is_empty() {
            return Err(TrustError::new(code::SHAPE, "agreements of no state"));
        }
        #[cfg(feature = "presentation")]
        recipients::check(&self.list.recipients)?;
        Ok(())
    }

    /// Writes the bundle; `sign` makes the root's ES256 signature over the bytes given to it.
    ///
    /// # Errors
    /// Whatever `sign` returns.
    pub fn write<E>(
        &self,
        root_spki: &[u8],
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        self.write_with(Vec::new(), root_spki, sign)
    }

    /// The same with further parts of the list.
    pub(super) fn write_with<E>(
        &self,
        further: Vec<(Value, Value)>,
        root_spki: &[u8],
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        let payload = cbor_write::write(&self.to_cbor(further));
        signed_file::write(payload, Kind::TrustBundle, root_spki, sign)
    }

    /// Authorities that codes may be sealed to, whenever their keys are valid.
    #[cfg(feature = "presentation")]
    pub fn recipients(&self) -> &[Recipient] {
        &self.list.recipients
    }

    /// Adds the keys to a store, and the authorities that codes may be sealed to.
    pub fn load_into(self, store: &mut TrustStore) {
        #[cfg(feature = "presentation")]
        recipients::merge(&mut store.recipients, &self.list.recipients);
        for (key, _) in self.keys {
            store.add(key);
        }
    }

    /// What a screen says about it at `now`.
    pub fn summary(&self, now: UnixTime) -> TrustSummary {
        let countries = each_once(self.keys.iter().filter_map(|(key, _)| key.country.as_ref()));
        TrustSummary {
            name: self.list.name.clone(),
            environment: self.list.environment.clone(),
            version: self.sequence,
            created_at: self.list.created_at.rfc3339(),
            expires_at: self.list.expires_at.rfc3339(),
            expired: now > self.list.expires_at,
            list_age_days: now.days_since(self.list.created_at),
            issuers: countries.len() as u32,
            keys: self.keys.len() as u32,
            countries,
            #[cfg(feature = "presentation")]
            recipients: Some(recipients::newest(&self.list.recipients, now).len() as u32).filter(|n| *n > 0),
            #[cfg(not(feature = "presentation"))]
            recipients: None,
        }
    }

    fn to_cbor(&self, further: Vec<(Value, Value)>) -> Value {
        let sources = self.sources.iter().map(Source::to_cbor).collect();
        let keys = self.keys.iter().map(|(key, source)| key_to_cbor(key, *source)).collect();
        let mut entries = vec![
            (Value::Integer(1), Value::Integer(VERSION)),
            (Value::Integer(2), Value::Text(self.list.name.clone())),
            (Value::Integer(3), Value::Text(self.list.environment.clone())),
            (Value::Integer(4), Value::Integer(i64::try_from(self.sequence).unwrap_or(i64::MAX))),
            (Value::Integer(5), Value::Integer(self.list.created_at.0)),
            (Value::Integer(6), Value::Integer(self.list.expires_at.0)),
            (Value::Integer(7), Value::Array(sources)),
            (Value::Integer(8), Value::Array(keys)),
        ];
        entries.extend(self.list.state.clone().map(|state| (Value::Integer(9), Value::Text(state))));
        if !self.list.agreements.is_empty() {
            let agreements = self.list.agreements.iter().map(Agreement::to_cbor).collect();
            entries.push((Value::Integer(10), Value::Array(agreements)));
        }
        #[cfg(feature = "presentation")]
        entries.extend(recipients::to_cbor(&self.list.recipients));
        entries.extend(further);
        Value::Map(entries)
    }
}

/// Payload of the bundle, once the pinned root's signature over it holds.
pub(super) fn signed_payload(bytes: &[u8], root: &RootPin) -> Result<Vec<u8>, TrustError> {
    signed_file::open(bytes, root, Kind::TrustBundle).map_err(|refused| match refused {
        Refused::Shape(detail) => TrustError::new(code::SHAPE, detail),
        Refused::Kind => TrustError::new(code::SHAPE, "another kind of file"),
        Refused::Key => TrustError::new(code::KEY, "root key"),
        Refused::OtherRoot => TrustError::new(code::NOT_FROM_ROOT, "signed by another root"),
        Refused::Signature => TrustError::new(code::NOT_FROM_ROOT, "signature does not hold"),
    })
}

pub(super) fn read_content(content: &Value) -> Result<Bundle, TrustError> {
    let version = integer(content, 1)?;
    if version != VERSION {
        return Err(TrustError::new(code::VERSION, version));
    }
    let expires_at = UnixTime(integer(content, 6)?);
    let list = TrustList {
        name: text(content, 2)?,
        environment: text(content, 3)?,
        created_at: UnixTime(integer(content, 5)?),
        expires_at,
        state: optional_text(content, 9)?,
        agreements: match content.get(10) {
            Some(_) => array(content, 10)?.iter().map(Agreement::from_cbor).collect::<Result<_, _>>()?,
            None => Vec::new(),
        },
        #[cfg(feature = "presentation")]
        recipients: recipients::read(content, expires_at)?,
    };
    let shared = Arc::new(list.clone());
    Ok(Bundle {
        list,
        sequence: u64::try_from(integer(content, 4)?)
            .map_err(|_| TrustError::new(code::SHAPE, "sequence"))?,
        sources: array(content, 7)?.iter().map(Source::from_cbor).collect::<Result<_, _>>()?,
        keys: array(content, 8)?.iter().map(|key| key_from_cbor(key, &shared)).collect::<Result<_, _>>()?,
    })
}

/// The countries of a list in order, each named once.
pub(super) fn each_once<'a>(named: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut countries: Vec<String> = Vec::new();
    for country in named {
        if let Err(place) = countries.binary_search(country) {
            countries.insert(place, country.clone());
        }
    }
    countries
}
