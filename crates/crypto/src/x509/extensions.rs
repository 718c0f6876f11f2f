//! The extensions of certificates and revocation lists (RFC 5280 sections 4.2 and 5.2).

use super::{Authority, CertificateError, ObjectIdentifier};
use crate::asn1::{self, Asn1Error, Element, Reader};

/// Tag of keyIdentifier in an AuthorityKeyIdentifier.
const KEY_IDENTIFIER: u8 = 0x80;

/// id-ce-subjectKeyIdentifier, -keyUsage, -basicConstraints, -authorityKeyIdentifier, -extKeyUsage
/// (RFC 5280 section 4.2.1).
const SUBJECT_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
pub(super) const AUTHORITY_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");

/// id-icao-mrtd-security-extensions-documentTypeList (ICAO 9303-12 section 7.1.1.6).
const DOCUMENT_TYPES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.6.2");

/// What a key may be used for (RFC 5280 section 4.2.1.3).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct KeyUsage {
    /// digitalSignature: signing data.
    pub digital_signature: bool,
    /// keyCertSign: signing certificates.
    pub key_cert_sign: bool,
    /// cRLSign: signing revocation lists.
    pub crl_sign: bool,
}

/// ```text
/// Extensions ::= SEQUENCE OF SEQUENCE { id OID, critical BOOLEAN DEFAULT FALSE, value OCTET STRING }
/// ```
pub(super) struct Extensions<'a>(Vec<Extension<'a>>);

pub(super) struct Extension<'a> {
    pub oid: ObjectIdentifier,
    pub is_critical: bool,
    pub value: &'a [u8],
}

impl<'a> Extensions<'a> {
    /// Reads what the explicit tag around Extensions holds.
    pub fn read(explicit: Option<Element<'a>>) -> Result<Self, Asn1Error> {
        match explicit {
            Some(explicit) => {
                let mut inside = explicit.inside();
                let list = inside.expect(asn1::SEQUENCE)?;
                inside.end()?;
                Self::read_list(list.inside())
            }
            None => Ok(Self(Vec::new())),
        }
    }

    /// Reads Extensions.
    pub fn read_list(mut list: Reader<'a>) -> Result<Self, Asn1Error> {
        let mut found = Vec::new();
        while !list.is_empty() {
            let mut extension = list.expect(asn1::SEQUENCE)?.inside();
            let oid = extension.expect(asn1::OID)?.oid()?;
            let critical = extension.optional(asn1::BOOLEAN)?;
            let is_critical = critical.is_some_and(|value| value.content != [0]);
            let value = extension.expect(asn1::OCTET_STRING)?.content;
            extension.end()?;
            found.push(Extension { oid, is_critical, value });
        }
        Ok(Self(found))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Extension<'a>> {
        self.0.iter()
    }

    pub fn get(&self, oid: ObjectIdentifier) -> Option<&'a [u8]> {
        self.0.iter().find(|found| found.oid == oid).map(|found| found.value)
    }

    /// An extension that restricts: refused when it cannot be read or is there twice.
    fn restriction<T>(
        &self,
        oid: ObjectIdentifier,
        read: fn(&[u8]) -> Result<T, Asn1Error>,
    ) -> Result<Option<T>, CertificateError> {
        let Some(value) = self.get(oid) else { return Ok(None) };
        match read(value) {
            Ok(read) if self.0.iter().filter(|found| found.oid == oid).count() == 1 => Ok(Some(read)),
            _ => Err(CertificateError::Extension { oid }),
        }
    }

    pub fn extended_key_usage(&self) -> Result<Option<Vec<ObjectIdentifier>>, CertificateError> {
        let purposes = self.restriction(EXTENDED_KEY_USAGE, purposes)?;
        Ok(purposes.filter(|purposes| !purposes.is_empty()))
    }

    pub fn authority(&self) -> Result<Authority, CertificateError> {
        self.restriction(BASIC_CONSTRAINTS, authority).map(Option::unwrap_or_default)
    }

    pub fn key_usage(&self) -> Result<Option<KeyUsage>, CertificateError> {
        self.restriction(KEY_USAGE, key_usage)
    }

    pub fn document_types(&self) -> Result<Option<Vec<String>>, CertificateError> {
        self.restriction(DOCUMENT_TYPES, document_types)
    }

    /// Known are, of id-ce (2.5.29), the key identifiers, key usage and its period, alternative names, basic
    /// constraints, distribution points, policies and extended key usage; and the list of document types.
    pub fn check_critical(&self) -> Result<(), CertificateError> {
        let is_known = |oid: &ObjectIdentifier| {
            *oid == DOCUMENT_TYPES || matches!(oid.as_bytes(), [0x55, 0x1d, 14..=19 | 31 | 32 | 35 | 37])
        };
        match self.iter().find(|found| found.is_critical && !is_known(&found.oid)) {
            Some(found) => Err(CertificateError::Extension { oid: found.oid }),
            None => Ok(()),
        }
    }

    pub fn subject_key_id(&self) -> Option<Vec<u8>> {
        Some(Reader::whole(self.get(SUBJECT_KEY_ID)?, asn1::OCTET_STRING).ok()?.content.to_vec())
    }

    pub fn authority_key_id(&self) -> Option<Vec<u8>> {
        let mut id = Reader::only(self.get(AUTHORITY_KEY_ID)?, asn1::SEQUENCE).ok()?;
        Some(id.optional(KEY_IDENTIFIER).ok()??.content.to_vec())
    }
}

fn purposes(value: &[u8]) -> Result<Vec<ObjectIdentifier>, Asn1Error> {
    let mut list = Reader::only(value, asn1::SEQUENCE)?;
    let mut purposes = Vec::new();
    while !list.is_empty() {
        purposes.push(list.expect(asn1::OID)?.oid()?);
    }
    Ok(purposes)
}

/// ```text
/// DocumentTypeList ::= SEQUENCE { version INTEGER, SET OF PrintableString }
/// ```
/// UTF8String is in the field.
fn document_types(value: &[u8]) -> Result<Vec<String>, Asn1Error> {
    let mut list = Reader::only(value, asn1::SEQUENCE)?;
    list.expect(asn1::INTEGER)?;
    let mut names = list.expect(asn1::SET)?.inside();
    list.end()?;
    let mut types = Vec::new();
    while !names.is_empty() {
        let name = names.next()?;
        match name.tag {
            asn1::PRINTABLE_STRING | asn1::UTF8_STRING | asn1::IA5_STRING => {
                types.push(String::from_utf8_lossy(name.content).into_owned());
            }
            _ => return Err(Asn1Error(0)),
        }
    }
    Ok(types)
}

/// ```text
/// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }
/// ```
/// `cA FALSE` written out and a `TRUE` of 1, both of which DER forbids, are in the field.
fn authority(value: &[u8]) -> Result<Authority, Asn1Error> {
    let mut parts = Reader::only(value, asn1::SEQUENCE)?;
    let is_ca = match parts.optional(asn1::BOOLEAN)?.map(|value| value.content) {
        None | Some([0]) => false,
        Some([_]) => true,
        Some(_) => return Err(Asn1Error(0)),
    };
    let path_length = match parts.optional(asn1::INTEGER)? {
        Some(number) => Some(match number.unsigned()? {
            [] => 0,
            [length] => *length,
            _ => u8::MAX,
        }),
        None => None,
    };
    parts.end()?;
    Ok(Authority { is_ca, path_length })
}

/// A BIT STRING, the first bit the highest of the first byte.
fn key_usage(value: &[u8]) -> Result<KeyUsage, Asn1Error> {
    let bits = Reader::whole(value, asn1::BIT_STRING)?.content;
    let bits = match bits {
        [0..=7, bits @ ..] => bits.first().copied().unwrap_or(0),
        _ => return Err(Asn1Error(0)),
    };
    Ok(KeyUsage {
        digital_signature: bits & 0x80 != 0,
        key_cert_sign: bits & 0x04 != 0,
        crl_sign: bits & 0x02 != 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_types_are_a_version_and_names() {
        let list = |names: &[u8]| {
            let version = asn1::write(asn1::INTEGER, &[&[0]]);
            asn1::write(asn1::SEQUENCE, &[&version, &asn1::write(asn1::SET, &[names])])
        };
        let name = |tag, text: &[u8]| asn1::write(tag, &[text]);
        let both = [name(asn1::PRINTABLE_STRING, b"NT"), name(asn1::UTF8_STRING, b"NV")].concat();
        assert_eq!(document_types(&list(&both)).unwrap(), ["NT", "NV"]);
        assert!(document_types(&list(&[])).unwrap().is_empty());
        assert!(document_types(&list(&name(asn1::INTEGER, b"1"))).is_err());
        assert!(document_types(&[list(&both), vec![0]].concat()).is_err());
        assert!(document_types(&asn1::write(asn1::SEQUENCE, &[])).is_err());
    }

    #[test]
    fn critical_extensions_that_are_not_known_are_refused() {
        let check = |oid: &str, is_critical| {
            let oid = ObjectIdentifier::new_unwrap(oid);
            Extensions(vec![Extension { oid, is_critical, value: &[] }]).check_critical()
        };
        for known in ["2.5.29.14", "2.5.29.15", "2.5.29.19", "2.5.29.37", "2.23.136.1.1.6.2"] {
            assert_eq!(check(known, true), Ok(()), "{known}");
        }
        for unknown in ["1.2.3.4", "2.5.29.30", "2.5.29.36", "2.5.29.37.0"] {
            assert!(check(unknown, true).is_err() && check(unknown, false).is_ok(), "{unknown}");
        }
    }
}
