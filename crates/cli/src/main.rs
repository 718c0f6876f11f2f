//! Entry point of `healthpass`.
#![expect(clippy::print_stderr, reason = "printing is what a command line does")]

use clap::Parser;
use healthpass_cli::args::{Arguments, Command};
use healthpass_cli::{inspect, issue, keys, passport, revoke, rules, trip, trust, verify};
use std::process::ExitCode;

/// Exit status for wrong usage and for files that cannot be read (sysexits.h EX_USAGE).
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let wrong = error.use_stderr();
            // Printing the help text fails only when nobody reads it.
            let _ = error.print();
            return if wrong { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    let done = match arguments.command {
        Command::Verify(command) => verify::run(&command),
        Command::Inspect(command) => inspect::run(&command),
        Command::Issue(command) => issue::run(&command),
        Command::Keys(command) => keys::run(&command),
        Command::Trust(command) => trust::run(&command),
        Command::Passport(command) => passport::run(&command),
        Command::Revoke(command) => revoke::run(&command),
        Command::Rules(command) => rules::run(&command),
        Command::Trip(command) => trip::run(&command),
    };
    done.unwrap_or_else(|error| {
        eprintln!("healthpass: {error:#}");
        ExitCode::from(USAGE)
    })
}
