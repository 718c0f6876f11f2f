//! DER (ITU-T X.690) as keys and certificates need it: walk, take the raw parts, write the two key forms.
//!
//! A general ASN.1 library costs the WebAssembly modules more than all signature arithmetic, so reading is
//! done here; writing certificates, which only issuers do, uses `x509-cert`, the oracle of this module's
//! tests.

use crate::x509::ObjectIdentifier;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const TELETEX_STRING: u8 = 0x14;
pub(crate) const IA5_STRING: u8 = 0x16;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const BMP_STRING: u8 = 0x1e;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// Not the DER expected; the offset where reading stopped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Asn1Error(pub usize);

/// The rest of a constructed value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

/// One element: its tag, content and whole encoding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    pub encoding: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// A reader of elements one after the other.
    #[cfg(feature = "cms")]
    pub fn new(der: &'a [u8]) -> Self {
        Self { rest: der, offset: 0 }
    }

    /// The one element that fills `der`.
    pub fn whole(der: &'a [u8], tag: u8) -> Result<Element<'a>, Asn1Error> {
        let mut reader = Self { rest: der, offset: 0 };
        let element = reader.expect(tag)?;
        reader.end()?;
        Ok(element)
    }

    /// A reader of what is inside the one element that fills `der`.
    pub fn only(der: &'a [u8], tag: u8) -> Result<Self, Asn1Error> {
        Self::whole(der, tag).map(Element::inside)
    }

    /// The next element, of any tag.
    pub fn next(&mut self) -> Result<Element<'a>, Asn1Error> {
        let fault = Asn1Error(self.offset);
        let [tag, first, after @ ..] = self.rest else { return Err(fault) };
        // Tags above 30 take more bytes; nothing read here has one.
        if tag & 0x1f == 0x1f {
            return Err(fault);
        }
        let (length, body) = match first {
            0..=0x7f => (usize::from(*first), after),
            0x81..=0x83 => long_length(usize::from(first & 0x7f), after).ok_or(fault)?,
            _ => return Err(fault),
        };
        let header = self.rest.len() - body.len();
        let (encoding, rest) = self.rest.split_at_checked(header + length).ok_or(fault)?;
        let content = encoding.get(header..).ok_or(fault)?;
        let element = Element { tag: *tag, content, encoding, offset: self.offset + header };
        (self.rest, self.offset) = (rest, self.offset + encoding.len());
        Ok(element)
    }

    /// The next element, which must have this tag.
    pub fn expect(&mut self, tag: u8) -> Result<Element<'a>, Asn1Error> {
        let offset = self.offset;
        let element = self.next()?;
        if element.tag == tag { Ok(element) } else { Err(Asn1Error(offset)) }
    }

    /// The next element if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Asn1Error> {
        if self.rest.first() == Some(&tag) { self.next().map(Some) } else { Ok(None) }
    }

    /// Nothing may follow.
    pub fn end(&self) -> Result<(), Asn1Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(Asn1Error(self.offset)) }
    }

    /// Whether nothing follows.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

impl<'a> Element<'a> {
    /// A reader of what is inside.
    pub fn inside(self) -> Reader<'a> {
        Reader { rest: self.content, offset: self.offset }
    }

    /// The content as an object identifier.
    pub fn oid(self) -> Result<ObjectIdentifier, Asn1Error> {
        ObjectIdentifier::from_bytes(self.content).map_err(|_| Asn1Error(self.offset))
    }

    /// The content of a bit string of whole bytes.
    pub fn bits(self) -> Result<&'a [u8], Asn1Error> {
        self.content.strip_prefix(&[0]).ok_or(Asn1Error(self.offset))
    }

    /// A non-negative integer, big-endian, in its shortest form.
    pub fn unsigned(self) -> Result<&'a [u8], Asn1Error> {
        match self.content {
            [0] => Ok(&[]),
            [0, number @ ..] if number.first().is_some_and(|byte| byte & 0x80 != 0) => Ok(number),
            [first, ..] if *first != 0 && first & 0x80 == 0 => Ok(self.content),
            _ => Err(Asn1Error(self.offset)),
        }
    }
}

/// A length of more than one byte, in its shortest form.
fn long_length(count: usize, bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (digits, body) = bytes.split_at_checked(count)?;
    let length = digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    let shortest = digits.first() != Some(&0) && length >= 0x80;
    shortest.then_some((length, body))
}

/// One element's encoding.
pub(crate) fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len().to_be_bytes();
    let significant = length.iter().copied().skip_while(|byte| *byte == 0);
    let mut out = vec![tag];
    match content.len() {
        short @ 0..=0x7f => out.push(short as u8),
        _ => {
            let digits: Vec<u8> = significant.collect();
            out.push(0x80 | digits.len() as u8);
            out.extend(digits);
        }
    }
    out.extend(content);
    out
}

/// An unsigned integer's encoding.
pub(crate) fn write_unsigned(number: &[u8]) -> Vec<u8> {
    let sign: &[u8] = match number.first() {
        Some(first) if first & 0x80 == 0 => &[],
        _ => &[0],
    };
    write(INTEGER, &[sign, number])
}
