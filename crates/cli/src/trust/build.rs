//! `healthpass trust build`.

use super::list::{self, Named, file_name};
use super::{pin_path, recipients};
use crate::args::TrustBuild;
use crate::keys::hex;
use crate::passport::authorities;
use crate::{clock, input, issue};
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::catalogue::country::is_alpha2;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_cert::trust::lists::{Imported, agreements, crl};
use healthpass_cert::trust::{Agreement, TrustList, TrustedKey, csca, given};
use healthpass_crypto::hash::sha256;
use healthpass_passport::authentication::{Csca, same_country};
use std::convert::Infallible;
use std::path::{Path, PathBuf};

const DAY: i64 = 86_400;

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, a list's own signature does not hold, or lists of different
/// environments are mixed.
pub fn run(command: &TrustBuild) -> Result<()> {
    let signer = issue::signer(&command.root_key)?;
    let mut bundle =
        Bundle { list: about(command)?, sequence: command.sequence, sources: Vec::new(), keys: Vec::new() };
    for path in &command.cert {
        let certificate = issue::certificate(path)?;
        let read = if certificate.is_ca() { given::authority } else { given::from_certificate };
        let key = read(&certificate).map_err(|error| anyhow!("{}: {error}", path.display()))?;
        add(
            &mut bundle,
            Source { name: file_name(path), proof: "none".into(), ..Source::default() },
            vec![key],
        );
    }
    for named in lists(command)? {
        let source = source(&named);
        add(&mut bundle, source, named.list.keys);
    }
    let authorities = passport_authorities(command, &mut bundle)?;
    if bundle.keys.is_empty() && authorities.is_empty() && bundle.recipients().is_empty() {
        bail!("nobody to trust: give --cert, --list, --csca, --master-list or --recipient");
    }
    recipients::used_once(&bundle, &signer.public_key())?;
    bundle.check()?;
    let spki = signer.public_key().spki_der().to_vec();
    let bytes = csca::write(&bundle, &authorities, &spki, |message| {
        Ok::<_, Infallible>(signer.sign(message).to_vec())
    })?;
    let pin = sha256(&spki);
    // What was written is read back: a bundle no reader opens must not be published.
    Bundle::open(&bytes, &pin).map_err(|error| anyhow!("the bundle does not open again: {error}"))?;
    csca::Authorities::open(&bytes, &pin)
        .map_err(|error| anyhow!("the bundle does not open again: {error}"))?;
    std::fs::write(&command.out, &bytes)
        .with_context(|| format!("cannot write {}", command.out.display()))?;
    std::fs::write(pin_path(&command.out), format!("{}\n", hex(&pin)))?;
    println!(
        "{}: {} keys, {} passport authorities, {} keys to seal to, {} bytes, root {}",
        command.out.display(),
        bundle.keys.len(),
        authorities.len(),
        bundle.recipients().len(),
        bytes.len(),
        hex(&pin)
    );
    Ok(())
}

/// Passport authorities of the countries asked for, without repetition.
fn passport_authorities(command: &TrustBuild, bundle: &mut Bundle) -> Result<Vec<(Csca, usize)>> {
    let mut all = Vec::new();
    for path in &command.csca {
        let source = Source { name: file_name(path), proof: "none".into(), ..Source::default() };
        all.extend(numbered(bundle, source, authorities::of_files(std::slice::from_ref(path))?));
    }
    let root = command.master_list_root.as_deref().map(authorities::certificate).transpose()?;
    for path in &command.master_list {
        let list = csca::read_master_list(&input::file(path)?, root.as_ref());
        let list = list.map_err(|error| anyhow!("{}: {error}", path.display()))?;
        for entry in &list.left_out {
            eprintln!("{}: left out {}: {}", path.display(), entry.id, entry.why);
        }
        eprintln!(
            "{}: ICAO master list, {} certificates, proof {}",
            path.display(),
            list.certificates,
            list.proof.name()
        );
        let source = Source {
            name: file_name(path),
            proof: list.proof.name().into(),
            dated: list.dated,
            environment: None,
        };
        all.extend(numbered(bundle, source, list.authorities));
    }
    if !command.countries.is_empty() {
        let wanted = |country: &str| {
            command.countries.iter().any(|code| same_country(&code.trim().to_ascii_uppercase(), country))
        };
        all.retain(|(authority, _)| authority.country.as_deref().is_some_and(wanted));
    }
    Ok(csca::compact(all))
}

fn numbered(bundle: &mut Bundle, source: Source, authorities: Vec<Csca>) -> Vec<(Csca, usize)> {
    let index = bundle.sources.len();
    bundle.sources.push(source);
    authorities.into_iter().map(|authority| (authority, index)).collect()
}

fn about(command: &TrustBuild) -> Result<TrustList> {
    let created_at = clock::time(command.at.as_deref())?;
    if let Some(state) = command.state.as_deref().filter(|state| !is_alpha2(state)) {
        bail!("--state {state}: not a code of ISO 3166-1 alpha-2");
    }
    let expires_at = UnixTime(created_at.0 + i64::from(command.days) * DAY);
    Ok(TrustList {
        name: command.name.clone(),
        environment: command.environment.clone(),
        created_at,
        expires_at,
        state: command.state.clone(),
        agreements: agreed(&command.agreement)?,
        recipients: recipients::read(&command.recipient, created_at, expires_at)?,
    })
}

fn agreed(paths: &[PathBuf]) -> Result<Vec<Agreement>> {
    let mut all = Vec::new();
    for path in paths {
        let text = input::file(path)?;
        let text = std::str::from_utf8(&text).with_context(|| format!("{} is not text", path.display()))?;
        all.extend(agreements::read(text).map_err(|error| anyhow!("{}: {error}", path.display()))?);
    }
    Ok(all)
}

/// The lists, with what their authorities revoked.
fn lists(command: &TrustBuild) -> Result<Vec<Named>> {
    let mut all = command.list.iter().map(|list| list::read(list)).collect::<Result<Vec<_>>>()?;
    for named in &all {
        for entry in &named.list.left_out {
            eprintln!("{}: left out {}: {}", named.name, entry.id, entry.why);
        }
        let list = &named.list;
        eprintln!(
            "{}: {}, {} keys, proof {}",
            named.name,
            list.kind.name(),
            list.keys.len(),
            list.proof.name()
        );
    }
    for path in &command.crl {
        attach(path, &mut all)?;
    }
    Ok(all)
}

fn attach(path: &Path, lists: &mut [Named]) -> Result<()> {
    let bytes = input::file(path)?;
    let lists: Vec<&mut Imported> = lists.iter_mut().map(|named| &mut named.list).collect();
    let signers = crl::attach(&bytes, lists).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    eprintln!("{}: revocation list of {signers} of the authorities' keys", path.display());
    Ok(())
}

fn source(named: &Named) -> Source {
    Source {
        name: named.name.clone(),
        proof: named.list.proof.name().to_owned(),
        dated: named.list.dated,
        environment: named.list.environment.map(str::to_owned),
    }
}

fn add(bundle: &mut Bundle, source: Source, keys: Vec<TrustedKey>) {
    let index = bundle.sources.len();
    bundle.sources.push(source);
    bundle.keys.extend(keys.into_iter().map(|key| (key, index)));
}
