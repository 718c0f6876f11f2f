//! Our readers against independent ones: base45, CBOR, COSE.

use coset::iana::EnumI64;
use coset::{CborSerializable, CoseSign1, Label, RegisteredLabelWithPrivate, TaggedCborSerializable};
use healthpass_cert::cbor::{Value, code};
use healthpass_cert::cbor_write;
use healthpass_cert::envelope::{base45 as ours, cose::Sign1, hc1, inflate};
use healthpass_tests::vectors;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_cbor::Value as Theirs;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn base45_is_written_and_read_as_the_crate_does(bytes in vec(any::<u8>(), 0..200)) {
        let text = ours::encode(&bytes);
        prop_assert_eq!(&text, &base45::encode(&bytes));
        prop_assert_eq!(ours::decode(&text).unwrap(), bytes);
    }

    #[test]
    fn base45_is_refused_where_the_crate_refuses(text in prop_oneof!["[0-9A-Z $%*+./:-]{0,20}", ".{0,12}"]) {
        match (ours::decode(&text), base45::decode(&text)) {
            // The crate cuts a last pair above 255 to one byte, which RFC 9285 section 4 forbids.
            (Err(error), Ok(cut)) if error.code == ours::code::OVERFLOW => {
                prop_assert_ne!(base45::encode(&cut), text);
            }
            (ours, theirs) => prop_assert_eq!(ours.ok(), theirs.ok(), "{}", text),
        }
    }

    #[test]
    fn cbor_is_read_as_the_crate_does(bytes in prop_oneof![
        vec(any::<u8>(), 0..24),
        vec(proptest::sample::select(LIKELY.to_vec()), 0..24),
    ]) {
        compare(&bytes).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn cbor_we_write_is_read_by_the_crate(value in value()) {
        compare(&cbor_write::write(&value)).map_err(TestCaseError::fail)?;
    }
}

/// Heads of every kind, and small lengths, so that random bytes are often well formed.
const LIKELY: &[u8] = &[
    0x00, 0x01, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x20, 0x38, 0x40, 0x41, 0x42, 0x58, 0x5f, 0x60, 0x61,
    0x62, 0x78, 0x7f, 0x80, 0x81, 0x82, 0x98, 0x9f, 0xa0, 0xa1, 0xa2, 0xb8, 0xbf, 0xc0, 0xc1, 0xd2, 0xd8,
    0xe0, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xff,
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        vec(any::<u8>(), 0..9).prop_map(Value::Bytes),
        ".{0,9}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
        (-1e9f64..1e9).prop_map(Value::Float),
    ];
    leaf.prop_recursive(4, 30, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::Array),
            vec((any::<i8>().prop_map(|k| Value::Integer(k.into())), inner.clone()), 0..5)
                .prop_map(|entries| Value::Map(entries.into_iter().collect())),
            (any::<u16>(), inner).prop_map(|(tag, inner)| Value::Tag(tag.into(), Box::new(inner))),
        ]
    })
}

/// Both readers accept and see the same, or both refuse, or the difference is one of those named here.
fn compare(bytes: &[u8]) -> Result<(), String> {
    let theirs: Result<Theirs, _> = serde_cbor::from_slice(bytes);
    match (Value::read(bytes), theirs) {
        (Ok(ours), Ok(theirs)) if same(&ours, &theirs) => Ok(()),
        (Ok(ours), Ok(theirs)) => Err(format!("{bytes:02x?}: {ours:?} against {theirs:?}")),
        (Err(_), Err(_)) => Ok(()),
        (Ok(ours), Err(theirs)) => Err(format!("{bytes:02x?}: only we read {ours:?}: {theirs}")),
        (Err(ours), Ok(theirs)) => match ours.code {
            // Outside our subset, by decision.
            code::INDEFINITE | code::DUPLICATE_KEY | code::DEPTH | code::TOO_MANY_ITEMS => Ok(()),
            // Integers beyond i64.
            code::MALFORMED if outside_subset(&theirs) => Ok(()),
            code => Err(format!("{bytes:02x?}: only they read {theirs:?}: {code}")),
        },
    }
}

fn outside_subset(theirs: &Theirs) -> bool {
    let large = |value: &Theirs| matches!(value, Theirs::Integer(n) if i64::try_from(*n).is_err());
    anywhere(theirs, &large)
}

fn anywhere(value: &Theirs, test: &dyn Fn(&Theirs) -> bool) -> bool {
    test(value)
        || match value {
            Theirs::Array(items) => items.iter().any(|item| anywhere(item, test)),
            Theirs::Map(entries) => entries.iter().any(|(k, v)| anywhere(k, test) || anywhere(v, test)),
            Theirs::Tag(_, inner) => anywhere(inner, test),
            _ => false,
        }
}

fn same(ours: &Value, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Integer(one), Theirs::Integer(other)) => i128::from(*one) == *other,
        (Value::Bytes(one), Theirs::Bytes(other)) => one == other,
        (Value::Text(one), Theirs::Text(other)) => one == other,
        (Value::Bool(one), Theirs::Bool(other)) => one == other,
        (Value::Null, Theirs::Null) => true,
        (Value::Float(one), Theirs::Float(other)) => one == other || (one.is_nan() && other.is_nan()),
        // serde_cbor passes over tags unless it is asked for them.
        (Value::Tag(_, inner), Theirs::Tag(_, other)) => same(inner, other),
        (Value::Tag(_, inner), other) => same(inner, other),
        (Value::Array(one), Theirs::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Theirs::Map(other)) => same_entries(one, other),
        _ => false,
    }
}

/// Theirs is sorted and keeps the last of two equal keys; ours has none twice, save NaN and tagged keys,
/// which theirs folds together.
fn same_entries(ours: &[(Value, Value)], theirs: &BTreeMap<Theirs, Theirs>) -> bool {
    ours.len() >= theirs.len()
        && theirs.iter().all(|(key, value)| ours.iter().any(|(k, v)| same(k, key) && same(v, value)))
}

/// Every message of the EU's test data: the same parts, the same key identifier.
#[test]
fn cose_is_read_as_the_crate_does() {
    let Some(text) = vectors::text("hcert-dcc/dgc-testdata.jsonl") else { return };
    let (mut equal, mut only_ours, mut neither) = (0, Vec::new(), 0);
    for line in text.lines() {
        let file: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let path = file["path"].as_str().expect("a path");
        let Some(bytes) = cose(file["PREFIX"].as_str().expect("text")) else { continue };
        match (Sign1::read(&bytes), theirs(&bytes)) {
            (Ok(ours), Ok(theirs)) => {
                assert_same_message(path, &ours, &theirs);
                equal += 1;
            }
            (Ok(_), Err(_)) => only_ours.push(path.to_owned()),
            (Err(ours), Ok(_)) => panic!("{path}: only the crate reads it: {ours}"),
            (Err(_), Err(_)) => neither += 1,
        }
    }
    println!("{equal} equal, {neither} read by neither, read by ours only: {only_ours:?}");
    assert!(equal >= 340, "{equal}");
    assert!(only_ours.is_empty(), "{only_ours:?}");
}

fn cose(text: &str) -> Option<Vec<u8>> {
    let packed = ours::decode(text.strip_prefix(hc1::PREFIX)?).ok()?;
    inflate::inflate(&packed).ok()
}

/// The crate takes one tag or none; the tag of a CWT is taken off for it.
fn theirs(bytes: &[u8]) -> coset::Result<CoseSign1> {
    const CWT_TAG: &[u8] = &[0xd8, 0x3d];
    let bytes = bytes.strip_prefix(CWT_TAG).unwrap_or(bytes);
    CoseSign1::from_tagged_slice(bytes).or_else(|_| CoseSign1::from_slice(bytes))
}

fn assert_same_message(path: &str, ours: &Sign1, theirs: &CoseSign1) {
    assert_eq!(Some(ours.payload()), theirs.payload.as_deref(), "{path}");
    assert_eq!(ours.signature(), theirs.signature, "{path}");
    assert_eq!(ours.to_be_signed(), theirs.tbs_data(&[]), "{path}");
    let headers = [&theirs.protected.header, &theirs.unprotected];
    let kid = headers.iter().map(|header| &header.key_id).find(|kid| !kid.is_empty());
    assert_eq!(ours.kid(), kid.map(Vec::as_slice), "{path}");
    let alg = headers.iter().find_map(|header| header.alg.as_ref());
    let alg = match alg {
        Some(RegisteredLabelWithPrivate::Assigned(known)) => Some(known.to_i64()),
        Some(RegisteredLabelWithPrivate::PrivateUse(other)) => Some(*other),
        _ => None,
    };
    assert_eq!(Some(ours.alg()), alg, "{path}");
    let critical = headers.iter().any(|header| !header.crit.is_empty());
    assert!(!critical && !headers.iter().any(|h| h.rest.iter().any(|(l, _)| *l == Label::Int(2))), "{path}");
}
