//! RFC 8259, strictly; and of RFC 7493 that no member comes twice.

use super::JsonError;
use crate::cbor::Value;
use crate::limits::{MAX_JSON_DEPTH, MAX_JSON_ITEMS, MAX_JSON_MEMBERS};

/// Reads exactly one value. Whole numbers within `i64` become integers, all others floats; a member's
/// name becomes a text key.
///
/// # Errors
/// [`JsonError`] with line and column.
///
/// ```
/// use healthpass_cert::{cbor::Value, json};
/// assert_eq!(json::read(r#"{"dn": 2}"#).unwrap().get_text("dn"), Some(&Value::Integer(2)));
/// assert_eq!(json::read("[1,\n 02]").unwrap_err().at, "line 2 column 3");
/// ```
pub fn read(text: &str) -> Result<Value, JsonError> {
    read_exactly(text).map_err(|fault| fault.located(text))
}

/// Nested deeper than [`MAX_JSON_DEPTH`].
pub(crate) const TOO_DEEP: &str = "too deep";
/// An object names a member twice, and readers disagree which one counts.
pub(crate) const TWICE: &str = "the same member twice";

/// What is wrong, and its offset in bytes.
pub(crate) struct Fault {
    pub(crate) found: &'static str,
    pub(crate) offset: usize,
}

impl Fault {
    fn located(&self, text: &str) -> JsonError {
        let (mut line, mut column) = (1, 1);
        for byte in text.bytes().take(self.offset) {
            column += 1;
            if byte == b'\n' {
                (line, column) = (line + 1, 1);
            }
        }
        JsonError { found: self.found.to_owned(), at: format!("line {line} column {column}") }
    }
}

/// [`read`], with the fault's offset.
pub(crate) fn read_exactly(text: &str) -> Result<Value, Fault> {
    let mut reader = Reader { text, at: 0, items: 0 };
    let value = reader.value(0).and_then(|value| match reader.peek() {
        None => Ok(value),
        Some(_) => Err("text after the value"),
    });
    value.map_err(|found| Fault { found, offset: reader.at.min(text.len()) })
}

type Read<T> = Result<T, &'static str>;

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Of all arrays so far.
    items: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Read<Value> {
        Ok(match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_JSON_DEPTH => return Err(TOO_DEEP),
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(_) => return Err("no value"),
            None => return Err(ENDS),
        })
    }

    fn object(&mut self, depth: usize) -> Read<Value> {
        self.at += 1;
        let mut members: Vec<(Value, Value)> = Vec::new();
        if self.took(b'}') {
            return Ok(Value::Map(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err("no member");
            }
            let name = Value::Text(self.string()?);
            if members.iter().any(|(other, _)| *other == name) {
                return Err(TWICE);
            }
            if members.len() >= MAX_JSON_MEMBERS {
                return Err("too many members");
            }
            if !self.took(b':') {
                return Err("no colon");
            }
            members.push((name, self.value(depth + 1)?));
            if !self.more(b'}')? {
                return Ok(Value::Map(members));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Read<Value> {
        self.at += 1;
        let mut items = Vec::new();
        if self.took(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            self.items += 1;
            if self.items > MAX_JSON_ITEMS {
                return Err("too many items");
            }
            items.push(self.value(depth + 1)?);
            if !self.more(b']')? {
                return Ok(Value::Array(items));
            }
        }
    }

    /// True after a comma, false after `end`.
    fn more(&mut self, end: u8) -> Read<bool> {
        if self.took(b',') {
            Ok(true)
        } else if self.took(end) {
            Ok(false)
        } else {
            Err(if self.at < self.text.len() { "no comma" } else { ENDS })
        }
    }

    fn string(&mut self) -> Read<String> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let plain = self.at;
            while !matches!(self.byte(), None | Some(b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            string.push_str(self.text.get(plain..self.at).unwrap_or_default());
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escaped()?),
                Some(_) => return Err("a control character"),
                None => return Err(ENDS),
            }
        }
    }

    fn escaped(&mut self) -> Read<char> {
        self.at += 1;
        let escape = self.byte().ok_or(ENDS)?;
        self.at += 1;
        Ok(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(ESCAPE),
        })
    }

    /// A UTF-16 unit, or the two of a character beyond U+FFFF.
    fn unicode(&mut self) -> Read<char> {
        let mut unit = self.hexadecimal()?;
        if unit >> 10 == 0xd800 >> 10 {
            if self.text.get(self.at..self.at + 2) != Some("\\u") {
                return Err(ESCAPE);
            }
            self.at += 2;
            let low = self.hexadecimal()?;
            if low >> 10 != 0xdc00 >> 10 {
                return Err(ESCAPE);
            }
            unit = 0x10000 + ((unit & 0x3ff) << 10 | low & 0x3ff);
        }
        char::from_u32(unit).ok_or(ESCAPE)
    }

    fn hexadecimal(&mut self) -> Read<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16)).ok_or(ESCAPE)?;
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Read<Value> {
        let mut number = Decimal { negative: self.stepped(b'-'), ..Decimal::default() };
        if !self.stepped(b'0') {
            self.digits(&mut number, 0)?;
        }
        let whole = !matches!(self.byte(), Some(b'.' | b'e' | b'E'));
        if self.stepped(b'.') {
            self.digits(&mut number, 1)?;
        }
        if self.stepped(b'e') || self.stepped(b'E') {
            let minus = self.stepped(b'-');
            if !minus {
                self.stepped(b'+');
            }
            let mut exponent = Decimal::default();
            self.digits(&mut exponent, 0)?;
            let size = i32::try_from(exponent.digits).unwrap_or(i32::MAX);
            number.exponent = number.exponent.saturating_add(if minus { -size } else { size });
        }
        if matches!(self.byte(), Some(b'0'..=b'9')) {
            return Err("a zero in front");
        }
        match number.integer().filter(|_| whole) {
            Some(integer) => Ok(Value::Integer(integer)),
            None if number.float().is_finite() => Ok(Value::Float(number.float())),
            None => Err("a number too large"),
        }
    }

    /// One digit or more, `places` behind the point each.
    fn digits(&mut self, number: &mut Decimal, places: i32) -> Read<()> {
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            number.push(digit - b'0', places);
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err("no digit") }
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        let end = self.at + word.len();
        if self.text.get(self.at..end) != Some(word) {
            return Err("no value");
        }
        self.at = end;
        Ok(value)
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn took(&mut self, byte: u8) -> bool {
        self.peek();
        self.stepped(byte)
    }

    fn stepped(&mut self, byte: u8) -> bool {
        let there = self.byte() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

const ENDS: &str = "the text ends";
const ESCAPE: &str = "no such escape";

/// A number as written: `digits` times ten to the `exponent`.
#[derive(Default)]
struct Decimal {
    negative: bool,
    digits: u64,
    /// The digits hold no more; what follows counts for its place only.
    full: bool,
    exponent: i32,
}

impl Decimal {
    fn push(&mut self, digit: u8, places: i32) {
        let digits = self.digits.checked_mul(10).and_then(|tens| tens.checked_add(u64::from(digit)));
        match digits.filter(|_| !self.full) {
            Some(digits) => {
                self.digits = digits;
                self.exponent = self.exponent.saturating_sub(places);
            }
            None => {
                self.full = true;
                self.exponent = self.exponent.saturating_add(1 - places);
            }
        }
    }

    fn integer(&self) -> Option<i64> {
        if self.full {
            None
        } else if self.negative {
            // minus zero is a float
            0_i64.checked_sub_unsigned(self.digits).filter(|number| *number < 0)
        } else {
            i64::try_from(self.digits).ok()
        }
    }

    /// Exact up to 15 digits and 22 places, where both parts are; beyond, within a few units of the
    /// last place. Times with fractions of a second are the only floats of any certificate.
    fn float(&self) -> f64 {
        let mut float = self.digits as f64;
        let mut places = self.exponent.unsigned_abs().min(MOST_PLACES);
        while places > 0 {
            let step = places.min(EXACT_PLACES);
            let scale = (0..step).fold(1.0, |scale, _| scale * 10.0);
            if self.exponent < 0 {
                float /= scale
            } else {
                float *= scale
            }
            places -= step;
        }
        if self.negative { -float } else { float }
    }
}

/// Ten to the 22nd is the highest power of ten that a float holds exactly.
const EXACT_PLACES: u32 = 22;

/// Twenty digits and as many places come to zero, or beyond what is finite.
const MOST_PLACES: u32 = 400;

#[cfg(test)]
mod tests;
