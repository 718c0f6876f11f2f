//! Third-party vectors: beside the repository in `shared/vectors`, or where `HEALTHPASS_VECTORS` says.

use std::path::{Path, PathBuf};

/// The text of the vector file `name`, or `None` after saying loudly that the test is skipped.
#[allow(clippy::print_stderr, reason = "a skipped test must be seen")]
pub fn text(name: &str) -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    let root = std::env::var_os("HEALTHPASS_VECTORS").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(root.join(name)).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {name}: vectors not found");
    }
    text
}
