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

/// The modes this crate writes (ISO/IEC 18004:2015 section 7.3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mode {
    Numeric,
    Alphanumeric,
    Byte,
}

/// The cheapest of three ways to write `text` in a symbol of `version`: in one mode, or with its
/// numeric or its alphanumeric tail apart. That covers every certificate's shape, a scheme and one
/// kind of payload, without a search over all switches.
pub fn plan(text: &str, version: u8) -> Plan<'_> {
    let tail = |allowed: fn(&str) -> bool| {
        text.char_indices()
            .rev()
            .take_while(|&(at, c)| text.get(at..at + c.len_utf8()).is_some_and(allowed))
            .last()
            .map_or(text.len(), |(at, _)| at)
    };
    [0, tail(QrSegment::is_numeric), tail(QrSegment::is_alphanumeric)]
        .into_iter()
        .filter_map(|at| text.split_at_checked(at))
        .map(|(head, tail)| Plan::new([Part::new(head), Part::new(tail)], version))
        .min_by_key(|plan| plan.bits)
        .unwrap_or_else(|| Plan::new([Part::new(text), Part::new("")], version))
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
        let mode = if QrSegment::is_numeric(text) {
            Mode::Numeric
        } else if QrSegment::is_alphanumeric(text) {
            Mode::Alphanumeric
        } else {
            Mode::Byte
        };
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
