//! `healthpass trust`.

use crate::args::{Trust, TrustBuild};
use crate::keys::{describe, hex};
use crate::{clock, input, issue};
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, RootPin, Source};
use healthpass_cert::trust::eu_list::EuList;
use healthpass_cert::trust::{TrustList, TrustedKey, given};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::key::PublicKey;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const DAY: i64 = 86_400;

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, or a list's own signature does not hold.
pub fn run(command: &Trust) -> Result<ExitCode> {
    match command {
        Trust::Build(build) => write(build)?,
        Trust::Show { bundle, root, json } => show(&open(bundle, root.as_deref())?, *json)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens a bundle against the root given, or the one pinned in the file beside it.
///
/// # Errors
/// When there is no pin, or the bundle is not from that root.
pub fn open(path: &Path, root: Option<&str>) -> Result<Bundle> {
    let pin = match root {
        Some(hex) => hex.to_owned(),
        None => {
            let beside = pin_path(path);
            let text = input::file(&beside)
                .with_context(|| format!("no --root given and no {}", beside.display()))?;
            String::from_utf8_lossy(&text).trim().to_owned()
        }
    };
    let pin = unhex(&pin).with_context(|| format!("{pin} is not a SHA-256 in hexadecimal"))?;
    Bundle::open(&input::file(path)?, &pin).map_err(|error| anyhow!("{}: {error}", path.display()))
}

fn write(command: &TrustBuild) -> Result<()> {
    let signer = issue::signer(&command.root_key)?;
    let created_at = clock::time(command.at.as_deref())?;
    let mut bundle = Bundle {
        list: TrustList {
            name: command.name.clone(),
            environment: command.environment.clone(),
            created_at,
            expires_at: UnixTime(created_at.0 + i64::from(command.days) * DAY),
        },
        sequence: command.sequence,
        sources: Vec::new(),
        keys: Vec::new(),
    };
    for path in &command.cert {
        let key = given::from_certificate(&issue::certificate(path)?)
            .map_err(|error| anyhow!("{}: {error}", path.display()))?;
        add(&mut bundle, source(path, "none"), vec![key]);
    }
    let list_key = command.eu_list_key.as_deref().map(list_key).transpose()?;
    for path in &command.eu_list {
        add_list(&mut bundle, path, list_key.as_ref())?;
    }
    if bundle.keys.is_empty() {
        bail!("nobody to trust: give --cert or --eu-list");
    }
    let spki = signer.public_key().spki_der().to_vec();
    let bytes =
        bundle.write(&spki, |message| Ok::<_, std::convert::Infallible>(signer.sign(message).to_vec()))?;
    let pin = sha256(&spki);
    // What was written is read back: a bundle no reader opens must not be published.
    Bundle::open(&bytes, &pin).map_err(|error| anyhow!("the bundle does not open again: {error}"))?;
    std::fs::write(&command.out, &bytes)
        .with_context(|| format!("cannot write {}", command.out.display()))?;
    std::fs::write(pin_path(&command.out), format!("{}\n", hex(&pin)))?;
    println!(
        "{}: {} keys, {} bytes, root {}",
        command.out.display(),
        bundle.keys.len(),
        bytes.len(),
        hex(&pin)
    );
    Ok(())
}

fn add_list(bundle: &mut Bundle, path: &Path, signer: Option<&PublicKey>) -> Result<()> {
    let text =
        String::from_utf8(input::file(path)?).with_context(|| format!("{} is not text", path.display()))?;
    let list = EuList::read(&text, signer).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    for (kid, why) in &list.left_out {
        eprintln!("left out {kid}: {why}");
    }
    eprintln!("{}: {} keys, proof {}", path.display(), list.keys.len(), list.proof.name());
    add(bundle, source(path, list.proof.name()), list.keys);
    Ok(())
}

fn add(bundle: &mut Bundle, source: Source, keys: Vec<TrustedKey>) {
    let index = bundle.sources.len();
    bundle.sources.push(source);
    bundle.keys.extend(keys.into_iter().map(|key| (key, index)));
}

fn source(path: &Path, proof: &str) -> Source {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Source { name, proof: proof.to_owned(), dated: None }
}

fn list_key(path: &Path) -> Result<PublicKey> {
    let pem =
        String::from_utf8(input::file(path)?).with_context(|| format!("{} is not PEM", path.display()))?;
    PublicKey::from_pem(&pem).map_err(|error| anyhow!("{}: {error}", path.display()))
}

fn show(bundle: &Bundle, as_json: bool) -> Result<()> {
    let summary = bundle.summary(clock::time(None)?);
    let keys: Vec<_> = bundle.keys.iter().map(|(key, _)| describe(key)).collect();
    if as_json {
        println!("{}", json!({ "summary": summary, "keys": keys }));
        return Ok(());
    }
    println!("{} ({}), version {}", summary.name, summary.environment, summary.version);
    println!(
        "  created {}, expires {}{}",
        summary.created_at,
        summary.expires_at,
        if summary.expired { " (EXPIRED)" } else { "" }
    );
    for source in &bundle.sources {
        println!("  from {} (proof: {})", source.name, source.proof);
    }
    println!("  {} keys of {} states: {}", summary.keys, summary.issuers, summary.countries.join(" "));
    for key in &keys {
        println!(
            "    {} {} until {}",
            key["country"].as_str().unwrap_or("??"),
            key["kid"].as_str().unwrap_or(""),
            key["notAfter"].as_str().unwrap_or("?")
        );
    }
    Ok(())
}

fn pin_path(bundle: &Path) -> PathBuf {
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
