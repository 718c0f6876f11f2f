//! `healthpass rules`.

mod build;
mod import;
mod run;

use crate::args::{Rules, Travel};
use crate::text::Sentences;
use crate::{clock, input, trust};
use anyhow::{Context, Result, anyhow};
use healthpass_cert::report::{Reason, Report};
use healthpass_cert::request::Options;
use healthpass_cert::rules::{self, Decision, Pack, RuleStore, Severity, Trip};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::RootPin;
use healthpass_crypto::hash::sha256;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, or makes no sense.
pub fn run(command: &Rules) -> Result<ExitCode> {
    match command {
        Rules::Lint { at, packs } => {
            let now = clock::time(at.as_deref())?;
            let mut errors = 0;
            for path in packs {
                errors += lint(path, &text(path)?, now);
            }
            return Ok(ExitCode::from(u8::from(errors > 0)));
        }
        Rules::Test { at, pack, cases } => return test(pack, cases, clock::time(at.as_deref())?),
        Rules::Build { root_key, out, at, pack } => {
            build::run(root_key, out, pack, clock::time(at.as_deref())?)?;
        }
        Rules::ImportEu(command) => import::run(command)?,
        Rules::Run { batch } => run::run(batch)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(path: &Path) -> Result<String> {
    String::from_utf8(input::file(path)?).with_context(|| format!("{} is not UTF-8", path.display()))
}

fn pack(path: &Path) -> Result<Pack> {
    Pack::read(&text(path)?).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// Prints findings; how many of them are errors.
fn lint(path: &Path, text: &str, now: UnixTime) -> usize {
    let sentences = Sentences::english();
    let findings = rules::lint(text, now);
    for finding in &findings {
        let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
        let reason = Reason::new(finding.code).found(finding.found.clone()).at(finding.at.clone());
        println!(
            "{}: {severity}: {} [{}] {}",
            path.display(),
            sentences.reason(&reason),
            finding.code,
            finding.at
        );
    }
    if findings.is_empty() {
        println!("{}: nothing found", path.display());
    }
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

fn test(path: &Path, cases: &Path, now: UnixTime) -> Result<ExitCode> {
    let results = rules::run_cases(&pack(path)?, &text(cases)?, now)
        .map_err(|error| anyhow!("{}: {error}", cases.display()))?;
    let mut failed = 0;
    for result in &results {
        println!("{} {}", if result.differences.is_empty() { "ok  " } else { "FAIL" }, result.name);
        for (at, expected, found) in &result.differences {
            println!("       {at}: expected {expected}, found {found}");
        }
        failed += usize::from(!result.differences.is_empty());
    }
    println!("{} cases, {failed} failed", results.len());
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// Packs and a trip as the command line gives them.
pub struct Given {
    /// Packs.
    pub store: RuleStore,
    /// The trip.
    pub trip: Option<Trip>,
}

impl Given {
    /// Reads them.
    ///
    /// # Errors
    /// When a pack is not from its root, or the trip makes no sense.
    pub fn read(travel: &Travel, now: UnixTime) -> Result<Self> {
        let mut store = RuleStore::new();
        for path in &travel.rules {
            let pin = root(path, travel.rules_root.as_deref())?;
            store
                .load(&input::file(path)?, &pin, now, &[])
                .map_err(|error| anyhow!("{}: {error}", path.display()))?;
        }
        let trip = match &travel.trip {
            None => None,
            Some(path) => {
                Some(Trip::read(&text(path)?).map_err(|error| anyhow!("{}: {error}", path.display()))?)
            }
        };
        Ok(Self { store, trip })
    }

    /// Sets a report's `rules` check, where rules or a trip were given at all. `options` are those it was made with.
    pub fn judge(&self, report: &mut Report, options: &Options, now: UnixTime) -> Option<Decision> {
        if self.store.is_empty() && self.trip.is_none() {
            return None;
        }
        let birth = options.birth_date(now);
        rules::judge(std::slice::from_mut(report), &self.store, self.trip.as_ref(), birth.as_deref(), now)
    }
}

/// The pin given, that of the certificate or key given, or the one beside the pack.
fn root(path: &Path, given: Option<&str>) -> Result<RootPin> {
    match given {
        Some(file) if file.len() != 64 => {
            let keys = input::key(Path::new(file))?.read_all().map_err(|error| anyhow!("{file}: {error}"))?;
            let key = keys.first().with_context(|| format!("no key in {file}"))?;
            Ok(sha256(key.key.spki_der()))
        }
        given => trust::pin(path, given),
    }
}
