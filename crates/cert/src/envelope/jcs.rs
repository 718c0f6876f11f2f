//! The JSON Canonicalization Scheme (RFC 8785): the one text that a signature over JSON is made over.
//!
//! Numbers are written as long as they are whole and no larger than 2^53 - 1: those every reader prints
//! alike. Nothing signed this way in the field has others, so the printing of fractions that ECMAScript
//! prescribes is left out and such a number is refused.

use super::json_text::code;
use crate::error::ReadError;
use serde_json::{Map, Number, Value};

/// Largest whole number that every reader of JSON tells from its neighbours (RFC 8259 section 6).
const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// The canonical text of `value`, which [`super::json_text::read`] has read: it bounds the nesting.
///
/// ```
/// use healthpass_cert::envelope::jcs;
/// let value = serde_json::json!({"b": [1, true, null], "a": "€\n"});
/// assert_eq!(jcs::write(&value).unwrap(), r#"{"a":"€\n","b":[1,true,null]}"#);
/// ```
///
/// # Errors
/// `envelope.json.number` for a number that is not whole, or beyond 2^53 - 1.
pub fn write(value: &Value) -> Result<String, ReadError> {
    let mut out = String::new();
    put(&mut out, value)?;
    Ok(out)
}

fn put(out: &mut String, value: &Value) -> Result<(), ReadError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&whole(number)?.to_string()),
        Value::String(text) => put_text(out, text),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                put(out, item)?;
            }
            out.push(']');
        }
        Value::Object(members) => put_object(out, members)?,
    }
    Ok(())
}

fn put_object(out: &mut String, members: &Map<String, Value>) -> Result<(), ReadError> {
    let mut sorted: Vec<(&String, &Value)> = Vec::new();
    for member in members {
        let later = |other: &&(&String, &Value)| other.0.encode_utf16().gt(member.0.encode_utf16());
        let place = sorted.len() - sorted.iter().rev().take_while(later).count();
        sorted.insert(place, member);
    }
    out.push('{');
    for (place, (name, value)) in sorted.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        put_text(out, name);
        out.push(':');
        put(out, value)?;
    }
    out.push('}');
    Ok(())
}

/// RFC 8785 section 3.2.2.2: the shortest escape, and only where JSON demands one.
fn put_text(out: &mut String, text: &str) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => {
                let digit = |value: u32| HEX.get(value as usize & 0xf).copied().unwrap_or('0');
                out.push_str("\\u00");
                out.push(digit(control as u32 >> 4));
                out.push(digit(control as u32));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
}

/// `1`, `1.0` and `1e0` are the same number and printed alike.
fn whole(number: &Number) -> Result<i64, ReadError> {
    let value = number.as_i64().or_else(|| {
        let value = number.as_f64()?;
        (value.fract() == 0.0 && value.abs() <= MAX_SAFE_INTEGER as f64).then_some(value as i64)
    });
    value
        .filter(|value| value.unsigned_abs() <= MAX_SAFE_INTEGER.unsigned_abs())
        .ok_or_else(|| ReadError::new(code::NUMBER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn canonical(text: &str) -> String {
        write(&serde_json::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn the_examples_of_the_specification() {
        // RFC 8785 section 3.2.3: by UTF-16 code units, not by code points or UTF-8 bytes.
        let unsorted = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
            "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
        let values: Vec<String> =
            canonical(unsorted).split("\":\"").skip(1).map(|part| part[..5].to_owned()).collect();
        assert_eq!(values, ["Carri", "One\",", "Contr", "Latin", "Euro ", "Emoji", "Hebre"]);
        // Section 3.2.2.
        let text =
            r#"{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#;
        let expected = "{\"literals\":[null,true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assert_eq!(canonical(text), expected);
    }

    #[test]
    fn whole_numbers_are_printed_one_way() {
        assert_eq!(
            canonical("[0, -0, -0.0, 1.0, 1e3, -7, 9007199254740991]"),
            "[0,0,0,1,1000,-7,9007199254740991]"
        );
        for other in ["0.5", "1e-3", "9007199254740992", "-9007199254740992", "1e300", "18446744073709551615"]
        {
            let value: Value = serde_json::from_str(other).unwrap();
            assert_eq!(write(&value).unwrap_err().code, code::NUMBER, "{other}");
        }
    }

    #[test]
    fn every_control_character_is_escaped_and_nothing_else() {
        let text: String = (0..0x100).filter_map(char::from_u32).collect();
        let written = write(&json!(text)).unwrap();
        assert_eq!(written, serde_json::to_string(&text).unwrap());
        assert!(
            written.contains("\\u001f ")
                && written.contains('\u{7f}')
                && written.contains("\\b\\t\\n\\u000b\\f\\r")
        );
    }
}
