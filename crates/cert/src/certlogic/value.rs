//! What expressions evaluate to.

use super::Moment;
use crate::cbor::Value;
use std::borrow::Cow;

/// The value of an expression: JSON, or a time, which JSON has not.
#[derive(Clone, Debug)]
pub enum Evaluated<'v> {
    /// JSON, out of the data or the rule wherever it can be.
    Json(Cow<'v, Value>),
    /// A time.
    Moment(Moment),
    /// The items of an array expression.
    Items(Vec<Evaluated<'v>>),
}

/// Characters of a time to the second with its offset.
const TIME_LENGTH: usize = 25;

/// Largest whole number that JavaScript, and so every rule, can count with: 2⁵³ - 1.
pub(super) const LARGEST: i64 = (1 << 53) - 1;

impl<'v> Evaluated<'v> {
    pub(super) fn of(value: &'v Value) -> Self {
        Self::Json(Cow::Borrowed(value))
    }

    pub(super) fn owned(value: Value) -> Self {
        Self::Json(Cow::Owned(value))
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.json() {
            Some(Value::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    /// The JSON, if it is that and holds no time.
    pub fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(value) => Some(value),
            Self::Moment(_) | Self::Items(_) => None,
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        self.json().and_then(Value::as_text)
    }

    /// Whether it counts as true or as false; `None` for what is neither, such as a time.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Moment(_) => None,
            Self::Items(items) => Some(!items.is_empty()),
            Self::Json(value) => match &**value {
                Value::Bool(value) => Some(*value),
                Value::Null => Some(false),
                Value::Text(text) => Some(!text.is_empty()),
                Value::Integer(number) => Some(*number != 0),
                Value::Float(number) => Some(*number != 0.0),
                Value::Array(items) => Some(!items.is_empty()),
                Value::Map(entries) => Some(!entries.is_empty()),
                Value::Bytes(_) | Value::Tag(..) | Value::Simple(_) => None,
            },
        }
    }

    /// The whole number, if it is one; `1.0` is.
    pub(super) fn whole(&self) -> Option<i64> {
        whole(self.json()?)
    }

    /// `===`: of numbers, texts, booleans and nothing by value; arrays, objects and times are only themselves.
    pub(super) fn same(&self, other: &Self) -> bool {
        let (Self::Json(one), Self::Json(other)) = (self, other) else { return false };
        match (&**one, &**other) {
            (Value::Array(_) | Value::Map(_), Value::Array(_) | Value::Map(_)) => {
                matches!((one, other), (Cow::Borrowed(one), Cow::Borrowed(other)) if std::ptr::eq(*one, *other))
            }
            (Value::Integer(whole), Value::Float(number)) | (Value::Float(number), Value::Integer(whole)) => {
                is_float_of(*number, *whole)
            }
            (one, other) => one == other,
        }
    }

    /// The items, if it is an array.
    pub(super) fn into_items(self) -> Option<Vec<Self>> {
        match self {
            Self::Items(items) => Some(items),
            Self::Json(Cow::Borrowed(Value::Array(items))) => Some(items.iter().map(Self::of).collect()),
            Self::Json(Cow::Owned(Value::Array(items))) => Some(items.into_iter().map(Self::owned).collect()),
            _ => None,
        }
    }

    /// The same, for as long as this one stands.
    pub(super) fn by_reference(&self) -> Evaluated<'_> {
        match self {
            Self::Json(value) => Evaluated::of(value),
            Self::Moment(moment) => Evaluated::Moment(*moment),
            Self::Items(items) => Evaluated::Items(items.iter().map(Self::by_reference).collect()),
        }
    }

    /// How much there is of it, in parts and in lengths of text as long as a time.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Json(value) => weight(value),
            Self::Moment(_) => 1,
            Self::Items(items) => items.iter().map(Self::weight).fold(1, usize::saturating_add),
        }
    }

    /// The same, standing by itself.
    pub(super) fn into_owned(self) -> Evaluated<'static> {
        match self {
            Self::Json(value) => Evaluated::owned(value.into_owned()),
            Self::Moment(moment) => Evaluated::Moment(moment),
            Self::Items(items) => Evaluated::Items(items.into_iter().map(Self::into_owned).collect()),
        }
    }

    /// What a fragment of a path names in it; nothing is `null`, as it is in a time.
    pub(super) fn member(self, fragment: &str) -> Self {
        let found = match self {
            Self::Json(Cow::Borrowed(value)) => super::member(value, fragment).map(Self::of),
            Self::Json(Cow::Owned(value)) => super::member(&value, fragment).cloned().map(Self::owned),
            Self::Moment(_) => None,
            Self::Items(mut items) => {
                let place = super::position(fragment).filter(|place| *place < items.len());
                place.map(|place| items.swap_remove(place))
            }
        };
        found.unwrap_or_else(|| Self::owned(Value::Null))
    }

    /// As JSON, a time by RFC 3339: what an explanation shows.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Json(value) => value.clone().into_owned(),
            Self::Moment(moment) => Value::Text(moment.rfc3339()),
            Self::Items(items) => Value::Array(items.iter().map(Self::to_json).collect()),
        }
    }
}

fn weight(value: &Value) -> usize {
    let all = |weights: &mut dyn Iterator<Item = usize>| weights.fold(1, usize::saturating_add);
    match value {
        Value::Array(items) => all(&mut items.iter().map(weight)),
        Value::Map(entries) => {
            all(&mut entries.iter().map(|(key, value)| weight(key).saturating_add(weight(value))))
        }
        Value::Tag(_, inner) => weight(inner).saturating_add(1),
        Value::Text(text) => 1 + text.len() / TIME_LENGTH,
        Value::Bytes(bytes) => 1 + bytes.len() / TIME_LENGTH,
        _ => 1,
    }
}

/// The whole number a value is.
pub(super) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) if number.unsigned_abs() <= LARGEST.unsigned_abs() => Some(*number),
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 53 bits")]
        Value::Float(number) if is_whole(*number) => Some(*number as i64),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "within 53 bits")]
fn is_whole(number: f64) -> bool {
    number % 1.0 == 0.0 && number >= -(LARGEST as f64) && number <= LARGEST as f64
}

fn is_float_of(number: f64, whole_number: i64) -> bool {
    whole(&Value::Float(number)) == Some(whole_number)
}
