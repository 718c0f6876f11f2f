//! npm packages, exactly as each `package-lock.json` says.

use crate::{paths, term, tool};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Every folder with an npm project, in the order they build on each other.
pub fn folders() -> Vec<PathBuf> {
    let all = [paths::npm(), paths::mini_program(), paths::www(), paths::root().join("tests")];
    all.into_iter().filter(|folder| folder.join("package-lock.json").is_file()).collect()
}

/// Installs the locked packages of `folder` unless they are there. No package's own script runs.
pub fn install(folder: &Path) -> Result<()> {
    let what = format!("npm packages of {}", paths::shown(folder));
    if installed(folder) {
        term::fresh(&what);
        return Ok(());
    }
    term::step(&what, || tool::quietly(tool::npm(folder).args(["ci", "--ignore-scripts"])).map(drop))
}

fn installed(folder: &Path) -> bool {
    let changed = |name: &str| folder.join(name).metadata().and_then(|about| about.modified()).ok();
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

/// Runs a script of `folder`'s package.json.
pub fn script(folder: &Path, name: &str) -> Result<()> {
    let what = format!("npm run {name} in {}", paths::shown(folder));
    term::step(&what, || tool::quietly(tool::npm(folder).args(["run", "--silent", name])).map(drop))
}

/// Whether `folder`'s package.json has a script of this name.
pub fn has_script(folder: &Path, name: &str) -> bool {
    let text = std::fs::read_to_string(folder.join("package.json")).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text)
        .is_ok_and(|package| package.pointer(&format!("/scripts/{name}")).is_some())
}
