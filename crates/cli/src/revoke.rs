//! `healthpass revoke`.

mod build;
mod delta;
mod ids;
mod load;
mod query;

pub use load::all;

use crate::args::Revoke;
use anyhow::{Context, Result, bail};
use base64ct::{Base64, Encoding};
use healthpass_cert::revocation::build::Work;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

/// The manifest of a list in its folder.
const MANIFEST: &str = "manifest.cbor";

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, or a list is refused.
pub fn run(command: &Revoke) -> Result<ExitCode> {
    match command {
        Revoke::Build(command) => build::run(command)?,
        Revoke::Delta(command) => delta::run(command)?,
        Revoke::Query(command) => return query::run(command),
    }
    Ok(ExitCode::SUCCESS)
}

/// A key's identifier as given: base64 in either alphabet, or hexadecimal after `0x`.
fn kid(text: &str) -> Result<Vec<u8>> {
    if let Some(digits) = text.strip_prefix("0x") {
        return unhex(digits).with_context(|| format!("--kid {text}: not hexadecimal"));
    }
    let mut standard = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    while !standard.len().is_multiple_of(4) {
        standard.push('=');
    }
    Base64::decode_vec(&standard).ok().with_context(|| format!("--kid {text}: not base64"))
}

/// `2027-01` as months from the year 0; `any` for none.
fn month(text: &str) -> Result<Option<u32>> {
    if text == "any" {
        return Ok(None);
    }
    let parts = text.split_once('-').map(|(year, month)| (year.parse::<u32>(), month.parse::<u32>()));
    match parts {
        Some((Ok(year @ 0..=9999), Ok(month @ 1..=12))) => Ok(Some(year * 12 + month - 1)),
        _ => bail!("--month {text}: not such as 2027-01"),
    }
}

fn month_text(month: Option<u32>) -> String {
    month.map_or_else(|| "any".to_owned(), |month| format!("{:04}-{:02}", month / 12, month % 12 + 1))
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) || !digits.len().is_multiple_of(2) {
        return None;
    }
    let pairs = (0..digits.len()).step_by(2).map(|at| digits.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// All cores.
fn on_all_cores(count: usize, work: Work<'_>) {
    (0..count).into_par_iter().for_each(work);
}

/// Says how far a step is: on a terminal in place, otherwise a line for every quarter.
struct Said(Mutex<(&'static str, usize)>);

impl Said {
    fn new() -> Self {
        Self(Mutex::new(("", 0)))
    }

    fn say(&self, step: &'static str, done: usize, of: usize) {
        let terminal = std::io::stderr().is_terminal();
        let part = done * if terminal { 100 } else { 4 } / of.max(1);
        // A thread that panicked said what it had to say.
        let mut last = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.0 == step && last.1 >= part {
            return;
        }
        *last = (step, part);
        if terminal {
            eprint!("\r{step}: {done} of {of}\u{1b}[K{}", if done == of { "\n" } else { "" });
        } else {
            eprintln!("{step}: {done} of {of}");
        }
    }
}
