//! JSON text that is signed: nothing in it may mean two things.

use crate::error::ReadError;
use crate::limits::MAX_JSON_DEPTH;
use serde_json::Value;

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
/// `envelope.json.depth` and `envelope.json.syntax` with the offset in bytes, `envelope.json.duplicate`.
pub fn read(text: &str) -> Result<Value, ReadError> {
    let members = members_written(text)?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let line_start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len);
        ReadError::at(code::SYNTAX, line_start.sum::<usize>() + error.column().saturating_sub(1))
    })?;
    if members_kept(&value) != members {
        return Err(ReadError::new(code::DUPLICATE));
    }
    Ok(value)
}

/// Colons outside of strings: as many as there are members in objects.
fn members_written(text: &str) -> Result<usize, ReadError> {
    let (mut members, mut depth) = (0, 0_usize);
    let (mut in_string, mut escaped) = (false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => (),
            b':' => members += 1,
            b'{' | b'[' if depth == MAX_JSON_DEPTH => return Err(ReadError::at(code::DEPTH, offset)),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => (),
        }
    }
    Ok(members)
}

/// The reader keeps the last of two members of one name, so one that is there twice makes these fewer.
fn members_kept(value: &Value) -> usize {
    let mut members = 0;
    match value {
        Value::Object(map) => {
            for (_, value) in map {
                members += 1 + members_kept(value);
            }
        }
        Value::Array(items) => {
            for item in items {
                members += members_kept(item);
            }
        }
        _ => (),
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (&'static str, Option<usize>) {
        let error = read(text).unwrap_err();
        (error.code, error.offset)
    }

    #[test]
    fn a_member_named_twice_is_refused_however_it_is_spelt() {
        assert!(read(r#"{"a":{"a":1},"b":[{"a":"::{\"a\":1}"},{"a":2}]}"#).is_ok());
        for twice in [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, r#"[{"b":{"":1,"":2}}]"#] {
            assert_eq!(refused(twice), (code::DUPLICATE, None), "{twice}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(MAX_JSON_DEPTH)).is_ok());
        assert_eq!(refused(&nested(MAX_JSON_DEPTH + 1)), (code::DEPTH, Some(MAX_JSON_DEPTH)));
        assert_eq!(refused(&"{".repeat(10_000)).0, code::DEPTH);
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
