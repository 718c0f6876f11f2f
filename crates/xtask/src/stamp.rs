//! Skipping work whose inputs have not changed.

use anyhow::{Context, Result};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folders that never are input: outputs and installed packages.
const IGNORED: &[&str] = &["node_modules", "dist", "target", "core"];

/// Does `work` unless `output` is newer work on the very same `inputs`; true when it did.
///
/// `also` is whatever else the result depends on, such as a tool's version.
pub fn unless_fresh(
    output: &Path,
    inputs: &[PathBuf],
    also: &str,
    work: impl FnOnce() -> Result<()>,
) -> Result<bool> {
    let stamp = stamp_of(output);
    let now = fingerprint(inputs, also)?;
    if output.exists() && fs::read_to_string(&stamp).is_ok_and(|then| then == now) {
        return Ok(false);
    }
    // half-finished work must not look finished
    let _ = fs::remove_file(&stamp);
    work()?;
    fs::write(&stamp, now).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(true)
}

/// Beside the output in name, but among build products, so that outputs hold nothing else.
fn stamp_of(output: &Path) -> PathBuf {
    let name: String =
        crate::paths::shown(output).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let folder = crate::paths::target().join("stamps");
    // a failure shows when the stamp is written
    let _ = fs::create_dir_all(&folder);
    folder.join(name)
}

/// Names, sizes and times of change of every file under `inputs`.
fn fingerprint(inputs: &[PathBuf], also: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    also.hash(&mut hasher);
    for input in inputs {
        for file in files_under(input)? {
            let about = fs::metadata(&file)?;
            let changed = about.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            (file, about.len(), changed).hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file under `path` in a stable order, without outputs and installed packages; a path that
/// does not exist has none.
pub fn files_under(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries: Vec<_> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.retain(|entry| !entry.file_name().is_some_and(|name| IGNORED.iter().any(|i| name == *i)));
    entries.sort();
    let nested: Vec<_> = entries.iter().map(|entry| files_under(entry)).collect::<Result<_>>()?;
    Ok(nested.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn does_the_work_once_per_change() {
        let folder = crate::paths::target().join("stamp-test");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let (input, output) = (folder.join("in"), folder.join("out"));
        fs::write(&input, "1").unwrap();
        let build = |also: &str| {
            let inputs = [input.clone()];
            unless_fresh(&output, &inputs, also, || Ok(fs::copy(&input, &output).map(|_| ())?)).unwrap()
        };
        build("a");
        assert!(!build("a"), "nothing changed");
        assert!(build("b"), "a tool changed");
        fs::write(&input, "22").unwrap();
        assert!(build("b"), "the input changed");
        fs::remove_file(&output).unwrap();
        assert!(build("b"), "the output is gone");
        unless_fresh(&output, &[], "b", || anyhow::bail!("no")).unwrap_err();
        assert!(build("b"), "failed work is done again");
    }
}
