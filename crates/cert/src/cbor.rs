//! CBOR (RFC 8949) as health certificates use it, read into an owned tree.
//!
//! The subset: definite lengths only, no duplicate map keys, nothing after the item, bounded depth and
//! count. Integer widths and map order are not checked: most issuers do not write deterministic CBOR.

use crate::limits::{MAX_CBOR_DEPTH, MAX_CBOR_ITEMS};

/// One CBOR data item.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Major types 0 and 1, within `i64`: no field of any certificate needs more.
    Integer(i64),
    /// Byte string.
    Bytes(Vec<u8>),
    /// Text string.
    Text(String),
    /// Array.
    Array(Vec<Value>),
    /// Map, in the order received.
    Map(Vec<(Value, Value)>),
    /// Tagged item.
    Tag(u64, Box<Value>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`, or `undefined`, which some issuers write for it.
    Null,
    /// Half, single or double precision.
    Float(f64),
    /// Another simple value; only [`Value::read_with_simple_values`] gives one.
    Simple(u8),
}

/// Why bytes are not CBOR of the accepted subset, and where.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CborError {
    /// One of the constants of [`code`].
    pub code: &'static str,
    /// Byte offset of the item at fault.
    pub offset: usize,
}

/// Codes of [`CborError`].
pub mod code {
    /// Nested deeper than [`crate::limits::MAX_CBOR_DEPTH`].
    pub const DEPTH: &str = "envelope.cbor.depth";
    /// The same key twice in one map.
    pub const DUPLICATE_KEY: &str = "envelope.cbor.duplicate-key";
    /// An indefinite-length item.
    pub const INDEFINITE: &str = "envelope.cbor.indefinite-length";
    /// Not well-formed, or a type outside the subset (simple values, 64-bit overflow).
    pub const MALFORMED: &str = "envelope.cbor.malformed";
    /// More items than allowed.
    pub const TOO_MANY_ITEMS: &str = "envelope.cbor.too-many-items";
    /// Bytes after the item.
    pub const TRAILING: &str = "envelope.cbor.trailing-bytes";
    /// The bytes end inside an item.
    pub const TRUNCATED: &str = "envelope.cbor.truncated";
}

impl Value {
    /// Reads exactly one item from `bytes`.
    ///
    /// # Errors
    /// [`CborError`] with the offset of the offending item.
    ///
    /// ```
    /// use healthpass_cert::cbor::{Value, code};
    /// assert_eq!(Value::read(&[0xa1, 0x04, 0x05]).unwrap().get(4), Some(&Value::Integer(5)));
    /// assert_eq!(Value::read(&[0x05, 0x00]).unwrap_err().code, code::TRAILING);
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Self, CborError> {
        Self::read_bounded(bytes, MAX_CBOR_ITEMS)
    }

    /// [`Value::read`] with another bound on the number of items, for files that are not certificates.
    ///
    /// # Errors
    /// As [`Value::read`].
    pub fn read_bounded(bytes: &[u8], max_items: usize) -> Result<Self, CborError> {
        Self::read_as(bytes, max_items, false)
    }

    /// [`Value::read`] for the one format whose map keys are simple values (SD-CWT).
    ///
    /// # Errors
    /// As [`Value::read`].
    #[cfg(feature = "presentation")]
    pub fn read_with_simple_values(bytes: &[u8]) -> Result<Self, CborError> {
        Self::read_as(bytes, MAX_CBOR_ITEMS, true)
    }

    fn read_as(bytes: &[u8], max_items: usize, simple_values: bool) -> Result<Self, CborError> {
        let mut reader = Reader { bytes, at: 0, items_left: max_items, simple_values };
        let value = reader.item(0)?;
        match reader.at {
            end if end == bytes.len() => Ok(value),
            end => Err(CborError { code: code::TRAILING, offset: end }),
        }
    }

    /// The value under integer key `key`, if this is a map that has it.
    pub fn get(&self, key: i64) -> Option<&Self> {
        self.entries()?.iter().find(|(k, _)| *k == Self::Integer(key)).map(|(_, v)| v)
    }

    /// The value under text key `key`, if this is a map that has it.
    pub fn get_text(&self, key: &str) -> Option<&Self> {
        self.entries()?.iter().find(|(k, _)| k.as_text() == Some(key)).map(|(_, v)| v)
    }

    /// The entries, if this is a map.
    pub fn entries(&self) -> Option<&[(Self, Self)]> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is a text string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The bytes, if this is a byte string.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The integer, if this is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(n) => Some(*n),
            _ => None,
        }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    items_left: usize,
    /// Whether simple values without a meaning of their own are read.
    simple_values: bool,
}

/// Major types (RFC 8949 section 3.1).
mod major {
    pub const UNSIGNED: u8 = 0;
    pub const NEGATIVE: u8 = 1;
    pub const BYTES: u8 = 2;
    pub const TEXT: u8 = 3;
    pub const ARRAY: u8 = 4;
    pub const MAP: u8 = 5;
    pub const TAG: u8 = 6;
}

/// Additional information, the low five bits of an initial byte (RFC 8949 sections 3 and 3.3).
mod info {
    pub const FALSE: u8 = 20;
    pub const TRUE: u8 = 21;
    pub const NULL: u8 = 22;
    pub const UNDEFINED: u8 = 23;
    pub const ONE_BYTE: u8 = 24;
    pub const HALF: u8 = 25;
    pub const SINGLE: u8 = 26;
    pub const DOUBLE: u8 = 27;
    pub const INDEFINITE: u8 = 31;
}

impl Reader<'_> {
    fn item(&mut self, depth: usize) -> Result<Value, CborError> {
        let offset = self.at;
        let fault = |code| CborError { code, offset };
        if depth > MAX_CBOR_DEPTH {
            return Err(fault(code::DEPTH));
        }
        self.items_left = self.items_left.checked_sub(1).ok_or(fault(code::TOO_MANY_ITEMS))?;
        let initial = self.take(1).and_then(|bytes| bytes.first().copied()).ok_or(fault(code::TRUNCATED))?;
        let (kind, info) = (initial >> 5, initial & 0x1f);
        if kind > major::TAG {
            return self.simple(info).map_err(fault);
        }
        let argument = self.argument(kind, info).map_err(fault)?;
        Ok(match kind {
            major::UNSIGNED => Value::Integer(whole(argument).map_err(fault)?),
            major::NEGATIVE => Value::Integer(!whole(argument).map_err(fault)?),
            major::BYTES => Value::Bytes(self.string(argument).ok_or(fault(code::TRUNCATED))?.to_vec()),
            major::TEXT => {
                let bytes = self.string(argument).ok_or(fault(code::TRUNCATED))?;
                let text = core::str::from_utf8(bytes).map_err(|_| fault(code::MALFORMED))?;
                Value::Text(text.to_owned())
            }
            major::ARRAY => self.array(argument, depth, offset)?,
            major::MAP => self.map(argument, depth, offset)?,
            _ => Value::Tag(argument, Box::new(self.item(depth + 1)?)),
        })
    }

    /// The argument of an initial byte: a number, a length, a count or a tag.
    fn argument(&mut self, kind: u8, info: u8) -> Result<u64, &'static str> {
        match info {
            ..info::ONE_BYTE => Ok(u64::from(info)),
            info::ONE_BYTE..=info::DOUBLE => self.number(1 << (info - info::ONE_BYTE)),
            info::INDEFINITE if (major::BYTES..=major::MAP).contains(&kind) => Err(code::INDEFINITE),
            _ => Err(code::MALFORMED),
        }
    }

    /// Major type 7.
    fn simple(&mut self, info: u8) -> Result<Value, &'static str> {
        Ok(match info {
            info::FALSE => Value::Bool(false),
            info::TRUE => Value::Bool(true),
            info::NULL | info::UNDEFINED => Value::Null,
            info::HALF => Value::Float(half(self.number(2)?)),
            info::SINGLE => Value::Float(f64::from(f32::from_bits(self.number(4)? as u32))),
            info::DOUBLE => Value::Float(f64::from_bits(self.number(8)?)),
            ..info::FALSE if self.simple_values => Value::Simple(info),
            // Below 32 the two-byte form is not well-formed.
            info::ONE_BYTE if self.simple_values => match self.number(1)? {
                value @ 32..=0xff => Value::Simple(value as u8),
                _ => return Err(code::MALFORMED),
            },
            _ => return Err(code::MALFORMED),
        })
    }

    /// A big-endian number of `length` bytes.
    fn number(&mut self, length: usize) -> Result<u64, &'static str> {
        let bytes = self.take(length).ok_or(code::TRUNCATED)?;
        Ok(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn string(&mut self, length: u64) -> Option<&[u8]> {
        self.take(usize::try_from(length).ok()?)
    }

    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn array(&mut self, len: u64, depth: usize, offset: usize) -> Result<Value, CborError> {
        let len = self.count(len, 1, offset)?;
        let mut items = Vec::with_capacity(len);
        for _ in 0..len {
            items.push(self.item(depth + 1)?);
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, len: u64, depth: usize, offset: usize) -> Result<Value, CborError> {
        let len = self.count(len, 2, offset)?;
        let mut entries: Vec<(Value, Value)> = Vec::with_capacity(len);
        for _ in 0..len {
            let at = self.at;
            let key = self.item(depth + 1)?;
            if entries.iter().any(|(k, _)| *k == key) {
                return Err(CborError { code: code::DUPLICATE_KEY, offset: at });
            }
            entries.push((key, self.item(depth + 1)?));
        }
        Ok(Value::Map(entries))
    }

    /// Refuses a claimed length before anything is allocated for it.
    fn count(&self, len: u64, items_each: u64, offset: usize) -> Result<usize, CborError> {
        let left = self.bytes.len().saturating_sub(self.at);
        let needed = len.saturating_mul(items_each);
        if needed > left as u64 {
            return Err(CborError { code: code::TRUNCATED, offset });
        }
        if needed > self.items_left as u64 {
            return Err(CborError { code: code::TOO_MANY_ITEMS, offset });
        }
        Ok(len as usize)
    }
}

fn whole(argument: u64) -> Result<i64, &'static str> {
    i64::try_from(argument).map_err(|_| code::MALFORMED)
}

/// IEEE 754 binary16: a sign, five bits of exponent biased by 15, ten of fraction.
fn half(bits: u64) -> f64 {
    let (exponent, fraction) = (bits >> 10 & 0x1f, (bits & 0x3ff) as f64);
    let size = match exponent {
        0 => fraction / f64::from(1 << 24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1024.0 + fraction) * f64::from(1_u32 << exponent) / f64::from(1 << 25),
    };
    if bits >> 15 == 0 { size } else { -size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minicbor::{Decoder, data::Type};
    use proptest::prelude::*;

    /// The code another reader's first fault stands for, on the item at the front.
    fn oracle(bytes: &[u8]) -> Result<Value, &'static str> {
        let mut decoder = Decoder::new(bytes);
        let fault = |error: minicbor::decode::Error| {
            if error.is_end_of_input() { code::TRUNCATED } else { code::MALFORMED }
        };
        let value = match decoder.datatype().map_err(fault)? {
            Type::Bytes => Value::Bytes(decoder.bytes().map_err(fault)?.to_vec()),
            Type::String => Value::Text(decoder.str().map_err(fault)?.to_owned()),
            Type::Bool => Value::Bool(decoder.bool().map_err(fault)?),
            Type::Null => decoder.null().map(|()| Value::Null).map_err(fault)?,
            Type::F16 => Value::Float(decoder.f16().map_err(fault)?.into()),
            Type::F32 => Value::Float(decoder.f32().map_err(fault)?.into()),
            Type::F64 => Value::Float(decoder.f64().map_err(fault)?),
            Type::Tag | Type::Array | Type::Map => return Err("only scalars are compared"),
            Type::BytesIndef | Type::StringIndef | Type::ArrayIndef | Type::MapIndef => {
                return Err(code::INDEFINITE);
            }
            Type::Undefined => decoder.undefined().map(|()| Value::Null).map_err(fault)?,
            Type::Simple | Type::Break | Type::Unknown(_) => return Err(code::MALFORMED),
            _ => Value::Integer(decoder.i64().map_err(fault)?),
        };
        if decoder.position() == bytes.len() { Ok(value) } else { Err(code::TRAILING) }
    }

    fn same(bytes: &[u8]) -> bool {
        match (Value::read(bytes), oracle(bytes)) {
            (Ok(Value::Float(a)), Ok(Value::Float(b))) => {
                a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
            }
            (ours, theirs) => ours.map_err(|error| error.code) == theirs,
        }
    }

    #[cfg(feature = "presentation")]
    #[test]
    fn simple_values_are_read_only_where_they_are_asked_for() {
        for (bytes, value) in [(&[0xe0][..], 0), (&[0xf3], 19), (&[0xf8, 32], 32), (&[0xf8, 59], 59)] {
            assert_eq!(Value::read(bytes).unwrap_err().code, code::MALFORMED);
            assert_eq!(Value::read_with_simple_values(bytes), Ok(Value::Simple(value)));
        }
        for bytes in [&[0xf8, 31][..], &[0xf8, 20], &[0xf8, 0], &[0xfc], &[0xff]] {
            assert_eq!(
                Value::read_with_simple_values(bytes).unwrap_err().code,
                code::MALFORMED,
                "{bytes:x?}"
            );
        }
        assert_eq!(Value::read_with_simple_values(&[0xf8]).unwrap_err().code, code::TRUNCATED);
        let pair = [0xa2, 0xf8, 59, 0x80, 0xf8, 59, 0x80];
        assert_eq!(Value::read_with_simple_values(&pair).unwrap_err().code, code::DUPLICATE_KEY);
    }

    #[test]
    fn every_half_is_read_as_another_reader_reads_it() {
        for bits in 0..=u16::MAX {
            let [high, low] = bits.to_be_bytes();
            assert!(same(&[0xf9, high, low]), "{bits:04x}");
        }
    }

    proptest! {
        #[test]
        fn scalars_are_read_as_another_reader_reads_them(
            initial in any::<u8>(), rest in prop::collection::vec(any::<u8>(), 0..12)
        ) {
            let nests = (4..=6).contains(&(initial >> 5)) && initial & 0x1f < 28;
            let bytes = [&[initial], rest.as_slice()].concat();
            prop_assume!(!nests);
            prop_assert!(same(&bytes), "{bytes:02x?}: {:?} {:?}", Value::read(&bytes), oracle(&bytes));
        }
    }
}
