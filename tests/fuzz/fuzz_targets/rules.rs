//! Any pack, any trip, and any expression in a pack that is sound otherwise, over certificates that hold.
//!
//! The input is text: trip and pack, or trip, expression of a rule and expression of a condition, with a zero byte
//! between them.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::reason;
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::request::Options;
use healthpass_cert::rules::{
    self, Answer, Applies, Decision, LegDecision, Pack, RuleStore, RulesError, Trip, code,
};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sign::Es256Signer;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use std::sync::LazyLock;

const NOW: &str = "2026-12-01T08:00:00Z";

/// TEST ONLY: the root of every pack here.
static ROOT: LazyLock<Es256Signer> =
    LazyLock::new(|| Es256Signer::from_scalar(&[0x55; 32]).expect("in range"));

static CODES: LazyLock<Vec<&str>> = LazyLock::new(reason::all);

/// Vaccinations, tests, antibodies and a recovery, of formats with a payload of the EU's and without, all of one
/// person; the last but one is of somebody born on another day, and the last has expired.
static REPORTS: LazyLock<Vec<Report>> = LazyLock::new(|| {
    let vectors = [
        include_str!("../../vectors/ithc-full.json"),
        include_str!("../../vectors/dcc-vaccination.json"),
        include_str!("../../vectors/dcc-test.json"),
        include_str!("../../vectors/dcc-recovery.json"),
        include_str!("../../vectors/icvp-g1.json"),
        include_str!("../../vectors/dcc-expired.json"),
    ];
    let mut reports: Vec<Report> = vectors.map(report).into();
    let born = |report: &mut Report, date: &str| {
        let certificate = report.certificate.as_mut().expect("a genuine one");
        certificate.person.birth_date = Some(date.to_owned());
    };
    let mut another = reports[1].clone();
    reports.iter_mut().for_each(|report| born(report, "1974-08-12"));
    born(&mut another, "1990-01-01");
    reports.insert(OF_ANOTHER, another);
    reports
});

/// Places in [`REPORTS`].
const OF_ANOTHER: usize = 5;
const EXPIRED: usize = 6;

fn report(vector: &str) -> Report {
    let vector: Value = serde_json::from_str(vector).expect("a vector");
    let options: Options = serde_json::from_value(vector["options"].clone()).expect("options");
    let text = vector["text"].as_str().expect("text");
    options.verify(text, &TrustStore::new(), None).expect("a sound request")
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let parts: Vec<&str> = text.split('\0').collect();
    let (trip, pack) = match parts[..] {
        [trip, pack] => (trip, pack.to_owned()),
        [trip, logic, applies] => match around(logic, applies) {
            Some(pack) => (trip, pack),
            None => return,
        },
        _ => return,
    };
    let now = UnixTime::parse(NOW).expect("a time");
    for finding in rules::lint(&pack, now) {
        known(finding.code);
    }
    let trip = Trip::read(trip);
    let store = taken(&pack, now);
    for error in [trip.as_ref().err(), store.as_ref().err()].into_iter().flatten() {
        known(error.code);
    }
    let (Ok(trip), Ok(store)) = (trip, store) else { return };
    decide(&store, &trip, now);
});

/// A pack with these expressions as its rule and its condition, if they are JSON.
fn around(logic: &str, applies: &str) -> Option<String> {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let (logic, applies) = (read(logic)?, read(applies)?);
    let rule = json!({
        "Identifier": "GR-XW-0001", "Type": "Acceptance", "Country": "XW", "Version": "1.0.0",
        "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.3.3", "CertificateType": "General",
        "Description": [{"lang": "en", "desc": "Asked"}], "ValidFrom": "2020-01-01T00:00:00Z",
        "ValidTo": "2099-12-31T00:00:00Z", "AffectedFields": [], "Logic": logic,
    });
    let part = |record: &str| json!({"record": record, "rules": ["GR-XW-0001"]});
    let route = |id: &str, all: &[Value]| json!({"id": id, "description": {"en": "A way"}, "all": all});
    let asked = |stage: &str| {
        json!({"id": stage, "stage": stage, "country": "*", "description": {"en": "Asked"}, "appliesWhen": applies,
            "routes": [route("both", &[part("vaccination"), part("test")]), route("one", &[part("recovery")])]})
    };
    let pack = json!({
        "id": "around", "sequence": 1, "name": {"en": "Around"}, "publishedBy": "Nobody",
        "createdAt": "2026-11-01T00:00:00Z", "expiresAt": "2027-11-01T00:00:00Z",
        "areas": [{"id": "a", "countries": ["GH", "PK"]}], "rules": [rule],
        "requirements": [asked("exit"), asked("transit"), asked("entry")],
    });
    Some(pack.to_string())
}

/// The pack in a store, by the way of its signature: what is not signed is refused, and what is signed is read as the
/// text alone is.
fn taken(text: &str, now: UnixTime) -> Result<RuleStore, RulesError> {
    let spki = ROOT.public_key().spki_der().to_vec();
    let pin = sha256(&spki);
    let sign = |message: &[u8]| Ok::<_, ()>(ROOT.sign(message).to_vec());
    let file = rules::write(text, &spki, sign).expect("signed");
    let mut store = RuleStore::new();
    for (bytes, root) in [(text.as_bytes(), &pin), (&file, &[0; 32])] {
        known(store.load(bytes, root, now, &[]).expect_err("nobody's").code);
    }
    assert!(store.is_empty(), "a refused pack leaves nothing");
    let read = Pack::read(text);
    let summary = store.load(&file, &pin, now, &[]);
    assert_eq!(read.as_ref().err(), summary.as_ref().err());
    let later = [(summary?.id, u64::MAX)];
    if read?.sequence < u64::MAX {
        let older = store.load(&file, &pin, now, &later).expect_err("an earlier one");
        assert_eq!(older.code, code::ROLLBACK);
    }
    Ok(store)
}

fn decide(store: &RuleStore, trip: &Trip, now: UnixTime) {
    let decision = rules::decide(store, trip, &REPORTS, now);
    assert_eq!(decision.legs.iter().map(|leg| leg.answer).max().unwrap_or(Answer::NoRules), decision.answer);
    decision.reasons.iter().for_each(|reason| known(reason.code));
    decision.legs.iter().for_each(|leg| judge(leg, &decision));
    let left_out: Vec<usize> = left_out(&decision).collect();
    assert!(left_out.contains(&EXPIRED));
    assert_eq!(left_out.len(), 1 + others(&decision).count(), "each of somebody else, and the expired one");
    // a trip with a date of birth chooses whose certificates count
    assert!(trip.birth_date.is_some() || left_out == [OF_ANOTHER, EXPIRED]);
    serde_json::to_string(&decision).expect("a decision is JSON");
    same_in_reports(store, trip, now, &decision);
}

fn left_out(decision: &Decision) -> impl Iterator<Item = usize> {
    decision.not_counted.iter().map(|one| one.certificate)
}

/// Those that are said to be of somebody else; they count from 1 on.
fn others(decision: &Decision) -> impl Iterator<Item = usize> {
    let named = decision.reasons.iter().filter(|reason| reason.code == code::ANOTHER_PERSON);
    let place = |number: &str| number.parse::<usize>().ok()?.checked_sub(1);
    named.map(move |reason| reason.found.as_deref().and_then(place).expect("a place"))
}

/// Nothing is enough while something is missing.
fn judge(leg: &LegDecision, decision: &Decision) {
    let worst = leg.requirements.iter().map(|asked| asked.answer).max();
    assert_eq!(worst.unwrap_or(Answer::NoRules), leg.answer);
    for asked in &leg.requirements {
        assert_eq!(asked.answer == Answer::Ok, asked.gaps.is_empty());
        assert_eq!(asked.answer == Answer::Ok && asked.applies != Applies::No, !asked.show.is_empty());
        let counts = |place: &usize| *place < REPORTS.len() && left_out(decision).all(|out| out != *place);
        assert!(asked.show.iter().all(counts), "what counts");
        asked.gaps.iter().for_each(|gap| known(gap.code));
    }
    assert_eq!(leg.refused, leg.requirements.iter().any(|asked| asked.refused));
}

/// The check of every report that counts says what the decision says.
fn same_in_reports(store: &RuleStore, trip: &Trip, now: UnixTime, decision: &Decision) {
    let mut reports = REPORTS.clone();
    let again = rules::judge(&mut reports, store, Some(trip), None, now);
    assert_eq!(again.as_ref(), Some(decision));
    let state = match decision.answer {
        Answer::Ok => State::Pass,
        Answer::Open => State::Unknown,
        Answer::NotMet => State::Fail,
        Answer::NoRules => State::Skipped,
    };
    for (place, report) in reports.iter().enumerate() {
        let found = (report.verdict, report.checks.rules.state);
        if place == EXPIRED {
            assert_eq!(found, (Verdict::NotValidNow, State::Skipped));
            continue;
        }
        if others(decision).any(|other| other == place) {
            assert_eq!(found, (Verdict::RuleNotMet, State::Fail));
            continue;
        }
        assert_eq!(report.checks.rules.state, state);
        assert_eq!(report.verdict == Verdict::RuleNotMet, decision.answer == Answer::NotMet);
        report.checks.rules.reasons.iter().for_each(|reason| known(reason.code));
    }
}

fn known(code: &str) {
    assert!(CODES.contains(&code), "{code}");
}
