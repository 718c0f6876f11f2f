//! What holds for every certificate, and for every input.

use crate::examples::{ISSUED as EXAMPLE_ISSUED, SALT, full, inner};
use crate::grammar::conforms;
use crate::strategy::{ISSUED, certificate, value};
use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::ithc::{decode, encode, from_json, view};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_is_read(certificate in certificate()) {
        let claim = encode(&certificate, ISSUED);
        prop_assert!(claim.is_ok(), "{:?}", claim.unwrap_err());
        let bytes = write(&claim.unwrap());
        let read = Value::read(&bytes).unwrap();
        prop_assert_eq!(decode(inner(&read)), Ok(certificate.clone()));
        prop_assert_eq!(write(&read), bytes);
        let records = view(&certificate).records;
        prop_assert!(records.iter().all(|r| r.disease.is_some() && r.date.is_some()));
    }

    #[test]
    fn what_is_signed_follows_the_grammar(certificate in certificate()) {
        let verdict = conforms(&encode(&certificate, ISSUED).unwrap());
        prop_assert!(verdict.is_ok(), "{:?}", verdict);
    }

    #[test]
    fn any_value_is_answered(value in value()) {
        let _ = decode(&value);
    }

    /// Any value in any one place of a real certificate: read or refused, and what is read can be shown.
    #[test]
    fn any_value_anywhere_is_answered(value in value(), place in 0..200_usize) {
        let claim = encode(&full(), EXAMPLE_ISSUED).unwrap();
        let mut left = place;
        let spoiled = put(inner(&claim), &value, &mut left);
        if let Ok(certificate) = decode(&spoiled) {
            let _ = view(&certificate);
            let _ = encode(&certificate, EXAMPLE_ISSUED);
        }
    }

    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        prop_assert!(from_json(&text, &SALT).is_err());
    }
}

/// `value` with its `left`-th item, in reading order, replaced.
fn put(value: &Value, new: &Value, left: &mut usize) -> Value {
    if *left == 0 {
        *left = usize::MAX;
        return new.clone();
    }
    *left -= 1;
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|v| put(v, new, left)).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(k, v)| (k.clone(), put(v, new, left))).collect())
        }
        other => other.clone(),
    }
}
