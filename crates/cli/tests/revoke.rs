//! `healthpass revoke`: lists built, continued and asked, and what `verify` makes of them, as a user runs them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod program;

use healthpass_cert::revocation::identity::id_of_text;
use healthpass_crypto::hash::sha256;
use healthpass_tests::own::{self, AT, Issuer};
use program::Folder;
use serde_json::Value;
use std::fs;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::Output;

/// The identifier of every vaccination here.
const UVCI: &str = "URN:UVCI:01:SE:187/37512422923";

/// A folder of its own for one test, with a root key in it, an issuer's certificate and everything it issued.
struct Desk(Folder);

impl Desk {
    fn new() -> Self {
        let desk = Self(Folder::new());
        desk.succeeds(&["keys", "new", "--country", "SE", "--name", "Root", "root"]);
        desk.write("se.pem", Issuer::sweden().certificate().to_pem());
        let issued: String = (0..3000).map(|n| format!("URN:UVCI:01:SE:{n}\n")).collect();
        desk.write("issued.txt", format!("{issued}{UVCI}\n"));
        desk
    }

    /// Builds `list` of everything issued, with these withdrawn.
    fn build(&self, revoked: &str, more: &[&str]) -> Output {
        self.write("revoked.txt", revoked);
        let kid = kid();
        let usual = ["revoke", "build", "--issued", "issued.txt", "--revoked", "revoked.txt", "--kid", &kid];
        let dated =
            ["--root-key", "root.key.pem", "--country", "SE", "--at", "2026-11-30T00:00:00Z", "-o", "list"];
        self.run(&[&usual[..], &dated, more].concat())
    }

    /// Status and text of a question.
    fn query(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.run(&[&["revoke", "query", "--at", AT, "list"], arguments].concat());
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    }

    /// The report on a vaccination of Sweden's with this list.
    fn verify(&self, list: &str) -> Value {
        let text = Issuer::sweden().dcc(&own::vaccination());
        let output =
            self.run(&["verify", "--key", "se.pem", "--revocation", list, "--at", AT, "--json", &text]);
        assert!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("a report")
    }

    fn files(&self, suffix: &str) -> Vec<PathBuf> {
        let files =
            fs::read_dir(self.path("list")).expect("a folder").map(|entry| entry.expect("a file").path());
        files.filter(|path| path.to_string_lossy().ends_with(suffix)).collect()
    }
}

impl Deref for Desk {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

fn kid() -> String {
    format!("0x{}", hex(&Issuer::sweden().kid()))
}

fn reason(report: &Value) -> &Value {
    &report["checks"]["revocation"]["reasons"][0]["code"]
}

#[test]
fn a_list_is_built_asked_and_continued() {
    let desk = Desk::new();
    let built = desk.build("URN:UVCI:01:SE:7\n", &["--month", "2026-12", "--key", "se.pem"]);
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    assert!(built.status.success() && said.contains("every answer checked"), "{said}");
    assert_eq!(desk.query(&["URN:UVCI:01:SE:7"]).0, Some(1));
    let (status, text) = desk.query(&["URN:UVCI:01:SE:8"]);
    assert!(status == Some(0) && text.ends_with("2026-12: not withdrawn\n"), "{text}");
    assert_eq!(desk.query(&["URN:UVCI:01:SE:7", "--kid", "AAAA"]), (Some(2), "not covered\n".into()));
    let code = Issuer::sweden().dcc(&own::vaccination());
    let (status, text) = desk.query(&[&code]);
    assert!(
        status == Some(0) && text.contains("not withdrawn (Withdrawn certificates, 2026-11-30"),
        "{text}"
    );
    let report = desk.verify("list");
    assert_eq!((&report["verdict"], reason(&report)), (&"verified".into(), &"revocation.as-of".into()));

    let (status, text) = {
        let output =
            desk.run(&["revoke", "query", "--at", "2028-01-01T00:00:00Z", "list", "URN:UVCI:01:SE:8"]);
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    assert!(status == Some(2) && text.contains("the list is old"), "{text}");

    // as programs of Windows write text
    desk.write("since.txt", format!("\u{feff}{UVCI}\r\n"));
    let kid = kid();
    let delta =
        ["revoke", "delta", "list", "--issued", "issued.txt", "--revoked", "since.txt", "--kid", &kid];
    let dated = ["--root-key", "root.key.pem", "--month", "2026-12", "--at", "2026-12-01T00:00:00Z"];
    desk.succeeds(&["keys", "new", "--country", "SE", "--name", "Other", "other"]);
    let other_root = ["--root-key", "other.key.pem", "--month", "2026-12", "--at", "2026-12-01T00:00:00Z"];
    let before = desk.files("");
    let refused = desk.run(&[&delta[..], &other_root].concat());
    assert!(!refused.status.success() && desk.files("") == before, "nothing is written");
    let said = desk.succeeds(&[&delta[..], &dated].concat());
    assert!(said.contains("sequence 2"), "{said}");
    assert_eq!((desk.query(&[&code]).0, desk.query(&["URN:UVCI:01:SE:8"]).0), (Some(1), Some(0)));
    let report = desk.verify("list");
    assert_eq!((&report["verdict"], reason(&report)), (&"revoked".into(), &"revocation.revoked".into()));
    let other = ["--root-key", "root.key.pem", "--month", "2027-01", "--at", "2026-12-01T00:00:00Z"];
    assert!(desk.refused(&[&delta[..], &other].concat()).contains("build a new one"));

    // A newer list in the same folder leaves the old one's delta behind.
    let built = desk.build("URN:UVCI:01:SE:9\n", &["--month", "2026-12", "--sequence", "3"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    assert_eq!((desk.query(&["URN:UVCI:01:SE:9"]).0, desk.query(&[&code]).0), (Some(1), Some(0)));
}

#[test]
fn hashes_and_raw_records_are_read_as_well() {
    let desk = Desk::new();
    let ids: Vec<[u8; 16]> = (0..5000_u128)
        .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes())
        .collect();
    let digits = |id: &[u8; 16]| id.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    desk.write("issued.txt", ids.concat());
    let revoked: String = ids.iter().skip(1).step_by(100).map(|id| digits(id) + "\n").collect();
    let built = desk.build(&revoked, &["--hash", "signature"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    for (index, id) in ids.iter().enumerate().take(105) {
        let withdrawn = index % 100 == 1;
        assert_eq!(desk.query(&["--id", &digits(id)]).0, Some(i32::from(withdrawn)), "{index}");
    }
    desk.write("issued.txt", &ids.concat()[..79]);
    let refused = desk.build(&revoked, &["--hash", "signature"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("79 bytes are no records of 16"));
    desk.write("issued.txt", "URN:UVCI:01:SE:1\n");
    let refused = desk.build(&revoked, &["--hash", "signature"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 1"));
}

#[test]
fn damage_and_gaps_are_refused_by_name() {
    let desk = Desk::new();
    assert!(desk.build("URN:UVCI:01:SE:7\n", &[]).status.success());
    let zeros = "00".repeat(32);
    let query = ["revoke", "query", "list", "x", "--root"];
    assert!(desk.refused(&[&query[..], &[&zeros]].concat()).contains("revocation.not-from-root"));

    // A changed file is none of the list's, so that the list cannot tell.
    let file = desk.files(".hpr").remove(0);
    let mut bytes = fs::read(&file).expect("read");
    bytes[20] ^= 1;
    fs::write(&file, bytes).expect("written");
    let report = desk.verify("list");
    assert_eq!((&report["verdict"], reason(&report)), (&"verified".into(), &"revocation.not-loaded".into()));
    assert_eq!(
        report["checks"]["revocation"]["reasons"][0]["found"],
        file.file_name().expect("a name").to_string_lossy().as_ref()
    );
    assert_eq!(desk.query(&["URN:UVCI:01:SE:7"]).0, Some(2));

    let mut bytes = desk.read("list/manifest.cbor");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    desk.write("list/manifest.cbor", bytes);
    assert!(desk.refused(&["revoke", "query", "list", "x"]).contains("revocation.not-from-root"));
}

#[test]
fn of_two_keys_with_one_identifier_a_delta_says_which() {
    let desk = Desk::new();
    desk.succeeds(&["keys", "new", "--country", "SE", "--name", "Other", "other"]);
    desk.write("none.txt", "");
    desk.write("now.txt", UVCI);
    let other_issued: String = (0..500).map(|n| format!("URN:UVCI:01:SE:B{n}\n")).collect();
    desk.write("other.txt", &other_issued);
    let kid = kid();
    let list = |command: &[&str], first: &str, keys: bool| {
        let set = |issued: &str, revoked: &str, key: &str| {
            let mut set =
                ["--issued", issued, "--revoked", revoked, "--kid", &kid].map(str::to_owned).to_vec();
            set.extend(keys.then(|| ["--key", key].map(str::to_owned)).into_iter().flatten());
            set
        };
        let sets =
            [set("issued.txt", first, "se.pem"), set("other.txt", "none.txt", "other.cert.pem")].concat();
        let mut all: Vec<String> = command.iter().map(|&part| part.to_owned()).collect();
        all.extend(sets);
        all.extend(["--root-key", "root.key.pem"].map(str::to_owned));
        all
    };
    let run = |arguments: Vec<String>| {
        let output = desk.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let build = ["revoke", "build", "--country", "SE", "--at", "2026-11-29T00:00:00Z", "-o", "list"];
    let delta = ["revoke", "delta", "list", "--at", "2026-11-30T00:00:00Z"];
    let (status, said) = run(list(&build, "none.txt", false));
    assert_eq!(status, Some(64), "two sets of one key");
    assert!(said.contains("the same certificate"), "{said}");
    assert_eq!(run(list(&build, "none.txt", true)).0, Some(0));
    assert_eq!(desk.verify("list")["verdict"], "verified");
    let (status, said) = run(list(&delta, "now.txt", false));
    assert_eq!(status, Some(64));
    assert!(said.contains("--key says which"), "{said}");
    assert_eq!(run(list(&delta, "now.txt", true)).0, Some(0));
    assert_eq!(desk.verify("list")["verdict"], "revoked");
    // What the other key's filter says of it is chance; either way only the owner's answer is printed as its own.
    let (_, said) = desk.query(&["--kid", &kid, UVCI]);
    assert!(said.lines().any(|line| line.ends_with(": withdrawn") && line.contains(" of key ")), "{said}");
}

#[test]
fn where_sets_disagree_about_an_identifier_the_asker_has_to_say_more() {
    let desk = Desk::new();
    let all: String = (0..200).map(|n| format!("B{n}\n")).collect();
    let half: String = (0..100).map(|n| format!("B{n}\n")).collect();
    desk.write("other.txt", all);
    desk.write("half.txt", half);
    desk.write("none.txt", "");
    let sets = ["--issued", "issued.txt", "--revoked", "none.txt", "--kid", "0x01"];
    let more = ["--issued", "other.txt", "--revoked", "half.txt", "--kid", "0x02"];
    let rest = ["--root-key", "root.key.pem", "-o", "list", "--at", "2026-11-30T00:00:00Z"];
    desk.succeeds(&[&["revoke", "build"], &sets[..], &more, &rest].concat());
    let (status, said) = desk.query(&["B1"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("--kid"), "{said}");
    assert_eq!(desk.query(&["--kid", "0x02", "B1"]).0, Some(1));
    assert_eq!(desk.query(&["--kid", "0x02", "B101"]).0, Some(0));
    assert_eq!(desk.query(&["--kid", "0x01", "URN:UVCI:01:SE:5"]).0, Some(0));
    let late = ["--kid", "0x02", "--issued-at", "2026-11-30T00:00:00Z", "B1"];
    assert_eq!(desk.query(&late), (Some(2), "not covered\n".to_owned()));
    assert_eq!(desk.query(&["--kid", "0x02", "--month", "2027-01", "B1"]).0, Some(1), "of any month");
    assert_eq!(desk.run(&["revoke", "query", "list", "--kid", "0x+1", "B1"]).status.code(), Some(64));
}

#[test]
fn what_would_not_open_takes_the_place_of_nothing() {
    let desk = Desk::new();
    assert!(desk.build(UVCI, &[]).status.success());
    let before = desk.read("list/manifest.cbor");
    let again = desk.build("", &["--sequence", "1"]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("at 1 already"));
    assert_eq!(desk.read("list/manifest.cbor"), before);
    assert_eq!(desk.verify("list")["verdict"], "revoked");
    assert!(desk.build("", &[]).status.success(), "without a number the next one");
    assert_eq!(desk.verify("list")["verdict"], "verified");
    let far = desk.build("", &["--sequence", "9223372036854775807"]);
    assert!(far.status.success(), "{}", String::from_utf8_lossy(&far.stderr));
    let kid = kid();
    let delta =
        ["revoke", "delta", "list", "--issued", "issued.txt", "--revoked", "issued.txt", "--kid", &kid];
    let dated = ["--root-key", "root.key.pem", "--at", "2026-12-01T00:00:00Z"];
    assert_eq!(desk.run(&[&delta[..], &dated].concat()).status.code(), Some(64));
    assert_eq!(desk.verify("list")["verdict"], "verified", "the list is as it was");
}

#[test]
fn text_of_other_systems_is_not_taken_for_records() {
    let desk = Desk::new();
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(UVCI.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let padded = [utf16, b" \0".repeat(8)].concat();
    let whole = padded.len() / 16 * 16;
    desk.write("issued.txt", &padded[..whole]);
    assert!(String::from_utf8_lossy(&desk.build(UVCI, &[]).stderr).contains("UTF-16"));
    desk.write("issued.txt", "A1\rA2\rA3");
    assert!(String::from_utf8_lossy(&desk.build(UVCI, &[]).stderr).contains("carriage return"));
}

#[test]
fn another_issuer_s_list_is_asked_for_its_state_only() {
    let desk = Desk::new();
    let batch = format!(
        r#"{{"country":"SE","expires":"2027-01-01T00:00:00Z","kid":"UNKNOWN_KID","hashType":"UCI","entries":[{{"hash":"{}"}}]}}"#,
        base64(&id_of_text("", UVCI))
    );
    desk.write("batch.json", batch);
    assert_eq!(desk.verify("batch.json,for=SE")["verdict"], "revoked");
    let other = desk.verify("batch.json,for=NO");
    assert_eq!((&other["verdict"], reason(&other)), (&"verified".into(), &"revocation.not-covered".into()));
    let code = Issuer::sweden().dcc(&own::vaccination());
    let verify = ["verify", "--key", "se.pem", "--at", AT, &code, "--revocation"];
    assert!(desk.refused(&[&verify[..], &["batch.json"]].concat()).contains("for=CC"));
    assert!(desk.refused(&[&verify[..], &["batch.json,for=SE,x=1"]].concat()).contains("neither for nor at"));
    desk.write("other.json", "{}");
    assert!(
        desk.refused(&[&verify[..], &["other.json,for=SE"]].concat()).contains("revocation.foreign-shape")
    );
}

#[test]
fn another_issuer_s_list_is_asked_by_hand() {
    let desk = Desk::new();
    let asked = |list: &str, more: &[&str]| {
        let output = desk.run(&[&["revoke", "query", "--at", AT, list], more].concat());
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    let id = id_of_text("", UVCI);
    let batch = format!(
        r#"{{"country":"SE","expires":"2027-01-01T00:00:00Z","kid":"AQIDBAUGBwg=","hashType":"UCI","entries":[{{"hash":"{}"}}]}}"#,
        base64(&id)
    );
    desk.write("batch.json", batch);
    let withdrawn = (Some(1), "0102030405060708: withdrawn (batch.json, 2026-12-01T08:00:00Z)\n".to_owned());
    assert_eq!(asked("batch.json,for=SE", &[UVCI]), withdrawn);
    assert_eq!(asked("batch.json,for=SE", &["--id", &hex(&id)]), withdrawn);
    assert_eq!(asked("batch.json,for=SE", &["--kid", "AQIDBAUGBwg=", UVCI]), withdrawn);
    let not_covered = (Some(2), "not covered\n".to_owned());
    assert_eq!(asked("batch.json,for=SE", &["--kid", "0x0909090909090909", UVCI]), not_covered);
    assert_eq!(asked("batch.json,for=SE", &["URN:UVCI:01:SE:1"]).0, Some(2), "one batch of many");
    desk.write("rids.json", r#"{"kid":"AQIDBAUGBwg=","method":"rid","ctr":1,"rids":["abc"]}"#);
    assert_eq!(asked("rids.json,for=https://example.org", &["abc"]).0, Some(1));
    assert_eq!(asked("rids.json,for=https://example.org", &["abd"]).0, Some(0));
    let whole = sha256(UVCI.as_bytes());
    desk.write(
        "drl.json",
        format!(r#"{{"version":1,"chunk":1,"lastChunk":1,"revokedUcvi":["{}"]}}"#, base64(&whole)),
    );
    assert_eq!(asked("drl.json,for=IT", &[UVCI]).0, Some(1));
    assert_eq!(asked("drl.json,for=IT", &[&hex(&whole)]).0, Some(1));
    assert_eq!(asked("drl.json,for=IT", &["URN:UVCI:01:IT:1"]).0, Some(0));
}

#[test]
fn slices_are_found_by_their_content_whatever_they_are_called() {
    let desk = Desk::new();
    let id = id_of_text("", UVCI);
    let slice = [&[0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 4], &id[..4]].concat();
    let name = hex(&sha256(&slice));
    let digit = &hex(&id)[..1];
    desk.write(&format!("eu/{name}"), &slice);
    desk.write(
        "eu/keys",
        r#"[{"kid":"AQIDBAUGBwg=","mode":"POINT","hashTypes":["UCI"],"expires":"2027-01-01T00:00:00Z"}]"#,
    );
    desk.write(
        "eu/partitions",
        format!(
            r#"[{{"kid":"AQIDBAUGBwg=","x":null,"y":null,"chunks":{{"{digit}":{{"2027-01-01T00:00:00Z":{{"type":"VARHASHLIST","hash":"{name}"}}}}}}}}]"#
        ),
    );
    let query = ["revoke", "query", "--at", AT, "eu,for=SE", UVCI];
    let possibly = desk.run(&query);
    assert_eq!(possibly.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&possibly.stdout).contains("possibly withdrawn"));
    fs::remove_file(desk.path(format!("eu/{name}"))).expect("there");
    assert!(
        String::from_utf8_lossy(&desk.run(&query).stdout).contains(&format!("cannot tell without {name}"))
    );
    desk.write(&format!("eu/0102030405060708/1/{name}"), &slice);
    assert!(
        String::from_utf8_lossy(&desk.run(&query).stdout).contains("possibly"),
        "as the service files them"
    );
    desk.write("eu/left.over", "?");
    assert!(
        desk.refused(&query).contains("left.over: revocation.file-unknown"),
        "it might be what withdraws"
    );
    fs::remove_dir_all(desk.path("eu")).expect("there");
    desk.write("eu/other", slice);
    assert!(desk.refused(&query).contains("no list in it"));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::Encoding;
    base64ct::Base64::encode_string(bytes)
}
