//! Whatever the rules, the certificates and the trip: an answer, never a panic; and the same answer twice.

use super::super::*;
use super::{now, pack, rule};
use proptest::prelude::*;
use serde_json::{Value, json};

fn date() -> impl Strategy<Value = String> {
    prop_oneof![
        "20(1|2)[0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        "20(1|2)[0-9](-(0[1-9]|1[0-2]))?",
        "2026-1[12]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):00)",
        Just("2024-02-29".to_owned()),
        ".{0,12}",
    ]
}

fn time() -> impl Strategy<Value = String> {
    "202[56]-(0[1-9]|1[0-2])-[0-2][1-8]T[0-1][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):(00|30))"
}

fn operand() -> impl Strategy<Value = Value> {
    let paths = proptest::sample::select(vec![
        "record.date",
        "record.day",
        "record.at",
        "record.dose",
        "record.doses",
        "leg.at",
        "leg.date",
        "leg.been.a.days",
        "leg.been.a",
        "traveller.ageMonths",
        "external.validationClock",
        "payload.v.0.dt",
        "trip.purpose",
        "nothing",
        "",
    ]);
    prop_oneof![
        paths.prop_map(|path| json!({"var": path})),
        date().prop_map(Value::from),
        (-3_i64..400).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
    ]
}

fn logic() -> impl Strategy<Value = Value> {
    let units = proptest::sample::select(vec!["hour", "day", "month", "year"]);
    let dates =
        (operand(), -400_i64..400, units).prop_map(|(time, by, unit)| json!({"plusTime": [time, by, unit]}));
    let leaf = prop_oneof![operand(), dates];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        let two = proptest::sample::select(vec![
            "and",
            "===",
            "in",
            "+",
            "<",
            ">=",
            "before",
            "after",
            "not-after",
            "not-before",
        ]);
        prop_oneof![
            (two, pair.clone()).prop_map(|(name, (one, other))| json!({name: [one, other]})),
            inner.clone().prop_map(|one| json!({"!": [one]})),
            (inner, pair).prop_map(|(guard, (one, other))| json!({"if": [guard, one, other]})),
        ]
    })
}

fn record() -> impl Strategy<Value = Value> {
    let kinds = proptest::sample::select(vec!["vaccination", "test", "antibody", "recovery", "prophylaxis"]);
    (kinds, date(), 0_u32..4, 0_u32..4).prop_map(|(kind, date, dose, doses)| {
        json!({"kind": kind, "disease": "1", "date": date, "dose": dose, "doses": doses})
    })
}

fn trip() -> impl Strategy<Value = Value> {
    let country = proptest::sample::select(vec!["CN", "DE", "GH"]);
    let stop = (country, time(), any::<bool>());
    (proptest::collection::vec(stop, 1..5), proptest::option::of(date())).prop_map(|(mut stops, left)| {
        let at = |text: &str| LocalTime::parse(text).map_or(0, |time| time.at.0);
        stops.sort_by_key(|(_, time, _)| at(time));
        let stops: Vec<Value> = stops
            .into_iter()
            .map(|(country, time, transit)| json!({"country": country, "arrives": time, "transit": transit}))
            .collect();
        json!({"stops": stops, "visited": [{"country": "GH", "left": left}]})
    })
}

fn requirement(stage: &str, applies: &Value) -> Value {
    json!({"id": stage, "stage": stage, "country": "*", "description": {"en": "x"}, "appliesWhen": applies,
        "routes": [{"id": "r", "description": {"en": "x"}, "all": [
            {"record": "vaccination", "diseases": ["1"], "rules": ["VR-XW-0001"]},
            {"record": "test", "rules": ["VR-XW-0001"]}]}]})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn there_is_always_an_answer(
        logic in logic(),
        applies in logic(),
        records in proptest::collection::vec(record(), 0..4),
        birth in date(),
        trip in trip(),
        published in any::<bool>(),
    ) {
        let rule = rule(if published { "GR-CN-0001" } else { "VR-XW-0001" }, "Acceptance", logic);
        let asked = ["exit", "transit", "entry"].map(|stage| requirement(stage, &applies));
        let mut pack = pack(&[rule], if published { &[] } else { &asked });
        pack["areas"] = json!([{"id": "a", "countries": ["GH"]}]);
        let Ok(pack) = Pack::read(&pack.to_string()) else { return Ok(()) };
        let cases = json!({"cases": [{"name": "x", "trip": trip, "expected": {},
            "certificates": [{"person": {"birthDate": birth}, "records": records}]}]});
        let Ok(results) = run_cases(&pack, &cases.to_string(), now()) else { return Ok(()) };
        for leg in &results[0].decision.legs {
            for asked in &leg.requirements {
                prop_assert_eq!(asked.answer == Answer::Ok && asked.applies != Applies::No, !asked.show.is_empty());
                prop_assert_eq!(asked.answer == Answer::Ok, asked.gaps.is_empty());
            }
            let worst = leg.requirements.iter().map(|asked| asked.answer).max();
            prop_assert_eq!(leg.answer, worst.unwrap_or(Answer::NoRules));
        }
        let again = run_cases(&pack, &cases.to_string(), now()).unwrap();
        prop_assert_eq!(&again[0].decision, &results[0].decision);
    }

    /// What is promised comes true: at the time named the same certificate is enough, a second away it is not.
    #[test]
    fn times_that_are_promised_hold(
        day in "2026-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
        amount in 0_i64..60,
        at in time(),
        late in any::<bool>(),
        of_days in any::<bool>(),
    ) {
        let clock = if of_days { "leg.date" } else { "external.validationClock" };
        let operator = if late { "not-after" } else { "after" };
        let logic = json!({operator: [{"plusTime": [{"var": clock}, 0, "day"]},
                                      {"plusTime": [{"var": "record.day"}, amount, "day"]}]});
        let pack = pack(&[rule("VR-XW-0001", "Acceptance", logic)], &[super::requirement(&["VR-XW-0001"])]);
        let decide = |at: &str| super::decided(&pack, json!([{"records": [{"kind": "vaccination", "date": day}]}]),
            json!({"stops": [{"country": "CN", "arrives": at}]}));
        let decision = decide(&at);
        let Some(gap) = decision.legs[0].requirements[0].gaps.first() else { return Ok(()) };
        let moment = gap.met_from.as_ref().or(gap.until.as_ref()).unwrap();
        prop_assert_eq!(gap.until.is_some(), late);
        prop_assert_eq!(decide(moment).answer, Answer::Ok, "{}", moment);
        let edge = LocalTime::parse(moment).unwrap();
        let beyond = edge.moved(edge.at.0 + if late { 1 } else { -1 });
        prop_assert_eq!(decide(&beyond.rfc3339()).answer, Answer::NotMet, "{}", moment);
    }
}
