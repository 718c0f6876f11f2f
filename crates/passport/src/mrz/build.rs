//! Writing a zone, for samples, tests and whoever issues documents.

use super::check::check_digit;
use super::error::MrzError;
use super::layout::{Field, Format, Layout, Span};
use super::parse::Sex;
use crate::date::{self, BirthDate};
use crate::translit;
use time::Date;

/// What a zone says.
#[derive(Clone, Copy, Debug)]
pub struct Zone<'a> {
    /// Its layout.
    pub format: Format,
    /// Document code, one or two letters: `P`, `PO`; of a visa `V` and perhaps another.
    pub code: &'a str,
    /// Issuing state, up to three letters.
    pub issuer: &'a str,
    /// Surname in any script [`translit`] knows.
    pub surname: &'a str,
    /// Given names; empty for holders with one name.
    pub given_names: &'a str,
    /// Document number, `A` to `Z`, `0` to `9` and signs, which become fillers (ICAO 9303-4 section 4.2.2.2), up to
    /// 9 characters; outside visas longer ones continue in the optional data, as far as there is room.
    pub number: &'a str,
    /// Nationality, up to three letters.
    pub nationality: &'a str,
    /// Date of birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Date of expiry.
    pub expires: Date,
    /// Optional data ([`crate::native::NativeField::write`] makes them for a Chinese name).
    pub optional: &'a str,
    /// Second optional data, only in cards of three lines.
    pub optional2: &'a str,
}

/// What a passport book's zone says: see [`Zone`].
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
    /// Optional data, up to 14 characters.
    pub optional: &'a str,
}

/// Writes the two lines of a passport book, with every check digit.
///
/// # Errors
/// As [`write`].
pub fn build(fields: &Td3<'_>) -> Result<[String; 2], MrzError> {
    let Td3 { code, issuer, surname, given_names, number, nationality, birth, sex, expires, optional } =
        *fields;
    let format = Format::Td3;
    let lines = write(&Zone {
        format,
        code,
        issuer,
        surname,
        given_names,
        number,
        nationality,
        birth,
        sex,
        expires,
        optional,
        optional2: "",
    })?;
    let mut lines = lines.into_iter();
    Ok([lines.next().unwrap_or_default(), lines.next().unwrap_or_default()])
}

/// Writes the lines of a zone, with every check digit.
///
/// # Errors
/// `mrz.overflow` for a value too long for its field, `mrz.character` for one with other
/// characters than a zone has, `mrz.name` without a name.
///
/// ```
/// use healthpass_passport::date::BirthDate;
/// use healthpass_passport::mrz::{Format, Sex, Zone, write};
/// use time::{Date, Month};
///
/// let lines = write(&Zone {
///     format: Format::Td1,
///     code: "I",
///     issuer: "UTO",
///     surname: "Stevenson",
///     given_names: "Peter",
///     number: "D23145890734",
///     nationality: "UTO",
///     birth: BirthDate::from_text("1934-07-12").unwrap(),
///     sex: Sex::M,
///     expires: Date::from_calendar_date(1995, Month::July, 12)?,
///     optional: "",
///     optional2: "",
/// })?;
/// assert_eq!(lines[0], "I<UTOD23145890<7349<<<<<<<<<<<");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(zone: &Zone<'_>) -> Result<Vec<String>, MrzError> {
    let layout = zone.format.layout();
    let mut page = Page::new(layout);
    page.put(Field::Code, layout.code, zone.code)?;
    page.put(Field::Issuer, layout.issuer, zone.issuer)?;
    page.put(Field::Nationality, layout.nationality, zone.nationality)?;
    page.put(Field::Name, layout.name, &name_field(zone, layout.name.length)?)?;
    page.put(Field::Birth, layout.birth, &zone.birth.mrz_text())?;
    page.put(Field::Sex, layout.sex, if zone.sex == Sex::X { "" } else { zone.sex.as_str() })?;
    page.put(Field::Expiry, layout.expiry, &date::mrz_text(zone.expires))?;
    match layout.optional2 {
        Some(span) => page.put(Field::Optional2, span, zone.optional2)?,
        None if zone.optional2.is_empty() => (),
        None => {
            let found = zone.optional2.len();
            return Err(MrzError::Overflow { field: Field::Optional2, expected: 0, found });
        }
    }
    let long = page.number(layout, zone)?;
    for span in [layout.birth, layout.expiry] {
        page.digit(&[span], span.next());
    }
    if !long {
        page.digit(&[layout.number], layout.number.next());
    }
    if let Some(digit) = layout.optional_check {
        page.digit(&[layout.optional], digit);
    }
    if let Some(digit) = layout.composite_check {
        page.digit(layout.composite_over, digit);
    }
    Ok(page.lines)
}

/// The lines while they are written.
struct Page {
    lines: Vec<String>,
}

impl Page {
    fn new(layout: &Layout) -> Self {
        let count = if layout.format == Format::Td1 { 3 } else { 2 };
        Self { lines: vec!["<".repeat(layout.width); count] }
    }

    /// Writes a value that fits its field; what is left of the field stays fillers.
    fn put(&mut self, field: Field, span: Span, value: &str) -> Result<(), MrzError> {
        let allowed = allowed(field);
        let fits = |c: char| match c {
            'A'..='Z' => allowed.starts_with('A'),
            '0'..='9' => !allowed.starts_with("A-Z <"),
            '<' => true,
            _ => false,
        };
        if let Some((offset, found)) = value.chars().enumerate().find(|(_, c)| !fits(*c)) {
            let (line, column) = span.place(offset);
            return Err(MrzError::Character { line, column, expected: allowed, found });
        }
        if value.len() > span.length {
            return Err(MrzError::Overflow { field, expected: span.length, found: value.len() });
        }
        self.over(span, value);
        Ok(())
    }

    fn over(&mut self, span: Span, value: &str) {
        if let Some(line) = self.lines.get_mut(span.line) {
            line.replace_range(span.start..span.start + value.len(), value);
        }
    }

    /// Writes number and optional data; true when the number is a long one, which has its digit
    /// after its rest (ICAO 9303-5 section 4.2.2 note j).
    fn number(&mut self, layout: &Layout, zone: &Zone<'_>) -> Result<bool, MrzError> {
        let width = layout.number.length;
        let is_sign = |c: char| c == ' ' || c.is_ascii_punctuation();
        let number: String = zone.number.chars().map(|c| if is_sign(c) { '<' } else { c }).collect();
        let split = number.split_at_checked(width).filter(|(_, rest)| !rest.is_empty());
        let Some((head, rest)) = split else {
            self.put(Field::Number, layout.number, &number)?;
            self.put(Field::Optional, layout.optional, zone.optional)?;
            return Ok(false);
        };
        if layout.format.is_visa() {
            let found = number.len();
            return Err(MrzError::Overflow { field: Field::Number, expected: width, found });
        }
        self.put(Field::Number, layout.number, head)?;
        let continued = format!("{rest}{}<{}", check_digit(&number), zone.optional);
        let continued = continued.trim_end_matches('<');
        // A filler ends the number.
        if continued.len() >= layout.optional.length {
            let expected = layout.optional.length - 1;
            return Err(MrzError::Overflow { field: Field::Optional, expected, found: continued.len() });
        }
        self.put(Field::Optional, layout.optional, continued)?;
        Ok(true)
    }

    fn digit(&mut self, over: &[Span], place: Span) {
        let over: String = over.iter().map(|span| span.of(&self.lines)).collect();
        self.over(place, &check_digit(&over).to_string());
    }
}

/// What may stand in a field, as reasons write it.
fn allowed(field: Field) -> &'static str {
    match field {
        Field::Number | Field::Optional | Field::Optional2 => "A-Z 0-9 <",
        Field::Birth | Field::Expiry => "0-9 <",
        _ => "A-Z <",
    }
}

/// The name field: preferred rendering, cut as ICAO 9303-4 section 4.2.3 allows.
fn name_field(zone: &Zone<'_>, width: usize) -> Result<String, MrzError> {
    let part = |text| translit::preferred(text, zone.issuer).ok_or(MrzError::Name);
    let (primary, secondary) = (part(zone.surname)?, part(zone.given_names)?);
    if primary.is_empty() { Err(MrzError::Name) } else { Ok(fitted(&primary, &secondary, width)) }
}

/// Every name field an issuing state may write for a name: each of its renderings, and for the
/// preferred one each of the ways ICAO 9303-4 section 4.2.3 shows to cut it. Preferred first, at
/// most [`translit::MAX_RENDERINGS`] renderings, without the fillers at the end. Empty when the name
/// has no surname, or a letter of a script without a table.
///
/// ```
/// use healthpass_passport::mrz::name_fields;
/// assert_eq!(
///     name_fields("Müller", "Ana", "UTO", 39),
///     ["MUELLER<<ANA", "MUXXLLER<<ANA", "MULLER<<ANA"]
/// );
/// ```
pub fn name_fields(surname: &str, given_names: &str, issuer: &str, width: usize) -> Vec<String> {
    let both = (translit::renderings(surname, issuer), translit::renderings(given_names, issuer));
    let (Some(surnames), Some(given)) = both else { return Vec::new() };
    let mut fields: Vec<String> = Vec::new();
    let mut add = |field: String| {
        if !field.starts_with('<') && !field.is_empty() && !fields.contains(&field) {
            fields.push(field);
        }
    };
    if let (Some(primary), Some(secondary)) = (surnames.first(), given.first()) {
        add(fitted(primary, secondary, width));
        for cut in [initials_last, first_given_whole, even] {
            if let Some(primary) = cut(primary, secondary, width) {
                add(fitted(&primary, secondary, width));
            }
        }
    }
    let pairs = surnames.iter().flat_map(|primary| given.iter().map(move |secondary| (primary, secondary)));
    for (primary, secondary) in pairs.take(translit::MAX_RENDERINGS) {
        add(fitted(primary, secondary, width));
    }
    fields
}

/// Both identifiers as far as there is room: the primary is shortened until one letter of the secondary fits, then
/// the end of the secondary is cut. The last character is a letter (ICAO 9303-4 section 4.2.3).
fn fitted(primary: &str, secondary: &str, width: usize) -> String {
    if secondary.is_empty() {
        return shortened(primary, width);
    }
    let mut primary = shortened(primary, width - "<<A".len());
    loop {
        let room = (width - primary.len()).saturating_sub(2);
        match cut(secondary, room) {
            Some(secondary) => return format!("{primary}<<{secondary}"),
            // One letter more of the secondary needs one less of the primary.
            None if primary.len() > 1 => primary = shortened(&primary, primary.len() - 1),
            // Nothing but initials: no cut of theirs ends in a letter.
            None => return format!("{primary}<<{}", secondary.get(..room - 1).unwrap_or_default()),
        }
    }
}

/// Letters taken off from the end, of each component all but its first, so that every component is still there.
fn shortened(identifier: &str, room: usize) -> String {
    let mut parts: Vec<&str> = identifier.split('<').collect();
    let mut over = identifier.len().saturating_sub(room);
    for part in parts.iter_mut().rev() {
        let less = over.min(part.len().saturating_sub(1));
        *part = part.get(..part.len() - less).unwrap_or_default();
        over -= less;
    }
    // Where not even the initials have room, the last ones go.
    let mut text = parts.join("<");
    text.truncate(room);
    text.trim_end_matches('<').to_owned()
}

/// The first `room` characters; where the last would be a filler, one letter of the component before it
/// gives way to the first letter of the one after it. `None` where that component has one letter only.
fn cut(identifier: &str, room: usize) -> Option<String> {
    let mut kept = identifier.to_owned();
    let is_filler = |text: &str, at: usize| text.get(at..=at) == Some("<");
    if kept.len() > room && room > 0 && is_filler(&kept, room - 1) {
        if room < 3 || is_filler(&kept, room - 3) {
            return None;
        }
        kept.remove(room - 2);
    }
    kept.truncate(room);
    Some(kept)
}

/// Components cut to initials, the last first, until one letter of the secondary identifier fits.
/// `None` when nothing has to be cut or initials are too long still.
fn initials_last(primary: &str, secondary: &str, width: usize) -> Option<String> {
    let mut parts: Vec<&str> = primary.split('<').collect();
    if secondary.is_empty() || primary.len() + secondary.len() + 2 <= width {
        return None;
    }
    for at in (0..parts.len()).rev() {
        let text = parts.join("<");
        if text.len() + "<<A".len() <= width {
            return Some(text);
        }
        if let Some(part) = parts.get_mut(at) {
            *part = part.get(..1)?;
        }
    }
    None
}

/// The first component whole, the others cut alike, so that the first secondary one is whole too.
fn first_given_whole(primary: &str, secondary: &str, width: usize) -> Option<String> {
    let given = secondary.split('<').next().filter(|given| !given.is_empty())?;
    let room = width.checked_sub(given.len() + 2).filter(|room| primary.len() > *room)?;
    let (first, rest) = primary.split_once('<')?;
    let rest: Vec<&str> = rest.split('<').collect();
    let mut left = room.checked_sub(first.len() + rest.len())?;
    let mut cut = vec![first];
    for (at, part) in rest.iter().enumerate() {
        let share = left.div_ceil(rest.len() - at).min(part.len());
        left -= share;
        cut.push(part.get(..share).filter(|part| !part.is_empty())?);
    }
    Some(cut.join("<"))
}

/// All components cut to the same length, the longest that shows a letter of the second secondary
/// component, or the whole of the only one.
fn even(primary: &str, secondary: &str, width: usize) -> Option<String> {
    let (first, second) = secondary.split_once('<').unwrap_or((secondary, ""));
    let shown = first.len() + if second.is_empty() { 0 } else { "<A".len() };
    let room = width.checked_sub(shown + 2).filter(|room| primary.len() > *room)?;
    let cut_to = |length: usize| {
        let parts: Vec<&str> = primary.split('<').map(|part| part.get(..length).unwrap_or(part)).collect();
        parts.join("<")
    };
    (1..=width).rev().map(cut_to).find(|text| text.len() <= room)
}
