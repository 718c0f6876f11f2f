//! The demo's health authority: keys, a signed list of issuers and sample certificates, made anew
//! on each machine by the `healthpass` program. No key of it is ever in the repository.

use crate::{paths, term};
use anyhow::{Context, Result};
use base64ct::{Base64, Encoding};
use serde::Deserialize;
use serde_json::json;
use std::fs;
use std::path::Path;

/// The list of issuers, as the loaders take it.
const BUNDLE: &str = "bundle.cbor";

/// Who signed the list: `{"root": hex SHA-256 of the public key}`.
const ROOT: &str = "root.json";

/// A signed list of issuers and who signed it.
#[derive(Debug)]
pub struct Trust {
    bundle: Vec<u8>,
    root: String,
}

impl Trust {
    /// What the authority last issued on this machine, if it did.
    pub fn issued() -> Result<Option<Self>> {
        Self::read(&paths::demo().join("trust"))
    }

    fn read(folder: &Path) -> Result<Option<Self>> {
        if !folder.join(BUNDLE).is_file() {
            return Ok(None);
        }
        let bundle = fs::read(folder.join(BUNDLE))?;
        let text = fs::read_to_string(folder.join(ROOT)).context("the demo's list of issuers has no root")?;
        let pinned: Pinned = serde_json::from_str(&text).context("the root of the demo's list is damaged")?;
        Ok(Some(Self { bundle, root: pinned.root }))
    }

    /// `{"bundle": base64, "root": hex}`, as the mini-program requires it.
    pub fn to_json(&self) -> String {
        json!({ "bundle": Base64::encode_string(&self.bundle), "root": self.root }).to_string()
    }

    /// Two files beside the page that loads them.
    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(BUNDLE), &self.bundle)?;
        fs::write(folder.join(ROOT), json!({ "root": self.root }).to_string())?;
        Ok(())
    }
}

#[derive(Deserialize)]
struct Pinned {
    root: String,
}

/// Makes keys, list and samples in `target/demo` unless they are there.
pub fn issue() -> Result<()> {
    // the command line has no issuing commands yet; the pages then start without a list
    term::skipped("demo authority", "this version issues no certificates");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_list_is_read_back() {
        let folder = paths::target().join("authority-test");
        let _ = fs::remove_dir_all(&folder);
        assert!(Trust::read(&folder).unwrap().is_none());
        Trust { bundle: vec![1, 2, 255], root: "0a0b".into() }.write(&folder).unwrap();
        let read = Trust::read(&folder).unwrap().unwrap();
        assert_eq!(read.to_json(), r#"{"bundle":"AQL/","root":"0a0b"}"#);
        fs::write(folder.join(ROOT), "{}").unwrap();
        Trust::read(&folder).unwrap_err();
    }
}
