//! Lists given on the command line: folders as `revoke build` writes them, and other issuers' files.

use super::MANIFEST;
use crate::{input, trust};
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::revocation::{RevocationStore, Source, code};
use healthpass_cert::time::UnixTime;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes looked at to tell JSON from other files.
const HEAD: u64 = 64;

/// Folders in folders. The EU's service files its slices by key, partition and chunk.
const MAX_FOLDERS: usize = 8;

/// Puts every list given into `store`: `DIR`, or `FILE|DIR,for=CC[,at=TIME]` for another issuer's.
///
/// # Errors
/// When a file cannot be read or a list is refused.
pub fn all(store: &mut RevocationStore, lists: &[String], root: Option<&str>, now: UnixTime) -> Result<()> {
    for list in lists {
        let mut parts = list.split(',');
        let path = PathBuf::from(parts.next().unwrap_or_default());
        let options: Vec<(&str, &str)> = parts
            .map(|part| part.split_once('=').with_context(|| format!("{list}: {part} is not NAME=VALUE")))
            .collect::<Result<_>>()?;
        let (mut speaks_for, mut at) = (None, now);
        for (name, value) in options {
            match name {
                "for" => speaks_for = Some(value.to_owned()),
                "at" => at = UnixTime::parse(value).with_context(|| format!("{list}: at={value}"))?,
                _ => bail!("{list}: {name} is neither for nor at"),
            }
        }
        match speaks_for {
            None => own(store, &path, root, now)?,
            Some(speaks_for) => {
                let name =
                    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                let source = Source { name, speaks_for, at, whole: path.is_dir() };
                foreign(store, &path, &source, now)?;
            }
        }
    }
    Ok(())
}

/// A store with the one list of this folder.
///
/// # Errors
/// As [`all`].
pub fn folder(path: &Path, root: Option<&str>, now: UnixTime) -> Result<RevocationStore> {
    let mut store = RevocationStore::new();
    own(&mut store, path, root, now)?;
    Ok(store)
}

/// A list as published here: its folder, or the manifest in it.
fn own(store: &mut RevocationStore, path: &Path, root: Option<&str>, now: UnixTime) -> Result<()> {
    let (folder, manifest) = if path.is_dir() {
        (path, path.join(MANIFEST))
    } else {
        (path.parent().unwrap_or(Path::new(".")), path.to_owned())
    };
    if manifest.extension().is_some_and(|extension| extension == "json") {
        bail!("{}: whose list it is must be said: {},for=CC", path.display(), path.display());
    }
    let pin = trust::pin(&manifest, root)?;
    let mut load = |path: &Path| {
        let loaded = store.load_manifest(&input::file(path)?, &pin, now, None);
        loaded.map_err(|error| anyhow!("{}: {error}", path.display()))
    };
    let base = load(&manifest)?.base_sequence;
    let files = files(folder)?;
    // Deltas of earlier lists may lie in the same folder.
    for (_, delta) in deltas(&files).into_iter().filter(|(number, _)| Some(*number) > base) {
        load(delta)?;
    }
    add_files(store, folder)
}

/// Adds the files of a list published here. Those of earlier lists may lie in the same folder: they are passed over.
///
/// # Errors
/// When a file cannot be read, or is not what the list says.
pub fn add_files(store: &mut RevocationStore, folder: &Path) -> Result<()> {
    let files = files(folder)?;
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "hpr")) {
        match store.add_file(&input::file(path)?) {
            Err(error) if error.code != code::FILE_UNKNOWN => bail!("{}: {error}", path.display()),
            _ => (),
        }
    }
    Ok(())
}

/// Deltas of a folder by their number.
fn deltas(files: &[PathBuf]) -> Vec<(u64, &Path)> {
    let number = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        name.strip_prefix("delta-")?.strip_suffix(".cbor")?.parse::<u64>().ok()
    };
    let mut deltas: Vec<_> = files.iter().filter_map(|path| Some((number(path)?, path.as_path()))).collect();
    deltas.sort_unstable();
    deltas
}

/// Another issuer's list: a file, or a folder of all its parts and of folders of them, JSON first and in order of their
/// names. Whatever is in it has to be a part: what is passed over might be what withdraws.
fn foreign(store: &mut RevocationStore, path: &Path, source: &Source, now: UnixTime) -> Result<()> {
    let (mut json, others): (Vec<_>, Vec<_>) = match path.is_dir() {
        true => parts(path, 0)?.into_iter().partition(|path| is_json(path)),
        false => (vec![path.to_owned()], Vec::new()),
    };
    if json.is_empty() {
        bail!("{}: no list in it", path.display());
    }
    // parts are numbered, and 10 comes after 2
    json.sort_by_key(|path| path.as_os_str().len());
    let at = |path: &Path, error| anyhow!("{}: {error}", path.display());
    for part in &json {
        store.load_foreign(&input::file(part)?, source, now).map_err(|error| at(part, error))?;
    }
    for part in &others {
        store.add_file(&input::file(part)?).map_err(|error| at(part, error))?;
    }
    Ok(())
}

/// Every file of a folder and of the folders in it, in order of their names, without those that are hidden.
fn parts(folder: &Path, depth: usize) -> Result<Vec<PathBuf>> {
    if depth > MAX_FOLDERS {
        bail!("{}: too deep", folder.display());
    }
    let mut parts = files(folder)?;
    for inner in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        parts.extend(self::parts(&inner, depth + 1)?);
    }
    let is_hidden =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    parts.retain(|path| !is_hidden(path));
    Ok(parts)
}

/// By its name, or by how it begins.
fn is_json(path: &Path) -> bool {
    let mut head = Vec::new();
    let begin = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        || begin.is_ok() && matches!(first, Some(b'{' | b'['))
}

/// Files of a folder in order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_file()).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let read = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut entries = Vec::new();
    for entry in read {
        entries.push(entry?.path());
    }
    entries.sort();
    Ok(entries)
}
