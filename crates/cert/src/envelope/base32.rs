//! Base32 (RFC 4648 section 6), with the offset of what is wrong. Padding may be there or not.

use crate::error::ReadError;

/// Codes of this stage.
pub mod code {
    /// A character outside the alphabet, or padding before the end.
    pub const CHARACTER: &str = "envelope.base32.character";
    /// A length or last character that no byte string encodes to.
    pub const LENGTH: &str = "envelope.base32.length";
}

/// Bits of one character.
const BITS: u32 = 5;

/// Decodes `text`; offsets in faults count from `before`.
///
/// # Errors
/// Codes of [`code`], with the character offset.
///
/// ```
/// use healthpass_cert::envelope::base32::decode;
/// assert_eq!(decode("MZXW6YQ", 0).unwrap(), b"foob");
/// assert_eq!(decode("MZX06YQ=", 8).unwrap_err().offset, Some(11));
/// ```
pub fn decode(text: &str, before: usize) -> Result<Vec<u8>, ReadError> {
    let symbols = text.trim_end_matches('=');
    let mut out = Vec::with_capacity(symbols.len() / 8 * 5 + 5);
    let (mut held, mut bits) = (0u32, 0);
    for (place, symbol) in symbols.chars().enumerate() {
        let value = digit(symbol).ok_or_else(|| ReadError {
            found: Some(symbol.to_string()),
            ..ReadError::at(code::CHARACTER, before + place)
        })?;
        held = held << BITS | value;
        bits += BITS;
        if let Some(rest) = bits.checked_sub(u8::BITS) {
            out.push((held >> rest) as u8);
            held &= (1 << rest) - 1;
            bits = rest;
        }
    }
    // What is left over is less than a character, and zero.
    if bits >= BITS || held != 0 {
        return Err(ReadError::at(code::LENGTH, before + symbols.len().saturating_sub(1)));
    }
    Ok(out)
}

fn digit(symbol: char) -> Option<u32> {
    match symbol {
        'A'..='Z' => Some(symbol as u32 - 'A' as u32),
        '2'..='7' => Some(symbol as u32 - '2' as u32 + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4648_examples_hold_with_and_without_padding() {
        for (text, bytes) in [
            ("", ""),
            ("MY======", "f"),
            ("MZXQ====", "fo"),
            ("MZXW6===", "foo"),
            ("MZXW6YQ=", "foob"),
            ("MZXW6YTB", "fooba"),
            ("MZXW6YTBOI======", "foobar"),
        ] {
            assert_eq!(decode(text, 0).unwrap(), bytes.as_bytes());
            assert_eq!(decode(text.trim_end_matches('='), 0).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn faults_are_named_with_their_place() {
        let fault = |text| decode(text, 8).map_err(|error| (error.code, error.offset.unwrap())).unwrap_err();
        assert_eq!(fault("MZXw6"), (code::CHARACTER, 11));
        assert_eq!(fault("MZ=W6"), (code::CHARACTER, 10));
        assert_eq!(fault("健Z"), (code::CHARACTER, 8));
        assert_eq!(fault("M"), (code::LENGTH, 8));
        assert_eq!(fault("MZXW6Y"), (code::LENGTH, 13));
        assert_eq!(fault("MZ"), (code::LENGTH, 9));
    }
}
