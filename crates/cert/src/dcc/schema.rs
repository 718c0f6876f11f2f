//! `DCC.combined-schema.json`, versions 1.0.0 to 1.3.2, as rules over the payload as received.
//!
//! Where the published drafts of one version disagree, or the issuers do not follow them, the wider form is
//! taken: every length is the 80 of 1.3.0 (drafts before it say 50), and every date may carry a time of day,
//! as 1.0.0 has it.

use super::fields::{member, plain, type_name};
use super::{code, dates};
use crate::cbor::Value;
use crate::report::Reason;

/// Characters in any text (`maxLength`).
const MAX_LENGTH: usize = 80;

/// The schema a payload is held against.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum SchemaVersion {
    /// 1.0.x and 1.1.x: any number of records in a group, method is free text.
    V1_0,
    /// 1.2.x: method is a value set.
    V1_2,
    /// 1.3.0 and 1.3.1: exactly one record, an empty date of birth, doses without upper limit.
    V1_3,
    /// 1.3.2 and later: one of the two ICAO names suffices.
    V1_3_2,
}

impl SchemaVersion {
    /// The schema for `ver`: its own, or for a version without one (1.0.4, 1.4.0) the nearest below.
    /// `None` if `ver` is not `n.n.n`, or of another major version.
    ///
    /// ```
    /// use healthpass_cert::dcc::SchemaVersion;
    /// assert_eq!(SchemaVersion::of("1.0.4"), Some(SchemaVersion::V1_0));
    /// assert_eq!(SchemaVersion::of("2.0.0"), None);
    /// ```
    pub fn of(ver: &str) -> Option<Self> {
        let mut parts = ver.split('.').map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            if digits { part.parse::<u32>().ok() } else { None }
        });
        let version = (parts.next()??, parts.next()??, parts.next()??);
        if parts.next().is_some() {
            return None;
        }
        match version {
            (1, 0..=1, _) => Some(Self::V1_0),
            (1, 2, _) => Some(Self::V1_2),
            (1, 3, 0..=1) => Some(Self::V1_3),
            (1, _, _) => Some(Self::V1_3_2),
            _ => None,
        }
    }

    /// The schema for the `ver` of a payload; the newest when it names none.
    pub(super) fn of_payload(ver: Option<&str>) -> Self {
        ver.and_then(Self::of).unwrap_or(Self::V1_3_2)
    }
}

/// What a member has to be.
#[derive(Clone, Copy)]
enum Form {
    /// Text out of a value set. The schema lets it be empty, no value set does.
    Code,
    Country,
    Date,
    DateTime,
    Dose,
    IcaoName,
    Text,
}

/// Name of a member, whether it is required, and its form.
type Rule = (&'static str, bool, Form);

/// `person_name`; which ICAO name is required depends on the version, see [`Checker::name`].
const NAME: &[Rule] = &[
    ("fn", false, Form::Text),
    ("gn", false, Form::Text),
    ("fnt", false, Form::IcaoName),
    ("gnt", false, Form::IcaoName),
];

/// `vaccination_entry`.
const VACCINATION: &[Rule] = &[
    ("tg", true, Form::Code),
    ("vp", true, Form::Code),
    ("mp", true, Form::Code),
    ("ma", true, Form::Code),
    ("dn", true, Form::Dose),
    ("sd", true, Form::Dose),
    ("dt", true, Form::Date),
    ("co", true, Form::Country),
    ("is", true, Form::Text),
    ("ci", true, Form::Text),
];

/// `test_entry`; `dr` is of versions 1.0 and 1.1 only, and issuers carried it on.
const TEST: &[Rule] = &[
    ("tg", true, Form::Code),
    ("tt", true, Form::Code),
    ("nm", false, Form::Text),
    ("ma", false, Form::Text),
    ("sc", true, Form::DateTime),
    ("dr", false, Form::DateTime),
    ("tr", true, Form::Code),
    ("tc", true, Form::Text),
    ("co", true, Form::Country),
    ("is", true, Form::Text),
    ("ci", true, Form::Text),
];

/// `recovery_entry`.
const RECOVERY: &[Rule] = &[
    ("tg", true, Form::Code),
    ("fr", true, Form::Date),
    ("co", true, Form::Country),
    ("is", true, Form::Text),
    ("df", true, Form::Date),
    ("du", true, Form::Date),
    ("ci", true, Form::Text),
];

/// The groups of records and their rules.
const GROUPS: [(&str, &[Rule]); 3] = [("v", VACCINATION), ("t", TEST), ("r", RECOVERY)];

/// Everything in `payload` that departs from the schema of the version it names.
pub(super) fn check(payload: &Value) -> Vec<Reason> {
    let ver = member(payload, "ver").and_then(Value::as_text).map(str::trim);
    let mut check = Checker { version: SchemaVersion::of_payload(ver), reasons: Vec::new() };
    check.version(payload, ver);
    check.name(payload);
    check.birth_date(payload);
    check.groups(payload);
    check.reasons
}

struct Checker {
    version: SchemaVersion,
    reasons: Vec<Reason>,
}

impl Checker {
    fn version(&mut self, payload: &Value, ver: Option<&str>) {
        match (member(payload, "ver"), ver) {
            (None, _) => self.missing("ver"),
            (Some(_), Some(ver)) if SchemaVersion::of(ver).is_some() => {}
            (Some(_), Some(ver)) => self.add(code::SCHEMA_VERSION, "1.0.0 - 1.3.2", &clip(ver), "ver"),
            (Some(other), None) => self.wrong_type("string", other, "ver"),
        }
    }

    fn name(&mut self, payload: &Value) {
        let Some(nam) = member(payload, "nam") else { return self.missing("nam") };
        if nam.entries().is_none() {
            return self.wrong_type("object", nam, "nam");
        }
        self.members(nam, NAME, "nam");
        let given_suffices = self.version >= SchemaVersion::V1_3_2 && member(nam, "gnt").is_some();
        if member(nam, "fnt").is_none() && !given_suffices {
            self.missing("nam.fnt");
        }
    }

    fn birth_date(&mut self, payload: &Value) {
        let Some(dob) = member(payload, "dob") else { return self.missing("dob") };
        let Some(text) = dob.as_text().map(str::trim) else { return self.wrong_type("string", dob, "dob") };
        let unknown = text.is_empty() && self.version >= SchemaVersion::V1_3;
        if !unknown && !dates::is_birth_date(text) {
            self.add(code::SCHEMA_DATE, "YYYY[-MM[-DD]]", &clip(text), "dob");
        }
    }

    /// Exactly one group (no version of the specification allows two in one certificate, though the older
    /// schemas do), and since 1.3.0 exactly one record in it.
    fn groups(&mut self, payload: &Value) {
        let present: Vec<_> = GROUPS.iter().filter(|(key, _)| member(payload, key).is_some()).collect();
        if present.len() != 1 {
            let found = present.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
            self.reasons.push(Reason::new(code::SCHEMA_ENTRIES).expected("v | t | r").found(found));
        }
        for (key, rules) in present {
            self.group(payload, key, rules);
        }
    }

    fn group(&mut self, payload: &Value, key: &str, rules: &[Rule]) {
        let Some(value) = member(payload, key) else { return };
        let Some(items) = value.as_array() else { return self.wrong_type("array", value, key) };
        let one_only = self.version >= SchemaVersion::V1_3;
        if items.is_empty() || (one_only && items.len() > 1) {
            let expected = if one_only { "1" } else { ">= 1" };
            self.add(code::SCHEMA_ENTRIES, expected, &items.len().to_string(), key);
        }
        for (index, item) in items.iter().enumerate() {
            if self.reasons.len() >= super::MAX_REASONS {
                return;
            }
            let at = format!("{key}[{index}]");
            match item.entries() {
                Some(_) => self.members(item, rules, &at),
                None => self.wrong_type("object", item, &at),
            }
        }
    }

    fn members(&mut self, map: &Value, rules: &[Rule], at: &str) {
        for &(key, required, form) in rules {
            let at = format!("{at}.{key}");
            match member(map, key) {
                Some(value) => self.member(value, form, &at),
                None if required => self.missing(&at),
                None => {}
            }
        }
    }

    fn member(&mut self, value: &Value, form: Form, at: &str) {
        if let Form::Dose = form {
            return self.dose(value, at);
        }
        let Some(text) = plain(value).as_text().map(str::trim) else {
            return self.wrong_type("string", value, at);
        };
        let length = text.chars().count();
        if length > MAX_LENGTH {
            return self.add(code::SCHEMA_LENGTH, &MAX_LENGTH.to_string(), &length.to_string(), at);
        }
        let (holds, code, expected) = match form {
            Form::Code if text.is_empty() => return self.missing(at),
            Form::Country => (is_country(text), code::SCHEMA_PATTERN, "[A-Z]{1,10}"),
            Form::Date => (dates::is_date(text), code::SCHEMA_DATE, "YYYY-MM-DD"),
            Form::DateTime => (dates::is_date_time(text), code::SCHEMA_DATE, "YYYY-MM-DDThh:mm:ssZ"),
            Form::IcaoName => (is_icao(text), code::SCHEMA_PATTERN, "[A-Z<]*"),
            Form::Code | Form::Dose | Form::Text => (true, code::SCHEMA_PATTERN, ""),
        };
        if !holds {
            self.add(code, expected, text, at);
        }
    }

    fn dose(&mut self, value: &Value, at: &str) {
        let Some(number) = value.as_integer() else { return self.wrong_type("integer", value, at) };
        let (range, expected) = match self.version {
            SchemaVersion::V1_0 | SchemaVersion::V1_2 => (1..=9, "1 - 9"),
            SchemaVersion::V1_3 | SchemaVersion::V1_3_2 => (1..=i64::MAX, ">= 1"),
        };
        if !range.contains(&number) {
            self.add(code::SCHEMA_RANGE, expected, &number.to_string(), at);
        }
    }

    fn missing(&mut self, at: &str) {
        self.reasons.push(Reason::new(code::SCHEMA_MISSING).at(at));
    }

    fn wrong_type(&mut self, expected: &str, found: &Value, at: &str) {
        self.add(code::SCHEMA_TYPE, expected, type_name(found), at);
    }

    #[inline(never)]
    fn add(&mut self, code: &'static str, expected: &str, found: &str, at: &str) {
        self.reasons.push(Reason::new(code).expected(expected).found(found).at(at));
    }
}

fn is_country(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_icao(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b == b'<')
}

/// As much of a foreign text as a report should repeat.
fn clip(text: &str) -> String {
    text.chars().take(MAX_LENGTH).collect()
}
