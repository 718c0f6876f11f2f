//! DCC content of any form is read, judged and shown without a panic, and within bounds.

use healthpass_cert::cbor::Value;
use healthpass_cert::dcc;
use proptest::prelude::*;

/// Member names of the schema: random maps that use them get past the first check.
const KEYS: &[&str] = &[
    "ver", "nam", "dob", "v", "t", "r", "fn", "gn", "fnt", "gnt", "tg", "vp", "mp", "ma", "dn", "sd", "dt",
    "co", "is", "ci", "tt", "nm", "sc", "dr", "tr", "tc", "fr", "df", "du",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9]{0,4}-?[0-9]{0,2}-?[0-9T:.Z+-]{0,12}",
        "[12]\\.[0-9]{1,12}\\.[0-9]",
        Just("840539006".to_owned()),
        Just("LP217198-3".to_owned()),
    ]
}

fn key() -> impl Strategy<Value = Value> {
    prop_oneof![
        9 => prop::sample::select(KEYS).prop_map(|key| Value::Text(key.to_owned())),
        1 => any::<i64>().prop_map(Value::Integer),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => text().prop_map(Value::Text),
        2 => any::<i64>().prop_map(Value::Integer),
        1 => any::<Vec<u8>>().prop_map(Value::Bytes),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => any::<f64>().prop_map(Value::Float),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(5, 128, 12, |inner| {
        prop_oneof![
            4 => prop::collection::vec((key(), inner.clone()), 0..12).prop_map(Value::Map),
            3 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            1 => (0..3u64, inner).prop_map(|(tag, value)| Value::Tag(tag, Box::new(value))),
        ]
    })
}

/// A payload that always has records of the right shape, with random members.
fn payload() -> impl Strategy<Value = Value> {
    let record = prop::collection::vec((key(), value()), 0..12).prop_map(Value::Map);
    let group = prop::sample::select(&["v", "t", "r"][..]).prop_map(|key| Value::Text(key.to_owned()));
    let records = (group, prop::collection::vec(record, 1..3).prop_map(Value::Array));
    (prop::collection::vec((key(), value()), 0..6), records).prop_map(|(mut members, records)| {
        members.insert(0, records);
        Value::Map(members)
    })
}

proptest! {
    #[test]
    fn anything_is_judged(value in value()) {
        judge(&value)?;
    }

    #[test]
    fn any_record_is_read_judged_and_shown(payload in payload()) {
        judge(&payload)?;
        prop_assert!(dcc::read(&payload).is_ok());
    }
}

fn judge(value: &Value) -> Result<(), TestCaseError> {
    let reasons = dcc::check(value);
    prop_assert!(reasons.len() <= dcc::MAX_REASONS);
    for reason in &reasons {
        prop_assert!(dcc::CODES.contains(&reason.code), "{}", reason.code);
        prop_assert!(reason.found.as_ref().is_none_or(|found| found.chars().count() <= 80));
    }
    match dcc::read(value) {
        Err(reason) => prop_assert_eq!(reasons, vec![reason]),
        Ok(read) => {
            prop_assert_eq!(dcc::records(&read).len(), read.entries.len());
            prop_assert!(!dcc::record_kinds(&read).is_empty());
            dcc::person(&read);
        }
    }
    Ok(())
}
