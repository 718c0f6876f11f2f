//! Third-party vectors, which stay outside the repository.

use std::path::{Path, PathBuf};

/// The vector directory or file of this name: under `HEALTHPASS_VECTORS`, else under `shared/vectors`
/// beside the repository. `None`, said loudly, when there is none.
pub fn locate(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("HEALTHPASS_VECTORS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors"), PathBuf::from);
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: {} vectors not found", path.display());
    None
}

/// The text of the vector file of this name, or `None`, said loudly.
pub fn text(name: &str) -> Option<String> {
    let path = locate(name)?;
    std::fs::read_to_string(&path).map_err(|error| eprintln!("SKIPPED: {}: {error}", path.display())).ok()
}

/// The values of the vector file of this name, one a line, or `None`, said loudly.
pub fn json_lines(name: &str) -> Option<Vec<serde_json::Value>> {
    let text = text(name)?;
    let line = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}"));
    Some(text.lines().map(line).collect())
}
