//! A certificate's signed members in the disease-neutral model, and what speaks against them.

use crate::catalogue::country;
use crate::cbor::Value;
use crate::dcc::code;
use crate::model::{Certificate, Coded, Person, Record, RecordKind, TravelDocument};
use crate::report::Reason;
use crate::time::UnixTime;

/// Reasons given for one certificate; more tells nobody more.
pub const MAX_REASONS: usize = 32;

/// Seconds a local date may be ahead of the time of issue in UTC.
const A_DAY: i64 = 86_400;

/// The view of `claims`, and everything that speaks against it.
pub fn interpret(claims: &Value) -> (Option<Certificate>, Vec<Reason>) {
    if claims.entries().is_none() {
        return (None, vec![Reason::new(code::SHAPE_NOT_A_MAP)]);
    }
    let mut reader = Reader { faults: Vec::new() };
    let evidence = reader.list(claims, "evidence");
    if evidence.is_empty() {
        return (None, vec![Reason::new(code::SHAPE_NO_ENTRY)]);
    }
    let issued_at =
        reader.required(claims, "issuanceDate", "").and_then(|text| reader.time(&text, "issuanceDate"));
    for name in ["validFrom", "expirationDate", "validUntil"] {
        if let Some(text) = reader.optional(claims, name, "") {
            reader.time(&text, name);
        }
    }
    let subjects = reader.list(claims, "credentialSubject");
    let mut view = Certificate::default();
    match subjects {
        [subject] => {
            view.person = reader.person(subject);
            named(subject, &mut view);
        }
        [] => reader.fault(code::SCHEMA_MISSING, "credentialSubject"),
        several => {
            let fault = Reason::new(code::SCHEMA_ENTRIES).expected("1").found(several.len().to_string());
            reader.faults.push(fault.at("credentialSubject"));
        }
    }
    for (number, dose) in evidence.iter().enumerate() {
        let at = ["evidence[", &number.to_string(), "]."].concat();
        view.records.push(reader.vaccination(dose, &at, issued_at));
    }
    reader.faults.truncate(MAX_REASONS);
    (Some(view), reader.faults)
}

/// The person's DID names a document or another register: `did:Passport:K1234567`.
fn named(subject: &Value, view: &mut Certificate) {
    let Some(id) = subject.get_text("id").and_then(Value::as_text) else { return };
    let mut parts = id.splitn(3, ':');
    let method = [parts.next(), parts.next()];
    let number = parts.next().map(str::trim).filter(|number| !number.is_empty());
    let passport = |method: &str| {
        method.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("passport"))
            && !method.to_ascii_lowercase().contains("passbook")
    };
    match (method, number) {
        ([Some("did"), Some(method)], Some(number)) if passport(method) => {
            view.document =
                Some(TravelDocument { number: Some(number.to_owned()), ..TravelDocument::default() });
        }
        _ => view.person.identifier = Some(id.to_owned()),
    }
}

struct Reader {
    faults: Vec<Reason>,
}

impl Reader {
    fn person(&mut self, subject: &Value) -> Person {
        const AT: &str = "credentialSubject.";
        let sex = self.optional(subject, "gender", AT).or_else(|| self.optional(subject, "sex", AT));
        let nationality = self.optional(subject, "nationality", AT);
        let birth = self.optional(subject, "dob", AT);
        Person {
            full_name: self.required(subject, "name", AT),
            sex: sex.and_then(|sex| sex_letter(&sex)).map(str::to_owned),
            nationality: nationality.and_then(|state| alpha3(&state)).map(str::to_owned),
            birth_date: birth.and_then(|birth| self.date(birth, "credentialSubject.dob")).map(day),
            ..Person::default()
        }
    }

    fn vaccination(&mut self, dose: &Value, at: &str, issued_at: Option<i64>) -> Record {
        let path = |name: &str| [at, name].concat();
        let date = self.required(dose, "date", at).and_then(|date| self.date(date, &path("date")));
        let valid_from = self.optional(dose, "effectiveStart", at);
        let valid_until = self.optional(dose, "effectiveUntil", at);
        let mut record = Record::new(RecordKind::Vaccination);
        record.valid_from = valid_from.and_then(|date| self.date(date, &path("effectiveStart")));
        record.valid_until = valid_until.and_then(|date| self.date(date, &path("effectiveUntil")));
        record.product = self.required(dose, "vaccine", at).map(as_named);
        record.maker = self.optional(dose, "manufacturer", at).map(as_named);
        record.prophylaxis = self.prophylaxis(dose, at);
        record.batch = self.optional(dose, "batch", at);
        record.identifier = self.optional(dose, "certificateId", at);
        record.dose = self.count(dose, "dose", at);
        record.doses = self.count(dose, "totalDoses", at);
        if let Some(verifier) = dose.get_text("verifier") {
            record.clinician = self.optional(verifier, "name", &path("verifier."));
        }
        if let Some(facility) = dose.get_text("facility") {
            self.place(facility, &path("facility."), &mut record);
        }
        record.date = date;
        self.plausible(&record, at, issued_at);
        record
    }

    fn place(&mut self, facility: &Value, at: &str, record: &mut Record) {
        record.facility = self.optional(facility, "name", at);
        let Some(address) = facility.get_text("address") else { return };
        let at = [at, "address."].concat();
        for name in ["city", "district", "addressRegion"] {
            let place = self.optional(address, name, &at);
            record.city = record.city.take().or(place);
        }
        let state = self.optional(address, "addressCountry", &at);
        record.country = state.and_then(|state| alpha2(&state)).map(str::to_owned);
    }

    /// ICD-11 code and name, in version 2.
    fn prophylaxis(&mut self, dose: &Value, at: &str) -> Option<Coded> {
        let (code, name) = (self.optional(dose, "icd11Code", at), self.optional(dose, "prophylaxis", at));
        let system = code.as_ref().map(|_| "icd-11".to_owned());
        Some(Coded { code: code.or_else(|| name.clone())?, system, display: name, in_catalogue: None })
    }

    /// Values that cannot have been signed in these places: see the module on what the signature leaves open.
    fn plausible(&mut self, record: &Record, at: &str, issued_at: Option<i64>) {
        if let (Some(dose), Some(doses)) = (record.dose, record.doses)
            && dose > doses
        {
            self.range(at, "dose", doses.to_string(), dose.to_string());
        }
        let seconds = |date: &Option<String>| date.as_deref().and_then(moment);
        let order = [
            ("date", seconds(&record.date), "issuanceDate", issued_at.map(|issued| issued + A_DAY)),
            ("effectiveStart", seconds(&record.valid_from), "effectiveUntil", seconds(&record.valid_until)),
        ];
        for (name, first, other, second) in order {
            if let (Some(first), Some(second)) = (first, second)
                && first > second
            {
                self.range(at, name, ["<= ", other].concat(), UnixTime(first).rfc3339());
            }
        }
    }

    fn range(&mut self, at: &str, name: &str, expected: String, found: String) {
        let reason = Reason::new(code::SCHEMA_RANGE).expected(expected).found(found);
        self.faults.push(reason.at([at, name].concat()));
    }

    fn fault(&mut self, code: &'static str, at: &str) {
        self.faults.push(Reason::new(code).at(at.to_owned()));
    }

    /// The objects of a member that is one or a list of them.
    fn list<'v>(&mut self, parent: &'v Value, name: &str) -> &'v [Value] {
        let Some(value) = parent.get_text(name) else { return &[] };
        let items = value.as_array().unwrap_or(std::slice::from_ref(value));
        if items.iter().any(|item| item.entries().is_none()) {
            self.fault(code::SCHEMA_TYPE, name);
        }
        items
    }

    fn required(&mut self, parent: &Value, name: &str, at: &str) -> Option<String> {
        let found = self.optional(parent, name, at);
        if found.is_none() {
            self.fault(code::SCHEMA_MISSING, &[at, name].concat());
        }
        found
    }

    /// Text or a whole number; empty text says nothing.
    fn optional(&mut self, parent: &Value, name: &str, at: &str) -> Option<String> {
        match parent.get_text(name)? {
            Value::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Integer(number) => Some(number.to_string()),
            _ => {
                let reason = Reason::new(code::SCHEMA_TYPE).expected("text");
                self.faults.push(reason.found("list").at([at, name].concat()));
                None
            }
        }
    }

    fn count(&mut self, dose: &Value, name: &str, at: &str) -> Option<u32> {
        let text = self.optional(dose, name, at)?;
        let count = text.parse().ok().filter(|count| *count > 0);
        if count.is_none() {
            self.range(at, name, "1..".to_owned(), text);
        }
        count
    }

    /// A date, or a time in RFC 3339.
    fn date(&mut self, text: String, at: &str) -> Option<String> {
        self.time(&text, at).map(|_| extended(&text).unwrap_or(text))
    }

    fn time(&mut self, text: &str, at: &str) -> Option<i64> {
        let found = moment(text);
        if found.is_none() {
            self.faults.push(Reason::new(code::SCHEMA_DATE).found(text).at(at.to_owned()));
        }
        found
    }
}

/// Seconds of a time, or of the start of a day in UTC.
fn moment(text: &str) -> Option<i64> {
    let day = extended(text).unwrap_or_else(|| text.to_owned());
    let whole_day = || (day.len() == 10).then(|| UnixTime::parse(&[&day, "T00:00:00Z"].concat())).flatten();
    UnixTime::parse(text).or_else(whole_day).map(|time| time.0)
}

/// ISO 8601's basic form of a day, as some issuers write it, in its extended form: `20210415`, `2021-04-15`.
fn extended(text: &str) -> Option<String> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (year, rest) = text.split_at_checked(4).filter(|_| digits)?;
    let (month, day) = rest.split_at_checked(2)?;
    Some([year, month, day].join("-"))
}

fn day(mut date: String) -> String {
    date.truncate(10);
    date
}

/// DIVOC names vaccines and makers, it has no codes for them.
fn as_named(name: String) -> Coded {
    Coded { code: name.clone(), display: Some(name), ..Coded::default() }
}

fn sex_letter(text: &str) -> Option<&'static str> {
    let known = [
        ("male", "M"),
        ("female", "F"),
        ("m", "M"),
        ("f", "F"),
        ("other", "X"),
        ("others", "X"),
        ("transgender", "X"),
    ];
    known.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, letter)| *letter)
}

fn alpha2(text: &str) -> Option<&'static str> {
    let code = text.to_ascii_uppercase();
    country::alpha2(&code).or_else(|| country::alpha3_to_alpha2(&code))
}

/// A code of either length; `Indian` is no code.
fn alpha3(text: &str) -> Option<&'static str> {
    country::alpha2_to_alpha3(alpha2(text)?)
}
