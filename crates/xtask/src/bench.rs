//! Speed, native and in WebAssembly.

use crate::system::Need;
use crate::{mock_chip, package, paths, setup, term, tool};
use anyhow::{Result, bail};

/// What is compiled before, so that compiling disturbs no figure.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("healthpass", &["build", "--release", "--bin", "healthpass"]),
    ("bench", &["bench", "--no-run", "--package", "healthpass-tests", "--bench", "speed"]),
];

/// The same work in every world, then batches of it.
const SCRIPTS: &[&str] = &["worlds.mjs", "batch.mjs"];

/// Builds what is measured, then prints medians and ratios; no figure is a failure.
pub fn run() -> Result<()> {
    setup::for_build()?;
    package::build()?;
    mock_chip::build()?;
    term::heading("Native programs");
    for (what, arguments) in PROGRAMS {
        term::step(what, || tool::quietly(tool::cargo().args(*arguments)))?;
    }
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
