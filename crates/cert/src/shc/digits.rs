//! Two decimal digits for each character of a message: its code less 45, so that a QR code can use its
//! densest alphabet (SMART Health Cards, "Encoding QRs").

use super::code;
use crate::error::ReadError;

/// Code of `-`, the first character in ASCII order that a message can hold.
const OFFSET: u8 = b'-';

/// The characters `digits` stand for; white space in between is passed over. Offsets in faults count the
/// characters of the text, of which `before` precede `digits`.
///
/// # Errors
/// [`code::DIGITS`] for a pair that stands for no character of a message.
pub(super) fn decode(digits: &str, before: usize) -> Result<String, ReadError> {
    let mut message = String::with_capacity(digits.len() / 2);
    let mut first: Option<(usize, char)> = None;
    for (place, digit) in digits.chars().enumerate() {
        if digit.is_ascii_whitespace() {
            continue;
        }
        let Some((at, tens)) = first.take() else {
            first = Some((before + place, digit));
            continue;
        };
        let pair =
            tens.to_digit(10).zip(digit.to_digit(10)).and_then(|(tens, ones)| character(tens * 10 + ones));
        message.push(pair.ok_or_else(|| fault(at, String::from_iter([tens, digit])))?);
    }
    match first {
        Some((at, alone)) => Err(fault(at, alone.to_string())),
        None => Ok(message),
    }
}

/// The character of base64url, or the dot, that a pair stands for.
fn character(pair: u32) -> Option<char> {
    let symbol = char::from(u8::try_from(pair).ok()?.checked_add(OFFSET)?);
    (symbol.is_ascii_alphanumeric() || matches!(symbol, '-' | '_' | '.')).then_some(symbol)
}

fn fault(at: usize, found: String) -> ReadError {
    ReadError { found: Some(found), ..ReadError::at(code::DIGITS, at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_characters() {
        assert_eq!(decode("5676\n290952", 5).unwrap(), "eyJ6a");
        assert_eq!(decode("0001 7750", 5).unwrap(), "-.z_");
        assert_eq!(decode("", 5).unwrap(), "");
    }

    #[test]
    fn pairs_that_stand_for_nothing_are_named_with_their_place() {
        let fault = |digits| {
            let error = decode(digits, 5).unwrap_err();
            assert_eq!(error.code, code::DIGITS);
            (error.offset.unwrap(), error.found.unwrap())
        };
        assert_eq!(fault("567829"), (7, "78".into()));
        assert_eq!(fault("5602"), (7, "02".into()));
        assert_eq!(fault("56 7"), (8, "7".into()));
        assert_eq!(fault("5é"), (5, "5é".into()));
        assert_eq!(fault("/1"), (5, "/1".into()));
    }
}
