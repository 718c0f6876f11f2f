//! The wallet's state as records a host can store one by one.
//!
//! A record's value is `1.<tag>.<json>`: the format's version, the first 16 bytes of the SHA-256 over key
//! and JSON in base64url, and the JSON. The tag tells damage from change of format; secrecy at rest is the
//! host's encrypted storage. A damaged record stays where it is, untouched, and hinders no other.

use crate::device_keys::DeviceKey;
use crate::error::code;
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::error::ReadError;
use healthpass_cert::json;
use healthpass_cert::presentation::token;
use healthpass_cert::sd_cwt::Token;
use healthpass_crypto::hash::sha256;
use healthpass_passport::Document;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

const VERSION: &str = "1";
const TAG_BYTES: usize = 16;
const PERSON: &str = "healthpass/person/";
const CERTIFICATE: &str = "healthpass/certificate/";
/// Begins the stored text of a certificate that is bound to this device. Nothing that is scanned begins so.
const BOUND: &str = "sd-cwt:";
const KEY: &str = "healthpass/key/";
/// Where the journey is kept.
pub(crate) const TRIP: &str = "healthpass/trip";

/// A record as the host keeps it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StoredRecord {
    /// Key, starting with `healthpass/`.
    pub key: String,
    /// Value, opaque to the host.
    pub value: String,
}

/// A change for the host to carry out.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StoredChange {
    /// Key.
    pub key: String,
    /// The new value; `None` to delete the record.
    pub value: Option<String>,
}

/// A record that could not be read. It is left as it is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StorageProblem {
    /// Key of the record.
    pub key: String,
    /// `storage.damaged` or `storage.version`.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub code: &'static str,
}

/// A person: the passport bound to them, if any.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Person {
    pub id: String,
    pub document: Option<Document>,
}

/// A certificate as it was added.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Certificate {
    pub id: String,
    pub person: String,
    /// Its code; of one that an issuer bound to this device, [`BOUND`] and one of its tokens in base64url.
    pub text: String,
    /// Unix seconds.
    pub added_at: i64,
}

/// A record that was read.
pub(crate) enum Record {
    Person(Person),
    Certificate(Certificate),
    Key(DeviceKey),
    Trip(String),
}

impl Person {
    pub fn key(&self) -> String {
        format!("{PERSON}{}", self.id)
    }
}

impl Certificate {
    pub fn key(&self) -> String {
        format!("{CERTIFICATE}{}", self.id)
    }

    /// What is stored of a certificate bound to this device.
    pub fn text_of(token: &Token) -> String {
        format!("{BOUND}{}", Base64UrlUnpadded::encode_string(&token.to_bytes()))
    }

    /// An issuer bound it to keys of this device.
    pub fn is_bound(&self) -> bool {
        self.text.starts_with(BOUND)
    }

    /// One of its tokens, of a certificate that is bound.
    pub fn token(&self) -> Option<Token> {
        let bytes = Base64UrlUnpadded::decode_vec(self.text.strip_prefix(BOUND)?).ok()?;
        Token::read(&bytes).ok()
    }

    /// All of it, as verifiers read it.
    pub fn decoded(&self) -> Result<Decoded, ReadError> {
        match self.token() {
            Some(token) => token::read(&token).map(|(decoded, _)| decoded),
            None => Decoded::read(&self.text),
        }
    }
}

impl DeviceKey {
    pub fn key(&self) -> String {
        format!("{KEY}{}", self.id)
    }
}

/// Reads one record; `None` for keys of other programs.
pub(crate) fn read(record: &StoredRecord) -> Option<Result<Record, StorageProblem>> {
    let key = record.key.as_str();
    let read = if key.starts_with(PERSON) {
        open(record, Person::key).map(Record::Person)
    } else if key.starts_with(CERTIFICATE) {
        open(record, Certificate::key).map(Record::Certificate)
    } else if key.starts_with(KEY) {
        open(record, DeviceKey::key).map(Record::Key)
    } else if key == TRIP {
        open(record, |_: &String| TRIP.to_owned()).map(Record::Trip)
    } else {
        return None;
    };
    Some(read.map_err(|code| StorageProblem { key: key.to_owned(), code }))
}

/// The change that stores `content` under `key`.
pub(crate) fn write(key: String, content: &impl Serialize) -> StoredChange {
    // These types serialise without fail: string keys, no maps of other kinds.
    let json = serde_json::to_string(content).unwrap_or_default();
    let value = format!("{VERSION}.{}.{json}", tag(&key, &json));
    StoredChange { key, value: Some(value) }
}

/// A record's content, which says itself under which key it belongs.
fn open<T: DeserializeOwned>(record: &StoredRecord, key_of: fn(&T) -> String) -> Result<T, &'static str> {
    let json = json_of(record)?;
    let content = json::from_str(json).map_err(|_| code::RECORD_DAMAGED)?;
    if key_of(&content) == record.key { Ok(content) } else { Err(code::RECORD_DAMAGED) }
}

fn json_of(record: &StoredRecord) -> Result<&str, &'static str> {
    let (version, rest) = record.value.split_once('.').ok_or(code::RECORD_DAMAGED)?;
    if version != VERSION {
        let later = !version.is_empty() && version.bytes().all(|digit| digit.is_ascii_digit());
        return Err(if later { code::RECORD_VERSION } else { code::RECORD_DAMAGED });
    }
    let (stored, json) = rest.split_once('.').ok_or(code::RECORD_DAMAGED)?;
    if stored == tag(&record.key, json) { Ok(json) } else { Err(code::RECORD_DAMAGED) }
}

fn tag(key: &str, json: &str) -> String {
    let digest = sha256([key.as_bytes(), b"\n", json.as_bytes()].concat().as_slice());
    Base64UrlUnpadded::encode_string(digest.get(..TAG_BYTES).unwrap_or_default())
}
