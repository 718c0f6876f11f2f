//! `healthpass rules import-eu`.

use super::text;
use crate::args::ImportEu;
use crate::clock;
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::rules::{self, Pack};
use healthpass_cert::time::UnixTime;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Files taken from folders; the gateway had some 700 rules.
const MAX_FILES: usize = 20_000;

/// Makes a pack of published rules.
///
/// # Errors
/// When a file cannot be read or written, or is no rule.
pub fn run(command: &ImportEu) -> Result<()> {
    let mut paths = Vec::new();
    command.from.iter().try_for_each(|path| gather(path, &mut paths))?;
    paths.sort();
    let files =
        paths.iter().map(|path| Ok((path.display().to_string(), text(path)?))).collect::<Result<Vec<_>>>()?;
    let imported = rules::import(&files).map_err(|error| anyhow!("{error}"))?;
    for file in &imported.unreadable {
        eprintln!("left out, no JSON: {file}");
    }
    for refused in &imported.refused {
        eprintln!("left out, no reader would take it: {refused}");
    }
    for missing in &imported.missing {
        eprintln!("listed, but in no file: {missing}");
    }
    if !imported.missing.is_empty() {
        bail!("{} rules of the list are missing or changed", imported.missing.len());
    }
    let wanted = |rule: &Value| {
        let country = rule.get("Country").and_then(Value::as_str).unwrap_or_default();
        command.countries.is_empty()
            || command.countries.iter().any(|code| code.eq_ignore_ascii_case(country))
    };
    let taken: Vec<Value> = imported.rules.into_iter().filter(wanted).collect();
    let pack = pack(command, &taken, imported.value_sets)?;
    let content = serde_json::to_string(&pack)? + "\n";
    Pack::read(&content).map_err(|error| anyhow!("no reader would take this pack: {error}"))?;
    std::fs::write(&command.out, &content)
        .with_context(|| format!("cannot write {}", command.out.display()))?;
    println!(
        "{}: {} rules, {} bytes; {} files were of no use",
        command.out.display(),
        taken.len(),
        content.len(),
        imported.others.len()
    );
    Ok(())
}

fn pack(command: &ImportEu, taken: &[Value], value_sets: Vec<(String, Vec<String>)>) -> Result<Value> {
    let now = clock::time(command.at.as_deref())?;
    let value_sets: Map<String, Value> =
        value_sets.into_iter().map(|(id, codes)| (id, Value::from(codes))).collect();
    Ok(json!({
        "id": command.id,
        "sequence": command.sequence,
        "name": {"en": command.name},
        "publishedBy": command.publisher,
        "createdAt": now.rfc3339(),
        "expiresAt": UnixTime(now.0.saturating_add(i64::from(command.days) * 86_400)).rfc3339(),
        "valueSets": value_sets,
        "rules": taken,
    }))
}

fn gather(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if found.len() > MAX_FILES {
        bail!("more than {MAX_FILES} files");
    }
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).with_context(|| format!("cannot open {}", path.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        // A link may lead round in a circle.
        if entry.file_type()?.is_dir() || (is_json && entry.file_type()?.is_file()) {
            gather(&path, found)?;
        }
    }
    Ok(())
}
