//! One way to look at a member of a payload map, so that reading and judging tolerate the same things.

use crate::cbor::Value;

/// CBOR tag "standard date/time string" (RFC 8949 section 3.4.1).
const TAG_DATE_TIME: u64 = 0;

/// The member `key` of `map`: `null` counts as absent, text under tag 0 as text.
pub(crate) fn member<'v>(map: &'v Value, key: &str) -> Option<&'v Value> {
    match plain(map.get_text(key)?) {
        Value::Null => None,
        value => Some(value),
    }
}

/// The member `key` of `map` as text without white space at its ends; empty text counts as absent.
pub(crate) fn text(map: &Value, key: &str) -> Option<String> {
    let text = member(map, key)?.as_text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `value` without tag 0 around text.
pub(crate) fn plain(value: &Value) -> &Value {
    match value {
        Value::Tag(TAG_DATE_TIME, inner) if inner.as_text().is_some() => inner,
        other => other,
    }
}

/// Name of the type of `value`, in the words of JSON Schema where it has one.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "array",
        Value::Bool(_) => "boolean",
        Value::Bytes(_) => "bytes",
        Value::Float(_) => "number",
        Value::Integer(_) => "integer",
        Value::Map(_) => "object",
        Value::Null => "null",
        Value::Simple(_) => "simple value",
        Value::Tag(..) => "tag",
        Value::Text(_) => "string",
    }
}
