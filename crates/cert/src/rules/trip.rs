//! A journey, and the places and times at which something may be asked.
//!
//! ```json
//! {"purpose": "pilgrimage",
//!  "visited": [{"country": "GH", "left": "2026-05-01"}],
//!  "stops": [{"country": "PK", "departs": "2026-05-10T22:00:00+05:00"},
//!            {"country": "ET", "arrives": "2026-05-11T02:00:00+03:00", "transit": true},
//!            {"country": "SA", "region": "MAKKAH", "arrives": "2026-05-11T06:00:00+03:00"}]}
//! ```

use super::fields::Fields;
use super::{RulesError, Stage, code, data};
use crate::catalogue::country;
use crate::cbor::Value;
use crate::certlogic::Moment;
use crate::json;
use crate::limits::MAX_TRIP_STOPS;
use crate::time::{Rfc3339, UnixTime};

/// A journey of one traveller.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trip {
    /// What it is for, as packs name it: `pilgrimage`, `work`, ...
    pub purpose: Option<String>,
    /// The traveller's date of birth, whole or partial, as in the passport; else certificates are asked.
    pub birth_date: Option<String>,
    /// Stops in order; the first is where it begins.
    pub stops: Vec<Stop>,
    /// Countries the traveller was in before.
    pub visited: Vec<Visited>,
}

/// One stop.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stop {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Region, as packs name it.
    pub region: Option<String>,
    /// Arrival.
    pub arrives: Option<LocalTime>,
    /// Departure.
    pub departs: Option<LocalTime>,
    /// Passed through without entering.
    pub transit: bool,
}

/// A country the traveller was in before the trip.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Visited {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// When it was left: a date, whole or partial, or a time.
    pub left: Option<String>,
}

/// A time where it happens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LocalTime {
    /// The moment.
    pub at: UnixTime,
    /// Minutes the local clock is ahead of UTC.
    pub offset_minutes: i64,
}

/// A place and time at which something may be asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Leg {
    /// Departure, transit or arrival.
    pub stage: Stage,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Region, as the trip names it.
    pub region: Option<String>,
    /// When.
    pub at: LocalTime,
    /// Place of its stop in the trip.
    pub(super) stop: usize,
}

const DAY: i64 = 86_400;

impl LocalTime {
    /// Reads RFC 3339; the offset must be there, seconds need not.
    pub fn parse(text: &str) -> Option<Self> {
        let read = |text: &str| Rfc3339::read(text.as_bytes());
        let with_seconds = || {
            let (minutes, offset) = text.split_at_checked(16)?;
            read(&[minutes, ":00", offset].concat())
        };
        let read = read(text).or_else(with_seconds)?;
        Some(Self { at: UnixTime(read.unix), offset_minutes: read.offset_minutes })
    }

    /// RFC 3339 with its offset.
    pub fn rfc3339(self) -> String {
        let local = self.local().rfc3339();
        match (local.strip_suffix('Z'), self.offset_minutes) {
            (Some(local), ahead) if ahead != 0 => {
                let sign = if ahead < 0 { '-' } else { '+' };
                let ahead = ahead.abs();
                format!("{local}{sign}{:02}:{:02}", ahead / 60, ahead % 60)
            }
            _ => local,
        }
    }

    /// What the clock on the wall shows, as if it were UTC.
    pub(super) fn local(self) -> UnixTime {
        UnixTime(self.at.0.saturating_add(self.offset_minutes * 60))
    }

    /// The day on the calendar there: its midnight, as if it were UTC.
    pub(super) fn day(self) -> i64 {
        self.local().0.div_euclid(DAY) * DAY
    }

    /// `YYYY-MM-DD` there.
    pub fn date(self) -> String {
        let mut text = self.local().rfc3339();
        text.truncate(10);
        text
    }

    /// The same place at another time.
    pub(super) fn moved(self, at: i64) -> Self {
        Self { at: UnixTime(at), ..self }
    }

    /// As rules count.
    pub(super) fn moment(self) -> Moment {
        Moment(self.at.0.saturating_mul(1000))
    }
}

impl Trip {
    /// Reads the JSON of a trip.
    ///
    /// # Errors
    /// `rules.trip.*` with the member at fault.
    pub fn read(text: &str) -> Result<Self, RulesError> {
        let value = json::read(text).map_err(|error| RulesError::new(code::TRIP, &error.at, &error.found))?;
        Self::of(&value)
    }

    /// Reads a trip out of a larger JSON.
    ///
    /// # Errors
    /// As [`Trip::read`].
    pub fn of(value: &Value) -> Result<Self, RulesError> {
        let fields = Fields::of(value, String::new(), code::TRIP)?;
        let stops = fields.objects("stops", MAX_TRIP_STOPS)?;
        let birth_date = fields.optional_text("birthDate")?;
        if birth_date.is_some() && data::births(birth_date.as_deref()).is_empty() {
            return Err(RulesError::new(code::TRIP_TIME, "birthDate", "not a date"));
        }
        let trip = Self {
            purpose: fields.optional_text("purpose")?,
            birth_date,
            stops: stops.iter().map(stop).collect::<Result<_, _>>()?,
            visited: fields
                .objects("visited", MAX_TRIP_STOPS)?
                .iter()
                .map(visited)
                .collect::<Result<_, _>>()?,
        };
        trip.check()?;
        Ok(trip)
    }

    /// Times that go forward, and an arrival wherever somebody arrives.
    fn check(&self) -> Result<(), RulesError> {
        let mut last: Option<UnixTime> = None;
        for (index, stop) in self.stops.iter().enumerate() {
            let at = ["stops[", &index.to_string(), "]"].concat();
            if stop.arrives.is_none() && (index > 0 || stop.departs.is_none()) {
                return Err(RulesError::new(code::TRIP_TIME, &at, "no time"));
            }
            for time in [stop.arrives, stop.departs].into_iter().flatten() {
                if last.is_some_and(|last| time.at < last) {
                    return Err(RulesError::new(code::TRIP_ORDER, &at, &time.rfc3339()));
                }
                last = Some(time.at);
            }
        }
        match last {
            Some(_) => Ok(()),
            None => Err(RulesError::new(code::TRIP, "stops", "none")),
        }
    }

    /// When a stop is left: as stated, else at the latest when the next is reached, else when it was reached itself.
    pub(super) fn left(&self, index: usize) -> Option<LocalTime> {
        let stop = self.stops.get(index)?;
        let next = self.stops.get(index + 1).and_then(|next| next.arrives);
        stop.departs.or(next).or(stop.arrives)
    }

    /// Where and when something may be asked, in order.
    pub fn legs(&self) -> Vec<Leg> {
        let mut legs = Vec::new();
        for (index, stop) in self.stops.iter().enumerate() {
            let mut leg = |stage, at: Option<LocalTime>| {
                legs.extend(at.map(|at| Leg {
                    stage,
                    country: stop.country.clone(),
                    region: stop.region.clone(),
                    at,
                    stop: index,
                }));
            };
            if stop.transit {
                leg(Stage::Transit, stop.arrives.or(stop.departs));
            } else {
                leg(Stage::Entry, stop.arrives);
                leg(Stage::Exit, stop.departs);
            }
        }
        legs
    }
}

fn stop(fields: &Fields<'_>) -> Result<Stop, RulesError> {
    let time = |name| match fields.optional_text(name)? {
        None => Ok(None),
        Some(text) => LocalTime::parse(&text).map(Some).ok_or_else(|| {
            RulesError::new(code::TRIP_TIME, &fields.at(name), "not a time of RFC 3339 with offset")
        }),
    };
    Ok(Stop {
        country: country_of(fields)?,
        region: fields.optional_text("region")?,
        arrives: time("arrives")?,
        departs: time("departs")?,
        transit: fields.flag("transit")?,
    })
}

fn visited(fields: &Fields<'_>) -> Result<Visited, RulesError> {
    let left = fields.optional_text("left")?;
    if left.as_deref().is_some_and(|left| Moment::parse(left).is_none()) {
        return Err(RulesError::new(code::TRIP_TIME, &fields.at("left"), "not a date"));
    }
    Ok(Visited { country: country_of(fields)?, left })
}

/// A state by its alpha-2, or by its alpha-3 as passports have it.
fn country_of(fields: &Fields<'_>) -> Result<String, RulesError> {
    let named = fields.text("country")?.to_ascii_uppercase();
    let known = country::alpha2(&named).or_else(|| country::alpha3_to_alpha2(&named));
    match known {
        Some(known) => Ok(known.to_owned()),
        // Made-up states of tests and demos (ISO 3166-1 leaves XA to XZ to whoever needs one).
        None if named.len() == 2 && named.starts_with('X') => Ok(named),
        None => Err(RulesError::new(code::TRIP_COUNTRY, &fields.at("country"), &named)),
    }
}
