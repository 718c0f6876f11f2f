//! Where things are, named once.

use std::path::{Path, PathBuf};

/// The repository's top folder.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).map_or(here.clone(), Path::to_path_buf)
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Finished modules with their bindings, one folder per build.
pub fn bindings() -> PathBuf {
    target().join("bindings")
}

/// Sources of the npm package.
pub fn npm() -> PathBuf {
    root().join("crates/wasm/npm")
}

/// The npm package as it is packed.
pub fn dist() -> PathBuf {
    npm().join("dist")
}

/// One sentence per code and language.
pub fn text() -> PathBuf {
    root().join("crates/cert/text")
}

/// The mini-program's project folder.
pub fn mini_program() -> PathBuf {
    root().join("mini-program")
}

/// The mini-program's sources as its browser host serves them.
pub fn host() -> PathBuf {
    mini_program().join("host/dist")
}

/// The chip in memory: one folder per environment.
pub fn mock_chip() -> PathBuf {
    target().join("mock-chip")
}

/// The code package that WeChat takes.
pub fn code_package() -> PathBuf {
    mini_program().join("miniprogram")
}

/// Pages of the officer's verifier and the embedding example.
pub fn www() -> PathBuf {
    root().join("www")
}

/// What the demo's authority issues.
pub fn demo() -> PathBuf {
    target().join("demo")
}

/// As the user would name it: relative to the repository where possible.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
