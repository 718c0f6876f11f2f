//! Coverage-guided fuzzing of what reads strangers' bytes, as `tests/fuzz/README.md` says.

use crate::stamp::files_under;
use crate::{paths, term, tool};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Seconds of each target when nobody says otherwise.
pub const DEFAULT_SECONDS: u32 = 60;

/// What no input may take: seconds, and megabytes of memory.
const LIMITS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=1024"];

/// C++ compilers by their usual names.
const CXX: &[&str] = &["c++", "g++", "clang++", "cl.exe"];

/// Last lines shown of a target that found something: the failed assertion and the file with the input.
const LAST_LINES: usize = 40;

/// Builds every target and runs each for `seconds` from its corpus; fails when one found something.
pub fn run(seconds: u32) -> Result<()> {
    let programs = build()?;
    term::heading(&format!("Fuzzing, {seconds} s each"));
    let mut found = Vec::new();
    for program in &programs {
        if !fuzz(program, seconds)? {
            found.push(name_of(program));
        }
    }
    if !found.is_empty() {
        bail!("{} found something: the input is in tests/fuzz/artifacts", found.join(", "));
    }
    Ok(())
}

/// Seeds and programs.
fn build() -> Result<Vec<PathBuf>> {
    if std::env::var_os("CXX").is_none() && tool::find(CXX).is_none() {
        bail!("libFuzzer needs a C++ compiler: install one (Debian: apt-get install g++), or set CXX");
    }
    term::heading("Fuzz targets");
    let seeds = ["run", "--quiet", "--package", "healthpass-tests", "--bin", "fuzz-seeds"];
    term::step("seeds", || tool::quietly(tool::cargo().args(seeds)))?;
    // flags for the targets alone, not for build scripts, only with an explicit target
    let host = tool::quietly(Command::new("rustc").args(["--print", "host-tuple"]))?;
    let (host, target) = (host.trim(), folder().join("target"));
    let mut cargo = tool::cargo();
    // the instrumentation is in that folder's own configuration
    cargo.current_dir(folder()).args(["build", "--release", "--target", host, "--target-dir"]);
    term::step("programs", || tool::quietly(cargo.arg(&target)))?;
    let programs = target.join(host).join("release");
    let sources = files_under(&folder().join("fuzz_targets"))?;
    let sources = sources.iter().filter(|file| file.extension().is_some_and(|e| e == "rs"));
    Ok(sources
        .map(|file| programs.join(name_of(file)).with_extension(std::env::consts::EXE_EXTENSION))
        .collect())
}

/// Runs one target and prints its line; false when it found something.
fn fuzz(program: &Path, seconds: u32) -> Result<bool> {
    let name = name_of(program);
    // libFuzzer does not make the folder of a target without seeds.
    std::fs::create_dir_all(folder().join("corpus").join(&name))?;
    let mut command = Command::new(program);
    command.current_dir(folder()).arg(Path::new("corpus").join(&name)).arg("-artifact_prefix=artifacts/");
    command.arg(format!("-max_total_time={seconds}")).args(LIMITS).stdin(Stdio::null());
    let output = command.output().with_context(|| format!("cannot run {}", paths::shown(program)))?;
    let said = String::from_utf8_lossy(&output.stderr);
    // a target that ran nothing has proved nothing
    let done = said.lines().rev().find_map(|line| line.strip_prefix("Done "));
    if let Some(done) = done.filter(|_| output.status.success()) {
        println!("  {name:<13} {done}, {} edges, nothing found", edges(&said));
        return Ok(true);
    }
    println!("  {name:<13} FOUND SOMETHING");
    let lines: Vec<_> = said.lines().collect();
    println!("{}", lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default().join("\n"));
    Ok(false)
}

/// Edges covered, as libFuzzer's last line of progress has it: `cov: 1234`.
fn edges(said: &str) -> &str {
    said.rsplit_once("cov: ").and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or("?")
}

fn name_of(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn folder() -> PathBuf {
    paths::root().join("tests/fuzz")
}
