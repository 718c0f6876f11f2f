//! The numbers that stand for well-known values, in one table each, read both ways.

use super::types::{AntibodyClass, Catalogue, DocumentKind, Outcome, Sex, Snomed, SourceCheck};
use core::ops::RangeInclusive;

/// A closed enumeration signed as an integer.
pub trait Numbered: Clone + PartialEq + Sized + 'static {
    /// Every value with its number and its name (as the JSON input and the view write it).
    const TABLE: &'static [(i64, &'static str, Self)];

    /// The value with this number.
    fn from_number(number: i64) -> Option<Self> {
        Self::TABLE.iter().find(|(n, ..)| *n == number).map(|(.., value)| value.clone())
    }

    /// The value with this name.
    fn from_name(name: &str) -> Option<Self> {
        Self::TABLE.iter().find(|(_, n, _)| *n == name).map(|(.., value)| value.clone())
    }

    /// Its number and name; `None` for a value outside the table.
    fn row(&self) -> Option<(i64, &'static str)> {
        Self::TABLE.iter().find(|(.., value)| value == self).map(|(number, name, _)| (*number, *name))
    }
}

impl Numbered for Sex {
    const TABLE: &'static [(i64, &'static str, Self)] =
        &[(0, "X", Self::Unspecified), (1, "M", Self::Male), (2, "F", Self::Female)];
}

impl Numbered for DocumentKind {
    const TABLE: &'static [(i64, &'static str, Self)] = &[
        (0, "ordinary", Self::Ordinary),
        (1, "diplomatic", Self::Diplomatic),
        (2, "service", Self::Service),
        (3, "public-affairs", Self::PublicAffairs),
        (4, "travel-document", Self::TravelDocument),
    ];
}

impl Numbered for AntibodyClass {
    const TABLE: &'static [(i64, &'static str, Self)] = &[(0, "IgG", Self::IgG), (1, "IgM", Self::IgM)];
}

impl Numbered for Outcome {
    const TABLE: &'static [(i64, &'static str, Self)] = &[
        (0, "not-detected", Self::NotDetected),
        (1, "detected", Self::Detected),
        (2, "inconclusive", Self::Inconclusive),
    ];
}

impl Numbered for Catalogue {
    const TABLE: &'static [(i64, &'static str, Self)] = &[
        (1, "snomed", Self::Snomed),
        (2, "loinc", Self::Loinc),
        (3, "atc", Self::Atc),
        (4, "eu", Self::Eu),
        (5, "jrc", Self::Jrc),
        (6, "who", Self::Who),
        (7, "nmpa", Self::Nmpa),
    ];
}

impl Numbered for SourceCheck {
    const TABLE: &'static [(i64, &'static str, Self)] = &[
        (0, "transcribed", Self::Transcribed),
        (1, "verified", Self::Verified),
        (2, "rule-not-met", Self::RuleNotMet),
        (3, "issuer-not-recognised", Self::IssuerNotRecognised),
        (4, "not-valid-now", Self::NotValidNow),
    ];
}

/// Diseases that a certificate names by a number of its own: every other is a SNOMED CT identifier, which
/// starts at 100000.
pub const DISEASES: &[(i64, Snomed)] =
    &[(1, Snomed(840_539_006)), (2, Snomed(16_541_001)), (3, Snomed(398_102_009)), (4, Snomed(23_511_006))];

/// The smallest and largest SNOMED CT identifiers: 6 and 18 digits.
pub const SNOMED_RANGE: RangeInclusive<i64> = 100_000..=999_999_999_999_999_999;

/// LOINC methods that a certificate names by a number of its own: SARS-CoV-2 nucleic acid, IgG, IgM.
pub const METHODS: &[(i64, &str)] = &[(1, "94500-6"), (2, "94563-4"), (3, "94564-2")];

impl Catalogue {
    /// Its name: `snomed`, `loinc`, ... or the name of another catalogue.
    pub fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
            listed => listed.row().map_or("", |(_, name)| name),
        }
    }

    /// The catalogue of this name; a name without a number of its own is [`Catalogue::Other`].
    pub fn named(name: &str) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::Other(name.to_owned()))
    }
}
