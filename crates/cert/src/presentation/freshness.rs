//! When a presentation was made, and whether it was seen before.
//!
//! A wallet makes its code anew every [`REMAKE_EVERY`] seconds. A desk takes one for [`PRESENTATION_LIFE`] seconds
//! and, clocks being what they are, [`CLOCK_SKEW`] seconds beyond on either side; within that window it takes each
//! code once. Who relays a code to another desk within the window is hindered only by a desk that asks first
//! ([`super::challenge`]).

use crate::report::Reason;
use crate::time::UnixTime;
use sha2::{Digest, Sha256};

/// Codes of this check.
pub mod code {
    /// Made after the time asked about: one of the two clocks is wrong, or the code is.
    pub const FUTURE: &str = "freshness.future";
    /// The desk asks, and the code answers nobody's question.
    pub const NONCE_MISSING: &str = "freshness.nonce-missing";
    /// The code answers another question than the one this desk asks.
    pub const NONCE_OTHER: &str = "freshness.nonce-other";
    /// This desk was shown the very same code before.
    pub const REPLAYED: &str = "freshness.replayed";
    /// Made too long ago.
    pub const STALE: &str = "freshness.stale";
}

/// Every code of [`code`].
pub const CODES: &[&str] =
    &[code::FUTURE, code::NONCE_MISSING, code::NONCE_OTHER, code::REPLAYED, code::STALE];

/// Seconds after which a wallet makes a shown code anew: the time step RFC 6238 section 5.2 found to balance
/// security and use.
pub const REMAKE_EVERY: i64 = 30;

/// Seconds a code may be shown: four of those steps, for a queue, a dark screen and a second try at the scanner.
pub const PRESENTATION_LIFE: i64 = 120;

/// Seconds the clocks of phone and desk may differ. RFC 7519 section 4.1.4 allows "usually no more than a few
/// minutes"; both clocks here come from a network.
pub const CLOCK_SKEW: i64 = 60;

/// Codes a desk remembers at most. The window is [`PRESENTATION_LIFE`] and twice [`CLOCK_SKEW`], 240 seconds: a code
/// a second at each of sixteen gates that share one computer.
pub const MAX_SEEN: usize = 4096;

/// Whether a code made at `made`, that says it holds until `until`, may be shown at `now`. A code that claims a
/// longer life gets [`PRESENTATION_LIFE`].
///
/// # Errors
/// `freshness.future`, `freshness.stale`.
pub fn judge(made: UnixTime, until: Option<UnixTime>, now: UnixTime) -> Result<(), Reason> {
    let end = end_of(made, until);
    let (code, since) = if made.0 > now.0.saturating_add(CLOCK_SKEW) {
        (code::FUTURE, made.0.saturating_sub(now.0))
    } else if now.0 > end.0.saturating_add(CLOCK_SKEW) {
        (code::STALE, now.0.saturating_sub(made.0))
    } else {
        return Ok(());
    };
    Err(Reason::new(code).expected(PRESENTATION_LIFE.to_string()).found(since.to_string()).at(made.rfc3339()))
}

fn end_of(made: UnixTime, until: Option<UnixTime>) -> UnixTime {
    let longest = made.0.saturating_add(PRESENTATION_LIFE);
    UnixTime(until.map_or(longest, |until| until.0.min(longest)))
}

/// The codes a desk was shown, each by the device's key and the second it was made. Holds nothing of what they said.
/// They stay, as far as there is room, when they are stale: a clock that ran ahead and is set right makes them fresh
/// again.
#[derive(Debug, Default)]
pub struct Seen {
    codes: Vec<SeenCode>,
}

#[derive(Debug)]
struct SeenCode {
    /// SHA-256 of key and second.
    name: [u8; 32],
    /// From here on it is stale anyway.
    until: UnixTime,
}

impl Seen {
    /// Nothing was shown yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the code that the device of this key (its thumbprint) made at `made` was shown before.
    pub fn knows(&self, key: &[u8; 32], made: UnixTime) -> bool {
        let name = name_of(key, made);
        self.codes.iter().any(|seen| seen.name == name)
    }

    /// Remembers it; beyond [`MAX_SEEN`] the one that is stale first is forgotten.
    pub fn remember(&mut self, key: &[u8; 32], made: UnixTime) {
        let name = name_of(key, made);
        if self.codes.iter().any(|seen| seen.name == name) {
            return;
        }
        if self.codes.len() >= MAX_SEEN {
            let first = self.codes.iter().map(|seen| seen.until).min();
            let place = self.codes.iter().position(|seen| Some(seen.until) == first);
            self.codes.swap_remove(place.unwrap_or(0));
        }
        let until = UnixTime(made.0.saturating_add(PRESENTATION_LIFE + CLOCK_SKEW));
        self.codes.push(SeenCode { name, until });
    }

    /// Number of codes remembered.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.codes.clear();
    }
}

fn name_of(key: &[u8; 32], made: UnixTime) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(key);
    hash.update(made.0.to_be_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: UnixTime = UnixTime(1_800_000_000);

    fn answer(made: i64, until: Option<i64>) -> Result<(), &'static str> {
        judge(UnixTime(made), until.map(UnixTime), NOW).map_err(|reason| reason.code)
    }

    #[test]
    fn the_window_is_its_life_and_the_clocks_difference_on_both_sides() {
        let oldest = NOW.0 - PRESENTATION_LIFE - CLOCK_SKEW;
        let newest = NOW.0 + CLOCK_SKEW;
        for made in [oldest, NOW.0, newest] {
            assert_eq!(answer(made, None), Ok(()));
            assert_eq!(answer(made, Some(made + PRESENTATION_LIFE)), Ok(()));
        }
        assert_eq!(answer(oldest - 1, None), Err(code::STALE));
        assert_eq!(answer(newest + 1, None), Err(code::FUTURE));
    }

    #[test]
    fn a_code_may_claim_a_shorter_life_and_no_longer_one() {
        let made = NOW.0 - CLOCK_SKEW - 10;
        assert_eq!(answer(made, Some(made + 10)), Ok(()));
        assert_eq!(answer(made, Some(made + 9)), Err(code::STALE));
        let old = NOW.0 - PRESENTATION_LIFE - CLOCK_SKEW - 1;
        assert_eq!(answer(old, Some(i64::MAX)), Err(code::STALE));
    }

    #[test]
    fn a_code_is_known_once_it_was_remembered_whatever_the_clock_says_later() {
        let (one, other) = ([1; 32], [2; 32]);
        let mut seen = Seen::new();
        assert!(!seen.knows(&one, NOW));
        seen.remember(&one, NOW);
        assert!(seen.knows(&one, NOW));
        assert!(!seen.knows(&other, NOW) && !seen.knows(&one, UnixTime(NOW.0 + 1)));
        seen.remember(&one, NOW);
        assert_eq!(seen.len(), 1);
        seen.remember(&other, UnixTime(NOW.0 + 10 * PRESENTATION_LIFE));
        assert!(seen.knows(&one, NOW), "fresh again once the clock is set right");
    }

    #[test]
    fn the_memory_is_bounded_and_drops_what_is_stale_first() {
        let mut seen = Seen::new();
        for number in 0..=MAX_SEEN {
            let key: [u8; 32] = Sha256::digest(number.to_be_bytes()).into();
            let made = UnixTime(NOW.0 + i64::from(number != 7));
            seen.remember(&key, made);
        }
        assert_eq!(seen.len(), MAX_SEEN);
        let seventh: [u8; 32] = Sha256::digest(7_usize.to_be_bytes()).into();
        assert!(!seen.knows(&seventh, NOW));
    }

    proptest! {
        #[test]
        fn no_times_overflow_and_every_code_is_in_one_state(made: i64, until: Option<i64>, now: i64) {
            let judged = judge(UnixTime(made), until.map(UnixTime), UnixTime(now));
            let apart = i128::from(now) - i128::from(made);
            match judged {
                Ok(()) => prop_assert!(
                    (-i128::from(CLOCK_SKEW)..=i128::from(PRESENTATION_LIFE + CLOCK_SKEW)).contains(&apart)
                ),
                Err(reason) if reason.code == code::FUTURE => prop_assert!(apart < -i128::from(CLOCK_SKEW)),
                Err(reason) => prop_assert_eq!(reason.code, code::STALE),
            }
        }

        #[test]
        fn what_is_fresh_is_taken_once(key: [u8; 32], made in 0_i64..4_000_000_000, late in -60_i64..=180) {
            let (made, now) = (UnixTime(made), UnixTime(made + late));
            let mut seen = Seen::new();
            prop_assert!(judge(made, None, now).is_ok() && !seen.knows(&key, made));
            seen.remember(&key, made);
            prop_assert!(seen.knows(&key, made));
        }
    }
}
