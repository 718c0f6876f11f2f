//! `healthpass trust`.

mod build;
mod diff;
mod fetch;
mod list;
mod recipients;
mod show;

pub use show::role;

use crate::args::Trust;
use crate::input;
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::trust::bundle::{Bundle, PRODUCTION, RootPin};
use healthpass_cert::trust::{TrustStore, code};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, or a list's own signature does not hold.
pub fn run(command: &Trust) -> Result<ExitCode> {
    match command {
        Trust::Build(command) => build::run(command)?,
        Trust::Show { file, root, json } => show::run(file, root.as_deref(), *json)?,
        Trust::Diff { old, new, root, json } => return diff::run(old, new, root.as_deref(), *json),
        Trust::Fetch { url, out } => fetch::run(url, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens a bundle against the root given, or the one pinned in the file beside it.
///
/// # Errors
/// When there is no pin, or the bundle is not from that root.
pub fn open(path: &Path, root: Option<&str>) -> Result<Bundle> {
    let pin = pin(path, root)?;
    Bundle::open(&input::file(path)?, &pin).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// The pin of the root given, or of the one in the file beside the bundle.
///
/// # Errors
/// When there is none.
pub fn pin(path: &Path, root: Option<&str>) -> Result<RootPin> {
    let pin = match root {
        Some(hex) => hex.to_owned(),
        None => {
            let beside = pin_path(path);
            let text = input::file(&beside)
                .with_context(|| format!("no --root given and no {}", beside.display()))?;
            String::from_utf8_lossy(&text).trim().to_owned()
        }
    };
    unhex(&pin).with_context(|| format!("{pin} is not a SHA-256 in hexadecimal"))
}

/// The keys of several bundles together; those for real use and those for tests stay apart.
///
/// # Errors
/// Those of [`open`], and `trust.environment-mixed`.
pub fn store(paths: &[PathBuf], root: Option<&str>) -> Result<TrustStore> {
    let mut store = TrustStore::new();
    let mut first: Option<bool> = None;
    for path in paths {
        let bundle = open(path, root)?;
        let real = bundle.list.environment == PRODUCTION;
        if *first.get_or_insert(real) != real {
            bail!("{}: {} beside lists of the other kind", code::ENVIRONMENT_MIXED, path.display());
        }
        bundle.load_into(&mut store);
    }
    Ok(store)
}

/// Prints what may be long; a reader that has seen enough (`| head`) is no fault.
fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(()),
    }
}

/// The file of a pin, beside what it pins.
pub(crate) fn pin_path(bundle: &Path) -> PathBuf {
    let mut name = bundle.as_os_str().to_owned();
    name.push(".sha256");
    name.into()
}

fn unhex(text: &str) -> Option<RootPin> {
    let mut pin = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in pin.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(pin)
}
