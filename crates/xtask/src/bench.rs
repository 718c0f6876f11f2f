//! Speed, native and in WebAssembly.

use crate::system::Need;
use crate::{mock_chip, package, paths, setup, term, tool};
use anyhow::{Result, bail};

/// What is compiled before, so that compiling disturbs no figure.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("healthpass", &["build", "--release", "--bin", "healthpass"]),
    ("bench", &["bench", "--no-run", "--package", "healthpass-tests", "--bench", "speed"]),
];

/// The same work in every world, then batches of it; with rounds and lines for figures nobody reads.
const SCRIPTS: &[(&str, &str)] = &[("worlds.mjs", "1"), ("batch.mjs", "100")];

/// Builds what is measured, then prints medians and ratios; no figure is a failure. `once` runs everything one time,
/// the native part as tests are built: whether it runs and every world gives the same answers, not how fast.
pub fn run(once: bool) -> Result<()> {
    setup::for_build()?;
    package::build()?;
    mock_chip::build()?;
    term::heading("Native programs");
    for (what, arguments) in PROGRAMS.iter().filter(|(what, _)| !once || *what != "bench") {
        term::step(what, || tool::quietly(tool::cargo().args(*arguments)))?;
    }
    for (script, few) in SCRIPTS {
        let mut command = tool::node(&paths::root().join("tests"));
        if let Some(chromium) = Need::Chromium.found() {
            command.env("CHROMIUM", chromium);
        }
        command.arg(paths::root().join("tests/bench").join(script));
        if once {
            command.arg(few).env("HEALTHPASS_BENCH_ONCE", "1");
        }
        if !tool::openly(&mut command)? {
            bail!("tests/bench/{script} failed");
        }
    }
    Ok(())
}
