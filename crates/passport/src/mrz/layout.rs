//! Where each field stands.

use serde::Serialize;

/// The layouts of a travel document's zone.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "MrzFormat"))]
pub enum Format {
    /// Card, three lines of 30 (ICAO 9303-5).
    #[serde(rename = "TD1")]
    #[cfg_attr(feature = "typescript", ts(rename = "TD1"))]
    Td1,
    /// Card, two lines of 36 (ICAO 9303-6).
    #[serde(rename = "TD2")]
    #[cfg_attr(feature = "typescript", ts(rename = "TD2"))]
    Td2,
    /// Passport book, two lines of 44 (ICAO 9303-4).
    #[serde(rename = "TD3")]
    #[cfg_attr(feature = "typescript", ts(rename = "TD3"))]
    Td3,
    /// Visa, two lines of 44 (ICAO 9303-7 section 4).
    #[serde(rename = "MRV-A")]
    #[cfg_attr(feature = "typescript", ts(rename = "MRV-A"))]
    MrvA,
    /// Visa, two lines of 36 (ICAO 9303-7 section 5).
    #[serde(rename = "MRV-B")]
    #[cfg_attr(feature = "typescript", ts(rename = "MRV-B"))]
    MrvB,
}

impl Format {
    /// Characters of its name field.
    pub fn name_width(self) -> usize {
        self.layout().name.length
    }

    /// It is put into another document and proves nobody's identity.
    pub fn is_visa(self) -> bool {
        matches!(self, Self::MrvA | Self::MrvB)
    }

    pub(super) fn layout(self) -> &'static Layout {
        match self {
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
            Self::MrvA => &MRV_A,
            Self::MrvB => &MRV_B,
        }
    }
}

/// A field of the zone, by the name reasons use for it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Field {
    /// Date of birth.
    Birth,
    /// Document code.
    Code,
    /// The fields under the last check digit, together.
    Composite,
    /// Date of expiry.
    Expiry,
    /// Issuing state or organisation.
    Issuer,
    /// The holder's name.
    Name,
    /// Nationality of the holder.
    Nationality,
    /// Document number.
    Number,
    /// Optional data of the issuing state.
    Optional,
    /// Second optional data, of cards of three lines only.
    Optional2,
    /// Sex of the holder.
    Sex,
}

impl Field {
    /// The name, stable.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Birth => "birth",
            Self::Code => "code",
            Self::Composite => "composite",
            Self::Expiry => "expiry",
            Self::Issuer => "issuer",
            Self::Name => "name",
            Self::Nationality => "nationality",
            Self::Number => "number",
            Self::Optional => "optional",
            Self::Optional2 => "optional2",
            Self::Sex => "sex",
        }
    }
}

/// Consecutive characters of one line; line and start from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) length: usize,
}

const fn span(line: usize, start: usize, length: usize) -> Span {
    Span { line, start, length }
}

/// One layout. Check digits stand right after number, birth and expiry.
pub(super) struct Layout {
    pub(super) format: Format,
    pub(super) width: usize,
    pub(super) code: Span,
    pub(super) issuer: Span,
    pub(super) name: Span,
    pub(super) number: Span,
    pub(super) nationality: Span,
    pub(super) birth: Span,
    pub(super) sex: Span,
    pub(super) expiry: Span,
    /// A long document number continues in this field.
    pub(super) optional: Span,
    pub(super) optional_check: Option<Span>,
    pub(super) optional2: Option<Span>,
    /// Empty in visas, which have no composite check digit.
    pub(super) composite_over: &'static [Span],
    pub(super) composite_check: Option<Span>,
}

/// ICAO 9303-4 section 4.2.2.
pub(super) const TD3: Layout = Layout {
    format: Format::Td3,
    width: 44,
    code: span(0, 0, 2),
    issuer: span(0, 2, 3),
    name: span(0, 5, 39),
    number: span(1, 0, 9),
    nationality: span(1, 10, 3),
    birth: span(1, 13, 6),
    sex: span(1, 20, 1),
    expiry: span(1, 21, 6),
    optional: span(1, 28, 14),
    optional_check: Some(span(1, 42, 1)),
    optional2: None,
    composite_over: &[span(1, 0, 10), span(1, 13, 7), span(1, 21, 22)],
    composite_check: Some(span(1, 43, 1)),
};

/// ICAO 9303-6 section 4.2.2.
pub(super) const TD2: Layout = Layout {
    format: Format::Td2,
    width: 36,
    code: span(0, 0, 2),
    issuer: span(0, 2, 3),
    name: span(0, 5, 31),
    number: span(1, 0, 9),
    nationality: span(1, 10, 3),
    birth: span(1, 13, 6),
    sex: span(1, 20, 1),
    expiry: span(1, 21, 6),
    optional: span(1, 28, 7),
    optional_check: None,
    optional2: None,
    composite_over: &[span(1, 0, 10), span(1, 13, 7), span(1, 21, 14)],
    composite_check: Some(span(1, 35, 1)),
};

/// ICAO 9303-5 section 4.2.2.
pub(super) const TD1: Layout = Layout {
    format: Format::Td1,
    width: 30,
    code: span(0, 0, 2),
    issuer: span(0, 2, 3),
    name: span(2, 0, 30),
    number: span(0, 5, 9),
    nationality: span(1, 15, 3),
    birth: span(1, 0, 6),
    sex: span(1, 7, 1),
    expiry: span(1, 8, 6),
    optional: span(0, 15, 15),
    optional_check: None,
    optional2: Some(span(1, 18, 11)),
    composite_over: &[span(0, 5, 25), span(1, 0, 7), span(1, 8, 7), span(1, 18, 11)],
    composite_check: Some(span(1, 29, 1)),
};

/// ICAO 9303-7 section 4.2.2: as a passport book, without the last two check digits.
pub(super) const MRV_A: Layout = Layout {
    format: Format::MrvA,
    optional: span(1, 28, 16),
    optional_check: None,
    composite_over: &[],
    composite_check: None,
    ..TD3
};

/// ICAO 9303-7 section 5.2.2: as a card of two lines, without the composite check digit.
pub(super) const MRV_B: Layout = Layout {
    format: Format::MrvB,
    optional: span(1, 28, 8),
    composite_over: &[],
    composite_check: None,
    ..TD2
};

impl Span {
    /// The one character after this field.
    pub(super) fn next(self) -> Self {
        Self { start: self.start + self.length, length: 1, ..self }
    }

    /// Its characters; empty text where a line is too short.
    pub(super) fn of(self, lines: &[String]) -> &str {
        lines
            .get(self.line)
            .and_then(|line| line.get(self.start..self.start + self.length))
            .unwrap_or_default()
    }

    /// Its only character; a filler where a line is too short.
    pub(super) fn one(self, lines: &[String]) -> char {
        self.of(lines).chars().next().unwrap_or('<')
    }

    /// It holds this character; line and column from 1.
    pub(super) fn covers(self, line: usize, column: usize) -> bool {
        self.line + 1 == line && (self.start + 1..=self.start + self.length).contains(&column)
    }

    /// `line:column`, both from 1, of a character in this field.
    pub(super) fn place(self, offset: usize) -> (usize, usize) {
        (self.line + 1, self.start + offset + 1)
    }
}
