//! `healthpass verify`.

use crate::args::Verify;
use crate::{batch, clock, human, input, trust};
use anyhow::{Context, Result};
use healthpass_cert::report::{Report, Verdict};
use healthpass_cert::request::Options;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// For wrong usage: a file that cannot be read, a bundle that is not from its root.
pub fn run(command: &Verify) -> Result<ExitCode> {
    let store = trust::store(&command.trust, command.root.as_deref())?;
    let keys = command.key.iter().map(|path| input::key(path)).collect::<Result<Vec<_>>>()?;
    let now = clock::time(command.at.as_deref())?;
    if let Some(requests) = &command.batch {
        return batch::run(&batch::Settings {
            requests,
            jobs: command.jobs,
            store: &store,
            keys: &keys,
            now,
        });
    }
    let (zone, code) =
        command.zone_and_code().context("no code: give its text, a file, or - after the options")?;
    let text = input::code(code)?;
    let options = Options { at: None, keys, mrz: zone.to_vec() };
    let report = options.verify(&text, &store, Some(now))?;
    if command.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", human::report(&report));
    }
    Ok(ExitCode::from(status(&report)))
}

/// 0 verified, 1 readable but not verified, 2 unreadable.
fn status(report: &Report) -> u8 {
    match report.verdict {
        Verdict::Verified => 0,
        Verdict::Unreadable => 2,
        _ => 1,
    }
}
