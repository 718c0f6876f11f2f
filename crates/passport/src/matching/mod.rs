//! Whether a certificate is about the holder of a document.
//!
//! Ordered outcomes, no scores and no fuzzy distance: each outcome is a rule of ICAO 9303 or a
//! named, explainable difference. The document's own checks hold already, [`Document`] is not made
//! otherwise. Reasons show both sides masked.

mod name;
mod title;

#[cfg(test)]
mod families;
#[cfg(test)]
mod tests;

use crate::date::BirthDate;
use crate::document::{self, Document, Level};
use crate::mrz::Sex;
use crate::native::NativeName;
use crate::reason::{self, Reason};
use core::fmt;
use serde::Serialize;

/// The person and the document a certificate names. What it does not say is `None`; empty text
/// counts as not said.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Subject<'a> {
    /// Surname as printed, any script.
    pub surname: Option<&'a str>,
    /// Given names as printed, any script.
    pub given_names: Option<&'a str>,
    /// Surname in the ICAO 9303 rendering (`A` to `Z`, `<`).
    pub icao_surname: Option<&'a str>,
    /// Given names in the ICAO 9303 rendering.
    pub icao_given_names: Option<&'a str>,
    /// Full name in the holder's own script.
    pub native_name: Option<&'a str>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub birth_date: Option<&'a str>,
    /// Number of the travel document the certificate is tied to.
    pub number: Option<&'a str>,
    /// Issuing state of that document, three letters.
    pub issuer: Option<&'a str>,
    /// Nationality, three letters.
    pub nationality: Option<&'a str>,
    /// `M`, `F` or `X`.
    pub sex: Option<&'a str>,
}

/// How a certificate and a document agree, best first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
pub enum Outcome {
    /// The same name in the preferred rendering, the same date of birth.
    #[serde(rename = "exact")]
    Exact,
    /// Another rendering of the same letters that ICAO 9303 allows.
    #[serde(rename = "transliteration_equivalent")]
    Transliteration,
    /// The zone had no room for the whole name; what it shows agrees.
    #[serde(rename = "truncated_match")]
    Truncated,
    /// The same letters, spaces or the division into surname and given names differ.
    #[serde(rename = "spacing_equivalent")]
    Spacing,
    /// Surname and given names are exchanged.
    #[serde(rename = "order_swapped")]
    Swapped,
    /// First surname and first given name agree, other parts are missing on one side; or an outcome
    /// before this one, but parts of the date of birth are missing, or sex or nationality differ.
    #[serde(rename = "partial_match")]
    Partial,
    /// The same only after `AE`, `OE`, `UE`, `AA`, `UXX`, `NXX`, `YU`, `SS` are each taken for one
    /// letter. Weak: Michael and Michal fold together.
    #[serde(rename = "transliteration_equivalent")]
    Folded,
    /// Another Chinese name.
    #[serde(rename = "mismatch:native_name")]
    NativeNameMismatch,
    /// Another name.
    #[serde(rename = "mismatch:name")]
    NameMismatch,
    /// Another date of birth.
    #[serde(rename = "mismatch:dob")]
    BirthMismatch,
    /// The certificate names another document.
    #[serde(rename = "mismatch:document_number")]
    NumberMismatch,
}

/// What a comparison gave.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct Match {
    /// The outcome.
    pub outcome: Outcome,
    /// What differs, and what could not be compared; empty for a plain exact match.
    pub reasons: Vec<Reason>,
    /// The certificate names this very document.
    pub number_equal: bool,
}

impl Outcome {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Transliteration | Self::Folded => "transliteration_equivalent",
            Self::Truncated => "truncated_match",
            Self::Spacing => "spacing_equivalent",
            Self::Swapped => "order_swapped",
            Self::Partial => "partial_match",
            Self::NativeNameMismatch => "mismatch:native_name",
            Self::NameMismatch => "mismatch:name",
            Self::BirthMismatch => "mismatch:dob",
            Self::NumberMismatch => "mismatch:document_number",
        }
    }

    /// The certificate is about somebody else, or about another document.
    pub fn is_mismatch(self) -> bool {
        self >= Self::NativeNameMismatch
    }

    /// Agrees without leaving anything to be made up for.
    pub fn is_strong(self) -> bool {
        self <= Self::Spacing
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Match {
    /// The certificate may be shown under a document bound this firmly.
    pub fn may_show(&self, level: Level) -> bool {
        may_show(self.outcome, level, self.number_equal)
    }
}

/// The policy: a strong outcome may be shown with any bound document; a weak one only when the
/// certificate names this very document, or the document was read from its chip; a mismatch never.
pub fn may_show(outcome: Outcome, level: Level, number_equal: bool) -> bool {
    let made_up_for = number_equal || level >= Level::Chip;
    level > Level::None && (outcome.is_strong() || (!outcome.is_mismatch() && made_up_for))
}

/// Compares. The first thing that cannot be about the same holder ends it: number, date of birth,
/// Chinese name, Latin name, in this order.
///
/// ```
/// use healthpass_passport::{Document, Level, Subject, matching, mrz};
/// use time::{Date, Month};
/// let today = Date::from_calendar_date(2010, Month::January, 1)?;
/// let lines = ["P<UTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
/// let document = Document::from_mrz(&mrz::parse(&lines, today)?, None, Level::Typed).unwrap();
/// let subject = Subject {
///     surname: Some("Eriksson"),
///     given_names: Some("Anna"),
///     birth_date: Some("1974-08-12"),
///     ..Subject::default()
/// };
/// let found = matching::compare(&subject, &document);
/// assert_eq!(found.outcome.as_str(), "partial_match");
/// assert!(!found.may_show(Level::Typed) && found.may_show(Level::Chip));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(subject: &Subject<'_>, document: &Document) -> Match {
    let subject = &subject.without_blanks();
    let (number_equal, mismatch) = number(subject, document);
    let ended = |outcome, reason| Match { outcome, reasons: vec![reason], number_equal };
    if let Some(reason) = mismatch {
        return ended(Outcome::NumberMismatch, reason);
    }
    let birth = birth(subject, document);
    if let Birth::Differs(reason) = birth {
        return ended(Outcome::BirthMismatch, reason);
    }
    let native = native_name(subject, document);
    if let Native::Differs(reason) = native {
        return ended(Outcome::NativeNameMismatch, reason);
    }
    let (named, mut reasons) = latin_or_native(subject, document, native);
    let mut outcome = named;
    let doubts = [birth.doubt(), sex(subject, document), nationality(subject, document)];
    for doubt in doubts.into_iter().flatten().filter(|_| !named.is_mismatch()) {
        // What is weak already keeps its name.
        if outcome.is_strong() {
            outcome = Outcome::Partial;
        }
        reasons.push(doubt);
    }
    Match { outcome, reasons, number_equal }
}

impl Subject<'_> {
    fn without_blanks(&self) -> Self {
        let said = |text: &Option<_>| text.filter(|text: &&str| !text.trim().is_empty());
        Self {
            surname: said(&self.surname),
            given_names: said(&self.given_names),
            icao_surname: said(&self.icao_surname),
            icao_given_names: said(&self.icao_given_names),
            native_name: said(&self.native_name),
            birth_date: said(&self.birth_date),
            number: said(&self.number),
            issuer: said(&self.issuer),
            nationality: said(&self.nationality),
            sex: said(&self.sex),
        }
    }
}

/// A document number as it is compared: letters in upper case and digits only.
pub fn plain_number(text: &str) -> String {
    let narrow = text.chars().map(crate::translit::narrow);
    narrow.filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// A state as a certificate and as a zone write it: `D` is Germany in a zone alone, and Hong Kong and
/// Macao, which have codes of their own, write `CHN`.
fn same_state(ours: &str, theirs: &str) -> bool {
    let ours = ours.trim().trim_end_matches('<');
    let is = |code: &str| ours.eq_ignore_ascii_case(code);
    is(theirs) || (theirs == "D" && is("DEU")) || (theirs == "CHN" && (is("HKG") || is("MAC")))
}

/// Equal, and why not. Spaces and signs in a printed number do not count.
fn number(subject: &Subject<'_>, document: &Document) -> (bool, Option<Reason>) {
    // A number without a usable character is another number, not none.
    let Some(number) = subject.number.map(plain_number) else {
        return (false, None);
    };
    // A zone has fillers for the signs inside a number.
    let theirs = plain_number(&document.number);
    let masked = |number: &str| format!("…{}", document::tail(number));
    if number != theirs {
        let reason = Reason::new(reason::MATCH_NUMBER).expected(masked(&number));
        return (false, Some(reason.found(masked(&theirs)).at("number")));
    }
    let other = subject.issuer.filter(|issuer| !same_state(issuer, &document.issuer));
    let reason = |issuer: &str| {
        Reason::new(reason::MATCH_ISSUER).expected(issuer).found(document.issuer.as_str()).at("issuer")
    };
    (other.is_none(), other.map(reason))
}

enum Birth {
    Agrees,
    /// As far as both sides know.
    AgreesInPart(Reason),
    Differs(Reason),
}

impl Birth {
    fn doubt(self) -> Option<Reason> {
        match self {
            Self::AgreesInPart(reason) => Some(reason),
            Self::Agrees | Self::Differs(_) => None,
        }
    }
}

/// Part by part. What neither side knows agrees; what one side knows alone agrees in part. A year
/// whose century is not settled counts by its last two digits.
fn birth(subject: &Subject<'_>, document: &Document) -> Birth {
    let text = subject.birth_date.unwrap_or_default();
    let theirs = document.birth;
    let reason = |code| Reason::new(code).at("birth");
    let Some(ours) = BirthDate::from_text(text) else {
        return Birth::Differs(reason(reason::MATCH_BIRTH).expected("?").found("?"));
    };
    let year = |year: u16| if theirs.century_settled { year } else { year % 100 };
    let parts = [
        (ours.year.map(year), theirs.year.map(year)),
        (ours.month.map(u16::from), theirs.month.map(u16::from)),
        (ours.day.map(u16::from), theirs.day.map(u16::from)),
    ];
    if parts.iter().any(|(one, other)| one.is_some() && other.is_some() && one != other) {
        let shown = differing(&parts);
        return Birth::Differs(reason(reason::MATCH_BIRTH).expected(shown.0).found(shown.1));
    }
    if parts.iter().any(|(one, other)| one.is_some() != other.is_some()) {
        return Birth::AgreesInPart(reason(reason::MATCH_BIRTH_PARTIAL));
    }
    Birth::Agrees
}

/// Both dates with the parts on which they agree masked.
fn differing(parts: &[(Option<u16>, Option<u16>)]) -> (String, String) {
    let show = |part: Option<u16>, same: bool| match part {
        Some(value) if !same => format!("{value:02}"),
        _ => "**".to_owned(),
    };
    let ours: Vec<String> = parts.iter().map(|(one, other)| show(*one, one == other)).collect();
    let theirs: Vec<String> = parts.iter().map(|(one, other)| show(*other, one == other)).collect();
    (ours.join("-"), theirs.join("-"))
}

enum Native {
    /// One side has none, or they cannot be compared; with why, when that is worth saying.
    Unknown(Option<Reason>),
    Agrees,
    /// As far as the zone has room for it.
    AgreesCut,
    Differs(Reason),
}

fn native_name(subject: &Subject<'_>, document: &Document) -> Native {
    let Some(ours) = subject.native_name.map(plain_native).or_else(|| in_characters(subject)) else {
        return Native::Unknown(None);
    };
    let Some(NativeName { text, complete }) = &document.native_name else {
        return Native::Unknown(Some(Reason::new(reason::MATCH_NATIVE_NAME_SKIPPED).at("native-name")));
    };
    let longer = || ours.starts_with(text.as_str()) && ours.len() > text.len();
    match complete {
        true if ours == *text => Native::Agrees,
        false if longer() => Native::AgreesCut,
        _ => {
            let reason = Reason::new(reason::MATCH_NATIVE_NAME).expected(masked_native(&ours));
            Native::Differs(reason.found(masked_native(text)).at("native-name"))
        }
    }
}

/// Surname and given names where both are given in Chinese characters, as one name.
fn in_characters(subject: &Subject<'_>) -> Option<String> {
    let name = plain_native(&[subject.surname?, subject.given_names.unwrap_or_default()].concat());
    let is_han = |c| matches!(c, '·' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}');
    name.chars().all(is_han).then_some(name)
}

/// Without spaces, and with one kind of dot between the parts of a minority name.
fn plain_native(name: &str) -> String {
    let dot = |c| if matches!(c, '•' | '・' | '‧' | '∙' | '．') { '·' } else { c };
    name.chars().filter(|c| !c.is_whitespace()).map(dot).collect()
}

fn masked_native(name: &str) -> String {
    let first = name.chars().take(1);
    first.chain(name.chars().skip(1).map(|_| '*')).collect()
}

/// The Latin name decides where there is one, otherwise the Chinese name.
fn latin_or_native(subject: &Subject<'_>, document: &Document, native: Native) -> (Outcome, Vec<Reason>) {
    let latin = name::compare(subject, document);
    match (latin, native) {
        (Some((outcome, reason)), Native::Unknown(skipped)) => {
            (outcome, reason.into_iter().chain(skipped).collect())
        }
        (Some((outcome, reason)), _) => (outcome, reason.into_iter().collect()),
        (None, Native::Agrees) => (Outcome::Exact, Vec::new()),
        (None, Native::AgreesCut) => {
            (Outcome::Truncated, vec![Reason::new(reason::MATCH_NAME_TRUNCATED).at("native-name")])
        }
        (None, Native::Unknown(_) | Native::Differs(_)) => {
            (Outcome::NameMismatch, vec![Reason::new(reason::MATCH_NAME_MISSING).at("name")])
        }
    }
}

fn sex(subject: &Subject<'_>, document: &Document) -> Option<Reason> {
    let ours = subject.sex.filter(|sex| matches!(*sex, "F" | "M"))?;
    let theirs = document.sex.filter(|sex| *sex != Sex::X)?.as_str();
    (ours != theirs).then(|| Reason::new(reason::MATCH_SEX).expected(ours).found(theirs).at("sex"))
}

fn nationality(subject: &Subject<'_>, document: &Document) -> Option<Reason> {
    let (ours, theirs) = (subject.nationality?, document.nationality.as_deref()?);
    let reason = || Reason::new(reason::MATCH_NATIONALITY).expected(ours).found(theirs).at("nationality");
    (!same_state(ours, theirs)).then(reason)
}
