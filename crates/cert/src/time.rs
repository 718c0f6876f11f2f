//! Points in time: whole seconds since 1970, and RFC 3339 text.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnixTime(pub i64);

/// Seconds in a day.
const DAY: i64 = 86_400;

impl UnixTime {
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
        let read = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
        let with_colon = || {
            let (head, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
            let sign = head.chars().rev().nth(2)?;
            matches!(sign, '+' | '-').then(|| format!("{head}:{minutes}"))
        };
        read(text)
            .or_else(|| read(&format!("{text}Z")))
            .or_else(|| read(&with_colon()?))
            .map(|at| Self(at.unix_timestamp()))
    }

    /// RFC 3339 in UTC, such as `2021-05-03T18:00:00Z`; the bare number of seconds for years that RFC 3339
    /// cannot write.
    pub fn rfc3339(self) -> String {
        OffsetDateTime::from_unix_timestamp(self.0)
            .ok()
            .and_then(|at| at.format(&Rfc3339).ok())
            .unwrap_or_else(|| self.0.to_string())
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
