//! Times as rules count with them: milliseconds, in the calendar of JavaScript's `Date`.

use crate::time::UnixTime;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Moment(pub i64);

/// What `plusTime` adds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// Calendar years; 29 February of a year that has none is 1 March.
    Year,
    /// Calendar months; what the month is too short for runs into the next.
    Month,
    /// Days of 24 hours.
    Day,
    /// Hours.
    Hour,
}

const MILLISECOND: i64 = 1;
const SECOND: i64 = 1000 * MILLISECOND;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Farthest time from 1970 (ECMA-262 section 21.4.1.1).
const FARTHEST: i64 = 8_640_000_000_000_000;

impl Unit {
    /// The unit by its name in rules.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "year" => Some(Self::Year),
            "month" => Some(Self::Month),
            "day" => Some(Self::Day),
            "hour" => Some(Self::Hour),
            _ => None,
        }
    }
}

impl Moment {
    /// Reads a date or a date with a time. A missing offset means UTC, fractions beyond a millisecond are cut, and
    /// a partial date (`2004`, `2004-02`) is its last day. `None` for anything else, and for days there are not.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_partial(text).or_else(|| Self::parse_whole(text))
    }

    /// A date of birth: whole or partial, without a time.
    pub fn parse_birth(text: &str) -> Option<Self> {
        Self::parse_partial(text).or_else(|| Reader(text.as_bytes()).only_date())
    }

    fn parse_partial(text: &str) -> Option<Self> {
        let mut reader = Reader(text.as_bytes());
        let year = reader.number(4)?;
        if reader.0.is_empty() {
            return midnight(year, 12, 31);
        }
        reader.literal(b'-')?;
        let month = reader.number(2)?;
        let whole = reader.0.is_empty() && (1..=12).contains(&month);
        whole.then(|| midnight(year, month, days_of_month(year, month)))?
    }

    fn parse_whole(text: &str) -> Option<Self> {
        let mut reader = Reader(text.as_bytes());
        let date = reader.date()?;
        if reader.0.is_empty() {
            return Some(date);
        }
        let time = reader.time()?;
        let offset = reader.offset()?;
        reader.0.is_empty().then_some(Self(date.0 + time - offset))
    }

    /// Later, or with a negative amount earlier. `None` beyond the times there are.
    #[must_use]
    pub fn plus(self, amount: i64, unit: Unit) -> Option<Self> {
        let (days, time) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        let (year, month, day) = civil(days);
        let later = match unit {
            Unit::Hour => self.0.checked_add(amount.checked_mul(HOUR)?)?,
            Unit::Day => self.0.checked_add(amount.checked_mul(DAY)?)?,
            Unit::Month => Self::calendar(year, month.checked_add(amount)?, day)?.checked_add(time)?,
            Unit::Year => Self::calendar(year.checked_add(amount)?, month, day)?.checked_add(time)?,
        };
        (later.unsigned_abs() <= FARTHEST.unsigned_abs()).then_some(Self(later))
    }

    /// Midnight of a day whose month may be beyond December and whose day beyond the month.
    fn calendar(year: i64, month: i64, day: i64) -> Option<i64> {
        let (over, month) = ((month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
        let year = year.checked_add(over).filter(|year| year.unsigned_abs() < 300_000)?;
        days_from_civil(year, month, 1).checked_add(day - 1)?.checked_mul(DAY)
    }

    /// RFC 3339, whole seconds.
    pub fn rfc3339(self) -> String {
        UnixTime(self.0.div_euclid(SECOND)).rfc3339()
    }
}

fn midnight(year: i64, month: i64, day: i64) -> Option<Moment> {
    let there_is = (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
    there_is.then(|| Moment(days_from_civil(year, month, day) * DAY))
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a day of the Gregorian calendar: years from March, in cycles of 400.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (cycle, year) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    cycle * 146_097 + year * 365 + year / 4 - year / 100 + of_year - 719_468
}

/// Year, month and day of the days since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let (month, day) = ((march + 2) % 12 + 1, of_year - (153 * march + 2) / 5 + 1);
    (year + 400 * cycle + i64::from(month <= 2), month, day)
}

struct Reader<'t>(&'t [u8]);

impl Reader<'_> {
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number
            .iter()
            .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    }

    fn literal(&mut self, literal: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[literal])?;
        Some(())
    }

    fn date(&mut self) -> Option<Moment> {
        let year = self.number(4)?;
        self.literal(b'-')?;
        let month = self.number(2)?;
        self.literal(b'-')?;
        midnight(year, month, self.number(2)?)
    }

    fn only_date(&mut self) -> Option<Moment> {
        let date = self.date()?;
        self.0.is_empty().then_some(date)
    }

    fn time(&mut self) -> Option<i64> {
        self.literal(b'T')?;
        let hour = self.number(2)?;
        self.literal(b':')?;
        let minute = self.number(2)?;
        self.literal(b':')?;
        let second = self.number(2)?;
        let milliseconds = self.fraction()?;
        let there_is = hour < 24 && minute < 60 && second < 60;
        there_is.then(|| hour * HOUR + minute * MINUTE + second * SECOND + milliseconds)
    }

    fn fraction(&mut self) -> Option<i64> {
        let Some(rest) = self.0.strip_prefix(b".") else { return Some(0) };
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (fraction, rest) = rest.split_at_checked(digits).filter(|_| digits > 0)?;
        self.0 = rest;
        let thousandths = fraction.iter().chain(b"00").take(3);
        Some(thousandths.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    }

    /// `Z`, nothing, or hours of one or two digits and perhaps minutes.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.0.split_first() {
            None => return Some(0),
            Some((b'Z', rest)) => {
                self.0 = rest;
                return Some(0);
            }
            Some((b'+', rest)) => {
                self.0 = rest;
                1
            }
            Some((b'-', rest)) => {
                self.0 = rest;
                -1
            }
            Some(_) => return None,
        };
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        // `+hmm` leaves one digit for the hours: of an odd number of digits, two are minutes
        let hours = self.number(if digits % 2 == 0 { 2 } else { 1 })?;
        let minutes = if self.0.is_empty() {
            0
        } else {
            self.0 = self.0.strip_prefix(b":").unwrap_or(self.0);
            self.number(2)?
        };
        (hours < 24 && minutes < 60).then_some(sign * (hours * HOUR + minutes * MINUTE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> String {
        Moment::parse(text).map_or_else(|| "none".to_owned(), Moment::rfc3339)
    }

    #[test]
    fn reads_what_rules_write() {
        for (text, is) in [
            ("2021-06-01", "2021-06-01T00:00:00Z"),
            ("2021-06-01T12:00:00", "2021-06-01T12:00:00Z"),
            ("2021-06-01T12:00:00.999999Z", "2021-06-01T12:00:00Z"),
            ("2021-06-01T12:00:00+2", "2021-06-01T10:00:00Z"),
            ("2021-06-01T12:00:00+02", "2021-06-01T10:00:00Z"),
            ("2021-06-01T12:00:00-0230", "2021-06-01T14:30:00Z"),
            ("2021-06-01T12:00:00+230", "2021-06-01T09:30:00Z"),
            ("2021-06-01T12:00:00+2:30", "2021-06-01T09:30:00Z"),
            ("2004", "2004-12-31T00:00:00Z"),
            ("2004-02", "2004-02-29T00:00:00Z"),
        ] {
            assert_eq!(at(text), is, "{text}");
        }
        for text in [
            "",
            "2021-6-1",
            "2021-02-30",
            "2021-13-01",
            "2021-06-01T24:00:00",
            "2021-06-01 12:00:00",
            "x",
            "2021-13",
        ] {
            assert_eq!(at(text), "none", "{text}");
        }
    }

    #[test]
    fn calendars_overflow_as_in_javascript() {
        let plus = |text: &str, amount, unit| {
            Moment::parse(text).and_then(|moment| moment.plus(amount, unit)).map(Moment::rfc3339)
        };
        let is = |text: &str| Some(format!("{text}T00:00:00Z"));
        assert_eq!(plus("2020-02-29", 1, Unit::Year), is("2021-03-01"));
        assert_eq!(plus("2021-01-31", 1, Unit::Month), is("2021-03-03"));
        assert_eq!(plus("2021-03-31", -1, Unit::Month), is("2021-03-03"));
        assert_eq!(plus("2021-01-15", -13, Unit::Month), is("2019-12-15"));
        assert_eq!(plus("2021-12-31", 1, Unit::Day), is("2022-01-01"));
        assert_eq!(plus("1970-01-01", -24, Unit::Hour), is("1969-12-31"));
        assert_eq!(plus("2021-01-01", i64::MAX, Unit::Year), None);
        assert!(plus("2021-01-01", 300_000, Unit::Month).is_some(), "beyond what RFC 3339 writes");
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for days in (-800_000..800_000).step_by(17) {
            let (year, month, day) = civil(days);
            assert_eq!(days_from_civil(year, month, day), days);
            assert!((1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day));
        }
    }
}
