//! Writing a TD3 zone, for samples and tests.

use super::check::check_digit;
use super::error::MrzError;
use super::layout::{Field, TD3};
use super::parse::Sex;
use crate::date::{self, BirthDate};
use crate::translit;
use time::Date;

/// What a passport's zone says.
#[derive(Clone, Copy, Debug)]
pub struct Td3<'a> {
    /// Document code, one or two letters: `P`, `PO`.
    pub code: &'a str,
    /// Issuing state, up to three letters.
    pub issuer: &'a str,
    /// Surname in any script [`translit`] knows.
    pub surname: &'a str,
    /// Given names; empty for holders with one name.
    pub given_names: &'a str,
    /// Document number, `A` to `Z` and `0` to `9`, up to 9 characters; up to 21 with no optional data.
    pub number: &'a str,
    /// Nationality, up to three letters.
    pub nationality: &'a str,
    /// Date of birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Date of expiry.
    pub expires: Date,
    /// Optional data, up to 14 characters ([`crate::native::NativeField::write`] makes them for a
    /// Chinese name).
    pub optional: &'a str,
}

/// Writes the two lines, with every check digit.
///
/// # Errors
/// `mrz.overflow` for a value too long for its field, `mrz.character` for one with other
/// characters than a zone has, `mrz.name` without a surname.
pub fn build(fields: &Td3<'_>) -> Result<[String; 2], MrzError> {
    let code = filled(Field::Code, fields.code, TD3.code.length)?;
    let issuer = filled(Field::Issuer, fields.issuer, TD3.issuer.length)?;
    let nationality = filled(Field::Nationality, fields.nationality, TD3.nationality.length)?;
    let name = name_field(fields)?;
    let (number, optional) = number_and_optional(fields)?;
    let birth = with_digit(&fields.birth.mrz_text());
    let expiry = with_digit(&date::mrz_text(fields.expires));
    let sex = if fields.sex == Sex::X { "<" } else { fields.sex.as_str() };
    let optional = with_digit(&optional);
    let composite = check_digit(&format!("{number}{birth}{expiry}{optional}"));
    Ok([
        format!("{code}{issuer}{name}"),
        format!("{number}{nationality}{birth}{sex}{expiry}{optional}{composite}"),
    ])
}

fn number_and_optional(fields: &Td3<'_>) -> Result<(String, String), MrzError> {
    let Some((head, rest)) =
        fields.number.split_at_checked(TD3.number.length).filter(|(_, rest)| !rest.is_empty())
    else {
        let number = filled(Field::Number, fields.number, TD3.number.length)?;
        return Ok((with_digit(&number), filled(Field::Optional, fields.optional, TD3.optional.length)?));
    };
    let digit = check_digit(fields.number);
    let continued = format!("{rest}{digit}<{}", fields.optional);
    let optional = filled(Field::Optional, continued.trim_end_matches('<'), TD3.optional.length - 1)?;
    Ok((format!("{}<", filled(Field::Number, head, TD3.number.length)?), format!("{optional}<")))
}

fn with_digit(text: &str) -> String {
    format!("{text}{}", check_digit(text))
}

fn filled(field: Field, value: &str, width: usize) -> Result<String, MrzError> {
    let expected = if matches!(field, Field::Number | Field::Optional) { "A-Z 0-9 <" } else { "A-Z" };
    let allowed = |c: char| c.is_ascii_uppercase() || (expected != "A-Z" && (c.is_ascii_digit() || c == '<'));
    if let Some((column, found)) = value.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        let line = if matches!(field, Field::Code | Field::Issuer) { 1 } else { 2 };
        return Err(MrzError::Character { line, column: column + 1, expected, found });
    }
    if value.len() > width {
        return Err(MrzError::Overflow { field, expected: width, found: value.len() });
    }
    Ok(format!("{value:<<width$}"))
}

/// The name field: preferred rendering, cut as ICAO 9303-4 section 4.2.3 allows: the end of the
/// secondary identifier first, and the last character a letter.
fn name_field(fields: &Td3<'_>) -> Result<String, MrzError> {
    let primary = translit::preferred(fields.surname, fields.issuer).filter(|name| !name.is_empty());
    let mut primary = primary.ok_or(MrzError::Name)?;
    let mut secondary = translit::preferred(fields.given_names, fields.issuer).ok_or(MrzError::Name)?;
    let width = TD3.name.length;
    let least_secondary = if secondary.is_empty() { 0 } else { "<<A".len() };
    while primary.len() + least_secondary > width || primary.ends_with('<') {
        primary.pop();
    }
    let room = width - primary.len();
    if !secondary.is_empty() && secondary.len() + 2 > room {
        secondary = cut(&secondary, room.saturating_sub(2));
    }
    let name = if secondary.is_empty() { primary } else { format!("{primary}<<{secondary}") };
    Ok(format!("{name:<<width$}"))
}

/// The first `room` characters; where the last would be a filler, one letter of the component
/// before it gives way to the first letter of the one after it.
fn cut(identifier: &str, room: usize) -> String {
    let mut kept = identifier.to_owned();
    while let Some(filler) = room.checked_sub(1).filter(|last| kept.get(*last..=*last) == Some("<")) {
        match filler.checked_sub(1) {
            Some(letter) if kept.len() > room => kept.remove(letter),
            _ => break,
        };
    }
    kept.truncate(room);
    kept
}
