//! What ships, what it weighs, and what it may weigh.

use crate::stamp::files_under;
use crate::{brotli, paths, wasm};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The verifier's module with every format, brotli: two seconds on the slowest network a border post may have.
const VERIFIER_BUDGET: u64 = 260_000;

/// The wallet's module, brotli: the verifier's and the holder's side, of which making codes just now (device keys,
/// COSE-HPKE on two curves, Argon2id, SD-CWT and its dictionary) weighs 82,000; rules, trips and lists of withdrawn
/// certificates 57,000.
const WALLET_BUDGET: u64 = 400_000;

/// The passport module, brotli: camera, chip and authorities, loaded when a passport is to be read.
const PASSPORT_BUDGET: u64 = 150_000;

/// The desk module, brotli: the verifier's, what opens presentations, rules, trips and lists of withdrawn certificates.
/// Loaded with the first code, key, trip or list that needs it.
const DESK_BUDGET: u64 = 345_000;

/// The mini-program's code package: WeChat's quality gate for a main package.
const PACKAGE_BUDGET: u64 = 1_500_000;

/// What the verifier's page loads before it can answer, brotli, without the camera's decoder.
const FIRST_LOAD_BUDGET: u64 = 250_000;

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
    let budgets = [VERIFIER_BUDGET, WALLET_BUDGET, PASSPORT_BUDGET, DESK_BUDGET];
    for (build, budget) in wasm::BUILDS.into_iter().zip(budgets) {
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
    let folder = paths::www().join("dist");
    let page = folder.join("index.html");
    if !page.is_file() {
        return Ok(None);
    }
    let all = files_under(&folder)?;
    let mut files = loaded_first(&page, &all)?;
    files.extend(sentences(&all)?);
    let packed = files.iter().map(|file| Ok(brotli::compress(&fs::read(file)?)?.len() as u64));
    let shipped = packed.sum::<Result<u64>>()?;
    let name = "verifier page, first load".into();
    Ok(Some(Weight { name, raw: total(&files)?, shipped, budget: FIRST_LOAD_BUDGET }))
}

/// The page, what it names, what those scripts import before they run, and the core's module.
/// What is imported on demand (camera, pictures, documents) comes later.
fn loaded_first(page: &Path, all: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut loaded = vec![page.to_path_buf()];
    let mut next = 0;
    while let Some(file) = loaded.get(next) {
        // minifiers choose their quotes
        let text = fs::read_to_string(file).unwrap_or_default().replace(['`', '\''], "\"");
        let named = all.iter().filter(|other| names(&text, other) && !loaded.contains(other));
        let named: Vec<_> = named.cloned().collect();
        loaded.extend(named);
        next += 1;
    }
    Ok(loaded)
}

/// The core's sentences in the language that weighs more: a page waits for those of its own.
fn sentences(all: &[PathBuf]) -> Result<Option<PathBuf>> {
    let of = |language: &str| {
        all.iter().find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&format!("{language}-")) && name.ends_with(".js")
        })
    };
    let (Some(english), Some(chinese)) = (of("en"), of("zh")) else {
        bail!("the page's sentences are not where they were: en-*.js and zh-*.js");
    };
    let heavier = if fs::metadata(english)?.len() > fs::metadata(chinese)?.len() { english } else { chinese };
    Ok(Some(heavier.clone()))
}

/// Whether a page or script needs `file` before it can run.
fn names(text: &str, file: &Path) -> bool {
    let Some(name) = file.file_name().map(|name| name.to_string_lossy()) else { return false };
    let at_once = ["src=\"", "href=\"", "from\"", "import\"", "new URL(\""];
    let icon = file.extension().is_some_and(|extension| extension == "png" || extension == "svg");
    !icon
        && at_once.iter().any(|before| {
            text.split(before).skip(1).any(|rest| {
                rest.split('"')
                    .next()
                    .and_then(|path| path.rsplit('/').next())
                    .is_some_and(|last| last == name)
            })
        })
}

fn total(files: &[PathBuf]) -> Result<u64> {
    files.iter().map(|file| Ok(fs::metadata(file)?.len())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_what_is_needed_at_once_and_nothing_else() {
        let folder = paths::target().join("size-test");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("assets")).unwrap();
        for (name, text) in [
            (
                "index.html",
                "<link rel=\"icon\" href=\"./icon.svg\"><script src=\"./assets/main-1.js\"></script>",
            ),
            ("icon.svg", ""),
            (
                "assets/main-1.js",
                "import{a}from\"./part-2.js\";import(\"./scanner-3.js\");new URL(\"core-4.wasm\",u)",
            ),
            ("assets/part-2.js", ""),
            ("assets/scanner-3.js", "new URL(\"zxing.wasm\",u)"),
            ("assets/core-4.wasm", ""),
            ("assets/zxing.wasm", ""),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        let all = files_under(&folder).unwrap();
        let loaded = loaded_first(&folder.join("index.html"), &all).unwrap();
        let names: Vec<_> = loaded.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["index.html", "main-1.js", "core-4.wasm", "part-2.js"]);
    }
}
