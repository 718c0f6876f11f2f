//! The only clock of the program.

use anyhow::{Context, Result};
use healthpass_cert::time::UnixTime;
use std::time::{SystemTime, UNIX_EPOCH};

/// The time asked about: `at` if given, else now.
///
/// # Errors
/// When `at` is not RFC 3339.
pub fn time(at: Option<&str>) -> Result<UnixTime> {
    match at {
        Some(text) => UnixTime::parse(text)
            .with_context(|| format!("{text} is not a time such as 2026-12-01T08:00:00Z")),
        None => Ok(now()),
    }
}

fn now() -> UnixTime {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixTime(i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX))
}
