//! Deterministic CBOR (RFC 8949 section 4.2.1) out of the tree that [`crate::cbor`] reads.
//!
//! Shortest heads, definite lengths, map keys in the bytewise order of their encodings, and the shortest
//! float that keeps the value. Keys must be distinct; nothing here removes a duplicate.

use crate::cbor::Value;
use core::convert::Infallible;
use minicbor::{Decoder, Encoder, data::Tag, encode::Error};

/// The one deterministic encoding of `value`.
///
/// ```
/// use healthpass_cert::{cbor::Value, cbor_write::write};
/// let map = Value::Map(vec![
///     (Value::Integer(-1), Value::Bool(true)),
///     (Value::Integer(10), Value::Integer(500)),
/// ]);
/// assert_eq!(write(&map), [0xa2, 0x0a, 0x19, 0x01, 0xf4, 0x20, 0xf5]);
/// ```
pub fn write(value: &Value) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    let written = item(&mut encoder, value);
    debug_assert!(written.is_ok(), "a vector takes every byte");
    encoder.into_writer()
}

fn item(encoder: &mut Encoder<Vec<u8>>, value: &Value) -> Result<(), Error<Infallible>> {
    match value {
        Value::Integer(n) => encoder.i64(*n)?.ok(),
        Value::Bytes(bytes) => encoder.bytes(bytes)?.ok(),
        Value::Text(text) => encoder.str(text)?.ok(),
        Value::Bool(b) => encoder.bool(*b)?.ok(),
        Value::Null => encoder.null()?.ok(),
        Value::Float(x) => float(encoder, *x),
        Value::Simple(n) => encoder.simple(*n)?.ok(),
        Value::Tag(tag, inner) => item(encoder.tag(Tag::new(*tag))?, inner),
        Value::Array(items) => {
            encoder.array(items.len() as u64)?;
            items.iter().try_for_each(|each| item(encoder, each))
        }
        Value::Map(entries) => map(encoder, entries),
    }
}

fn map(encoder: &mut Encoder<Vec<u8>>, entries: &[(Value, Value)]) -> Result<(), Error<Infallible>> {
    // A plain insertion: maps are short, and the library's sort weighs more than all of this file.
    let mut sorted: Vec<(Vec<u8>, &Value)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let key = write(key);
        let place = sorted.partition_point(|(other, _)| *other <= key);
        sorted.insert(place, (key, value));
    }
    encoder.map(entries.len() as u64)?;
    for (key, value) in sorted {
        encoder.writer_mut().extend_from_slice(&key);
        item(encoder, value)?;
    }
    Ok(())
}

/// Section 4.2.1 wants the shortest form that keeps the value; section 4.2.2 one single NaN.
fn float(encoder: &mut Encoder<Vec<u8>>, x: f64) -> Result<(), Error<Infallible>> {
    if x.is_nan() {
        encoder.writer_mut().extend_from_slice(&[0xf9, 0x7e, 0x00]);
        return Ok(());
    }
    // Rounds to nearest; a value that single precision cannot hold fails the comparison below.
    #[allow(clippy::cast_possible_truncation)]
    let single = x as f32;
    if f64::from(single) != x {
        return encoder.f64(x)?.ok();
    }
    let mut half = Encoder::new(Vec::new());
    half.f16(single)?;
    let half = half.into_writer();
    if Decoder::new(&half).f16().ok() == Some(single) {
        encoder.writer_mut().extend_from_slice(&half);
        return Ok(());
    }
    encoder.f32(single)?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 8949 appendix A, the rows that are deterministic and inside the subset.
    #[test]
    fn rfc_8949_examples() {
        let rows: &[(Value, &[u8])] = &[
            (Value::Integer(0), &[0x00]),
            (Value::Integer(23), &[0x17]),
            (Value::Integer(24), &[0x18, 0x18]),
            (Value::Integer(1_000_000), &[0x1a, 0x00, 0x0f, 0x42, 0x40]),
            (Value::Integer(-1000), &[0x39, 0x03, 0xe7]),
            (Value::Float(0.0), &[0xf9, 0x00, 0x00]),
            (Value::Float(-0.0), &[0xf9, 0x80, 0x00]),
            (Value::Float(1.5), &[0xf9, 0x3e, 0x00]),
            (Value::Float(65504.0), &[0xf9, 0x7b, 0xff]),
            (Value::Float(5.960_464_477_539_063e-8), &[0xf9, 0x00, 0x01]),
            (Value::Float(100_000.0), &[0xfa, 0x47, 0xc3, 0x50, 0x00]),
            (Value::Float(1.1), &[0xfb, 0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a]),
            (Value::Float(f64::INFINITY), &[0xf9, 0x7c, 0x00]),
            (Value::Float(f64::NAN), &[0xf9, 0x7e, 0x00]),
            (Value::Null, &[0xf6]),
            (Value::Tag(1, Box::new(Value::Integer(1))), &[0xc1, 0x01]),
            (Value::Text("水".into()), &[0x63, 0xe6, 0xb0, 0xb4]),
            (Value::Array(vec![]), &[0x80]),
        ];
        for (value, bytes) in rows {
            assert_eq!(write(value), *bytes, "{value:?}");
        }
    }

    /// The example order of RFC 8949 section 4.2.1.
    #[test]
    fn keys_sort_by_their_encoding() {
        let keys = [
            Value::Bool(false),
            Value::Text("aa".into()),
            Value::Integer(-1),
            Value::Text("z".into()),
            Value::Integer(100),
            Value::Array(vec![Value::Integer(-1)]),
            Value::Integer(10),
        ];
        let map = Value::Map(keys.into_iter().map(|k| (k, Value::Null)).collect());
        let read = Value::read(&write(&map)).unwrap();
        let order: Vec<_> = read.entries().unwrap().iter().map(|(k, _)| write(k)).collect();
        let expected: Vec<Vec<u8>> = vec![
            vec![0x0a],
            vec![0x18, 0x64],
            vec![0x20],
            vec![0x61, 0x7a],
            vec![0x62, 0x61, 0x61],
            vec![0x81, 0x20],
            vec![0xf4],
        ];
        assert_eq!(order, expected);
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i64>().prop_map(Value::Integer),
            any::<Vec<u8>>().prop_map(Value::Bytes),
            ".{0,12}".prop_map(Value::Text),
            any::<bool>().prop_map(Value::Bool),
            Just(Value::Null),
            any::<f64>().prop_filter("NaN differs from itself", |x| !x.is_nan()).prop_map(Value::Float),
            any::<f32>().prop_filter("NaN", |x| !x.is_nan()).prop_map(|x| Value::Float(f64::from(x))),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                prop::collection::btree_map(any::<i16>(), inner.clone(), 0..5).prop_map(|entries| {
                    let key = |k| Value::Integer(i64::from(k));
                    Value::Map(entries.into_iter().map(|(k, v)| (key(k), v)).collect())
                }),
                (any::<u64>(), inner).prop_map(|(tag, v)| Value::Tag(tag, Box::new(v))),
            ]
        })
    }

    /// Map order is free in the tree and fixed in the bytes.
    fn sorted(value: Value) -> Value {
        match value {
            Value::Map(mut entries) => {
                entries.sort_by_key(|(k, _)| write(k));
                Value::Map(entries.into_iter().map(|(k, v)| (k, sorted(v))).collect())
            }
            Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
            Value::Tag(tag, inner) => Value::Tag(tag, Box::new(sorted(*inner))),
            other => other,
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in value()) {
            let bytes = write(&value);
            let read = Value::read(&bytes).unwrap();
            prop_assert_eq!(&read, &sorted(value));
            prop_assert_eq!(write(&read), bytes);
        }
    }
}
