//! `healthpass passport authenticate` and bundles of passport authorities, as a user runs them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod program;

use base64ct::{Base64, Encoding};
use healthpass_passport::synthetic::{Passport, Recipe, SIGNED_AT, UNTIL, groups};
use healthpass_tests::vectors;
use program::Folder;
use serde_json::Value;
use std::ops::Deref;
use std::path::Path;

const LINES: [&str; 2] = ["PPUTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"];

/// A folder of its own for one test, with the files of a passport in it.
struct Desk(Folder);

impl Desk {
    fn with(recipe: &Recipe) -> Self {
        let desk = Self(Folder::new());
        let Passport { sod, groups, authority, .. } = recipe.make();
        desk.write("sod.bin", &sod);
        desk.write("csca.cer", &authority);
        for (number, file) in groups {
            desk.write(&format!("dg{number}.bin"), &file);
        }
        desk
    }

    fn judge(&self, more: &[&str]) -> (Option<i32>, Value) {
        let usual =
            ["passport", "authenticate", "--json", "--sod", "sod.bin", "--dg", "1=dg1.bin", "11=dg11.bin"];
        let output = self.run(&[&usual, more].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        let answer = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{error}"));
        (output.status.code(), answer)
    }

    fn wrong_usage(&self, more: &[&str]) -> String {
        let usual = ["passport", "authenticate", "--sod", "sod.bin", "--dg", "1=dg1.bin"];
        self.refused(&[&usual, more].concat())
    }
}

impl Deref for Desk {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

fn recipe() -> Recipe {
    Recipe {
        groups: vec![(1, groups::dg1(&LINES)), (11, groups::dg11("ERIKSSON<<ANNA"))],
        ..Recipe::default()
    }
}

#[test]
fn the_answer_is_json_and_the_exit_status() {
    let desk = Desk::with(&recipe());
    let (status, answer) = desk.judge(&["--csca", "csca.cer"]);
    assert_eq!((status, &answer["outcome"]), (Some(0), &Value::from("authentic")));
    assert_eq!(answer["reasons"], Value::Array(Vec::new()));
    assert_eq!(answer["weakest"][0]["code"], "passport.revocation-unknown");
    let (status, answer) = desk.judge(&[]);
    assert_eq!((status, &answer["outcome"]), (Some(1), &Value::from("issuer-unknown")));
    let (status, answer) = desk.judge(&["--csca", "csca.cer", "--at", "2040-01-01T00:00:00Z"]);
    assert_eq!((status, &answer["outcome"]), (Some(2), &Value::from("not-authentic")));
    assert_eq!(answer["reasons"][0]["code"], "passport.signer-not-valid");
    desk.write("sod.bin", b"nothing of the kind");
    assert_eq!(desk.judge(&["--csca", "csca.cer"]).1["reasons"][0]["code"], "passport.sod");
}

#[test]
fn a_certificate_of_no_authority_is_left_out_aloud() {
    let desk = Desk::with(&recipe());
    desk.write("signer.cer", &recipe().make().signer);
    let (status, answer) = desk.judge(&["--csca", "signer.cer"]);
    assert_eq!((status, &answer["outcome"]), (Some(1), &Value::from("issuer-unknown")));
    let (status, _) = desk.judge(&["--csca", "signer.cer", "csca.cer"]);
    assert_eq!(status, Some(0));
    let said = desk.run(&[
        "passport",
        "authenticate",
        "--sod",
        "sod.bin",
        "--dg",
        "1=dg1.bin",
        "--csca",
        "signer.cer",
    ]);
    assert!(String::from_utf8_lossy(&said.stderr).contains("signer.cer: x509.chain.not-ca"), "{said:?}");
}

#[test]
fn people_are_told_in_sentences() {
    let desk = Desk::with(&recipe());
    let files = ["passport", "authenticate", "--sod", "sod.bin", "--dg", "1=dg1.bin", "--csca", "csca.cer"];
    let text = String::from_utf8(desk.run(&files).stdout).expect("UTF-8");
    assert!(text.starts_with("authentic\n  PPUTOERIKSSON<<ANNA<MARIA"), "{text}");
    assert!(text.contains("withdrawn the signer's certificate is not known"), "{text}");
}

#[test]
fn authorities_come_as_certificates_keys_folders_and_bundles() {
    let desk = Desk::with(&recipe());
    let outcome = |more: &[&str]| desk.judge(more).1["outcome"].as_str().expect("text").to_owned();
    let der = desk.read("csca.cer");
    let body = Base64::encode_string(&der);
    desk.write(
        "csca.pem",
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n").as_bytes(),
    );
    assert_eq!(outcome(&["--csca", "csca.pem"]), "authentic");
    let key = healthpass_passport::synthetic::key(1).public_key();
    desk.write("csca.key", key.spki_der());
    assert_eq!(outcome(&["--csca", "csca.key"]), "authentic");
    desk.write("trusted/one.cer", &der);
    desk.write("trusted/notes.txt", b"not a certificate");
    desk.write("trusted/signer.cer", recipe().signer());
    assert_eq!(outcome(&["--csca", "trusted"]), "authentic");
    desk.succeeds(&["keys", "new", "--country", "XX", "--name", "Root", "root"]);
    let build =
        ["trust", "build", "--root-key", "root.key.pem", "--name", "Authorities", "--environment", "test"];
    desk.succeeds(&[&build[..], &["--csca", "csca.cer", "--out", "bundle"]].concat());
    assert_eq!(outcome(&["--trust", "bundle"]), "authentic");
    desk.refused(&[&build[..], &["--csca", "csca.cer", "--countries", "CN,HK", "-o", "none"]].concat());
}

#[test]
fn revocation_lists_are_asked() {
    let desk = Desk::with(&recipe());
    desk.write("none.crl", recipe().revocation_list(&[], SIGNED_AT, UNTIL));
    desk.write("one.crl", recipe().revocation_list(&[2], SIGNED_AT, UNTIL));
    let judged = |list: &str| desk.judge(&["--csca", "csca.cer", "--crl", list]).1;
    assert_eq!(judged("none.crl")["weakest"], Value::Array(Vec::new()));
    assert_eq!(judged("one.crl")["reasons"][0]["code"], "passport.signer-revoked");
}

#[test]
fn files_that_are_not_what_they_should_be_are_named() {
    let desk = Desk::with(&recipe());
    desk.write("empty", b"");
    for (more, word) in [
        (&["--csca", "empty"][..], "x509.der"),
        (&["--csca", "absent.cer"], "absent.cer"),
        (&["--master-list", "csca.cer"], "trust.list-shape"),
        (&["--crl", "csca.cer"], "crl.der"),
        (&["--trust", "csca.cer"], "--root"),
        (&["--dg", "17=dg1.bin"], "1 to 16"),
        (&["--dg", "dg1.bin"], "N=FILE"),
        (&["--at", "yesterday"], "yesterday"),
    ] {
        let error = desk.wrong_usage(more);
        assert!(error.contains(word), "{more:?}: {error}");
    }
}

/// The small list of China's authorities fits a mini-program, and the full one a bundle.
#[test]
fn a_master_list_becomes_a_small_bundle() {
    let list = vectors::locate("passport/masterlist/DE_ML_2026-05-28-08-28-45.ml");
    let root = vectors::locate("passport/masterlist/DE_ROOT_CA_CSCA07.cer");
    let (Some(list), Some(root)) = (list, root) else { return };
    let desk = Folder::new();
    desk.succeeds(&["keys", "new", "--country", "XX", "--name", "Root", "root"]);
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (list, root) = (text(&list), text(&root));
    let size = |more: &[&str]| {
        let build = ["trust", "build", "--root-key", "root.key.pem", "--name", "Authorities", "-o", "bundle"];
        let lists = ["--master-list", list.as_str(), "--master-list-root", root.as_str()];
        desk.succeeds(&[&build[..], &lists, more].concat());
        desk.read("bundle").len()
    };
    let (china, all) = (size(&["--countries", "CN,HK,MO"]), size(&[]));
    println!("{china} bytes for China, {all} for all");
    assert!(china < 44_000 && all < 300_000, "{china} {all}");
}
