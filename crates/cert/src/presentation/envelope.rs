//! The text of a presentation: `HP1:` and base45 of a CBOR message, deflated with the [`dictionary`] where that is
//! shorter.
//!
//! A deflated message is a zlib stream and begins with 0x78; a CBOR message begins with its tag (18, 16 or 96), which
//! never does.

use super::dictionary;
use crate::envelope::base45;
use crate::error::ReadError;
use std::borrow::Cow;

/// How the text begins.
pub const PREFIX: &str = "HP1:";

/// First byte of zlib with a window of 32 kB (RFC 1950 section 2.2).
const ZLIB: u8 = 0x78;

/// The shorter of `message` and its zlib stream.
pub fn pack(message: &[u8]) -> Vec<u8> {
    let deflated = dictionary::deflate(message);
    if deflated.len() < message.len() { deflated } else { message.to_vec() }
}

/// The message in `packed`; a stream without the dictionary is read as well.
///
/// # Errors
/// `envelope.inflate.*`.
pub fn unpack(packed: &[u8]) -> Result<Cow<'_, [u8]>, ReadError> {
    match packed.first() {
        Some(&ZLIB) => Ok(Cow::Owned(dictionary::inflate(packed)?)),
        _ => Ok(Cow::Borrowed(packed)),
    }
}

/// Whether `message` is sealed: tag 16 or 96 (RFC 9052 section 2), in their shortest form.
pub fn is_sealed(message: &[u8]) -> bool {
    message.starts_with(&[0xd0]) || message.starts_with(&[0xd8, 0x60])
}

/// The text of a packed message.
pub fn write(packed: &[u8]) -> String {
    format!("{PREFIX}{}", base45::encode(packed))
}

/// The packed message in a text without white space around it; `None` for a text of another kind.
///
/// # Errors
/// `envelope.base45.*`.
pub fn read(text: &str) -> Option<Result<Vec<u8>, ReadError>> {
    Some(base45::decode(text.strip_prefix(PREFIX)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn deflates_only_what_gets_shorter() {
        assert_eq!(pack(&[0xd2; 200]).first(), Some(&ZLIB));
        assert_eq!(pack(&[0xd2, 1, 2]), [0xd2, 1, 2]);
        assert!(read("HC1:QED8WEX0").is_none());
    }

    proptest! {
        #[test]
        fn a_message_comes_back(mut message in proptest::collection::vec(any::<u8>(), 1..400)) {
            // what a message begins with
            message[0] = 0xd2;
            let text = write(&pack(&message));
            let packed = read(&text).unwrap().unwrap();
            prop_assert_eq!(unpack(&packed).unwrap().into_owned(), message);
        }
    }
}
