//! `healthpass passport`.

mod authenticate;
pub mod authorities;
mod matching;
mod mrz;
mod zone;

use crate::args::Passport;
use anyhow::Result;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// For wrong usage and files that cannot be read.
pub fn run(command: &Passport) -> Result<ExitCode> {
    match command {
        Passport::Mrz(command) => mrz::run(command),
        Passport::Match(command) => matching::run(command),
        Passport::Authenticate(command) => authenticate::run(command),
    }
}
