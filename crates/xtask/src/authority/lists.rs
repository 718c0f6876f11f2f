//! What the demo's root signs beside the list of issuers: rule packs, and the list of withdrawn certificates.

use super::{Authority, LIST_DAYS, PACKS};
use crate::{paths, tool};
use anyhow::{Context, Result, anyhow};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::revocation::{HashKind, Identity};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Folder of the list of withdrawn certificates.
pub(super) const REVOCATION: &str = "revocation";
const WITHIN: &str = "revocation/";
const MANIFEST: &str = "revocation/manifest.cbor";
const PACK_START: &str = "rules-";
const PIN_END: &str = ".sha256";

pub(super) fn is_pack(name: &str) -> bool {
    name.starts_with(PACK_START)
}

pub(super) fn is_manifest(name: &str) -> bool {
    name == MANIFEST
}

pub(super) fn is_part(name: &str) -> bool {
    name.starts_with(WITHIN) && !is_manifest(name)
}

/// Packs and lists in the folder of the list of issuers, by their names in it.
pub(super) fn read(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = BTreeMap::new();
    for within in ["", WITHIN] {
        for entry in fs::read_dir(folder.join(within)).into_iter().flatten() {
            let entry = entry?;
            let name = format!("{within}{}", entry.file_name().to_string_lossy());
            let wanted = is_pack(&name) || is_manifest(&name) || is_part(&name);
            if wanted && !name.ends_with(PIN_END) && entry.path().is_file() {
                found.insert(name, fs::read(entry.path())?);
            }
        }
    }
    Ok(found.into_iter().collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pack {
    created_at: String,
}

/// A code that was issued.
pub struct Issued {
    /// Its text.
    pub code: String,
    /// Whether its issuer withdrew it.
    pub withdrawn: bool,
}

/// Identifiers of certificates under one key: everything issued, and what is withdrawn.
type Sets = BTreeMap<Vec<u8>, [Vec<String>; 2]>;

impl Authority {
    /// Signs the shipped packs the demo decides with.
    pub(super) fn publish_rules(&self) -> Result<()> {
        for pack in PACKS {
            let source = paths::root().join("crates/cert/rules").join(format!("{pack}.json"));
            let out = self.folder.join("trust").join(format!("{PACK_START}{pack}.cbor"));
            // signed as of its own date: past its end it still answers, and says that it is old
            let pack: Pack = serde_json::from_str(&fs::read_to_string(&source)?)?;
            let mut command = self.program(&["rules", "build", "--at", &pack.created_at]);
            command.arg("--root-key").arg(self.key("root", "key")).arg("--out").arg(out).arg(source);
            tool::quietly(&mut command)?;
        }
        Ok(())
    }

    /// Signs the list of withdrawn certificates over everything the listed issuers issued.
    pub(super) fn publish_withdrawn(&self, issued: &[Issued]) -> Result<()> {
        let scratch = self.folder.join("withdrawn");
        fs::create_dir_all(&scratch)?;
        let mut command = self.program(&["revoke", "build", "--hash", "signature", "--name", "Demo list"]);
        command.args(["--days", LIST_DAYS]).arg("--root-key").arg(self.key("root", "key"));
        for (kid, lists) in sets(issued)? {
            let kid = hex(&kid);
            for (option, ids) in ["--issued", "--revoked"].into_iter().zip(lists) {
                let file = scratch.join(format!("{kid}{option}.txt"));
                fs::write(&file, ids.join("\n"))?;
                command.arg(option).arg(file);
            }
            command.arg("--kid").arg(format!("0x{kid}"));
        }
        tool::quietly(command.arg("--out").arg(self.folder.join("trust").join(REVOCATION)))?;
        fs::remove_dir_all(scratch).context("the lists' ingredients cannot be removed")
    }
}

fn sets(issued: &[Issued]) -> Result<Sets> {
    let mut sets = Sets::new();
    for Issued { code, withdrawn } in issued {
        let decoded =
            Decoded::read(code).map_err(|error| anyhow!("a sample cannot be read: {}", error.code))?;
        let identity = Identity::of(&decoded);
        let ids: Vec<String> = identity.ids(HashKind::Signature).iter().map(|id| hex(id)).collect();
        let [all, revoked] = sets.entry(identity.kid).or_default();
        all.extend(ids.clone());
        if *withdrawn {
            revoked.extend(ids);
        }
    }
    Ok(sets)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
