//! `healthpass rules run`: bare rules over bare data, for runs from outside.

use anyhow::{Context, Result, anyhow};
use healthpass_cert::cbor;
use healthpass_cert::certlogic::{self, LogicError};
use healthpass_cert::json;
use healthpass_cert::rules;
use serde_json::{Value, json as object};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// Answers every line.
///
/// # Errors
/// When requests cannot be read or answers not written; a bad line gets an answer with an error.
pub fn run(batch: &Path) -> Result<()> {
    let input: Box<dyn BufRead> = if batch == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let file = std::fs::File::open(batch).with_context(|| format!("cannot open {}", batch.display()))?;
        Box::new(BufReader::new(file))
    };
    let mut output = BufWriter::new(std::io::stdout().lock());
    for (number, line) in input.lines().enumerate() {
        let line = line?;
        if !line.trim().is_empty() {
            writeln!(output, "{}", answer(&line, number + 1))?;
        }
    }
    output.flush().context("cannot print")
}

fn answer(line: &str, number: usize) -> Value {
    let fault =
        |id: Value, message: String| object!({"id": id, "error": {"message": message, "line": number}});
    match serde_json::from_str::<Value>(line) {
        Err(error) => fault(Value::Null, error.to_string()),
        Ok(request) => {
            let id = request.get("id").cloned().unwrap_or_default();
            evaluate(&request, &id).unwrap_or_else(|error| fault(id, error.to_string()))
        }
    }
}

fn evaluate(request: &Value, id: &Value) -> Result<Value> {
    let member = |name: &str| request.get(name).map(json::to_cbor);
    let data = member("data").unwrap_or(cbor::Value::Null);
    if let Some(rule) = member("rule") {
        let outcome = rules::run(&rule, &data).map_err(|error| anyhow!("{error}"))?;
        let value = rule.get_text("Logic").map(|logic| certlogic::evaluate(logic, &data));
        let why = outcome.why.map(|code| why(code, outcome.error.as_ref()));
        return Ok(shown(id, outcome.judgement.name(), value, why));
    }
    let logic = member("logic").context("neither rule nor logic")?;
    let value = certlogic::evaluate(&logic, &data);
    let (result, why) = match &value {
        Ok(value) => match value.as_bool() {
            Some(true) => ("PASSED", None),
            Some(false) => ("FAIL", None),
            None => ("OPEN", Some(why(rules::code::UNDECIDED, None))),
        },
        Err(error) => ("OPEN", Some(why(rules::code::UNDECIDED, Some(error)))),
    };
    Ok(shown(id, result, Some(value), why))
}

fn shown(
    id: &Value,
    result: &str,
    value: Option<Result<certlogic::Evaluated<'_>, LogicError>>,
    why: Option<String>,
) -> Value {
    let mut answer = object!({"id": id, "result": result});
    if let Some(members) = answer.as_object_mut() {
        if let Some(Ok(value)) = value {
            members.insert("value".into(), json::from_cbor(&value.to_json()));
        }
        if let Some(why) = why {
            members.insert("why".into(), why.into());
        }
    }
    answer
}

fn why(code: &str, error: Option<&LogicError>) -> String {
    match error {
        Some(error) => format!("{code}: {error}"),
        None => code.to_owned(),
    }
}
