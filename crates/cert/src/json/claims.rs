//! CBOR claims as JSON, for the report's `claims`.

use crate::cbor::Value as Cbor;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Number, Value as Json};

const TAG_DATE_TIME: u64 = 0;

/// JSON of a CBOR item: integer keys become decimal strings, byte strings base64url, tag 0 its text,
/// any other tag `{"@tag": n, "value": ...}`, numbers JSON cannot hold `null`.
pub fn from_cbor(value: &Cbor) -> Json {
    match value {
        Cbor::Integer(n) => Json::from(*n),
        Cbor::Bytes(bytes) => Json::from(Base64UrlUnpadded::encode_string(bytes)),
        Cbor::Text(text) => Json::from(text.as_str()),
        Cbor::Array(items) => items.iter().map(from_cbor).collect(),
        Cbor::Map(entries) => object(entries.iter().map(|(k, v)| (key(k), from_cbor(v)))),
        Cbor::Tag(TAG_DATE_TIME, inner) => from_cbor(inner),
        Cbor::Tag(tag, inner) => object(
            [("@tag".to_owned(), Json::from(*tag)), ("value".to_owned(), from_cbor(inner))].into_iter(),
        ),
        Cbor::Bool(yes) => Json::from(*yes),
        Cbor::Null => Json::Null,
        Cbor::Float(x) => Number::from_f64(*x).map_or(Json::Null, Json::Number),
        Cbor::Simple(_) => Json::Null,
    }
}

/// One by one: collecting would bring the library's sort along.
fn object(members: impl Iterator<Item = (String, Json)>) -> Json {
    let mut map = Map::new();
    members.for_each(|(key, value)| drop(map.insert(key, value)));
    Json::Object(map)
}

fn key(value: &Cbor) -> String {
    match value {
        Cbor::Text(text) => text.clone(),
        Cbor::Integer(n) => n.to_string(),
        other => serde_json::to_string(&from_cbor(other)).unwrap_or_default(),
    }
}

/// CBOR of a JSON value, for content issued from JSON: whole numbers become integers.
pub fn to_cbor(value: &Json) -> Cbor {
    match value {
        Json::Null => Cbor::Null,
        Json::Bool(yes) => Cbor::Bool(*yes),
        Json::Number(n) => {
            n.as_i64().map_or_else(|| Cbor::Float(n.as_f64().unwrap_or_default()), Cbor::Integer)
        }
        Json::String(text) => Cbor::Text(text.clone()),
        Json::Array(items) => Cbor::Array(items.iter().map(to_cbor).collect()),
        Json::Object(map) => {
            Cbor::Map(map.iter().map(|(k, v)| (Cbor::Text(k.clone()), to_cbor(v))).collect())
        }
    }
}

/// Name of the type of `value`, in the words of JSON Schema.
pub(crate) fn type_name(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}
