//! Spoilt, forged and malicious seals.

use super::*;

fn good() -> String {
    sealed(&seal::vaccination(), &sweden().appoints(), sweden().signer())
}

fn asked(text: &str) -> Report {
    verify_with(text, &json!({"at": AT, "keys": [sweden().key()]}))
}

#[track_caller]
fn assert_not_believed(text: &str) -> Report {
    let report = asked(text);
    if report.verdict == Verdict::Verified {
        let parts = |text: &str| Decoded::read(text).expect("verified").signed().cloned();
        assert_eq!(parts(text), parts(&good()), "believed {text}");
    } else {
        let checks = &report.checks;
        let all = [&checks.envelope, &checks.signature, &checks.issuer, &checks.usage, &checks.content];
        let codes: Vec<_> = all.iter().flat_map(|check| codes(check)).collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| reason::all().contains(code)), "{codes:?}");
    }
    inspect(text);
    report
}

#[test]
fn no_truncated_text_is_believed() {
    let good = good();
    assert_verified(&asked(&good));
    for end in 0..good.len() {
        assert_eq!(assert_not_believed(&good[..end]).verdict, Verdict::Unreadable, "{end}");
    }
}

#[test]
fn no_text_with_one_other_character_is_believed() {
    let good = good();
    for place in 0..good.len() {
        let found = good.as_bytes()[place];
        for other in [b'"', found ^ 1] {
            if other != found && other.is_ascii() {
                let text = format!("{}{}{}", &good[..place], char::from(other), &good[place + 1..]);
                assert_not_believed(&text);
            }
        }
    }
}

#[test]
fn no_certificate_with_one_other_byte_is_believed() {
    let data = seal::vaccination();
    let certificate = sweden().appoints().signed(&seal_signer(), sweden().signer());
    let signed = Decoded::read(&good()).expect("a seal").signed().expect("signed").clone();
    for place in 0..certificate.len() {
        let mut changed = certificate.clone();
        changed[place] ^= 1 << (place % 8);
        let report = assert_not_believed(&seal::text(&data, &changed, "ES256", &signed.signature));
        assert_ne!(report.verdict, Verdict::Verified, "{place}");
        assert_not_believed(&seal::text(&data, &certificate[..place], "ES256", &signed.signature));
    }
}

#[test]
fn a_signature_of_another_form_or_algorithm_does_not_hold() {
    let (data, signed) = (seal::vaccination(), Decoded::read(&good()).expect("a seal").signed().cloned());
    let certificate = sweden().appoints().signed(&seal_signer(), sweden().signer());
    let signature = signed.expect("signed").signature;
    let zeros = [0; 64];
    for wrong in [&signature[..63], &[&signature[..], &[0]].concat(), &[], &zeros] {
        assert_eq!(asked(&seal::text(&data, &certificate, "ES256", wrong)).verdict, Verdict::NotGenuine);
    }
    for known in ["ES384", "ES512"] {
        assert_eq!(asked(&seal::text(&data, &certificate, known, &signature)).verdict, Verdict::NotGenuine);
    }
    for unknown in ["none", "HS256", "PS256", "es256", ""] {
        let report = asked(&seal::text(&data, &certificate, unknown, &signature));
        assert_check(&report.checks.signature, State::Unknown, &["signature.algorithm-unknown"]);
        assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
    }
}

/// What is signed is the content, not the way it is written.
#[test]
fn order_spaces_escapes_and_padding_change_nothing() {
    let seal: Value = serde_json::from_str(&good()).expect("JSON");
    assert_verified(&asked(&serde_json::to_string_pretty(&seal).expect("JSON")));
    assert_verified(&asked(&good().replace("ERIKSSON", "\\u0045RIKSSON")));
    let mut padded = seal.clone();
    for part in ["cer", "sigvl"] {
        let text = seal["sig"][part].as_str().expect("text");
        padded["sig"][part] = json!(format!("{text}{}", "=".repeat((4 - text.len() % 4) % 4)));
    }
    assert_verified(&asked(&padded.to_string()));
    let (data, sig) = (seal["data"].to_string(), seal["sig"].to_string());
    assert_verified(&asked(&format!("\u{a0}\n{{\"sig\":{sig},\"data\":{data}}}\r\n")));
}

#[test]
fn what_could_mean_two_things_is_refused() {
    let twice = good().replacen("\"dob\":", "\"dob\":\"1990-01-01\",\"dob\":", 1);
    assert_eq!(envelope_code(&asked(&twice)), "envelope.json.duplicate");
    let fraction = good().replacen("\"v\":1", "\"v\":1.5", 1);
    assert_eq!(envelope_code(&asked(&fraction)), "envelope.json.number");
    let large = good().replacen("\"v\":1", "\"v\":9007199254740993", 1);
    assert_eq!(envelope_code(&asked(&large)), "envelope.json.number");
    let deep = format!("{{\"sigvl\":{}{}}}", "[".repeat(MAX_JSON_DEPTH), "]".repeat(MAX_JSON_DEPTH));
    assert_eq!(envelope_code(&asked(&deep)), "envelope.json.depth");
    let deeper = format!("{{\"sigvl\":{}", "{\"a\":".repeat(3000));
    assert_eq!(envelope_code(&asked(&deeper)), "envelope.json.depth");
}

#[test]
fn what_is_not_built_as_a_seal_is_refused() {
    let cases = [
        (json!({"sigvl": 1}), "envelope.seal.member"),
        (json!({"data": [], "sig": {"sigvl": ""}}), "envelope.seal.member"),
        (json!({"data": {}, "sig": {"sigvl": ""}}), "envelope.seal.member"),
        (json!({"data": {}, "sig": {"alg": "ES256", "cer": 1, "sigvl": ""}}), "envelope.seal.member"),
        (json!({"data": {}, "sig": {"alg": "ES256", "cer": "*", "sigvl": ""}}), "envelope.seal.base64"),
        (json!({"data": {}, "sig": {"alg": "ES256", "cer": "", "sigvl": ""}}), "envelope.seal.certificate"),
    ];
    for (seal, code) in cases {
        let report = asked(&seal.to_string());
        assert_eq!(envelope_code(&report), code, "{seal}");
        assert_eq!(report.verdict, Verdict::Unreadable);
    }
    assert_eq!(envelope_code(&asked("{\"data\": {}}")), "envelope.prefix.json");
}

#[test]
fn lengths_that_lie_allocate_nothing() {
    let data = seal::vaccination();
    for head in
        [[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], [0x30, 0x80, 0, 0, 0, 0], [0x30, 0x88, 0xff, 0xff, 0xff, 0xff]]
    {
        let report = asked(&seal::text(&data, &head, "ES256", &[0; 64]));
        assert_eq!(envelope_code(&report), "envelope.seal.certificate");
    }
}
