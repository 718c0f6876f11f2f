//! `healthpass trust`: build, show, diff and fetch, as a user runs them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod program;

use healthpass_tests::own::{self, AT, Issuer};
use healthpass_tests::vectors;
use program::Folder;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::ops::Deref;
use std::process::Command;

/// A folder of its own for one test, with a root key in it.
struct Desk(Folder);

impl Desk {
    fn new() -> Self {
        let desk = Self(Folder::new());
        desk.succeeds(&["keys", "new", "--country", "XX", "--name", "Root", "root"]);
        desk
    }

    fn build(&self, out: &str, more: &[&str]) {
        self.succeeds(&Self::building(out, more));
    }

    fn building<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let usual = ["trust", "build", "--root-key", "root.key.pem", "--name", "Border list", "--at"];
        [&usual[..], &["2026-11-20T00:00:00Z", "-o", out], more].concat()
    }

    fn show(&self, file: &str) -> Value {
        serde_json::from_str(&self.succeeds(&["trust", "show", "--json", file])).expect("JSON")
    }

    /// The report on a vaccination of Sweden's through a bundle.
    fn verify(&self, bundle: &str) -> Value {
        let text = Issuer::sweden().dcc(&own::vaccination());
        let output = self.run(&["verify", "--trust", bundle, "--at", AT, "--json", &text]);
        serde_json::from_slice(&output.stdout).expect("a report")
    }
}

impl Deref for Desk {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

fn vector(name: &str) -> Option<String> {
    Some(vectors::locate(&format!("trust/{name}"))?.to_str().expect("UTF-8").to_owned())
}

#[test]
fn agreements_decide_who_is_recognised() {
    let desk = Desk::new();
    desk.write("se.pem", Issuer::sweden().certificate().to_pem());
    let agreement = |from: &str| {
        json!({"name": "SE-CN", "issuedBy": ["SE"], "recognisedBy": ["CN"], "from": from}).to_string()
    };
    desk.write("now.json", agreement("2026-01-01T00:00:00Z"));
    desk.write("later.json", agreement("2027-01-01T00:00:00Z"));
    let state = ["--cert", "se.pem", "--state", "CN", "--agreement"];
    desk.build("now.bundle", &[&state[..], &["now.json"]].concat());
    desk.build("later.bundle", &[&state[..], &["later.json"]].concat());
    let report = desk.verify("now.bundle");
    assert_eq!(report["verdict"], "verified");
    assert_eq!(report["checks"]["issuer"]["reasons"][0]["code"], "issuer.agreement");
    let report = desk.verify("later.bundle");
    assert_eq!(report["verdict"], "issuer-not-recognised");
    assert_eq!(report["checks"]["issuer"]["reasons"][0]["code"], "issuer.agreement-not-yet");

    let shown = desk.show("now.bundle");
    assert_eq!((&shown["state"], &shown["agreements"][0]["name"]), (&json!("CN"), &json!("SE-CN")));
    assert_eq!(
        shown["sources"][0],
        json!({"name": "se.pem", "proof": "none", "dated": null, "environment": null, "keys": 1})
    );
    assert_eq!(shown["counts"]["country"], json!({"SE": 1}));
    let text = desk.succeeds(&["trust", "show", "now.bundle"]);
    assert!(text.contains("agreement SE-CN: SE -> CN, every kind, from 2026-01-01T00:00:00Z"), "{text}");

    // The only difference.
    let output = desk.run(&["trust", "diff", "--json", "now.bundle", "later.bundle"]);
    assert_eq!(output.status.code(), Some(1));
    let changes: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(changes["agreements"]["changed"][0]["id"], "SE-CN");
    assert_eq!(changes["keys"], json!({"added": [], "removed": [], "changed": []}));
    assert!(desk.run(&["trust", "diff", "now.bundle", "now.bundle"]).status.success());

    let error = desk.refused(&Desk::building("x", &["--cert", "se.pem", "--agreement", "now.json"]));
    assert!(error.contains("--state"), "{error}");
    let error = desk.refused(&Desk::building("x", &["--cert", "se.pem", "--state", "SWE"]));
    assert!(error.contains("SWE"), "{error}");
}

#[test]
fn a_difference_names_who_came_and_who_went() {
    let desk = Desk::new();
    desk.write("se.pem", Issuer::sweden().certificate().to_pem());
    desk.write("cn.pem", Issuer::china().certificate().to_pem());
    desk.build("old.bundle", &["--cert", "se.pem"]);
    desk.build("new.bundle", &["--cert", "cn.pem", "--sequence", "2"]);
    let output = desk.run(&["trust", "diff", "old.bundle", "new.bundle"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("keys: 1 added, 1 removed, 0 changed"), "{text}");
    assert!(
        text.contains("  + CN ") && text.contains("  - SE ") && text.contains("sequence: 1 -> 2"),
        "{text}"
    );
    // A published list stands beside a bundle.
    let output = desk.run(&["trust", "diff", "se.pem", "old.bundle"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn every_kind_of_published_list_goes_into_one_bundle() {
    let names = [
        "gdhcn-prod-v2-did.json",
        "eu-de-dsc-list.json",
        "eu-de-dsc-list-signing-key.pem",
        "vci_snapshot.json",
        "vci_snapshot.sig",
        "vci_snapshot.crt",
        "nz-live-did.json",
        "vds-au-csca.der",
        "vds-au-csca.crl",
    ];
    let Some(files) = names.into_iter().map(vector).collect::<Option<Vec<_>>>() else { return };
    let [who, eu, eu_key, vci, vci_sig, vci_crt, nz, csca, crl] = &files[..] else { panic!("nine files") };
    let desk = Desk::new();
    let (eu, vci) = (format!("{eu},signer={eu_key}"), format!("{vci},signature={vci_sig},signer={vci_crt}"));
    let lists = ["--list", who, "--list", &eu, "--list", &vci, "--list", nz, "--list", csca, "--crl", crl];
    desk.build("all.bundle", &lists);
    let shown = desk.show("all.bundle");
    assert_eq!(shown["summary"]["keys"], 501 + 829 + 961 + 1 + 1);
    let sources = shown["sources"].as_array().expect("sources");
    let proofs: Vec<&Value> = sources.iter().map(|source| &source["proof"]).collect();
    assert_eq!(proofs, ["signer-not-known", "verified", "verified", "none", "none"]);
    assert_eq!(sources[0]["dated"], "2026-08-22T17:05:01Z");
    let role = &shown["counts"]["role"];
    assert_eq!(*role, json!({"authority": 62, "other": 2, "signer": 501 + 829 + 961 + 1 - 63}));
    let authority = shown["keys"].as_array().expect("keys").last().expect("one");
    assert!(authority["revoked"].is_u64() && authority["role"] == "authority", "{authority}");
    // A list by itself is shown as well.
    let list = desk.show(&eu);
    assert_eq!((&list["kind"], &list["proof"]), (&json!("EU gateway"), &json!("verified")));
    assert!(desk.succeeds(&["trust", "show", who]).contains("501 keys"));
}

#[test]
fn lists_for_tests_stay_out_of_production() {
    let (Some(dev), Some(signer)) = (vector("gdhcn-dev-v2-did.json"), vector("gdhcn-dev-signer-did.json"))
    else {
        return;
    };
    let desk = Desk::new();
    let list = format!("{dev},signer={signer}");
    let error = desk.refused(&Desk::building("dev.bundle", &["--list", &list]));
    assert!(error.contains("trust.environment-mixed"), "{error}");
    assert!(!desk.path("dev.bundle").exists());
    desk.build("dev.bundle", &["--list", &list, "--environment", "test"]);
    desk.write("se.pem", Issuer::sweden().certificate().to_pem());
    desk.build("real.bundle", &["--cert", "se.pem"]);
    let text = Issuer::sweden().dcc(&own::vaccination());
    let both = ["verify", "--trust", "real.bundle", "--trust", "dev.bundle", "--at", AT, &text];
    let error = desk.refused(&both);
    assert!(error.contains("trust.environment-mixed"), "{error}");
}

#[test]
fn a_list_not_signed_by_its_signer_makes_no_bundle() {
    let desk = Desk::new();
    let Some(list) = vector("eu-de-dsc-list.json") else { return };
    let list = format!("{list},signer=root.cert.pem");
    let error = desk.refused(&Desk::building("x.bundle", &["--list", &list]));
    assert!(error.contains("trust.list-signature"), "{error}");
    assert!(!desk.path("x.bundle").exists());
    let error = desk.refused(&Desk::building("x.bundle", &["--list", "root.cert.pem,singer=x"]));
    assert!(error.contains("singer=x"), "{error}");
    assert!(desk.refused(&Desk::building("x.bundle", &[])).contains("nobody to trust"));
}

/// Answers one request after the other with these.
fn server(answers: Vec<(&'static str, Vec<u8>)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/did.json", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for (head, body) in answers {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).expect("a request");
            let head =
                format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).expect("answered");
        }
    });
    address
}

fn has_curl() -> bool {
    let has = Command::new("curl").arg("--version").output().is_ok();
    if !has {
        eprintln!("SKIPPED: curl not found");
    }
    has
}

#[test]
fn a_list_is_fetched_when_asked_for() {
    if !has_curl() {
        return;
    }
    let desk = Desk::new();
    let pem = Issuer::sweden().certificate().to_pem();
    let address = server(vec![
        ("200 OK", pem.clone().into_bytes()),
        ("404 Not Found", b"not here".to_vec()),
        ("200 OK", Vec::new()),
        ("302 Found\r\nLocation: file:///etc/passwd", Vec::new()),
    ]);
    let said = desk.succeeds(&["trust", "fetch", &address, "--out", "se.pem"]);
    assert!(said.contains("certificates, 1 keys"), "{said}");
    assert_eq!(desk.text("se.pem"), pem);
    for failure in ["404", "nothing there", ""] {
        let error = desk.refused(&["trust", "fetch", &address, "--out", "se.pem"]);
        assert!(error.contains(failure), "{error}");
        let kept = desk.text("se.pem");
        assert_eq!(kept, pem, "the earlier file is as it was");
    }
    let left = desk.names();
    assert!(left.iter().all(|name| !name.contains(".part")), "{left:?}");
    for address in ["file:///etc/passwd", "ftp://example.org/", "example.org"] {
        assert!(desk.refused(&["trust", "fetch", address, "--out", "x"]).contains("https://"), "{address}");
    }
}

#[test]
fn without_curl_it_says_so() {
    let desk = Desk::new();
    let mut program = desk.program(&["trust", "fetch", "https://example.org/did.json", "--out", "x"]);
    let output = program.env("PATH", "/nonexistent").output().expect("the program runs");
    assert_eq!(output.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`curl` is needed"));
}
