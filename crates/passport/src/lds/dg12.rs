//! Data group 12, further details of the document (ICAO 9303-10 section 4.7.12): who issued it and when.

use super::File;
use super::dg11::{date, text};
use super::tlv::{self, TlvError};
use time::Date;

/// Tags: issuing authority, date of issue.
const AUTHORITY: u16 = 0x5f19;
const ISSUED: u16 = 0x5f26;

/// What was taken out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Dg12 {
    /// The issuing authority.
    pub authority: Option<String>,
    /// Date of issue.
    pub issued: Option<Date>,
}

impl Dg12 {
    /// Reads the file. Parts that are there and cannot be read are left out: nothing depends on them.
    ///
    /// # Errors
    /// Not such a file, or more than that.
    pub fn read(file: &[u8]) -> Result<Self, TlvError> {
        let mut inside = tlv::Reader::only(file, u16::from(File::Dg12.tag()))?;
        let mut read = Self::default();
        while let Some(part) = inside.next()? {
            match part.tag {
                AUTHORITY => read.authority = text(part.value),
                ISSUED => read.issued = date(part.value),
                _ => {}
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issue_is_taken_out() {
        let inside =
            [tlv::write(AUTHORITY, "公安部出入境管理局".as_bytes()), tlv::write(ISSUED, b"20260301")];
        let inside: Vec<u8> = inside.into_iter().flatten().flatten().collect();
        let read = Dg12::read(&tlv::write(0x6c, &inside).unwrap()).unwrap();
        assert_eq!(read.authority.as_deref(), Some("公安部出入境管理局"));
        assert_eq!(read.issued.unwrap().to_string(), "2026-03-01");
    }
}
