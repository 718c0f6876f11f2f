//! JSON text that is signed: nothing in it may mean two things.

use crate::cbor::Value;
use crate::error::ReadError;
use crate::json;
use serde_json::Value as Json;

/// Codes of this stage.
pub mod code {
    /// Nested deeper than [`crate::limits::MAX_JSON_DEPTH`].
    pub const DEPTH: &str = "envelope.json.depth";
    /// An object names a member twice, and readers disagree which one counts.
    pub const DUPLICATE: &str = "envelope.json.duplicate";
    /// A number that readers may print differently: not whole, or beyond 2^53 - 1.
    pub const NUMBER: &str = "envelope.json.number";
    /// Not JSON (RFC 8259), or something after it.
    pub const SYNTAX: &str = "envelope.json.syntax";
}

/// Reads one JSON value; the length of `text` is bounded by [`crate::limits::MAX_TEXT`] already.
///
/// # Errors
/// `envelope.json.depth`, `envelope.json.duplicate` and `envelope.json.syntax` with the offset in bytes.
pub fn read(text: &str) -> Result<Value, ReadError> {
    json::read_exactly(text).map_err(|fault| {
        let code = match fault.found {
            json::TOO_DEEP => code::DEPTH,
            json::TWICE => code::DUPLICATE,
            _ => code::SYNTAX,
        };
        ReadError { found: Some(fault.found.to_owned()), ..ReadError::at(code, fault.offset) }
    })
}

/// [`read`], as the claims of a report.
///
/// # Errors
/// As [`read`]; `envelope.json.syntax` for bytes that are not UTF-8.
pub fn claims(bytes: &[u8]) -> Result<Json, ReadError> {
    let text = core::str::from_utf8(bytes).map_err(|error| ReadError {
        found: Some("not UTF-8".into()),
        ..ReadError::at(code::SYNTAX, error.valid_up_to())
    })?;
    read(text).map(|value| json::from_cbor(&value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MAX_JSON_DEPTH;

    fn refused(text: &str) -> (&'static str, Option<usize>) {
        let error = read(text).unwrap_err();
        (error.code, error.offset)
    }

    #[test]
    fn a_member_named_twice_is_refused_however_it_is_spelt() {
        assert!(read(r#"{"a":{"a":1},"b":[{"a":"::{\"a\":1}"},{"a":2}]}"#).is_ok());
        for twice in [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, r#"[{"b":{"":1,"":2}}]"#] {
            assert_eq!(refused(twice).0, code::DUPLICATE, "{twice}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(MAX_JSON_DEPTH)).is_ok());
        assert_eq!(refused(&nested(MAX_JSON_DEPTH + 1)), (code::DEPTH, Some(MAX_JSON_DEPTH)));
        assert_eq!(refused(&r#"{"a":"#.repeat(10_000)).0, code::DEPTH);
        assert!(read(&format!("\"{}\"", "[".repeat(100))).is_ok());
    }

    #[test]
    fn what_is_no_json_is_refused_where_it_ends() {
        assert_eq!(refused(r#"{"a":x}"#), (code::SYNTAX, Some(5)));
        assert_eq!(refused("{\n\"a\": 1,\n x}").1, Some(11));
        for bad in ["", "{", r#"{"a" 1}"#, r#"{"a":1} x"#, r#""\ud800""#, "nan", "'a'", "{a:1}", "1e999"] {
            assert_eq!(refused(bad).0, code::SYNTAX, "{bad}");
        }
    }
}
