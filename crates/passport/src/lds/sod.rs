//! EF.SOD, the document security object (ICAO 9303-10 section 4.6.2): a CMS message over the hashes of the
//! data groups.

use super::File;
use super::tlv::{self, TlvError};
use healthpass_crypto::cms::{self, CmsError, DATA, SignedData};
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::x509::ObjectIdentifier;

/// Longest EF.SOD read, in bytes: real ones have 1.4 to 4 kB, with 4096-bit RSA and a chain inside under 8.
pub const SOD_MAX_BYTES: usize = 64 * 1024;

/// Data groups there are (ICAO 9303-10 section 4.1).
pub const MOST_GROUPS: u8 = 16;

/// id-icao-mrtd-security-ldsSecurityObject.
pub const LDS_SECURITY_OBJECT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.1");

/// Other content types of security objects in the field: what ICAO had registered under its own arc of ISO
/// 6523 before 2.23.136, the one of Sdu, who made passports of Belgium, France and the Netherlands, and plain
/// data, in those of the People's Republic of China.
pub const OTHER_CONTENT_TYPES: [ObjectIdentifier; 3] = [
    ObjectIdentifier::new_unwrap("1.3.27.1.1.1"),
    ObjectIdentifier::new_unwrap("1.2.528.1.1006.1.20.1"),
    DATA,
];

/// An EF.SOD that could be read. Nothing in it is believed before [`crate::authentication::authenticate`].
#[derive(Clone, Debug)]
pub struct Sod {
    /// The message.
    pub message: SignedData,
    /// Its content.
    pub object: SecurityObject,
    /// Whether the file begins with its tag, as it should.
    pub is_tagged: bool,
    /// Whether it is DER, as it should be.
    pub is_der: bool,
}

/// The hashes of the data groups.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SecurityObject {
    /// 0, or 1 with the version of the data structure beside it.
    pub version: u8,
    /// Hash function of all of them.
    pub hash: HashAlgorithm,
    /// Numbers, 1 to 16, each once, and hashes.
    pub groups: Vec<(u8, Vec<u8>)>,
    /// Version of the data structure, four digits, such as `0108`.
    pub lds_version: Option<String>,
}

/// Why an EF.SOD was not read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SodError {
    /// Not a data object of its tag, or more than that.
    File(TlvError),
    /// Not a CMS message.
    Message(CmsError),
    /// A message about something else.
    ContentType(ObjectIdentifier),
    /// Not a security object; the offset in it.
    Object(TlvError),
}

impl Sod {
    /// Reads the file, with or without its tag 0x77, DER or BER.
    ///
    /// # Errors
    /// [`SodError`].
    pub fn read(file: &[u8]) -> Result<Self, SodError> {
        if file.len() > SOD_MAX_BYTES {
            return Err(SodError::Message(CmsError::Size { bytes: file.len() }));
        }
        let tag = File::Sod.tag();
        let is_tagged = file.first() == Some(&tag);
        let (message, is_der) = if !is_tagged {
            SignedData::from_ber(file).map_err(SodError::Message)?
        } else if file.get(1) == Some(&0x80) {
            // The file itself is of open length.
            let der = cms::ber_to_der(file).map_err(SodError::Message)?;
            let message = only(&der, u16::from(tag)).map_err(SodError::File)?;
            (SignedData::from_der(message).map_err(SodError::Message)?, false)
        } else {
            let message = only(file, u16::from(tag)).map_err(SodError::File)?;
            SignedData::from_ber(message).map_err(SodError::Message)?
        };
        let kind = message.content_type();
        if kind != LDS_SECURITY_OBJECT && !OTHER_CONTENT_TYPES.contains(&kind) {
            return Err(SodError::ContentType(kind));
        }
        let object = SecurityObject::read(message.content()).map_err(SodError::Object)?;
        Ok(Self { message, object, is_tagged, is_der })
    }
}

impl SecurityObject {
    /// Reads the content of the message.
    ///
    /// ```text
    /// LDSSecurityObject ::= SEQUENCE { version INTEGER, hash AlgorithmIdentifier,
    ///     SEQUENCE SIZE (2..16) OF SEQUENCE { number INTEGER, hash OCTET STRING },
    ///     SEQUENCE { ldsVersion PrintableString, unicodeVersion PrintableString } OPTIONAL }
    /// ```
    ///
    /// # Errors
    /// The offset of the part that is not of this form: another version, a hash function not known here or
    /// hashes not of its length, a group twice or none at all.
    pub fn read(content: &[u8]) -> Result<Self, TlvError> {
        let mut object = tlv::Reader::only(content, 0x30)?;
        let version = match object.expect(0x02)?.value {
            [version @ (0 | 1)] => *version,
            _ => return Err(TlvError(2)),
        };
        let algorithm = object.expect(0x30)?.encoding;
        let hash = HashAlgorithm::from_identifier(algorithm).ok_or(TlvError(5))?;
        let groups = read_groups(tlv::Reader::new(object.expect(0x30)?.value), hash)?;
        let lds_version = match object.next()? {
            Some(info) if info.tag == 0x30 => {
                let text = tlv::Reader::new(info.value).expect(0x13)?.value;
                Some(String::from_utf8_lossy(text).into_owned())
            }
            Some(_) => return Err(TlvError(content.len())),
            None => None,
        };
        object.end()?;
        Ok(Self { version, hash, groups, lds_version })
    }

    /// The hash of a data group.
    pub fn hash_of(&self, number: u8) -> Option<&[u8]> {
        self.groups.iter().find(|(listed, _)| *listed == number).map(|(_, hash)| hash.as_slice())
    }
}

/// The numbers of the data groups an EF.SOD lists, in its order; empty when it cannot be read. Believe them only of
/// one that passed [`crate::authentication::authenticate`].
pub fn listed(file: &[u8]) -> Vec<u8> {
    let groups = Sod::read(file).map(|sod| sod.object.groups).unwrap_or_default();
    groups.into_iter().map(|(number, _)| number).collect()
}

fn read_groups(mut list: tlv::Reader<'_>, hash: HashAlgorithm) -> Result<Vec<(u8, Vec<u8>)>, TlvError> {
    let length = hash.digest(&[]).len();
    let mut groups: Vec<(u8, Vec<u8>)> = Vec::new();
    while let Some(entry) = list.next()? {
        let mut parts = tlv::Reader::only(entry.encoding, 0x30)?;
        let number = match parts.expect(0x02)?.value {
            [number @ 1..=MOST_GROUPS] => *number,
            _ => return Err(TlvError(0)),
        };
        let hash = parts.expect(0x04)?.value;
        parts.end()?;
        if hash.len() != length || groups.iter().any(|(listed, _)| *listed == number) {
            return Err(TlvError(0));
        }
        groups.push((number, hash.to_vec()));
    }
    if groups.is_empty() { Err(TlvError(0)) } else { Ok(groups) }
}

/// The value of the one object that fills `bytes`.
fn only(bytes: &[u8], tag: u16) -> Result<&[u8], TlvError> {
    let mut reader = tlv::Reader::new(bytes);
    let value = reader.expect(tag)?.value;
    reader.end()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(version: u8, numbers: &[u8], length: usize) -> Vec<u8> {
        let write = |tag, value: &[u8]| tlv::write(tag, value).unwrap();
        let sha256 = [0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
        let entry = |number: &u8| write(0x30, &[vec![2, 1, *number], write(4, &vec![7; length])].concat());
        let entries: Vec<u8> = numbers.iter().flat_map(entry).collect();
        write(0x30, &[&[2, 1, version], &sha256[..], &write(0x30, &entries)].concat())
    }

    #[test]
    fn each_group_is_listed_once_with_a_whole_hash() {
        let read = SecurityObject::read(&object(0, &[1, 2, 16], 32)).unwrap();
        assert_eq!(read.groups.len(), 3);
        assert!(read.hash_of(16).is_some() && read.hash_of(3).is_none());
        for broken in [
            object(2, &[1, 2], 32),
            object(0, &[1, 2, 1], 32),
            object(0, &[0], 32),
            object(0, &[17], 32),
            object(0, &[], 32),
            object(0, &[1, 2], 31),
            [object(0, &[1, 2], 32), vec![0]].concat(),
        ] {
            assert!(SecurityObject::read(&broken).is_err(), "{broken:x?}");
        }
    }
}
