//! The holder's travel document: reading its machine readable zone, helping to type it, and
//! telling whether a certificate is about the same person.
//!
//! Everything follows ICAO Doc 9303 (8th edition) parts 3 to 6, with the national practice of the
//! People's Republic of China where it differs. Nothing here reads a clock: the day it is arrives
//! as an argument. Nothing here knows what a certificate is: it compares a [`Subject`] with a
//! [`Document`].
//!
//! ```
//! use healthpass_passport::{DocumentKind, TypedDocument, typed};
//! use time::{Date, Month};
//!
//! let today = Date::from_calendar_date(2026, Month::March, 1)?;
//! let mut input = TypedDocument::new(DocumentKind::Ordinary);
//! input.line1 = Some("POCHNZHANG<<WEI".into());
//! input.number = Some("E123456782".into());
//! input.birth = Some("8803418".into());
//! input.expiry = Some("3301155".into());
//!
//! let assessed = typed::assess(&input, today);
//! // The digit after 880341 would be 4.
//! let wrong = &assessed.reasons[0];
//! assert_eq!((wrong.code, wrong.expected.as_deref()), ("typed.birth.check-digit", Some("4")));
//!
//! input.birth = Some("8803148".into());
//! let document = typed::assess(&input, today).document.expect("complete");
//! assert_eq!(document.birth.to_string(), "1988-03-14");
//! # Ok::<(), time::error::ComponentRange>(())
//! ```

#[cfg(feature = "authentication")]
pub mod authentication;
#[cfg(feature = "chip")]
pub mod chip;
pub mod date;
pub mod document;
#[cfg(any(feature = "authentication", feature = "chip"))]
pub mod lds;
pub mod matching;
pub mod mrz;
pub mod name;
pub mod native;
pub mod profile;
pub mod reason;
#[cfg(feature = "issue-synthetic")]
pub mod synthetic;
pub mod translit;
pub mod typed;

pub use document::{BoundDocument, Document, Level};
pub use matching::{Match, Outcome, Subject};
pub use profile::DocumentKind;
pub use reason::{CODES, Reason};
pub use typed::{TypedAssessment, TypedDocument};
