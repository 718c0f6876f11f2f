//! PEM (RFC 7468), read leniently: any line length, any line ending, text around the block.

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// Characters of base64 on one line (RFC 7468 section 2).
const LINE: usize = 64;

/// The bytes of the first block labelled `label`; `None` when there is none or it is damaged.
pub(crate) fn decode(text: &str, label: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (_, rest) = around(text, &["-----BEGIN ", label, "-----"].concat())?;
    let (body, _) = around(rest, &["-----END ", label, "-----"].concat())?;
    let mut joined = Zeroizing::new(String::with_capacity(body.len()));
    joined.extend(body.chars().filter(|c| !c.is_ascii_whitespace()));
    Base64::decode_vec(&joined).ok().map(Zeroizing::new)
}

/// What stands before and after the first `mark`. The library's own search is made for long texts and
/// weighs several kilobytes in the module.
fn around<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let at = text.as_bytes().windows(mark.len()).position(|here| here == mark.as_bytes())?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

/// A block labelled `label`, in lines of 64 ending in `\n`.
pub(crate) fn encode(label: &str, der: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(Base64::encode_string(der));
    // Sized beforehand: growing would leave copies of a private key behind in freed memory.
    let mut out = Zeroizing::new(String::with_capacity(body.len() * 2 + 4 * label.len() + 64));
    out.extend(["-----BEGIN ", label, "-----\n"]);
    let mut rest = body.as_str();
    while let Some((line, tail)) = rest.split_at_checked(LINE) {
        out.extend([line, "\n"]);
        rest = tail;
    }
    if !rest.is_empty() {
        out.extend([rest, "\n"]);
    }
    out.extend(["-----END ", label, "-----\n"]);
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn what_is_written_is_read_back() {
        for length in [0, 1, 47, 48, 49, 96, 1000] {
            let der: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            let text = encode("THING", &der);
            assert_eq!(decode(&text, "THING").unwrap().as_slice(), der);
            assert!(text.lines().all(|line| line.len() <= 64));
        }
    }

    #[test]
    fn line_ends_text_around_and_width_do_not_matter() {
        let text = "Bag Attributes\r\n-----BEGIN A-----\r\nAAEC\r\nAw==\r\n-----END A-----\r\ntrailer";
        assert_eq!(decode(text, "A").unwrap().as_slice(), [0, 1, 2, 3]);
        assert_eq!(decode("-----BEGIN A-----AAECAw==-----END A-----", "A").unwrap().as_slice(), [0, 1, 2, 3]);
    }

    #[test]
    fn damage_is_refused() {
        for text in [
            "",
            "-----BEGIN A-----AAEC",
            "-----BEGIN B-----AAEC-----END B-----",
            "-----BEGIN A-----AA*C-----END A-----",
            "-----BEGIN A-----AAE-----END A-----",
        ] {
            assert_eq!(decode(text, "A"), None, "{text}");
        }
    }
}
