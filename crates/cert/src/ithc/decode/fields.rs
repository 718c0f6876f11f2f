//! The members of a map in order, and the reasons against them.

use super::super::code;
use super::super::keys::Key;
use crate::cbor::Value;
use crate::report::Reason;

/// Reads one value; its reasons' paths start below it. A plain pointer, so that a module holds the code around
/// it once for each type and not once for each member.
pub(super) type Read<T> = fn(&Value) -> Result<T, Reason>;

/// The members of a map, read one by one into their places until the first fault. Returning it from each
/// member instead would cost half as much code again, for taking apart what was read before.
pub(super) struct Fields<'v> {
    map: &'v Value,
    fault: Option<Reason>,
}

impl<'v> Fields<'v> {
    pub(super) fn of(map: &'v Value) -> Self {
        let fault = map.entries().is_none().then(|| wrong_type("map", map));
        Self { map, fault }
    }

    /// A member that has to be there.
    #[inline(never)]
    pub(super) fn must<T>(&mut self, key: Key, read: Read<T>, place: &mut T) {
        match self.map.get(key.number) {
            Some(value) if self.fault.is_none() => self.take(read(value), key, place),
            Some(_) => {}
            None => self.needs(false, key),
        }
    }

    /// A member that may be left out, into a place that has a value for that.
    #[inline(never)]
    pub(super) fn may_be<T>(&mut self, key: Key, read: Read<T>, place: &mut T) {
        if let Some(value) = self.map.get(key.number).filter(|_| self.fault.is_none()) {
            self.take(read(value), key, place);
        }
    }

    #[inline(never)]
    pub(super) fn may<T>(&mut self, key: Key, read: Read<T>, place: &mut Option<T>) {
        if let Some(value) = self.map.get(key.number).filter(|_| self.fault.is_none()) {
            self.take(read(value).map(Some), key, place);
        }
    }

    pub(super) fn take<T>(&mut self, read: Result<T, Reason>, key: Key, place: &mut T) {
        match read {
            Ok(value) => *place = value,
            Err(reason) => self.fault(within(reason, key.name)),
        }
    }

    #[inline(never)]
    pub(super) fn needs(&mut self, there: bool, key: Key) {
        if !there {
            self.fault(missing(key));
        }
    }

    /// The first one counts.
    #[inline(never)]
    pub(super) fn fault(&mut self, reason: Reason) {
        self.fault.get_or_insert(reason);
    }

    pub(super) fn done<T>(self, read: T) -> Result<T, Reason> {
        self.fault.map_or(Ok(read), Err)
    }
}

#[inline(never)]
pub(super) fn missing(key: Key) -> Reason {
    Reason::new(code::SCHEMA_MISSING).at(key.name)
}

#[inline(never)]
pub(super) fn out_of_range(first: i64, last: i64, found: i64) -> Reason {
    Reason::new(code::SHAPE_RANGE).expected(format!("{first}..{last}")).found(found.to_string())
}

#[inline(never)]
pub(super) fn wrong_length(expected: &str, found: usize) -> Reason {
    Reason::new(code::SCHEMA_PARTS).expected(expected).found(found.to_string())
}

#[inline(never)]
pub(super) fn wrong_type(expected: &str, found: &Value) -> Reason {
    Reason::new(code::SCHEMA_TYPE).expected(expected).found(match found {
        Value::Integer(_) => "integer",
        Value::Bytes(_) => "byte string",
        Value::Text(_) => "text",
        Value::Array(_) => "array",
        Value::Map(_) => "map",
        Value::Tag(..) => "tag",
        Value::Bool(_) => "boolean",
        Value::Null => "null",
        Value::Float(_) => "float",
        Value::Simple(_) => "simple value",
    })
}

#[inline(never)]
pub(super) fn within_item(reason: Reason, index: usize) -> Reason {
    within(reason, &format!("[{index}]"))
}

/// Puts `step` in front of a reason's path.
#[inline(never)]
pub(super) fn within(reason: Reason, step: &str) -> Reason {
    let at = match reason.at.as_deref() {
        None => step.to_owned(),
        Some(rest) if rest.starts_with('[') => format!("{step}{rest}"),
        Some(rest) => format!("{step}.{rest}"),
    };
    reason.at(at)
}
