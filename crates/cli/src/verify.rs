//! `healthpass verify`.

use crate::args::{Passphrase, Verify};
use crate::keys::passphrase;
use crate::rules::Given;
use crate::{batch, clock, human, input, revoke, trip, trust};
use anyhow::{Context, Result, anyhow};
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::report::{Report, Verdict};
use healthpass_cert::request::Options;
use healthpass_crypto::sealing_file;
use std::path::PathBuf;
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Runs the command.
///
/// # Errors
/// For wrong usage: a file that cannot be read, a bundle that is not from its root.
pub fn run(command: &Verify) -> Result<ExitCode> {
    let mut store = trust::store(&command.trust, command.root.as_deref())?;
    let keys = command.key.iter().map(|path| input::key(path)).collect::<Result<Vec<_>>>()?;
    let desk = desk(&command.authority_key, &command.passphrase)?;
    let now = clock::time(command.at.as_deref())?;
    let withdrawn = store.revocation_mut();
    revoke::all(withdrawn, &command.revocation, command.revocation_root.as_deref(), now)?;
    let rules = Given::read(&command.travel, now)?;
    if let Some(requests) = &command.batch {
        return batch::run(&batch::Settings {
            requests,
            jobs: command.jobs,
            store: &store,
            keys: &keys,
            desk: &desk,
            rules: &rules,
            now,
        });
    }
    let (zone, code) =
        command.zone_and_code().context("no code: give its text, a file, or - after the options")?;
    let text = input::code(code)?;
    let mrz = zone.to_vec();
    let options = Options { keys, mrz, challenge: command.challenge.clone(), ..Options::default() };
    let mut report = desk.verify_apart(&text, &options, &store, Some(now))?;
    let decision = rules.judge(&mut report, &options, now);
    if command.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", human::report(&report));
        if let Some(decision) = decision {
            print!("\n{}", trip::text(&decision));
        }
    }
    Ok(ExitCode::from(status(&report)))
}

/// A desk that holds these keys.
fn desk(keys: &[PathBuf], passphrase: &Passphrase) -> Result<Desk> {
    let mut desk = Desk::new();
    if keys.is_empty() {
        return Ok(desk);
    }
    let passphrase = passphrase::present(passphrase)?;
    for path in keys {
        let pem = Zeroizing::new(input::file(path)?);
        let pem = std::str::from_utf8(&pem).with_context(|| format!("{} is not PEM", path.display()))?;
        let key = sealing_file::open(pem, passphrase.as_bytes());
        desk.add_key(key.map_err(|error| anyhow!("{}: {error}", path.display()))?);
    }
    Ok(desk)
}

/// 0 verified, 1 readable but not verified, 2 unreadable.
fn status(report: &Report) -> u8 {
    match report.verdict {
        Verdict::Verified => 0,
        Verdict::Unreadable => 2,
        _ => 1,
    }
}
