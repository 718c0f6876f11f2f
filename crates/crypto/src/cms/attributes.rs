//! Signed attributes (RFC 5652 section 11).

use crate::asn1::{self, Asn1Error, Reader};
use crate::x509::{ObjectIdentifier, time};

/// id-contentType, id-messageDigest, id-signingTime (RFC 5652 section 11).
pub(super) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");

/// Those that are looked at.
#[derive(Debug, Default)]
pub(super) struct Attributes<'a> {
    pub content_type: Option<ObjectIdentifier>,
    pub message_digest: Option<&'a [u8]>,
    pub signing_time: Option<i64>,
}

impl<'a> Attributes<'a> {
    /// Reads the SET; content type or message digest twice is an error.
    ///
    /// ```text
    /// Attribute ::= SEQUENCE { type OID, values SET OF ANY }
    /// ```
    pub fn read(set: &'a [u8]) -> Result<Self, Asn1Error> {
        let mut set = Reader::only(set, asn1::SET)?;
        let mut read = Self::default();
        while !set.is_empty() {
            let mut attribute = set.expect(asn1::SEQUENCE)?.inside();
            let oid = attribute.expect(asn1::OID)?.oid()?;
            let mut values = attribute.expect(asn1::SET)?.inside();
            attribute.end()?;
            let twice = match oid {
                CONTENT_TYPE => read.content_type.replace(values.expect(asn1::OID)?.oid()?).is_some(),
                MESSAGE_DIGEST => {
                    read.message_digest.replace(values.expect(asn1::OCTET_STRING)?.content).is_some()
                }
                SIGNING_TIME => {
                    read.signing_time = time::read(values.next()?).ok();
                    false
                }
                _ => continue,
            };
            values.end()?;
            if twice {
                return Err(Asn1Error(0));
            }
        }
        Ok(read)
    }
}

/// The SET with its elements in the order DER asks for (X.690 section 11.6); `None` when they are in it.
pub(super) fn in_order(set: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader::only(set, asn1::SET).ok()?;
    let mut elements: Vec<&[u8]> = Vec::new();
    while !reader.is_empty() {
        let element = reader.next().ok()?.encoding;
        let place = elements.iter().position(|other| *other > element).unwrap_or(elements.len());
        elements.insert(place, element);
    }
    let ordered = asn1::write(asn1::SET, &elements);
    (ordered != set).then_some(ordered)
}
