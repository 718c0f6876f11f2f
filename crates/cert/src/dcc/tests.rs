//! One test per thing tolerated, and per rule that has to bite.

use super::*;
use crate::model::RecordKind;

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn map(members: &[(&str, Value)]) -> Value {
    Value::Map(members.iter().map(|(key, value)| (text(key), value.clone())).collect())
}

fn texts(members: &[(&str, &str)]) -> Vec<(Value, Value)> {
    members.iter().map(|(key, value)| (text(key), text(value))).collect()
}

fn dose() -> Value {
    let mut members = texts(&[
        ("tg", "840539006"),
        ("vp", "1119349007"),
        ("mp", "EU/1/20/1528"),
        ("ma", "ORG-100030215"),
        ("dt", "2021-02-18"),
        ("co", "AT"),
        ("is", "Ministry of Health, Austria"),
        ("ci", "URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"),
    ]);
    members.extend([(text("dn"), Value::Integer(1)), (text("sd"), Value::Integer(2))]);
    Value::Map(members)
}

fn swab() -> Value {
    Value::Map(texts(&[
        ("tg", "840539006"),
        ("tt", "LP217198-3"),
        ("ma", "1232"),
        ("sc", "2021-02-20T12:34:56Z"),
        ("tr", "260415000"),
        ("tc", "Testing center Vienna 1"),
        ("co", "AT"),
        ("is", "Ministry of Health, Austria"),
        ("ci", "URN:UVCI:01:AT:71EE2559DE38C6BF7304FB65A1A451EC#3"),
    ]))
}

fn healed() -> Value {
    Value::Map(texts(&[
        ("tg", "840539006"),
        ("fr", "2021-02-20"),
        ("co", "AT"),
        ("is", "Ministry of Health, Austria"),
        ("df", "2021-04-04"),
        ("du", "2021-10-04"),
        ("ci", "URN:UVCI:01:AT:858CC18CFCF5965EF82F60E493349AA5#K"),
    ]))
}

fn payload(ver: &str, group: &str, items: Vec<Value>) -> Value {
    let name = texts(&[("fn", "Musterfrau"), ("fnt", "MUSTERFRAU"), ("gn", "Gabriele"), ("gnt", "GABRIELE")]);
    map(&[
        ("ver", text(ver)),
        ("nam", Value::Map(name)),
        ("dob", text("1998-02-26")),
        (group, Value::Array(items)),
    ])
}

/// `value` with the member at `key` replaced, added, or (for `None`) removed.
fn with(value: &Value, key: &str, member: Option<Value>) -> Value {
    let mut members: Vec<_> = value.entries().unwrap().to_vec();
    members.retain(|(k, _)| k.as_text() != Some(key));
    members.extend(member.map(|member| (text(key), member)));
    Value::Map(members)
}

fn vaccination_with(key: &str, member: Option<Value>) -> Value {
    payload("1.3.0", "v", vec![with(&dose(), key, member)])
}

fn test_with(key: &str, member: Option<Value>) -> Value {
    payload("1.3.0", "t", vec![with(&swab(), key, member)])
}

fn found(payload: &Value) -> Vec<(&'static str, String)> {
    check(payload).into_iter().map(|reason| (reason.code, reason.at.clone().unwrap_or_default())).collect()
}

#[track_caller]
fn assert_one(payload: &Value, code: &'static str, at: &str) {
    assert_eq!(found(payload), [(code, at.to_owned())]);
}

#[test]
fn codes_are_listed_once_and_in_the_content_family() {
    let unique: std::collections::BTreeSet<_> = CODES.iter().collect();
    assert_eq!(unique.len(), CODES.len());
    assert!(CODES.iter().all(|code| code.starts_with("content.")));
}

#[test]
fn one_record_of_each_group_passes_in_every_version() {
    for ver in ["1.0.0", "1.0.4", "1.1.0", "1.2.1", "1.3.0", "1.3.2"] {
        for (group, item) in [("v", dose()), ("t", swab()), ("r", healed())] {
            assert_eq!(found(&payload(ver, group, vec![item])), [], "{ver} {group}");
        }
    }
}

#[test]
fn nothing_to_interpret_is_an_error_of_shape() {
    assert_eq!(check(&text("x"))[0].code, code::SHAPE_NOT_A_MAP);
    let no_record = with(&vaccination_with("vp", None), "v", None);
    assert_eq!(check(&no_record)[0].code, code::SHAPE_NO_ENTRY);
    assert_eq!(
        check(&with(&no_record, "t", Some(Value::Array(vec![text("x")]))))[0].code,
        code::SHAPE_NO_ENTRY
    );
}

#[test]
fn tag_0_is_text_and_other_tags_are_not() {
    let tagged = |tag| Some(Value::Tag(tag, Box::new(text("2021-06-04T08:13:51Z"))));
    let payload = test_with("sc", tagged(0));
    assert_eq!(found(&payload), []);
    assert_eq!(records(&read(&payload).unwrap())[0].date.as_deref(), Some("2021-06-04T08:13:51Z"));
    assert_one(&test_with("sc", tagged(1)), code::SCHEMA_TYPE, "t[0].sc");
}

#[test]
fn null_is_absent() {
    let unused =
        with(&with(&payload("1.0.0", "v", vec![dose()]), "t", Some(Value::Null)), "r", Some(Value::Null));
    assert_eq!(found(&unused), []);
    assert_eq!(read(&unused).unwrap().entries.len(), 1);
    assert_one(&vaccination_with("mp", Some(Value::Null)), code::SCHEMA_MISSING, "v[0].mp");
}

#[test]
fn birth_dates_may_be_partial_and_carry_a_time() {
    let cases = [
        ("1963", "1963"),
        ("1963-04", "1963-04"),
        ("1963-00", "1963"),
        ("1963-04-01T00:00:00", "1963-04-01"),
    ];
    for (signed, shown) in cases {
        let payload = with(&payload("1.0.0", "v", vec![dose()]), "dob", Some(text(signed)));
        assert_eq!(found(&payload), [], "{signed}");
        assert_eq!(person(&read(&payload).unwrap()).birth_date.as_deref(), Some(shown));
    }
    let early = with(&payload("1.0.0", "v", vec![dose()]), "dob", Some(text("1815-08-24")));
    assert_one(&early, code::SCHEMA_DATE, "dob");
}

#[test]
fn an_unknown_birth_date_may_be_empty_since_1_3() {
    let empty = |ver| with(&payload(ver, "v", vec![dose()]), "dob", Some(text("")));
    assert_eq!(found(&empty("1.3.0")), []);
    assert_eq!(read(&empty("1.3.0")).unwrap().birth_date, None);
    assert_one(&empty("1.2.1"), code::SCHEMA_DATE, "dob");
}

#[test]
fn white_space_at_the_ends_is_dropped() {
    let name = Value::Map(texts(&[("fn", "STARK "), ("fnt", "STARK ")]));
    let payload =
        with(&payload("1.3.0", "v", vec![with(&dose(), "co", Some(text("AT ")))]), "nam", Some(name));
    assert_eq!(found(&payload), []);
    let read = read(&payload).unwrap();
    assert_eq!(person(&read).surname.as_deref(), Some("STARK"));
    assert_eq!(records(&read)[0].country.as_deref(), Some("AT"));
}

#[test]
fn dates_may_carry_a_time_and_times_lack_an_offset() {
    assert_eq!(found(&vaccination_with("dt", Some(text("2021-02-18T00:00:00")))), []);
    assert_eq!(found(&test_with("sc", Some(text("2021-02-18T10:00:00")))), []);
    assert_one(&test_with("sc", Some(text("2021-02-18"))), code::SCHEMA_DATE, "t[0].sc");
    assert_one(&vaccination_with("dt", Some(text("2021-02-30"))), code::SCHEMA_DATE, "v[0].dt");
}

#[test]
fn groups_are_exclusive_and_records_single_since_1_3() {
    let two = |ver| payload(ver, "v", vec![dose(), dose()]);
    assert_eq!(found(&two("1.0.0")), []);
    assert_eq!(found(&two("1.2.1")), []);
    assert_one(&two("1.3.0"), code::SCHEMA_ENTRIES, "v");
    let three = with(&payload("1.2.1", "v", vec![dose()]), "t", Some(Value::Array(vec![swab()])));
    assert_one(&with(&three, "r", Some(Value::Array(vec![healed()]))), code::SCHEMA_ENTRIES, "");
    let empty_beside = with(&payload("1.2.1", "v", vec![dose()]), "t", Some(Value::Array(Vec::new())));
    assert_eq!(found(&empty_beside).len(), 2);
}

#[test]
fn doses_have_an_upper_limit_before_1_3_only() {
    let dose_number = |ver, n| payload(ver, "v", vec![with(&dose(), "dn", Some(Value::Integer(n)))]);
    assert_eq!(found(&dose_number("1.3.0", 10)), []);
    assert_one(&dose_number("1.2.1", 10), code::SCHEMA_RANGE, "v[0].dn");
    assert_one(&dose_number("1.3.0", 0), code::SCHEMA_RANGE, "v[0].dn");
    assert_one(&vaccination_with("dn", Some(text("1"))), code::SCHEMA_TYPE, "v[0].dn");
}

#[test]
fn versions_are_held_against_their_own_or_the_nearest_schema() {
    let of = SchemaVersion::of;
    assert_eq!(
        (of("1.0.0"), of("1.0.4"), of("1.1.0")),
        (Some(SchemaVersion::V1_0), of("1.0.0"), of("1.0.0"))
    );
    assert_eq!((of("1.2.1"), of("1.3.0")), (Some(SchemaVersion::V1_2), Some(SchemaVersion::V1_3)));
    assert_eq!((of("1.3.2"), of("1.9.0")), (Some(SchemaVersion::V1_3_2), Some(SchemaVersion::V1_3_2)));
    for unknown in ["", "1", "1.3", "1.3.0.0", "1.3.x", "v1.3.0", "2.0.0", "0.9.0", "1.3.99999999999"] {
        assert_eq!(of(unknown), None, "{unknown}");
        if !unknown.is_empty() {
            assert_one(&payload(unknown, "v", vec![dose()]), code::SCHEMA_VERSION, "ver");
        }
    }
}

#[test]
fn since_1_3_2_either_icao_name_suffices() {
    let given_only = |ver| {
        let name = Value::Map(texts(&[("gn", "Gabriele"), ("gnt", "GABRIELE")]));
        with(&payload(ver, "v", vec![dose()]), "nam", Some(name))
    };
    assert_eq!(found(&given_only("1.3.2")), []);
    assert_one(&given_only("1.3.0"), code::SCHEMA_MISSING, "nam.fnt");
}

#[test]
fn every_required_member_is_missed() {
    for (group, item, optional) in
        [("v", dose(), &[][..]), ("t", swab(), &["ma"][..]), ("r", healed(), &[][..])]
    {
        for (key, _) in item.entries().unwrap() {
            let key = key.as_text().unwrap();
            let payload = payload("1.3.0", group, vec![with(&item, key, None)]);
            match optional.contains(&key) {
                true => assert_eq!(found(&payload), []),
                false => assert_one(&payload, code::SCHEMA_MISSING, &format!("{group}[0].{key}")),
            }
        }
    }
    for key in ["ver", "nam", "dob"] {
        assert_one(&with(&payload("1.3.0", "v", vec![dose()]), key, None), code::SCHEMA_MISSING, key);
    }
}

#[test]
fn lengths_count_characters() {
    assert_eq!(found(&vaccination_with("is", Some(text(&"部".repeat(80))))), []);
    let long = check(&vaccination_with("is", Some(text(&"部".repeat(81)))));
    let expected = Reason::new(code::SCHEMA_LENGTH).expected("80").found("81").at("v[0].is");
    assert_eq!(long, [expected]);
}

#[test]
fn codes_outside_their_value_set_are_reported_one_by_one() {
    let cases = [
        ("v", "mp", "EU/1/99/9999", code::VALUESET_PRODUCT),
        ("v", "ma", "ORG-99999999", code::VALUESET_MAKER),
        ("v", "co", "XY", code::VALUESET_COUNTRY),
        ("t", "tr", "XY", code::VALUESET_RESULT),
        ("t", "ma", "XY", code::VALUESET_DEVICE),
        ("t", "tt", "XY", code::VALUESET_METHOD),
    ];
    for (group, key, unknown, code) in cases {
        let unknown = Some(text(unknown));
        let payload = if group == "v" { vaccination_with(key, unknown) } else { test_with(key, unknown) };
        assert_one(&payload, code, &format!("{group}[0].{key}"));
    }
}

#[test]
fn codes_of_other_registers_break_nothing_and_are_shown_as_not_in_the_catalogue() {
    for key in ["tg", "vp", "mp", "ma"] {
        let payload = vaccination_with(key, Some(text("729999")));
        assert_eq!(found(&payload), [], "{key}");
    }
    let payload = vaccination_with("mp", Some(text("729999")));
    let product = records(&read(&payload).unwrap()).remove(0).product.unwrap();
    assert_eq!(product.in_catalogue, Some(false));
}

#[test]
fn the_device_matters_to_rapid_tests_only_and_may_be_empty() {
    let laboratory = with(&swab(), "tt", Some(text("LP6464-4")));
    for device in ["", "N/A", "9999"] {
        let item = with(&laboratory, "ma", Some(text(device)));
        assert_eq!(found(&payload("1.3.0", "t", vec![item])), [], "{device}");
    }
    assert_eq!(found(&test_with("ma", Some(text("")))), []);
}

#[test]
fn the_method_is_free_text_in_the_first_schemas() {
    let item = with(&swab(), "tt", Some(text("COVID-19 test")));
    assert_eq!(found(&payload("1.0.4", "t", vec![item.clone()])), []);
    assert_one(&payload("1.2.1", "t", vec![item]), code::VALUESET_METHOD, "t[0].tt");
}

#[test]
fn a_vaccination_is_shown_with_its_proper_names() {
    let read = read(&payload("1.3.0", "v", vec![dose()])).unwrap();
    let record = records(&read).remove(0);
    assert_eq!(record.kind, RecordKind::Vaccination);
    let product = record.product.unwrap();
    assert_eq!((product.code.as_str(), product.system.as_deref()), ("EU/1/20/1528", Some("eu")));
    assert_eq!((product.display.as_deref(), product.in_catalogue), (Some("Comirnaty"), Some(true)));
    let disease = record.disease.unwrap();
    assert_eq!((disease.system.as_deref(), disease.display), (Some("snomed"), None));
    assert_eq!((record.dose, record.doses), (Some(1), Some(2)));
}

#[test]
fn an_unlisted_product_is_shown_as_not_in_the_catalogue() {
    let read = read(&vaccination_with("mp", Some(text("NEW-1")))).unwrap();
    let product = records(&read).remove(0).product.unwrap();
    assert_eq!((product.code.as_str(), product.display, product.in_catalogue), ("NEW-1", None, Some(false)));
}

#[test]
fn a_misspelt_maker_is_recognised_and_shown_as_signed() {
    let payload = vaccination_with("ma", Some(text("ORG-1000030215")));
    assert_eq!(found(&payload), []);
    let maker = records(&read(&payload).unwrap()).remove(0).maker.unwrap();
    assert_eq!(maker.code, "ORG-1000030215");
    assert_eq!(maker.display.as_deref(), Some("Biontech Manufacturing GmbH"));
}

#[test]
fn tests_and_recoveries_are_shown_in_their_own_fields() {
    let test = records(&read(&payload("1.3.0", "t", vec![swab()])).unwrap()).remove(0);
    assert_eq!(test.method.unwrap().system.as_deref(), Some("loinc"));
    assert_eq!(test.date.as_deref(), Some("2021-02-20T12:34:56Z"));
    assert_eq!(test.facility.as_deref(), Some("Testing center Vienna 1"));
    let recovery = records(&read(&payload("1.3.0", "r", vec![healed()])).unwrap()).remove(0);
    assert_eq!(recovery.first_positive.as_deref(), Some("2021-02-20"));
    assert_eq!(recovery.valid_until.as_deref(), Some("2021-10-04"));
    assert_eq!(recovery.date, None);
}

#[test]
fn kinds_are_named_once() {
    let payload = with(&payload("1.0.0", "v", vec![dose(), dose()]), "t", Some(Value::Array(vec![swab()])));
    let kinds = record_kinds(&read(&payload).unwrap());
    assert_eq!(kinds, [RecordKind::Vaccination, RecordKind::Test]);
}

#[test]
fn reasons_stay_few_however_much_is_wrong() {
    let hostile = payload("1.0.0", "v", vec![Value::Map(Vec::new()); 1000]);
    assert_eq!(check(&hostile).len(), MAX_REASONS);
}
