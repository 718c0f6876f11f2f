//! The parts of a distinguished name that people are shown and rules look at.

use super::ObjectIdentifier;
use crate::asn1::{self, Asn1Error, Element, Reader};
use std::fmt;

/// countryName, organizationName, commonName (X.520, RFC 5280 appendix A.1).
pub(super) const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
pub(super) const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
pub(super) const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// A subject or issuer, down to what is used. Displays as `common name, organization, country`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DistinguishedName {
    /// `C`: two letters, in capitals; anything else in the certificate is left out.
    pub country: Option<String>,
    /// `O`, the first.
    pub organization: Option<String>,
    /// `CN`, the first.
    pub common_name: Option<String>,
}

impl DistinguishedName {
    /// ```text
    /// Name ::= SEQUENCE OF SET OF SEQUENCE { type OID, value ANY }
    /// ```
    pub(super) fn read(mut name: Reader<'_>) -> Result<Self, Asn1Error> {
        let mut read = Self::default();
        while !name.is_empty() {
            let mut parts = name.expect(asn1::SET)?.inside();
            while !parts.is_empty() {
                let mut part = parts.expect(asn1::SEQUENCE)?.inside();
                let (oid, value) = (part.expect(asn1::OID)?.oid()?, part.next()?);
                read.take(oid, value);
            }
        }
        Ok(read)
    }

    fn take(&mut self, oid: ObjectIdentifier, value: Element<'_>) {
        let (field, found) = match oid {
            COUNTRY => (&mut self.country, text(value.tag, value.content).and_then(|text| alpha2(&text))),
            ORGANIZATION => (&mut self.organization, text(value.tag, value.content)),
            COMMON_NAME => (&mut self.common_name, text(value.tag, value.content)),
            _ => return,
        };
        if field.is_none() {
            *field = found;
        }
    }

    /// The attributes present, in the order certificates write them.
    pub(super) fn parts(&self) -> impl Iterator<Item = (ObjectIdentifier, &str)> {
        [(COUNTRY, &self.country), (ORGANIZATION, &self.organization), (COMMON_NAME, &self.common_name)]
            .into_iter()
            .filter_map(|(oid, text)| text.as_deref().map(|text| (oid, text)))
    }
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.common_name, &self.organization, &self.country];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        f.write_str(&parts.join(", "))
    }
}

/// Whether two DER Names are the same: byte by byte, or attribute by attribute with ASCII letter case, outer
/// and repeated spaces and the string type aside (RFC 5280 section 7.1, of whose string preparation this is the
/// part that matters here). Authorities write their own name one way as subject and another as issuer.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    if a == b {
        return !a.is_empty();
    }
    match (attributes(a), attributes(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// The `C` of a DER Name in capitals, if it is a code of two or three letters: ISO 3166-1 has two, and some
/// authorities write the three of their passports.
pub fn country(name: &[u8]) -> Option<String> {
    let found = attributes(name).ok()?.into_iter().find(|(_, oid, _)| *oid == COUNTRY)?;
    let code = found.2.to_ascii_uppercase();
    let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then_some(code)
}

/// Type and comparable value of every attribute, each with the number of the set it is in.
fn attributes(name: &[u8]) -> Result<Vec<(usize, ObjectIdentifier, String)>, Asn1Error> {
    let mut sets = Reader::only(name, asn1::SEQUENCE)?;
    let mut found = Vec::new();
    let mut number = 0;
    while !sets.is_empty() {
        let mut set = sets.expect(asn1::SET)?.inside();
        while !set.is_empty() {
            let mut attribute = set.expect(asn1::SEQUENCE)?.inside();
            let (oid, value) = (attribute.expect(asn1::OID)?.oid()?, attribute.next()?);
            let text = text(value.tag, value.content).ok_or(Asn1Error(0))?;
            let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
            found.push((number, oid, words.join(" ").to_ascii_lowercase()));
        }
        number += 1;
    }
    Ok(found)
}

/// Two ASCII letters as ISO 3166-1 alpha-2 in capitals.
pub(super) fn alpha2(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic())).then(|| text.to_ascii_uppercase())
}

/// A DirectoryString (RFC 5280 section 4.1.2.4), whichever of its encodings was chosen.
fn text(tag: u8, bytes: &[u8]) -> Option<String> {
    match tag {
        asn1::BMP_STRING => {
            let units = bytes.chunks_exact(2).map(|pair| pair.iter().fold(0, |u, b| u << 8 | u16::from(*b)));
            Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        // T.61 in name, Latin-1 in practice.
        asn1::TELETEX_STRING => Some(bytes.iter().map(|&b| char::from(b)).collect()),
        asn1::IA5_STRING | asn1::PRINTABLE_STRING | asn1::UTF8_STRING => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_type_in_use_is_read() {
        assert_eq!(text(asn1::UTF8_STRING, "中国".as_bytes()).unwrap(), "中国");
        assert_eq!(text(asn1::PRINTABLE_STRING, b"DE").unwrap(), "DE");
        assert_eq!(text(asn1::TELETEX_STRING, b"M\xfcnchen").unwrap(), "München");
        assert_eq!(text(asn1::BMP_STRING, b"\x4e\x2d\x56\xfd").unwrap(), "中国");
        assert_eq!(text(asn1::OCTET_STRING, b"DE"), None);
        assert_eq!(text(asn1::UTF8_STRING, b"\xff").unwrap(), "\u{fffd}");
    }

    #[test]
    fn names_are_compared_as_people_write_them() {
        let name = |tag: u8, text: &[u8]| {
            let attribute = [asn1::write(asn1::OID, &[COMMON_NAME.as_bytes()]), asn1::write(tag, &[text])];
            let set = asn1::write(asn1::SET, &[&asn1::write(asn1::SEQUENCE, &[&attribute.concat()])]);
            asn1::write(asn1::SEQUENCE, &[&set])
        };
        let book = name(asn1::UTF8_STRING, b"Country Signer");
        assert!(same(&book, &book));
        assert!(same(&book, &name(asn1::PRINTABLE_STRING, b" COUNTRY  signer")));
        assert!(!same(&book, &name(asn1::UTF8_STRING, b"CountrySigner")));
        assert!(!same(&book, &name(asn1::OCTET_STRING, b"Country Signer")));
        assert!(!same(b"", b"") && !same(&book, b""));
    }

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!(alpha2("de").as_deref(), Some("DE"));
        assert_eq!(alpha2("DEU"), None);
        assert_eq!(alpha2("D1"), None);
        assert_eq!(alpha2("中"), None);
    }

    #[test]
    fn shown_from_the_particular_to_the_general() {
        let name = DistinguishedName {
            country: Some("XX".into()),
            organization: None,
            common_name: Some("Signer 1".into()),
        };
        assert_eq!(name.to_string(), "Signer 1, XX");
        assert_eq!(DistinguishedName::default().to_string(), "");
    }
}
