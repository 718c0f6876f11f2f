//! From the tree to types that say with `serde` what they are made of.
//!
//! A type states each member's shape, so nothing here guesses: a text is taken where a text is asked
//! for and nowhere else. Errors name the member and leave out the value.

use super::{JsonError, read};
use crate::cbor::Value;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

/// Reads JSON text as a `T`.
///
/// # Errors
/// [`JsonError`] with line and column, or with the member that is missing, unknown or of another shape.
pub fn from_str<T: de::DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    from_value(&read(text)?)
}

/// Reads a tree as a `T`.
///
/// # Errors
/// [`JsonError`] with the member that is missing, unknown or of another shape.
pub fn from_value<T: de::DeserializeOwned>(value: &Value) -> Result<T, JsonError> {
    T::deserialize(Tree(value))
}

struct Tree<'v>(&'v Value);

impl<'de, 'v: 'de> Deserializer<'de> for Tree<'v> {
    type Error = JsonError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        Err(mismatch(&visitor))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Bool(yes) => visitor.visit_bool(*yes),
            _ => Err(mismatch(&visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Integer(number) => visitor.visit_i64(*number),
            _ => Err(mismatch(&visitor)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Text(text) => visitor.visit_str(text),
            _ => Err(mismatch(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items { items, at: 0 }),
            _ => Err(mismatch(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Map(members) => visitor.visit_map(Members { members, value: &Value::Null, name: "" }),
            _ => Err(mismatch(&visitor)),
        }
    }

    /// A variant alone is its name, a variant with a value an object of one member.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Text(name) => visitor.visit_enum(Variant { name, value: &Value::Null }),
            Value::Map(members) => match members.as_slice() {
                [(Value::Text(name), value)] => visitor.visit_enum(Variant { name, value }),
                _ => Err(mismatch(&visitor)),
            },
            _ => Err(mismatch(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct
        tuple tuple_struct map identifier
    }
}

struct Items<'v> {
    items: &'v [Value],
    at: usize,
}

impl<'de, 'v: 'de> de::SeqAccess<'de> for Items<'v> {
    type Error = JsonError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, JsonError> {
        let Some(item) = self.items.get(self.at) else { return Ok(None) };
        let item = seed.deserialize(Tree(item)).map_err(|error| within(error, &format!("[{}]", self.at)))?;
        self.at += 1;
        Ok(Some(item))
    }
}

struct Members<'v> {
    members: &'v [(Value, Value)],
    name: &'v str,
    value: &'v Value,
}

impl<'de, 'v: 'de> de::MapAccess<'de> for Members<'v> {
    type Error = JsonError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, JsonError> {
        let Some(((name, value), rest)) = self.members.split_first() else { return Ok(None) };
        (self.members, self.value) = (rest, value);
        self.name = name.as_text().unwrap_or_default();
        seed.deserialize(StrDeserializer::new(self.name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, JsonError> {
        seed.deserialize(Tree(self.value)).map_err(|error| within(error, self.name))
    }
}

struct Variant<'v> {
    name: &'v str,
    value: &'v Value,
}

impl<'de, 'v: 'de> de::EnumAccess<'de> for Variant<'v> {
    type Error = JsonError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), JsonError> {
        let name: StrDeserializer<'_, JsonError> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de, 'v: 'de> de::VariantAccess<'de> for Variant<'v> {
    type Error = JsonError;

    fn unit_variant(self) -> Result<(), JsonError> {
        match self.value {
            Value::Null => Ok(()),
            _ => Err(within(mismatch(&"a name alone"), self.name)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, JsonError> {
        seed.deserialize(Tree(self.value)).map_err(|error| within(error, self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonError> {
        Err(mismatch(&visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        Err(mismatch(&visitor))
    }
}

fn mismatch(expected: &dyn Expected) -> JsonError {
    named(format!("not {expected}"), "")
}

fn named(found: String, at: &str) -> JsonError {
    JsonError { found, at: at.to_owned() }
}

/// Puts a member's name, or `[index]`, in front of the place.
fn within(mut error: JsonError, outer: &str) -> JsonError {
    let dot = if error.at.is_empty() || error.at.starts_with('[') { "" } else { "." };
    error.at = [outer, dot, &error.at].concat();
    error
}

/// The trait's own wordings quote values, floats among them; these name places.
impl de::Error for JsonError {
    fn custom<T: core::fmt::Display>(message: T) -> Self {
        named(message.to_string(), "")
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        mismatch(expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        mismatch(expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        mismatch(expected)
    }

    fn unknown_variant(variant: &str, _: &'static [&'static str]) -> Self {
        named("no such name".to_owned(), variant)
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        named("no such member".to_owned(), field)
    }

    fn missing_field(field: &'static str) -> Self {
        named("missing".to_owned(), field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        named("the same member twice".to_owned(), field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Options;
    use crate::trust::given::KeyInput;

    fn fault(options: &str) -> (String, String) {
        let error = from_str::<Options>(options).unwrap_err();
        (error.found, error.at)
    }

    #[test]
    fn options_are_read_as_the_library_reads_them() {
        for text in [
            "{}",
            r#"{"at": null}"#,
            r#"{"at": "2026-12-01T08:00:00Z", "mrz": ["a", "b"], "keys": []}"#,
            r#"{"keys": [{"cert": "MIIB"}, {"pem": "-----BEGIN"}, {"jwk": {"kty": "EC", "x5c": ["a"], "d": {"e": [1]}}}]}"#,
        ] {
            let ours = from_str::<Options>(text).map(|options| format!("{options:?}"));
            let theirs = serde_json::from_str::<Options>(text).map(|options| format!("{options:?}"));
            assert_eq!(ours.unwrap(), theirs.unwrap());
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_its_member() {
        for (options, found, at) in [
            ("[]", "not struct Options", ""),
            (r#"{"mzr": []}"#, "no such member", "mzr"),
            (r#"{"at": 1}"#, "not a string", "at"),
            (r#"{"mrz": null}"#, "not a sequence", "mrz"),
            (r#"{"mrz": ["a", 7]}"#, "not a string", "mrz[1]"),
            (r#"{"keys": ["cert"]}"#, "not a string", "keys[0].cert"),
            (r#"{"keys": [{"der": ""}]}"#, "no such name", "keys[0].der"),
            (r#"{"keys": [{"cert": "", "pem": ""}]}"#, "not enum KeyInput", "keys[0]"),
            (r#"{"keys": [{"jwk": {"crv": ""}}]}"#, "missing", "keys[0].jwk.kty"),
            (r#"{"keys": [{"jwk": {"kty": "", "x5c": [1]}}]}"#, "not a string", "keys[0].jwk.x5c[0]"),
        ] {
            assert_eq!(fault(options), (found.to_owned(), at.to_owned()), "{options}");
            assert!(serde_json::from_str::<Options>(options).is_err(), "{options}");
        }
        assert!(matches!(from_str(r#"{"cert": "MIIB"}"#), Ok(KeyInput::Cert(text)) if text == "MIIB"));
    }
}
