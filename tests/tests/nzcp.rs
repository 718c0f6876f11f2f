//! NZ COVID Passes: our own against every spoiling, and those of the specification.

use healthpass_cert::decoded::Decoded;
use healthpass_cert::report::{Format, State, Verdict};
use healthpass_cert::{inspect::inspect, reason};
use healthpass_tests::ask::{codes, envelope_code, verify_with};
use healthpass_tests::jose::{
    base32, files, in_cwt, pass, pass_claims, pass_header, pass_key, pass_message, text,
};
use healthpass_tests::message::{ALG, ES256, KID, bytes, headers, int};
use healthpass_tests::own::{ANNA, AT, Issuer, Passport};
use serde_json::{Value, json};

fn asked(issuer: &Issuer) -> Value {
    json!({"at": AT, "keys": [{"jwk": pass_key(issuer)}]})
}

#[test]
fn our_pass_verifies_and_holds_no_record() {
    let issuer = Issuer::sweden();
    let code = pass(&issuer, pass_claims());
    let mut options = asked(&issuer);
    options["mrz"] = json!(ANNA.lines());
    let report = verify_with(&code, &options);
    assert_eq!(
        (report.verdict, report.format),
        (Verdict::Verified, Some(Format::Nzcp)),
        "{:#?}",
        report.checks
    );
    assert_eq!(report.checks.holder.state, State::Pass);
    let view = report.certificate.expect("a view");
    assert_eq!(view.records, []);
    assert_eq!(view.identifier.as_deref(), Some("urn:uuid:11111111-1111-1111-1111-111111111111"));
    assert_eq!(view.issuer.id.as_deref(), Some("did:web:health.example"));
    assert_eq!(view.person.given_names.as_deref(), Some("Anna Maria"));
    options["mrz"] = json!(Passport { birth: "1974-08-13", ..ANNA }.lines());
    assert_eq!(verify_with(&code, &options).verdict, Verdict::HolderMismatch);
}

#[test]
fn a_pass_as_others_write_it_verifies_too() {
    let issuer = Issuer::sweden();
    let headed = |header| base32(&pass_message(&issuer, &header, pass_claims()));
    let plain = base32(&pass_message(&issuer, &pass_header(), pass_claims()));
    let padding = "=".repeat((8 - plain.len() % 8) % 8);
    for body in [
        format!("{plain}{padding}"),
        format!("{plain} "),
        headed(headers(&[(ALG, int(ES256)), (KID, bytes(b"key-1"))])),
        base32(&in_cwt(&pass_message(&issuer, &pass_header(), pass_claims()))),
    ] {
        let report = verify_with(&format!("NZCP:/1/{body}"), &asked(&issuer));
        assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    }
}

/// A key's name is the end of a DID URL. Some are base64 by accident, as the live one is.
#[test]
fn names_of_keys_are_compared_as_lists_write_them() {
    let issuer = Issuer::sweden();
    for name in ["z12Kf7UQ", "key-1", "01", "AAAA", "ключ"] {
        let header = headers(&[(ALG, int(ES256)), (KID, text(name))]);
        let code = format!("NZCP:/1/{}", base32(&pass_message(&issuer, &header, pass_claims())));
        let mut key = pass_key(&issuer);
        key["kid"] = json!(name);
        assert_eq!(
            verify_with(&code, &json!({"at": AT, "keys": [{"jwk": key}]})).verdict,
            Verdict::Verified,
            "{name}"
        );
        key["kid"] = json!("other");
        let report = verify_with(&code, &json!({"at": AT, "keys": [{"jwk": key}]}));
        assert_eq!(codes(&report.checks.signature), ["signature.key-not-found"]);
    }
}

#[test]
fn what_departs_from_the_specification_is_named() {
    let issuer = Issuer::sweden();
    let without = |claim| pass_claims().into_iter().filter(|(key, _)| *key != claim).collect::<Vec<_>>();
    let with = |claim, value| [without(int(claim)), vec![(int(claim), value)]].concat();
    for (claims, fault, at) in [
        (without(int(1)), "content.schema.missing", "iss"),
        (without(int(7)), "content.schema.missing", "cti"),
        (without(int(5)), "content.schema.missing", "nbf"),
        (with(7, bytes(&[1; 15])), "content.schema.length", "cti"),
        (with(7, text("urn:uuid:")), "content.schema.type", "cti"),
        (with(1, text("https://health.example")), "content.schema.pattern", "iss"),
        (without(text("vc")), "content.shape.not-a-map", "vc"),
    ] {
        let report = verify_with(&pass(&issuer, claims), &asked(&issuer));
        assert_ne!(report.verdict, Verdict::Verified, "{at}");
        let reason = &report.checks.content.reasons[0];
        assert_eq!((reason.code, reason.at.as_deref()), (fault, Some(at)));
    }
    for (header, at) in [
        (headers(&[(ALG, int(-35)), (KID, text("key-1"))]), "header.alg"),
        (headers(&[(ALG, int(ES256))]), "header.kid"),
    ] {
        let code = format!("NZCP:/1/{}", base32(&pass_message(&issuer, &header, pass_claims())));
        let report = verify_with(&code, &asked(&issuer));
        assert_ne!(report.verdict, Verdict::Verified);
        assert_eq!(report.checks.content.reasons[0].at.as_deref(), Some(at));
    }
}

#[test]
fn texts_that_are_no_pass() {
    let issuer = Issuer::sweden();
    let body = base32(&pass_message(&issuer, &pass_header(), pass_claims()));
    for (code, refusal) in [
        (format!("NZCP:/2/{body}"), "envelope.prefix.version"),
        (format!("NZCP:/{body}"), "envelope.prefix.version"),
        (format!("nzcp:/1/{}", body.to_lowercase()), "envelope.prefix.lower-case"),
        (format!("NZCP:/1/{}", body.to_lowercase()), "envelope.base32.character"),
        ("NZCP:/1/".into(), "envelope.cbor.truncated"),
        (
            "NZCP:/1/asdfghasSDFGHFDSADFGHFDSADFGHGFSDADFGBHFSADFGHFDSFGHFDDS0123456789".into(),
            "envelope.base32.character",
        ),
    ] {
        let report = verify_with(&code, &asked(&issuer));
        assert_eq!((report.verdict, envelope_code(&report)), (Verdict::Unreadable, refusal), "{code}");
    }
}

#[test]
fn no_spoilt_pass_is_believed() {
    let issuer = Issuer::sweden();
    let options = asked(&issuer);
    let code = pass(&issuer, pass_claims());
    let assert_not_believed = |changed: &str| {
        let report = verify_with(changed, &options);
        inspect(changed);
        if report.verdict == Verdict::Verified {
            let signed = |text: &str| Decoded::read(text).expect("verified").signed().cloned();
            assert_eq!(signed(changed), signed(&code), "believed {changed}");
        }
        for reason in report.checks.envelope.reasons.iter().chain(&report.checks.content.reasons) {
            assert!(reason::all().contains(&reason.code), "{}", reason.code);
        }
        report.verdict
    };
    for end in 0..code.len() {
        assert_ne!(assert_not_believed(&code[..end]), Verdict::Verified, "{end}");
    }
    for (place, found) in code.bytes().enumerate() {
        for other in [[b'=', b' '], [found ^ 1, b'7'], [found ^ 0x20, b'A']][place % 3] {
            let mut changed = code.clone().into_bytes();
            changed[place] = other;
            assert_not_believed(&String::from_utf8(changed).expect("ASCII"));
        }
    }
    let message = pass_message(&issuer, &pass_header(), pass_claims());
    for place in 0..message.len() {
        for flip in [[1], [0x80]][place % 2] {
            let mut changed = message.clone();
            changed[place] ^= flip;
            assert_not_believed(&format!("NZCP:/1/{}", base32(&changed)));
        }
    }
}

/// The time a vector is asked about: within its validity, or where its file says it is outside.
fn asked_at(file: &Value) -> &'static str {
    match file["expect"]["status"].as_str().expect("a status") {
        "expired" => "2026-11-22T00:00:00Z",
        status if status.starts_with("valid") => "2022-02-01T00:00:00Z",
        // The day the specification was published.
        _ => "2021-11-10T00:00:00Z",
    }
}

#[test]
fn passes_of_the_specification() {
    for (name, file) in files("nzcp") {
        let key = file.pointer("/key/did/verificationMethod/0/publicKeyJwk");
        let keys: Vec<_> = key.map(|jwk| json!({"jwk": jwk})).into_iter().collect();
        let options = json!({"at": asked_at(&file), "keys": keys});
        let report = verify_with(file["payload"].as_str().expect("text"), &options);
        let expected = match file["expect"]["status"].as_str().expect("a status") {
            "bad-signature" => Verdict::NotGenuine,
            "expired" => Verdict::NotValidNow,
            "unsupported-version" => Verdict::Unreadable,
            status if status.starts_with("not-yet-valid") => Verdict::NotValidNow,
            status if status.starts_with("valid") => Verdict::Verified,
            other => panic!("{name}: {other}"),
        };
        assert_eq!(report.verdict, expected, "{name}: {:#?}", report.checks);
        if expected == Verdict::NotValidNow {
            let code =
                if file["expect"]["status"] == "expired" { "time.expired" } else { "time.not-yet-valid" };
            assert_eq!(codes(&report.checks.time), [code], "{name}");
            assert_eq!(report.checks.content.state, State::Pass, "{name}");
        }
    }
}
