//! `healthpass passport mrz`.

use crate::args::PassportMrz;
use crate::clock;
use anyhow::Result;
use healthpass_cert::holder;
use healthpass_passport::mrz;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// For wrong usage and input that cannot be read.
pub fn run(command: &PassportMrz) -> Result<ExitCode> {
    let today = holder::day(clock::time(command.at.as_deref())?);
    let result = mrz::report(&command.lines, today);
    println!("{}", serde_json::to_string(&result)?);
    Ok(if result.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
