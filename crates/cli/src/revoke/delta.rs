//! `healthpass revoke delta`.

use super::build::{Given, check_root, dated, given, publish, set};
use super::ids::{self, Hashing};
use super::{Said, load, month_text, on_all_cores};
use crate::args::RevokeDelta;
use crate::clock;
use crate::keys::hex;
use anyhow::{Context, Result, bail};
use healthpass_cert::revocation::build::{Host, delta};
use healthpass_cert::revocation::{Manifest, RevocationStore, Set};
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, or the list is refused.
pub(super) fn run(command: &RevokeDelta) -> Result<()> {
    check_root(&command.sets.root_key, &command.list)?;
    let store = load::folder(&command.list, None, clock::time(command.sets.at.as_deref())?)?;
    let newest = store.manifests().last().context("no list")?;
    let mut sets = Vec::new();
    for given in given(&command.sets)? {
        sets.push(build(&given, &store, newest, &command.list)?);
    }
    let manifest = Manifest {
        name: newest.name.clone(),
        country: newest.country.clone(),
        sequence: newest.sequence.saturating_add(1),
        extends: Some((newest.sequence, newest.digest)),
        ..dated(&command.sets, sets)?
    };
    if manifest.covers < newest.covers {
        bail!("--at is before the list it would extend");
    }
    publish(&manifest, &command.sets.root_key, &command.list, store)
}

fn build(given: &Given<'_>, store: &RevocationStore, newest: &Manifest, out: &Path) -> Result<Set> {
    let before = extended(given, store)?;
    let hashing = Hashing { kind: before.kind, country: newest.country.as_deref() };
    let (issued, revoked) = (ids::read(given.issued, hashing)?, ids::read(given.revoked, hashing)?);
    let said = Said::new();
    let progress = |step, done, of| said.say(step, done, of);
    let built = delta(&issued, &revoked, &[], Host { progress: &progress, each: &on_all_cores })?;
    eprintln!(
        "{} {}: {} withdrawn, {} bytes, {} bits each",
        hex(&given.kid),
        month_text(given.month),
        built.revoked,
        built.file.len(),
        built.width
    );
    let counts = [issued.len(), built.revoked];
    Ok(Set { key: before.key, ..set(given, before.kind, counts, &[built.file], out)? })
}

/// The set that goes on: of one identifier there may be several keys.
fn extended<'s>(given: &Given<'_>, store: &'s RevocationStore) -> Result<&'s Set> {
    let same = |set: &&Set| {
        set.kid == given.kid && set.month == given.month && (given.key.is_none() || set.key == given.key)
    };
    let all: Vec<&Set> = store.manifests().flat_map(|manifest| &manifest.sets).filter(same).collect();
    let named = || format!("{} {}", hex(&given.kid), month_text(given.month));
    let last = *all.last().with_context(|| format!("{}: not in the list; build a new one", named()))?;
    if all.iter().any(|set| set.key != last.key) {
        bail!("{}: the list has several keys of this identifier; --key says which", named());
    }
    Ok(last)
}
