//! BER-TLV (ISO/IEC 7816-4 section 5.2.2, ITU-T X.690 section 8.1) as files of a chip and its answers
//! carry it: tags of one or two bytes, definite lengths below 16 MB.

/// One data object.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tlv<'a> {
    /// The tag; a two-byte one with its first byte high: `0x5f1f`.
    pub tag: u16,
    /// What is inside.
    pub value: &'a [u8],
    /// The whole object.
    pub encoding: &'a [u8],
}

/// Not the data objects expected; the offset where reading stopped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TlvError(pub usize);

/// Data objects one after another.
///
/// ```
/// use healthpass_passport::lds::tlv::Reader;
///
/// let mut objects = Reader::new(&[0x5f, 0x1f, 0x02, b'A', b'B', 0x81, 0x00]);
/// assert_eq!(objects.expect(0x5f1f)?.value, b"AB");
/// assert_eq!(objects.next()?.map(|object| object.tag), Some(0x81));
/// assert_eq!(objects.next()?, None);
/// # Ok::<(), healthpass_passport::lds::tlv::TlvError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

/// Tag and length at the start of an object that may not be there as a whole.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header {
    /// The tag, as in [`Tlv::tag`].
    pub tag: u16,
    /// Bytes of tag and length.
    pub size: usize,
    /// Bytes of the value.
    pub length: usize,
}

impl Header {
    /// The most bytes a header takes: a tag of two, a length of five.
    pub const LONGEST: usize = 7;

    /// Reads a header; `None` when it is cut off or of a form not read here (longer tags, indefinite
    /// lengths, lengths of 16 MB and more).
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (tag, after) = match bytes {
            [high, low, after @ ..] if high & 0x1f == 0x1f && low & 0x80 == 0 => {
                (u16::from(*high) << 8 | u16::from(*low), after)
            }
            [tag, after @ ..] if tag & 0x1f != 0x1f => (u16::from(*tag), after),
            _ => return None,
        };
        let (length, body) = match after {
            [short @ 0..=0x7f, body @ ..] => (usize::from(*short), body),
            [0x81, a, body @ ..] => (usize::from(*a), body),
            [0x82, a, b, body @ ..] => (number(&[*a, *b]), body),
            [0x83, a, b, c, body @ ..] | [0x84, 0, a, b, c, body @ ..] => (number(&[*a, *b, *c]), body),
            _ => return None,
        };
        Some(Self { tag, size: bytes.len() - body.len(), length })
    }

    /// Bytes of the whole object.
    pub fn total(self) -> usize {
        self.size + self.length
    }
}

impl<'a> Reader<'a> {
    /// Starts at the first object of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    /// The value of the one object that fills `bytes` and has this tag, to be read on.
    ///
    /// # Errors
    /// Another tag, a length beyond the end, or something after the object.
    pub fn only(bytes: &'a [u8], tag: u16) -> Result<Self, TlvError> {
        let mut reader = Self::new(bytes);
        let object = reader.expect(tag)?;
        reader.end()?;
        Ok(Self::new(object.value))
    }

    /// The next object; `None` at the end.
    ///
    /// # Errors
    /// A header not read here or a length beyond the end.
    #[expect(clippy::should_implement_trait, reason = "an error ends the reading: not an iterator")]
    pub fn next(&mut self) -> Result<Option<Tlv<'a>>, TlvError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let fault = TlvError(self.offset);
        let header = Header::read(self.rest).ok_or(fault)?;
        let (encoding, rest) = self.rest.split_at_checked(header.total()).ok_or(fault)?;
        let value = encoding.get(header.size..).ok_or(fault)?;
        self.rest = rest;
        self.offset += encoding.len();
        Ok(Some(Tlv { tag: header.tag, value, encoding }))
    }

    /// The next object, which must have this tag.
    ///
    /// # Errors
    /// Another tag, none left, or as [`Reader::next`].
    pub fn expect(&mut self, tag: u16) -> Result<Tlv<'a>, TlvError> {
        let fault = TlvError(self.offset);
        self.next()?.filter(|object| object.tag == tag).ok_or(fault)
    }

    /// The first of the remaining objects with this tag; the ones before it are passed over.
    ///
    /// # Errors
    /// None has the tag, or as [`Reader::next`].
    pub fn find(&mut self, tag: u16) -> Result<Tlv<'a>, TlvError> {
        loop {
            let fault = TlvError(self.offset);
            let object = self.next()?.ok_or(fault)?;
            if object.tag == tag {
                return Ok(object);
            }
        }
    }

    /// That nothing is left.
    ///
    /// # Errors
    /// Something is.
    pub fn end(&self) -> Result<(), TlvError> {
        if self.rest.is_empty() { Ok(()) } else { Err(TlvError(self.offset)) }
    }
}

/// Writes one data object; `None` when it is too long to be read back (16 MB).
pub fn write(tag: u16, value: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(value.len() + Header::LONGEST);
    let [high, low] = tag.to_be_bytes();
    if high != 0 {
        out.push(high);
    }
    out.push(low);
    let [first, a, b, c] = u32::try_from(value.len()).ok()?.to_be_bytes();
    match (first, a, b, c) {
        (0, 0, 0, 0..=0x7f) => out.push(c),
        (0, 0, 0, _) => out.extend([0x81, c]),
        (0, 0, ..) => out.extend([0x82, b, c]),
        (0, ..) => out.extend([0x83, a, b, c]),
        _ => return None,
    }
    out.extend_from_slice(value);
    Some(out)
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::{Header, Reader, TlvError, write};
    use proptest::prelude::*;

    #[test]
    fn headers_of_every_length() {
        let header = |bytes: &[u8]| Header::read(bytes).map(|h| (h.tag, h.size, h.length));
        assert_eq!(header(&[0x61, 0x5b]), Some((0x61, 2, 0x5b)));
        assert_eq!(header(&[0x75, 0x82, 0x30, 0x39]), Some((0x75, 4, 12345)));
        assert_eq!(header(&[0x5f, 0x1f, 0x83, 1, 0, 0]), Some((0x5f1f, 6, 65536)));
        assert_eq!(header(&[0x77, 0x80]), None);
        assert_eq!(header(&[0x77, 0x82, 1]), None);
        assert_eq!(header(&[0x5f, 0x81, 1, 1]), None);
        assert_eq!(header(&[0x77, 0x84, 0, 0, 4, 0x7e]), Some((0x77, 6, 0x47e)));
        assert_eq!(header(&[0x77, 0x84, 1, 0, 0, 1]), None);
    }

    #[test]
    fn faults_say_where() {
        let mut reader = Reader::new(&[0x01, 0x01, 0xff, 0x02, 0x05, 0x00]);
        assert_eq!(reader.expect(0x01).unwrap().value, [0xff]);
        assert_eq!(reader.next(), Err(TlvError(3)));
        assert_eq!(Reader::new(&[0x01, 0x00]).expect(0x02), Err(TlvError(0)));
        assert_eq!(Reader::new(&[0x01, 0x00]).find(0x02), Err(TlvError(2)));
        assert_eq!(Reader::only(&[0x01, 0x00, 0x00], 0x01).map(|_| ()), Err(TlvError(2)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(tag in prop_oneof![Just(0x87_u16), Just(0x5f1f), Just(0x7c)], length in 0_usize..70_000) {
            let value = vec![7; length];
            let written = write(tag, &value).unwrap();
            let read = Reader::new(&written).expect(tag).unwrap();
            prop_assert_eq!(read.value, &value[..]);
            prop_assert_eq!(read.encoding, &written[..]);
        }

        #[test]
        fn anything_is_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut reader = Reader::new(&bytes);
            let mut seen = 0;
            while let Ok(Some(object)) = reader.next() {
                seen += object.encoding.len();
            }
            prop_assert!(seen <= bytes.len());
        }
    }
}
