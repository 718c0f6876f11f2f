//! Validity dates (RFC 5280 section 4.1.2.5).

use crate::asn1::{self, Asn1Error, Element};

/// Seconds since 1970 of a UTCTime or GeneralizedTime in the one form certificates may use.
pub(crate) fn read(element: Element<'_>) -> Result<i64, Asn1Error> {
    let century = match element.tag {
        asn1::UTC_TIME => 2,
        asn1::GENERALIZED_TIME => 4,
        _ => return Err(Asn1Error(0)),
    };
    seconds(element.content, century).ok_or(Asn1Error(0))
}

fn seconds(text: &[u8], year_digits: usize) -> Option<i64> {
    let digits = text.strip_suffix(b"Z")?;
    if digits.len() != year_digits + 10 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    let (year, rest) = digits.split_at_checked(year_digits)?;
    let year = match number(year) {
        short @ 0..=49 if year_digits == 2 => 2000 + short,
        short if year_digits == 2 => 1900 + short,
        full => full,
    };
    let mut parts = rest.chunks(2).map(number);
    let [month, day, hour, minute, second] = std::array::from_fn(|_| parts.next().unwrap_or(-1));
    let in_range = (1..=12).contains(&month)
        && (1..=days_of(year, month)).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second);
    in_range.then(|| ((days_from_1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of the proleptic Gregorian calendar, counted in years that start in March so that the leap day
/// comes last.
fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let months = (month + 9) % 12;
    let in_year = (153 * months + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year - 719_468
}
