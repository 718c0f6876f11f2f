//! CBOR (RFC 8949) as health certificates use it, read into an owned tree.
//!
//! The subset: definite lengths only, no duplicate map keys, nothing after the item, bounded depth and
//! count. Integer widths and map order are not checked: most issuers do not write deterministic CBOR.

use crate::limits::{MAX_CBOR_DEPTH, MAX_CBOR_ITEMS};
use minicbor::{Decoder, data::Type};

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
        let mut reader = Reader { decoder: Decoder::new(bytes), items_left: max_items };
        let value = reader.item(0)?;
        match reader.decoder.position() {
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
    decoder: Decoder<'b>,
    items_left: usize,
}

impl Reader<'_> {
    fn item(&mut self, depth: usize) -> Result<Value, CborError> {
        let offset = self.decoder.position();
        let fault = |code| CborError { code, offset };
        if depth > MAX_CBOR_DEPTH {
            return Err(fault(code::DEPTH));
        }
        self.items_left = self.items_left.checked_sub(1).ok_or(fault(code::TOO_MANY_ITEMS))?;
        let kind = self.decoder.datatype().map_err(|e| read_fault(&e, offset))?;
        let read = |e: minicbor::decode::Error| read_fault(&e, offset);
        Ok(match kind {
            Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::I8
            | Type::I16
            | Type::I32
            | Type::I64
            | Type::Int => Value::Integer(self.decoder.i64().map_err(read)?),
            Type::Bytes => Value::Bytes(self.decoder.bytes().map_err(read)?.to_vec()),
            Type::String => Value::Text(self.decoder.str().map_err(read)?.to_owned()),
            Type::Bool => Value::Bool(self.decoder.bool().map_err(read)?),
            Type::Null => {
                self.decoder.null().map_err(read)?;
                Value::Null
            }
            Type::F16 => Value::Float(f64::from(self.decoder.f16().map_err(read)?)),
            Type::F32 => Value::Float(f64::from(self.decoder.f32().map_err(read)?)),
            Type::F64 => Value::Float(self.decoder.f64().map_err(read)?),
            Type::Tag => {
                let tag = self.decoder.tag().map_err(read)?.as_u64();
                Value::Tag(tag, Box::new(self.item(depth + 1)?))
            }
            Type::Array => {
                let len = self.decoder.array().map_err(read)?.unwrap_or(0);
                self.array(len, depth, offset)?
            }
            Type::Map => {
                let len = self.decoder.map().map_err(read)?.unwrap_or(0);
                self.map(len, depth, offset)?
            }
            Type::BytesIndef | Type::StringIndef | Type::ArrayIndef | Type::MapIndef => {
                return Err(fault(code::INDEFINITE));
            }
            Type::Undefined => {
                self.decoder.undefined().map_err(read)?;
                Value::Null
            }
            Type::Simple | Type::Break | Type::Unknown(_) => {
                return Err(fault(code::MALFORMED));
            }
        })
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
            let at = self.decoder.position();
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
        let left = self.decoder.input().len().saturating_sub(self.decoder.position());
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

fn read_fault(error: &minicbor::decode::Error, offset: usize) -> CborError {
    let code = if error.is_end_of_input() { code::TRUNCATED } else { code::MALFORMED };
    CborError { code, offset }
}
