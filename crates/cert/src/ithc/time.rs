//! Times with their offset, days, and dates of birth that may be partly unknown.

use crate::time::Rfc3339;
use core::fmt;
use core::ops::RangeInclusive;
use time::{Date, Month, OffsetDateTime};

/// Offsets from UTC in use on Earth, in minutes: Baker Island to the Line Islands.
pub const OFFSET_MINUTES: RangeInclusive<i64> = -12 * 60..=14 * 60;

/// Unix seconds a record may carry: 1970 up to the end of 9998, so that every local time has four
/// digits of year.
pub const UNIX_SECONDS: RangeInclusive<i64> = 0..=253_370_764_799;

/// Days since 1970-01-01 a dose or a flight may carry: 1900 (older than any living person's booklet) up
/// to the end of 9998.
pub const UNIX_DAYS: RangeInclusive<i64> = -25_567..=2_932_531;

/// Julian day number of 1970-01-01.
const UNIX_EPOCH_JULIAN: i64 = 2_440_588;

/// A second in time, and the local clock it was read from.
///
/// Two moments are equal only if their offsets are: `08:00+08:00` is not the same record as `00:00Z`.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Moment {
    unix: i64,
    offset_minutes: i64,
}

impl Moment {
    /// 1970-01-01T00:00:00Z.
    pub(super) const EPOCH: Self = Self { unix: 0, offset_minutes: 0 };

    /// From seconds since 1970-01-01T00:00:00Z and an offset in minutes; `None` before 1970, after 9998,
    /// or for an offset no clock on Earth has.
    pub fn new(unix: i64, offset_minutes: i64) -> Option<Self> {
        let known = UNIX_SECONDS.contains(&unix) && OFFSET_MINUTES.contains(&offset_minutes);
        known.then_some(Self { unix, offset_minutes })
    }

    /// From RFC 3339 text with an offset; fractions of a second are cut.
    pub fn parse(text: &str) -> Option<Self> {
        let read = Rfc3339::read(text.as_bytes())?;
        Self::new(read.unix, read.offset_minutes)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.unix
    }

    /// Minutes ahead of UTC.
    pub fn offset_minutes(self) -> i64 {
        self.offset_minutes
    }

    /// The date on the local clock.
    pub fn local_date(self) -> Date {
        self.local().date()
    }

    /// What the local clock shows, as if it were UTC; both limits are well within what the type holds.
    fn local(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.unix + self.offset_minutes * 60)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// RFC 3339 with the offset as signed; `Z` for zero.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local();
        let (hour, minute, second) = local.to_hms();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", local.date())?;
        let offset = self.offset_minutes();
        if offset == 0 {
            return f.write_str("Z");
        }
        let sign = if offset < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A date of birth as a travel document may print it (ICAO 9303-3 section 4.7): day, month and year may
/// be unknown, from the smallest part up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BirthDate {
    /// Only year and month are known.
    Month(u16, Month),
    /// Known in full.
    Full(Date),
    /// Nothing is known.
    Unknown,
    /// Only the year is known.
    Year(u16),
}

impl BirthDate {
    /// From `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, where unknown parts may also stand as `XX` or `XXXX`.
    pub fn parse(text: &str) -> Option<Self> {
        let known = text.trim_end_matches("-XX");
        if text.len() > 10 || (known.len() != text.len() && text.len() != 10) {
            return None;
        }
        if known == "XXXX" {
            return Some(Self::Unknown);
        }
        match known.len() {
            10 => parse_date(known).filter(|date| date.year() > 0).map(Self::Full),
            7 => {
                let (year, month) = known.split_once('-')?;
                Self::from_parts(digits(year, 4)?, digits(month, 2).filter(|m| *m > 0)?, 0)
            }
            4 => Self::from_parts(digits(known, 4)?, 0, 0).filter(|date| *date != Self::Unknown),
            _ => None,
        }
    }

    /// From the decimal digits `YYYYMMDD`, zeros for unknown parts: the signed form.
    pub fn from_number(number: i64) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        Self::from_parts(number / 10_000, number / 100 % 100, number % 100)
    }

    /// The decimal digits `YYYYMMDD`, zeros for unknown parts.
    pub fn number(self) -> i64 {
        match self {
            Self::Full(date) => {
                i64::from(date.year()) * 10_000
                    + i64::from(u8::from(date.month())) * 100
                    + i64::from(date.day())
            }
            Self::Month(year, month) => i64::from(year) * 10_000 + i64::from(u8::from(month)) * 100,
            Self::Unknown => 0,
            Self::Year(year) => i64::from(year) * 10_000,
        }
    }

    /// The earliest day it can mean; `None` when nothing is known.
    pub fn earliest(self) -> Option<Date> {
        match self {
            Self::Full(date) => Some(date),
            Self::Month(year, month) => Date::from_calendar_date(i32::from(year), month, 1).ok(),
            Self::Unknown => None,
            Self::Year(year) => Date::from_calendar_date(i32::from(year), Month::January, 1).ok(),
        }
    }

    /// The six characters of a machine readable zone, `YYMMDD`, unknown parts `<<`.
    pub fn mrz(self) -> String {
        match self {
            Self::Full(_) => format!("{:06}", self.number() % 1_000_000),
            Self::Month(year, month) => format!("{:02}{:02}<<", year % 100, u8::from(month)),
            Self::Unknown => "<<<<<<".to_owned(),
            Self::Year(year) => format!("{:02}<<<<", year % 100),
        }
    }

    fn from_parts(year: u32, month: u32, day: u32) -> Option<Self> {
        let year = u16::try_from(year).ok().filter(|y| *y <= 9999)?;
        let name = || Month::try_from(u8::try_from(month).ok()?).ok();
        match (year, month, day) {
            (0, 0, 0) => Some(Self::Unknown),
            (0, ..) => None,
            (_, 0, 0) => Some(Self::Year(year)),
            (_, _, 0) => Some(Self::Month(year, name()?)),
            _ => Date::from_calendar_date(i32::from(year), name()?, u8::try_from(day).ok()?)
                .ok()
                .map(Self::Full),
        }
    }
}

/// `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or nothing at all.
impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(date) => write!(f, "{date}"),
            Self::Month(year, month) => write!(f, "{year:04}-{:02}", u8::from(*month)),
            Self::Unknown => Ok(()),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// Reads `YYYY-MM-DD`.
pub fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let day = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::from_calendar_date(i32::try_from(year).ok()?, Month::try_from(month).ok()?, day).ok()
}

/// The date `days` after 1970-01-01, within [`UNIX_DAYS`].
pub fn date_from_unix_days(days: i64) -> Option<Date> {
    if !UNIX_DAYS.contains(&days) {
        return None;
    }
    Date::from_julian_day(i32::try_from(days + UNIX_EPOCH_JULIAN).ok()?).ok()
}

/// Days since 1970-01-01.
pub fn unix_days(date: Date) -> i64 {
    i64::from(date.to_julian_day()) - UNIX_EPOCH_JULIAN
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let all_digits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if all_digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_keep_their_offset() {
        for text in ["2021-03-08T09:30:00+08:00", "2021-03-08T01:30:00Z", "2021-03-07T13:30:00-12:00"] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(moment.to_string(), text);
            assert_eq!(moment.unix(), 1_615_167_000);
            assert_eq!(Moment::new(moment.unix(), moment.offset_minutes()), Some(moment));
        }
        assert_ne!(Moment::new(0, 480), Moment::new(0, 0));
        assert_eq!(Moment::parse("2021-03-08T09:30:00.9+08:00").unwrap().unix(), 1_615_167_000);
        assert_eq!(Moment::new(0, -210).unwrap().to_string(), "1969-12-31T20:30:00-03:30");
        let edge = Moment::new(*UNIX_SECONDS.end(), 840).unwrap();
        assert_eq!(edge.to_string(), "9999-01-01T13:59:59+14:00");
    }

    #[test]
    fn moments_out_of_range() {
        assert_eq!(Moment::new(-1, 0), None);
        assert_eq!(Moment::new(i64::MAX, 0), None);
        assert_eq!(Moment::new(0, 841), None);
        assert_eq!(Moment::new(0, i64::MIN), None);
        for text in ["2021-03-08T09:30:00", "2021-03-08", "2021-03-08T09:30:00+23:00", ""] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn birth_dates() {
        let rows = [
            ("1990-05-17", 19_900_517, "1990-05-17", "900517"),
            ("1990-05", 19_900_500, "1990-05", "9005<<"),
            ("1990-05-XX", 19_900_500, "1990-05", "9005<<"),
            ("1990", 19_900_000, "1990", "90<<<<"),
            ("1990-XX-XX", 19_900_000, "1990", "90<<<<"),
            ("XXXX-XX-XX", 0, "", "<<<<<<"),
        ];
        for (text, number, shown, mrz) in rows {
            let date = BirthDate::parse(text).unwrap();
            assert_eq!((date.number(), date.to_string().as_str(), date.mrz().as_str()), (number, shown, mrz));
            assert_eq!(BirthDate::from_number(number), Some(date));
        }
        assert_eq!(BirthDate::parse("XXXX"), Some(BirthDate::Unknown));
        for text in
            ["", "1990-", "1990-00", "1990-13", "1990-02-30", "1990-XX", "0000", "0000-01-01", "90-01-01"]
        {
            assert_eq!(BirthDate::parse(text), None, "{text}");
        }
        for number in [-1, 17, 517, 19_900_017, 19_901_301, 19_900_230, 100_000_000, i64::MAX] {
            assert_eq!(BirthDate::from_number(number), None, "{number}");
        }
    }

    #[test]
    fn days() {
        assert_eq!(unix_days(parse_date("1970-01-01").unwrap()), 0);
        assert_eq!(date_from_unix_days(*UNIX_DAYS.start()), parse_date("1900-01-01"));
        assert_eq!(date_from_unix_days(*UNIX_DAYS.end()), parse_date("9998-12-31"));
        assert_eq!(date_from_unix_days(*UNIX_DAYS.end() + 1), None);
        assert_eq!(date_from_unix_days(i64::MIN), None);
    }
}
