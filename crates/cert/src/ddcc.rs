//! WHO Digital Documentation of COVID-19 Certificates: vaccination status (DDCC:VS) and test result (DDCC:TR).
//!
//! Three generations are in use, told apart by their members: the core data set under sub-claims 3 and 4
//! (WHO, DDCC core data set RC2), the first version with the members of a vaccination beside the person's, and
//! that one without claim -260, its members among the CWT's own claims.
//!
//! Taken as issuers write them: `null` and `undefined` for what is not known, a code as bare text, a reference
//! instead of a maker, a list of one certificate.

use crate::catalogue::Kind;
use crate::cbor::Value;
use crate::contents::Times;
use crate::dcc;
use crate::hcert::Interpreted;
use crate::members::{self, Faults, Members, Need};
use crate::model::{Certificate, Coded, Issuer, Person, Record, RecordKind, TravelDocument};
use crate::report::Reason;
use crate::time::UnixTime;

/// Codes of this format; `content.schema.*` of [`crate::dcc`] mean the same here.
pub mod code {
    /// A dose given after the certificate was issued.
    pub const DOSE_LATER: &str = "content.schema.dose-after-issue";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::DOSE_LATER];

/// Whether a map is a DDCC of its first version: a name beside a vaccine, a test or a certificate identifier.
pub(crate) fn looks_like(map: &Value) -> bool {
    let has = |key: &str| map.get_text(key).is_some();
    let name = map.get_text("name").and_then(Value::as_text);
    name.is_some() && (has("vaccine") || has("vaccination") || has("test") || has("hcid"))
}

/// The view of `content`, a map or a list of one, and everything that speaks against it.
pub(crate) fn interpret(content: &Value, issued_at: Option<UnixTime>) -> Interpreted {
    let mut faults = Faults::default();
    let content = match members::single(content, &mut faults) {
        Ok(content) => content,
        Err(reason) => return Interpreted::shapeless(reason),
    };
    let core = Members::of(content);
    let metadata = core.inner("certificate", Need::May, &mut faults);
    let mut records = Vec::new();
    if core.value("test").is_some() {
        records.extend(core.inner("test", Need::Must, &mut faults).map(|test| result(&test, &mut faults)));
    } else if core.value("vaccination").is_some() {
        let dose = core.inner("vaccination", Need::Must, &mut faults);
        records.extend(dose.map(|dose| vaccination(&dose, issued_at, &mut faults)));
    } else if core.value("vaccine").is_some() {
        records.push(vaccination(&core, issued_at, &mut faults));
    }
    let Some(record) = records.first_mut() else {
        return Interpreted::shapeless(Reason::new(dcc::code::SHAPE_NO_ENTRY).expected("vaccination, test"));
    };
    let meta = core.inner("meta", Need::May, &mut faults);
    record.identifier = identifier(&core, metadata.as_ref(), meta.as_ref(), &mut faults);
    let view = Certificate {
        issuer: Issuer { name: issuer(&core, metadata.as_ref(), &mut faults), ..Issuer::default() },
        person: person(&core, &mut faults),
        document: meta.as_ref().and_then(|meta| passport(meta, &mut faults)),
        records,
        ..Certificate::default()
    };
    let times = times(&core, metadata.as_ref(), meta.as_ref(), &mut faults);
    Interpreted { view: Some(view), faults: faults.into_reasons(), times }
}

/// The name is not divided.
fn person(core: &Members<'_>, faults: &mut Faults) -> Person {
    Person {
        full_name: core.text("name", Need::Must, faults),
        birth_date: core.birth_date("birthDate", Need::May, false, faults),
        sex: core.sex("sex", Need::May, faults),
        identifier: core.identifier("identifier", Need::May, faults),
        ..Person::default()
    }
}

/// Singapore names the passport.
fn passport(meta: &Members<'_>, faults: &mut Faults) -> Option<TravelDocument> {
    let number = meta.text("passportNumber", Need::May, faults)?;
    Some(TravelDocument { number: Some(number), ..TravelDocument::default() })
}

fn issuer(core: &Members<'_>, metadata: Option<&Members<'_>>, faults: &mut Faults) -> Option<String> {
    match metadata {
        Some(metadata) => metadata.identifier("issuer", Need::Must, faults),
        None => core.text("pha", Need::May, faults),
    }
}

fn identifier(
    core: &Members<'_>,
    metadata: Option<&Members<'_>>,
    meta: Option<&Members<'_>>,
    faults: &mut Faults,
) -> Option<String> {
    if let Some(metadata) = metadata {
        metadata.text("version", Need::Must, faults);
        return metadata.identifier("hcid", Need::Must, faults);
    }
    let own = core.identifier("hcid", Need::May, faults);
    own.or_else(|| meta?.text("reference", Need::May, faults))
}

fn vaccination(dose: &Members<'_>, issued_at: Option<UnixTime>, faults: &mut Faults) -> Record {
    let date = dose.date("date", Need::Must, faults);
    if let Some(date) = &date {
        members::later_than_issue(date, issued_at, dose.at("date"), code::DOSE_LATER, faults);
    }
    let holder = if dose.value("maholder").is_some() { "maholder" } else { "ma_holder" };
    dose.either("manufacturer", holder, faults);
    let maker = dose.coded("manufacturer", Some(Kind::Maker), Need::May, faults);
    let totals = ["total_doses", "totalDoses"].map(|key| dose.count(key, Need::May, faults));
    let valid_from = ["vaccine_valid", "validFrom"].map(|key| dose.date(key, Need::May, faults));
    let clinician = ["hw", "practitioner"].map(|key| dose.identifier(key, Need::May, faults));
    Record {
        disease: dose.coded("disease", Some(Kind::Disease), Need::May, faults),
        prophylaxis: dose.coded("vaccine", Some(Kind::Prophylaxis), Need::Must, faults),
        product: dose.coded("brand", Some(Kind::Product), Need::Must, faults),
        maker: maker.or_else(|| dose.coded(holder, Some(Kind::Maker), Need::May, faults)),
        date,
        dose: dose.count("dose", Need::Must, faults),
        doses: totals.into_iter().flatten().next(),
        batch: dose.text("lot", Need::Must, faults),
        valid_from: valid_from.into_iter().flatten().next(),
        clinician: clinician.into_iter().flatten().next(),
        ..place(dose, RecordKind::Vaccination, faults)
    }
}

fn result(test: &Members<'_>, faults: &mut Faults) -> Record {
    Record {
        disease: test.coded("pathogen", Some(Kind::Disease), Need::Must, faults),
        method: test.coded("type", Some(Kind::Method), Need::Must, faults),
        product: test.coded("brand", Some(Kind::Device), Need::May, faults),
        maker: test.coded("manufacturer", Some(Kind::Maker), Need::May, faults),
        result: test.coded("result", Some(Kind::TestResult), Need::May, faults),
        date: test.date("date", Need::Must, faults),
        ..place(test, RecordKind::Test, faults)
    }
}

/// A record with where it happened and nothing else.
fn place(event: &Members<'_>, kind: RecordKind, faults: &mut Faults) -> Record {
    let name = |coded: Coded| coded.display.unwrap_or(coded.code);
    Record {
        facility: event.coded("centre", None, Need::May, faults).map(name),
        country: event.coded("country", None, Need::Must, faults).map(|c| members::alpha2(&c.code)),
        ..Record::new(kind)
    }
}

/// The first version has no CWT claims: its own dates say how long it holds, and Singapore's when it was made.
fn times(
    core: &Members<'_>,
    metadata: Option<&Members<'_>>,
    meta: Option<&Members<'_>>,
    faults: &mut Faults,
) -> Times {
    let period = metadata.and_then(|metadata| metadata.inner("period", Need::May, faults));
    let (start, end) = match &period {
        Some(period) => (period.date("start", Need::May, faults), period.date("end", Need::May, faults)),
        None => (core.date("valid_from", Need::May, faults), core.date("valid_until", Need::May, faults)),
    };
    let made = meta.and_then(|meta| meta.date("notarisedOn", Need::May, faults));
    Times {
        issued_at: made.and_then(|made| moment(&made, START_OF_DAY)),
        not_before: start.and_then(|start| moment(&start, START_OF_DAY)),
        expires_at: end.and_then(|end| moment(&end, END_OF_DAY)),
    }
}

const START_OF_DAY: &str = "T00:00:00Z";
const END_OF_DAY: &str = "T23:59:59Z";

/// A date at that time of its day, or a date with its own time.
fn moment(text: &str, time_of_day: &str) -> Option<UnixTime> {
    if text.len() == "YYYY-MM-DD".len() {
        UnixTime::parse(&format!("{text}{time_of_day}"))
    } else {
        UnixTime::parse(text)
    }
}
