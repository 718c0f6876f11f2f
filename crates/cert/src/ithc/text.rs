//! Which texts a certificate may carry: lengths with their sources, and characters.

use super::code;
use crate::report::Reason;

/// The most characters (Unicode scalar values) of one kind of text.
#[derive(Clone, Copy, Debug)]
pub struct Limit(pub usize);

/// A name of a person: EU DCC schema 1.3.0, `fn` and `fnt`, maxLength 80.
pub const NAME: Limit = Limit(80);

/// A facility, city, issuer, product or maker: EU DCC schema 1.3.0, `is` and `tc`, maxLength 80.
pub const LABEL: Limit = Limit(80);

/// A certificate identifier: EU DCC schema 1.3.0, `ci`, maxLength 80.
pub const IDENTIFIER: Limit = Limit(80);

/// A code, flight, port, format or question: EU DCC schema 1.3.0, value set members, maxLength 80.
pub const CODE: Limit = Limit(80);

/// A batch number: GS1 General Specifications, application identifier 10, 20 characters.
pub const BATCH: Limit = Limit(20);

/// A document number: 9 characters, and 13 more that overflow into the optional data of an ID card
/// (ICAO 9303-5 section 4.2.2.1, 15 positions less check digit and filler).
pub const DOCUMENT_NUMBER: Limit = Limit(22);

/// Doses in one series: EU DCC schema 1.3.0 allows 9, and states issued more.
pub const MAX_DOSES: u8 = 99;

/// Why a text may not be signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// Control, invisible or direction-changing character.
    Character(char),
    /// Space at either end.
    Edge,
    /// No character at all.
    Empty,
    /// This many characters.
    TooLong(usize),
}

impl Fault {
    /// The issuer's reason.
    pub fn reason(self, found: &str, limit: Limit) -> Reason {
        match self {
            Self::Character(c) => Reason::new(code::TEXT_CHARACTER).found(format!("U+{:04X}", u32::from(c))),
            Self::Edge => Reason::new(code::TEXT_EDGE).expected(found.trim()).found(found),
            Self::Empty => Reason::new(code::TEXT_EMPTY),
            Self::TooLong(length) => {
                Reason::new(code::TEXT_TOO_LONG).expected(limit.0.to_string()).found(length.to_string())
            }
        }
    }
}

/// The first fault of `text`, if any.
pub fn fault(text: &str, limit: Limit) -> Option<Fault> {
    let length = text.chars().count();
    if length == 0 {
        Some(Fault::Empty)
    } else if length > limit.0 {
        Some(Fault::TooLong(length))
    } else if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
        Some(Fault::Character(c))
    } else {
        (text.trim().len() != text.len()).then_some(Fault::Edge)
    }
}

/// Characters that make two different texts look alike, or one text look like another.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// The alphabet of a name in a machine readable zone (ICAO 9303-3 section 4.6), starting with a letter.
pub fn is_icao_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'<')
}

/// Latin letters of any European or Vietnamese alphabet, and the punctuation ICAO 9303-3 section 4.6
/// knows in names.
pub fn is_latin_name(name: &str) -> bool {
    name.chars().any(char::is_alphabetic)
        && name.chars().all(|c| match c {
            ' ' | '-' | '\'' | '\u{2019}' | '.' | ',' => true,
            'A'..='Z' | 'a'..='z' => true,
            'ª' | 'º' => false,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => c.is_alphabetic(),
            _ => false,
        })
}

/// `A`-`Z` and `0`-`9`, without fillers.
pub fn is_document_number(number: &str) -> bool {
    !number.is_empty()
        && number.len() <= DOCUMENT_NUMBER.0
        && number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// A designator of an airline (two letters or digits, not digits alone, or ICAO's three letters), then one
/// to four digits and an optional letter: IATA Standard Schedules Information Manual, chapter 2.
pub fn is_flight(flight: &str) -> bool {
    let flight = flight.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(flight);
    [2, 3].into_iter().any(|split| {
        let Some((airline, number)) = flight.split_at_checked(split) else { return false };
        airline.bytes().all(|b| b.is_ascii_uppercase() || (split == 2 && b.is_ascii_digit()))
            && airline.bytes().any(|b| b.is_ascii_uppercase())
            && (1..=4).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// An IATA airport (`PEK`) or a UN/LOCODE (`CNPEK`: two letters, then three of `A`-`Z` `2`-`9`).
pub fn is_port(port: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase());
    match port.len() {
        3 => letters(port),
        5 => port.split_at_checked(2).is_some_and(|(state, place)| {
            letters(state) && place.bytes().all(|b| b.is_ascii_uppercase() || (b'2'..=b'9').contains(&b))
        }),
        _ => false,
    }
}

/// A name in the manner of this format's own: `a`-`z`, `0`-`9`, `-` and `.`.
pub fn is_slug(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
}

/// A SNOMED CT concept identifier: 6 to 18 digits, partition 00 or 10, Verhoeff check digit last
/// (SNOMED CT Release File Specification, section 5.2 and appendix C).
pub fn is_snomed_concept(identifier: u64) -> bool {
    let digits = identifier.to_string();
    let partition = identifier / 10 % 100;
    (6..=18).contains(&digits.len()) && matches!(partition, 0 | 10) && verhoeff(&digits) == 0
}

/// The Verhoeff checksum over decimal digits; 0 for a number that carries its check digit. The group is
/// the dihedral group of order 10: 0-4 rotations, 5-9 reflections.
fn verhoeff(digits: &str) -> u32 {
    const PERMUTATION: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permute = |digit: u32| PERMUTATION.get(digit as usize).copied().unwrap_or(0);
    let reversed = digits.bytes().rev().enumerate();
    reversed.fold(0, |sum, (i, byte)| {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        multiply(sum, (0..i % 8).fold(digit, |d, _| permute(d)))
    })
}

fn multiply(a: u32, b: u32) -> u32 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snomed_check_digits() {
        // COVID-19, yellow fever, poliomyelitis, SARS-CoV-2 mRNA vaccine, detected, not detected.
        for good in [840_539_006, 16_541_001, 398_102_009, 1_119_349_007, 260_373_001, 260_415_000] {
            assert!(is_snomed_concept(good), "{good}");
        }
        for wrong in [840_539_007, 840_593_006, 0, 1, 84_053_900, 999_999_999_999_999_999, u64::MAX] {
            assert!(!is_snomed_concept(wrong), "{wrong}");
        }
    }

    #[test]
    fn faults() {
        assert_eq!(fault("北京协和医院", LABEL), None);
        assert_eq!(fault("", LABEL), Some(Fault::Empty));
        assert_eq!(fault(" a", LABEL), Some(Fault::Edge));
        assert_eq!(fault("a\u{3000}", LABEL), Some(Fault::Edge));
        assert_eq!(fault(&"字".repeat(80), LABEL), None);
        assert_eq!(fault(&"字".repeat(81), LABEL), Some(Fault::TooLong(81)));
        for c in ['\0', '\n', '\u{7f}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{2066}'] {
            assert_eq!(fault(&format!("a{c}b"), LABEL), Some(Fault::Character(c)));
        }
    }

    #[test]
    fn alphabets() {
        assert!(is_icao_name("VAN<DER<BERG") && is_latin_name("Nguyễn Văn-Ánh"));
        for wrong in ["", "Zhang", "<ZHANG", "ZHANG WEI", "张", "MÜLLER", "O'NEIL"] {
            assert!(!is_icao_name(wrong), "{wrong}");
        }
        for wrong in ["", "-", "张伟", "Иван", "A1", "A×B", "a/b"] {
            assert!(!is_latin_name(wrong), "{wrong}");
        }
        for good in ["CA988", "CCA988", "3U8633", "HU7976A", "BA1"] {
            assert!(is_flight(good), "{good}");
        }
        for wrong in ["", "CA", "988", "CA98888", "ca988", "CA 988", "1234", "中国1", "A"] {
            assert!(!is_flight(wrong), "{wrong}");
        }
        assert!(is_port("PEK") && is_port("CNPEK") && is_port("US2AB"));
        for wrong in ["", "PE", "pek", "CNPE1", "CNPEKX", "京京", "2SPEK"] {
            assert!(!is_port(wrong), "{wrong}");
        }
        assert!(
            is_document_number("E12345678") && !is_document_number("E1234567<") && !is_document_number("")
        );
        assert!(is_slug("dcc-1.3") && !is_slug("DCC") && !is_slug(""));
    }
}
