//! `healthpass passport mrz`.

use crate::args::PassportMrz;
use crate::text::Sentences;
use crate::{clock, input};
use anyhow::{Context, Result, bail};
use healthpass_cert::holder;
use healthpass_passport::date::{self, BirthDate};
use healthpass_passport::mrz::{self, Format, MrzResult, Repair, Sex, Zone};
use healthpass_passport::native::NativeField;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;
use time::Date;

/// Exit status for lines that are no zone.
const NO_ZONE: u8 = 2;

/// What was read, and what a repair would make of it; with `--repair` what was read after it.
#[derive(Serialize)]
struct Output<'a> {
    #[serde(flatten)]
    read: &'a MrzResult,
    lines: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<&'a Repair>,
}

/// Runs the command.
///
/// # Errors
/// For wrong usage and input that cannot be read.
pub fn run(command: &PassportMrz) -> Result<ExitCode> {
    let today = holder::day(clock::time(command.at.as_deref())?);
    let lines = match &command.build {
        Some(path) => build(path)?,
        None => given(&command.lines)?,
    };
    let repair = mrz::repair(&lines, today).ok();
    let repaired = repair.as_ref().filter(|_| command.repair).map_or(&lines, |repair| &repair.lines);
    let read = mrz::report(repaired, today);
    let shown = mrz::parse(repaired, today).map_or_else(|_| repaired.clone(), |zone| zone.lines);
    // A repair that changes nothing and asks nothing is not worth a word.
    let repair = repair.filter(|repair| !repair.changes.is_empty() || !repair.questions.is_empty());
    let output = Output { read: &read, lines: &shown, repair: repair.as_ref() };
    if command.json {
        println!("{}", serde_json::to_string(&output)?);
    } else {
        print!("{}", human(&output));
    }
    Ok(match (read.ok, read.format) {
        (true, _) => ExitCode::SUCCESS,
        (false, Some(_)) => ExitCode::FAILURE,
        (false, None) => ExitCode::from(NO_ZONE),
    })
}

/// The lines of the command line, else of standard input.
fn given(arguments: &[String]) -> Result<Vec<String>> {
    let text = match arguments {
        [] => input::code("-")?,
        [dash] if dash == "-" => input::code("-")?,
        lines => lines.join("\n"),
    };
    // The two characters backslash and n stand for a line end in one-line arguments.
    let lines = text.replace("\\n", "\n");
    Ok(lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn human(output: &Output<'_>) -> String {
    let sentences = Sentences::english();
    let mut out = String::new();
    // Writing to a String cannot fail.
    for line in output.lines {
        let _ = writeln!(out, "{line}");
    }
    out.push('\n');
    if let Some(fields) = &output.read.fields {
        let rows = [
            ("surname", Some(&fields.surname)),
            ("given names", Some(&fields.given_names)),
            ("native name", fields.native_name.as_ref()),
            ("number", Some(&fields.number)),
            ("issuer", Some(&fields.issuer)),
            ("nationality", Some(&fields.nationality)),
            ("born", fields.birth_date.as_ref()),
            ("sex", Some(&fields.sex)),
            ("expires", fields.expires_on.as_ref()),
            ("optional data", Some(&fields.optional)),
            ("more data", Some(&fields.optional2)),
        ];
        for (label, value) in rows {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                let _ = writeln!(out, "  {label}: {value}");
            }
        }
    }
    for check in &output.read.checks {
        let mark = if check.ok { "[x]" } else { "[!]" };
        let _ = writeln!(out, "{mark} check digit: {}", check.field);
    }
    for reason in &output.read.reasons {
        let _ = writeln!(out, "    {} [{}]", sentences.reason(reason), reason.code);
    }
    if let Some(repair) = output.repair {
        for change in &repair.changes {
            let (line, column) = (change.line, change.column);
            let _ = writeln!(
                out,
                "repair: {} at {line}:{column}, {} to {}",
                change.field, change.from, change.to
            );
        }
        for question in &repair.questions {
            let candidates = match question.candidates.is_empty() {
                true => "compare it with the document".to_owned(),
                false => format!("is it {}?", question.candidates.join(" or ")),
            };
            let _ = writeln!(out, "ask: {} {}: {candidates}", question.field, question.found);
        }
    }
    out
}

/// The lines of the zone that says this: the members of `fields`, and `format`, `TD3` when absent.
fn build(path: &Path) -> Result<Vec<String>> {
    let bytes = if path == Path::new("-") { input::code("-")?.into_bytes() } else { input::file(path)? };
    let json: Value = serde_json::from_slice(&bytes).context("no JSON")?;
    let fields = json.get("fields").unwrap_or(&json).as_object().context("no fields")?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let birth = BirthDate::from_text(text("birthDate")).context("birthDate is YYYY-MM-DD, or part of it")?;
    let native = text("nativeName");
    let century = if birth.year.is_some_and(|year| year >= 2000) { '0' } else { '9' };
    let optional = match native.is_empty() || !text("optional").is_empty() {
        true => text("optional").to_owned(),
        false => NativeField::write(native, century).context("nativeName has a character GBK has not")?,
    };
    let zone = Zone {
        format: format(json.get("format").and_then(Value::as_str).unwrap_or(text("format")))?,
        code: text("code"),
        issuer: text("issuer"),
        surname: text("surname"),
        given_names: text("givenNames"),
        number: text("number"),
        nationality: text("nationality"),
        birth,
        sex: sex(text("sex")),
        expires: expires(fields)?,
        optional: &optional,
        optional2: text("optional2"),
    };
    Ok(mrz::write(&zone)?)
}

fn format(name: &str) -> Result<Format> {
    Ok(match name {
        "" | "TD3" => Format::Td3,
        "TD2" => Format::Td2,
        "TD1" => Format::Td1,
        "MRV-A" => Format::MrvA,
        "MRV-B" => Format::MrvB,
        other => bail!("no format {other}: TD1, TD2, TD3, MRV-A, MRV-B"),
    })
}

fn sex(text: &str) -> Sex {
    match text {
        "F" => Sex::F,
        "M" => Sex::M,
        _ => Sex::X,
    }
}

fn expires(fields: &Map<String, Value>) -> Result<Date> {
    let text = fields.get("expiresOn").and_then(Value::as_str).unwrap_or_default();
    date::from_text(text).context("expiresOn is YYYY-MM-DD")
}
