//! The chip in memory that the demo's phone and the tests read: its module and loader, which are never packed.

use crate::{paths, stamp, term, tool, wasm};
use anyhow::{Context, Result};
use std::fs;

/// What a page needs of it.
const FILES: [&str; 2] = ["mock-chip.js", "healthpass-mock-chip.wasm"];

/// Builds it into `target/mock-chip`, for browsers and for Node.js.
pub fn build() -> Result<()> {
    term::heading("Chip in memory");
    wasm::build_one(wasm::MOCK_CHIP)?;
    let npm = paths::npm();
    let inputs = ["src", "build.mjs", "package-lock.json"].map(|name| npm.join(name));
    let inputs: Vec<_> = inputs.into_iter().chain([wasm::folder(wasm::MOCK_CHIP)]).collect();
    let what = "loader of the chip";
    let work = || {
        term::step(what, || {
            let mut command = tool::node(&npm);
            command.args(["build.mjs", "--mock-chip"]).arg(paths::bindings()).arg(paths::mock_chip());
            tool::quietly(&mut command).map(drop)
        })
    };
    if !stamp::unless_fresh(&paths::mock_chip(), &inputs, "", work)? {
        term::fresh(what);
    }
    Ok(())
}

/// Lays it beside the wallet's browser host, whose reader looks for it there.
pub fn lend_to_host() -> Result<()> {
    let host = paths::host();
    if !host.is_dir() || !paths::mock_chip().is_dir() {
        return Ok(());
    }
    for name in FILES {
        let file = paths::mock_chip().join("browser").join(name);
        fs::copy(&file, host.join(name)).with_context(|| format!("cannot copy {}", paths::shown(&file)))?;
    }
    Ok(())
}
