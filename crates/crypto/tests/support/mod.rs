//! Vectors lie beside the repository, or where `HEALTHPASS_VECTORS` says.

#![allow(dead_code, clippy::expect_used, clippy::print_stderr, reason = "helpers of several tests")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    std::env::var_os("HEALTHPASS_VECTORS").map_or_else(beside, PathBuf::from)
}

/// A file's bytes, or a loud line on the error output and nothing.
pub fn bytes(name: &str) -> Option<Vec<u8>> {
    let bytes = fs::read(root().join(name)).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: {name}: vectors not found");
    }
    bytes
}

/// The same as text.
pub fn text(name: &str) -> Option<String> {
    bytes(name).map(|bytes| String::from_utf8(bytes).expect("vectors are UTF-8"))
}

/// The names of a folder's entries, sorted; none when it is not there.
pub fn folder(name: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join(name)) else {
        eprintln!("SKIPPED: {name}: vectors not found");
        return Vec::new();
    };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
