//! `healthpass passport match`: one request a line, one answer a line, in order.

use super::zone;
use crate::args::PassportMatch;
use crate::batch::Fault;
use crate::clock;
use anyhow::{Context, Result};
use healthpass_cert::{catalogue::country, holder};
use healthpass_passport::{Document, Level, Reason, Subject, matching, mrz};
use serde::Serialize;
use serde_json::Value;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use time::Date;

/// Bytes of one request line: names and two or three lines of a zone are far below.
const MAX_LINE: u64 = 64 * 1024;

#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<Reason>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Fault>,
}

/// Runs the command.
///
/// # Errors
/// When the requests cannot be read or the answers not written.
pub fn run(command: &PassportMatch) -> Result<ExitCode> {
    let today = holder::day(clock::time(command.at.as_deref())?);
    let path = command.batch.as_deref().unwrap_or(Path::new("-"));
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        Box::new(BufReader::new(file))
    };
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut number = 0;
    loop {
        let mut line = Vec::new();
        if (&mut input).take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number += 1;
        let cut = line.len() as u64 == MAX_LINE && !line.ends_with(b"\n");
        while line.len() as u64 == MAX_LINE && !line.ends_with(b"\n") {
            line.clear();
            (&mut input).take(MAX_LINE).read_until(b'\n', &mut line)?;
        }
        let text = String::from_utf8_lossy(&line);
        if cut {
            let message = format!("longer than {MAX_LINE} bytes");
            writeln!(output, "{}", json(&fault(Value::Null, "request.json", message, number)))?;
        } else if !text.trim().is_empty() {
            writeln!(output, "{}", json(&answer(&text, number, today)))?;
        }
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn json(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

fn fault(id: Value, code: &'static str, message: String, line: u64) -> Answer {
    Answer { id, outcome: None, reasons: None, error: Some(Fault { code, message, line }) }
}

fn answer(text: &str, line: u64, today: Date) -> Answer {
    let request: Value = match serde_json::from_str(text) {
        Ok(request) => request,
        Err(error) => return fault(Value::Null, "request.json", error.to_string(), line),
    };
    let id = request.get("id").cloned().unwrap_or(Value::Null);
    let (Some(cert), Some(zone)) = (request.get("cert"), request.get("mrz")) else {
        return fault(id, "request.json", "a request has cert and mrz".to_owned(), line);
    };
    if !cert.is_object() || !(zone.is_object() || zone.is_array()) {
        return fault(id, "request.json", "cert and mrz are objects".to_owned(), line);
    }
    let lines = match zone::lines(zone, today) {
        Ok(lines) => lines,
        Err(message) => return fault(id, "request.json", message, line),
    };
    let subject = match subject(cert) {
        Ok(subject) => subject,
        Err(message) => return fault(id, "request.json", message, line),
    };
    let (outcome, reasons) = compare(&subject, &lines, today);
    Answer { id, outcome: Some(outcome), reasons: Some(reasons), error: None }
}

/// The gate, then the comparison: `invalid:` and a field for a zone that does not hold or a document
/// that has expired.
fn compare(subject: &Subject<'_>, lines: &[String], today: Date) -> (String, Vec<Reason>) {
    let document = match mrz::parse(lines, today) {
        Ok(zone) => Document::from_mrz(&zone, None, Level::Typed),
        Err(error) => Err(vec![error.reason()]),
    };
    match document {
        Err(reasons) => (format!("invalid:{}", field(&reasons)), reasons),
        Ok(document) if document.expired_on(today) => {
            let found = healthpass_passport::date::text(document.expires);
            ("invalid:expiry".to_owned(), vec![Reason::new("document.expired").found(found).at("expiry")])
        }
        Ok(document) => {
            let found = matching::compare(subject, &document);
            (found.outcome.as_str().to_owned(), found.reasons)
        }
    }
}

/// The field the first reason is about, by the names outcomes use.
fn field(reasons: &[Reason]) -> &str {
    match reasons.first().and_then(|reason| reason.at.as_deref()) {
        Some("number") => "document_number",
        Some("birth") => "dob",
        Some(field @ ("expiry" | "optional" | "composite" | "name")) => field,
        _ => "mrz",
    }
}

/// What the certificate says of the holder. A value that is no text is refused: one that is there and not
/// compared would pass for one that is not there.
fn subject(cert: &Value) -> Result<Subject<'_>, String> {
    let text = |names: &[&str]| match names.iter().find_map(|name| Some((name, cert.get(name)?))) {
        Some((_, Value::String(text))) => Ok(Some(text.as_str())),
        None | Some((_, Value::Null)) => Ok(None),
        Some((name, _)) => Err(format!("cert.{name} is not a text")),
    };
    Ok(Subject {
        surname: text(&["fn", "surname"])?,
        given_names: text(&["gn", "givenNames"])?,
        icao_surname: text(&["fnt", "icaoSurname"])?,
        icao_given_names: text(&["gnt", "icaoGivenNames"])?,
        native_name: text(&["native", "native_name", "nativeName", "name_native", "nn", "zh"])?,
        birth_date: text(&["dob", "birth", "birthDate"])?,
        number: text(&["no", "number", "documentNumber", "document_number"])?,
        issuer: text(&["issuer"])?.map(state),
        nationality: text(&["nat", "nationality"])?.map(state),
        sex: text(&["sex"])?,
    })
}

/// The three letters of a state that is written with two.
fn state(code: &str) -> &str {
    country::alpha2_to_alpha3(&code.trim().to_ascii_uppercase()).unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_that_are_no_text_are_refused() {
        assert!(subject(&json!({"fn": "Yang", "dob": "1981-08-03", "no": null})).is_ok());
        for cert in [json!({"no": 12345678}), json!({"dob": 19810804}), json!({"number": ["E1"]})] {
            assert!(subject(&cert).is_err(), "{cert}");
        }
    }

    #[test]
    fn states_are_read_with_two_letters_too() {
        let cert = json!({"fn": "Yang", "issuer": "cn", "nat": "SWE"});
        let read = subject(&cert).unwrap();
        assert_eq!((read.issuer, read.nationality), (Some("CHN"), Some("SWE")));
    }
}
