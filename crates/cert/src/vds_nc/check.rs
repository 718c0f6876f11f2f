//! What a seal must state (TR VDS-NC, tables of the header, proof of vaccination and proof of testing).
//!
//! Mandatory members and the forms of dates, and no more: lengths are for printers, the disease and the
//! administering centre are optional in one edition and mandatory in another, and numbers stand as text in
//! some issuers' seals.

use super::{code, reason, view};
use crate::json::type_name;
use crate::report::Reason;
use healthpass_passport::date::BirthDate;
use serde_json::Value;

/// Reasons given at most; a seal that breaks more rules is no better understood by a longer list.
const MAX_REASONS: usize = 32;

/// The version of both messages; others may have moved their members.
const VERSION: i64 = 1;

/// Results of a test (TR VDS-NC, `tr.r`), in lower case.
const RESULTS: [&str; 4] = ["abnormal", "negative", "normal", "positive"];

/// Collects what speaks against a message.
#[derive(Default)]
pub(super) struct Checker {
    faults: Vec<Reason>,
}

impl Checker {
    pub fn add(&mut self, fault: Reason) {
        if self.faults.len() < MAX_REASONS {
            self.faults.push(fault);
        }
    }

    pub fn done(self) -> Vec<Reason> {
        self.faults
    }

    pub fn header(&mut self, header: &Value) {
        self.texts(header, "hdr", &["t", "is"]);
        match header.get("v") {
            Some(version) if view::whole(version) == Some(VERSION) => (),
            Some(version) => self.add(reason(code::SCHEMA_VERSION, "hdr.v", &version.to_string())),
            None => self.add(missing("hdr.v")),
        }
    }

    pub fn vaccinations(&mut self, message: &Value) {
        self.texts(message, "", &["uvci"]);
        let person = message.get("pid").unwrap_or(&Value::Null);
        self.texts(person, "pid", &["n"]);
        match view::text(person, "dob") {
            Some(date) => self.birth(&date),
            None if view::text(person, "i").is_none() => self.add(missing("pid.dob")),
            None => (),
        }
        for (place, event) in view::items(message, "ve").iter().enumerate() {
            let at = format!("ve.{place}");
            self.texts(event, &at, &["des", "nam"]);
            let doses = view::items(event, "vd");
            if doses.is_empty() {
                self.add(missing(&format!("{at}.vd")));
            }
            for (place, dose) in doses.iter().enumerate() {
                self.dose(dose, &format!("{at}.vd.{place}"));
            }
        }
    }

    fn dose(&mut self, dose: &Value, at: &str) {
        self.texts(dose, at, &["dvc", "ctr", "lot"]);
        for key in ["dvc", "dvn"] {
            if let Some(date) = view::text(dose, key).filter(|date| !is_date(date)) {
                self.add(reason(code::SCHEMA_DATE, &format!("{at}.{key}"), &date));
            }
        }
        let at = format!("{at}.seq");
        match dose.get("seq") {
            Some(number) if view::whole(number).is_some_and(|number| number >= 0) => (),
            Some(other) => self.add(mistyped(&at, "integer", other)),
            None => self.add(missing(&at)),
        }
    }

    pub fn test(&mut self, message: &Value) {
        self.texts(message, "", &["utci"]);
        let part = |key| message.get(key).unwrap_or(&Value::Null);
        self.texts(part("pid"), "pid", &["n", "dob", "dt", "dn"]);
        if let Some(date) = view::text(part("pid"), "dob") {
            self.birth(&date);
        }
        self.texts(part("sp"), "sp", &["spn", "ctr"]);
        self.texts(part("dat"), "dat", &["sc", "ri"]);
        for key in ["sc", "ri"] {
            if let Some(time) = view::text(part("dat"), key).filter(|time| !is_date_or_time(time)) {
                self.add(reason(code::SCHEMA_DATE, &format!("dat.{key}"), &time));
            }
        }
        self.texts(part("tr"), "tr", &["tc", "r"]);
        if let Some(result) = view::text(part("tr"), "r")
            && !RESULTS.contains(&result.to_ascii_lowercase().as_str())
        {
            self.add(reason(code::VALUESET_RESULT, "tr.r", &result));
        }
    }

    fn birth(&mut self, date: &str) {
        if BirthDate::from_text(date).is_none() {
            // A date of birth is not repeated in a reason: it is a person's.
            self.add(Reason::new(code::SCHEMA_DATE).at("pid.dob").found("?"));
        }
    }

    /// Mandatory texts that are not empty.
    fn texts(&mut self, parent: &Value, at: &str, keys: &[&str]) {
        for key in keys {
            let at = if at.is_empty() { (*key).to_owned() } else { format!("{at}.{key}") };
            match parent.get(key) {
                Some(Value::String(text)) if !text.trim().is_empty() => (),
                None | Some(Value::Null | Value::String(_)) => self.add(missing(&at)),
                Some(other) => self.add(mistyped(&at, "string", other)),
            }
        }
    }
}

fn missing(at: &str) -> Reason {
    Reason::new(code::SCHEMA_MISSING).at(at)
}

fn mistyped(at: &str, expected: &'static str, found: &Value) -> Reason {
    Reason::new(code::SCHEMA_TYPE).at(at).expected(expected).found(type_name(found))
}

fn is_date(text: &str) -> bool {
    BirthDate::from_text(text).is_some_and(|date| date.is_full())
}

fn is_date_or_time(text: &str) -> bool {
    is_date(text) || crate::time::UnixTime::parse(text).is_some()
}
