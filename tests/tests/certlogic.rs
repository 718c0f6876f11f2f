//! CertLogic against the official suites and every published rule that is given.

use healthpass_cert::cbor::Value;
use healthpass_cert::certlogic::{Evaluated, IssueKind, LogicError, evaluate, explain, validate};
use healthpass_cert::json;
use healthpass_tests::vectors;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Rule tests that cannot be run, and why.
const BROKEN: &[(&str, &str)] = &[("NL/GR-NL-0002/tests/test004.json", "the file has no payload")];

/// Fewer than this found means that they were not found.
const RULE_TESTS: usize = 767;

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    json::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
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

fn array<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get_text(name).and_then(Value::as_array).unwrap_or_default()
}

fn is_skipped(value: &Value) -> bool {
    value.get_text("directive").and_then(Value::as_text) == Some("skip")
}

/// What evaluating gave, as JSON.
fn given(evaluated: Result<Evaluated<'_>, LogicError>) -> Result<Value, LogicError> {
    evaluated.map(|value| value.to_json())
}

#[test]
fn every_live_assertion_of_the_official_suite_holds() {
    let Some(folder) = vectors::locate("certlogic/testSuite") else { return };
    let mut held = 0;
    for file in files(&folder) {
        let suite = read(&file);
        for case in array(&suite, "cases").iter().filter(|case| !is_skipped(&suite) && !is_skipped(case)) {
            let whole = case.get_text("certLogicExpression");
            for assertion in array(case, "assertions").iter().filter(|assertion| !is_skipped(assertion)) {
                let expression = whole.or(assertion.get_text("certLogicExpression")).expect("an expression");
                let data = assertion.get_text("data").unwrap_or(&Value::Null);
                let expected = assertion.get_text("expected").unwrap_or(&Value::Null);
                let given = given(evaluate(expression, data));
                assert_eq!(given.as_ref(), Ok(expected), "{}: {case:?} of {data:?}", file.display());
                assert!(validate(expression).is_empty(), "{expression:?}");
                assert!(explain(expression, data).is_ok(), "what has a value has a reason");
                held += 1;
            }
        }
    }
    assert_eq!(held, 218, "live assertions");
}

/// The reference's sentence for an issue.
fn sentence(kind: &IssueKind, expression: &Value) -> String {
    let shown = || match expression {
        Value::Float(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    match kind {
        IssueKind::Null => "invalid CertLogic expression".into(),
        IssueKind::NotWhole => format!("{} is a non-integer number", shown()),
        IssueKind::Members(members) => {
            format!("expression object must have exactly one key, but it has {members}")
        }
        IssueKind::NoOperands => r#"operation not of the form { "<operator>": [ <values...> ] }"#.into(),
        IssueKind::Operator(name) => format!("unrecognised operator: \"{name}\""),
        IssueKind::NoPath => r#"not of the form { "var": "<path>" }"#.into(),
        IssueKind::Path(path) => format!("data access path doesn't have a valid format: {path}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_case_of_the_validation_suite_is_judged_alike() {
    let Some(folder) = vectors::locate("certlogic/validation-testSuite") else { return };
    let mut cases = 0;
    for file in files(&folder) {
        let suite = read(&file);
        for case in array(&suite, "cases") {
            let expression = case.get_text("certLogicExpression").expect("an expression");
            let expected: Vec<_> = array(case, "issues")
                .iter()
                .filter_map(|issue| issue.get_text("message")?.as_text())
                .collect();
            let found: Vec<_> =
                validate(expression).iter().map(|issue| sentence(&issue.kind, expression)).collect();
            assert_eq!(found, expected, "{expression:?}");
            assert_eq!(found.is_empty(), expected.is_empty());
            cases += 1;
        }
    }
    assert_eq!(cases, 23);
}

#[test]
fn every_test_of_every_published_rule_comes_out_as_stated() {
    let Some(folder) = vectors::locate("certlogic/rules") else { return };
    let mut held = 0;
    for file in
        files(&folder).iter().filter(|file| file.parent().is_some_and(|parent| parent.ends_with("tests")))
    {
        if BROKEN.iter().any(|(broken, _)| file.ends_with(broken)) {
            continue;
        }
        let rule = read(&file.parent().and_then(Path::parent).expect("a rule's folder").join("rule.json"));
        let logic = rule.get_text("Logic").expect("logic");
        let test = read(file);
        let member =
            |name: &str| (Value::Text(name.into()), test.get_text(name).cloned().unwrap_or(Value::Null));
        let data = Value::Map(vec![member("payload"), member("external")]);
        let expected = test.get_text("expected").expect("an expectation");
        assert_eq!(given(evaluate(logic, &data)).as_ref(), Ok(expected), "{}", file.display());
        assert!(validate(logic).is_empty(), "{}", file.display());
        assert!(explain(logic, &data).is_ok(), "{}: what has a value has a reason", file.display());
        held += 1;
    }
    assert!(held >= RULE_TESTS, "{held} rule tests");
}

#[test]
fn bombs_end_with_a_name() {
    let deep = |depth: usize| format!("{}true{}", r#"{"!": ["#.repeat(depth), "]}".repeat(depth));
    let read = |text: &str| json::read(text).expect("JSON");
    assert!(json::read(&deep(100)).is_err(), "the reader of JSON refuses what is nested without end");
    let items = format!("[{}]", vec!["1"; 1000].join(","));
    let endless = format!(
        r#"{{"reduce": [{items}, {{"+": [{{"var": "accumulator"}}, {{"reduce": [{items}, {{"+": [{{"var": "current"}}, 1]}}, 0]}}]}}, 0]}}"#
    );
    let error =
        evaluate(&read(&endless), &Value::Null).map(|value| value.to_json()).expect_err("too much work");
    assert_eq!(error.code, "certlogic.steps");
    for doubling in [r#"[{"var": "accumulator"}, {"var": "accumulator"}]"#, r#"[{"var": ""}, {"var": ""}]"#] {
        let error = evaluate(&read(&format!(r#"{{"reduce": [{items}, {doubling}, 0]}}"#)), &Value::Null)
            .map(|value| value.to_json())
            .expect_err("twice as much with each item");
        assert_eq!(error.code, "certlogic.steps");
    }
    let long = format!(r#"{{"var": "{}"}}"#, vec!["a"; 20_000].join("."));
    assert_eq!(
        evaluate(&read(&long), &Value::Null).map(|value| value.to_json()).expect_err("too long").code,
        "certlogic.steps"
    );
    let nested = (0..200).fold(Value::Bool(true), |inner, _| {
        Value::Map(vec![(Value::Text("!".into()), Value::Array(vec![inner]))])
    });
    assert_eq!(
        evaluate(&nested, &Value::Null).map(|value| value.to_json()).expect_err("too deep").code,
        "certlogic.depth"
    );
    assert!(!validate(&nested).is_empty());
}

/// The reference keeps times apart from texts in lambdas too; no published rule has any there.
#[test]
fn a_time_stays_a_time_in_a_lambda() {
    let value = |rule: &str| {
        let data = json::read(r#"{"days": ["2021-06-03", "2021-06-05"]}"#).unwrap();
        evaluate(&json::read(rule).unwrap(), &data).map(|value| value.to_json()).map_err(|error| error.code)
    };
    let latest = r#"{"reduce": [{"var": "days"}, {"if": [{"after": [{"plusTime": [{"var": "current"}, 0, "day"]}, {"var": "accumulator"}]},
        {"plusTime": [{"var": "current"}, 0, "day"]}, {"var": "accumulator"}]}, {"plusTime": ["2021-06-04", 0, "day"]}]}"#;
    assert_eq!(value(latest), Ok(Value::Text("2021-06-05T00:00:00Z".into())));
    let times = r#"[{"plusTime": ["2021-06-04", 0, "day"]}, [1, {"plusTime": ["2021-06-06", 0, "day"]}]]"#;
    for (lambda, answer) in [
        (r#"{"and": [{"var": "current"}, true]}"#, Err("certlogic.truth")),
        (r#"{"plusTime": [{"var": "current"}, 1, "day"]}"#, Err("certlogic.type")),
        (r#"{"var": "current.1"}"#, Ok(Value::Text("2021-06-06T00:00:00Z".into()))),
        (r#"{"var": "current.0.1"}"#, Ok(Value::Null)),
        (r#"{"var": "other"}"#, Ok(Value::Null)),
    ] {
        assert_eq!(value(&format!(r#"{{"reduce": [{times}, {lambda}, 0]}}"#)), answer, "{lambda}");
    }
}

#[test]
fn what_is_too_much_is_left_and_the_validator_says_so() {
    let data = json::read("{}").expect("JSON");
    let cases = [
        (r#"{"if": [true, 1, 2, 3]}"#, Some("1")),
        (r#"{"if": [false, 1, 2, 3]}"#, Some("2")),
        (r#"{"if": [true, 1]}"#, None),
        (r#"{"if": [false, 1]}"#, None),
        (r#"{"!": [true, 7]}"#, Some("false")),
        (r#"{"extractFromUVCI": ["a/b", 1, 2]}"#, Some("\"b\"")),
        (r#"{"reduce": [[1, 2], {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0, 9]}"#, Some("3")),
        (r#"{"plusTime": ["2026-01-01", 1]}"#, None),
        (r#"{"===": [1, 1, 1]}"#, None),
        (r#"{"and": [true]}"#, None),
    ];
    for (text, expected) in cases {
        let expression = json::read(text).expect("JSON");
        let expected = expected.map(|text| json::read(text).expect("JSON"));
        assert_eq!(given(evaluate(&expression, &data)).ok(), expected, "{text}");
        assert!(!validate(&expression).is_empty(), "{text}");
    }
}

#[test]
fn errors_say_where() {
    let rule = json::read(r#"{"if": [true, {"after": [{"plusTime": ["soon", 0, "day"]}, {"plusTime": ["2021", 0, "day"]}]}, false]}"#).unwrap();
    let error = evaluate(&rule, &Value::Null).map(|value| value.to_json()).unwrap_err();
    assert_eq!((error.code, error.at.as_str()), ("certlogic.date", "if/1/after/0/plusTime"));
}

fn any_expression() -> impl Strategy<Value = Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        (-3_i64..40).prop_map(Value::Integer),
        Just(Value::Null),
        Just(Value::Float(1.5)),
        proptest::sample::select(vec![
            "",
            "a",
            "2021-06-01",
            "2021-06-01T12:00:00+2",
            "2004-02",
            "day",
            "URN:UVCI:01:NL"
        ])
        .prop_map(text),
        proptest::sample::select(vec!["", "a", "a.0", "b.c", "a.0.x", "x."])
            .prop_map(move |path| Value::Map(vec![(text("var"), text(path))])),
    ];
    leaf.prop_recursive(5, 60, 4, move |inner| {
        let operators = vec![
            "if",
            "and",
            "===",
            "in",
            "+",
            "<",
            ">=",
            "before",
            "not-after",
            "!",
            "plusTime",
            "reduce",
            "extractFromUVCI",
            "dccDateOfBirth",
            "or",
            "var",
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            (proptest::sample::select(operators), proptest::collection::vec(inner, 0..4)).prop_map(
                |(name, operands)| Value::Map(vec![(Value::Text(name.into()), Value::Array(operands))])
            ),
        ]
    })
}

proptest! {
    #[test]
    fn what_ever_the_expression_there_is_one_answer(expression in any_expression()) {
        let data = json::read(r#"{"a": ["2021-06-01", 3, null], "b": {"c": true}}"#).unwrap();
        let once = given(evaluate(&expression, &data));
        prop_assert_eq!(&once, &given(evaluate(&expression, &data)));
        prop_assert_eq!(once.is_ok(), explain(&expression, &data).is_ok());
    }
}
