//! The demo's health authority: keys, a signed list of issuers and sample certificates, made anew
//! on each machine by the `healthpass` program. No key of it is ever in the repository.

use crate::{paths, term};
use anyhow::{Context, Result};
use base64ct::{Base64, Encoding};
use std::fs;

/// The list of issuers, as the loaders take it.
const BUNDLE: &str = "trust.bundle";

/// SHA-256 of the public key that signed the list, hex.
const ROOT: &str = "trust.root";

/// A signed list of issuers and who signed it.
pub struct Trust {
    bundle: Vec<u8>,
    root: String,
}

impl Trust {
    /// `{"bundle": base64, "root": hex}`: neither needs escaping.
    pub fn to_json(&self) -> String {
        format!("{{\"bundle\":\"{}\",\"root\":\"{}\"}}", Base64::encode_string(&self.bundle), self.root)
    }
}

/// What the authority last issued on this machine, if it did.
pub fn issued() -> Result<Option<Trust>> {
    let folder = paths::demo();
    if !folder.join(BUNDLE).is_file() {
        return Ok(None);
    }
    let bundle = fs::read(folder.join(BUNDLE))?;
    let root = fs::read_to_string(folder.join(ROOT)).context("the demo's list of issuers has no root")?;
    Ok(Some(Trust { bundle, root: root.trim().to_owned() }))
}

/// Makes keys, list and samples in `target/demo` unless they are there.
pub fn issue() -> Result<()> {
    // the command line has no issuing commands yet; the pages then start without a list
    term::skipped("demo authority", "this version issues no certificates");
    Ok(())
}
