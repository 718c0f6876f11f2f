//! Rust to a WebAssembly module that every engine takes, one way for all.
//!
//! compile -> bindings -> lower what the standard library brings of newer instructions, drop what
//! WeChat refuses -> prove it -> compress.

use crate::{brotli, floor, panics, paths, setup, stamp, term, tool};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use wasm_bindgen_cli_support::Bindgen;

/// The modules that ship, named after the feature of `healthpass-wasm` that makes them.
pub const BUILDS: [&str; 4] = ["verifier", "wallet", PASSPORT, "desk"];

/// The module that reads documents; it knows no certificate format.
const PASSPORT: &str = "passport";

/// Name in the import section: the loaders answer to `./healthpass_bg.js`.
const NAME: &str = "healthpass";

/// Crates below the JavaScript edge: a change in any may change the modules.
const CRATES: [&str; 7] = ["crypto", "passport", "mrz-camera", "cert", "qr", "wallet", "wasm"];

/// Names the features of the input, lowers all but mutable globals, and drops the bindings
/// generator's exported globals, which only its own loaders would use.
const OPTIMISE: &[&str] = &[
    "--enable-mutable-globals",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--llvm-memory-copy-fill-lowering",
    "--signext-lowering",
    "--llvm-nontrapping-fptoint-lowering",
    "--remove-exports=__abort_handler",
    "--remove-exports=__instance_terminated",
    "--strip-target-features",
    "--strip-producers",
    "--strip-debug",
    "--zero-filled-memory",
    "-Oz",
    "--dae-optimizing",
    "--gufa-optimizing",
    "-Oz",
    // what is called most gets the shortest numbers
    "--reorder-functions",
];

/// A passport's chip in memory, for the demo and the tests: built beside the others and never packed.
pub const MOCK_CHIP: &str = "mock-chip";

/// Builds what ships where its sources have changed. While one module is optimised, by a program that knows one core,
/// the next is compiled.
pub fn build() -> Result<()> {
    let turn = Mutex::new(());
    std::thread::scope(|scope| {
        let all = BUILDS.map(|build| scope.spawn(|| build_in_turn(build, &turn)));
        all.into_iter().try_for_each(|one| one.join().unwrap_or_else(|_| bail!("a module's build broke off")))
    })
}

/// Builds one module where its sources have changed.
pub fn build_one(build: &str) -> Result<()> {
    build_in_turn(build, &Mutex::new(()))
}

fn build_in_turn(build: &str, turn: &Mutex<()>) -> Result<()> {
    let compiler = tool::quietly(Command::new("rustc").arg("--version"))?;
    let what = format!("{build} module");
    let output = folder(build).join("healthpass.wasm.br");
    if !stamp::unless_fresh(&output, &inputs(), &compiler, || make(build, turn))? {
        term::fresh(&what);
    }
    Ok(())
}

/// Where a finished module lies: `healthpass.wasm`, `.wasm.br` and `healthpass_bg.js`.
pub fn folder(build: &str) -> PathBuf {
    paths::bindings().join(build)
}

fn inputs() -> Vec<PathBuf> {
    let root = paths::root();
    let npm = paths::npm();
    let sources = CRATES.iter().flat_map(|name| {
        let folder = root.join("crates").join(name);
        [folder.join("src"), folder.join("data"), folder.join("text"), folder.join("Cargo.toml")]
    });
    let settings = [
        "Cargo.toml",
        "Cargo.lock",
        ".cargo/config.toml",
        "crates/xtask/src/wasm.rs",
        "crates/xtask/src/panics.rs",
    ];
    sources.chain(settings.map(|file| root.join(file))).chain([npm.join("package-lock.json")]).collect()
}

fn make(build: &str, turn: &Mutex<()>) -> Result<()> {
    let folder = folder(build);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    // what the compiler makes has one name for all of them
    let in_turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    term::finished(&format!("{build} module, compiled"), || bind(&compile(build)?, &folder))?;
    drop(in_turn);
    term::finished(&format!("{build} module, optimised"), || finish(&folder))
}

fn finish(folder: &Path) -> Result<()> {
    let bound = folder.join("healthpass_bg.wasm");
    fs::write(&bound, panics::silence(&fs::read(&bound)?)?)?;
    let module = folder.join("healthpass.wasm");
    optimise(&bound, &module)?;
    let bytes = fs::read(&module)?;
    floor::check(&bytes)?;
    fs::write(folder.join("healthpass.wasm.br"), brotli::compress(&bytes)?)?;
    Ok(())
}

fn compile(build: &str) -> Result<PathBuf> {
    let arguments = ["build", "--profile", "wasm", "--target", setup::TARGET, "--package", "healthpass-wasm"];
    let mut cargo = tool::cargo();
    // flags in the environment would silently replace those of .cargo/config.toml
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo.arg("--config").arg(without_paths());
    let reads_certificates = !matches!(build, PASSPORT | MOCK_CHIP);
    let features = if reads_certificates { format!("{build},divoc") } else { build.to_owned() };
    if build == PASSPORT {
        // what it computes takes a phone milliseconds in any case; what it weighs, a holder waits for
        cargo.args(["--config", "profile.wasm.package.healthpass-crypto.opt-level=\"z\""]);
    }
    tool::quietly(cargo.args(arguments).args(["--no-default-features", "--features", &features]))?;
    Ok(paths::target().join(setup::TARGET).join("wasm/healthpass_wasm.wasm"))
}

/// Messages of assertions name source files: short names in place of where this machine keeps them.
/// Joined to the flags of .cargo/config.toml.
fn without_paths() -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let registries = fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().flatten();
    let folders = registries.map(|folder| folder.path()).chain([paths::root()]);
    let flags = folders.map(|folder| format!("{:?}", format!("--remap-path-prefix={}=", folder.display())));
    let flags: Vec<_> = flags.collect();
    format!("target.{}.rustflags=[{}]", setup::TARGET, flags.join(","))
}

/// The `bundler` flavour is pure glue: no address, no fetch, no loader to cut away.
fn bind(compiled: &Path, folder: &Path) -> Result<()> {
    let mut generator = Bindgen::new();
    generator.input_path(compiled).out_name(NAME).typescript(false).bundler(true)?;
    generator.generate(folder).context("generating the bindings failed")
}

fn optimise(bound: &Path, module: &Path) -> Result<()> {
    let program = paths::npm().join("node_modules/binaryen/bin/wasm-opt");
    let mut command = tool::node(&paths::root());
    command.arg(program).args(OPTIMISE).arg(bound).arg("-o").arg(module);
    tool::quietly(&mut command).map(drop)
}
