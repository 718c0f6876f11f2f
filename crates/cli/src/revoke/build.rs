//! `healthpass revoke build`.

use super::ids::{self, Hashing};
use super::{MANIFEST, Said, kid, load, month, month_text, on_all_cores, write};
use crate::args::{RevokeBuild, Sets};
use crate::keys::hex;
use crate::{clock, input, issue};
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::catalogue::country::is_alpha2;
use healthpass_cert::revocation::build::{Host, filter};
use healthpass_cert::revocation::manifest::FileName;
use healthpass_cert::revocation::{HashKind, Manifest, RevocationStore, Set, file_name};
use healthpass_cert::time::UnixTime;
use healthpass_crypto::hash::sha256;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

const DAY: i64 = 86_400;

/// One set as given: its files, key and month.
pub(super) struct Given<'a> {
    pub issued: &'a Path,
    pub revoked: &'a Path,
    pub kid: Vec<u8>,
    pub key: Option<[u8; 32]>,
    pub month: Option<u32>,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn run(command: &RevokeBuild) -> Result<()> {
    if let Some(country) = command.country.as_deref().filter(|country| !is_alpha2(country)) {
        bail!("--country {country}: not a code of ISO 3166-1 alpha-2");
    }
    let given = given(&command.sets)?;
    let sequence = sequence(command)?;
    std::fs::create_dir_all(&command.out)
        .with_context(|| format!("cannot create {}", command.out.display()))?;
    let hashing = Hashing { kind: command.hash.into(), country: command.country.as_deref() };
    let mut sets = Vec::new();
    for given in &given {
        sets.push(build(given, hashing, &command.out)?);
    }
    let manifest = Manifest {
        name: command.name.clone(),
        country: command.country.clone(),
        sequence,
        extends: None,
        ..dated(&command.sets, sets)?
    };
    publish(&manifest, &command.sets.root_key, &command.out, RevocationStore::new())
}

/// The number given, or the next in the folder: readers refuse one that they have seen before.
fn sequence(command: &RevokeBuild) -> Result<u64> {
    let newest = match command.out.join(MANIFEST).exists() {
        true => load::folder(&command.out, None, UnixTime(0))?.manifests().last().map(|last| last.sequence),
        false => None,
    };
    match (command.sequence, newest) {
        (Some(sequence), Some(newest)) if sequence <= newest => {
            bail!("--sequence {sequence}: {} is at {newest} already", command.out.display())
        }
        (Some(sequence), _) => Ok(sequence),
        (None, newest) => Ok(newest.unwrap_or_default() + 1),
    }
}

/// The sets given, paired by their order.
pub(super) fn given(sets: &Sets) -> Result<Vec<Given<'_>>> {
    let count = sets.kid.len();
    let paired = sets.issued.len() == count && sets.revoked.len() == count;
    let none_or_all = |given: usize| given == 0 || given == count;
    if !paired || !none_or_all(sets.month.len()) || !none_or_all(sets.key.len()) {
        bail!("--issued, --revoked, --kid, --key and --month: as many of each");
    }
    let mut all = Vec::new();
    for (index, ((issued, revoked), of)) in sets.issued.iter().zip(&sets.revoked).zip(&sets.kid).enumerate() {
        let month = sets.month.get(index).map_or(Ok(None), |text| month(text))?;
        let key = sets.key.get(index).map(|path| fingerprint(path)).transpose()?;
        all.push(Given { issued, revoked, kid: kid(of)?, key, month });
    }
    Ok(all)
}

/// A manifest of these sets with its dates.
pub(super) fn dated(command: &Sets, sets: Vec<Set>) -> Result<Manifest> {
    let created_at = clock::time(command.at.as_deref())?;
    for (index, set) in sets.iter().enumerate() {
        if sets.iter().take(index).any(|other| set.overlaps(other)) {
            let (kid, month) = (hex(&set.kid), month_text(set.month));
            bail!(
                "{kid} {month}: two sets may hold the same certificate; give them as one, or with --key or --month"
            );
        }
    }
    Ok(Manifest {
        name: String::new(),
        country: None,
        sequence: 0,
        created_at,
        expires_at: UnixTime(created_at.0.saturating_add(i64::from(command.days) * DAY)),
        covers: created_at,
        extends: None,
        sets,
        digest: [0; 32],
    })
}

fn build(given: &Given<'_>, hashing: Hashing<'_>, out: &Path) -> Result<Set> {
    let (issued, revoked) = (ids::read(given.issued, hashing)?, ids::read(given.revoked, hashing)?);
    eprintln!(
        "{} {}: {} issued, {} withdrawn",
        hex(&given.kid),
        month_text(given.month),
        issued.len(),
        revoked.len()
    );
    let said = Said::new();
    let progress = |step, done, of| said.say(step, done, of);
    let built = filter(&issued, &revoked, Host { progress: &progress, each: &on_all_cores })?;
    if built.not_issued > 0 {
        eprintln!("{} of the withdrawn are not among the issued: withdrawn all the same", built.not_issued);
    }
    let size: usize = built.files.iter().map(Vec::len).sum();
    eprintln!(
        "{} files, {size} bytes, {:.2} bits for each withdrawn; every answer checked",
        built.files.len(),
        size as f64 * 8.0 / built.revoked.max(1) as f64
    );
    set(given, hashing.kind, [built.known, built.revoked], &built.files, out)
}

/// Writes the files of a set, and names them.
pub(super) fn set(
    given: &Given<'_>,
    kind: HashKind,
    [known, revoked]: [usize; 2],
    files: &[Vec<u8>],
    out: &Path,
) -> Result<Set> {
    let names: Vec<FileName> = files.iter().map(|bytes| FileName::of(bytes)).collect();
    for (name, bytes) in names.iter().zip(files) {
        write(&out.join(file_name(&name.digest)), bytes)?;
    }
    Ok(Set {
        kid: given.kid.clone(),
        key: given.key,
        month: given.month,
        kind,
        known: known as u64,
        revoked: revoked as u64,
        files: names,
    })
}

/// Refuses a key that did not sign the list in this folder, before anything is written beside it.
pub(super) fn check_root(root_key: &Path, folder: &Path) -> Result<()> {
    let pin = sha256(issue::signer(root_key)?.public_key().spki_der());
    let root = std::fs::read_to_string(pinned(folder));
    if root.is_ok_and(|root| !root.trim_start().starts_with(&hex(&pin))) {
        bail!("{} is not the key this list is signed with", root_key.display());
    }
    Ok(())
}

/// Where the fingerprint of the root stands for those who have nothing else to go by.
fn pinned(folder: &Path) -> PathBuf {
    folder.join(format!("{MANIFEST}.sha256"))
}

/// Signs and writes a manifest, once a reader has opened it behind what is in `before`: one that no reader opens must
/// not take the place of one that does.
pub(super) fn publish(
    manifest: &Manifest,
    root_key: &Path,
    folder: &Path,
    mut before: RevocationStore,
) -> Result<()> {
    let signer = issue::signer(root_key)?;
    let spki = signer.public_key().spki_der().to_vec();
    let signed = manifest.write(&spki, |message| Ok::<_, Infallible>(signer.sign(message).to_vec()));
    let (Ok(bytes), pin) = (signed, sha256(&spki));
    let refused = |error| anyhow!("the list would not open: {error}");
    before.load_manifest(&bytes, &pin, manifest.created_at, None).map_err(refused)?;
    load::add_files(&mut before, folder)?;
    let summary = before.summary(manifest.created_at);
    let read = summary.first().ok_or_else(|| anyhow!("the list would not open"))?;
    if read.sequence != Some(manifest.sequence) || !read.missing_files.is_empty() {
        bail!("the list would not open as it was written");
    }
    let path = match manifest.extends {
        None => {
            write(&pinned(folder), format!("{}\n", hex(&pin)).as_bytes())?;
            folder.join(MANIFEST)
        }
        Some(_) => folder.join(format!("delta-{}.cbor", manifest.sequence)),
    };
    write(&path, &bytes)?;
    println!(
        "{}: {} sets, sequence {}, {} bytes, root {}",
        path.display(),
        manifest.sets.len(),
        manifest.sequence,
        bytes.len(),
        hex(&pin)
    );
    Ok(())
}

fn fingerprint(path: &Path) -> Result<[u8; 32]> {
    let key = input::key(path)?.read().map_err(|error| anyhow!("{}: {error}", path.display()))?;
    Ok(key.key.fingerprint())
}
