//! Why no symbol or picture came out.

use crate::symbol::Ecc;
use std::fmt;

/// Every code this crate's errors carry; each has a sentence in every language file.
pub const CODES: &[&str] = &["qr.empty", "qr.picture-too-large", "qr.too-long", "qr.too-long-at-level"];

/// Why no symbol or picture came out.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// There is no text.
    Empty,
    /// The picture would have more than [`crate::MAX_PICTURE_SIDE`] pixels a side, or none.
    PictureTooLarge {
        /// Pixels a side asked for; 0 for a scale of 0.
        side: u64,
        /// The most there may be.
        max: u32,
    },
    /// The text does not fit the largest allowed version.
    TooLong {
        /// Characters of the text.
        length: usize,
        /// How many of them, counted from the start, do fit.
        capacity: usize,
        /// The level asked for.
        ecc: Ecc,
        /// The largest version allowed.
        max_version: u8,
        /// The highest lower level at which the whole text fits that version.
        fits_at: Option<Ecc>,
    },
}

impl Error {
    /// The stable code, one of [`CODES`].
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "qr.empty",
            Self::PictureTooLarge { .. } => "qr.picture-too-large",
            Self::TooLong { fits_at: None, .. } => "qr.too-long",
            Self::TooLong { .. } => "qr.too-long-at-level",
        }
    }

    /// What would have been right: the most characters or pixels.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::Empty => None,
            Self::PictureTooLarge { max, .. } => Some(max.to_string()),
            Self::TooLong { capacity, .. } => Some(capacity.to_string()),
        }
    }

    /// What was there: characters or pixels.
    pub fn found(&self) -> Option<String> {
        match self {
            Self::Empty => None,
            Self::PictureTooLarge { side, .. } => Some(side.to_string()),
            Self::TooLong { length, .. } => Some(length.to_string()),
        }
    }

    /// The error correction level that would hold the text, as its letter.
    pub fn at(&self) -> Option<String> {
        match self {
            Self::TooLong { fits_at, .. } => fits_at.map(|ecc| ecc.letter().to_string()),
            Self::Empty | Self::PictureTooLarge { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        if let (Some(expected), Some(found)) = (self.expected(), self.found()) {
            write!(f, ": found {found}, at most {expected}")?;
        }
        match self.at() {
            Some(level) => write!(f, ", level {level} would do"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_sorted() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn every_error_has_a_listed_code() {
        let too_long =
            |fits_at| Error::TooLong { length: 2, capacity: 1, ecc: Ecc::Quartile, max_version: 40, fits_at };
        let picture = Error::PictureTooLarge { side: 9, max: 8 };
        for error in [Error::Empty, picture, too_long(None), too_long(Some(Ecc::Medium))] {
            assert!(CODES.contains(&error.code()));
        }
        assert_eq!(
            too_long(Some(Ecc::Medium)).to_string(),
            "qr.too-long-at-level: found 2, at most 1, level M would do"
        );
    }
}
