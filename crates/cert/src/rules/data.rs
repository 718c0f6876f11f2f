//! What expressions look at: the trip as of one leg, the traveller, and one record of one certificate.

use super::trip::{Leg, LocalTime, Trip};
use super::{Pack, Stage};
use crate::cbor::Value;
use crate::certlogic::Moment;
use crate::dcc::dates::known_part;
use crate::json;
use crate::model::{Coded, Record, RecordKind};
use crate::report::{Format, Report};
use crate::time::UnixTime;

const DAY: i64 = 86_400;
/// Milliseconds of it.
const DAY_MS: i64 = DAY * 1000;

/// A certificate that counts.
pub(super) struct Counted<'r> {
    /// Its place among those handed in.
    pub index: usize,
    pub report: &'r Report,
    /// The payload of an EU certificate.
    pub payload: Option<Value>,
    /// When it ends.
    pub expires_at: Option<UnixTime>,
}

impl<'r> Counted<'r> {
    pub fn new(index: usize, report: &'r Report) -> Self {
        let claims = report.claims.as_ref().filter(|_| report.format == Some(Format::Dcc));
        let payload = claims.and_then(|claims| claims.get("-260")?.get("1")).map(json::to_cbor);
        let expires_at = report.certificate.as_ref().and_then(|view| view.expires_at.as_deref());
        Self { index, report, payload, expires_at: expires_at.and_then(UnixTime::parse) }
    }

    pub fn records(&self) -> &'r [Record] {
        self.report.certificate.as_ref().map(|view| view.records.as_slice()).unwrap_or_default()
    }
}

/// What is the same for all rules of a pack at one leg.
pub(super) struct Scene<'s> {
    pub trip: &'s Trip,
    pub leg: &'s Leg,
    pub pack: &'s Pack,
    /// Earliest and latest day the traveller may be born; once when it is known.
    pub births: &'s [i64],
}

/// Which of the days that a partial date may mean.
#[derive(Clone, Copy)]
pub(super) struct Assumed {
    pub birth: Option<i64>,
    /// Day of the record's date, where that is partial.
    pub day: Option<i64>,
}

pub(super) fn map<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Map(members.into_iter().map(|(name, value)| (Value::Text(name.into()), value)).collect())
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, self::text)
}

/// `YYYY-MM-DD` of a midnight.
fn date(day: i64) -> String {
    let mut text = UnixTime(day).rfc3339();
    text.truncate(10);
    text
}

impl Scene<'_> {
    /// Data about the traveller alone, at the leg's own time.
    pub fn of_traveller(&self, birth: Option<i64>) -> Value {
        let external = map([
            ("validationClock", text(&self.leg.at.rfc3339())),
            ("valueSets", self.pack.value_sets.clone()),
            ("countryCode", text(&self.leg.country)),
            ("region", optional(self.leg.region.as_deref())),
        ]);
        map([
            ("external", external),
            ("leg", self.leg(self.leg.at)),
            ("trip", self.trip()),
            ("traveller", self.traveller(birth)),
        ])
    }

    /// Data about one record, or none, of a certificate, with the clock at `at`.
    pub fn of_record(
        &self,
        counted: &Counted<'_>,
        record: Option<&Record>,
        at: LocalTime,
        day: Assumed,
    ) -> Value {
        let view = counted.report.certificate.as_ref();
        let key = counted.report.key.as_ref();
        let issuer = view.and_then(|view| view.issuer.country.as_deref());
        let issuer = issuer.or(key.and_then(|key| key.country.as_deref()));
        let [issued_at, expires_at] = [
            view.and_then(|view| view.issued_at.as_deref()),
            view.and_then(|view| view.expires_at.as_deref()),
        ]
        .map(optional);
        let external = map([
            ("validationClock", text(&at.rfc3339())),
            ("valueSets", self.pack.value_sets.clone()),
            ("countryCode", text(&self.leg.country)),
            ("exp", expires_at.clone()),
            ("iat", issued_at.clone()),
            ("issuerCountryCode", optional(issuer)),
            ("kid", optional(key.and_then(|key| key.kid.as_deref()))),
            ("region", optional(self.leg.region.as_deref())),
        ]);
        let certificate = map([
            ("format", optional(counted.report.format.map(Format::name))),
            ("issuer", optional(issuer)),
            ("issuedAt", issued_at),
            ("expiresAt", expires_at),
            ("identifier", optional(view.and_then(|view| view.identifier.as_deref()))),
        ]);
        map([
            ("payload", counted.payload.clone().unwrap_or(Value::Null)),
            ("external", external),
            ("record", record.map_or(Value::Null, |record| flat(record, day.day))),
            ("certificate", certificate),
            ("leg", self.leg(at)),
            ("trip", self.trip()),
            ("traveller", self.traveller(day.birth)),
        ])
    }

    fn trip(&self) -> Value {
        let countries = self.trip.stops.iter().map(|stop| text(&stop.country)).collect();
        map([("purpose", optional(self.trip.purpose.as_deref())), ("countries", Value::Array(countries))])
    }

    fn leg(&self, at: LocalTime) -> Value {
        let stays = self.stays();
        let been = self.pack.areas.iter().map(|area| {
            let stay = latest(|stay| area.countries.contains(&stay.country), &stays);
            (text(&area.id), stay.map_or(Value::Null, |stay| stay.data(at)))
        });
        map([
            ("stage", text(super::decide::name_of(self.leg.stage))),
            ("country", text(&self.leg.country)),
            ("region", optional(self.leg.region.as_deref())),
            ("at", text(&at.rfc3339())),
            ("date", text(&at.date())),
            ("origin", Value::Bool(self.leg.stop == 0 && self.leg.stage == Stage::Exit)),
            ("stayDays", self.stay_days().map_or(Value::Null, Value::Integer)),
            ("next", optional(self.next())),
            ("been", Value::Map(been.collect())),
            ("visited", Value::Array(stays.iter().map(|stay| stay.data(at)).collect())),
        ])
    }

    /// Whole days from arrival at this stop to its departure.
    fn stay_days(&self) -> Option<i64> {
        let stop = self.trip.stops.get(self.leg.stop)?;
        let (arrives, departs) = (stop.arrives?, stop.departs?);
        Some((departs.moment().0 - arrives.moment().0) / DAY_MS)
    }

    /// The next country that is entered.
    fn next(&self) -> Option<&str> {
        let ahead = self.trip.stops.iter().skip(self.leg.stop + 1);
        ahead.filter(|stop| !stop.transit).map(|stop| stop.country.as_str()).next()
    }

    /// Whole years and months; nothing where no date of birth is known.
    fn traveller(&self, birth: Option<i64>) -> Value {
        let months = birth.map(|birth| months_between(birth, self.leg.at.day()));
        map([
            ("birthDate", birth.map_or(Value::Null, |birth| text(&date(birth)))),
            ("ageYears", months.map_or(Value::Null, |months| Value::Integer(months.div_euclid(12)))),
            ("ageMonths", months.map_or(Value::Null, Value::Integer)),
        ])
    }

    /// Where the traveller was before this leg, in order. Who departs was there; who arrives was not yet.
    fn stays(&self) -> Vec<Stay> {
        let before = self.trip.visited.iter().map(|visited| Stay {
            country: visited.country.clone(),
            left: visited.left.as_deref().and_then(Moment::parse),
            transit: false,
            on_trip: false,
        });
        let own = usize::from(self.leg.stage == Stage::Exit);
        let stops = self.trip.stops.iter().enumerate().take(self.leg.stop + own).map(|(index, stop)| Stay {
            country: stop.country.clone(),
            left: self.trip.left(index).map(LocalTime::moment),
            transit: stop.transit,
            on_trip: true,
        });
        before.chain(stops).collect()
    }
}

/// One stay in a country.
struct Stay {
    country: String,
    left: Option<Moment>,
    transit: bool,
    on_trip: bool,
}

impl Stay {
    fn data(&self, at: LocalTime) -> Value {
        let days = self.left.map(|left| (at.moment().0 - left.0).max(0) / DAY_MS);
        map([
            ("country", text(&self.country)),
            ("left", self.left.map_or(Value::Null, |left| text(&left.rfc3339()))),
            ("days", days.map_or(Value::Null, Value::Integer)),
            ("transit", Value::Bool(self.transit)),
        ])
    }
}

/// The latest stay: the last on the trip, else the last before it, of which one at an unknown time may be any.
fn latest(within: impl Fn(&Stay) -> bool, stays: &[Stay]) -> Option<&Stay> {
    let mut own = stays.iter().filter(|stay| within(stay));
    let before = own.clone().reduce(|latest, stay| match (latest.left, stay.left) {
        (Some(one), Some(other)) if one <= other => stay,
        (Some(_), None) => stay,
        _ => latest,
    });
    own.rfind(|stay| stay.on_trip).or(before)
}

/// Whole months from a day to a later one, as ages are counted: who is born on the 31st is a month older on the first
/// of the month after next where there is no 31st.
fn months_between(birth: i64, day: i64) -> i64 {
    let months = |(year, month, _): (i32, u8, u8)| i64::from(year) * 12 + i64::from(month);
    match (UnixTime(birth).date(), UnixTime(day).date()) {
        (Some(birth), Some(day)) => months(day) - months(birth) - i64::from(day.2 < birth.2),
        _ => 0,
    }
}

/// Every day that a date may mean: itself; the days of a month; the first and last days of a year's months.
pub(super) fn days(partial: &str) -> Vec<i64> {
    let known = known_part(partial);
    let day = |text: &str| Moment::parse(text).map(|moment| moment.0.div_euclid(DAY_MS) * DAY);
    let all = |month: &str| -> Vec<i64> {
        (1..=31).filter_map(|number| day(&format!("{month}-{number:02}"))).collect()
    };
    match known.len() {
        10 => day(known).into_iter().collect(),
        7 => all(known),
        4 => (1..=12)
            .flat_map(|month| {
                let days = all(&format!("{known}-{month:02}"));
                [days.first().copied(), days.last().copied()]
            })
            .flatten()
            .collect(),
        _ => Vec::new(),
    }
}

/// Earliest and latest day of birth, once when they are the same.
pub(super) fn births(birth: Option<&str>) -> Vec<i64> {
    let days = birth.map(days).unwrap_or_default();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => vec![*first, *last],
        (Some(first), _) => vec![*first],
        _ => Vec::new(),
    }
}

/// Every day the record's date may mean; none when it is whole, or there is none.
pub(super) fn days_of_record(record: Option<&Record>) -> Vec<i64> {
    let date = record.and_then(|record| record.date.as_deref());
    date.map(days).filter(|days| days.len() > 1).unwrap_or_default()
}

/// A record as expressions see it. `date` is as signed; `day` is its day of the calendar; `at` is its time, where it has
/// one with an offset.
fn flat(record: &Record, assumed: Option<i64>) -> Value {
    let signed = record.date.as_deref();
    let day = match assumed {
        Some(day) => text(&date(day)),
        None => optional(signed.and_then(|signed| signed.get(..10))),
    };
    let at = signed.filter(|signed| LocalTime::parse(signed).is_some());
    let texts = [
        ("antibody", &record.antibody),
        ("resultedAt", &record.resulted_at),
        ("firstPositive", &record.first_positive),
        ("nextDue", &record.next_due),
        ("validFrom", &record.valid_from),
        ("validUntil", &record.valid_until),
        ("batch", &record.batch),
        ("facility", &record.facility),
        ("city", &record.city),
        ("country", &record.country),
        ("issuer", &record.issuer),
        ("identifier", &record.identifier),
    ];
    let codes = [
        ("disease", &record.disease),
        ("prophylaxis", &record.prophylaxis),
        ("product", &record.product),
        ("maker", &record.maker),
        ("method", &record.method),
        ("result", &record.result),
    ];
    let number = |number: Option<u32>| number.map_or(Value::Null, |number| Value::Integer(number.into()));
    let own = [
        ("kind", text(record.kind.name())),
        ("date", assumed.map_or(optional(signed), |day| text(&date(day)))),
        ("day", day),
        ("at", optional(at)),
        ("dose", number(record.dose)),
        ("doses", number(record.doses)),
    ];
    let texts = texts.map(|(name, value)| (name, optional(value.as_deref())));
    let codes = codes.map(|(name, value)| (name, value.as_ref().map_or(Value::Null, coded)));
    let members = own.into_iter().chain(texts).chain(codes);
    Value::Map(members.map(|(name, value)| (text(name), value)).collect())
}

fn coded(coded: &Coded) -> Value {
    map([("code", text(&coded.code)), ("system", optional(coded.system.as_deref()))])
}

/// The name EU rules give a kind of record; `None` for kinds they do not know.
pub(super) fn is_of_eu(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Vaccination | RecordKind::Test | RecordKind::Recovery)
}
