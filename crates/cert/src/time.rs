//! Points in time: whole seconds since 1970, and RFC 3339 text.

use time::{Date, Month, OffsetDateTime};

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnixTime(pub i64);

/// Seconds in a day.
const DAY: i64 = 86_400;

/// 9999-12-31T23:59:59Z, the last second RFC 3339 can write.
const LAST: i64 = 253_402_300_799;

impl UnixTime {
    /// The time a claim means. Its specification asks for seconds; what would lie after the year 9999 in
    /// seconds was written in milliseconds.
    ///
    /// ```
    /// use healthpass_cert::time::UnixTime;
    /// assert_eq!(UnixTime::of_claim(1_727_065_422), UnixTime(1_727_065_422));
    /// assert_eq!(UnixTime::of_claim(1_727_065_422_732), UnixTime(1_727_065_422));
    /// ```
    pub fn of_claim(number: i64) -> Self {
        Self(if number > LAST { number / 1000 } else { number })
    }

    /// Reads RFC 3339. As the EU test data writes them, a missing offset means UTC and the colon of an offset
    /// may be left out. Fractions of a second are cut.
    ///
    /// ```
    /// use healthpass_cert::time::UnixTime;
    /// assert_eq!(UnixTime::parse("2021-05-03T18:00:00Z"), Some(UnixTime(1_620_064_800)));
    /// assert_eq!(UnixTime::parse("2021-05-03T20:00:00.25+02:00"), UnixTime::parse("2021-05-03T18:00:00"));
    /// assert_eq!(UnixTime::parse("2021-05-03T20:00:00+0200"), UnixTime::parse("2021-05-03T18:00:00Z"));
    /// assert_eq!(UnixTime::parse("yesterday"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let read = |text: &str| Rfc3339::read(text.as_bytes());
        let with_colon = || {
            let (head, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
            let sign = head.chars().rev().nth(2)?;
            matches!(sign, '+' | '-').then(|| format!("{head}:{minutes}"))
        };
        read(text)
            .or_else(|| read(&format!("{text}Z")))
            .or_else(|| read(&with_colon()?))
            .map(|read| Self(read.unix))
    }

    /// RFC 3339 in UTC, such as `2021-05-03T18:00:00Z`; the bare number of seconds for years that RFC 3339
    /// cannot write.
    pub fn rfc3339(self) -> String {
        match OffsetDateTime::from_unix_timestamp(self.0) {
            Ok(at) if (0..=9999).contains(&at.year()) => {
                let (date, (hour, minute, second)) = (at.date(), at.to_hms());
                let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
            }
            _ => self.0.to_string(),
        }
    }

    /// Year, month and day in UTC.
    pub fn date(self) -> Option<(i32, u8, u8)> {
        let date = OffsetDateTime::from_unix_timestamp(self.0).ok()?.date();
        Some((date.year(), date.month().into(), date.day()))
    }

    /// Whole days from `earlier` to here; 0 when `earlier` lies ahead.
    pub fn days_since(self, earlier: Self) -> u32 {
        let days = self.0.saturating_sub(earlier.0).max(0) / DAY;
        u32::try_from(days).unwrap_or(u32::MAX)
    }
}

/// A time as text. The reader of the `time` crate takes the same texts but weighs as much as all
/// formats of this crate together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Rfc3339 {
    /// Seconds since 1970, fractions cut.
    pub unix: i64,
    /// Minutes the text's clock is ahead of UTC.
    pub offset_minutes: i64,
}

/// Julian day number of 1970-01-01.
const UNIX_EPOCH_JULIAN: i64 = 2_440_588;

impl Rfc3339 {
    /// RFC 3339 section 5.6: any one byte may separate date and time (its NOTE), and second 60 may end
    /// a month in UTC; it counts as the second before it.
    pub fn read(text: &[u8]) -> Option<Self> {
        let (year, text) = number::<4>(text)?;
        let (month, text) = number::<2>(after(text, b'-')?)?;
        let (day, text) = number::<2>(after(text, b'-')?)?;
        let (hour, text) = number::<2>(text.get(1..)?)?;
        let (minute, text) = number::<2>(after(text, b':')?)?;
        let (second, text) = number::<2>(after(text, b':')?)?;
        let offset_minutes = offset(without_fraction(text)?)?;
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let date =
            Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
        let days = i64::from(date.to_julian_day()) - UNIX_EPOCH_JULIAN;
        let unix = days * DAY + (hour * 60 + minute - offset_minutes) * 60 + second.min(59);
        (second < 60 || ends_a_month(unix)).then_some(Self { unix, offset_minutes })
    }
}

fn number<const DIGITS: usize>(text: &[u8]) -> Option<(i64, &[u8])> {
    let (digits, rest) = text.split_at_checked(DIGITS)?;
    let push =
        |sum: i64, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit.wrapping_sub(b'0')));
    Some((digits.iter().try_fold(0, push)?, rest))
}

fn after(text: &[u8], literal: u8) -> Option<&[u8]> {
    text.split_first().filter(|(first, _)| **first == literal).map(|(_, rest)| rest)
}

fn without_fraction(text: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = after(text, b'.') else { return Some(text) };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    fraction.get(digits..).filter(|_| digits > 0)
}

fn offset(text: &[u8]) -> Option<i64> {
    let (sign, text) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hour, text) = number::<2>(text)?;
    let (minute, text) = number::<2>(after(text, b':')?)?;
    (text.is_empty() && hour <= 23 && minute <= 59).then_some(sign * (hour * 60 + minute))
}

/// Whether this is the last whole second of a month in UTC.
fn ends_a_month(unix: i64) -> bool {
    let next = OffsetDateTime::from_unix_timestamp(unix.saturating_add(1));
    next.is_ok_and(|next| next.day() == 1 && next.to_hms() == (0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::format_description::well_known;

    fn oracle(text: &str) -> Option<Rfc3339> {
        let read = OffsetDateTime::parse(text, &well_known::Rfc3339).ok()?;
        Some(Rfc3339 { unix: read.unix_timestamp(), offset_minutes: read.offset().whole_minutes().into() })
    }

    #[test]
    fn reads_what_the_library_reads() {
        for text in [
            "2021-05-03T18:00:00Z",
            "2021-05-03 18:00:00z",
            "2021-05-03T18:00:00.123456789012345+02:30",
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:59:60+01:00",
            "2016-12-30T23:59:60Z",
            "2016-12-31T22:59:60Z",
            "2021-02-29T00:00:00Z",
            "2020-02-29T24:00:00Z",
            "2020-02-29T00:60:00Z",
            "2020-02-29T00:00:61Z",
            "2020-02-29T00:00:00.Z",
            "2020-02-29T00:00:00+24:00",
            "2020-02-29T00:00:00-23:59",
            "2020-02-29T00:00:00+00:60",
            "2020-02-29T00:00:00",
            "2020-02-29T00:00:00Z ",
            "",
            "2020-02-29",
            "0000-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "2020-00-01T00:00:00Z",
            "2020-01-00T00:00:00Z",
            "2020-13-01T00:00:00Z",
            "+2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00+0200",
        ] {
            assert_eq!(Rfc3339::read(text.as_bytes()), oracle(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_library(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?(Z|[+-][0-2][0-9]:?[0-6][0-9])?"
        ) {
            prop_assert_eq!(Rfc3339::read(text.as_bytes()), oracle(&text));
        }

        #[test]
        fn writes_as_the_library(seconds in -70_000_000_000_i64..260_000_000_000) {
            let library = OffsetDateTime::from_unix_timestamp(seconds)
                .ok()
                .and_then(|at| at.format(&well_known::Rfc3339).ok())
                .unwrap_or_else(|| seconds.to_string());
            prop_assert_eq!(UnixTime(seconds).rfc3339(), library);
        }
    }
}
