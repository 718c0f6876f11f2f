//! Number, birth and expiry alone: what opens the chip (ICAO 9303-11 section 4.3).

use super::{FieldName, FieldState, TypedDocument, TypedField, pieces};
use crate::date::{self, Century};
use crate::mrz::normalise;
use crate::reason::Reason;
use serde::Serialize;
use time::Date;

/// What the key to a chip is made of, as the zone writes it, without check digits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccessKey {
    /// Document number, whole, without fillers at its end.
    pub number: String,
    /// Date of birth, `YYMMDD`, `<<` for parts not known.
    pub birth: String,
    /// Date of expiry, `YYMMDD`.
    pub expiry: String,
}

/// What is to be said about the three pieces.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TypedAccess {
    /// All three are there and their digits agree.
    pub complete: bool,
    /// Number, birth and expiry.
    pub fields: Vec<TypedField>,
    /// The reasons of all fields, in their order.
    pub reasons: Vec<Reason>,
    /// The key, when complete.
    #[serde(skip)]
    #[cfg_attr(feature = "typescript", ts(skip))]
    pub key: Option<AccessKey>,
}

/// Judges number, birth and expiry; nothing else of the form is looked at. A chip opens whatever the
/// document's kind is and whether it has expired or not, so neither is asked.
///
/// ```
/// use healthpass_passport::{DocumentKind, TypedDocument, typed};
/// use time::{Date, Month};
///
/// let mut input = TypedDocument::new(DocumentKind::Other);
/// input.number = Some("L898902C<3".into());
/// input.birth = Some("6908061".into());
/// input.expiry = Some("9406236".into());
/// let today = Date::from_calendar_date(2026, Month::March, 1)?;
/// let key = typed::assess_access(&input, today).key.unwrap();
/// assert_eq!((key.number.as_str(), key.birth.as_str()), ("L898902C", "690806"));
/// # Ok::<(), time::error::ComponentRange>(())
/// ```
pub fn assess_access(input: &TypedDocument, today: Date) -> TypedAccess {
    let text = |piece: &Option<String>| normalise(piece.as_deref().unwrap_or_default());
    let (number_field, number) = pieces::number_and_digit(&text(&input.number), crate::DocumentKind::Other);
    let (mut expiry_field, expires) = pieces::expiry(&text(&input.expiry), today);
    let (birth_field, birth) = pieces::birth(&text(&input.birth), &Century { today, expires, digit: None });
    if expires.is_some() && expiry_field.state == FieldState::Wrong {
        expiry_field = TypedField::ok(FieldName::Expiry, expiry_field.value.unwrap_or_default());
    }
    let fields = vec![number_field, birth_field, expiry_field];
    let key = match (number, birth, expires) {
        (Some(number), Some(birth), Some(expires)) => {
            Some(AccessKey { number, birth: birth.mrz_text(), expiry: date::mrz_text(expires) })
        }
        _ => None,
    };
    let reasons = fields.iter().filter_map(|field| field.reason.clone()).collect();
    TypedAccess { complete: key.is_some(), fields, reasons, key }
}
