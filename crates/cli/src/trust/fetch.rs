//! `healthpass trust fetch`: the one door to the network, and only when asked.
//!
//! The download is the system's `curl`. An HTTPS client of our own would bring a TLS library and a second set
//! of cryptography into a program that otherwise has none but the verifier's; `curl` has the system's
//! certificates, proxies and updates.

use super::list::file_name;
use crate::keys::hex;
use anyhow::{Context, Result, bail};
use healthpass_cert::trust::lists::{self, MAX_LIST, Origin};
use healthpass_crypto::hash::sha256;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Seconds a download may take; the largest list has 4 MB.
const PATIENCE: &str = "120";

/// Redirects followed.
const REDIRECTS: &str = "5";

/// Runs the command.
///
/// # Errors
/// When there is no `curl`, the download fails, or the file cannot be written. An earlier file of that name
/// is then as it was.
pub fn run(url: &str, out: &Path) -> Result<()> {
    let part = beside(out);
    let fetched = download(url, &part);
    let kept = fetched.and_then(|()| {
        let bytes = std::fs::read(&part).with_context(|| format!("cannot read {}", part.display()))?;
        std::fs::rename(&part, out).with_context(|| format!("cannot write {}", out.display()))?;
        Ok(bytes)
    });
    if kept.is_err() {
        // There may be nothing to remove; what went wrong is said below.
        let _ = std::fs::remove_file(&part);
    }
    let bytes = kept?;
    println!("{}: {} bytes, SHA-256 {}", out.display(), bytes.len(), hex(&sha256(&bytes)));
    match lists::read(&bytes, &Origin::default()) {
        Ok(list) => {
            println!("  {}, {} keys, proof: {}", list.kind.name(), list.keys.len(), list.proof.name());
        }
        Err(error) => println!("  not a list by itself: {error}"),
    }
    Ok(())
}

fn download(url: &str, part: &Path) -> Result<()> {
    // What is asked for over TLS is not taken without it, wherever a redirect points.
    let protocols = match url.split_once("://") {
        Some(("https", _)) => "=https",
        Some(("http", _)) => "=http,https",
        _ => bail!("{url}: an address starting with https:// or http:// is needed"),
    };
    let limit = MAX_LIST.to_string();
    let mut curl = Command::new("curl");
    curl.args(["--disable", "--fail", "--silent", "--show-error", "--location", "--max-redirs", REDIRECTS]);
    curl.args(["--proto", protocols, "--proto-redir", protocols, "--max-time", PATIENCE]);
    curl.args(["--max-filesize", &limit, "--compressed", "--output"]).arg(part).arg("--url").arg(url);
    let done = match curl.output() {
        Ok(done) => done,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!(
                "`curl` is needed to download and is not here: install it, or download {url} by other means"
            )
        }
        Err(error) => return Err(error).context("cannot run curl"),
    };
    if !done.status.success() {
        bail!("{url}: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    // Not every server says the length beforehand, and an empty answer writes no file.
    match std::fs::metadata(part).map(|meta| meta.len()) {
        Ok(length) if length > MAX_LIST as u64 => bail!("{url}: longer than {MAX_LIST} bytes"),
        Ok(length) if length > 0 => Ok(()),
        _ => bail!("{url}: nothing there"),
    }
}

fn beside(out: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(OsStr::new(&file_name(out)));
    name.push(format!(".{}.part", std::process::id()));
    out.with_file_name(name)
}
