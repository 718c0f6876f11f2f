//! The four pieces of the form.

use super::{FieldName, TypedAssessment, TypedDocument, TypedField, expiry_field};
use crate::date::{self, BirthDate, Century};
use crate::document::{Document, Level};
use crate::mrz::{check_digit, normalise};
use crate::name::Name;
use crate::profile::{self, DocumentKind, Profile};
use crate::reason::{self, Reason};
use time::Date;

/// Nine characters of a document number and the digit (ICAO 9303-4 section 4.2.2).
const NUMBER_AND_DIGIT: usize = 10;
/// The longest number a card of three lines has room for, with the filler inside and the digit.
const LONG_NUMBER_AND_DIGIT: usize = 24;
/// Six characters of a date and the digit.
const DATE_AND_DIGIT: usize = 7;
/// Code and issuer at the beginning of the name line.
const CODE: core::ops::Range<usize> = 0..2;
const ISSUER: core::ops::Range<usize> = 2..5;
/// Width of the name line: 44 in a passport book, 36 on a card of two lines.
const BOOK_LINE: usize = 44;
const CARD_LINE: usize = 36;
/// Shortest number believed without its fillers typed.
const SHORTEST_NUMBER: usize = 4;

/// A field and what it gave, if right.
type Piece<T> = (TypedField, Option<T>);

struct NameLine {
    code: String,
    issuer: String,
    name: Name,
}

pub(super) fn assess(input: &TypedDocument, today: Date) -> TypedAssessment {
    let text = |piece: &Option<String>| normalise(piece.as_deref().unwrap_or_default());
    let (line1_field, line1) = name_line(&text(&input.line1));
    let issuer = line1.as_ref().map(|line1| line1.issuer.as_str());
    let (number_field, number) = number(&text(&input.number), input.kind, issuer);
    let (expiry_field, expires) = expiry(&text(&input.expiry), today);
    let (birth_field, birth) = birth(&text(&input.birth), &Century { today, expires, digit: None });
    let (kind_field, profile) = kind(input.kind, line1.as_ref(), number.as_deref());
    let document = (|| {
        let (NameLine { code, issuer, name }, profile) = (line1?, profile?);
        Some(Document {
            kind: profile.kind,
            kind_certain: profile.certain,
            code,
            issuer,
            number: number?,
            name,
            native_name: None,
            nationality: None,
            sex: None,
            birth: birth?,
            expires: expires?,
            level: Level::Typed,
        })
    })();
    let document = document.filter(|document| !document.expired_on(today));
    TypedAssessment::new(vec![line1_field, number_field, birth_field, expiry_field, kind_field], document)
}

fn name_line(text: &str) -> Piece<NameLine> {
    let field = FieldName::Line1;
    if text.is_empty() {
        return (TypedField::empty(field), None);
    }
    if text.starts_with('V') {
        return (TypedField::wrong(field, Reason::new(reason::MRZ_VISA)), None);
    }
    let width = if text.starts_with('P') { BOOK_LINE } else { CARD_LINE };
    // A card of three lines has its number in line 1 and the name in line 3.
    if text.starts_with(['A', 'C', 'I']) && text.contains(|c: char| c.is_ascii_digit()) {
        return (TypedField::wrong(field, Reason::new(reason::TYPED_LINE1_CARD)), None);
    }
    if let Some(reason) = unfit(text, "A-Z <", width, |c| c.is_ascii_uppercase() || c == '<') {
        return (TypedField::wrong(field, reason), None);
    }
    let part =
        |range: core::ops::Range<usize>| text.get(range).unwrap_or_default().trim_end_matches('<').to_owned();
    let name = Name::read(text.get(ISSUER.end..).unwrap_or_default(), width - ISSUER.end);
    if name.primary.is_empty() {
        return (TypedField::incomplete(field, Reason::new(reason::TYPED_LINE1_INCOMPLETE)), None);
    }
    (TypedField::ok(field, name.full()), Some(NameLine { code: part(CODE), issuer: part(ISSUER), name }))
}

/// A number shorter than its field may be typed without the fillers, once its digit agrees. Where the
/// name line tells of another state than China, its numbers may look like anything.
fn number(text: &str, claimed: DocumentKind, issuer: Option<&str>) -> Piece<String> {
    let field = FieldName::Number;
    let foreign = issuer.is_some_and(|issuer| issuer != profile::CHINA);
    let kind = if foreign { DocumentKind::Other } else { claimed };
    let (judged, number) = number_and_digit(text, kind);
    let Some(number) = number else { return (judged, None) };
    if kind.fits(&number) || profile::known_number(profile::CHINA, &number) {
        // A number of another Chinese kind is right; the kind is not.
        return (judged, Some(number));
    }
    let code = if issuer.is_some() { reason::DOCUMENT_NUMBER_PATTERN } else { reason::TYPED_NUMBER_FOREIGN };
    let reason = Reason::new(code).expected(kind.samples()).found(number).at("number");
    (TypedField::wrong(field, reason), None)
}

/// Characters, length and digit, whatever the number looks like. A long number is typed as the zone has it
/// (ICAO 9303-5 section 4.2.2 note j: nine characters, a filler, the rest, the digit) or without the filler.
pub(super) fn number_and_digit(text: &str, kind: DocumentKind) -> Piece<String> {
    let field = FieldName::Number;
    if text.is_empty() {
        return (TypedField::empty(field), None);
    }
    let most = if kind.is_chinese() { NUMBER_AND_DIGIT } else { LONG_NUMBER_AND_DIGIT };
    let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '<';
    if let Some(reason) = unfit(text, "A-Z 0-9 <", most, allowed) {
        return (TypedField::wrong(field, reason), None);
    }
    let filler = NUMBER_AND_DIGIT - 1;
    let long = text.len() > NUMBER_AND_DIGIT;
    let plain = match text.split_at_checked(filler) {
        Some((head, rest)) if long => format!("{head}{}", rest.trim_start_matches('<').trim_end_matches('<')),
        _ => text.to_owned(),
    };
    let full = plain.len() >= NUMBER_AND_DIGIT;
    let (over, wrong_digit) = last_digit(&plain, reason::TYPED_NUMBER_CHECK_DIGIT);
    let number = over.trim_end_matches('<');
    let believable = number.len() >= SHORTEST_NUMBER && (full || kind.fits(number));
    match wrong_digit {
        None if believable => (TypedField::ok(field, number), Some(number.to_owned())),
        Some(reason) if full => (TypedField::wrong(field, reason), None),
        _ => (short(field, reason::TYPED_NUMBER_INCOMPLETE, text, NUMBER_AND_DIGIT), None),
    }
}

pub(super) fn birth(text: &str, century: &Century) -> Piece<BirthDate> {
    let field = FieldName::Birth;
    let codes = [reason::TYPED_BIRTH_INCOMPLETE, reason::TYPED_BIRTH_CHECK_DIGIT, reason::TYPED_BIRTH_DATE];
    dated(field, text, codes, |over| {
        let date = BirthDate::from_mrz(over, century)?;
        Some((TypedField::ok(field, date.to_string()), date))
    })
}

pub(super) fn expiry(text: &str, today: Date) -> Piece<Date> {
    let codes =
        [reason::TYPED_EXPIRY_INCOMPLETE, reason::TYPED_EXPIRY_CHECK_DIGIT, reason::TYPED_EXPIRY_DATE];
    dated(FieldName::Expiry, text, codes, |over| {
        let date = date::expiry(over, today)?;
        Some((expiry_field(date, today), date))
    })
}

fn dated<T>(
    field: FieldName,
    text: &str,
    [incomplete, check, no_date]: [&'static str; 3],
    read: impl Fn(&str) -> Option<(TypedField, T)>,
) -> Piece<T> {
    if text.is_empty() {
        return (TypedField::empty(field), None);
    }
    if let Some(reason) = unfit(text, "0-9", DATE_AND_DIGIT, |c| c.is_ascii_digit() || c == '<') {
        return (TypedField::wrong(field, reason), None);
    }
    if text.len() < DATE_AND_DIGIT {
        return (short(field, incomplete, text, DATE_AND_DIGIT), None);
    }
    let (over, wrong_digit) = last_digit(text, check);
    if let Some(reason) = wrong_digit {
        return (TypedField::wrong(field, reason), None);
    }
    match read(over) {
        Some((field, value)) => (field, Some(value)),
        None => (TypedField::wrong(field, Reason::new(no_date).found(over)), None),
    }
}

/// Number and name line decide together whether the document is what it is said to be; each alone may
/// tell that it is not.
fn kind(claimed: DocumentKind, line1: Option<&NameLine>, number: Option<&str>) -> Piece<Profile> {
    let field = FieldName::Kind;
    let likely = number.map(|number| profile::likeliest(profile::CHINA, number, ""));
    let found = match (line1, number) {
        (Some(line1), _) if claimed.is_chinese() && line1.issuer != profile::CHINA => {
            Err(profile::foreign(&line1.issuer))
        }
        (Some(line1), Some(number)) => profile::check(claimed, &line1.issuer, number, &line1.code).map(Some),
        (None, Some(_)) if claimed.is_chinese() => match likely {
            Some(profile) if profile.kind != claimed => Err(profile::other_kind(profile.kind, claimed)),
            _ => Ok(None),
        },
        _ => Ok(None),
    };
    match found {
        Ok(profile) => (TypedField::ok(field, claimed.as_str()), profile),
        Err(reason) => (TypedField::wrong(field, reason), None),
    }
}

/// A character that cannot stand there, or more characters than there is room for.
fn unfit(text: &str, expected: &str, most: usize, allowed: impl Fn(char) -> bool) -> Option<Reason> {
    if let Some((column, found)) = text.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        let reason = Reason::new(reason::TYPED_CHARACTER).expected(expected).found(found);
        return Some(reason.at((column + 1).to_string()));
    }
    let length =
        || Reason::new(reason::TYPED_LENGTH).expected(most.to_string()).found(text.len().to_string());
    (text.len() > most).then(length)
}

fn short(field: FieldName, code: &'static str, text: &str, whole: usize) -> TypedField {
    let reason = Reason::new(code).expected(whole.to_string()).found(text.len().to_string());
    TypedField::incomplete(field, reason)
}

/// What the last character is computed over, and why it is wrong.
fn last_digit<'a>(text: &'a str, code: &'static str) -> (&'a str, Option<Reason>) {
    let (over, found) = text.split_at(text.len().saturating_sub(1));
    let expected = check_digit(over).to_string();
    let wrong = found != expected;
    let reason = wrong.then(|| Reason::new(code).expected(expected).found(found).at(over));
    (over, reason)
}
