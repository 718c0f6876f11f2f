//! What real issuers write and a verifier must take, each on its own, and what none of them writes and a
//! verifier must refuse by name. Every message here is signed by our own key; only the RSA one is not.

use base64ct::{Base64, Encoding};
use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::{base45, hc1, inflate};
use healthpass_cert::report::{Format, Report, State, Verdict};
use healthpass_cert::{cbor_write, json, limits};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::Jwk;
use healthpass_tests::ask::{codes, envelope_code, verify, verify_with};
use healthpass_tests::message::{
    ALG, CRIT, CWT, ES256, EXP, HCERT, IAT, ISS, KID, Message, SIGN1, bytes, headers, int, write_in_order,
};
use healthpass_tests::own::{AT, ISSUED, Issuer, seconds, vaccination};
use healthpass_tests::vectors;
use serde_json::json;

fn issuer() -> Issuer {
    Issuer::sweden()
}

/// The message, changed, signed and asked about.
fn report(change: impl FnOnce(Message) -> Message) -> Report {
    let issuer = issuer();
    verify(&change(issuer.message()).code(&issuer), &issuer)
}

#[track_caller]
fn assert_verified(report: &Report) {
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
}

#[track_caller]
fn assert_refused(report: &Report, code: &str) {
    assert_eq!(report.verdict, Verdict::Unreadable);
    assert_eq!(envelope_code(report), code);
    assert!(report.certificate.is_none() && report.claims.is_none());
}

#[track_caller]
fn assert_not_genuine(report: &Report, code: &str) {
    assert_eq!(report.verdict, Verdict::NotGenuine);
    assert_eq!(codes(&report.checks.signature), [code]);
    assert!(report.certificate.is_none() && report.claims.is_none());
}

mod taken {
    use super::*;

    #[test]
    fn a_message_as_the_specification_has_it() {
        assert_verified(&report(|message| message));
    }

    #[test]
    fn maps_in_any_order() {
        let report = report(|mut message| {
            let mut claims = message.claims();
            claims.reverse();
            let other = write_in_order(&Value::Map(claims));
            assert_ne!(other, message.payload);
            message.payload = other;
            message.protected = write_in_order(&headers(&[(KID, bytes(&issuer().kid())), (ALG, int(ES256))]));
            message
        });
        assert_verified(&report);
    }

    #[test]
    fn integers_longer_than_they_need_to_be() {
        let report = report(|mut message| {
            // alg -7 in two bytes, and a map head in two bytes.
            message.protected = [&[0xb8, 0x02, 0x01, 0x38, 0x06, 0x04, 0x48][..], &issuer().kid()].concat();
            message
        });
        assert_verified(&report);
    }

    #[test]
    fn a_key_identifier_in_the_unprotected_header_only() {
        let report = report(|message| {
            message.with_protected(&[(ALG, int(ES256))]).with_unprotected(&[(KID, bytes(&issuer().kid()))])
        });
        assert_verified(&report);
    }

    #[test]
    fn an_algorithm_in_the_unprotected_header_only() {
        let report = report(|message| {
            let mut message = message.with_unprotected(&[(ALG, int(ES256)), (KID, bytes(&issuer().kid()))]);
            message.protected = Vec::new();
            message
        });
        assert_verified(&report);
    }

    #[test]
    fn an_empty_map_for_the_protected_header() {
        let report = report(|message| {
            message.with_protected(&[]).with_unprotected(&[(ALG, int(ES256)), (KID, bytes(&issuer().kid()))])
        });
        assert_verified(&report);
    }

    #[test]
    fn a_right_protected_key_identifier_beside_a_wrong_unprotected_one() {
        assert_verified(&report(|message| message.with_unprotected(&[(KID, bytes(b"wrong"))])));
    }

    #[test]
    fn a_key_identifier_of_another_length() {
        let issuer = issuer();
        let jwk = jwk_key(&issuer, b"foo");
        let message = issuer.message().with_protected(&[(ALG, int(ES256)), (KID, bytes(b"foo"))]);
        assert_verified(&verify_with(&message.code(&issuer), &json!({"at": AT, "keys": [jwk]})));
    }

    #[test]
    fn times_with_fractions_cut_down() {
        let issued = seconds(ISSUED).0;
        let at_issue = json!({"at": ISSUED, "keys": [issuer().key()]});
        let message = issuer()
            .message()
            .with_claim(IAT, Value::Float(issued as f64 + 0.75))
            .with_claim(EXP, Value::Float(issued as f64 + 10.5));
        let code = message.code(&issuer());
        let report = verify_with(&code, &at_issue);
        assert_verified(&report);
        let view = report.certificate.expect("read");
        assert_eq!(view.issued_at.as_deref(), Some(ISSUED));
        assert_eq!(view.expires_at.as_deref(), Some("2026-11-24T08:00:10Z"));
        let late = json!({"at": "2026-11-24T08:00:11Z", "keys": [issuer().key()]});
        assert_eq!(verify_with(&code, &late).verdict, Verdict::NotValidNow);
    }

    #[test]
    fn times_as_whole_floats() {
        let exp = seconds(AT).0 as f64 + 60.0;
        assert_verified(&report(|message| message.with_claim(EXP, Value::Float(exp))));
    }

    #[test]
    fn rsa_pss_of_a_real_issuer() {
        let Some(text) = vectors::text("hcert-dcc/dgc-testdata.jsonl") else { return };
        let mut seen = 0;
        for line in text.lines() {
            let file: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let code = file["PREFIX"].as_str().expect("text");
            let Ok(decoded) = healthpass_cert::decoded::Decoded::read(code) else { continue };
            if decoded.signed().is_none_or(|signed| signed.algorithm != Some(SignatureAlgorithm::Ps256)) {
                continue;
            }
            seen += 1;
            let keys = json!([{"cert": file["TESTCTX"]["CERTIFICATE"]}]);
            let report = verify_with(code, &json!({"at": AT, "keys": keys}));
            assert_eq!(report.checks.signature.state, State::Pass, "{}", file["path"]);
        }
        assert!(seen > 0, "no PS256 in the vectors");
    }

    #[test]
    fn a_message_without_its_tag() {
        assert_verified(&report(|message| Message { tags: vec![], ..message }));
    }

    #[test]
    fn a_message_under_the_tag_of_a_cwt() {
        assert_verified(&report(|message| Message { tags: vec![CWT, SIGN1], ..message }));
    }

    #[test]
    fn date_times_under_tag_0() {
        let test = healthpass_tests::own::test();
        let report = report(|message| {
            let issued = seconds(ISSUED).0;
            let claims = healthpass_tests::message::claims(&test, int(issued), int(seconds(AT).0));
            let tagged = tag_text(&claims, "2026-11-23T06:12:00Z");
            assert_ne!(tagged, claims);
            Message { payload: cbor_write::write(&tagged), ..message }
        });
        assert_verified(&report);
        assert_eq!(report.claims.expect("read")["-260"]["1"]["t"][0]["sc"], "2026-11-23T06:12:00Z");
    }

    #[test]
    fn an_issuer_that_is_no_state_code() {
        let name = || Value::Text("Ministry of Health of Utopia".into());
        assert_verified(&report(|message| message.with_claim(ISS, name())));
        assert_verified(&report(|message| message.without_claim(ISS)));
    }

    #[test]
    fn unused_members_as_null() {
        let mut content = vaccination();
        content["t"] = serde_json::Value::Null;
        content["r"] = serde_json::Value::Null;
        let issuer = issuer();
        let times = [ISSUED, "2026-12-13T08:00:00Z"].map(|time| seconds(time).0);
        let message = Message::new(&issuer.kid(), &content, times);
        assert_verified(&verify(&message.code(&issuer), &issuer));
    }

    #[test]
    fn every_key_of_one_identifier_is_tried() {
        let (right, other) = (issuer(), Issuer::new(0x33, "SE", &[]));
        let same_kid = jwk_key(&other, &right.kid());
        let code = right.message().code(&right);
        for keys in [json!([same_kid, right.key()]), json!([right.key(), same_kid])] {
            assert_verified(&verify_with(&code, &json!({"at": AT, "keys": keys})));
        }
        let report = verify_with(&code, &json!({"at": AT, "keys": [same_kid]}));
        assert_not_genuine(&report, "signature.invalid");
    }

    #[test]
    fn the_high_form_of_an_ecdsa_signature() {
        let issuer = issuer();
        let message = issuer.message();
        let low = issuer.signer().sign(&message.to_be_signed());
        let (r, s) = low.split_at(32);
        let high = [r, &order_less(s)].concat();
        assert_ne!(high, low);
        assert_verified(&verify(&hc1::write(&message.with_signature(&high)), &issuer));
    }

    #[test]
    fn line_ends_around_a_pasted_code() {
        let issuer = issuer();
        let code = issuer.message().code(&issuer);
        assert_verified(&verify(&format!("\n  {code}\r\n"), &issuer));
    }

    /// Uruguay, for certificates without an end. An EU certificate has to have one, so it is not verified.
    #[test]
    fn an_expiry_that_is_no_number() {
        let report = report(|message| message.with_claim(EXP, Value::Float(f64::NAN)));
        assert_eq!(report.verdict, Verdict::NotValidNow);
        assert_eq!(codes(&report.checks.time), ["time.no-expiry"]);
        assert_eq!(report.checks.signature.state, State::Pass);
    }

    /// Chile's and others' systems write milliseconds.
    #[test]
    fn times_in_milliseconds() {
        let [issued, expires] = [ISSUED, "2026-12-13T08:00:00Z"].map(|time| seconds(time).0);
        let report = report(|message| {
            message
                .with_claim(IAT, int(issued * 1000 + 732))
                .with_claim(EXP, Value::Float(expires as f64 * 1e3))
        });
        assert_verified(&report);
        let view = report.certificate.expect("read");
        assert_eq!(view.issued_at.as_deref(), Some(ISSUED));
        assert_eq!(view.expires_at.as_deref(), Some("2026-12-13T08:00:00Z"));
    }

    #[test]
    fn an_expiry_at_the_end_of_time_is_in_seconds() {
        let report = report(|message| message.with_claim(EXP, int(seconds("9999-12-31T23:59:59Z").0)));
        assert_verified(&report);
        assert_eq!(report.certificate.expect("read").expires_at.as_deref(), Some("9999-12-31T23:59:59Z"));
    }

    #[test]
    fn claims_with_text_for_keys() {
        let report = report(|mut message| {
            let text = |value: Value| match value {
                Value::Integer(number) => Value::Text(number.to_string()),
                other => other,
            };
            let inner = |value| match value {
                Value::Map(entries) => Value::Map(entries.into_iter().map(|(k, v)| (text(k), v)).collect()),
                other => other,
            };
            let claims = message.claims().into_iter().map(|(key, value)| (text(key), inner(value))).collect();
            message.payload = cbor_write::write(&Value::Map(claims));
            message
        });
        assert_verified(&report);
        assert_eq!(report.format, Some(Format::Dcc));
        assert_eq!(report.certificate.expect("read").issuer.country.as_deref(), Some("SE"));
    }

    /// Uruguay's number, with the certificate itself or as in the other claim.
    #[test]
    fn a_certificate_under_claim_99() {
        let dcc = || json::to_cbor(&vaccination());
        for under in [dcc(), Value::Map(vec![(int(1), dcc())])] {
            let report = report(|message| message.without_claim(HCERT).with_claim(99, under));
            assert_verified(&report);
            assert_eq!(report.format, Some(Format::Dcc));
        }
    }

    #[test]
    fn undefined_for_what_is_not_known() {
        let report = report(|mut message| {
            let mut content = vaccination();
            content["t"] = serde_json::Value::Null;
            let issued = seconds(ISSUED).0;
            let claims = healthpass_tests::message::claims(&content, int(issued), int(seconds(AT).0));
            message.payload = cbor_write::write(&claims);
            let null = message.payload.windows(3).position(|three| three == b"\x61t\xf6").expect("null");
            message.payload[null + 2] = 0xf7;
            message
        });
        assert_verified(&report);
    }

    #[test]
    fn spaces_that_copying_changed() {
        let issuer = issuer();
        let code = (0..).map(|number| code_number(&issuer, number)).find(|code| code[4..].contains(' '));
        let code = code.expect("a code with a space");
        assert_verified(&verify(&code.replace(' ', "%20"), &issuer));
        assert_verified(&verify(&format!("{code}  "), &issuer));
        assert_verified(&verify(&format!("{}   ", code.replace(' ', "%20")), &issuer));
    }

    /// `%20` is base45 as well: a code that has it by itself is read as it stands.
    #[test]
    fn an_encoded_space_that_belongs_to_the_code() {
        let issuer = issuer();
        let code = (0..).map(|number| code_number(&issuer, number)).find(|code| code.contains("%20"));
        assert_verified(&verify(&code.expect("a code with it"), &issuer));
    }

    #[test]
    fn headers_and_claims_nobody_knows() {
        let report = report(|message| {
            message
                .with_protected(&[(ALG, int(ES256)), (KID, bytes(&issuer().kid())), (3, int(61))])
                .with_unprotected(&[(-70_000, Value::Text("note".into()))])
                .with_claim(99, Value::Bool(true))
        });
        assert_verified(&report);
    }
}

mod refused {
    use super::*;

    #[test]
    fn a_wrong_protected_key_identifier_is_not_rescued() {
        let report = report(|message| {
            message
                .with_protected(&[(ALG, int(ES256)), (KID, bytes(b"wrong"))])
                .with_unprotected(&[(KID, bytes(&issuer().kid()))])
        });
        assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
        assert_eq!(codes(&report.checks.signature), ["signature.key-not-found"]);
    }

    #[test]
    fn a_protected_key_identifier_of_another_type_is_not_rescued() {
        let report = report(|message| {
            message
                .with_protected(&[(ALG, int(ES256)), (KID, Value::Text("kid".into()))])
                .with_unprotected(&[(KID, bytes(&issuer().kid()))])
        });
        assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
        assert_eq!(codes(&report.checks.signature), ["signature.no-kid"]);
    }

    #[test]
    fn no_key_identifier_at_all() {
        let report = report(|message| message.with_protected(&[(ALG, int(ES256))]));
        assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
        assert_eq!(codes(&report.checks.signature), ["signature.no-kid"]);
    }

    #[test]
    fn an_empty_key_identifier_matches_no_certificate() {
        let report = report(|message| message.with_protected(&[(ALG, int(ES256)), (KID, bytes(b""))]));
        assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
        assert_eq!(codes(&report.checks.signature), ["signature.key-not-found"]);
    }

    #[test]
    fn an_algorithm_that_does_not_fit_the_key() {
        for (algorithm, code) in [
            (-37, "signature.algorithm-mismatch"), // PS256
            (5, "signature.algorithm-unknown"),    // HMAC 256/256
            (-8, "signature.algorithm-unknown"),   // EdDSA
            (-257, "signature.algorithm-unknown"), // RS256
        ] {
            let kid = issuer().kid();
            let report =
                report(|message| message.with_protected(&[(ALG, int(algorithm)), (KID, bytes(&kid))]));
            let unknown = code == "signature.algorithm-unknown";
            let state = if unknown { State::Unknown } else { State::Fail };
            assert_eq!(report.checks.signature.state, state, "{algorithm}");
            assert_eq!(codes(&report.checks.signature), [code], "{algorithm}");
            assert_ne!(report.verdict, Verdict::Verified);
        }
    }

    #[test]
    fn an_unprotected_algorithm_does_not_replace_a_protected_one() {
        let kid = issuer().kid();
        let report = report(|message| {
            message
                .with_protected(&[(ALG, int(-37)), (KID, bytes(&kid))])
                .with_unprotected(&[(ALG, int(ES256))])
        });
        assert_not_genuine(&report, "signature.algorithm-mismatch");
    }

    #[test]
    fn an_hmac_keyed_with_the_public_key() {
        // The classic confusion: whoever has the public key could make this, were it taken.
        let issuer = issuer();
        let message = issuer.message().with_protected(&[(ALG, int(5)), (KID, bytes(&issuer.kid()))]);
        let report = verify(&hc1::write(&message.with_signature(&[0x5a; 32])), &issuer);
        assert_eq!(codes(&report.checks.signature), ["signature.algorithm-unknown"]);
        assert_ne!(report.verdict, Verdict::Verified);
    }

    #[test]
    fn a_signature_in_der() {
        let issuer = issuer();
        let message = issuer.message();
        let raw = issuer.signer().sign(&message.to_be_signed());
        let report = verify(&hc1::write(&message.with_signature(&der_signature(&raw))), &issuer);
        assert_not_genuine(&report, "signature.length");
    }

    #[test]
    fn signatures_of_no_value() {
        let issuer = issuer();
        let message = issuer.message();
        for signature in [vec![], vec![1, 2, 3], vec![0; 63], vec![0; 64], vec![0xff; 64], vec![0; 65]] {
            let report = verify(&hc1::write(&message.with_signature(&signature)), &issuer);
            assert_eq!(report.verdict, Verdict::NotGenuine, "{signature:?}");
        }
    }

    #[test]
    fn another_payload_under_the_same_signature() {
        let issuer = issuer();
        let signed = issuer.message();
        let signature = issuer.signer().sign(&signed.to_be_signed());
        let altered = signed.with_claim(EXP, int(seconds(AT).0 + 999_999_999));
        let report = verify(&hc1::write(&altered.with_signature(&signature)), &issuer);
        assert_not_genuine(&report, "signature.invalid");
    }

    #[test]
    fn items_of_indefinite_length() {
        for open in [0x9f, 0xbf, 0x5f, 0x7f] {
            let report = report(|mut message| {
                message.payload = vec![0xa1, 0x39, 0x01, 0x03, open, 0xff];
                message
            });
            assert_refused(&report, "envelope.cbor.indefinite-length");
        }
    }

    #[test]
    fn the_same_key_twice() {
        let report = report(|mut message| {
            let mut claims = message.claims();
            claims.push((int(EXP), int(i64::MAX)));
            message.payload = write_in_order(&Value::Map(claims));
            message
        });
        assert_refused(&report, "envelope.cbor.duplicate-key");
    }

    #[test]
    fn the_same_header_twice() {
        let report = report(|mut message| {
            let twice = [(ALG, int(ES256)), (KID, bytes(&issuer().kid())), (KID, bytes(b"x"))];
            message.protected = write_in_order(&headers(&twice));
            message
        });
        assert_refused(&report, "envelope.cbor.duplicate-key");
    }

    #[test]
    fn bytes_after_the_message() {
        let issuer = issuer();
        let message = [issuer.message().signed(&issuer), vec![0]].concat();
        assert_refused(&verify(&hc1::write(&message), &issuer), "envelope.cbor.trailing-bytes");
    }

    #[test]
    fn bytes_after_the_payload() {
        let report = report(|mut message| {
            message.payload.push(0);
            message
        });
        assert_refused(&report, "envelope.cbor.trailing-bytes");
    }

    #[test]
    fn bytes_after_the_protected_header() {
        let report = report(|mut message| {
            message.protected.push(0);
            message
        });
        assert_refused(&report, "envelope.cbor.trailing-bytes");
    }

    #[test]
    fn bytes_after_the_zlib_stream() {
        let issuer = issuer();
        let packed = [inflate::deflate(&issuer.message().signed(&issuer)), vec![0]].concat();
        let code = format!("HC1:{}", base45::encode(&packed));
        assert_refused(&verify(&code, &issuer), "envelope.inflate.trailing-bytes");
    }

    #[test]
    fn a_message_that_is_not_compressed() {
        let issuer = issuer();
        let code = format!("HC1:{}", base45::encode(&issuer.message().signed(&issuer)));
        assert_refused(&verify(&code, &issuer), "envelope.inflate.not-zlib");
    }

    #[test]
    fn text_outside_the_alphabet_of_base45() {
        let issuer = issuer();
        let code = issuer.message().code(&issuer);
        for junk in ["a", "é", "\u{0}", "#", "健"] {
            let spoilt = format!("{}{junk}{}", &code[..40], &code[41..]);
            let report = verify(&spoilt, &issuer);
            assert_refused(&report, "envelope.base45.character");
            assert_eq!(report.checks.envelope.reasons[0].at.as_deref(), Some("offset 36"), "{junk}");
            assert_eq!(report.checks.envelope.reasons[0].found.as_deref(), Some(junk));
        }
    }

    #[test]
    fn base45_that_no_bytes_give() {
        assert_refused(&verify("HC1:A", &issuer()), "envelope.base45.length");
        assert_refused(&verify("HC1:::", &issuer()), "envelope.base45.overflow");
        assert_refused(&verify("HC1::::", &issuer()), "envelope.base45.overflow");
        assert_refused(&verify("HC1:", &issuer()), "envelope.inflate.truncated");
    }

    #[test]
    fn prefixes_other_than_hc1() {
        let issuer = issuer();
        let code = issuer.message().code(&issuer);
        let body = &code[4..];
        for (prefix, refusal) in [
            ("hc1:", "envelope.prefix.lower-case"),
            ("Hc1:", "envelope.prefix.lower-case"),
            ("HC2:", "envelope.prefix.version"),
            ("", "envelope.prefix.base45"),
            ("HC1", "envelope.prefix.unknown"),
            ("HC1;", "envelope.prefix.unknown"),
            ("shc:/", "envelope.shc.digits"),
        ] {
            assert_refused(&verify(&format!("{prefix}{body}"), &issuer), refusal);
        }
        assert_refused(&verify(" \n", &issuer), "envelope.prefix.empty");
    }

    #[test]
    fn more_text_than_any_code_holds() {
        let text = format!("HC1:{}", "A".repeat(limits::MAX_TEXT));
        assert_refused(&verify(&text, &issuer()), "envelope.prefix.too-long");
    }

    #[test]
    fn a_payload_that_is_somewhere_else() {
        let issuer = issuer();
        let parts = vec![bytes(&issuer.message().protected), headers(&[]), Value::Null, bytes(&[0; 64])];
        let detached = Value::Tag(SIGN1, Box::new(Value::Array(parts)));
        let report = verify(&hc1::write(&cbor_write::write(&detached)), &issuer);
        assert_refused(&report, "envelope.cose.detached-payload");
    }

    #[test]
    fn headers_that_must_be_understood_and_are_not() {
        let kid = issuer().kid();
        let critical = || (CRIT, Value::Array(vec![int(99)]));
        let protected = report(|message| {
            message.with_protected(&[(ALG, int(ES256)), (KID, bytes(&kid)), critical(), (99, int(1))])
        });
        assert_refused(&protected, "envelope.cose.critical-header");
        let unprotected = report(|message| message.with_unprotected(&[critical()]));
        assert_refused(&unprotected, "envelope.cose.critical-header");
    }

    #[test]
    fn messages_of_another_shape() {
        let issuer = issuer();
        let message = issuer.message();
        let parts =
            || vec![bytes(&message.protected), headers(&[]), bytes(&message.payload), bytes(&[0; 64])];
        let five = [parts(), vec![Value::Null]].concat();
        let mut unprotected_is_no_map = parts();
        unprotected_is_no_map[1] = int(1);
        let mut protected_is_no_map = parts();
        protected_is_no_map[0] = bytes(&[0x01]);
        for (cbor, code) in [
            (Value::Tag(SIGN1, Box::new(Value::Array(five))), "envelope.cose.shape"),
            (Value::Array(parts()[..3].to_vec()), "envelope.cose.shape"),
            (Value::Array(unprotected_is_no_map), "envelope.cose.shape"),
            (Value::Array(protected_is_no_map), "envelope.cose.shape"),
            (Value::Map(vec![]), "envelope.cose.shape"),
            (Value::Tag(98, Box::new(Value::Array(parts()))), "envelope.cose.tag"),
            (Value::Tag(CWT, Box::new(Value::Array(parts()))), "envelope.cose.tag"),
            (
                Value::Tag(SIGN1, Box::new(Value::Tag(SIGN1, Box::new(Value::Array(parts()))))),
                "envelope.cose.shape",
            ),
        ] {
            assert_refused(&verify(&hc1::write(&cbor_write::write(&cbor)), &issuer), code);
        }
        let no_algorithm = message.with_protected(&[(KID, bytes(&issuer.kid()))]);
        assert_refused(&verify(&no_algorithm.code(&issuer), &issuer), "envelope.cose.alg-missing");
    }

    #[test]
    fn claims_of_another_shape() {
        assert_refused(&report(|message| message.without_claim(HCERT)), "envelope.cwt.hcert-missing");
        assert_refused(&report(|message| message.with_claim(HCERT, int(1))), "envelope.cwt.hcert-missing");
        let not_a_map = || Value::Map(vec![(int(1), int(1))]);
        assert_refused(&report(|message| message.with_claim(HCERT, not_a_map())), "envelope.cwt.hcert-shape");
        let no_claims = report(|message| Message { payload: vec![0x80], ..message });
        assert_refused(&no_claims, "envelope.cwt.shape");
        for time in
            [Value::Text(AT.into()), Value::Float(-1.0), Value::Float(f64::INFINITY), Value::Float(1e300)]
        {
            let report = report(|message| message.with_claim(EXP, time));
            assert_refused(&report, "envelope.cwt.time");
        }
        let no_number = report(|message| message.with_claim(IAT, Value::Float(f64::NAN)));
        assert_refused(&no_number, "envelope.cwt.time");
    }

    #[test]
    fn a_format_nobody_here_knows() {
        let other = Value::Map(vec![(int(7), Value::Map(vec![]))]);
        let report = report(|message| message.with_claim(HCERT, other));
        assert_eq!(report.verdict, Verdict::Unreadable);
        assert_eq!(codes(&report.checks.content), ["content.shape.unsupported-format"]);
        assert_eq!(report.checks.signature.state, State::Pass);
        assert_eq!(report.format, None);
    }

    #[test]
    fn nesting_without_end() {
        let deep = |levels: usize| {
            let payload = [vec![0x81; levels], vec![0x00]].concat();
            report(|message| Message { payload, ..message })
        };
        assert_refused(&deep(limits::MAX_CBOR_DEPTH + 1), "envelope.cbor.depth");
        assert_refused(&deep(limits::MAX_CBOR_DEPTH), "envelope.cwt.shape");
        assert_refused(&deep(100_000), "envelope.cbor.depth");
    }

    #[test]
    fn more_items_than_any_certificate_has() {
        let items = |count: usize| {
            let payload = cbor_write::write(&Value::Array(vec![int(0); count]));
            report(|message| Message { payload, ..message })
        };
        assert_refused(&items(limits::MAX_CBOR_ITEMS), "envelope.cbor.too-many-items");
        assert_refused(&items(limits::MAX_CBOR_ITEMS - 1), "envelope.cwt.shape");
    }

    #[test]
    fn values_outside_the_subset() {
        for payload in [vec![0xe0], vec![0xf8, 0x20], vec![0x1c], vec![0xff], vec![0x62, 0xff, 0xff]] {
            let report = report(|message| Message { payload: payload.clone(), ..message });
            assert_refused(&report, "envelope.cbor.malformed");
        }
        let too_large = vec![0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_refused(
            &report(|message| Message { payload: too_large, ..message }),
            "envelope.cbor.malformed",
        );
    }
}

/// `value` with every text equal to `text` under tag 0.
fn tag_text(value: &Value, text: &str) -> Value {
    match value {
        Value::Text(found) if found == text => Value::Tag(0, Box::new(value.clone())),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(k, v)| (k.clone(), tag_text(v, text))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| tag_text(item, text)).collect()),
        other => other.clone(),
    }
}

/// Valid codes that differ.
fn code_number(issuer: &Issuer, number: i64) -> String {
    issuer.message().with_claim(-70_000, int(number)).code(issuer)
}

/// The issuer's bare key under any identifier.
fn jwk_key(issuer: &Issuer, kid: &[u8]) -> serde_json::Value {
    let jwk = Jwk { kid: Some(Base64::encode_string(kid)), ..issuer.signer().public_key().to_jwk() };
    json!({"jwk": jwk})
}

/// n - s for the order n of P-256 (SP 800-186 section 3.2.1.3).
fn order_less(s: &[u8]) -> Vec<u8> {
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
        0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let mut borrow = 0;
    let mut out = vec![0; 32];
    for place in (0..32).rev() {
        let digit = i16::from(ORDER[place]) - i16::from(s[place]) - borrow;
        borrow = i16::from(digit < 0);
        out[place] = (digit + 256 * borrow) as u8;
    }
    out
}

/// Ecdsa-Sig-Value of a raw signature (RFC 3279 section 2.2.3).
fn der_signature(raw: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| {
        let padded = if bytes[0] & 0x80 == 0 { bytes.to_vec() } else { [&[0][..], bytes].concat() };
        [&[0x02, padded.len() as u8][..], &padded].concat()
    };
    let body = [number(&raw[..32]), number(&raw[32..])].concat();
    [&[0x30, body.len() as u8][..], &body].concat()
}
