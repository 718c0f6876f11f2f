//! `healthpass passport authenticate`.

use super::authorities;
use crate::args::PassportAuthenticate;
use crate::text::Sentences;
use crate::{clock, input};
use anyhow::{Context, Result, anyhow, bail};
use healthpass_crypto::x509::RevocationList;
use healthpass_passport::Reason;
use healthpass_passport::authentication::{AuthOutcome, Authentication, Csca, Evidence, authenticate};
use std::process::ExitCode;
use time::OffsetDateTime;

/// Exit status of a document that is not authentic, and of one nobody at hand vouches for.
const NOT_AUTHENTIC: u8 = 2;
const ISSUER_UNKNOWN: u8 = 1;

/// Runs the command.
///
/// # Errors
/// For wrong usage and files that cannot be read.
pub fn run(command: &PassportAuthenticate) -> Result<ExitCode> {
    let sod = input::file(&command.sod)?;
    let mut files = Vec::new();
    for group in &command.dg {
        files.push(read_group(group)?);
    }
    let groups: Vec<(u8, &[u8])> = files.iter().map(|(number, file)| (*number, file.as_slice())).collect();
    let at = command.at.as_deref().map(time).transpose()?;
    let authorities = authorities(command)?;
    let revocations = revocations(command)?;
    // Files are judged as of their signing, whenever that is looked at: only --at brings another time in.
    let evidence = Evidence {
        sod: &sod,
        groups: &groups,
        authorities: &authorities,
        revocations: &revocations,
        at,
        now: None,
    };
    let answer = authenticate(&evidence);
    if command.json {
        println!("{}", serde_json::to_string(&answer)?);
    } else {
        show(&answer);
    }
    Ok(match answer.outcome {
        AuthOutcome::Authentic => ExitCode::SUCCESS,
        AuthOutcome::IssuerUnknown => ExitCode::from(ISSUER_UNKNOWN),
        AuthOutcome::NotAuthentic => ExitCode::from(NOT_AUTHENTIC),
    })
}

fn time(at: &str) -> Result<OffsetDateTime> {
    let seconds = clock::time(Some(at))?.0;
    OffsetDateTime::from_unix_timestamp(seconds).with_context(|| format!("{at} is out of range"))
}

/// `1=FILE`, also written `DG1=FILE`.
fn read_group(argument: &str) -> Result<(u8, Vec<u8>)> {
    let (number, path) = argument.split_once('=').with_context(|| format!("--dg {argument}: not N=FILE"))?;
    let digits = number.trim_start_matches(['D', 'G', 'd', 'g']);
    match digits.parse() {
        Ok(number @ 1..=16) => Ok((number, input::file(path.as_ref())?)),
        _ => bail!("--dg {argument}: data groups are numbered 1 to 16"),
    }
}

fn authorities(command: &PassportAuthenticate) -> Result<Vec<Csca>> {
    let mut all = authorities::that_may_vouch(&command.csca)?;
    for path in &command.master_list {
        all.extend(authorities::of_master_list(path, command.master_list_root.as_deref())?);
    }
    for path in &command.trust {
        all.extend(authorities::of_bundle(path, command.root.as_deref())?);
    }
    Ok(all)
}

fn revocations(command: &PassportAuthenticate) -> Result<Vec<RevocationList>> {
    let mut all = Vec::new();
    for path in &command.crl {
        for der in authorities::ders(input::file(path)?)? {
            let read = RevocationList::from_der(&der);
            all.push(read.map_err(|error| anyhow!("{}: {error}", path.display()))?);
        }
    }
    Ok(all)
}

fn show(answer: &Authentication) {
    println!("{}", answer.outcome.as_str());
    if let Some(zone) = &answer.mrz {
        zone.lines.iter().for_each(|line| println!("  {line}"));
    }
    if let Some(signer) = &answer.signer {
        let by = signer.authority.as_deref().unwrap_or("nobody trusted");
        println!("  signed by {}, vouched for by {by}", signer.subject);
    }
    let sentences = Sentences::english();
    let say = |reason: &Reason| format!("{} [{}]", sentences.reason(reason), reason.code);
    answer.reasons.iter().for_each(|reason| println!("  {}", say(reason)));
    answer.weakest.iter().for_each(|reason| println!("  accepted: {}", say(reason)));
}
