//! From lines to fields.

use super::check::{self, CheckDigit};
use super::error::MrzError;
use super::layout::{Field, Format, Layout, MRV_A, MRV_B, Span, TD1, TD2, TD3};
use crate::date::{self, BirthDate, Century};
use crate::name::Name;
use crate::native::{NativeField, NativeName};
use serde::{Deserialize, Serialize};
use time::Date;

/// The state whose optional data hold the native name.
const CHINA: &str = "CHN";

/// A zone that could be read. What it says is not yet believed: see [`Mrz::problems`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mrz {
    /// Its layout.
    pub format: Format,
    /// Its lines: upper case, no spaces, filled up.
    pub lines: Vec<String>,
    /// Document code, one or two letters.
    pub code: String,
    /// Issuing state or organisation, one to three letters (Germany is `D`).
    pub issuer: String,
    /// The holder's name.
    pub name: Name,
    /// Document number, of any length the layout allows.
    pub number: String,
    /// Nationality, one to three letters; empty when the zone leaves it open.
    pub nationality: String,
    /// Date of birth; `None` when the characters are no date.
    pub birth: Option<BirthDate>,
    /// Sex of the holder.
    pub sex: Sex,
    /// Date of expiry; `None` when the characters are no date.
    pub expires: Option<Date>,
    /// Optional data without its fillers, and without the rest of a long document number.
    pub optional: String,
    /// The second optional data, which only cards of three lines have, without its fillers.
    pub optional2: String,
    /// The holder's Chinese name, if the optional data hold one.
    pub native_name: Option<NativeName>,
    /// Every check digit, the composite one last.
    pub checks: Vec<CheckDigit>,
    /// Everything that is wrong, in reading order of importance: characters, check digits, dates.
    pub problems: Vec<MrzError>,
}

/// Sex as the zone writes it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Sex {
    /// Female.
    F,
    /// Male.
    M,
    /// Unspecified (a filler in the zone).
    X,
}

impl Sex {
    /// `F`, `M` or `X`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::F => "F",
            Self::M => "M",
            Self::X => "X",
        }
    }
}

/// Reads a zone.
///
/// Lower case, empty lines, CR and LF are tolerated, and so are missing fillers at the end of the line
/// that holds the name. Spaces are fillers in a line that has its layout's width with them; elsewhere
/// they fall away, but not inside a name, which has no check digit to carry that. `today` settles the centuries of the two dates.
///
/// # Errors
/// The shape is not that of a travel document's zone: `mrz.lines`, `mrz.length`, `mrz.character`.
///
/// ```
/// use healthpass_passport::mrz;
/// use time::{Date, Month};
/// let today = Date::from_calendar_date(2010, Month::January, 1)?;
/// let lines = ["P<UTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
/// let zone = mrz::parse(&lines, today)?;
/// assert!(zone.problems.is_empty());
/// assert_eq!(zone.name.full(), "ERIKSSON ANNA MARIA");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse<T: AsRef<str>>(lines: &[T], today: Date) -> Result<Mrz, MrzError> {
    let lines = read_lines(lines)?;
    let layout = choose(&lines)?;
    let settled = lines.iter().enumerate().map(|(number, line)| settle(number, line, layout));
    let lines = settled.collect::<Result<_, _>>()?;
    let lines = fill(lines, layout)?;
    Ok(read_fields(layout, lines, today))
}

/// Upper case without white space.
pub(crate) fn normalise(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// Upper case with the spaces it has, but none before it.
fn spaced(line: &str) -> String {
    let upper = |c: char| if c.is_whitespace() { ' ' } else { c.to_ascii_uppercase() };
    line.trim_start().chars().map(upper).collect()
}

/// Spaces are fillers in a line of the layout's width (ICAO 9303-4 section 4.2.2); elsewhere they fall
/// away, save inside a name, where no check digit tells the one from the other.
fn settle(number: usize, text: &str, layout: &Layout) -> Result<String, MrzError> {
    let trimmed = text.trim_end();
    if let Some(full) = [text, trimmed].into_iter().find(|text| text.len() == layout.width) {
        return Ok(full.replace(' ', "<"));
    }
    match trimmed.find(' ') {
        Some(column) if number == layout.name.line => {
            Err(MrzError::Character { line: number + 1, column: column + 1, expected: ANY, found: ' ' })
        }
        _ => Ok(trimmed.replace(' ', "")),
    }
}

/// The characters of a zone.
const ANY: &str = "A-Z 0-9 <";

fn read_lines<T: AsRef<str>>(lines: &[T]) -> Result<Vec<String>, MrzError> {
    let split = lines.iter().flat_map(|line| line.as_ref().split(['\r', '\n']));
    let lines: Vec<String> = split.map(spaced).filter(|line| !line.is_empty()).collect();
    for (number, line) in lines.iter().enumerate() {
        let wrong = line.chars().enumerate().find(|(_, c)| !matches!(c, 'A'..='Z' | '0'..='9' | '<' | ' '));
        if let Some((column, found)) = wrong {
            let expected = ANY;
            return Err(MrzError::Character { line: number + 1, column: column + 1, expected, found });
        }
    }
    Ok(lines)
}

/// Three lines are TD1; of two, the second, which ends in a check digit, tells by its length. A
/// passport of another length than a card is a passport book with characters missing.
fn choose(lines: &[String]) -> Result<&'static Layout, MrzError> {
    let visa = lines.first().is_some_and(|line| line.starts_with('V'));
    let width = |line: &String| match line.len() {
        full if full == TD3.width || full == TD2.width => full,
        _ => line.bytes().filter(|byte| *byte != b' ').count(),
    };
    match lines {
        [_, second] if visa && width(second) <= TD2.width => Ok(&MRV_B),
        [_, _] if visa => Ok(&MRV_A),
        [first, second] if width(second) < TD2.width && first.starts_with('P') => Ok(&TD3),
        [_, second] if width(second) <= TD2.width => Ok(&TD2),
        [_, _] => Ok(&TD3),
        [_, _, _] => Ok(&TD1),
        _ => Err(MrzError::Lines { found: lines.len() }),
    }
}

fn fill(mut lines: Vec<String>, layout: &Layout) -> Result<Vec<String>, MrzError> {
    for (number, line) in lines.iter_mut().enumerate() {
        let found = line.len();
        if number == layout.name.line && found > layout.name.start {
            line.extend(core::iter::repeat_n('<', layout.width.saturating_sub(found)));
        }
        if line.len() != layout.width {
            return Err(MrzError::Length { line: number + 1, expected: layout.width, found });
        }
    }
    Ok(lines)
}

fn read_fields(layout: &Layout, lines: Vec<String>, today: Date) -> Mrz {
    let text = |span: Span| span.of(&lines).trim_end_matches('<').to_owned();
    let (number, number_check, optional) = check::number(layout, &lines);
    let issuer = text(layout.issuer);
    let native = NativeField::read(layout.optional.of(&lines)).filter(|_| issuer == CHINA);
    let expires = date::expiry(layout.expiry.of(&lines), today);
    let century = Century { today, expires, digit: native.as_ref().map(|field| field.century) };

    let mut checks = vec![
        number_check,
        check::single(Field::Birth, layout.birth, &lines),
        check::single(Field::Expiry, layout.expiry, &lines),
    ];
    checks.extend(check::optional(layout, &lines));
    checks.extend(check::composite(layout, &lines));

    let mut mrz = Mrz {
        format: layout.format,
        code: text(layout.code),
        name: Name::read(layout.name.of(&lines), layout.name.length),
        number,
        nationality: text(layout.nationality),
        birth: BirthDate::from_mrz(layout.birth.of(&lines), &century),
        sex: match layout.sex.one(&lines) {
            'F' => Sex::F,
            'M' => Sex::M,
            _ => Sex::X,
        },
        expires,
        optional,
        optional2: layout.optional2.map(text).unwrap_or_default(),
        native_name: native.and_then(|field| field.name),
        checks,
        problems: wrong_characters(layout, &lines),
        issuer,
        lines,
    };
    mrz.find_problems(layout);
    mrz
}

impl Mrz {
    fn find_problems(&mut self, layout: &Layout) {
        if self.name.primary.is_empty() {
            self.problems.push(MrzError::Name);
        }
        self.problems.extend(self.checks.iter().filter_map(CheckDigit::problem));
        let dates = [
            (Field::Birth, layout.birth, self.birth.is_some()),
            (Field::Expiry, layout.expiry, self.expires.is_some()),
        ];
        for (field, span, readable) in dates {
            // A wrong check digit already says that these characters are misread.
            if !readable && self.failed(field).is_none() {
                self.problems.push(MrzError::Date { field, found: span.of(&self.lines).to_owned() });
            }
        }
    }

    /// The field this character belongs to, line and column from 1; check digits to their field.
    pub(crate) fn field_at(&self, line: usize, column: usize) -> Field {
        let layout = self.format.layout();
        let fields = [
            (Field::Birth, layout.birth),
            (Field::Code, layout.code),
            (Field::Expiry, layout.expiry),
            (Field::Issuer, layout.issuer),
            (Field::Name, layout.name),
            (Field::Nationality, layout.nationality),
            (Field::Number, layout.number),
            (Field::Sex, layout.sex),
        ];
        fields.iter().find(|(_, span)| span.covers(line, column)).map_or(Field::Optional, |(field, _)| *field)
    }

    /// The check digit of this field, if it does not hold.
    pub fn failed(&self, field: Field) -> Option<&CheckDigit> {
        self.checks.iter().find(|check| check.field == field && !check.holds())
    }
}

/// Letters where only digits may stand, and the other way round (ICAO 9303-3 section 4.3).
fn wrong_characters(layout: &Layout, lines: &[String]) -> Vec<MrzError> {
    const LETTERS: &str = "A-Z <";
    let fields = [
        (layout.code, LETTERS),
        (layout.issuer, LETTERS),
        (layout.name, LETTERS),
        (layout.nationality, LETTERS),
        (layout.birth, "0-9 <"),
        (layout.sex, "F M <"),
        (layout.expiry, "0-9"),
    ];
    let first_wrong = |(span, expected): (Span, &'static str)| {
        let (offset, found) = span.of(lines).chars().enumerate().find(|(_, c)| !allows(expected, *c))?;
        let (line, column) = span.place(offset);
        Some(MrzError::Character { line, column, expected, found })
    };
    fields.into_iter().filter_map(first_wrong).collect()
}

/// Whether a set as reasons write it, ranges and single characters between spaces, has this one.
fn allows(set: &str, character: char) -> bool {
    set.split(' ').any(|part| match part.split_once('-') {
        Some((first, last)) => part.len() == 3 && (first..=last).contains(&character.to_string().as_str()),
        None => part.starts_with(character),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    fn read(lines: &[&str]) -> Result<Mrz, MrzError> {
        parse(lines, Date::from_calendar_date(2010, time::Month::January, 1).unwrap())
    }

    #[test]
    fn spaces_of_a_line_of_full_width_are_fillers() {
        let first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        let expected = read(&[first, SECOND]).unwrap();
        for line in [first.replace('<', " "), first.replacen('<', " ", 1)] {
            assert_eq!(read(&[&line, SECOND]).unwrap(), expected, "{line}");
        }
        assert_eq!(read(&[first, &SECOND.replace('<', " ")]).unwrap(), expected);
        let typed_in_groups = "L898902C36 UTO 7408122 F 1204159 ZE184226B<<<<<10";
        assert_eq!(read(&[first, typed_in_groups]).unwrap(), expected);
        let card = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6"];
        let zone = read(&[card[0], card[1], "ERIKSSON  ANNA MARIA          "]).unwrap();
        assert_eq!(zone.name.full(), "ERIKSSON ANNA MARIA");
    }

    #[test]
    fn spaces_in_a_name_line_of_another_width_are_refused() {
        for line in ["P UTOERIKSSON<<ANNA<MARIA", "P<UTOERIKSSON ANNA MARIA<<<<<<", "P<UTO ERIKSSON<<ANNA"] {
            assert!(matches!(read(&[line, SECOND]), Err(MrzError::Character { line: 1, found: ' ', .. })));
        }
        assert!(read(&["  P<UTOERIKSSON<<ANNA<MARIA  ", SECOND]).is_ok());
    }
}
