//! Keys of authorities that codes may be sealed to: make, follow up, protect anew, show.

use super::{passphrase, public_file, with_suffix, write_secret};
use crate::args::{AuthorityKind, ChangePassphrase, NewAuthority, Passphrase, Rotate};
use crate::authority::random;
use crate::{clock, input};
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::Recipient;
use healthpass_crypto::sealing_file::{self, RANDOM_BYTES};
use healthpass_crypto::sealing_key::{Kem, MAX_RANDOM_BYTES, SealingKey};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const DAY: i64 = 86_400;

/// `healthpass keys new-authority`.
///
/// # Errors
/// When there is no good passphrase, what is said of the authority breaks a rule, or a file is there already.
pub fn make(command: &NewAuthority) -> Result<()> {
    let start = clock::time(command.at.as_deref())?;
    let key = generate(command.kem.into())?;
    let about = Recipient {
        key: key.public().clone(),
        name: command.name.clone(),
        country: command.country.clone(),
        destinations: Some(command.destination.clone()).filter(|states| !states.is_empty()),
        not_before: start,
        not_after: after(start, command.valid),
        listed_until: UnixTime(i64::MAX),
    };
    write(&key, &about, &command.passphrase, &command.out)
}

/// `healthpass keys rotate`.
///
/// # Errors
/// Those of [`make`], and when the present key is not described by its file or begins later.
pub fn rotate(command: &Rotate) -> Result<()> {
    let start = clock::time(command.at.as_deref())?;
    let present = public_file::read(&command.present)?;
    if start < present.not_before {
        bail!("the present key begins only at {}", present.not_before.rfc3339());
    }
    let key = generate(command.kem.map_or(present.key.kem(), Kem::from))?;
    let next = Recipient {
        key: key.public().clone(),
        not_before: start,
        not_after: after(start, command.valid),
        ..present.clone()
    };
    write(&key, &next, &command.passphrase, &command.out)?;
    let ends = present.not_after.min(after(start, command.overlap));
    let shortened = Recipient { not_after: ends, ..present };
    replace(&command.present, public_file::write(&shortened)?.as_bytes())?;
    if ends < start {
        eprintln!("the present key ended at {}: nothing overlaps", ends.rfc3339());
    } else {
        eprintln!(
            "both keys are valid until {}: name both files in the next list, and load both keys at the desk until then",
            ends.rfc3339()
        );
    }
    Ok(())
}

/// `healthpass keys change-passphrase`.
///
/// # Errors
/// `key.*`, and when a passphrase or file is missing.
pub fn change_passphrase(command: &ChangePassphrase) -> Result<()> {
    let key = open(&command.key, &command.passphrase)?;
    let new = passphrase::new(command.new_passphrase_file.as_deref())?;
    replace(&command.key, protect(&key, &new)?.as_bytes())?;
    println!("{}", command.key.display());
    Ok(())
}

/// What can be said of the authority in a file, public or protected; `None` for a file that is neither.
///
/// # Errors
/// `key.*`, and those of [`public_file::read`].
pub fn describe(path: &Path, passphrase: &Passphrase) -> Result<Option<Value>> {
    let bytes = Zeroizing::new(input::file(path)?);
    if public_file::is_one(&bytes) {
        return Ok(Some(facts(&public_file::read(path)?)));
    }
    if !String::from_utf8_lossy(&bytes).contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") {
        return Ok(None);
    }
    let key = open(path, passphrase)?;
    let public = key.public();
    Ok(Some(json!({
        "kid": super::hex(&public.kid()),
        "fingerprint": public_file::fingerprint(public),
        "kem": public.kem().to_string(),
    })))
}

/// What is said of an authority in public.
pub fn facts(authority: &Recipient) -> Value {
    json!({
        "kid": super::hex(&authority.key.kid()),
        "fingerprint": public_file::fingerprint(&authority.key),
        "kem": authority.key.kem().to_string(),
        "name": authority.name,
        "country": authority.country,
        "destinations": authority.destinations,
        "notBefore": authority.not_before.rfc3339(),
        "notAfter": authority.not_after.rfc3339(),
    })
}

impl From<AuthorityKind> for Kem {
    fn from(kind: AuthorityKind) -> Self {
        match kind {
            AuthorityKind::P256 => Self::P256,
            AuthorityKind::X25519 => Self::X25519,
        }
    }
}

fn after(start: UnixTime, days: u32) -> UnixTime {
    UnixTime(start.0.saturating_add(i64::from(days) * DAY))
}

fn generate(kem: Kem) -> Result<SealingKey> {
    let random = random::<MAX_RANDOM_BYTES>()?;
    SealingKey::generate(kem, &random[..]).map_err(|error| anyhow!("{error}"))
}

fn protect(key: &SealingKey, passphrase: &str) -> Result<String> {
    let random = random::<RANDOM_BYTES>()?;
    sealing_file::protect(key, passphrase.as_bytes(), &random).map_err(|error| anyhow!("{error}"))
}

fn open(path: &Path, passphrase: &Passphrase) -> Result<SealingKey> {
    let bytes = Zeroizing::new(input::file(path)?);
    let text = str::from_utf8(&bytes).with_context(|| format!("{} is not PEM", path.display()))?;
    let passphrase = passphrase::present(passphrase)?;
    sealing_file::open(text, passphrase.as_bytes()).map_err(|error| {
        let sentence = crate::text::Sentences::english().get(&format!("reason.{}", error.code()));
        anyhow!("{}: {sentence} [{error}]", path.display())
    })
}

/// Both halves; the public one only when the private one could be written.
fn write(key: &SealingKey, about: &Recipient, source: &Passphrase, out: &Path) -> Result<()> {
    let public = public_file::write(about)?;
    let secret = protect(key, &passphrase::chosen(source)?)?;
    let (key_path, public_path) = (with_suffix(out, "key.pem"), with_suffix(out, "authority.json"));
    if public_path.exists() {
        bail!("{} is there already", public_path.display());
    }
    write_secret(&key_path, secret.as_bytes())?;
    std::fs::write(&public_path, public)
        .with_context(|| format!("cannot write {}", public_path.display()))?;
    println!("{}\n{}", key_path.display(), public_path.display());
    Ok(())
}

/// In one step: nobody finds half a file, and what was there stays if writing fails.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let part: PathBuf = with_suffix(path, &format!("{}.part", std::process::id()));
    let written = write_secret(&part, bytes).and_then(|()| {
        let permissions = std::fs::metadata(path)?.permissions();
        std::fs::set_permissions(&part, permissions)?;
        std::fs::rename(&part, path).with_context(|| format!("cannot write {}", path.display()))
    });
    if written.is_err() {
        // There may be nothing to remove; what went wrong is said by the caller.
        let _ = std::fs::remove_file(&part);
    }
    written
}
