//! What is wrong before anything runs: format, lints, layers, types, licences.

use crate::{npm, package, paths, setup, term, tool};
use anyhow::{Result, bail};

/// Runs every check; the first failure ends it.
pub fn run() -> Result<()> {
    setup::for_build()?;
    term::heading("Checks");
    cargo("format", &["fmt", "--all", "--check"])?;
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    cargo("layers", &["test", "--quiet", "--package", "healthpass-tests", "--test", "layering"])?;
    cargo("types of the report", &["test", "--quiet", "--package", "xtask", "types"])?;
    no_randomness_of_its_own()?;
    // the pages are written against the package's own declarations
    package::build()?;
    for folder in npm::folders().iter().filter(|folder| npm::has_script(folder, "typecheck")) {
        npm::script(folder, "typecheck")?;
    }
    licences()
}

fn cargo(what: &str, arguments: &[&str]) -> Result<()> {
    term::step(what, || tool::quietly(tool::cargo().args(arguments)).map(drop))
}

/// The modules take randomness from their host only: a generator that finds its own source would
/// fail in a mini-program, or worse, not fail.
fn no_randomness_of_its_own() -> Result<()> {
    term::step("no getrandom in the modules", || {
        let query = ["tree", "--package", "healthpass-wasm", "--target", setup::TARGET];
        let format = ["--edges", "normal", "--prefix", "none", "--format", "{p}"];
        let tree = tool::quietly(tool::cargo().args(query).args(format))?;
        match tree.lines().find(|line| line.starts_with("getrandom ")) {
            Some(line) => bail!("{line} is in the modules: run `cargo tree -i getrandom -p healthpass-wasm`"),
            None => Ok(()),
        }
    })
}

fn licences() -> Result<()> {
    if tool::find(&["cargo-deny"]).is_none() {
        term::skipped("licences and advisories", "cargo-deny is not installed (cargo install cargo-deny)");
        return Ok(());
    }
    let config = paths::root().join(".cargo/deny.toml");
    term::step("licences and advisories", || {
        let mut command = tool::cargo();
        command.args(["deny", "--all-features", "check", "--config"]).arg(config);
        tool::quietly(&mut command).map(drop)
    })
}
