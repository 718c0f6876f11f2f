//! BER (ITU-T X.690 section 8) made DER, as far as signers' software differs: lengths left open or not in
//! their shortest form, and octet strings in pieces. CMS allows BER (RFC 5652 section 1.1), and some states'
//! passports have it.

use crate::asn1::{self, Asn1Error};

/// Deepest nesting read. A passport's security object nests 12 levels, with every choice made awkwardly 16.
pub(crate) const MAX_DEPTH: usize = 32;

/// Bit of the tag of a value made of others.
const CONSTRUCTED: u8 = 0x20;

/// The one element that fills `ber`, as DER.
pub(crate) fn to_der(ber: &[u8]) -> Result<Vec<u8>, Asn1Error> {
    let mut reader = Reader { all: ber, at: 0 };
    let der = reader.element(MAX_DEPTH)?.ok_or(Asn1Error(0))?;
    if reader.at == ber.len() { Ok(der) } else { Err(Asn1Error(reader.at)) }
}

/// How far an element goes.
#[derive(Clone, Copy)]
enum Length {
    /// To this offset.
    Until(usize),
    /// To the end-of-contents octets.
    Open,
}

struct Reader<'a> {
    all: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// The next element, or `None` for end-of-contents octets.
    fn element(&mut self, depth: usize) -> Result<Option<Vec<u8>>, Asn1Error> {
        let start = Asn1Error(self.at);
        let depth = depth.checked_sub(1).ok_or(start)?;
        let tag = self.byte()?;
        if tag & 0x1f == 0x1f {
            return Err(start);
        }
        let length = self.length()?;
        match (tag, length) {
            (0, Length::Until(end)) if end == self.at => Ok(None),
            (0, _) => Err(start),
            (_, Length::Until(end)) if tag & CONSTRUCTED == 0 => {
                let content = self.all.get(self.at..end).ok_or(start)?;
                self.at = end;
                Ok(Some(asn1::write(tag, &[content])))
            }
            _ if tag & CONSTRUCTED == 0 => Err(start),
            _ => {
                let parts = self.parts(length, depth)?;
                if tag == asn1::OCTET_STRING | CONSTRUCTED {
                    joined(&parts).map(Some).ok_or(start)
                } else {
                    Ok(Some(asn1::write(tag, &[&parts])))
                }
            }
        }
    }

    /// The elements inside a constructed one, each as DER.
    fn parts(&mut self, length: Length, depth: usize) -> Result<Vec<u8>, Asn1Error> {
        let mut parts = Vec::new();
        loop {
            match length {
                Length::Until(end) if self.at == end => return Ok(parts),
                Length::Until(end) if self.at > end => return Err(Asn1Error(end)),
                _ => {}
            }
            let at = self.at;
            match (self.element(depth)?, length) {
                (Some(part), _) => parts.extend(part),
                (None, Length::Open) => return Ok(parts),
                (None, Length::Until(_)) => return Err(Asn1Error(at)),
            }
        }
    }

    fn byte(&mut self) -> Result<u8, Asn1Error> {
        let byte = self.all.get(self.at).copied().ok_or(Asn1Error(self.at))?;
        self.at += 1;
        Ok(byte)
    }

    fn length(&mut self) -> Result<Length, Asn1Error> {
        let fault = Asn1Error(self.at);
        let length = match self.byte()? {
            0x80 => return Ok(Length::Open),
            short @ 0..=0x7f => usize::from(short),
            long @ 0x81..=0x84 => {
                let mut length = 0usize;
                for _ in 0..long & 0x7f {
                    length = length << 8 | usize::from(self.byte()?);
                }
                length
            }
            _ => return Err(fault),
        };
        let end = self.at.checked_add(length).filter(|end| *end <= self.all.len()).ok_or(fault)?;
        Ok(Length::Until(end))
    }
}

/// One octet string of the pieces, which are DER by now.
fn joined(mut pieces: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    while !pieces.is_empty() {
        let mut reader = asn1::Reader::new(pieces);
        let piece = reader.expect(asn1::OCTET_STRING).ok()?;
        whole.extend_from_slice(piece.content);
        pieces = pieces.get(piece.encoding.len()..)?;
    }
    Some(asn1::write(asn1::OCTET_STRING, &[&whole]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_made_definite_and_short() {
        let open = [0x30, 0x80, 0x24, 0x80, 4, 1, 1, 4, 0x81, 2, 2, 3, 0, 0, 0xa0, 0x82, 0, 2, 5, 0, 0, 0];
        assert_eq!(to_der(&open).unwrap(), [0x30, 9, 4, 3, 1, 2, 3, 0xa0, 2, 5, 0]);
        let der = [0x30, 9, 4, 3, 1, 2, 3, 0xa0, 2, 5, 0];
        assert_eq!(to_der(&der).unwrap(), der);
    }

    #[test]
    fn what_does_not_end_where_it_says_is_refused() {
        for broken in [
            &[][..],
            &[0x30],
            &[0x30, 0x80],
            &[0x30, 0x80, 0],
            &[0, 0],
            &[0x04, 0x80, 0, 0],
            &[0x30, 2, 0, 0],
            &[0x30, 1, 4, 0],
            &[0x30, 3, 4, 5, 1, 2, 3, 4, 5],
            &[0x30, 0x80, 0, 0, 0],
            &[0x30, 0x80, 0, 1, 0],
            &[0x24, 2, 2, 0],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x3f, 1, 0],
        ] {
            assert!(to_der(broken).is_err(), "{broken:x?}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth: usize| [[0x30, 0x80].repeat(depth), [0, 0].repeat(depth)].concat();
        assert!(to_der(&nested(MAX_DEPTH - 1)).is_ok());
        assert!(to_der(&nested(MAX_DEPTH)).is_err());
        assert!(to_der(&[0x30, 0x80].repeat(100_000)).is_err());
    }
}
