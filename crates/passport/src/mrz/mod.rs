//! Machine readable zones: TD3 (passport book), TD2 and TD1 (cards), MRV-A and MRV-B (visas), ICAO
//! 9303 parts 3 to 7.
//!
//! [`parse`] reads the shape: lines, lengths, characters. Wrong check digits, impossible dates and
//! letters where only digits may stand do not stop it, they are listed in [`Mrz::problems`], so
//! that a screen can show the rest and name every wrong field at once. [`Document::from_mrz`]
//! accepts only a zone without problems.
//!
//! [`Document::from_mrz`]: crate::Document::from_mrz

mod build;
mod check;
mod error;
mod layout;
mod parse;
mod repair;
mod report;

#[cfg(test)]
mod properties;

pub use build::{Td3, Zone, build, name_fields, write};
pub use check::{CheckDigit, check_digit};
pub use error::MrzError;
pub use layout::{Field, Format};
pub use parse::{Mrz, Sex, parse};
pub use repair::{Change, Question, Repair, repair};
pub use report::{MrzCheck, MrzFields, MrzResult, report};

pub(crate) use parse::normalise;
