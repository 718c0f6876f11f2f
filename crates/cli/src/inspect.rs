//! `healthpass inspect`.

use crate::args::Inspect;
use crate::input;
use anyhow::Result;
use healthpass_cert::inspect::{Inspection, inspect};
use serde::Serialize;
use serde_json::Value;
use std::process::ExitCode;

#[derive(Serialize)]
struct Line<'a> {
    input: &'a str,
    text: &'a str,
    #[serde(flatten)]
    inspection: Inspection,
}

/// Runs the command: one object a line with --json. Exit status 2 when any code could not be read.
///
/// # Errors
/// When a file cannot be read.
pub fn run(command: &Inspect) -> Result<ExitCode> {
    let mut unread = false;
    for argument in &command.codes {
        let text = input::code(argument).unwrap_or_else(|error| {
            eprintln!("healthpass: {error:#}");
            String::new()
        });
        let inspection = inspect(&text);
        unread |= inspection.claims.is_none();
        if command.json {
            println!("{}", serde_json::to_string(&Line { input: argument, text: &text, inspection })?);
        } else {
            print_plainly(argument, &text, &inspection)?;
        }
    }
    Ok(ExitCode::from(if unread { 2 } else { 0 }))
}

fn print_plainly(argument: &str, text: &str, inspection: &Inspection) -> Result<()> {
    println!("UNVERIFIED  {}", if argument == text { "text" } else { argument });
    for stage in &inspection.stages {
        println!("  {} {:8} {}", if stage.ok { "ok  " } else { "FAIL" }, stage.stage, stage.detail);
    }
    if let Some(claims) = inspection.claims.as_ref().filter(|claims| **claims != Value::Null) {
        println!("{}", serde_json::to_string_pretty(claims)?);
    }
    Ok(())
}
