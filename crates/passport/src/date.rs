//! Dates of a machine readable zone: two-digit years, unknown parts, and which century.
//!
//! ICAO 9303-3 section 4.8: `YYMMDD`; parts of a date of birth that are not known are `<<`.

use core::fmt;
use serde::{Deserialize, Serialize};
use time::{Date, Month};

/// Nobody is older than this when their document expires; settles the century of a birth date.
pub const LONGEST_LIFE_YEARS: i32 = 120;

/// An expiry date lies within this many years of today, either way.
pub const EXPIRY_WINDOW_YEARS: i32 = 50;

/// A date of birth, as much of it as is known.
///
/// Its text form is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; an unknown part before a known one is `XX`
/// (`XXXX` for the year). A date of which nothing is known is the empty text.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BirthDate {
    /// Four digits, 1900 to 2099 out of a zone.
    pub year: Option<u16>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31, and possible in its month.
    pub day: Option<u8>,
    /// False when the century is only the likelier of two; then only the last two digits of `year`
    /// may be held against somebody.
    pub century_settled: bool,
}

/// What helps to settle the century of a two-digit year of birth.
#[derive(Clone, Copy, Debug)]
pub struct Century {
    /// The day it is.
    pub today: Date,
    /// The document's own expiry, if read.
    pub expires: Option<Date>,
    /// The century digit a PRC passport carries in its optional data: `9` for 19YY, `0` for 20YY.
    pub digit: Option<char>,
}

impl BirthDate {
    /// Reads the text form: `1981`, `1981-08`, `1981-08-03`, with `XX` for what is not known, and
    /// also with a time after it, which is ignored. Empty text is a date of which nothing is known.
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let day_only = text.split_once('T').map_or(text, |(date, _)| date);
        let mut parts = day_only.split('-');
        let year = known(parts.next()?, 4)?;
        let month = known(parts.next().unwrap_or_default(), 2)?;
        let day = known(parts.next().unwrap_or_default(), 2)?;
        if parts.next().is_some() {
            return None;
        }
        Self { year, month: narrow(month), day: narrow(day), century_settled: true }.checked()
    }

    /// Reads the six characters of a zone. `None` when they are no date.
    pub fn from_mrz(text: &str, century: &Century) -> Option<Self> {
        let year = mrz_part(text, 0)?;
        let month = mrz_part(text, 2)?;
        let day = mrz_part(text, 4)?;
        let Some(short) = year else {
            return Self { year: None, month, day, century_settled: true }.checked();
        };
        let dated = |hundreds: u16, settled| Self {
            year: Some(hundreds + u16::from(short)),
            month,
            day,
            century_settled: settled,
        };
        let old = dated(1900, true).checked().filter(|date| date.is_lived(century));
        let young = dated(2000, true).checked().filter(|date| !date.is_after(century.today));
        match (century.digit, old, young) {
            (Some('9'), _, _) => dated(1900, true).checked(),
            (Some('0'), _, young) => young,
            (_, Some(_), Some(_)) => Some(dated(2000, false)),
            (_, Some(one), None) | (_, None, Some(one)) => Some(one),
            (_, None, None) => None,
        }
    }

    /// Year, month and day all known.
    pub fn is_full(&self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    fn checked(self) -> Option<Self> {
        let longest = match (self.year, self.month) {
            (Some(year), Some(month)) => Month::try_from(month).ok()?.length(i32::from(year)),
            // 1904 stands for any year: it has a 29 February.
            (None, Some(month)) => Month::try_from(month).ok()?.length(1904),
            (_, None) => 31,
        };
        self.day.is_none_or(|day| (1..=longest).contains(&day)).then_some(self)
    }

    fn is_after(&self, today: Date) -> bool {
        let parts = (i32::from(self.year.unwrap_or(0)), self.month.unwrap_or(1), self.day.unwrap_or(1));
        parts > (today.year(), u8::from(today.month()), today.day())
    }

    fn is_lived(&self, century: &Century) -> bool {
        let until = century.expires.unwrap_or(century.today);
        self.year.is_none_or(|year| until.year() - i32::from(year) <= LONGEST_LIFE_YEARS)
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.year, self.month, self.day) {
            (None, None, None) => return Ok(()),
            (Some(year), _, _) => write!(f, "{year:04}")?,
            (None, _, _) => f.write_str("XXXX")?,
        }
        match (self.month, self.day) {
            (Some(month), Some(day)) => write!(f, "-{month:02}-{day:02}"),
            (Some(month), None) => write!(f, "-{month:02}"),
            (None, Some(day)) => write!(f, "-XX-{day:02}"),
            (None, None) => Ok(()),
        }
    }
}

/// Reads the six digits of an expiry date as the year nearest to today. `None` when no date.
pub fn expiry(text: &str, today: Date) -> Option<Date> {
    let (year, month, day) = (mrz_part(text, 0)??, mrz_part(text, 2)??, mrz_part(text, 4)??);
    let mut full = today.year().div_euclid(100) * 100 + i32::from(year);
    if full - today.year() >= EXPIRY_WINDOW_YEARS {
        full -= 100;
    } else if today.year() - full > EXPIRY_WINDOW_YEARS {
        full += 100;
    }
    Date::from_calendar_date(full, Month::try_from(month).ok()?, day).ok()
}

/// `YYYY-MM-DD`.
pub fn text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// Reads `YYYY-MM-DD`.
pub fn from_text(text: &str) -> Option<Date> {
    let date = BirthDate::from_text(text).filter(BirthDate::is_full)?;
    Date::from_calendar_date(i32::from(date.year?), Month::try_from(date.month?).ok()?, date.day?).ok()
}

/// `YYMMDD`, as a zone writes it.
pub fn mrz_text(date: Date) -> String {
    format!("{:02}{:02}{:02}", date.year().rem_euclid(100), u8::from(date.month()), date.day())
}

impl BirthDate {
    /// `YYMMDD` with `<<` for what is not known.
    pub fn mrz_text(&self) -> String {
        let part = |value: Option<u16>| value.map_or("<<".to_owned(), |value| format!("{:02}", value % 100));
        part(self.year) + &part(self.month.map(u16::from)) + &part(self.day.map(u16::from))
    }
}

/// Two characters of a zone: `Some(None)` for `<<`, `None` when neither digits nor fillers.
fn mrz_part(text: &str, start: usize) -> Option<Option<u8>> {
    match text.get(start..start + 2)? {
        "<<" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(Some(digits.parse().ok()?)),
        _ => None,
    }
}

/// One part of the text form: `Some(None)` when absent or `X`es.
fn known(part: &str, length: usize) -> Option<Option<u16>> {
    if part.is_empty() || (part.len() == length && part.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'X')))
    {
        return Some(None);
    }
    let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits { Some(Some(part.parse().ok()?)) } else { None }
}

/// A month or day; what does not fit becomes 255, which no calendar has.
fn narrow(part: Option<u16>) -> Option<u8> {
    part.map(|value| u8::try_from(value).unwrap_or(u8::MAX))
}

/// Serde form of a full date, `YYYY-MM-DD`.
pub(crate) mod iso {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::Date;

    pub(crate) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::text(*date))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::from_text(&text).ok_or_else(|| D::Error::custom("no date"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, day: u8) -> Date {
        Date::from_calendar_date(year, Month::try_from(month).unwrap(), day).unwrap()
    }

    fn century() -> Century {
        Century { today: day(2026, 3, 1), expires: Some(day(2033, 1, 15)), digit: None }
    }

    #[test]
    fn text_form_round_trips() {
        for text in ["1981", "1981-08", "1981-08-03", "1981-XX-03", "XXXX-08-03", ""] {
            assert_eq!(BirthDate::from_text(text).unwrap().to_string(), text);
        }
        assert_eq!(BirthDate::from_text("1981-08-XX").unwrap().to_string(), "1981-08");
        assert_eq!(BirthDate::from_text("1981-xx-xx").unwrap().to_string(), "1981");
        assert_eq!(BirthDate::from_text("1981-08-03T00:00:00").unwrap().to_string(), "1981-08-03");
    }

    #[test]
    fn impossible_dates_are_none() {
        for text in ["1981-13-01", "1981-02-29", "81-01-01", "1981-00-01", "1981-01-32", "1981-1-1", "abc"] {
            assert_eq!(BirthDate::from_text(text), None, "{text}");
        }
        for text in ["811301", "810229", "8101", "8O0101", "81<101", "é0101"] {
            assert_eq!(BirthDate::from_mrz(text, &century()), None, "{text}");
        }
    }

    #[test]
    fn century_is_settled_by_the_future_by_age_and_by_the_digit() {
        let read = |text, digit| BirthDate::from_mrz(text, &Century { digit, ..century() }).unwrap();
        assert_eq!(read("810803", None).to_string(), "1981-08-03");
        assert!(read("810803", None).century_settled);
        // 1910 would be 123 when the document expires.
        assert_eq!(read("100803", None).to_string(), "2010-08-03");
        assert!(read("100803", None).century_settled);
        // 1920 and 2020 are both possible.
        assert!(!read("200803", None).century_settled);
        assert_eq!(read("200803", Some('9')).to_string(), "1920-08-03");
        assert!(read("200803", Some('9')).century_settled);
        assert_eq!(read("200803", Some('0')).to_string(), "2020-08-03");
        assert_eq!(BirthDate::from_mrz("810803", &Century { digit: Some('0'), ..century() }), None);
    }

    #[test]
    fn unknown_parts_stay_unknown() {
        assert_eq!(BirthDate::from_mrz("7408<<", &century()).unwrap().to_string(), "1974-08");
        assert_eq!(BirthDate::from_mrz("74<<<<", &century()).unwrap().to_string(), "1974");
        assert_eq!(BirthDate::from_mrz("<<<<<<", &century()).unwrap().to_string(), "");
        assert_eq!(BirthDate::from_mrz("7408<<", &century()).unwrap().mrz_text(), "7408<<");
    }

    #[test]
    fn expiry_is_the_year_nearest_to_today() {
        let today = day(2026, 3, 1);
        assert_eq!(expiry("330115", today), Some(day(2033, 1, 15)));
        assert_eq!(expiry("940623", today), Some(day(1994, 6, 23)));
        assert_eq!(expiry("750101", today), Some(day(2075, 1, 1)));
        assert_eq!(expiry("760101", today), Some(day(1976, 1, 1)));
        assert_eq!(expiry("050101", day(2098, 1, 1)), Some(day(2105, 1, 1)));
        assert_eq!(expiry("3301<<", today), None);
        assert_eq!(expiry("330230", today), None);
    }
}
