//! Rules against everything that is published and given, and the same answer on every way to it.

use healthpass_cert::cbor::Value;
use healthpass_cert::json;
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::request::Options;
use healthpass_cert::rules::{self, Answer, Decision, Judgement, Pack, RuleStore, Trip};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::{TrustStore, given::KeyInput};
use healthpass_tests::own::{AT, ITHC, Issuer, vaccination};
use healthpass_tests::vectors;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Rule tests that cannot be run, and why.
const BROKEN: &[(&str, &str)] = &[("NL/GR-NL-0002/tests/test004.json", "the file has no payload")];

/// Fewer than this found means that they were not found.
const RULE_TESTS: usize = 767;

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Value {
    json::read(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

/// Not only the expression: engine and schema versions count too.
#[test]
fn every_published_rule_passes_or_fails_as_stated() {
    let Some(folder) = vectors::locate("certlogic/rules") else { return };
    let mut held = 0;
    let tests = files(&folder)
        .into_iter()
        .filter(|file| file.parent().is_some_and(|parent| parent.ends_with("tests")));
    for file in tests.filter(|file| !BROKEN.iter().any(|(broken, _)| file.ends_with(broken))) {
        let rule = read(&file.parent().and_then(Path::parent).expect("a rule's folder").join("rule.json"));
        let test = read(&file);
        let member =
            |name: &str| (Value::Text(name.into()), test.get_text(name).cloned().unwrap_or(Value::Null));
        let outcome =
            rules::run(&rule, &Value::Map(vec![member("payload"), member("external")])).expect("a rule");
        let expected = match test.get_text("expected") {
            Some(Value::Bool(true)) => Judgement::Passed,
            _ => Judgement::Fail,
        };
        assert_eq!(outcome.judgement, expected, "{}: {outcome:?}", file.display());
        held += 1;
    }
    assert!(held >= RULE_TESTS, "{held} rule tests");
}

#[test]
fn published_rules_are_imported_and_make_a_pack() {
    let Some(folder) = vectors::locate("certlogic/rules") else { return };
    let texts: Vec<_> = files(&folder)
        .into_iter()
        .map(|file| (file.display().to_string(), fs::read_to_string(&file).expect("a file")))
        .collect();
    let imported = rules::import(&texts).expect("rules");
    assert!(imported.unreadable.len() <= 2, "{:?}", imported.unreadable);
    assert!(imported.rules.len() >= 100, "{} rules", imported.rules.len());
    assert_eq!(imported.refused, Vec::<String>::new());
    assert!(imported.value_sets.iter().any(|(name, codes)| name == "country-2-codes" && codes.len() > 200));
    let all = serde_json::json!({"id": "eu", "sequence": 1, "name": {"en": "EU"}, "publishedBy": "EU",
        "createdAt": "2023-04-13T00:00:00Z", "expiresAt": "2023-06-30T00:00:00Z", "rules": imported.rules});
    assert_eq!(Pack::read(&all.to_string()).expect("a pack").rules.len(), imported.rules.len());
    let of_germany: Vec<_> = imported.rules.into_iter().filter(|rule| rule["Country"] == "DE").collect();
    let count = of_germany.len();
    let pack = serde_json::json!({"id": "de", "sequence": 1, "name": {"en": "Germany"}, "publishedBy": "Germany",
        "createdAt": "2023-04-13T00:00:00Z", "expiresAt": "2023-06-30T00:00:00Z", "rules": of_germany});
    assert_eq!(Pack::read(&pack.to_string()).expect("a pack").rules.len(), count);
}

#[test]
fn a_gateways_list_asks_for_the_rules_it_names() {
    let rule = r#"{"Identifier": "GR-XA-0001", "Type": "Acceptance", "Country": "XA", "Version": "1.0.0",
        "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0", "CertificateType": "General",
        "Description": [{"lang": "en", "desc": "x"}], "ValidFrom": "2021-07-01T00:00:00Z",
        "ValidTo": "2030-06-01T00:00:00Z", "AffectedFields": [], "Logic": true}"#;
    let hash = healthpass_crypto::hash::sha256(rule.as_bytes());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let list =
        format!(r#"[{{"identifier": "GR-XA-0001", "version": "1.0.0", "country": "XA", "hash": "{hash}"}}]"#);
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let both = rules::import(&[file("list", &list), file("rule", rule)]).expect("rules");
    assert_eq!((both.rules.len(), both.missing.len(), both.others.len()), (1, 0, 0));
    let changed = rules::import(&[file("list", &list), file("rule", &rule.replace("\"x\"", "\"y\""))]);
    assert_eq!(changed.expect("rules").missing, ["GR-XA-0001 1.0.0"]);
    let twice = [file("one", rule), file("other", &rule.replace("true", "false"))];
    assert_eq!(rules::import(&twice).expect_err("differs").code, rules::code::TWICE);
    assert_eq!(rules::import(&[file("one", rule), file("same", rule)]).expect("rules").rules.len(), 1);
}

#[test]
fn a_rule_that_no_reader_takes_is_named_and_the_rest_is_taken() {
    let rule = |identifier: &str, logic: &str| {
        format!(
            r#"{{"Identifier": "{identifier}", "Type": "Acceptance", "Country": "el", "Version": "1.0.0",
            "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0", "CertificateType": "General",
            "Description": [{{"lang": "de", "desc": "nur Deutsch"}}], "ValidFrom": "2021-07-01T00:00:00Z",
            "ValidTo": "2030-06-01T00:00:00Z", "AffectedFields": [], "Logic": {logic}}}"#
        )
    };
    let file = |name: &str, text: String| (name.to_owned(), text);
    let files = [
        file("good.json", rule("GR-XA-0001", r#"{"if": [true, true, false, false]}"#)),
        file("bad.json", rule("GR-XA-0002", r#"{"perhaps": [1]}"#)),
    ];
    let imported = rules::import(&files).expect("rules");
    assert_eq!(imported.rules.len(), 1);
    assert!(imported.refused[0].starts_with("GR-XA-0002, bad.json: "), "{:?}", imported.refused);
    let pack = serde_json::json!({"id": "el", "sequence": 1, "name": {"en": "Greece", "zh": "希腊"}, "publishedBy": "x",
        "createdAt": "2026-04-13T00:00:00Z", "expiresAt": "2027-06-30T00:00:00Z", "rules": imported.rules});
    let found = rules::lint(&pack.to_string(), time("2026-05-01T00:00:00Z"));
    assert!(found.iter().any(|found| found.code == "rules.lint.no-english"), "{found:?}");
    let pack = Pack::read(&pack.to_string()).expect("a pack");
    assert_eq!(pack.rules[0].country, "GR", "as trips name it");
}

fn shipped(name: &str) -> Pack {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../crates/cert/rules/{name}.json"));
    Pack::read(&fs::read_to_string(path).expect("a pack")).expect("a pack")
}

fn report(at: UnixTime) -> Report {
    verified(ITHC, at)
}

fn verified(content: &str, at: UnixTime) -> Report {
    let china = Issuer::china();
    let key: KeyInput = serde_json::from_value(china.key()).expect("a key");
    let options = Options { keys: vec![key], ..Options::default() };
    let text = china.ithc(content);
    options.verify(&text, &TrustStore::new(), Some(at)).expect("a request")
}

fn time(text: &str) -> UnixTime {
    UnixTime::parse(text).expect("a time")
}

const FROM_GHANA: &str = r#"{"stops": [{"country": "GH", "departs": "2026-12-01T10:00:00Z"},
    {"country": "CN", "arrives": "2026-12-02T10:00:00+08:00"}]}"#;

#[test]
fn a_genuine_certificate_that_is_not_enough_is_a_rule_not_met() {
    let mut store = RuleStore::new();
    store.take(shipped("yellow-fever")).expect("room");
    let mut report = report(time(AT));
    assert_eq!(report.verdict, Verdict::Verified);
    let trip = Trip::read(FROM_GHANA).expect("a trip");
    let decision = rules::judge(std::slice::from_mut(&mut report), &store, Some(&trip), None, time(AT))
        .expect("a decision");
    let found: Vec<_> = report.checks.rules.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!((decision.answer, report.verdict), (Answer::NotMet, Verdict::RuleNotMet), "{found:?}");
    assert_eq!(report.checks.rules.state, State::Fail);
    assert_eq!(report.checks.rules.reasons[0].found.as_deref(), Some("VR-XW-0001"));
    let elsewhere = Trip::read(&FROM_GHANA.replace("GH", "DE")).expect("a trip");
    rules::judge(std::slice::from_mut(&mut report), &store, Some(&elsewhere), None, time(AT))
        .expect("a decision");
    assert_eq!(report.verdict, Verdict::Verified, "judged anew, not on top of what was judged before");
}

fn answer_of(report: &Report) -> Option<Answer> {
    match report.checks.rules.state {
        State::Pass => Some(Answer::Ok),
        State::Fail => Some(Answer::NotMet),
        State::Unknown => Some(Answer::Open),
        State::Skipped => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A wallet asks for the decision, a desk judges a report: whatever the trip and the clock, they say the same.
    #[test]
    fn the_decision_and_the_reports_check_never_disagree(
        hours in -400_i64..400,
        from in proptest::sample::select(vec!["GH", "DE", "PK", "ET"]),
        disease in proptest::sample::select(vec!["16541001", "398102009", "840539006"]),
        given in "2026-(0[1-9]|1[01])-(0[1-9]|1[0-9]|2[0-3])",
        pack in proptest::sample::select(vec!["yellow-fever", "polio-departure", "eu-2022", "hajj-2026"]),
    ) {
        let now = UnixTime(time(AT).0 + hours * 3600);
        let mut store = RuleStore::new();
        store.take(shipped(pack)).expect("room");
        let trip = Trip::read(&FROM_GHANA.replace("GH", from)).expect("a trip");
        let mut content: serde_json::Value = serde_json::from_str(ITHC).expect("JSON");
        let dose = content["vaccinations"]["entries"].as_array_mut().and_then(|doses| doses.last_mut());
        let dose = dose.expect("a dose");
        (dose["disease"], dose["givenOn"]) = (disease.into(), given.into());
        let before = verified(&content.to_string(), now);
        let alone: Decision = rules::decide(&store, &trip, std::slice::from_ref(&before), now);
        let mut judged = before.clone();
        let decision = rules::judge(std::slice::from_mut(&mut judged), &store, Some(&trip), None, now);
        prop_assert_eq!(decision.as_ref(), Some(&alone));
        if alone.not_counted.is_empty() {
            prop_assert_eq!(answer_of(&judged).unwrap_or(Answer::NoRules), alone.answer);
            prop_assert_eq!(judged.verdict == Verdict::RuleNotMet, alone.answer == Answer::NotMet);
        } else {
            prop_assert_eq!(answer_of(&judged), None);
        }
        let again = rules::decide(&store, &trip, std::slice::from_ref(&judged), now);
        prop_assert_eq!(again.legs, alone.legs, "a certificate that was judged counts as before");
    }
}

/// Through the signed code, not through a payload that a test puts there.
#[test]
fn an_eu_certificate_is_held_against_rules_of_its_payload() {
    let sweden = Issuer::sweden();
    let key: KeyInput = serde_json::from_value(sweden.key()).expect("a key");
    let options = Options { keys: vec![key], ..Options::default() };
    let verified = |content: &serde_json::Value| {
        options.verify(&sweden.dcc(content), &TrustStore::new(), Some(time(AT))).expect("a request")
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cert/rules/eu-2022.json");
    let text = fs::read_to_string(path).expect("a pack").replace("2023-06-30", "2099-06-30");
    let mut store = RuleStore::new();
    store.take(Pack::read(&text).expect("a pack")).expect("room");
    let arriving = |at: &str| {
        Trip::read(&format!(r#"{{"stops": [{{"country": "DE", "arrives": "{at}"}}]}}"#)).expect("a trip")
    };
    let mut content = vaccination();
    content["v"][0]["dt"] = "2026-11-20".into();
    content["v"][0]["mp"] = "EU/1/20/1528".into();
    let report = verified(&content);
    assert_eq!(report.verdict, Verdict::Verified, "{:?}", report.checks);
    let answer = |at: &str| rules::decide(&store, &arriving(at), std::slice::from_ref(&report), time(AT));
    assert_eq!(answer("2026-12-04T01:00:00+01:00").answer, Answer::Ok);
    let early = answer("2026-12-04T00:59:59+01:00");
    let gap = &early.legs[0].requirements[0].gaps[0];
    assert_eq!((early.answer, gap.rule.as_str()), (Answer::NotMet, "VR-EU-0003"));
    assert_eq!(gap.met_from.as_deref(), Some("2026-12-04T01:00:00+01:00"));
    assert_eq!(gap.paths, ["external.validationClock", "payload.v.0.dt"]);
}
