//! Base45 (RFC 9285), with the offset of what is wrong.

use crate::error::ReadError;

/// Codes of this stage.
pub mod code {
    /// A character outside the alphabet.
    pub const CHARACTER: &str = "envelope.base45.character";
    /// A length that no byte string encodes to (3n + 1).
    pub const LENGTH: &str = "envelope.base45.length";
    /// A group whose value does not fit its bytes.
    pub const OVERFLOW: &str = "envelope.base45.overflow";
}

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const NOT_A_DIGIT: u8 = 0xff;
const DIGITS: [u8; 128] = digits();

/// Decodes `text`.
///
/// # Errors
/// Codes of [`code`], with the character offset.
///
/// ```
/// use healthpass_cert::envelope::base45::decode;
/// assert_eq!(decode("QED8WEX0").unwrap(), b"ietf!");
/// assert_eq!(decode("QED8W^X0").unwrap_err().offset, Some(5));
/// ```
pub fn decode(text: &str) -> Result<Vec<u8>, ReadError> {
    let symbols = text.as_bytes();
    let mut out = Vec::with_capacity(symbols.len() / 3 * 2 + 1);
    for (index, group) in symbols.chunks(3).enumerate() {
        let offset = index * 3;
        let (mut value, mut weight) = (0u32, 1);
        for (place, symbol) in group.iter().enumerate() {
            value += weight * digit(text, offset + place, *symbol)?;
            weight *= 45;
        }
        match group.len() {
            3 => out.extend(
                u16::try_from(value).map_err(|_| ReadError::at(code::OVERFLOW, offset))?.to_be_bytes(),
            ),
            2 => out.push(u8::try_from(value).map_err(|_| ReadError::at(code::OVERFLOW, offset))?),
            _ => return Err(ReadError::at(code::LENGTH, offset)),
        }
    }
    Ok(out)
}

/// Encodes `bytes`; every character of the result is in the QR alphanumeric set.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 2 * 3 + 2);
    for group in bytes.chunks(2) {
        let mut value = group.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        for _ in 0..=group.len() {
            out.push(char::from(*ALPHABET.get((value % 45) as usize).unwrap_or(&b'0')));
            value /= 45;
        }
    }
    out
}

fn digit(text: &str, offset: usize, symbol: u8) -> Result<u32, ReadError> {
    match DIGITS.get(usize::from(symbol)) {
        Some(value) if *value != NOT_A_DIGIT => Ok(u32::from(*value)),
        _ => Err(not_a_digit(text, offset)),
    }
}

fn not_a_digit(text: &str, byte_offset: usize) -> ReadError {
    let before = text.char_indices().take_while(|(at, _)| *at <= byte_offset).count().saturating_sub(1);
    let found = text.chars().nth(before).unwrap_or_default();
    ReadError { found: Some(found.to_string()), ..ReadError::at(code::CHARACTER, before) }
}

const fn digits() -> [u8; 128] {
    let mut table = [NOT_A_DIGIT; 128];
    let mut value = 0;
    while value < ALPHABET.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within both arrays")]
        {
            table[ALPHABET[value] as usize] = value as u8;
        }
        value += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_9285_examples_hold_both_ways() {
        for (bytes, text) in
            [(&b"AB"[..], "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")]
        {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).unwrap(), bytes);
        }
    }

    #[test]
    fn faults_are_named_with_their_place() {
        let fault = |text| decode(text).map_err(|e| (e.code, e.offset)).unwrap_err();
        assert_eq!(fault("GGW"), (code::OVERFLOW, Some(0)));
        assert_eq!(fault("BB8::"), (code::OVERFLOW, Some(3)));
        assert_eq!(fault("BB8B"), (code::LENGTH, Some(3)));
        assert_eq!(fault("BB8bb8"), (code::CHARACTER, Some(3)));
        assert_eq!(fault("BB汉"), (code::CHARACTER, Some(2)));
    }
}
