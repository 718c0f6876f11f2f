//! Health links as codes of their own, and the files behind them.

use healthpass_cert::report::{Format, State, Verdict};
use healthpass_cert::shl::{self, fetch};
use healthpass_tests::ask::{codes, verify_with};
use healthpass_tests::jose::files;
use healthpass_tests::own::AT;
use serde_json::{Value, json};

/// A link is described and never taken for a certificate.
fn assert_described(text: &str, payload: &Value, name: &str) {
    let report = verify_with(text, &json!({"at": AT}));
    assert_eq!((report.verdict, report.format), (Verdict::IssuerNotRecognised, Some(Format::Shl)), "{name}");
    assert_eq!(codes(&report.checks.signature), ["signature.not-signed"], "{name}");
    assert_eq!(report.checks.content.state, State::Pass, "{name}: {:?}", report.checks.content);
    let mut expected = payload.clone();
    expected.as_object_mut().expect("an object").remove("key").expect("a key");
    assert_eq!(report.claims, Some(expected), "{name}");
    let whole = serde_json::to_string(&report).expect("JSON");
    assert!(
        !whole.contains(payload["key"].as_str().expect("a key")),
        "{name}: the key stays out of the report"
    );
}

#[test]
fn links_of_the_specification_and_of_others() {
    for (name, file) in files("shl") {
        let text = file["payload"].as_str().expect("text");
        let payload = file["decoded"].get("payload").unwrap_or(&file["decoded"]);
        match serde_json::from_str::<Value>(text) {
            // The payload alone is no link and no code.
            Ok(bare) if bare.get("link").is_none() => {
                let report = verify_with(text, &json!({"at": AT}));
                assert_eq!(codes(&report.checks.envelope), ["envelope.prefix.json"], "{name}");
            }
            // What a sharing server keeps of a link.
            Ok(kept) => assert_described(kept["link"].as_str().expect("a link"), payload, &name),
            Err(_) => assert_described(text, payload, &name),
        }
    }
}

#[test]
fn the_files_behind_a_link_open_with_its_key() {
    for (name, file) in files("shl") {
        let kept: Value =
            file["payload"].as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let Some(link) = kept["link"].as_str() else { continue };
        let key = fetch::key(link).expect("a key");
        for jwe in kept["jweFiles"].as_array().expect("files") {
            let opened = fetch::open(jwe.as_str().expect("text"), &key)
                .unwrap_or_else(|why| panic!("{name}: {why:?}"));
            let cards = fetch::cards(&opened.bytes);
            assert!(!cards.is_empty(), "{name}");
            for card in cards {
                let report = verify_with(&card, &json!({"at": AT}));
                assert_eq!(
                    (report.verdict, report.format),
                    (Verdict::IssuerNotRecognised, Some(Format::Shc)),
                    "{name}"
                );
            }
        }
        let read = shl::parse(link).expect("a link");
        assert!(read.needs_passcode() && fetch::request(&read, "Desk", Some("1234")).method == "POST");
    }
}

/// One published example's "encrypted file" is a signed card: not opened, and verified as what it is.
#[test]
fn a_file_that_is_not_encrypted_is_not_opened() {
    for (name, file) in files("shl") {
        let Some(jws) = file["decoded"]["jwe"].as_str() else { continue };
        let key = fetch::key(file["payload"].as_str().expect("a link")).expect("a key");
        assert_eq!(fetch::open(jws, &key).unwrap_err().code, fetch::code::FILE_SHAPE, "{name}");
    }
}

#[test]
fn a_link_past_its_time_and_one_that_cannot_be_read() {
    let expired = "shlink:/eyJ1cmwiOiJodHRwczovL2hlYWx0aC5leGFtcGxlL20iLCJleHAiOjE3MDQwOTYwMDAsImtleSI6InJ4VGdZbE9hS0pQRnRjRWQwcWNjZU44d0VVNHA5NFNxQXdJV1FlNnVYN1EifQ";
    let report = verify_with(expired, &json!({"at": AT}));
    assert_eq!(codes(&report.checks.time), ["time.expired"]);
    for end in 0..expired.len() {
        assert_ne!(verify_with(&expired[..end], &json!({"at": AT})).verdict, Verdict::Verified);
    }
    let report = verify_with("shlink:/e30", &json!({"at": AT}));
    assert_eq!(
        (report.verdict, codes(&report.checks.content)),
        (Verdict::Unreadable, vec!["content.shape.link"])
    );
}
