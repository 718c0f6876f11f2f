//! Who is believed as a signer, with authorities of our own making.

use super::*;

#[test]
fn a_signer_appointed_by_a_listed_authority_is_believed() {
    let report = appointed(|_| ());
    assert_verified(&report);
    assert_check(&report.checks.signature, State::Pass, &[]);
    assert_check(&report.checks.issuer, State::Pass, &[]);
    assert_check(&report.checks.usage, State::Pass, &[]);
    assert_check(&report.checks.time, State::Pass, &["time.no-expiry"]);
    assert_check(&report.checks.revocation, State::Skipped, &["revocation.no-list"]);
    let key = report.key.expect("a key");
    assert_eq!((key.source.as_deref(), key.country.as_deref()), (Some("Test list"), Some("SE")));
    assert_eq!(key.not_after.as_deref(), Some("2028-12-31T23:59:59Z"), "the signer's, not the authority's");
}

#[test]
fn an_authority_nobody_listed_leaves_the_issuer_unknown() {
    let text = sealed(&seal::vaccination(), &sweden().appoints(), sweden().signer());
    for keys in [Vec::new(), vec![listed(Authority::new(0xcb, "DE").trusted())]] {
        let report = ask(&text, keys);
        assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
        assert_check(&report.checks.signature, State::Pass, &[]);
        assert_check(&report.checks.issuer, State::Unknown, &["issuer.not-listed"]);
        assert_check(&report.checks.usage, State::Unknown, &["usage.no-key"]);
        assert_eq!(report.key.expect("a key").source, None);
    }
}

/// The certificate names a listed authority, by key identifier, by name or by both, and is another's.
#[test]
fn a_signer_that_merely_names_a_listed_authority_is_refused() {
    let impostor = Authority::new(0x1f, "SE");
    let names: [fn(&mut NewCertificate); 3] = [
        |_| (),
        |certificate| certificate.authority_key_id = None,
        |certificate| certificate.issuer = ["XX", "Somebody else"],
    ];
    for name in names {
        let mut certificate = sweden().appoints();
        name(&mut certificate);
        let text = sealed(&seal::vaccination(), &certificate, impostor.signer());
        let given = verify_with(&text, &json!({"at": AT, "keys": [sweden().key()]}));
        for report in [ask(&text, vec![listed(sweden().trusted())]), given] {
            assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
            assert_check(&report.checks.signature, State::Pass, &[]);
            assert_check(&report.checks.issuer, State::Fail, &["issuer.chain.signature"]);
            assert_eq!(report.key.expect("a key").source, None);
        }
    }
    // It signed itself and says it is an authority.
    let mut certificate = sweden().appoints();
    certificate.is_ca = true;
    let text = sealed(&seal::vaccination(), &certificate, &seal_signer());
    assert_check(
        &ask(&text, vec![listed(sweden().trusted())]).checks.issuer,
        State::Fail,
        &["issuer.chain.signature"],
    );
}

#[test]
fn a_certificate_by_an_authority_whose_key_identifier_is_missing_is_found_by_name() {
    assert_verified(&appointed(|certificate| certificate.authority_key_id = None));
    let nameless = listed(TrustedKey { kid: Vec::new(), ..sweden().trusted() });
    let text = sealed(&seal::vaccination(), &sweden().appoints(), sweden().signer());
    assert_verified(&ask(&text, vec![nameless]));
    let report = appointed(|certificate| certificate.authority_key_id = Some(vec![9; 20]));
    assert_check(&report.checks.issuer, State::Unknown, &["issuer.not-listed"]);
}

#[test]
fn a_certificate_outside_its_validity_vouches_for_nothing() {
    let report = appointed(|certificate| certificate.validity[1] = "261201075959Z");
    assert_check(&report.checks.issuer, State::Fail, &["issuer.key-expired"]);
    assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
    let report = appointed(|certificate| certificate.validity[0] = "261201080001Z");
    assert_check(&report.checks.issuer, State::Fail, &["issuer.key-not-yet-valid"]);
    assert_verified(&appointed(|certificate| certificate.validity = ["261201080000Z"; 2]));
    // No more when the authority was handed in: the signer was not.
    let mut certificate = sweden().appoints();
    certificate.validity[1] = "261201075959Z";
    let text = sealed(&seal::vaccination(), &certificate, sweden().signer());
    let report = verify_with(&text, &json!({"at": AT, "keys": [sweden().key()]}));
    assert_check(&report.checks.issuer, State::Fail, &["issuer.key-expired"]);
}

#[test]
fn an_authority_outside_its_validity_vouches_for_nobody_unless_it_was_handed_in() {
    let cases = [
        (["240101000000Z", "261201075959Z"], "issuer.chain.authority-expired"),
        (["261201080001Z", "340101000000Z"], "issuer.chain.authority-not-yet-valid"),
    ];
    for (validity, code) in cases {
        let authority = sweden().valid(validity);
        let text = sealed(&seal::vaccination(), &authority.appoints(), authority.signer());
        let report = ask(&text, vec![listed(authority.trusted())]);
        assert_check(&report.checks.issuer, State::Fail, &[code]);
        let report = verify_with(&text, &json!({"at": AT, "keys": [authority.key()]}));
        assert_check(&report.checks.issuer, State::Pass, &[code]);
        assert_verified(&report);
    }
}

#[test]
fn a_list_past_its_date_vouches_for_nobody() {
    let text = sealed(&seal::vaccination(), &sweden().appoints(), sweden().signer());
    let report = ask_at(&text, vec![listed(sweden().trusted())], "2027-01-01T00:00:01Z");
    assert_check(&report.checks.issuer, State::Unknown, &["issuer.list-expired"]);
}

#[test]
fn a_revoked_signer_is_named_even_by_an_outdated_list() {
    let text = sealed(&seal::vaccination(), &sweden().appoints(), sweden().signer());
    let with = |serials: Vec<Vec<u8>>, next_update: &str| {
        let this_update = seconds("2026-11-01T00:00:00Z");
        let revocations = Revocations { this_update, next_update: Some(seconds(next_update)), serials };
        ask(&text, vec![listed(TrustedKey { revocations: Some(revocations), ..sweden().trusted() })])
    };
    for next_update in ["2026-12-31T00:00:00Z", "2026-11-30T00:00:00Z"] {
        for serial in [vec![0xc1], vec![0, 0xc1]] {
            let report = with(vec![vec![1], serial], next_update);
            assert_eq!(report.verdict, Verdict::Revoked);
            assert_check(&report.checks.revocation, State::Fail, &["revocation.signer-revoked"]);
        }
    }
    let report = with(vec![vec![0xc2]], "2026-12-31T00:00:00Z");
    assert_check(&report.checks.revocation, State::Pass, &[]);
    assert_verified(&report);
    let report = with(vec![vec![0xc2]], "2026-11-30T00:00:00Z");
    assert_check(&report.checks.revocation, State::Unknown, &["revocation.list-outdated"]);
    assert_verified(&report);
}

/// The same authorities appoint the signers of passports.
#[test]
fn a_signer_of_something_else_signs_no_seals() {
    type Change = fn(&mut NewCertificate);
    let wrong: [(Change, &str); 6] = [
        (|certificate| certificate.purpose = None, "usage.purpose"),
        (|certificate| certificate.purpose = Some("1.3.6.1.4.1.1847.2021.1.2"), "usage.purpose"),
        (|certificate| certificate.key_usage = Some(0x06), "usage.purpose"),
        (|certificate| certificate.document_types = Some(vec!["NT"]), "usage.document-type"),
        (|certificate| certificate.document_types = Some(vec![]), "usage.document-type"),
        (|certificate| certificate.document_types = Some(vec!["P", "ID"]), "usage.document-type"),
    ];
    for (change, code) in wrong {
        let report = appointed(change);
        assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
        assert_check(&report.checks.usage, State::Fail, &[code]);
    }
    assert_verified(&appointed(|certificate| certificate.document_types = Some(vec!["NV"])));
    assert_verified(&appointed(|certificate| certificate.document_types = None));
    assert_verified(&appointed(|certificate| certificate.key_usage = None));
    let mut certificate = sweden().appoints();
    certificate.document_types = Some(vec!["NV"]);
    let text = sealed(&seal::test(), &certificate, sweden().signer());
    let report = ask(&text, vec![listed(sweden().trusted())]);
    assert_check(&report.checks.usage, State::Fail, &["usage.document-type"]);
}

#[test]
fn an_authority_signs_no_seal_itself() {
    let sweden = sweden();
    let data = seal::vaccination();
    let signature = sweden.signer().sign(
        &Decoded::read(&sealed(&data, &sweden.appoints(), sweden.signer()))
            .expect("a seal")
            .signed()
            .expect("signed")
            .to_be_signed,
    );
    let text = seal::text(&data, &sweden.der(), "ES256", &signature);
    let report = ask(&text, vec![listed(sweden.trusted())]);
    assert_check(&report.checks.signature, State::Pass, &[]);
    assert_eq!(report.checks.usage.state, State::Fail);
    assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
}

#[test]
fn another_state_than_the_authoritys_is_named() {
    let mut data = seal::vaccination();
    for (state, differs) in [("SWE", false), ("NOR", true), ("UTO", true), ("SE", false)] {
        data["hdr"]["is"] = json!(state);
        let text = sealed(&data, &sweden().appoints(), sweden().signer());
        let report = ask(&text, vec![listed(sweden().trusted())]);
        let given = verify_with(&text, &json!({"at": AT, "keys": [sweden().key()]}));
        assert_verified(&given);
        if differs {
            assert_check(&report.checks.issuer, State::Fail, &["issuer.country-mismatch"]);
            assert_check(&given.checks.issuer, State::Pass, &["issuer.country-mismatch"]);
        } else {
            assert_verified(&report);
            assert_check(&given.checks.issuer, State::Pass, &[]);
        }
    }
}

#[test]
fn a_key_handed_in_vouches_in_every_form() {
    let certificate = sweden().appoints();
    let signer = seal_signer();
    let text = sealed(&seal::vaccination(), &certificate, sweden().signer());
    let own = Base64::encode_string(&certificate.signed(&signer, sweden().signer()));
    let pem = |spki: &[u8]| {
        let text = Base64::encode_string(spki);
        json!({"pem": format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")})
    };
    let keys = [
        json!({"cert": own}),
        pem(signer.public_key().spki_der()),
        json!({"jwk": signer.public_key().to_jwk()}),
        sweden().key(),
        pem(sweden().signer().public_key().spki_der()),
        json!({"jwk": sweden().signer().public_key().to_jwk()}),
    ];
    for key in keys {
        let report = verify_with(&text, &json!({"at": AT, "keys": [key]}));
        assert_verified(&report);
        assert_eq!(report.key.expect("a key").source.as_deref(), Some("given"));
    }
    let other = Authority::new(0xcb, "SE");
    for key in [other.key(), pem(other.signer().public_key().spki_der())] {
        let report = verify_with(&text, &json!({"at": AT, "keys": [key]}));
        assert_check(&report.checks.issuer, State::Unknown, &["issuer.not-listed"]);
    }
}

/// A signer that was handed in is trusted past its dates, and for what its certificate leaves open.
#[test]
fn a_signer_handed_in_is_trusted_for_the_run() {
    let mut certificate = sweden().appoints();
    (certificate.purpose, certificate.document_types) = (None, None);
    certificate.validity[1] = "261201075959Z";
    let text = sealed(&seal::vaccination(), &certificate, sweden().signer());
    let own = Base64::encode_string(&certificate.signed(&seal_signer(), sweden().signer()));
    let report = verify_with(&text, &json!({"at": AT, "keys": [{"cert": own}]}));
    assert_verified(&report);
    assert_check(&report.checks.issuer, State::Pass, &["issuer.key-expired"]);
}
