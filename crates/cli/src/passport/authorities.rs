//! Country signing authorities out of whatever files the command line names.

use crate::{input, trust};
use anyhow::{Context, Result, anyhow, bail};
use base64ct::{Base64, Encoding};
use healthpass_cert::trust::csca::{Authorities, read_master_list};
use healthpass_crypto::x509::Certificate;
use healthpass_passport::authentication::{Csca, CscaError};
use std::path::{Path, PathBuf};

mod registry;

/// Label of a PEM block.
const PEM: &str = "-----BEGIN ";

/// The authorities of certificates and keys: files, or folders of them.
///
/// # Errors
/// When a file cannot be read or is none of: certificate (DER, PEM), public key (DER, PEM), registry of keys
/// (JSON). Those in a folder are left out, which is said.
pub fn of_files(paths: &[PathBuf]) -> Result<Vec<Csca>> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            for file in folder(path)? {
                // Folders hold signers' certificates beside those of their authorities.
                match of_file(&file) {
                    Ok(found) => all.extend(found),
                    Err(error) => eprintln!("left out {error:#}"),
                }
            }
        } else {
            all.extend(of_file(path)?);
        }
    }
    Ok(all)
}

/// The same to judge a document by: a certificate of no authority vouches for nothing, which is said.
///
/// # Errors
/// Those of [`of_files`] otherwise.
pub fn that_may_vouch(paths: &[PathBuf]) -> Result<Vec<Csca>> {
    let mut all = Vec::new();
    for path in paths {
        match of_files(std::slice::from_ref(path)) {
            Ok(found) => all.extend(found),
            Err(error) if error.is::<CscaError>() => eprintln!("left out {error:#}"),
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

/// The authorities of a master list. With a root (certificate file) the list must come from it.
///
/// # Errors
/// When a file cannot be read, or the list is damaged or not from the root.
pub fn of_master_list(path: &Path, root: Option<&Path>) -> Result<Vec<Csca>> {
    let root = root.map(certificate).transpose()?;
    let list = read_master_list(&input::file(path)?, root.as_ref());
    let list = list.map_err(|error| anyhow!("{}: {error}", path.display()))?;
    for entry in &list.left_out {
        eprintln!("{}: left out {}: {}", path.display(), entry.id, entry.why);
    }
    Ok(list.authorities)
}

/// The authorities of a trust bundle.
///
/// # Errors
/// When it cannot be read or is not from its root.
pub fn of_bundle(path: &Path, root: Option<&str>) -> Result<Vec<Csca>> {
    let pin = trust::pin(path, root)?;
    let read = Authorities::open(&input::file(path)?, &pin);
    let read = read.map_err(|error| anyhow!("{}: {error}", path.display()))?;
    Ok(read.authorities.into_iter().map(|(authority, _)| authority).collect())
}

/// A certificate in DER or PEM.
///
/// # Errors
/// When it is none.
pub fn certificate(path: &Path) -> Result<Certificate> {
    let bytes = input::file(path)?;
    let read = match std::str::from_utf8(&bytes) {
        Ok(text) if text.contains(PEM) => Certificate::from_pem(text),
        _ => Certificate::from_der(&bytes),
    };
    read.map_err(|error| anyhow!("{}: {error}", path.display()))
}

fn folder(path: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry?.path();
        let known = file.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
            ["cer", "crt", "der", "pem"].contains(&extension.to_ascii_lowercase().as_str())
        });
        if known {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("{}: no .cer, .crt, .der or .pem in it", path.display());
    }
    Ok(files)
}

fn of_file(path: &Path) -> Result<Vec<Csca>> {
    let bytes = input::file(path)?;
    let at = |error: &dyn std::fmt::Display| anyhow!("{}: {error}", path.display());
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    if text.trim_start().starts_with(['[', '{']) {
        return registry::read(text).with_context(|| path.display().to_string());
    }
    let ders = ders(bytes).map_err(|error| at(&error))?;
    ders.iter().map(|der| of_der(der).with_context(|| path.display().to_string())).collect()
}

/// The file itself, or every block of a PEM text.
///
/// # Errors
/// For a damaged PEM text.
pub fn ders(file: Vec<u8>) -> Result<Vec<Vec<u8>>> {
    match std::str::from_utf8(&file) {
        Ok(text) if text.contains(PEM) => blocks(text),
        _ => Ok(vec![file]),
    }
}

/// Every block of a PEM text.
fn blocks(text: &str) -> Result<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    for block in text.split(PEM).skip(1) {
        let body =
            block.split_once("-----").and_then(|(_, rest)| rest.split_once("-----END")).map(|(body, _)| body);
        let body: String = body.context("a PEM block without its end")?.split_ascii_whitespace().collect();
        found.push(Base64::decode_vec(&body).map_err(|_| anyhow!("a PEM block is not base64"))?);
    }
    Ok(found)
}

fn of_der(der: &[u8]) -> Result<Csca> {
    match Certificate::from_der(der) {
        Ok(certificate) => Csca::from_certificate(&certificate).map_err(Into::into),
        Err(error) => {
            Csca::from_spki(der).map_err(|key| anyhow!("neither a certificate ({error}) nor a key ({key})"))
        }
    }
}
