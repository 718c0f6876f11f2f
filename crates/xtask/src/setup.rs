//! What building needs and a fresh machine lacks.

use crate::{npm, system, term, tool};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// The target every module is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Oldest Node.js the package and its tools are written for.
const NODE_MAJOR: u32 = 20;

/// The wasm target, Node.js and the npm packages.
pub fn for_build() -> Result<()> {
    term::heading("Set-up");
    wasm_target()?;
    node()?;
    npm::folders().iter().try_for_each(|folder| npm::install(folder))
}

/// What `needs` on top of building, where this system lets us install it; what remains missing
/// shows at the stage that wants it.
pub fn for_tests(needs: &[system::Need]) -> Result<()> {
    system::install_missing(needs)
}

fn wasm_target() -> Result<()> {
    let what = format!("Rust target {TARGET}");
    let sysroot = tool::quietly(Command::new("rustc").args(["--print", "sysroot"]))?;
    let libraries = std::path::Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    if libraries.is_dir() {
        term::fresh(&what);
        return Ok(());
    }
    let remedy = || format!("could not install it; run `rustup target add {TARGET}` with network access");
    let mut rustup = Command::new("rustup");
    rustup.current_dir(crate::paths::root()).args(["target", "add", TARGET]);
    term::step(&what, || tool::quietly(&mut rustup).map(drop).with_context(remedy))
}

fn node() -> Result<()> {
    let said = tool::quietly(Command::new("node").arg("--version"))?;
    let version = said.trim();
    let major = version.trim_start_matches('v').split('.').next().and_then(|part| part.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR) {
        bail!("Node.js {NODE_MAJOR} or newer is needed, found {version}: install it from nodejs.org");
    }
    Ok(())
}
