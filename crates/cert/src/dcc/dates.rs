//! Dates as the schema and its users write them (ISO 8601 and RFC 3339 forms).

use time::{Date, Month};

/// True for `YYYY-MM-DD` on the calendar, alone or followed by a time of day.
pub(crate) fn is_date(text: &str) -> bool {
    match text.split_once('T') {
        Some((date, time)) => is_full_date(date) && is_time(time),
        None => is_full_date(text),
    }
}

/// True for `YYYY-MM-DD`, `T`, and a time of day. RFC 3339 asks for an offset; some issuers leave it out.
pub(crate) fn is_date_time(text: &str) -> bool {
    text.split_once('T').is_some_and(|(date, time)| is_full_date(date) && is_time(time))
}

/// True for a date of birth in the years 1900 to 2099: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, an unknown month
/// or day possibly `00`, a whole date possibly with a time of day.
pub(crate) fn is_birth_date(text: &str) -> bool {
    if !(text.starts_with("19") || text.starts_with("20")) {
        return false;
    }
    match text.split_once('T') {
        Some(_) => is_date_time(text),
        None => {
            let known = known_part(text);
            match known.len() {
                4 => digits(known).is_some(),
                7 => is_full_date(&format!("{known}-01")),
                _ => is_full_date(known),
            }
        }
    }
}

/// A date of birth without time of day, and without a month or day of `00`.
pub(crate) fn known_part(birth_date: &str) -> &str {
    let date = birth_date.split('T').next().unwrap_or(birth_date);
    let without_day = match date.strip_suffix("-00") {
        Some(rest) if date.len() == 10 || date.len() == 7 => rest,
        _ => date,
    };
    match without_day.strip_suffix("-00") {
        Some(rest) if without_day.len() == 7 => rest,
        _ => without_day,
    }
}

fn is_full_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(year), digits(month), digits(day)) else {
        return false;
    };
    let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else { return false };
    let (Ok(month), Ok(year)) = (Month::try_from(month), i32::try_from(year)) else { return false };
    Date::from_calendar_date(year, month, day).is_ok()
}

/// `hh:mm:ss`, optionally a fraction, optionally `Z` or `±hh:mm`.
fn is_time(text: &str) -> bool {
    let clock_end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let Some((clock, offset)) = text.split_at_checked(clock_end) else { return false };
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    is_clock(clock, &[23, 59, 60])
        && fraction.is_none_or(|f| digits(f).is_some())
        && (matches!(offset, "" | "Z" | "z") || is_clock(offset.get(1..).unwrap_or_default(), &[23, 59]))
}

/// Two-digit numbers joined by `:`, each at most its limit.
fn is_clock(text: &str, limits: &[u32]) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    parts.len() == limits.len()
        && parts
            .iter()
            .zip(limits)
            .all(|(part, limit)| part.len() == 2 && digits(part).is_some_and(|number| number <= *limit))
}

/// The number `text` writes in one to nine ASCII digits.
fn digits(text: &str) -> Option<u32> {
    let ascii_digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if ascii_digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for good in ["2021-02-28", "2020-02-29", "2021-06-04T08:13:51", "2021-06-04T08:13:51.123Z"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["", "2021", "2021-02", "2021-02-29", "2021-13-01", "2021-00-10", "21-01-01", "2021-1-01"]
        {
            assert!(!is_date(bad), "{bad}");
        }
        for bad in ["2021-02-28 ", "2021-02-28T", "2021/02/28", "2021-02-28T24:00:00Z", "+021-02-28"] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn times_may_lack_an_offset_but_not_seconds() {
        for good in ["2021-05-24T15:20:00+02:00", "2021-05-24T15:20:00Z", "2021-05-24T15:20:00"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in ["2021-05-24", "2021-05-24T15:20Z", "2021-05-24T15:20:00+0200", "2021-05-24T15:20:00.Z"] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn birth_dates_may_be_partial_or_carry_a_time() {
        for good in ["1963", "1964-01", "1963-00", "1963-00-00", "1963-05-00", "1963-05-17"] {
            assert!(is_birth_date(good), "{good}");
        }
        assert!(is_birth_date("1963-05-17T00:00:00"));
        for bad in
            ["1815-01-01", "2100", "196", "1963-13", "1963-00-17", "1963-02-30", "1963T00:00:00", "1963-"]
        {
            assert!(!is_birth_date(bad), "{bad}");
        }
    }

    #[test]
    fn unknown_parts_and_times_are_left_off() {
        let cases = [
            ("1963-05-17T00:00:00", "1963-05-17"),
            ("1963-05-00", "1963-05"),
            ("1963-00-00", "1963"),
            ("1963-00", "1963"),
            ("1963", "1963"),
            ("1963-00-17", "1963-00-17"),
        ];
        for (signed, known) in cases {
            assert_eq!(known_part(signed), known);
        }
    }
}
