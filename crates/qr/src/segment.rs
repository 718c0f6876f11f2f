//! Which modes to write a text in: the shorter the bits, the larger the modules.

use qrcodegen::QrSegment;

/// Versions that share the widths of the character count (ISO/IEC 18004:2015 table 3).
pub const VERSION_CLASSES: [(u8, u8); 3] = [(1, 9), (10, 26), (27, 40)];

/// A text cut in one or two parts, each with its mode.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Plan<'a> {
    parts: [Part<'a>; 2],
    bits: usize,
}

/// Characters in one mode.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Part<'a> {
    mode: Mode,
    text: &'a str,
}

/// The modes this crate writes (ISO/IEC 18004:2015 section 7.3), each with all characters of the one
/// before.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Mode {
    Numeric,
    Alphanumeric,
    Byte,
}

/// The cheapest of three ways to write `text` in a symbol of `version`: in one mode, or with its
/// numeric or its alphanumeric tail apart. That covers every certificate's shape, a scheme and one
/// kind of payload, without a search over all switches.
pub fn plan(text: &str, version: u8) -> Plan<'_> {
    let whole = [Part::new(text), Part::new("")];
    let tails = [Mode::Numeric, Mode::Alphanumeric].map(|mode| tail_start(text, mode));
    let cuts = tails.into_iter().filter(|&at| at > 0 && at < text.len());
    cuts.filter_map(|at| text.split_at_checked(at))
        .map(|(head, tail)| [Part::new(head), Part::new(tail)])
        .chain([whole])
        .map(|parts| Plan::new(parts, version))
        .min_by_key(|plan| plan.bits)
        .unwrap_or(Plan::new(whole, version))
}

/// Where the longest tail begins that `mode` can write.
fn tail_start(text: &str, mode: Mode) -> usize {
    let bytes = text.bytes().rev();
    text.len() - bytes.take_while(|&byte| Mode::of(byte) <= mode).count()
}

impl Mode {
    /// The densest mode that has this byte of UTF-8 (ISO/IEC 18004:2015 table 5).
    fn of(byte: u8) -> Self {
        match byte {
            b'0'..=b'9' => Self::Numeric,
            b'A'..=b'Z' | b' ' | b'$' | b'%' | b'*' | b'+' | b'-' | b'.' | b'/' | b':' => Self::Alphanumeric,
            _ => Self::Byte,
        }
    }
}

impl<'a> Plan<'a> {
    fn new(parts: [Part<'a>; 2], version: u8) -> Self {
        let bits = parts.iter().map(|part| part.bits(version)).sum();
        Self { parts, bits }
    }

    /// Bits of the data stream, headers included and terminator not.
    pub fn bits(&self) -> usize {
        self.bits
    }

    /// The segments as the encoder takes them.
    pub fn to_qrcodegen(self) -> Vec<QrSegment> {
        let parts = self.parts.into_iter();
        parts
            .filter(|part| !part.text.is_empty())
            .map(|part| match part.mode {
                Mode::Numeric => QrSegment::make_numeric(part.text),
                Mode::Alphanumeric => QrSegment::make_alphanumeric(part.text),
                Mode::Byte => QrSegment::make_bytes(part.text.as_bytes()),
            })
            .collect()
    }
}

impl<'a> Part<'a> {
    /// `text` in the densest mode that has all its characters.
    fn new(text: &'a str) -> Self {
        let mode = text.bytes().map(Mode::of).max().unwrap_or(Mode::Byte);
        Self { mode, text }
    }

    /// Mode indicator, character count and data; nothing for no text.
    fn bits(&self, version: u8) -> usize {
        let count = self.text.len();
        if count == 0 {
            return 0;
        }
        let width = |widths: [usize; 3]| match version {
            ..=9 => widths[0],
            10..=26 => widths[1],
            27.. => widths[2],
        };
        4 + match self.mode {
            Mode::Numeric => width([10, 12, 14]) + (10 * count).div_ceil(3),
            Mode::Alphanumeric => width([9, 11, 13]) + (11 * count).div_ceil(2),
            Mode::Byte => width([8, 16, 16]) + 8 * count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes(text: &str) -> Vec<(Mode, &str)> {
        let parts = plan(text, 40).parts.into_iter();
        parts.filter(|part| !part.text.is_empty()).map(|part| (part.mode, part.text)).collect()
    }

    #[test]
    fn one_mode_where_one_does() {
        assert_eq!(modes("HC1:NCF"), [(Mode::Alphanumeric, "HC1:NCF")]);
        assert_eq!(modes("0123"), [(Mode::Numeric, "0123")]);
        assert_eq!(modes("{\"a\":1}"), [(Mode::Byte, "{\"a\":1}")]);
        assert_eq!(modes("国际旅行"), [(Mode::Byte, "国际旅行")]);
    }

    #[test]
    fn every_byte_has_the_mode_the_encoder_gives_it() {
        for byte in 0..=127 {
            let text = char::from(byte).to_string();
            let numeric = QrSegment::is_numeric(&text);
            let alphanumeric = QrSegment::is_alphanumeric(&text);
            assert_eq!(Mode::of(byte) <= Mode::Numeric, numeric, "{byte}");
            assert_eq!(Mode::of(byte) <= Mode::Alphanumeric, alphanumeric, "{byte}");
        }
    }

    #[test]
    fn a_prefix_stands_apart_where_that_is_shorter() {
        let digits = "5676".repeat(20);
        let text = format!("shc:/{digits}");
        assert_eq!(modes(&text), [(Mode::Byte, "shc:/"), (Mode::Numeric, &*digits)]);
        let text = format!("é{}", "A".repeat(40));
        assert_eq!(modes(&text)[0], (Mode::Byte, "é"));
        assert_eq!(modes("abc1"), [(Mode::Byte, "abc1")]);
    }

    #[test]
    fn bits_are_those_of_the_encoder() {
        for text in ["1", "12", "1234", "A", "AB", "AB1", "é", "shc:/1234567890123456"] {
            for (first, last) in VERSION_CLASSES {
                let plan = plan(text, last);
                let data: usize = plan.to_qrcodegen().iter().map(|s| s.data().len()).sum();
                let headers = plan.bits() - data;
                assert!((12..=40).contains(&headers), "{text} {first}: {headers}");
            }
        }
    }
}
