//! Who may know whom: imports point down only, and the core stays pure.

use std::fs;
use std::path::{Path, PathBuf};

/// Each crate and the crates of ours it may name, in `Cargo.toml` or in its sources.
const MAY_USE: &[(&str, &[&str])] = &[
    ("crypto", &[]),
    ("passport", &["crypto"]),
    ("mrz-camera", &["passport"]),
    ("qr", &[]),
    ("cert", &["crypto", "passport"]),
    ("wallet", &["crypto", "passport", "qr", "cert"]),
    ("wasm", &["crypto", "passport", "mrz-camera", "qr", "cert", "wallet"]),
    ("cli", &["crypto", "passport", "qr", "cert", "wallet"]),
    ("xtask", &["crypto", "passport", "qr", "cert", "wallet"]),
];

/// Crates to which bytes, keys, time and randomness are arguments.
const PURE: &[&str] = &["crypto", "passport", "mrz-camera", "qr", "cert", "wallet"];

/// Doors to the outside world that the pure crates have no handle on.
const IMPURE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "now_utc",
    "getrandom",
    "SysRng",
    "println!",
    "eprintln!",
];

/// Packages that speak JavaScript.
const JAVASCRIPT: &[&str] = &["wasm-bindgen", "js-sys", "web-sys", "serde-wasm-bindgen"];

#[test]
fn imports_point_down() {
    let mut faults = Vec::new();
    for (name, allowed) in MAY_USE {
        let folder = crates().join(name);
        let manifest = read(&folder.join("Cargo.toml"));
        faults.extend(upward(name, allowed, &named_in_manifest(&manifest)));
        for file in sources(&folder) {
            faults.extend(upward(&shown(&file), allowed, &named_in_source(&read(&file), name)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_crate_has_its_place() {
    let mut there: Vec<String> = fs::read_dir(crates())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("Cargo.toml").is_file())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    there.sort();
    let mut known: Vec<_> = MAY_USE.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(there, known);
}

#[test]
fn the_core_is_pure() {
    let mut faults = Vec::new();
    for file in PURE.iter().flat_map(|name| sources(&crates().join(name))) {
        let shipped = shipped(&read(&file));
        let found = IMPURE.iter().filter(|door| shipped.contains(*door));
        faults.extend(found.map(|door| format!("{} uses {door}", shown(&file))));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn one_crate_speaks_javascript() {
    for (name, _) in MAY_USE.iter().filter(|(name, _)| *name != "wasm") {
        let manifest = read(&crates().join(name).join("Cargo.toml"));
        for package in JAVASCRIPT {
            let spoken = dependencies(&manifest).any(|dependency| dependency == *package);
            assert!(!spoken, "crates/{name} depends on {package}");
        }
    }
}

#[test]
fn the_reading_itself_finds_upward_imports() {
    let manifest =
        "[package]\nname = \"healthpass-qr\"\n[dev-dependencies]\nhealthpass-cert.workspace = true\n";
    assert_eq!(named_in_manifest(manifest), ["cert"]);
    let inline = "[target.'cfg(unix)'.dependencies]\nhealthpass-wallet = { path = \"../wallet\" }\n";
    assert_eq!(named_in_manifest(inline), ["wallet"]);
    let source = "use healthpass_cert::report;\nlet x = healthpass_crypto::f(); // healthpass_wallet::no\n";
    assert_eq!(named_in_source(source, "qr"), ["cert", "crypto"]);
    assert_eq!(upward("qr", &["crypto"], &["crypto".into(), "cert".into()]).len(), 1);
    assert_eq!(shipped("a\n#[cfg(test)]\nmod tests { std::fs }\n"), "a\n");
    assert_eq!(shipped("b // std::fs\n"), "b \n");
}

/// The helpers of the tests, which the program's own tests share.
const TEST_HELPERS: &str = "tests";

fn upward(from: &str, allowed: &[&str], named: &[String]) -> Vec<String> {
    let known = |name: &str| allowed.contains(&name) || (from.contains("cli") && name == TEST_HELPERS);
    let wrong = named.iter().filter(|name| !known(name.as_str()));
    wrong.map(|name| format!("{from} uses healthpass-{name}, which is not below it")).collect()
}

/// Our crates among a manifest's dependencies of any kind.
fn named_in_manifest(manifest: &str) -> Vec<String> {
    dependencies(manifest).filter_map(|key| key.strip_prefix("healthpass-")).map(str::to_owned).collect()
}

/// Names in every `[...dependencies]` table, whichever way they are written.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    manifest.lines().map(str::trim).filter_map(move |line| {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            inside = table.ends_with("dependencies");
            return table.rsplit_once("dependencies.").map(|(_, name)| name);
        }
        let key = line.split(['=', '.', ' ']).next().filter(|key| !key.is_empty() && !key.starts_with('#'));
        if inside { key } else { None }
    })
}

/// Our crates named by path in a source, itself aside (doc examples name their own crate).
fn named_in_source(source: &str, own: &str) -> Vec<String> {
    let code: String = source.lines().map(|line| without_comment(line).to_owned() + "\n").collect();
    let names = code.split("healthpass_").skip(1).filter_map(|rest| {
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        rest[name.len()..].starts_with("::").then_some(name)
    });
    let mut names: Vec<_> = names.filter(|name| name != own).collect();
    names.sort();
    names.dedup();
    names
}

/// What of a source is compiled into a product: no comments, nothing from the first test module on.
fn shipped(source: &str) -> String {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().map(|line| without_comment(line).to_owned() + "\n").collect()
}

fn without_comment(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Rust sources of a crate that ship; modules of tests alone are not among them.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.join("src")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_stem().unwrap().to_string_lossy().into_owned();
            if name == "tests" || name.ends_with("_tests") {
                continue;
            }
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                found.push(entry);
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {}", folder.display());
    found
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates")
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn shown(file: &Path) -> String {
    file.strip_prefix(crates()).unwrap_or(file).display().to_string()
}
