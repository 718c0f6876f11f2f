//! Speed, native and in WebAssembly.

use crate::system::Need;
use crate::{package, paths, setup, term, tool};
use anyhow::{Result, bail};

/// The same work in every world, then batches of it.
const SCRIPTS: &[&str] = &["worlds.mjs", "batch.mjs"];

/// Builds what is measured, then prints medians and ratios; no figure is a failure.
pub fn run() -> Result<()> {
    setup::for_build()?;
    package::build()?;
    term::heading("Native programs");
    let (program, bench) = (["build", "--release", "--bin", "healthpass"], [
        "bench", "--no-run", "--package", "healthpass-tests", "--bench", "speed",
    ]);
    term::step("healthpass", || tool::quietly(tool::cargo().args(program)))?;
    term::step("bench", || tool::quietly(tool::cargo().args(bench)))?;
    for script in SCRIPTS {
        let mut command = tool::node(&paths::root().join("tests"));
        if let Some(chromium) = Need::Chromium.found() {
            command.env("CHROMIUM", chromium);
        }
        if !tool::openly(command.arg(paths::root().join("tests/bench").join(script)))? {
            bail!("tests/bench/{script} failed");
        }
    }
    Ok(())
}
