//! The demo's health authority: keys, a signed list of issuers and sample certificates, made anew
//! on each machine by the `healthpass` program. No key of it is ever in the repository.

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
    let root = paths::root();
    let inputs = [
        "crates/xtask/samples",
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
    samples::write(&authority)
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
const LISTED: [&str; 2] = ["cn", "de"];

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
        Trust { bundle: vec![1, 2, 255], root: "0a0b".into() }.write(&folder).unwrap();
        let read = Trust::read(&folder).unwrap().unwrap();
        assert_eq!(read.to_json(), r#"{"bundle":"AQL/","root":"0a0b"}"#);
        fs::write(folder.join(ROOT), "{}").unwrap();
        Trust::read(&folder).unwrap_err();
    }
}
