//! The demo's health authority: keys, a signed list of issuers and sample certificates, made anew
//! on each machine by the `healthpass` program. No key of it is ever in the repository.

mod lists;

pub use lists::Issued;

use crate::{paths, samples, stamp, term, tool};
use anyhow::{Context, Result};
use base64ct::{Base64, Encoding};
use healthpass_passport::synthetic::chip;
use serde::Deserialize;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// The list of issuers, as the loaders take it.
const BUNDLE: &str = "bundle.cbor";

/// Who signed the list: `{"root": hex SHA-256 of the public key}`.
const ROOT: &str = "root.json";

/// Rule packs the demo signs, out of those that ship.
const PACKS: [&str; 2] = ["yellow-fever", "polio-departure"];

/// A signed list of issuers, who signed it, and what the same root signed beside it.
#[derive(Debug)]
pub struct Trust {
    bundle: Vec<u8>,
    root: String,
    beside: Vec<(String, Vec<u8>)>,
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
        Ok(Some(Self { bundle, root: pinned.root, beside: lists::read(folder)? }))
    }

    /// `{"bundle": base64, "root": hex}`, as the mini-program requires it.
    pub fn to_json(&self) -> String {
        json!({ "bundle": Base64::encode_string(&self.bundle), "root": self.root }).to_string()
    }

    /// `{"root": hex, "packs": [base64]}`, as the mini-program requires it.
    pub fn rules_json(&self) -> String {
        json!({ "root": self.root, "packs": self.encoded(lists::is_pack) }).to_string()
    }

    /// `{"root": hex, "manifest": base64, "files": [base64]}`, as the mini-program requires it.
    pub fn revocation_json(&self) -> String {
        let manifest = self.encoded(lists::is_manifest);
        json!({ "root": self.root, "manifest": manifest.first(), "files": self.encoded(lists::is_part) })
            .to_string()
    }

    fn encoded(&self, which: fn(&str) -> bool) -> Vec<String> {
        let wanted = self.beside.iter().filter(|(name, _)| which(name));
        wanted.map(|(_, bytes)| Base64::encode_string(bytes)).collect()
    }

    /// Files beside the page that loads them.
    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder.join(lists::REVOCATION))?;
        fs::write(folder.join(BUNDLE), &self.bundle)?;
        fs::write(folder.join(ROOT), json!({ "root": self.root }).to_string())?;
        for (name, bytes) in &self.beside {
            fs::write(folder.join(name), bytes)?;
        }
        let named = |which: fn(&str) -> bool| {
            self.beside.iter().map(|(name, _)| name.as_str()).filter(|name| which(name)).collect::<Vec<_>>()
        };
        let rules = json!({ "root": self.root, "packs": named(lists::is_pack) });
        fs::write(folder.join("rules.json"), rules.to_string())?;
        let manifest = named(lists::is_manifest).first().copied();
        let revocation = json!({ "root": self.root, "manifest": manifest, "files": named(lists::is_part) });
        fs::write(folder.join("revocation.json"), revocation.to_string())?;
        Ok(())
    }
}

#[derive(Deserialize)]
struct Pinned {
    root: String,
}

/// Makes keys, list and samples in `target/demo` unless they are there.
pub fn issue() -> Result<()> {
    let root = paths::root();
    let inputs = [
        "crates/xtask/samples",
        "crates/cert/rules",
        "crates/xtask/src/authority",
        "crates/xtask/src/authority.rs",
        "crates/xtask/src/samples.rs",
        "crates/passport/src/synthetic.rs",
        "crates/passport/src/synthetic",
    ];
    let inputs = inputs.map(|input| root.join(input));
    let what = "demo authority, list of issuers and samples";
    let page = paths::demo().join("samples/index.html");
    if !stamp::unless_fresh(&page, &inputs, "", || term::step(what, issue_anew))? {
        term::fresh(what);
    }
    Ok(())
}

fn issue_anew() -> Result<()> {
    let folder = paths::demo();
    let _ = fs::remove_dir_all(&folder);
    for part in ["keys", "trust", "samples"] {
        fs::create_dir_all(folder.join(part))?;
    }
    tool::quietly(tool::cargo().args(["build", "--quiet", "--package", "healthpass-cli"]))?;
    let authority = Authority::on_this_machine();
    for signer in SIGNERS {
        authority.make_key(signer)?;
    }
    for desk in &DESKS {
        authority.make_desk(desk)?;
    }
    authority.publish_list()?;
    authority.publish_rules()?;
    let issued = samples::write(&authority)?;
    authority.publish_withdrawn(&issued)
}

/// Keys the demo makes: name of the file, state, name in the certificate.
const SIGNERS: &[[&str; 3]] = &[
    ["root", "CN", "Demo root (TEST ONLY)"],
    ["cn", "CN", "Demo health authority (TEST ONLY)"],
    ["de", "DE", "Demo health institute (TEST ONLY)"],
    ["unlisted", "CN", "Demo clinic on no list (TEST ONLY)"],
];

/// Who signs what the issuing desk issues, and its content; days it is valid.
const DESK_ISSUES: [&str; 2] = ["cn", "zhang-wei.json"];
const DESK_DAYS: i64 = 30;

/// Signers on the list.
pub const LISTED: [&str; 2] = ["cn", "de"];

/// An authority that codes may be sealed to.
pub struct DeskKey {
    /// Name of its files.
    pub file: &'static str,
    /// Its state.
    pub state: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Kind of its key.
    kem: &'static str,
}

/// The authorities on the demo's list; their keys are given to whoever opens the demo.
pub const DESKS: [DeskKey; 3] = [
    DeskKey { file: "border-health", state: "CN", name: "Demo Border Health (TEST ONLY)", kem: "x25519" },
    DeskKey { file: "airport-health", state: "DE", name: "Demo Airport Health (TEST ONLY)", kem: "p256" },
    DeskKey { file: "consulate", state: "DE", name: "Demo Consulate (TEST ONLY)", kem: "x25519" },
];

/// What opens them: known to everybody, so they protect nothing.
pub const DESK_PASSPHRASE: &str = "demo only, no secret";

/// Whose passports the demo's chips are; what signs them is made up and TEST ONLY.
const PASSPORT_ISSUERS: [&str; 2] = ["CHN", "D"];

/// Keys are made valid from this many days ago, so that samples can have been issued in the past.
const KEY_AGE_DAYS: i64 = 365;

/// How long the demo's desks have their keys: past the end of the list.
const DESK_VALIDITY: &str = "3y";

/// How a date that counts from the making of the samples begins.
const DAYS_FROM_NOW: &str = "{{days:";

/// Days the demo's list lives.
const LIST_DAYS: &str = "365";

/// The demo's authority at work on this machine.
pub struct Authority {
    folder: PathBuf,
    now: OffsetDateTime,
}

impl Authority {
    /// As it is, or will be, in `target/demo`.
    pub fn on_this_machine() -> Self {
        Self { folder: paths::demo(), now: OffsetDateTime::now_utc() }
    }

    /// Certificates of the demo's traveller, one for each key of a wallet's request.
    pub fn answer(&self, request: &str) -> Result<String> {
        let [signer, content] = DESK_ISSUES;
        let mut command = self.program(&["issue", "--selective", "--request", "-", "--expires"]);
        command.arg(self.at(DESK_DAYS)?);
        command.arg("--key").arg(self.key(signer, "key")).arg("--cert").arg(self.key(signer, "cert"));
        command.arg(paths::root().join("crates/xtask/samples").join(content));
        Ok(tool::quietly_with(&mut command, request)?.trim().to_owned())
    }

    /// Where samples go.
    pub fn samples(&self) -> PathBuf {
        self.folder.join("samples")
    }

    /// Issues `content`, a file, and draws its code; answers with the code's text. Days count from now.
    pub fn issue(&self, signer: &str, content: &Path, days: [i64; 2], picture: &Path) -> Result<String> {
        let [issued, expires] = days.map(|days| self.at(days));
        let mut command = self.program(&["issue", "--at", &issued?, "--expires", &expires?]);
        command.arg("--key").arg(self.key(signer, "key")).arg("--cert").arg(self.key(signer, "cert"));
        Ok(tool::quietly(command.arg("--qr").arg(picture).arg(content))?.trim().to_owned())
    }

    /// `text` with the dates that stand in it as days from now, such as `{{days:-25}}`.
    pub fn dated(&self, text: &str) -> Result<String> {
        let mut parts = text.split(DAYS_FROM_NOW);
        let mut dated = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (days, rest) = part.split_once("}}").context("a date without its end")?;
            dated.push_str(&(self.now + Duration::days(days.parse()?)).date().to_string());
            dated.push_str(rest);
        }
        Ok(dated)
    }

    fn make_key(&self, [file, state, name]: &[&str; 3]) -> Result<()> {
        let start = self.at(-KEY_AGE_DAYS)?;
        let mut command = self.program(&["keys", "new", "--country", state, "--name", name, "--at", &start]);
        tool::quietly(command.arg(self.folder.join("keys").join(file))).map(drop)
    }

    /// Into the samples, from where the page gives the protected key away.
    fn make_desk(&self, desk: &DeskKey) -> Result<()> {
        let start = self.at(-KEY_AGE_DAYS)?;
        let mut command =
            self.program(&["keys", "new-authority", "--name", desk.name, "--country", desk.state]);
        command.args(["--kem", desk.kem, "--at", &start, "--valid", DESK_VALIDITY]);
        command.env("HEALTHPASS_PASSPHRASE", DESK_PASSPHRASE);
        tool::quietly(command.arg(self.samples().join(desk.file))).map(drop)
    }

    fn publish_list(&self) -> Result<()> {
        let bundle = self.folder.join("trust").join(BUNDLE);
        let about = ["trust", "build", "--name", "Demo list", "--environment", "demo", "--days", LIST_DAYS];
        let mut command = self.program(&about);
        command.arg("--root-key").arg(self.key("root", "key"));
        for signer in LISTED {
            command.arg("--cert").arg(self.key(signer, "cert"));
        }
        for desk in &DESKS {
            command.arg("--recipient").arg(self.samples().join(format!("{}.authority.json", desk.file)));
        }
        for issuer in PASSPORT_ISSUERS {
            let file = self.folder.join("trust").join(format!("csca-{issuer}.der"));
            fs::write(&file, chip::authority(issuer))?;
            command.arg("--csca").arg(file);
        }
        tool::quietly(command.arg("--out").arg(&bundle))?;
        let pin = fs::read_to_string(self.folder.join("trust").join(format!("{BUNDLE}.sha256")))?;
        fs::write(self.folder.join("trust").join(ROOT), json!({ "root": pin.trim() }).to_string())?;
        Ok(())
    }

    fn key(&self, signer: &str, part: &str) -> PathBuf {
        self.folder.join("keys").join(format!("{signer}.{part}.pem"))
    }

    fn at(&self, days: i64) -> Result<String> {
        Ok((self.now + Duration::days(days)).format(&Rfc3339)?)
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let name = format!("healthpass{}", std::env::consts::EXE_SUFFIX);
        let mut command = Command::new(paths::target().join("debug").join(name));
        command.current_dir(&self.folder).args(arguments);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_list_is_read_back() {
        let folder = paths::target().join("authority-test");
        let _ = fs::remove_dir_all(&folder);
        assert!(Trust::read(&folder).unwrap().is_none());
        let beside = [("revocation/ab.hpr", 4), ("revocation/manifest.cbor", 5), ("rules-polio.cbor", 6)];
        let beside = beside.map(|(name, byte)| (name.to_owned(), vec![byte])).to_vec();
        Trust { bundle: vec![1, 2, 255], root: "0a0b".into(), beside }.write(&folder).unwrap();
        let read = Trust::read(&folder).unwrap().unwrap();
        assert_eq!(read.to_json(), r#"{"bundle":"AQL/","root":"0a0b"}"#);
        assert_eq!(read.rules_json(), r#"{"packs":["Bg=="],"root":"0a0b"}"#);
        assert_eq!(read.revocation_json(), r#"{"files":["BA=="],"manifest":"BQ==","root":"0a0b"}"#);
        let named = fs::read_to_string(folder.join("revocation.json")).unwrap();
        assert_eq!(
            named,
            r#"{"files":["revocation/ab.hpr"],"manifest":"revocation/manifest.cbor","root":"0a0b"}"#
        );
        fs::write(folder.join(ROOT), "{}").unwrap();
        Trust::read(&folder).unwrap_err();
    }
}
