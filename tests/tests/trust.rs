//! Whom to believe: our own bundles against every tampering, and the EU's list as Germany published it.

use healthpass_cert::decoded::Decoded;
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, RootPin, Source};
use healthpass_cert::trust::eu_list::{EuList, Proof};
use healthpass_cert::trust::{Revocations, Role, TrustList, TrustStore, TrustedKey, code};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::key::PublicKey;
use healthpass_tests::ask::codes;
use healthpass_tests::own::{self, AT, Issuer, seconds};
use healthpass_tests::vectors;
use std::convert::Infallible;

const CREATED: &str = "2026-11-20T00:00:00Z";
const LIST_EXPIRES: &str = "2026-12-10T00:00:00Z";

fn root() -> Issuer {
    Issuer::new(0x55, "XX", &[])
}

fn pin(root: &Issuer) -> RootPin {
    sha256(root.signer().public_key().spki_der())
}

fn bundle(environment: &str, keys: Vec<TrustedKey>) -> Bundle {
    Bundle {
        list: TrustList {
            name: "Test list".into(),
            environment: environment.into(),
            created_at: seconds(CREATED),
            expires_at: seconds(LIST_EXPIRES),
        },
        sequence: 7,
        sources: vec![Source { name: "own".into(), proof: "none".into(), dated: Some(seconds(CREATED)) }],
        keys: keys.into_iter().map(|key| (key, 0)).collect(),
    }
}

fn written(bundle: &Bundle, root: &Issuer) -> Vec<u8> {
    let spki = root.signer().public_key().spki_der().to_vec();
    bundle.write(&spki, |message| root.sign(message)).unwrap_or_else(|never: Infallible| match never {})
}

fn store(bytes: &[u8]) -> TrustStore {
    let mut store = TrustStore::new();
    Bundle::open(bytes, &pin(&root())).expect("our own bundle").load_into(&mut store);
    store
}

fn verify_at(text: &str, store: &TrustStore, now: UnixTime) -> Report {
    verify::check(text, &Context { trust: store.with_given(&[]), document: Presented::Nothing, now })
}

#[test]
fn a_bundle_comes_back_as_it_was_written() {
    let limited = Issuer::new(0x44, "UT", &[own::TEST_ONLY_USAGE, own::VACCINATION_USAGE]).trusted();
    let bare =
        TrustedKey { country: None, issuer: None, not_before: None, not_after: None, ..limited.clone() };
    let before = bundle("test", vec![Issuer::china().trusted(), limited, bare]);
    let bytes = written(&before, &root());
    let after = Bundle::open(&bytes, &pin(&root())).expect("opens");
    assert_eq!(after.list, before.list);
    assert_eq!((after.sequence, &after.sources), (before.sequence, &before.sources));
    for ((one, from), (other, source)) in before.keys.iter().zip(&after.keys) {
        assert_eq!((&one.kid, &one.key, from), (&other.kid, &other.key, source));
        assert_eq!((&one.country, &one.issuer, &one.usage), (&other.country, &other.issuer, &other.usage));
        assert_eq!((one.not_before, one.not_after), (other.not_before, other.not_after));
    }
    assert_eq!(written(&after, &root()), bytes, "the same content gives the same bytes");
    let summary = after.summary(seconds(AT));
    assert_eq!((summary.keys, summary.issuers, summary.list_age_days), (3, 2, 11));
    assert_eq!((summary.environment.as_str(), summary.version, summary.expired), ("test", 7, false));
    assert_eq!(summary.countries, ["CN", "UT"]);
}

#[test]
fn an_authority_comes_back_with_what_it_revoked_and_signs_no_content() {
    let issuer = Issuer::sweden();
    let listed = |next_update| TrustedKey {
        role: Role::Authority,
        subject: Some(vec![0x30, 0x00]),
        revocations: Some(Revocations {
            this_update: seconds(CREATED),
            next_update,
            serials: vec![vec![1], vec![0xff, 0x02]],
        }),
        ..issuer.trusted()
    };
    let before = bundle("production", vec![listed(Some(seconds(LIST_EXPIRES))), listed(None)]);
    let bytes = written(&before, &root());
    let after = Bundle::open(&bytes, &pin(&root())).expect("opens");
    for ((one, _), (other, _)) in before.keys.iter().zip(&after.keys) {
        assert_eq!((one.role, &one.subject), (other.role, &other.subject));
        assert_eq!(one.revocations, other.revocations);
    }
    let report = verify_at(&issuer.dcc(&own::vaccination()), &store(&bytes), seconds(AT));
    assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
}

#[test]
fn a_listed_issuer_is_recognised() {
    let issuer = Issuer::sweden();
    let store = store(&written(&bundle("production", vec![issuer.trusted()]), &root()));
    let report = verify_at(&issuer.dcc(&own::vaccination()), &store, seconds(AT));
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    let key = report.key.expect("a key");
    assert_eq!((key.source.as_deref(), key.list_age), (Some("Test list"), Some(11)));
    assert_eq!(key.country.as_deref(), Some("SE"));
}

#[test]
fn another_root_opens_nothing() {
    let bytes = written(&bundle("test", vec![Issuer::china().trusted()]), &root());
    let other = Issuer::new(0x66, "XX", &[]);
    assert_eq!(Bundle::open(&bytes, &pin(&other)).unwrap_err().code, code::NOT_FROM_ROOT);
    // The right root's name on another root's signature.
    let spki = root().signer().public_key().spki_der().to_vec();
    let forged = bundle("test", vec![other.trusted()]).write(&spki, |message| other.sign(message));
    let forged = forged.unwrap_or_else(|never| match never {});
    assert_eq!(Bundle::open(&forged, &pin(&root())).unwrap_err().code, code::NOT_FROM_ROOT);
}

#[test]
fn every_changed_byte_is_refused() {
    let bytes = written(&bundle("test", vec![Issuer::china().trusted()]), &root());
    let pin = pin(&root());
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 8);
        let refused = Bundle::open(&changed, &pin).expect_err("a changed bundle");
        assert!([code::NOT_FROM_ROOT, code::SHAPE].contains(&refused.code), "{place}: {refused}");
    }
}

#[test]
fn every_truncation_and_every_appendix_is_refused() {
    let bytes = written(&bundle("test", vec![Issuer::china().trusted()]), &root());
    for end in 0..bytes.len() {
        assert_eq!(Bundle::open(&bytes[..end], &pin(&root())).unwrap_err().code, code::SHAPE, "{end}");
    }
    assert_eq!(Bundle::open(&[&bytes[..], &[0]].concat(), &pin(&root())).unwrap_err().code, code::SHAPE);
    let endless = vec![0; healthpass_cert::limits::MAX_TRUST_BUNDLE + 1];
    assert_eq!(Bundle::open(&endless, &pin(&root())).unwrap_err().code, code::TOO_LARGE);
}

#[test]
fn an_environment_nobody_knows_is_refused() {
    let bytes = written(&bundle("staging", vec![Issuer::china().trusted()]), &root());
    assert_eq!(Bundle::open(&bytes, &pin(&root())).unwrap_err().code, code::SHAPE);
    for known in ["production", "test", "demo"] {
        let bytes = written(&bundle(known, vec![Issuer::china().trusted()]), &root());
        assert_eq!(Bundle::open(&bytes, &pin(&root())).expect("opens").list.environment, known);
    }
}

#[test]
fn an_expired_list_vouches_for_nobody() {
    let issuer = Issuer::sweden();
    let store = store(&written(&bundle("test", vec![issuer.trusted()]), &root()));
    let code = issuer.dcc(&own::vaccination());
    let last = seconds(LIST_EXPIRES);
    assert_eq!(verify_at(&code, &store, last).verdict, Verdict::Verified);
    let report = verify_at(&code, &store, UnixTime(last.0 + 1));
    assert_eq!(report.checks.signature.state, State::Pass);
    assert_eq!(report.checks.issuer.state, State::Unknown);
    assert_eq!(codes(&report.checks.issuer), ["issuer.list-expired"]);
    assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
}

#[test]
fn a_listed_key_outside_its_validity_or_state_vouches_for_nothing() {
    let issuer = Issuer::sweden();
    let code = issuer.dcc(&own::vaccination());
    let now = seconds(AT);
    let soon = |seconds| Some(UnixTime(now.0 + seconds));
    for (key, reason) in [
        (TrustedKey { not_after: soon(-1), ..issuer.trusted() }, "issuer.key-expired"),
        (TrustedKey { not_before: soon(1), ..issuer.trusted() }, "issuer.key-not-yet-valid"),
        (TrustedKey { country: Some("CN".into()), ..issuer.trusted() }, "issuer.country-mismatch"),
    ] {
        let store = store(&written(&bundle("test", vec![key]), &root()));
        let report = verify_at(&code, &store, now);
        assert_eq!(codes(&report.checks.issuer), [reason]);
        assert_eq!((report.checks.issuer.state, report.verdict), (State::Fail, Verdict::IssuerNotRecognised));
    }
}

#[test]
fn a_bare_listed_key_does_not_answer_to_every_identifier() {
    let issuer = Issuer::sweden();
    let nameless = TrustedKey { kid: Vec::new(), ..issuer.trusted() };
    let store = store(&written(&bundle("test", vec![nameless]), &root()));
    let report = verify_at(&issuer.dcc(&own::vaccination()), &store, seconds(AT));
    assert_eq!(codes(&report.checks.signature), ["signature.key-not-found"]);
}

#[test]
fn the_eu_list_holds_with_its_key_and_not_a_byte_otherwise() {
    let Some((list, key)) = eu_list() else { return };
    let read = EuList::read(&list, Some(&key)).expect("the list as published");
    assert_eq!((read.proof, read.keys.len(), read.left_out.len()), (Proof::Verified, 829, 0));
    let (signature, body) = list.split_once('\n').expect("a signature line");
    for tampered in [
        format!("{signature}\n{}", body.replacen("\"NL\"", "\"NZ\"", 1)),
        format!("{signature}\n{body} "),
        format!("{signature}\n\n{body}"),
        format!("{}\n{body}", signature.replacen('i', "j", 1)),
        format!("\n{body}"),
        body.to_owned(),
    ] {
        assert_eq!(EuList::read(&tampered, Some(&key)).unwrap_err().code, code::LIST_SIGNATURE);
    }
    let other = Issuer::sweden().signer().public_key();
    assert_eq!(EuList::read(&list, Some(&other)).unwrap_err().code, code::LIST_SIGNATURE);
}

#[test]
fn the_eu_list_without_its_key_says_that_nobody_checked() {
    let Some((list, _)) = eu_list() else { return };
    assert_eq!(EuList::read(&list, None).expect("reads").proof, Proof::SignerNotKnown);
    let body = list.split_once('\n').expect("a signature line").1;
    assert_eq!(EuList::read(body, None).expect("reads").proof, Proof::None);
}

/// The list becomes a bundle; a code whose key is in it verifies through it, others do not.
#[test]
fn codes_of_states_verify_through_a_bundle_of_the_eu_list() {
    let Some((list, key)) = eu_list() else { return };
    let Some(files) = vectors::json_lines("hcert-dcc/dgc-testdata.jsonl") else { return };
    let keys = EuList::read(&list, Some(&key)).expect("reads").keys;
    let bytes = written(&bundle("production", keys), &root());
    println!("829 keys are {} bytes", bytes.len());
    let store = store(&bytes);
    assert_eq!(store.len(), 829);
    let mut listed = Vec::new();
    for file in &files {
        let text = file["PREFIX"].as_str().expect("text");
        let Ok(decoded) = Decoded::read(text) else { continue };
        let at = file["TESTCTX"]["VALIDATIONCLOCK"].as_str().map_or(seconds(AT), seconds);
        let report = verify_at(text, &store, at);
        let known = decoded
            .signed()
            .is_some_and(|signed| store.with_given(&[]).candidates(&signed.signer).count() > 0);
        if known {
            assert_eq!(report.checks.signature.state, State::Pass, "{}", file["path"]);
            assert_eq!(report.key.expect("a key").source.as_deref(), Some("Test list"));
            listed.push(file["path"].as_str().expect("a path"));
        } else {
            assert_ne!(report.verdict, Verdict::Verified, "{}", file["path"]);
        }
    }
    assert_eq!(listed, ["ES/2DCode/raw/201.json", "ES/2DCode/raw/202.json"]);
}

fn eu_list() -> Option<(String, PublicKey)> {
    let list = vectors::text("trust/eu-de-dsc-list.json")?;
    let key = vectors::text("trust/eu-de-dsc-list-signing-key.pem")?;
    Some((list, PublicKey::from_pem(&key).expect("a key")))
}
