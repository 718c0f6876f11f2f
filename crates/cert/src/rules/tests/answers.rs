//! Selection of rules, several certificates together, what is open, and the report's own check.

use super::super::*;
use super::{decided, now, pack, read, requirement, rule, to_china};
use crate::report::{State, Verdict};
use serde_json::{Value, json};

const YES: fn() -> Value = || json!(true);
const NO: fn() -> Value = || json!(false);

fn dcc(issuer: &str) -> Value {
    json!({"issuer": issuer, "payload": {"ver": "1.3.0", "nam": {"fnt": "DOE"}, "dob": "1990",
        "v": [{"tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2,
               "dt": "2026-06-01", "co": "AT", "is": "Ministry", "ci": "URN:UVCI:01:AT:1"}]}})
}

fn entry(decision: &Decision) -> &LegDecision {
    decision.legs.iter().find(|leg| leg.stage == Stage::Entry).unwrap()
}

#[test]
fn a_case_that_expects_something_else_is_told() {
    let pack =
        read(&pack(&[rule("VR-CN-0001", "Acceptance", YES())], &[requirement(&["VR-CN-0001"])])).unwrap();
    let case = json!({"cases": [{"name": "x", "certificates": [], "trip": to_china(),
        "expected": {"answer": "ok", "legs": [{"answer": "no-rules"}, {"quarantineDays": null, "refused": false}]}}]});
    let found = run_cases(&pack, &case.to_string(), now()).unwrap().remove(0).differences;
    let at: Vec<_> = found.iter().map(|(at, ..)| at.as_str()).collect();
    assert_eq!(at, [".answer", ".legs[1].refused"]);
}

#[test]
fn a_certificate_passes_every_rule_of_its_destination_and_of_its_issuers_invalidation() {
    let rules = [
        rule("GR-CN-0001", "Acceptance", json!({"===": [{"var": "payload.v.0.dn"}, 2]})),
        rule("IR-AT-0001", "Invalidation", NO()),
        rule("GR-FR-0001", "Acceptance", NO()),
        rule("TR-CN-0001", "Acceptance", NO()),
    ];
    let of = |issuer: &str| decided(&pack(&rules, &[]), json!([dcc(issuer)]), to_china());
    assert_eq!(entry(&of("DE")).answer, Answer::Ok, "other states' rules and kinds are left out");
    let withdrawn = of("AT");
    assert_eq!(entry(&withdrawn).answer, Answer::NotMet);
    assert_eq!(entry(&withdrawn).requirements[0].gaps[0].rule, "IR-AT-0001");
}

#[test]
fn rules_of_a_region_count_where_the_trip_names_it() {
    let mut of_region = rule("GR-CN-0002", "Acceptance", NO());
    of_region["Region"] = json!("HK");
    let pack = pack(&[rule("GR-CN-0001", "Acceptance", YES()), of_region], &[]);
    let answer = |region: Value| {
        let mut trip = to_china();
        trip["stops"][1]["region"] = region;
        decided(&pack, json!([dcc("AT")]), trip).answer
    };
    assert_eq!(answer(Value::Null), Answer::Ok);
    assert_eq!(answer(json!("Beijing")), Answer::Ok);
    assert_eq!(answer(json!("hk")), Answer::NotMet);
}

#[test]
fn the_newest_version_in_force_counts() {
    let versioned = |version: &str, from: &str, logic: Value| {
        let mut rule = rule("GR-CN-0001", "Acceptance", logic);
        rule["Version"] = json!(version);
        rule["ValidFrom"] = json!(from);
        rule
    };
    let rules = [
        versioned("1.9.0", "2020-01-01T00:00:00Z", NO()),
        versioned("1.10.0", "2020-01-01T00:00:00Z", YES()),
        versioned("2.0.0", "2026-12-02T00:00:00Z", NO()),
    ];
    let at = |time: &str| {
        let trip = json!({"stops": [{"country": "CN", "arrives": time}]});
        decided(&pack(&rules, &[]), json!([dcc("AT")]), trip).answer
    };
    assert_eq!(at("2026-12-02T07:59:59+08:00"), Answer::Ok);
    assert_eq!(at("2026-12-02T08:00:00+08:00"), Answer::NotMet);
}

#[test]
fn what_this_program_does_not_know_is_open() {
    let changed = |member: &str, value: &str| {
        let mut rule = rule("GR-CN-0001", "Acceptance", json!({"!": [{"var": "payload.x"}]}));
        rule[member] = json!(value);
        let decision = decided(&pack(&[rule], &[]), json!([dcc("AT")]), to_china());
        (decision.answer, entry(&decision).requirements[0].gaps.first().map(|gap| gap.code))
    };
    assert_eq!(changed("Engine", "CERTLOGIC"), (Answer::Ok, None));
    assert_eq!(changed("Engine", "OTHER"), (Answer::Open, Some(code::ENGINE)));
    assert_eq!(changed("EngineVersion", "1.3.4"), (Answer::Open, Some(code::ENGINE)));
    assert_eq!(changed("SchemaVersion", "1.3.1"), (Answer::Open, Some(code::SCHEMA)));
    assert_eq!(changed("SchemaVersion", "2.0.0"), (Answer::Open, Some(code::SCHEMA)));
    assert_eq!(changed("SchemaVersion", "1.3.0"), (Answer::Ok, None));
}

#[test]
fn a_value_that_is_neither_true_nor_false_and_an_error_are_open() {
    for logic in [json!({"var": "payload.v"}), json!({"+": ["a", 1]}), json!({"after": [1, 2]})] {
        let decision =
            decided(&pack(&[rule("GR-CN-0001", "Acceptance", logic)], &[]), json!([dcc("AT")]), to_china());
        assert_eq!(decision.answer, Answer::Open);
        assert_eq!(entry(&decision).requirements[0].gaps[0].code, code::UNDECIDED);
    }
}

#[test]
fn a_kind_that_no_rule_speaks_of_is_not_thereby_accepted() {
    let pack = pack(&[rule("TR-CN-0001", "Acceptance", YES())], &[]);
    let decision = decided(&pack, json!([dcc("AT")]), to_china());
    assert_eq!(decision.answer, Answer::Open);
    assert_eq!(entry(&decision).requirements[0].gaps[0].code, code::NO_RULE_FOR_KIND);
}

#[test]
fn rules_of_exit_and_transit_are_asked_there() {
    let pack = pack(&[rule("GR-DE-0001", "Exit", NO()), rule("GR-AE-0001", "Transit", NO())], &[]);
    let trip = json!({"stops": [{"country": "DE", "departs": "2026-12-01T08:00:00+01:00"},
        {"country": "AE", "arrives": "2026-12-01T18:00:00+04:00", "departs": "2026-12-01T20:00:00+04:00", "transit": true},
        {"country": "CN", "arrives": "2026-12-02T06:00:00+08:00"}]});
    let decision = decided(&pack, json!([dcc("AT")]), trip);
    let answers: Vec<_> = decision.legs.iter().map(|leg| (leg.stage, leg.answer)).collect();
    let not_met = Answer::NotMet;
    assert_eq!(answers, [(Stage::Exit, not_met), (Stage::Transit, not_met), (Stage::Entry, Answer::NoRules)]);
}

#[test]
fn of_two_ways_the_one_with_less_quarantine_is_chosen_and_the_others_are_named() {
    let mut asked = requirement(&["VR-CN-0001"]);
    asked["routes"][0]["quarantineDays"] = json!(7);
    let other = json!({"id": "other", "description": {"en": "Other"}, "quarantineDays": 3,
        "all": [{"record": "vaccination", "rules": ["VR-CN-0001"]}]});
    asked["routes"].as_array_mut().unwrap().push(other);
    let pack = pack(&[rule("VR-CN-0001", "Acceptance", YES())], &[asked]);
    let decision =
        decided(&pack, json!([{"records": [{"kind": "vaccination", "date": "2026-01-01"}]}]), to_china());
    let leg = entry(&decision);
    assert_eq!((leg.answer, leg.quarantine_days), (Answer::Ok, Some(3)));
    assert_eq!(leg.requirements[0].route.as_deref(), Some("other"));
    assert_eq!(leg.requirements[0].routes.len(), 2);
}

#[test]
fn every_failed_rule_is_named_and_only_one_wait_for_all_is_promised() {
    let since = |identifier: &str, days: i64| {
        let leg = json!({"plusTime": [{"var": "leg.date"}, 0, "day"]});
        let dose = json!({"plusTime": [{"var": "record.day"}, days, "day"]});
        rule(identifier, "Acceptance", json!({"not-before": [leg, dose]}))
    };
    let never = rule("VR-CN-0003", "Acceptance", json!({"===": [{"var": "record.country"}, "CN"]}));
    let certificates = json!([{"records": [{"kind": "vaccination", "date": "2026-12-01", "country": "DE"}]}]);
    let both = pack(
        &[since("VR-CN-0001", 5), since("VR-CN-0002", 9)],
        &[requirement(&["VR-CN-0001", "VR-CN-0002"])],
    );
    let decision = decided(&both, certificates.clone(), to_china());
    let gaps = &entry(&decision).requirements[0].gaps;
    assert_eq!(gaps.len(), 2);
    assert!(gaps.iter().all(|gap| gap.met_from.as_deref() == Some("2026-12-10T00:00:00+08:00")), "{gaps:#?}");
    let hopeless = pack(&[since("VR-CN-0001", 5), never], &[requirement(&["VR-CN-0001", "VR-CN-0003"])]);
    let decision = decided(&hopeless, certificates, to_china());
    let gaps = &entry(&decision).requirements[0].gaps;
    assert_eq!(gaps[0].short_by_seconds, Some(4 * 86_400));
    assert_eq!(gaps[1].found.as_deref(), Some("DE"));
    assert!(gaps.iter().all(|gap| gap.met_from.is_none()), "waiting does not help: {gaps:#?}");
}

#[test]
fn negated_and_guarding_comparisons_are_explained_the_right_way_round() {
    let gap = |logic: Value| {
        let pack = pack(&[rule("VR-CN-0001", "Acceptance", logic)], &[requirement(&["VR-CN-0001"])]);
        let certificates =
            json!([{"records": [{"kind": "vaccination", "date": "2026-12-01", "dose": 1, "doses": 2}]}]);
        let decision = decided(&pack, certificates, to_china());
        let gap = entry(&decision).requirements[0].gaps[0].clone();
        (gap.found.unwrap(), gap.needed.unwrap(), gap.met_from)
    };
    let leg = json!({"plusTime": [{"var": "leg.date"}, 0, "day"]});
    let fifth = json!({"plusTime": [{"var": "record.day"}, 5, "day"]});
    let from = Some("2026-12-06T00:00:00+08:00".to_owned());
    let met = |needed: &str| ("2026-12-02".to_owned(), needed.to_owned(), from.clone());
    assert_eq!(gap(json!({"!": [{"before": [leg, fifth]}]})), met("≥ 2026-12-06"));
    assert_eq!(gap(json!({"if": [{"before": [leg, fifth]}, false, true]})), met("≥ 2026-12-06"));
    assert_eq!(gap(json!({"not-after": [fifth, leg]})), met("≥ 2026-12-06"));
    let (found, needed, _) = gap(json!({"!": [{"<": [{"var": "record.dose"}, {"var": "record.doses"}]}]}));
    assert_eq!((found.as_str(), needed.as_str()), ("1", "≥ 2"));
    let (found, needed, _) = gap(json!({"<=": [{"var": "record.doses"}, {"var": "record.dose"}]}));
    assert_eq!((found.as_str(), needed.as_str()), ("2", "≤ 1"));
    let shifted = json!({"plusTime": [{"var": "leg.date"}, -5, "day"]});
    let dose = json!({"plusTime": [{"var": "record.day"}, 0, "day"]});
    assert_eq!(gap(json!({"after": [shifted, dose]})).2.as_deref(), Some("2026-12-07T00:00:00+08:00"));
}

#[test]
fn a_certificate_of_somebody_born_on_another_day_does_not_count() {
    let born = |dob: &str, doses: u8| {
        let mut certificate = dcc("AT");
        certificate["payload"]["dob"] = json!(dob);
        certificate["payload"]["v"][0]["dn"] = json!(doses);
        certificate
    };
    let pack = pack(&[rule("GR-CN-0001", "Acceptance", json!({"===": [{"var": "payload.v.0.dn"}, 2]}))], &[]);
    let answers = |certificates: Value, birth: Option<&str>| {
        let mut trip = to_china();
        trip["birthDate"] = birth.map_or(Value::Null, |birth| json!(birth));
        let decision = decided(&pack, certificates, trip);
        let others: Vec<_> = decision.reasons.iter().filter(|one| one.code == code::ANOTHER_PERSON).collect();
        (entry(&decision).answer, others.iter().filter_map(|one| one.found.clone()).collect::<Vec<_>>())
    };
    let (jane, bob) = (born("1990-05-17", 1), born("1955-01-02", 2));
    assert_eq!(answers(json!([jane, bob]), None), (Answer::NotMet, vec!["2".into()]));
    assert_eq!(answers(json!([bob, jane]), None), (Answer::Ok, vec!["2".into()]));
    assert_eq!(answers(json!([bob]), Some("1990-05-17")), (Answer::NotMet, vec!["1".into()]));
    // what is said in part contradicts nothing
    assert_eq!(answers(json!([born("1955", 1), bob]), None), (Answer::Ok, Vec::new()));
    assert_eq!(answers(json!([born("1955-02", 1), bob]), None), (Answer::NotMet, vec!["2".into()]));
}

#[test]
fn a_stay_without_a_departure_lasts_until_the_next_stop_is_reached() {
    let logic = |days: i64| {
        let logic = json!({"<": [{"var": "leg.visited.1.days"}, days]});
        pack(&[rule("GR-CN-0001", "Acceptance", logic)], &[requirement(&["GR-CN-0001"])])
    };
    let trip = json!({"stops": [{"country": "DE", "departs": "2026-11-01T08:00:00+01:00"},
        {"country": "KE", "arrives": "2026-11-01T20:00:00+03:00"}, {"country": "CN", "arrives": "2026-12-02T06:00:00+08:00"}]});
    let answer = |days| entry_of(&decided(&logic(days), json!([dcc("AT")]), trip.clone()), "CN");
    assert_eq!(answer(1), Answer::Ok);
    assert_eq!(answer(0), Answer::NotMet);
}

fn entry_of(decision: &Decision, country: &str) -> Answer {
    decision.legs.iter().find(|leg| leg.stage == Stage::Entry && leg.country == country).unwrap().answer
}

#[test]
fn the_check_of_a_report_says_what_the_decision_says() {
    let pack =
        read(&pack(&[rule("VR-CN-0001", "Acceptance", NO())], &[requirement(&["VR-CN-0001"])])).unwrap();
    let trip = Trip::read(&to_china().to_string()).unwrap();
    let mut store = RuleStore::new();
    let context = crate::trust::TrustStore::new();
    let context = crate::verify::Context {
        trust: context.with_given(&[]),
        document: crate::verify::Presented::Nothing,
        now: now(),
    };
    let mut report = crate::verify::check("nothing", &context);
    report.verdict = Verdict::NotGenuine;
    report.checks.rules = crate::report::Check::skipped(code::NO_PACK);
    let reports = core::slice::from_mut(&mut report);
    assert!(judge(reports, &store, Some(&trip), None, now()).is_none());
    assert_eq!(reports[0].checks.rules.reasons[0].code, code::NO_PACK);
    store.take(pack).unwrap();
    assert!(judge(reports, &store, None, None, now()).is_none());
    assert_eq!(reports[0].checks.rules.reasons[0].code, code::NO_TRIP);
    reports[0].verdict = Verdict::NotGenuine;
    let decision = judge(reports, &store, Some(&trip), None, now()).unwrap();
    assert_eq!((decision.not_counted.len(), decision.answer), (1, Answer::NotMet));
    assert_eq!(reports[0].checks.rules.reasons[0].code, code::NOT_COUNTED);
    assert_eq!((reports[0].verdict, reports[0].checks.rules.state), (Verdict::Unreadable, State::Skipped));
    let unread = crate::verify::check("nothing", &context);
    let mut again = unread.clone();
    judge(core::slice::from_mut(&mut again), &store, Some(&trip), None, now());
    assert_eq!(again, unread, "what could not be read is not looked at, and keeps its reason");
}
