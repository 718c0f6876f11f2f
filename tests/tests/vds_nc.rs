//! ICAO's seals: third-party vectors, chains of our own making, content, and hostile input.

use base64ct::{Base64, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::limits::MAX_JSON_DEPTH;
use healthpass_cert::report::{Check, Report, State, Verdict};
use healthpass_cert::trust::{Revocations, TrustList, TrustStore, TrustedKey, Voucher};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_cert::{inspect::inspect, reason};
use healthpass_crypto::x509::Certificate;
use healthpass_tests::ask::{codes, envelope_code, verify_with};
use healthpass_tests::own::{ANNA, AT, seconds};
use healthpass_tests::seal::{self, Authority, NewCertificate, seal_signer, sealed};
use healthpass_tests::vectors;
use serde_json::{Value, json};
use std::sync::Arc;

fn sweden() -> Authority {
    Authority::new(0xca, "SE")
}

/// A listed authority, as of a list that is current at [`AT`].
fn listed(key: TrustedKey) -> TrustedKey {
    let list = TrustList {
        name: "Test list".into(),
        environment: "test".into(),
        created_at: seconds("2026-11-20T00:00:00Z"),
        expires_at: seconds("2027-01-01T00:00:00Z"),
    };
    TrustedKey { voucher: Voucher::List(Arc::new(list)), ..key }
}

fn ask(text: &str, keys: Vec<TrustedKey>) -> Report {
    ask_at(text, keys, AT)
}

fn ask_at(text: &str, keys: Vec<TrustedKey>, at: &str) -> Report {
    let mut store = TrustStore::new();
    keys.into_iter().for_each(|key| store.add(key));
    let context = Context { trust: store.with_given(&[]), document: Presented::Nothing, now: seconds(at) };
    verify::check(text, &context)
}

/// The report of a proof of vaccination by Sweden's signer, whose certificate is made odd first, when
/// Sweden is listed.
fn appointed(change: impl FnOnce(&mut NewCertificate)) -> Report {
    let mut certificate = sweden().appoints();
    change(&mut certificate);
    let text = sealed(&seal::vaccination(), &certificate, sweden().signer());
    ask(&text, vec![listed(sweden().trusted())])
}

#[track_caller]
fn assert_verified(report: &Report) {
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
}

#[track_caller]
fn assert_check(check: &Check, state: State, expected: &[&str]) {
    assert_eq!((check.state, codes(check).as_slice()), (state, expected), "{check:#?}");
}

mod third_party {
    use super::*;

    struct Vector {
        id: String,
        text: String,
        expect: Value,
        authority: Option<Value>,
        signer: Value,
    }

    impl Vector {
        fn all() -> Vec<Self> {
            let Some(folder) = vectors::locate("vds-nc") else { return Vec::new() };
            let files = std::fs::read_dir(folder).expect("a folder");
            files.map(|file| Self::read(&file.expect("a file").path())).collect()
        }

        fn read(path: &std::path::Path) -> Self {
            let text = std::fs::read_to_string(path).expect("text");
            let file: Value = serde_json::from_str(&text).expect("JSON");
            let text = file["payload"].as_str().expect("a payload").to_owned();
            let seal: Value = serde_json::from_str(&text).expect("JSON");
            let certificate = seal["sig"]["cer"].as_str().expect("a certificate");
            let certificate = certificate.replace('-', "+").replace('_', "/");
            Self {
                id: file["id"].as_str().expect("an id").into(),
                authority: file["key"]["csca"]["cert_pem"].as_str().map(|pem| json!({"pem": pem})),
                signer: json!({"cert": certificate}),
                expect: file["expect"].clone(),
                text,
            }
        }

        /// The last second of the signer's certificate.
        fn at(&self) -> String {
            self.expect["bsc_not_after"].as_str().expect("a time").replace(' ', "T")
        }

        fn ask(&self, keys: &[&Value]) -> Report {
            verify_with(&self.text, &json!({"at": self.at(), "keys": keys}))
        }
    }

    /// The signature holds in all that are not called bad; whom to trust decides the rest. Those without an
    /// authority are believed once their signer is handed in. No vector deviates.
    #[test]
    fn each_gives_what_it_is_expected_to_give() {
        for vector in Vector::all() {
            let status = vector.expect["status"].as_str().expect("a status");
            let valid = status != "bad-signature";
            let unknown = vector.ask(&[]);
            let key = vector.authority.as_ref().unwrap_or(&vector.signer);
            let known = vector.ask(&[key]);
            if valid {
                assert_check(&unknown.checks.issuer, State::Unknown, &["issuer.not-listed"]);
                assert_eq!(unknown.checks.signature.state, State::Pass, "{}", vector.id);
                assert_eq!(unknown.verdict, Verdict::IssuerNotRecognised, "{}", vector.id);
                assert_eq!(known.verdict, Verdict::Verified, "{}: {:#?}", vector.id, known.checks);
                assert_check(&known.checks.content, State::Pass, &[]);
            } else {
                assert_eq!(known.verdict, Verdict::NotGenuine, "{}", vector.id);
                assert_eq!(unknown.verdict, Verdict::NotGenuine, "{}", vector.id);
                assert!(known.certificate.is_none() && known.claims.is_none(), "{}", vector.id);
            }
        }
    }

    #[test]
    fn an_authority_on_a_list_vouches_as_one_that_was_handed_in() {
        for vector in Vector::all() {
            let Some(pem) = vector.authority.as_ref().and_then(|key| key["pem"].as_str()) else { continue };
            let certificate = Certificate::from_pem(pem).expect("a certificate");
            let authority = healthpass_cert::trust::given::authority(&certificate).expect("a key");
            let report = ask(&vector.text, vec![listed(authority)]);
            let valid = vector.expect["status"] == "valid";
            assert_eq!(report.verdict == Verdict::Verified, valid, "{}: {:#?}", vector.id, report.checks);
        }
    }

    /// Australia's and Japan's authorities do not vouch for each other's signers.
    #[test]
    fn another_authority_vouches_for_nobody() {
        let vectors = Vector::all();
        for vector in vectors.iter().filter(|vector| vector.expect["status"] == "valid") {
            for other in vectors.iter().filter_map(|other| other.authority.as_ref()) {
                if Some(other) != vector.authority.as_ref() {
                    assert_eq!(vector.ask(&[other]).verdict, Verdict::IssuerNotRecognised, "{}", vector.id);
                }
            }
        }
    }

    #[test]
    fn a_published_revocation_list_holds_with_its_authority_only() {
        let (Some(folder), Some(_)) = (vectors::locate("trust"), vectors::locate("vds-nc")) else { return };
        let file = |name: &str| std::fs::read(folder.join(name)).expect("a file");
        let australia = Certificate::from_der(&file("vds-au-csca.der")).expect("a certificate");
        let japan = String::from_utf8(file("vds-jp-csca.pem")).expect("PEM");
        let japan = Certificate::from_pem(&japan).expect("a certificate");
        let crl = file("vds-au-csca.crl");
        assert_eq!(Revocations::read(&crl, &japan).unwrap_err().code, "trust.list-signature");
        assert_eq!(Revocations::read(&crl[1..], &australia).unwrap_err().code, "trust.list-shape");
        let revocations = Revocations::read(&crl, &australia).expect("their own list");
        assert!(revocations.serials.is_empty());
        let authority = healthpass_cert::trust::given::authority(&australia).expect("a key");
        let authority = listed(TrustedKey { revocations: Some(revocations), ..authority });
        for vector in Vector::all().iter().filter(|vector| vector.id.ends_with("-validVDSJson")) {
            let then = ask_at(&vector.text, vec![authority.clone()], "2021-10-01T00:00:00Z");
            assert_check(&then.checks.revocation, State::Pass, &[]);
            let now = ask(&vector.text, vec![authority.clone()]);
            assert_check(&now.checks.revocation, State::Unknown, &["revocation.list-outdated"]);
            assert_verified(&now);
        }
    }

    #[test]
    fn a_person_a_document_and_doses_are_seen() {
        for vector in Vector::all().iter().filter(|vector| vector.id == "vds-au-ios-validVDSJson") {
            let report = vector.ask(&[vector.authority.as_ref().expect("an authority")]);
            let view = report.certificate.expect("a view");
            assert_eq!(view.person.surname.as_deref(), Some("CITIZEN"));
            assert_eq!(view.person.given_names.as_deref(), Some("JANE CATHERINE"));
            assert_eq!(view.issuer.country.as_deref(), Some("AU"));
            assert_eq!(view.document.and_then(|document| document.number).as_deref(), Some("PF0911009"));
            let doses: Vec<_> =
                view.records.iter().map(|record| (record.dose, record.date.clone())).collect();
            assert_eq!(doses, [(Some(1), Some("2021-06-13".into())), (Some(2), Some("2021-07-01".into()))]);
        }
    }
}

mod chain {
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
        assert_eq!(
            key.not_after.as_deref(),
            Some("2028-12-31T23:59:59Z"),
            "the signer's, not the authority's"
        );
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
        let wrong: [(fn(&mut NewCertificate), &str); 6] = [
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
}

mod content {
    use super::*;

    fn report(data: &Value) -> Report {
        let text = sealed(data, &sweden().appoints(), sweden().signer());
        ask(&text, vec![listed(sweden().trusted())])
    }

    #[test]
    fn doses_become_records() {
        let report = report(&seal::vaccination());
        assert_verified(&report);
        let view = report.certificate.expect("a view");
        let [first, second] = view.records.as_slice() else { panic!("{:#?}", view.records) };
        let disease = first.disease.as_ref().expect("a disease");
        assert_eq!((disease.code.as_str(), disease.system.as_deref()), ("RA01.0", Some("icd-11")));
        assert_eq!(disease.in_catalogue, Some(true));
        assert_eq!(first.prophylaxis.as_ref().expect("a vaccine").code, "XM68M6");
        assert_eq!(first.product.as_ref().expect("a brand").display.as_deref(), Some("Comirnaty"));
        assert_eq!((first.dose, first.next_due.as_deref()), (Some(1), Some("2026-03-24")));
        assert_eq!((second.dose, second.batch.as_deref()), (Some(2), Some("VC87540")));
        assert_eq!((first.country.as_deref(), second.country.as_deref()), (Some("SE"), Some("UTO")));
        assert_eq!((first.facility.as_deref(), first.identifier.as_deref()), (Some("RIVM"), Some("U32870")));
        assert_eq!((view.issued_at, view.expires_at), (None, None));
        assert_eq!(view.person.sex.as_deref(), Some("F"));
        assert_eq!(report.claims, Some(seal::vaccination()));
    }

    #[test]
    fn a_test_becomes_a_record() {
        let report = report(&seal::test());
        assert_verified(&report);
        let view = report.certificate.expect("a view");
        let [test] = view.records.as_slice() else { panic!("{:#?}", view.records) };
        assert_eq!(test.kind.name(), "test");
        assert_eq!(test.result.as_ref().expect("a result").code, "negative");
        assert_eq!(test.method.as_ref().expect("a method").code, "molecular(PCR)");
        assert_eq!(test.date.as_deref(), Some("2026-11-29T12:00:00+08:00"));
        assert_eq!(test.facility.as_deref(), Some("General Hospital"));
        assert_eq!(view.issued_at.as_deref(), Some("2026-11-30T06:00:00Z"));
        assert_eq!(view.document.and_then(|document| document.number).as_deref(), Some("L898902C3"));
    }

    #[test]
    fn a_test_reported_later_is_not_valid_now() {
        let text = sealed(&seal::test(), &sweden().appoints(), sweden().signer());
        let report = ask_at(&text, vec![listed(sweden().trusted())], "2026-11-30T05:59:59Z");
        assert_check(&report.checks.time, State::Fail, &["time.issued-later"]);
        assert_eq!(report.verdict, Verdict::NotValidNow);
    }

    #[test]
    fn an_antibody_test_is_one() {
        let mut data = seal::test();
        data["msg"]["tr"] = json!({"tc": "antibody", "r": "Positive"});
        let report = report(&data);
        assert_check(&report.checks.content, State::Pass, &[]);
        assert_eq!(report.certificate.expect("a view").records[0].kind.name(), "antibody");
    }

    /// Every mandatory member, taken away.
    #[test]
    fn what_is_missing_is_named() {
        let vaccination = [
            "/hdr/v",
            "/hdr/is",
            "/msg/uvci",
            "/msg/pid/n",
            "/msg/ve/0/des",
            "/msg/ve/0/nam",
            "/msg/ve/0/vd/1/dvc",
            "/msg/ve/0/vd/1/seq",
            "/msg/ve/0/vd/1/ctr",
            "/msg/ve/0/vd/1/lot",
        ];
        let test = [
            "/msg/utci",
            "/msg/pid/dob",
            "/msg/pid/dt",
            "/msg/pid/dn",
            "/msg/sp/spn",
            "/msg/sp/ctr",
            "/msg/dat/sc",
            "/msg/dat/ri",
            "/msg/tr/tc",
            "/msg/tr/r",
        ];
        let cases = vaccination.map(|at| (seal::vaccination(), at)).into_iter();
        for (mut data, at) in cases.chain(test.map(|at| (seal::test(), at))) {
            let (parent, member) = at.rsplit_once('/').expect("a path");
            let parent = data.pointer_mut(parent).expect("a member").as_object_mut().expect("an object");
            parent.remove(member).expect("a member");
            let report = report(&data);
            assert_check(&report.checks.content, State::Fail, &["content.schema.missing"]);
            let place = at.trim_start_matches("/msg").trim_start_matches('/').replace('/', ".");
            assert_eq!(report.checks.content.reasons[0].at.as_deref(), Some(place.as_str()));
            assert_eq!(report.verdict, Verdict::RuleNotMet, "{at}");
        }
    }

    #[test]
    fn a_date_of_birth_or_a_document_suffices() {
        let mut data = seal::vaccination();
        data["msg"]["pid"].as_object_mut().expect("an object").remove("dob");
        assert_verified(&report(&data));
        data["msg"]["pid"].as_object_mut().expect("an object").remove("i");
        assert_eq!(report(&data).checks.content.reasons[0].at.as_deref(), Some("pid.dob"));
        for optional in ["dis", "sex", "adm", "ai"] {
            let mut data = seal::vaccination();
            for parent in ["/msg/pid", "/msg/ve/0", "/msg/ve/0/vd/0"] {
                data.pointer_mut(parent).expect("there").as_object_mut().expect("an object").remove(optional);
            }
            assert_verified(&report(&data));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("/hdr/v", json!(2), "content.schema.version"),
            ("/msg/pid/dob", json!("yesterday"), "content.schema.date"),
            ("/msg/pid/n", json!(7), "content.schema.type"),
            ("/msg/ve/0/vd/0/dvc", json!("2026-02-30"), "content.schema.date"),
            ("/msg/ve/0/vd/0/dvn", json!("2026-02"), "content.schema.date"),
            ("/msg/ve/0/vd/0/seq", json!("first"), "content.schema.type"),
        ];
        for (at, value, code) in cases {
            let mut data = seal::vaccination();
            *data.pointer_mut(at).expect("a member") = value;
            let report = report(&data);
            assert_check(&report.checks.content, State::Fail, &[code]);
            assert!(report.certificate.is_some(), "{at}");
        }
        let mut data = seal::test();
        data["msg"]["tr"]["r"] = json!("unsure");
        assert_check(&report(&data).checks.content, State::Fail, &["content.valueset.result"]);
    }

    #[test]
    fn what_has_no_shape_is_unreadable() {
        let cases = [
            ("/hdr/t", json!("icao.other"), "content.shape.unsupported-format"),
            ("/hdr", json!(null), "content.shape.unsupported-format"),
            ("/msg", json!("text"), "content.shape.not-a-map"),
            ("/msg/ve", json!([]), "content.shape.no-entry"),
            ("/msg/ve", json!({"vd": 1}), "content.shape.no-entry"),
            ("/msg/ve", json!([{"vd": []}]), "content.shape.no-entry"),
        ];
        for (at, value, code) in cases {
            let mut data = seal::vaccination();
            *data.pointer_mut(at).expect("a member") = value;
            let report = report(&data);
            assert_check(&report.checks.content, State::Fail, &[code]);
            assert_eq!(report.verdict, Verdict::Unreadable, "{at}");
        }
    }

    #[test]
    fn names_are_divided_where_the_seal_divides_them() {
        for (name, surname, given) in [
            ("ERIKSSON  ANNA MARIA", "ERIKSSON", Some("ANNA MARIA")),
            ("ERIKSSON<<ANNA<MARIA<<<", "ERIKSSON", Some("ANNA MARIA")),
            ("NIHON HANAKO", "NIHON HANAKO", None),
            (" VAN DER BERG   JO ", "VAN DER BERG", Some("JO")),
        ] {
            let mut data = seal::vaccination();
            data["msg"]["pid"]["n"] = json!(name);
            let person = report(&data).certificate.expect("a view").person;
            assert_eq!((person.surname.as_deref(), person.given_names.as_deref()), (Some(surname), given));
        }
    }

    #[test]
    fn the_holder_is_compared_by_number_name_and_birth() {
        let ask = |data: &Value| {
            let text = sealed(data, &sweden().appoints(), sweden().signer());
            verify_with(&text, &json!({"at": AT, "keys": [sweden().key()], "mrz": ANNA.lines()}))
        };
        for mut data in [seal::vaccination(), seal::test()] {
            assert_eq!(ask(&data).checks.holder.state, State::Pass);
            assert_verified(&ask(&data));
            data["msg"]["pid"]["n"] = json!("ERIKSSON ANNA MARIA");
            assert_eq!(ask(&data).checks.holder.state, State::Pass);
            for key in ["i", "dn"] {
                if data["msg"]["pid"].get(key).is_some() {
                    data["msg"]["pid"][key] = json!("X0000000");
                }
            }
            assert_eq!(ask(&data).verdict, Verdict::HolderMismatch);
        }
        // A driving licence's number is no travel document's.
        let mut data = seal::test();
        data["msg"]["pid"]["dt"] = json!("D");
        data["msg"]["pid"]["dn"] = json!("X0000000");
        let report = ask(&data);
        assert_eq!(report.checks.holder.state, State::Pass);
        let view = report.certificate.expect("a view");
        assert_eq!((view.document, view.person.identifier.as_deref()), (None, Some("X0000000")));
    }
}

mod hostile {
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
            for other in [b'A', b'"', found ^ 1, found ^ 0x20] {
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
            for flip in [1 << (place % 8), 0xff] {
                let mut changed = certificate.clone();
                changed[place] ^= flip;
                let report = assert_not_believed(&seal::text(&data, &changed, "ES256", &signed.signature));
                assert_ne!(report.verdict, Verdict::Verified, "{place}");
            }
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
            assert_eq!(
                asked(&seal::text(&data, &certificate, known, &signature)).verdict,
                Verdict::NotGenuine
            );
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
            (
                json!({"data": {}, "sig": {"alg": "ES256", "cer": "", "sigvl": ""}}),
                "envelope.seal.certificate",
            ),
        ];
        for (seal, code) in cases {
            let report = asked(&seal.to_string());
            assert_eq!(envelope_code(&report), code, "{seal}");
            assert_eq!(report.verdict, Verdict::Unreadable);
        }
        assert_eq!(envelope_code(&asked("{\"data\": {}}")), "envelope.prefix.unknown");
    }

    #[test]
    fn lengths_that_lie_allocate_nothing() {
        let data = seal::vaccination();
        for head in [
            [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            [0x30, 0x80, 0, 0, 0, 0],
            [0x30, 0x88, 0xff, 0xff, 0xff, 0xff],
        ] {
            let report = asked(&seal::text(&data, &head, "ES256", &[0; 64]));
            assert_eq!(envelope_code(&report), "envelope.seal.certificate");
        }
    }
}
