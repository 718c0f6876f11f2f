//! Keys of authorities that codes may be sealed to, as an authority makes, follows up and publishes them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it fails"
)]

mod program;

use base64ct::{Base64, Encoding};
use program::Folder;
use serde_json::{Value, json};
use std::fs;
use std::ops::Deref;
use std::process::Command;

const PASSPHRASE: &str = "TEST ONLY passphrase";

/// A folder of its own for one test, with a passphrase in it.
struct Desk(Folder);

impl Desk {
    fn new() -> Self {
        let desk = Self(Folder::new());
        desk.write("passphrase", format!("{PASSPHRASE}\nnot this line\n"));
        desk
    }

    fn make(&self, out: &str, more: &[&str]) {
        let usual = ["keys", "new-authority", "--name", "Border Health", "--country", "XX", out, "--at"];
        let rest = ["2026-11-01T00:00:00Z", "--passphrase-file", "passphrase"];
        self.succeeds(&[&usual[..], &rest, more].concat());
    }

    fn facts(&self, file: &str) -> Value {
        let shown = self.succeeds(&["keys", "show", "--json", file, "--passphrase-file", "passphrase"]);
        serde_json::from_str(&shown).expect("JSON")
    }
}

impl Deref for Desk {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

#[test]
fn a_key_is_made_protected_and_described() {
    let desk = Desk::new();
    for (kem, name) in [("p256", "P-256"), ("x25519", "X25519")] {
        desk.make(kem, &["--kem", kem, "--valid", "90d"]);
        let public = desk.facts(&format!("{kem}.authority.json"));
        assert_eq!(
            public,
            json!({
                "kem": name, "name": "Border Health", "country": "XX", "destinations": null,
                "notBefore": "2026-11-01T00:00:00Z", "notAfter": "2027-01-30T00:00:00Z",
                "kid": public["kid"], "fingerprint": public["fingerprint"],
            })
        );
        assert_eq!(public["kid"].as_str().map(str::len), Some(16));
        assert_eq!(public["fingerprint"].as_str().map(str::len), Some(8 * 4 + 7));
        let secret = desk.facts(&format!("{kem}.key.pem"));
        assert_eq!((&secret["kid"], &secret["kem"]), (&public["kid"], &json!(name)));
        assert!(desk.text(&format!("{kem}.key.pem")).starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    }
    // The default: shorter codes, two years.
    desk.make("usual", &[]);
    let usual = desk.facts("usual.authority.json");
    assert_eq!((&usual["kem"], &usual["notAfter"]), (&json!("X25519"), &json!("2028-10-31T00:00:00Z")));
    assert_ne!(usual["kid"], desk.facts("x25519.authority.json")["kid"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(desk.path("usual.key.pem")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn what_would_be_a_mistake_is_refused() {
    let desk = Desk::new();
    let usual = ["keys", "new-authority", "--name", "Border Health", "--country", "XX", "out"];
    let error = desk.refused(&usual);
    assert!(error.contains("--passphrase-file") && error.contains("HEALTHPASS_PASSPHRASE"), "{error}");
    desk.write("short", "fourteen chars");
    let error = desk.refused(&[&usual[..], &["--passphrase-file", "short"]].concat());
    assert!(error.contains("15"), "{error}");
    let with = |more: &[&'static str]| [&usual[..], &["--passphrase-file", "passphrase"], more].concat();
    for wrong in [&["--valid", "2"][..], &["--valid", "0d"], &["--kem", "rsa"], &["--passphrase", PASSPHRASE]]
    {
        desk.refused(&with(wrong));
    }
    let state =
        ["keys", "new-authority", "--name", "A", "--country", "cn", "out", "--passphrase-file", "passphrase"];
    assert!(desk.refused(&state).contains("trust.recipient.country"));
    assert_eq!(desk.names().len(), 2, "nothing was written");
    // A key that is there is never written over.
    desk.make("out", &[]);
    let before = (desk.text("out.key.pem"), desk.text("out.authority.json"));
    desk.refused(&with(&[]));
    assert_eq!((desk.text("out.key.pem"), desk.text("out.authority.json")), before);
}

#[test]
fn a_passphrase_is_changed_and_the_key_stays() {
    let desk = Desk::new();
    desk.make("desk", &[]);
    let before = desk.facts("desk.key.pem");
    let changed = desk
        .program(&["keys", "change-passphrase", "desk.key.pem", "--passphrase-file", "passphrase"])
        .env("HEALTHPASS_NEW_PASSPHRASE", "another TEST ONLY passphrase")
        .output()
        .expect("the program runs");
    assert!(changed.status.success(), "{}", String::from_utf8_lossy(&changed.stderr));
    let error = desk.refused(&["keys", "show", "desk.key.pem", "--passphrase-file", "passphrase"]);
    assert!(error.contains("key.passphrase") && error.contains("passphrase is wrong"), "{error}");
    let shown = desk
        .program(&["keys", "show", "--json", "desk.key.pem"])
        .env("HEALTHPASS_PASSPHRASE", "another TEST ONLY passphrase")
        .output()
        .expect("the program runs");
    assert_eq!(serde_json::from_slice::<Value>(&shown.stdout).expect("JSON"), before);
    let left = desk.names();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn one_key_follows_another_through_a_list() {
    let desk = Desk::new();
    desk.make("old", &[]);
    let rotate = ["keys", "rotate", "old.authority.json", "new", "--at", "2026-11-20T00:00:00Z"];
    desk.succeeds(&[&rotate[..], &["--overlap", "60d", "--passphrase-file", "passphrase"]].concat());
    let (old, new) = (desk.facts("old.authority.json"), desk.facts("new.authority.json"));
    assert_eq!(
        (&old["notBefore"], &old["notAfter"]),
        (&json!("2026-11-01T00:00:00Z"), &json!("2027-01-19T00:00:00Z"))
    );
    assert_eq!(
        (&new["notBefore"], &new["notAfter"]),
        (&json!("2026-11-20T00:00:00Z"), &json!("2028-11-19T00:00:00Z"))
    );
    assert_eq!((&new["name"], &new["kem"]), (&old["name"], &old["kem"]));
    assert_ne!(new["kid"], old["kid"]);

    desk.succeeds(&["keys", "new", "--country", "XX", "--name", "Root", "root"]);
    let build = ["trust", "build", "--root-key", "root.key.pem", "--name", "List", "--days", "3650", "-o"];
    desk.succeeds(&[&build[..], &["1.bundle", "--recipient", "old.authority.json"]].concat());
    let both = ["2.bundle", "--recipient", "old.authority.json", "new.authority.json"];
    desk.succeeds(&[&build[..], &both].concat());
    let shown: Value =
        serde_json::from_str(&desk.succeeds(&["trust", "show", "--json", "2.bundle"])).expect("JSON");
    assert_eq!(shown["recipients"], json!([old, new]));
    let text = desk.succeeds(&["trust", "show", "2.bundle"]);
    let kid = |facts: &Value| facts["kid"].as_str().expect("text").to_owned();
    assert!(text.contains(&format!("authority XX Border Health: X25519 {}", kid(&new))), "{text}");
    let output = desk.run(&["trust", "diff", "1.bundle", "2.bundle"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    let added = format!("recipients: 1 added, 0 removed, 0 changed\n  + XX Border Health {}", kid(&new));
    assert!(text.contains(&added), "{text}");
    // The same key twice, a key that signs as well, a file that is none.
    let twice = ["3.bundle", "--recipient", "new.authority.json", "new.authority.json"];
    assert!(desk.refused(&[&build[..], &twice].concat()).contains("trust.recipient.twice"));
    let error = desk.refused(&[&build[..], &["3.bundle", "--recipient", "root.cert.pem"]].concat());
    assert!(error.contains("root.cert.pem"), "{error}");
    assert!(desk.refused(&[&build[..], &["3.bundle"]].concat()).contains("--recipient"));
    assert!(!desk.path("3.bundle").exists());
}

#[test]
fn openssl_opens_the_file() {
    let desk = Desk::new();
    desk.make("desk", &["--kem", "p256"]);
    let arguments =
        ["pkey", "-in", "desk.key.pem", "-passin", "file:passphrase", "-pubout", "-outform", "DER"];
    let Ok(output) = Command::new("openssl").args(arguments).current_dir(desk.path("")).output() else {
        eprintln!("SKIPPED: openssl not found, so no other program opened the file");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let form: Value = serde_json::from_str(&desk.text("desk.authority.json")).expect("JSON");
    assert_eq!(form["publicKey"], json!(Base64::encode_string(&output.stdout)));
}
