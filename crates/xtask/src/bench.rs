//! Speed, native and in WebAssembly.

use crate::stamp::files_under;
use crate::{package, paths, setup, term, tool};
use anyhow::{Result, bail};

/// Runs the native benches, then each script in `tests/bench`.
pub fn run() -> Result<()> {
    setup::for_build()?;
    package::build()?;
    term::heading("Native");
    if !tool::openly(tool::cargo().args(["bench", "--package", "healthpass-tests"]))? {
        bail!("a native bench failed");
    }
    term::heading("WebAssembly in Node.js");
    let scripts = files_under(&paths::root().join("tests/bench"))?;
    for script in scripts.iter().filter(|file| file.extension().is_some_and(|e| e == "mjs")) {
        if !tool::openly(tool::node(&paths::root().join("tests")).arg(script))? {
            bail!("{} failed", paths::shown(script));
        }
    }
    Ok(())
}
