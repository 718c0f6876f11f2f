//! Members of a map with text keys, as the formats beside the EU's write them: whatever can be interpreted is
//! taken, and everything that departs from the format goes on a list, by its path.

use crate::catalogue::{self, Kind, country};
use crate::cbor::Value;
use crate::dcc::{MAX_REASONS, code, dates, fields};
use crate::model::Coded;
use crate::report::Reason;
use crate::time::UnixTime;

/// Characters of a foreign text that a reason repeats.
const MAX_FOUND: usize = 80;

/// Whether a format can do without a member.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Need {
    /// It may be absent.
    May,
    /// Its absence is a fault.
    Must,
}

/// What departs from the format, in the order it was found; at most [`MAX_REASONS`].
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Reason>);

impl Faults {
    /// Adds one.
    pub fn add(&mut self, reason: Reason) {
        if self.0.len() < MAX_REASONS {
            self.0.push(reason);
        }
    }

    /// All of them.
    pub fn into_reasons(self) -> Vec<Reason> {
        self.0
    }
}

/// The members of one map, which stands at `path` in the content.
#[derive(Debug)]
pub(crate) struct Members<'v> {
    map: &'v Value,
    path: String,
}

impl<'v> Members<'v> {
    /// The members of the content itself.
    pub fn of(map: &'v Value) -> Self {
        Self { map, path: String::new() }
    }

    /// Where the member `key` stands.
    pub fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The member as received: `null` and empty text count as absent.
    pub fn value(&self, key: &str) -> Option<&'v Value> {
        let blank = |value: &Value| value.as_text().is_some_and(|text| text.trim().is_empty());
        fields::member(self.map, key).filter(|value| !blank(value))
    }

    /// A member that is needed and absent is a fault.
    fn needed(&self, key: &str, need: Need, faults: &mut Faults) -> Option<&'v Value> {
        let value = self.value(key);
        if value.is_none() && need == Need::Must {
            faults.add(Reason::new(code::SCHEMA_MISSING).at(self.at(key)));
        }
        value
    }

    /// At least one of two members has to be there.
    pub fn either(&self, one: &str, other: &str, faults: &mut Faults) {
        if self.value(one).is_none() && self.value(other).is_none() {
            faults.add(Reason::new(code::SCHEMA_MISSING).at(format!(
                "{} | {}",
                self.at(one),
                self.at(other)
            )));
        }
    }

    fn wrong_type(&self, key: &str, expected: &str, found: &Value, faults: &mut Faults) {
        let found = fields::type_name(found);
        faults.add(Reason::new(code::SCHEMA_TYPE).expected(expected).found(found).at(self.at(key)));
    }

    /// A map within.
    pub fn inner(&self, key: &str, need: Need, faults: &mut Faults) -> Option<Members<'v>> {
        let value = self.needed(key, need, faults)?;
        if value.entries().is_none() {
            self.wrong_type(key, "object", value, faults);
            return None;
        }
        Some(Self { map: value, path: self.at(key) })
    }

    /// A map within, alone or in a list of one.
    pub fn only(&self, key: &str, faults: &mut Faults) -> Option<Members<'v>> {
        match single(self.needed(key, Need::Must, faults)?, faults) {
            Ok(map) => Some(Self { map, path: self.at(key) }),
            Err(reason) => {
                faults.add(reason.at(self.at(key)));
                None
            }
        }
    }

    /// Text without white space at its ends. Whole numbers count as text: batches and codes are written so.
    pub fn text(&self, key: &str, need: Need, faults: &mut Faults) -> Option<String> {
        let value = self.needed(key, need, faults)?;
        let text = plain_text(value);
        if text.is_none() {
            self.wrong_type(key, "string", value, faults);
        }
        text
    }

    /// Text, or a FHIR `Identifier` or `Reference` with the text in it.
    pub fn identifier(&self, key: &str, need: Need, faults: &mut Faults) -> Option<String> {
        let value = self.needed(key, need, faults)?;
        let text = identifier_text(value);
        if text.is_none() {
            self.wrong_type(key, "string", value, faults);
        }
        text
    }

    /// A date, possibly partial or with a time of day.
    pub fn date(&self, key: &str, need: Need, faults: &mut Faults) -> Option<String> {
        let text = self.text(key, need, faults)?;
        if !(dates::is_date(&text) || dates::is_birth_date(&text)) {
            self.not_a_date(key, "YYYY-MM-DD", &text, faults);
        }
        Some(text)
    }

    /// A date of birth, without a time of day; partial where `whole` is not asked for.
    pub fn birth_date(&self, key: &str, need: Need, whole: bool, faults: &mut Faults) -> Option<String> {
        let text = self.text(key, need, faults)?;
        if whole && !dates::is_date(&text) {
            self.not_a_date(key, "YYYY-MM-DD", &text, faults);
        } else if !dates::is_birth_date(&text) {
            self.not_a_date(key, "YYYY[-MM[-DD]]", &text, faults);
        }
        Some(dates::known_part(&text).to_owned())
    }

    fn not_a_date(&self, key: &str, expected: &str, found: &str, faults: &mut Faults) {
        let reason = Reason::new(code::SCHEMA_DATE).expected(expected);
        faults.add(reason.found(clip(found)).at(self.at(key)));
    }

    /// A state as alpha-3; zones know more codes than ISO 3166-1, so that only the form is held against them.
    pub fn state(&self, key: &str, need: Need, faults: &mut Faults) -> Option<String> {
        let text = self.text(key, need, faults)?;
        if !(2..=3).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
            let reason = Reason::new(code::SCHEMA_PATTERN).expected("[A-Z]{3}");
            faults.add(reason.found(clip(&text)).at(self.at(key)));
            return None;
        }
        Some(alpha3(&text))
    }

    /// A number from 1.
    pub fn count(&self, key: &str, need: Need, faults: &mut Faults) -> Option<u32> {
        let value = self.needed(key, need, faults)?;
        let Some(number) = value.as_integer() else {
            self.wrong_type(key, "integer", value, faults);
            return None;
        };
        let count = u32::try_from(number).ok().filter(|count| *count > 0);
        if count.is_none() {
            let reason = Reason::new(code::SCHEMA_RANGE).expected(">= 1").found(number.to_string());
            faults.add(reason.at(self.at(key)));
        }
        count
    }

    /// A code: a FHIR `Coding` or `CodeableConcept`, or bare text; of a kind the catalogue knows, or of none.
    pub fn coded(&self, key: &str, kind: Option<Kind>, need: Need, faults: &mut Faults) -> Option<Coded> {
        let value = self.needed(key, need, faults)?;
        let coding =
            value.get_text("coding").and_then(Value::as_array).and_then(<[_]>::first).unwrap_or(value);
        let member = |key| coding.get_text(key).and_then(plain_text);
        let display = member("display").or_else(|| value.get_text("text").and_then(plain_text));
        match member("code").or_else(|| display.clone()).or_else(|| identifier_text(coding)) {
            Some(code) => Some(look_up(kind, code, member("system"), display)),
            None => {
                self.wrong_type(key, "string", value, faults);
                None
            }
        }
    }

    /// The sex, from any of the codes in use; another word is a fault and says nothing.
    pub fn sex(&self, key: &str, need: Need, faults: &mut Faults) -> Option<String> {
        let value = self.needed(key, need, faults)?;
        let text = plain_text(value).or_else(|| value.get_text("code").and_then(plain_text));
        let sex = match text.as_deref().unwrap_or_default().to_ascii_lowercase().as_str() {
            "m" | "male" => Some("M"),
            "f" | "female" => Some("F"),
            "x" | "o" | "other" => Some("X"),
            "u" | "unknown" => None,
            found => {
                let reason = Reason::new(code::SCHEMA_PATTERN).expected("male | female | other | unknown");
                faults.add(reason.found(clip(found)).at(self.at(key)));
                None
            }
        };
        sex.map(str::to_owned)
    }
}

/// As much of a foreign text as a reason should repeat.
pub(crate) fn clip(text: &str) -> String {
    text.chars().take(MAX_FOUND).collect()
}

fn plain_text(value: &Value) -> Option<String> {
    match fields::plain(value) {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

fn identifier_text(value: &Value) -> Option<String> {
    let value = value.as_array().and_then(<[_]>::first).unwrap_or(value);
    let within = value.get_text("identifier").unwrap_or(value);
    let member = |key| within.get_text(key).and_then(plain_text);
    plain_text(within)
        .or_else(|| member("value"))
        .or_else(|| member("reference"))
        .or_else(|| member("display"))
}

fn look_up(kind: Option<Kind>, code: String, system: Option<String>, display: Option<String>) -> Coded {
    let entry = kind.and_then(|kind| catalogue::find(kind, &code));
    let named = entry.and_then(|entry| entry.name).map(str::to_owned);
    let system = match (system, entry) {
        (Some(system), _) => Some(short_system(&system)),
        (None, Some(entry)) => Some(entry.system.to_owned()),
        (None, None) => None,
    };
    let display = named.or(display).map(|name| clip(&name));
    Coded { code, system, display, in_catalogue: kind.map(|_| entry.is_some()) }
}

/// The short name of a code system, or its address as signed.
fn short_system(address: &str) -> String {
    const SYSTEMS: [(&str, &str); 5] = [
        ("snomed.info", "snomed"),
        ("loinc.org", "loinc"),
        ("id.who.int/icd", "icd-11"),
        ("whocc.no/atc", "atc"),
        ("iso:std:iso:3166", "iso3166"),
    ];
    let known = SYSTEMS.iter().find(|(part, _)| address.contains(part));
    known.map_or_else(|| clip(address), |(_, short)| (*short).to_owned())
}

/// The system of a bare code, by its shape: SNOMED CT concepts are numbers of 6 to 18 digits, ICD-11 codes hold
/// letters.
pub(crate) fn system_by_shape(code: &str) -> Option<String> {
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    let icd = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.';
    let system = match code.len() {
        6..=18 if digits => "snomed",
        4..=8 if !digits && code.bytes().all(icd) => "icd-11",
        _ => return None,
    };
    Some(system.to_owned())
}

/// The state as alpha-2 where the code is one of ISO 3166-1, else as signed.
pub(crate) fn alpha2(code: &str) -> String {
    let upper = code.to_ascii_uppercase();
    let known = country::alpha3_to_alpha2(&upper).or_else(|| country::alpha2(&upper));
    known.map_or_else(|| clip(code), str::to_owned)
}

fn alpha3(code: &str) -> String {
    let upper = code.to_ascii_uppercase();
    country::alpha2_to_alpha3(&upper).map_or(upper.clone(), str::to_owned)
}

/// A dose on a later day than the certificate. Where days begin first, UTC is 14 hours behind.
pub(crate) fn later_than_issue(
    date: &str,
    issued_at: Option<UnixTime>,
    at: String,
    code: &'static str,
    faults: &mut Faults,
) {
    const FARTHEST_EAST: i64 = 14 * 3600;
    let Some(issued_at) = issued_at else { return };
    let last = UnixTime(issued_at.0.saturating_add(FARTHEST_EAST)).rfc3339();
    let (Some(day), Some(last)) = (date.get(..10), last.get(..10)) else { return };
    if dates::is_date(day) && day > last {
        faults.add(Reason::new(code).expected(last).found(day).at(at));
    }
}

/// The map a sub-claim holds, alone or in a list of one.
///
/// # Errors
/// `content.shape.*` when there is none.
pub(crate) fn single<'v>(content: &'v Value, faults: &mut Faults) -> Result<&'v Value, Reason> {
    let map = match content {
        Value::Array(items) => {
            if items.len() > 1 {
                let reason = Reason::new(code::SCHEMA_ENTRIES).expected("1");
                faults.add(reason.found(items.len().to_string()));
            }
            items.first().ok_or(Reason::new(code::SHAPE_NO_ENTRY).expected("1"))?
        }
        other => other,
    };
    if map.entries().is_none() {
        let found = fields::type_name(map);
        return Err(Reason::new(code::SHAPE_NOT_A_MAP).expected("object").found(found));
    }
    Ok(map)
}
