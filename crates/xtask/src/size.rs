//! What ships, what it weighs, and what it may weigh.

use crate::stamp::files_under;
use crate::{brotli, paths, wasm};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The verifier's module, brotli: one second on the slowest network a border post may have.
const VERIFIER_BUDGET: u64 = 110_000;

/// The wallet's module, brotli.
const WALLET_BUDGET: u64 = 160_000;

/// The mini-program's code package: WeChat's quality gate for a main package.
const PACKAGE_BUDGET: u64 = 1_500_000;

/// What the verifier's page loads before it can answer, brotli, without the camera's decoder.
const FIRST_LOAD_BUDGET: u64 = 250_000;

/// Files of the page that load only when a camera or picture is used.
const SCANNER: &str = "scanner";

/// One weighed thing.
struct Weight {
    name: String,
    raw: u64,
    /// What travels: brotli where the channel compresses.
    shipped: u64,
    budget: u64,
}

/// Prints every weight; fails when one is over its budget.
pub fn run() -> Result<()> {
    let mut weights = Vec::new();
    for (build, budget) in wasm::BUILDS.into_iter().zip([VERIFIER_BUDGET, WALLET_BUDGET]) {
        weights.push(module(build, budget)?);
    }
    weights.extend(code_package()?);
    weights.extend(first_load()?);
    println!("\n{:<28} {:>10} {:>10} {:>10}", "bytes", "raw", "shipped", "budget");
    for Weight { name, raw, shipped, budget } in &weights {
        let note = if shipped > budget { "  OVER" } else { "" };
        println!("{name:<28} {raw:>10} {shipped:>10} {budget:>10}{note}");
    }
    let over: Vec<_> = weights.iter().filter(|w| w.shipped > w.budget).map(|w| w.name.as_str()).collect();
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

fn module(build: &str, budget: u64) -> Result<Weight> {
    let folder = wasm::folder(build);
    let size = |name: &str| Ok::<_, anyhow::Error>(fs::metadata(folder.join(name))?.len());
    let raw = size("healthpass.wasm").with_context(|| format!("the {build} module is not built"))?;
    Ok(Weight { name: format!("{build}.wasm"), raw, shipped: size("healthpass.wasm.br")?, budget })
}

/// The code package as WeChat counts it: every file that is not a source of another.
fn code_package() -> Result<Option<Weight>> {
    let folder = paths::code_package();
    let mut files = files_under(&folder)?;
    files.extend(files_under(&folder.join("core"))?);
    files.retain(|file| !file.to_string_lossy().ends_with(".d.ts"));
    let raw = total(&files)?;
    let weight = Weight { name: "mini-program package".into(), raw, shipped: raw, budget: PACKAGE_BUDGET };
    Ok((raw > 0).then_some(weight))
}

fn first_load() -> Result<Option<Weight>> {
    let folder = paths::www().join("dist/verifier");
    let mut files = files_under(&folder)?;
    files.retain(|file| loads_first(file));
    if files.is_empty() {
        return Ok(None);
    }
    let packed = files.iter().map(|file| Ok(brotli::compress(&fs::read(file)?)?.len() as u64));
    let shipped = packed.sum::<Result<u64>>()?;
    Ok(Some(Weight {
        name: "verifier page, first load".into(),
        raw: total(&files)?,
        shipped,
        budget: FIRST_LOAD_BUDGET,
    }))
}

fn loads_first(file: &Path) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    matches!(extension, "html" | "js" | "css" | "wasm" | "json")
        && !name.contains(SCANNER)
        && !name.contains("zxing")
}

fn total(files: &[PathBuf]) -> Result<u64> {
    files.iter().map(|file| Ok(fs::metadata(file)?.len())).sum()
}
