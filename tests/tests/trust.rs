//! Whom to believe: our own bundles against every tampering.

use healthpass_cert::model::RecordKind;
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, RootPin, Source};
use healthpass_cert::trust::{Agreement, Revocations, Role, TrustList, TrustStore, TrustedKey, code};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_crypto::hash::sha256;
use healthpass_tests::ask::codes;
use healthpass_tests::own::{self, AT, Issuer, seconds};
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
            ..TrustList::default()
        },
        sequence: 7,
        sources: vec![Source {
            name: "own".into(),
            proof: "none".into(),
            dated: Some(seconds(CREATED)),
            ..Source::default()
        }],
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
    let other = TrustedKey {
        role: Role::Other,
        country: None,
        participant: Some("XXA".into()),
        domain: Some("DCC".into()),
        ..limited.clone()
    };
    let mut before = bundle("test", vec![Issuer::china().trusted(), limited, bare, other]);
    before.sources.push(Source { environment: Some("test".into()), ..before.sources[0].clone() });
    before.list.state = Some("CN".into());
    before.list.agreements = vec![
        Agreement {
            name: "all".into(),
            issuers: vec!["SE".into()],
            relying: vec!["CN".into()],
            ..Agreement::default()
        },
        Agreement {
            name: "limited".into(),
            issuers: vec!["SE".into(), "FI".into()],
            relying: vec!["CN".into()],
            mutual: true,
            kinds: Some(vec![RecordKind::Test, RecordKind::Recovery]),
            diseases: Some(vec!["840539006".into()]),
            from: Some(seconds(CREATED)),
            until: Some(seconds(LIST_EXPIRES)),
        },
    ];
    let bytes = written(&before, &root());
    let after = Bundle::open(&bytes, &pin(&root())).expect("opens");
    assert_eq!(after.list, before.list);
    assert_eq!((after.sequence, &after.sources), (before.sequence, &before.sources));
    for ((one, from), (other, source)) in before.keys.iter().zip(&after.keys) {
        assert_eq!((&one.kid, &one.key, from), (&other.kid, &other.key, source));
        assert_eq!((&one.country, &one.issuer, &one.usage), (&other.country, &other.issuer, &other.usage));
        assert_eq!((one.not_before, one.not_after), (other.not_before, other.not_after));
        assert_eq!(
            (&one.participant, &one.domain, one.role),
            (&other.participant, &other.domain, other.role)
        );
    }
    assert_eq!(written(&after, &root()), bytes, "the same content gives the same bytes");
    let summary = after.summary(seconds(AT));
    assert_eq!((summary.keys, summary.issuers, summary.list_age_days), (4, 2, 11));
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
fn lists_for_real_use_and_for_tests_never_share_a_bundle() {
    let of = |environment: &str| Source { environment: Some(environment.into()), ..Source::default() };
    for (bundle_of, source_of, mixed) in [
        ("production", "production", false),
        ("production", "test", true),
        ("production", "demo", true),
        ("test", "production", true),
        ("demo", "production", true),
        ("test", "test", false),
        ("demo", "test", false),
    ] {
        let mut bundle = bundle(bundle_of, vec![Issuer::china().trusted()]);
        bundle.sources.push(of(source_of));
        let codes = [bundle.check(), Bundle::open(&written(&bundle, &root()), &pin(&root())).map(drop)];
        let expected = mixed.then_some(code::ENVIRONMENT_MIXED);
        for outcome in codes {
            assert_eq!(outcome.err().map(|error| error.code), expected, "{source_of} in {bundle_of}");
        }
    }
}

#[test]
fn agreements_of_no_state_are_refused() {
    let mut bundle = bundle("test", vec![Issuer::china().trusted()]);
    bundle.list.agreements = vec![Agreement::default()];
    assert_eq!(Bundle::open(&written(&bundle, &root()), &pin(&root())).unwrap_err().code, code::SHAPE);
}

#[test]
fn a_key_listed_for_another_domain_is_no_proof_that_it_may_sign_this() {
    let issuer = Issuer::sweden();
    let text = issuer.dcc(&own::vaccination());
    let listed = |domain: &str, usage: Option<Vec<RecordKind>>| {
        let key = TrustedKey { domain: Some(domain.into()), usage, ..issuer.trusted() };
        verify_at(&text, &store(&written(&bundle("test", vec![key]), &root())), seconds(AT))
    };
    assert_eq!(listed("DCC", None).checks.usage.state, State::Pass);
    let report = listed("PH4H", None);
    assert_eq!(
        (report.checks.usage.state, codes(&report.checks.usage)),
        (State::Unknown, vec!["usage.domain"])
    );
    assert_eq!(report.verdict, Verdict::Verified, "left open, not refused");
    // What a key is limited to weighs more.
    let report = listed("PH4H", Some(vec![RecordKind::Test]));
    assert_eq!(codes(&report.checks.usage), ["usage.kind-not-allowed"]);
}

#[test]
fn a_key_listed_for_other_purposes_signs_no_certificate() {
    let issuer = Issuer::sweden();
    let key = TrustedKey { role: Role::Other, ..issuer.trusted() };
    let store = store(&written(&bundle("test", vec![key]), &root()));
    let report = verify_at(&issuer.dcc(&own::vaccination()), &store, seconds(AT));
    assert_eq!(codes(&report.checks.signature), ["signature.key-not-found"]);
}

/// A key that one issuer published under its own address speaks for no state, whatever identifier a code names.
#[test]
fn a_key_of_one_issuer_signs_nothing_for_a_state() {
    let issuer = Issuer::sweden();
    let key = TrustedKey {
        issuer_id: Some("https://pharmacy.example/shc".into()),
        country: None,
        participant: None,
        usage: None,
        ..issuer.trusted()
    };
    let store = store(&written(&bundle("production", vec![key]), &root()));
    let report = verify_at(&issuer.dcc(&own::vaccination()), &store, seconds(AT));
    assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
    assert_eq!(codes(&report.checks.signature), ["signature.key-not-found"]);
}
