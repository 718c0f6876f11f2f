//! The logical data structure of an electronic travel document: its files (ICAO Doc 9303-10 section 3 to 4)
//! and the tags inside them.

#[cfg(feature = "authentication")]
pub mod dg1;
#[cfg(feature = "authentication")]
pub mod dg11;
#[cfg(feature = "authentication")]
pub mod dg12;
#[cfg(feature = "chip")]
pub mod security_infos;
#[cfg(feature = "authentication")]
pub mod sod;
pub mod tlv;

use std::fmt;

/// Longest file taken out of a chip, in bytes: a face image (DG2) is 12 to 25 kB in the field and the
/// limit leaves room for several; nothing else comes near.
pub const FILE_LIMIT: usize = 256 * 1024;

/// An elementary file of the chip that is read here.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum File {
    /// EF.CardAccess: the security infos needed before any access (9303-11 section 4.4); in the master file.
    CardAccess,
    /// EF.COM: the list of data groups; signed by nobody.
    Com,
    /// Data group 1: the machine readable zone.
    Dg1,
    /// Data group 2: the face.
    Dg2,
    /// Data group 11: further details of the person, the full name among them.
    Dg11,
    /// Data group 12: further details of the document.
    Dg12,
    /// Data group 14: the security infos of chip authentication.
    Dg14,
    /// Data group 15: the public key of active authentication.
    Dg15,
    /// EF.SOD: the document security object, which signs the data groups.
    Sod,
}

impl File {
    /// Every file known here.
    pub const ALL: [Self; 9] = [
        Self::CardAccess,
        Self::Com,
        Self::Dg1,
        Self::Dg2,
        Self::Dg11,
        Self::Dg12,
        Self::Dg14,
        Self::Dg15,
        Self::Sod,
    ];

    /// The file identifier of SELECT (9303-10 table 38 and 9303-11 section 4.4).
    pub fn fid(self) -> [u8; 2] {
        [0x01, self.short_id()]
    }

    /// The short file identifier: the low five bits of the file identifier.
    pub fn short_id(self) -> u8 {
        match self {
            Self::CardAccess => 0x1c,
            Self::Com => 0x1e,
            Self::Dg1 => 0x01,
            Self::Dg2 => 0x02,
            Self::Dg11 => 0x0b,
            Self::Dg12 => 0x0c,
            Self::Dg14 => 0x0e,
            Self::Dg15 => 0x0f,
            Self::Sod => 0x1d,
        }
    }

    /// The tag the file begins with; [`File::CardAccess`] is a bare SET.
    pub fn tag(self) -> u8 {
        match self {
            Self::CardAccess => 0x31,
            Self::Com => 0x60,
            Self::Dg1 => 0x61,
            Self::Dg2 => 0x75,
            Self::Dg11 => 0x6b,
            Self::Dg12 => 0x6c,
            Self::Dg14 => 0x6e,
            Self::Dg15 => 0x6f,
            Self::Sod => 0x77,
        }
    }

    /// The number of the data group; `None` for a file that is none.
    pub fn group(self) -> Option<u8> {
        match self {
            Self::CardAccess | Self::Com | Self::Sod => None,
            group => Some(group.short_id()),
        }
    }

    /// The file of a data group's number.
    pub fn of_group(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|file| file.group() == Some(number))
    }

    /// The name the standard gives it: `EF.SOD`, `DG1`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CardAccess => "EF.CardAccess",
            Self::Com => "EF.COM",
            Self::Dg1 => "DG1",
            Self::Dg2 => "DG2",
            Self::Dg11 => "DG11",
            Self::Dg12 => "DG12",
            Self::Dg14 => "DG14",
            Self::Dg15 => "DG15",
            Self::Sod => "EF.SOD",
        }
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::File;

    #[test]
    fn groups_lead_back_to_their_files() {
        for file in File::ALL {
            if let Some(number) = file.group() {
                assert_eq!(File::of_group(number), Some(file));
                assert_eq!(file.name(), format!("DG{number}"));
            }
        }
        assert_eq!(File::of_group(3), None);
        assert_eq!((File::Sod.fid(), File::Dg11.fid(), File::Dg14.fid()), ([1, 0x1d], [1, 0x0b], [1, 0x0e]));
    }
}
