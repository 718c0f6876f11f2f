//! Recognition agreements: whom the state of a list recognises, for what, and when.

use healthpass_cert::model::RecordKind;
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::lists::agreements;
use healthpass_cert::trust::{Agreement, TrustList, TrustStore, TrustedKey, Voucher};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_tests::ask::codes;
use healthpass_tests::own::{self, AT, Issuer, seconds};
use healthpass_tests::seal::{self, Authority};
use serde_json::json;
use std::sync::Arc;

const FROM: &str = "2026-06-01T00:00:00Z";
const UNTIL: &str = "2027-05-31T23:59:59Z";
const COVID_19: &str = "840539006";

fn sweden_to_china() -> Agreement {
    Agreement {
        name: "SE-CN 2026".into(),
        issuers: vec!["SE".into()],
        relying: vec!["CN".into()],
        from: Some(seconds(FROM)),
        until: Some(seconds(UNTIL)),
        ..Agreement::default()
    }
}

/// A vaccination of Sweden's, shown to an officer of `state` whose list has these agreements.
fn shown_in(state: &str, agreements: Vec<Agreement>, now: UnixTime) -> Report {
    let issuer = Issuer::sweden();
    shown(&issuer.dcc(&own::vaccination()), issuer.trusted(), state, agreements, now)
}

fn shown(text: &str, key: TrustedKey, state: &str, agreements: Vec<Agreement>, now: UnixTime) -> Report {
    let list = TrustList {
        name: "Test list".into(),
        environment: "test".into(),
        created_at: seconds(own::ISSUED),
        expires_at: seconds("2030-01-01T00:00:00Z"),
        state: Some(state.into()),
        agreements,
        ..TrustList::default()
    };
    let mut store = TrustStore::new();
    store.add(TrustedKey { voucher: Voucher::List(Arc::new(list)), ..key });
    verify::check(text, &Context { trust: store.with_given(&[]), document: Presented::Nothing, now })
}

fn now() -> UnixTime {
    seconds(AT)
}

fn refused(report: &Report, code: &str) {
    assert_eq!(codes(&report.checks.issuer), [code]);
    assert_eq!(report.checks.issuer.state, State::Unknown);
    assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
    assert_eq!(report.checks.signature.state, State::Pass, "it is genuine all the same");
}

#[test]
fn an_agreement_in_force_is_named() {
    let report = shown_in("CN", vec![sweden_to_china()], now());
    assert_eq!(report.checks.issuer.state, State::Pass);
    assert_eq!(report.verdict, Verdict::Verified);
    let [reason] = &report.checks.issuer.reasons[..] else { panic!("{:?}", report.checks.issuer) };
    assert_eq!((reason.code, reason.found.as_deref()), ("issuer.agreement", Some("SE-CN 2026")));
}

#[test]
fn a_list_without_agreements_leaves_it_open() {
    let report = shown_in("CN", Vec::new(), now());
    assert_eq!((report.checks.issuer.state, codes(&report.checks.issuer).len()), (State::Pass, 0));
}

#[test]
fn a_states_own_certificates_need_none() {
    let elsewhere = Agreement { issuers: vec!["FI".into()], ..sweden_to_china() };
    let report = shown_in("SE", vec![elsewhere], now());
    assert_eq!((report.checks.issuer.state, codes(&report.checks.issuer).len()), (State::Pass, 0));
}

#[test]
fn without_one_nobody_has_agreed() {
    let norway = Agreement { issuers: vec!["NO".into()], ..sweden_to_china() };
    let report = shown_in("CN", vec![norway], now());
    refused(&report, "issuer.no-agreement");
    let reason = &report.checks.issuer.reasons[0];
    assert_eq!((reason.expected.as_deref(), reason.found.as_deref()), (Some("CN"), Some("SE")));
    // Between the same states, but for officers of a third.
    refused(&shown_in("JP", vec![sweden_to_china()], now()), "issuer.no-agreement");
}

#[test]
fn a_key_of_no_state_is_covered_by_no_agreement() {
    let issuer = Issuer::sweden();
    let key = TrustedKey { country: None, ..issuer.trusted() };
    let text = issuer.dcc(&own::vaccination());
    refused(&shown(&text, key, "CN", vec![sweden_to_china()], now()), "issuer.no-agreement");
}

#[test]
fn it_begins_and_ends_at_its_very_seconds() {
    // A certificate as long as the agreement, so that nothing but the agreement runs out.
    let issuer = Issuer::sweden();
    let key = || TrustedKey { not_before: None, not_after: None, ..issuer.trusted() };
    let text = issuer.dcc(&own::vaccination());
    let at = |now: UnixTime| shown(&text, key(), "CN", vec![sweden_to_china()], now).checks.issuer;
    let (from, until) = (seconds(FROM), seconds(UNTIL));
    assert_eq!(at(from).state, State::Pass);
    assert_eq!(at(until).state, State::Pass);
    let early = at(UnixTime(from.0 - 1));
    assert_eq!((early.state, codes(&early)), (State::Unknown, vec!["issuer.agreement-not-yet"]));
    assert_eq!(early.reasons[0].at.as_deref(), Some(FROM));
    let late = at(UnixTime(until.0 + 1));
    assert_eq!((late.state, codes(&late)), (State::Unknown, vec!["issuer.agreement-expired"]));
    assert_eq!(late.reasons[0].at.as_deref(), Some(UNTIL));
}

#[test]
fn one_way_is_one_way_and_mutual_is_both() {
    let china_to_sweden =
        || Agreement { issuers: vec!["CN".into()], relying: vec!["SE".into()], ..sweden_to_china() };
    refused(&shown_in("CN", vec![china_to_sweden()], now()), "issuer.agreement-one-way");
    let mutual = Agreement { mutual: true, ..china_to_sweden() };
    assert_eq!(shown_in("CN", vec![mutual], now()).verdict, Verdict::Verified);
}

#[test]
fn it_covers_its_kinds_and_diseases_only() {
    let kinds = |kinds: &[RecordKind]| Agreement { kinds: Some(kinds.to_vec()), ..sweden_to_china() };
    let report = shown_in("CN", vec![kinds(&[RecordKind::Test, RecordKind::Recovery])], now());
    refused(&report, "issuer.agreement-kind");
    assert_eq!(report.checks.issuer.reasons[0].expected.as_deref(), Some("test, recovery"));
    assert_eq!(shown_in("CN", vec![kinds(&[RecordKind::Vaccination])], now()).verdict, Verdict::Verified);
    let disease = |code: &str| Agreement { diseases: Some(vec![code.into()]), ..sweden_to_china() };
    refused(&shown_in("CN", vec![disease("16541001")], now()), "issuer.agreement-disease");
    assert_eq!(shown_in("CN", vec![disease(COVID_19)], now()).verdict, Verdict::Verified);
}

#[test]
fn every_record_must_be_covered_if_by_different_agreements() {
    // Tests, antibody tests and vaccinations on one certificate, shown in Sweden.
    let issuer = Issuer::china();
    let covering = |name: &str, kinds: &[RecordKind]| Agreement {
        name: name.into(),
        issuers: vec!["CN".into()],
        relying: vec!["SE".into()],
        kinds: Some(kinds.to_vec()),
        ..sweden_to_china()
    };
    let tests = covering("tests", &[RecordKind::Test, RecordKind::Antibody]);
    let doses = covering("doses", &[RecordKind::Vaccination]);
    let text = issuer.ithc(own::ITHC);
    let ask = |agreements| shown(&text, issuer.trusted(), "SE", agreements, now());
    refused(&ask(vec![tests.clone()]), "issuer.agreement-kind");
    let report = ask(vec![tests, doses]);
    assert_eq!(codes(&report.checks.issuer), ["issuer.agreement", "issuer.agreement"]);
    assert_eq!(report.checks.issuer.state, State::Pass);
}

#[test]
fn the_nearest_miss_is_what_is_said() {
    let norway = Agreement { issuers: vec!["NO".into()], ..sweden_to_china() };
    let other_way = Agreement { issuers: vec!["CN".into()], relying: vec!["SE".into()], ..sweden_to_china() };
    let ended = Agreement { until: Some(UnixTime(now().0 - 1)), ..sweden_to_china() };
    let tests = Agreement { kinds: Some(vec![RecordKind::Test]), ..sweden_to_china() };
    let all = [norway, other_way, ended, tests];
    let expected = [
        "issuer.no-agreement",
        "issuer.agreement-one-way",
        "issuer.agreement-expired",
        "issuer.agreement-kind",
    ];
    for (count, code) in expected.into_iter().enumerate() {
        refused(&shown_in("CN", all[..=count].to_vec(), now()), code);
        refused(&shown_in("CN", all[..=count].iter().rev().cloned().collect(), now()), code);
    }
}

/// A seal's signer is not on the list; the authority that appointed it is, and its state counts.
#[test]
fn what_an_authority_vouches_for_needs_an_agreement_too() {
    let sweden = Authority::new(0xca, "SE");
    let text = seal::sealed(&seal::vaccination(), &sweden.appoints(), sweden.signer());
    let ask = |agreements| shown(&text, sweden.trusted(), "CN", agreements, now());
    assert_eq!(codes(&ask(vec![sweden_to_china()]).checks.issuer), ["issuer.agreement"]);
    let norway = Agreement { issuers: vec!["NO".into()], ..sweden_to_china() };
    refused(&ask(vec![norway]), "issuer.no-agreement");
}

#[test]
fn a_key_handed_in_needs_no_agreement() {
    let issuer = Issuer::sweden();
    let report = healthpass_tests::ask::verify(&issuer.dcc(&own::vaccination()), &issuer);
    assert_eq!(report.verdict, Verdict::Verified);
}

#[test]
fn worse_news_about_the_key_comes_first() {
    let issuer = Issuer::sweden();
    let key = TrustedKey { not_after: Some(UnixTime(now().0 - 1)), ..issuer.trusted() };
    let report = shown(&issuer.dcc(&own::vaccination()), key, "CN", vec![sweden_to_china()], now());
    assert_eq!(
        (report.checks.issuer.state, codes(&report.checks.issuer)),
        (State::Fail, vec!["issuer.key-expired"])
    );
}

#[test]
fn agreements_are_read_from_json_and_nothing_else_passes_for_one() {
    let full = json!({
        "name": "Nordic", "issuedBy": ["SE", "NO"], "recognisedBy": ["CN"], "mutual": true,
        "kinds": ["vaccination"], "diseases": [COVID_19], "from": FROM, "until": UNTIL,
    });
    let read = agreements::read(&json!([full]).to_string()).expect("an agreement");
    let expected = Agreement {
        name: "Nordic".into(),
        issuers: vec!["SE".into(), "NO".into()],
        mutual: true,
        kinds: Some(vec![RecordKind::Vaccination]),
        diseases: Some(vec![COVID_19.into()]),
        ..sweden_to_china()
    };
    assert_eq!(read, [expected]);
    assert_eq!(agreements::read(&full.to_string()).expect("one alone"), read);
    let least = json!({"name": "x", "issuedBy": ["SE"], "recognisedBy": ["CN"]});
    assert!(!agreements::read(&least.to_string()).expect("the least")[0].mutual);
    for (member, wrong) in [
        ("issuedBy", json!([])),
        ("issuedBy", json!(["SWE"])),
        ("recognisedBy", json!(["XY"])),
        ("kinds", json!([])),
        ("kinds", json!(["vaccinations"])),
        ("diseases", json!([])),
        ("from", json!("2026")),
        ("until", json!("2026-01-01T00:00:00Z")),
        ("mutual", json!("yes")),
        ("kind", json!(["test"])),
    ] {
        let mut changed = full.clone();
        changed[member] = wrong;
        let refused = agreements::read(&changed.to_string()).expect_err(member);
        assert_eq!(refused.code, "trust.list-shape", "{member}");
    }
}
