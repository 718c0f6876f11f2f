//! `healthpass keys`.

pub mod authority;
pub(crate) mod passphrase;
pub mod public_file;

use crate::args::{Keys, NewKey, Passphrase};
use crate::{clock, input};
use anyhow::{Context, Result, anyhow};
use base64ct::{Base64, Encoding};
use healthpass_cert::trust::TrustedKey;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const DAY: i64 = 86_400;

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(command: &Keys) -> Result<ExitCode> {
    match command {
        Keys::New(new) => make(new)?,
        Keys::NewAuthority(new) => authority::make(new)?,
        Keys::Rotate(command) => authority::rotate(command)?,
        Keys::ChangePassphrase(command) => authority::change_passphrase(command)?,
        Keys::Show { files, json, passphrase } => {
            for file in files {
                show(file, *json, passphrase)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn make(command: &NewKey) -> Result<()> {
    let made = crate::authority::new_signer(
        &crate::authority::Subject { country: &command.country, name: &command.name },
        clock::time(command.at.as_deref())?,
        i64::from(command.days) * DAY,
    )?;
    let (key, cert) = (with_suffix(&command.out, "key.pem"), with_suffix(&command.out, "cert.pem"));
    write_secret(&key, made.key_pem.as_bytes())?;
    std::fs::write(&cert, made.certificate_pem)
        .with_context(|| format!("cannot write {}", cert.display()))?;
    println!("{}\n{}", key.display(), cert.display());
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

/// Never overwrites a key, and keeps it from other users of the machine.
fn write_secret(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("cannot create {}", path.display()))?;
    file.write_all(bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn show(path: &Path, as_json: bool, passphrase: &Passphrase) -> Result<()> {
    let facts = match authority::describe(path, passphrase)? {
        Some(facts) => facts,
        None => {
            let key = input::key(path)?.read().map_err(|error| anyhow!("{}: {error}", path.display()))?;
            describe(&key)
        }
    };
    if as_json {
        println!("{facts}");
    } else {
        println!("{}", path.display());
        for (name, value) in facts.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            println!("  {name}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
    Ok(())
}

/// What can be said of a key in public.
pub fn describe(key: &TrustedKey) -> serde_json::Value {
    let usage = key.usage.as_ref().map(|kinds| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>());
    json!({
        "kid": Base64::encode_string(&key.kid),
        "fingerprint": hex(&key.key.fingerprint()),
        "country": key.country,
        "participant": key.participant,
        "issuer": key.issuer,
        "issuerId": key.issuer_id,
        "domain": key.domain,
        "role": crate::trust::role(key.role),
        "notBefore": key.not_before.map(|at| at.rfc3339()),
        "notAfter": key.not_after.map(|at| at.rfc3339()),
        "usage": usage,
        "revoked": key.revocations.as_ref().map(|list| list.serials.len()),
    })
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
