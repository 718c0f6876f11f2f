//! The npm package, and the mini-program's share of it.

use crate::authority::Trust;
use crate::{mock_chip, paths, stamp, term, tool, wasm};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// Languages with a file of sentences.
const LANGUAGES: [&str; 2] = ["en", "zh"];

/// Builds the modules, the package around them and the mini-program's core.
pub fn build() -> Result<()> {
    term::heading("Core");
    wasm::build()?;
    bundle()?;
    mini_program_core()
}

/// Builds one module anew and the package around it, the others as they are.
pub fn build_one(module: &str) -> Result<()> {
    if module == wasm::MOCK_CHIP {
        return mock_chip::build();
    }
    if !wasm::BUILDS.contains(&module) {
        bail!("there is no module {module}: choose from {}, {}", wasm::BUILDS.join(", "), wasm::MOCK_CHIP);
    }
    term::heading("Core");
    wasm::build_one(module)?;
    bundle()?;
    mini_program_core()
}

fn bundle() -> Result<()> {
    let folder = paths::npm();
    let own =
        ["src", "types", "build.mjs", "package.json", "package-lock.json"].map(|name| folder.join(name));
    let inputs: Vec<_> = own.into_iter().chain([paths::bindings(), paths::text()]).collect();
    let what = "npm package";
    let work = || {
        term::step(what, || {
            let mut command = tool::node(&folder);
            command.arg("build.mjs").arg(paths::bindings()).arg(paths::text());
            tool::quietly(&mut command).map(drop)
        })
    };
    if !stamp::unless_fresh(&paths::dist(), &inputs, "", work)? {
        term::fresh(what);
    }
    Ok(())
}

/// Copies what the mini-program requires into its code package.
fn mini_program_core() -> Result<()> {
    let package = paths::code_package();
    if !package.is_dir() {
        term::skipped("mini-program core", "there is no mini-program/miniprogram");
        return Ok(());
    }
    let core = package.join("core");
    fs::create_dir_all(&core)?;
    let wechat = paths::dist().join("wechat");
    copy(&wechat.join("healthpass-wallet.wasm.br"), &core.join("healthpass-wallet.wasm.br"))?;
    copy(&wechat.join("wallet.js"), &core.join("healthpass.js"))?;
    copy(&wechat.join("wallet.d.ts"), &core.join("healthpass.d.ts"))?;
    copy(&wechat.join("healthpass-passport.wasm.br"), &core.join("healthpass-passport.wasm.br"))?;
    copy(&wechat.join("passport.js"), &core.join("passport.js"))?;
    copy(&wechat.join("passport.d.ts"), &core.join("passport.d.ts"))?;
    for language in LANGUAGES {
        let text = fs::read_to_string(paths::text().join(format!("{language}.json")))
            .with_context(|| format!("no sentences in {language}"))?;
        let name = format!("text-{language}");
        write_module(&core, &name, &text, "Record<string, string>")?;
    }
    let devices = paths::dist().join("text/devices.json");
    let devices = fs::read_to_string(devices).context("no names of devices")?;
    write_module(&core, "devices", &devices, "Record<string, string>")?;
    write_trust(&core, Trust::issued()?)
}

/// Puts the list of issuers, rules and withdrawn certificates, or `null` where there are none yet, where the mini-program requires it.
fn write_trust(core: &Path, trust: Option<Trust>) -> Result<()> {
    let value = trust.as_ref().map_or_else(|| "null".to_owned(), Trust::to_json);
    write_module(core, "trust", &value, "{ bundle: string; root: string } | null")?;
    let value = trust.as_ref().map_or_else(|| "null".to_owned(), Trust::rules_json);
    write_module(core, "rules", &value, "{ root: string; packs: string[] } | null")?;
    let value = trust.as_ref().map_or_else(|| "null".to_owned(), Trust::revocation_json);
    write_module(core, "revocation", &value, "{ root: string; manifest: string; files: string[] } | null")
}

/// A CommonJS module of one value, with its declaration.
fn write_module(folder: &Path, name: &str, json: &str, shape: &str) -> Result<()> {
    let script = format!("module.exports = {};\n", json.trim_end());
    let declaration = format!("declare const value: {shape};\nexport = value;\n");
    write(&folder.join(format!("{name}.js")), script.as_bytes())?;
    write(&folder.join(format!("{name}.d.ts")), declaration.as_bytes())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    write(to, &fs::read(from).with_context(|| format!("cannot read {}", paths::shown(from)))?)
}

/// Leaves an equal file alone, so that watchers and stamps see no change.
fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::write(file, bytes).with_context(|| format!("cannot write {}", paths::shown(file)))
}
