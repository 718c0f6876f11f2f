//! `healthpass passport match`: one request a line, one answer a line, in order.

use crate::args::PassportMatch;
use anyhow::{Result, bail};
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// When the requests cannot be read or the answers not written.
pub fn run(_command: &PassportMatch) -> Result<ExitCode> {
    bail!("not yet")
}
