//! What can be wrong with a zone.

use super::layout::Field;
use crate::reason::{self, Reason};
use core::fmt;

/// One thing that is wrong. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MrzError {
    /// `mrz.character`: a character that cannot stand where it stands.
    Character {
        /// Line of the zone.
        line: usize,
        /// Column in that line, spaces not counted.
        column: usize,
        /// What may stand there: `A-Z`, `0-9`, `A-Z 0-9 <` ...
        expected: &'static str,
        /// What stands there.
        found: char,
    },
    /// `mrz.check-digit`: the digit after a field is not the one computed over it.
    CheckDigit {
        /// The field.
        field: Field,
        /// Line of the digit.
        line: usize,
        /// Column of the digit.
        column: usize,
        /// The characters it is computed over.
        over: String,
        /// The digit they give.
        expected: char,
        /// What stands there.
        found: char,
    },
    /// `mrz.date`: six characters that are no date.
    Date {
        /// The field.
        field: Field,
        /// The characters.
        found: String,
    },
    /// `mrz.length`: a line of another length than its format has.
    Length {
        /// Line of the zone.
        line: usize,
        /// Characters it should have.
        expected: usize,
        /// Characters it has.
        found: usize,
    },
    /// `mrz.lines`: neither two nor three lines.
    Lines {
        /// Lines that are not empty.
        found: usize,
    },
    /// `mrz.name`: a name field without a primary identifier.
    Name,
    /// `mrz.overflow`: a value that does not fit its field (only when building).
    Overflow {
        /// The field.
        field: Field,
        /// Characters it has room for.
        expected: usize,
        /// Characters given.
        found: usize,
    },
    /// `mrz.visa`: a visa, which has another layout and is no proof of identity.
    Visa,
}

impl MrzError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Character { .. } => reason::MRZ_CHARACTER,
            Self::CheckDigit { .. } => reason::MRZ_CHECK_DIGIT,
            Self::Date { .. } => reason::MRZ_DATE,
            Self::Length { .. } => reason::MRZ_LENGTH,
            Self::Lines { .. } => reason::MRZ_LINES,
            Self::Name => reason::MRZ_NAME,
            Self::Overflow { .. } => reason::MRZ_OVERFLOW,
            Self::Visa => reason::MRZ_VISA,
        }
    }

    /// The same as a reason a screen can translate.
    pub fn reason(&self) -> Reason {
        let bare = Reason::new(self.code());
        match self {
            Self::Character { line, column, expected, found } => {
                bare.expected(*expected).found(*found).at(format!("{line}:{column}"))
            }
            Self::CheckDigit { field, expected, found, .. } => {
                bare.expected(*expected).found(*found).at(field.as_str())
            }
            Self::Date { field, found } => bare.found(found.as_str()).at(field.as_str()),
            Self::Length { line, expected, found } => {
                bare.expected(expected.to_string()).found(found.to_string()).at(line.to_string())
            }
            Self::Lines { found } => bare.expected("2, 3").found(found.to_string()),
            Self::Overflow { field, expected, found } => {
                bare.expected(expected.to_string()).found(found.to_string()).at(field.as_str())
            }
            Self::Name | Self::Visa => bare,
        }
    }
}

impl fmt::Display for MrzError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.reason();
        f.write_str(reason.code)?;
        let said = [("at", &reason.at), ("expected", &reason.expected), ("found", &reason.found)];
        for (label, value) in said {
            if let Some(value) = value {
                write!(f, ", {label} {value}")?;
            }
        }
        Ok(())
    }
}

impl core::error::Error for MrzError {}
