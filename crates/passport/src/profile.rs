//! Which document it is, decided by issuing state, number and code together.
//!
//! The two letters of the code alone do not tell. The PRC writes `PO` on ordinary passports, while
//! ICAO 9303-4 (8th edition, from 2026) gives `PO` to official and service passports and `PP` to
//! ordinary ones. The number leads; a code that fits under either reading is accepted, one whose
//! meaning no source settles makes the kind uncertain, and one that contradicts the number is
//! refused. Numbers as the National Immigration Administration describes them.

use crate::reason::{self, Reason};
use serde::{Deserialize, Serialize};

/// What the traveller says the document is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum DocumentKind {
    /// PRC ordinary passport.
    Ordinary,
    /// PRC diplomatic passport.
    Diplomatic,
    /// PRC service passport.
    Service,
    /// PRC passport for public affairs.
    PublicAffairs,
    /// PRC travel document (旅行证).
    TravelDocument,
    /// A passport or card of another state, of Hong Kong or of Macao.
    Other,
}

/// Who issues under the state code a zone shows.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Region {
    /// Mainland China.
    Mainland,
    /// Hong Kong SAR, which writes `CHN`.
    HongKong,
    /// Macao SAR, which writes `CHN`.
    Macao,
    /// Another state.
    Elsewhere,
}

/// A recognised document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Profile {
    /// Its kind.
    pub kind: DocumentKind,
    /// Who issued it.
    pub region: Region,
    /// False when number and code leave room for another kind: say "type not certain".
    pub certain: bool,
}

/// Issuer code of mainland China, Hong Kong and Macao.
pub(crate) const CHINA: &str = "CHN";

/// One kind: what its numbers look like (`0` any digit, `@` a letter but I and O), which codes mean
/// it, and which may.
struct Row {
    kind: DocumentKind,
    region: Region,
    numbers: &'static [&'static str],
    codes: &'static [&'static str],
    open_codes: &'static [&'static str],
}

static ROWS: [Row; 7] = [
    Row {
        kind: DocumentKind::Ordinary,
        region: Region::Mainland,
        // E and a letter since 2017-04-05; G, 14 and 15 are older.
        numbers: &["E00000000", "E@0000000", "G00000000", "140000000", "150000000"],
        codes: &["PO", "PP"],
        open_codes: &["P"],
    },
    Row {
        kind: DocumentKind::Diplomatic,
        region: Region::Mainland,
        numbers: &["DE0000000", "D0000000", "D00000000"],
        codes: &["PD"],
        open_codes: &["P"],
    },
    Row {
        kind: DocumentKind::Service,
        region: Region::Mainland,
        numbers: &["SE0000000", "S0000000", "S00000000"],
        codes: &["PO"],
        open_codes: &["PS", "P"],
    },
    Row {
        kind: DocumentKind::PublicAffairs,
        region: Region::Mainland,
        numbers: &["PE0000000", "P0000000"],
        codes: &[],
        open_codes: &["PP", "PE", "PO", "PS", "P"],
    },
    Row {
        kind: DocumentKind::TravelDocument,
        region: Region::Mainland,
        numbers: &["T00000000"],
        codes: &["PT"],
        open_codes: &["PE", "P"],
    },
    Row {
        kind: DocumentKind::Other,
        region: Region::HongKong,
        numbers: &["K00000000", "KJ0000000"],
        codes: &["P", "PP"],
        open_codes: &[],
    },
    Row {
        kind: DocumentKind::Other,
        region: Region::Macao,
        numbers: &["MA0000000"],
        codes: &["PP"],
        open_codes: &["P"],
    },
];

impl DocumentKind {
    /// The name the JSON uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Diplomatic => "diplomatic",
            Self::Service => "service",
            Self::PublicAffairs => "public-affairs",
            Self::TravelDocument => "travel-document",
            Self::Other => "other",
        }
    }

    /// One of the five documents mainland China issues.
    pub fn is_chinese(self) -> bool {
        self != Self::Other
    }

    /// This number is one such a document can have; any number fits [`DocumentKind::Other`].
    pub fn fits(self, number: &str) -> bool {
        !self.is_chinese() || self.rows().any(|row| row.fits(number))
    }

    /// What its numbers look like, for a person: `0` stands for any digit, `A` for a letter.
    pub(crate) fn samples(self) -> String {
        samples(self.rows())
    }

    fn rows(self) -> impl Iterator<Item = &'static Row> {
        ROWS.iter().filter(move |row| row.kind == self)
    }
}

impl Row {
    fn fits(&self, number: &str) -> bool {
        self.numbers.iter().any(|pattern| {
            pattern.len() == number.len()
                && pattern.chars().zip(number.chars()).all(|(pattern, found)| match pattern {
                    '0' => found.is_ascii_digit(),
                    '@' => found.is_ascii_uppercase() && !matches!(found, 'I' | 'O'),
                    literal => found == literal,
                })
        })
    }
}

/// Tells the document from what its zone says. Code and issuer come without fillers.
///
/// # Errors
/// Only for `CHN`: `document.number-pattern` when no document has such a number, `document.code`
/// when the code contradicts the number.
pub fn recognise(issuer: &str, number: &str, code: &str) -> Result<Profile, Reason> {
    if issuer != CHINA {
        return Ok(Profile { kind: DocumentKind::Other, region: Region::Elsewhere, certain: true });
    }
    let row = ROWS.iter().find(|row| row.fits(number));
    let row = row.ok_or_else(|| {
        Reason::new(reason::DOCUMENT_NUMBER_PATTERN).expected(samples(ROWS.iter())).found(number).at("number")
    })?;
    let certain = row.codes.contains(&code);
    if !certain && !row.open_codes.contains(&code) {
        let expected = [row.codes, row.open_codes].concat().join(", ");
        return Err(Reason::new(reason::DOCUMENT_CODE).expected(expected).found(code).at("code"));
    }
    Ok(Profile { kind: row.kind, region: row.region, certain })
}

/// The same where nothing is claimed: what contradicts itself or is not known is not certain.
pub fn likeliest(issuer: &str, number: &str, code: &str) -> Profile {
    recognise(issuer, number, code).unwrap_or_else(|_| {
        let row = ROWS.iter().find(|row| row.fits(number));
        let (kind, region) =
            row.map_or((DocumentKind::Other, Region::Mainland), |row| (row.kind, row.region));
        Profile { kind, region, certain: false }
    })
}

/// A document of this issuer can have this number; nothing is known of numbers outside China.
pub(crate) fn known_number(issuer: &str, number: &str) -> bool {
    issuer != CHINA || ROWS.iter().any(|row| row.fits(number))
}

/// The numbers a Chinese document can have that this one may be misread from: of the same length, every
/// character that does not fit a pattern read as `misread` says.
pub(crate) fn misread_numbers(number: &str, misread: impl Fn(char, bool) -> Option<char>) -> Vec<String> {
    let mut found = Vec::new();
    for row in &ROWS {
        for pattern in row.numbers.iter().filter(|pattern| pattern.len() == number.len()) {
            let pairs = pattern.chars().zip(number.chars());
            let read: Option<String> = pairs
                .map(|(pattern, c)| {
                    let digit = pattern == '0';
                    if digit == c.is_ascii_digit() { Some(c) } else { misread(c, digit) }
                })
                .collect();
            if let Some(read) = read.filter(|read| row.fits(read) && !found.contains(read)) {
                found.push(read);
            }
        }
    }
    found
}

fn samples(rows: impl Iterator<Item = &'static Row>) -> String {
    let patterns: Vec<&str> = rows.flat_map(|row| row.numbers.iter().copied()).collect();
    patterns.join(", ").replace('@', "A")
}

/// Holds what the traveller says against what the zone says.
///
/// # Errors
/// `document.issuer` for a Chinese kind of another issuer, `document.number-pattern` for a number
/// the kind cannot have, `document.kind` when the number belongs to another kind, `document.code`
/// when the code contradicts the number.
pub fn check(claimed: DocumentKind, issuer: &str, number: &str, code: &str) -> Result<Profile, Reason> {
    if claimed.is_chinese() && issuer != CHINA {
        return Err(foreign(issuer));
    }
    let found = recognise(issuer, number, code);
    match found {
        Err(reason) if reason.code == reason::DOCUMENT_NUMBER_PATTERN => {
            Err(reason.expected(claimed.samples()))
        }
        Ok(profile) if profile.kind != claimed => Err(other_kind(profile.kind, claimed)),
        other => other,
    }
}

/// A Chinese kind was claimed of another state's document.
pub(crate) fn foreign(issuer: &str) -> Reason {
    Reason::new(reason::DOCUMENT_ISSUER).expected(CHINA).found(issuer).at("issuer")
}

/// The number is one of another kind.
pub(crate) fn other_kind(found: DocumentKind, claimed: DocumentKind) -> Reason {
    Reason::new(reason::DOCUMENT_KIND).expected(found.as_str()).found(claimed.as_str()).at("kind")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_leads_and_the_code_may_be_old_or_new() {
        let kind = |number, code| recognise("CHN", number, code).map(|p| (p.kind, p.region, p.certain));
        use DocumentKind::*;
        use Region::*;
        assert_eq!(kind("E12345678", "PO"), Ok((Ordinary, Mainland, true)));
        assert_eq!(kind("EF1234567", "PP"), Ok((Ordinary, Mainland, true)));
        assert_eq!(kind("G12345678", "P"), Ok((Ordinary, Mainland, false)));
        assert_eq!(kind("141234567", "PO"), Ok((Ordinary, Mainland, true)));
        assert_eq!(kind("DE1234567", "PD"), Ok((Diplomatic, Mainland, true)));
        assert_eq!(kind("D1234567", "PD"), Ok((Diplomatic, Mainland, true)));
        assert_eq!(kind("SE1234567", "PO"), Ok((Service, Mainland, true)));
        assert_eq!(kind("SE1234567", "PS"), Ok((Service, Mainland, false)));
        assert_eq!(kind("PE1234567", "PP"), Ok((PublicAffairs, Mainland, false)));
        assert_eq!(kind("T12345678", "PT"), Ok((TravelDocument, Mainland, true)));
        assert_eq!(kind("K12345678", "P"), Ok((Other, HongKong, true)));
        assert_eq!(kind("KJ1234567", "P"), Ok((Other, HongKong, true)));
        assert_eq!(kind("MA1234567", "P"), Ok((Other, Macao, false)));
        assert_eq!(recognise("UTO", "X1", "P").unwrap().region, Elsewhere);
    }

    #[test]
    fn contradictions_are_named() {
        let code = |claimed, issuer, number, code| check(claimed, issuer, number, code).unwrap_err();
        let wrong = code(DocumentKind::Ordinary, "UTO", "E12345678", "PO");
        assert_eq!((wrong.code, wrong.found.as_deref()), ("document.issuer", Some("UTO")));
        let wrong = code(DocumentKind::Ordinary, "CHN", "EI1234567", "PO");
        assert_eq!(wrong.code, "document.number-pattern");
        assert_eq!(wrong.expected.as_deref(), Some("E00000000, EA0000000, G00000000, 140000000, 150000000"));
        let wrong = code(DocumentKind::Ordinary, "CHN", "DE1234567", "PD");
        assert_eq!((wrong.code, wrong.expected.as_deref()), ("document.kind", Some("diplomatic")));
        let wrong = code(DocumentKind::Ordinary, "CHN", "E12345678", "PD");
        assert_eq!((wrong.code, wrong.expected.as_deref()), ("document.code", Some("PO, PP, P")));
        let wrong = code(DocumentKind::Other, "CHN", "X12345678", "P");
        assert_eq!(wrong.expected.as_deref(), Some("K00000000, KJ0000000, MA0000000"));
        let wrong = code(DocumentKind::Other, "CHN", "E12345678", "PO");
        assert_eq!((wrong.code, wrong.expected.as_deref()), ("document.kind", Some("ordinary")));
    }
}
