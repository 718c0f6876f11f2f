//! The symbol: modules, version and level.

use crate::line::Line;
use crate::{COMFORTABLE_SCREEN_VERSION, MAX_VERSION};
use qrcodegen::QrCodeEcc;

/// Light modules on every side, without which readers do not find the symbol
/// (ISO/IEC 18004:2015 section 9.1). Every picture has them.
pub const QUIET_ZONE: u16 = 4;

/// Error correction level: how much of the symbol may be lost (ISO/IEC 18004:2015 section 7.5.1).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Ecc {
    /// L, about 7 % of the codewords.
    Low,
    /// M, about 15 %.
    Medium,
    /// Q, about 25 %.
    Quartile,
    /// H, about 30 %.
    High,
}

impl Ecc {
    /// `L`, `M`, `Q` or `H`.
    pub fn letter(self) -> char {
        match self {
            Self::Low => 'L',
            Self::Medium => 'M',
            Self::Quartile => 'Q',
            Self::High => 'H',
        }
    }
}

impl From<Ecc> for QrCodeEcc {
    fn from(ecc: Ecc) -> Self {
        match ecc {
            Ecc::Low => Self::Low,
            Ecc::Medium => Self::Medium,
            Ecc::Quartile => Self::Quartile,
            Ecc::High => Self::High,
        }
    }
}

impl From<QrCodeEcc> for Ecc {
    fn from(ecc: QrCodeEcc) -> Self {
        match ecc {
            QrCodeEcc::Low => Self::Low,
            QrCodeEcc::Medium => Self::Medium,
            QrCodeEcc::Quartile => Self::Quartile,
            QrCodeEcc::High => Self::High,
        }
    }
}

/// A QR symbol, complete but for its quiet zone.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Symbol {
    pub(crate) version: u8,
    pub(crate) ecc: Ecc,
    pub(crate) mask: u8,
    pub(crate) rows: Vec<Line>,
}

impl Symbol {
    /// The version, 1 to [`MAX_VERSION`].
    pub fn version(&self) -> u8 {
        self.version.min(MAX_VERSION)
    }

    /// The error correction level, at least the one asked for.
    pub fn ecc(&self) -> Ecc {
        self.ecc
    }

    /// The data mask in use, 0 to 7 (ISO/IEC 18004:2015 section 7.8).
    pub fn mask(&self) -> u8 {
        self.mask
    }

    /// Modules a side without the quiet zone, 21 to 177.
    pub fn size(&self) -> u16 {
        size_of(self.version)
    }

    /// Whether the module in column `x` of row `y` is dark; light outside the symbol.
    pub fn module(&self, x: u16, y: u16) -> bool {
        self.rows.get(usize::from(y)).is_some_and(|row| row.get(usize::from(x)))
    }

    /// Whether it is larger than [`COMFORTABLE_SCREEN_VERSION`]: worth a hint to zoom or to turn the
    /// phone.
    pub fn is_dense(&self) -> bool {
        self.version > COMFORTABLE_SCREEN_VERSION
    }

    /// Every module, row by row, eight to a byte with the first in the highest bit; rows are not padded,
    /// only the last byte is, with light modules.
    ///
    /// ```
    /// let symbol = healthpass_qr::encode("A", healthpass_qr::Medium::Screen)?;
    /// let bits = symbol.to_bits();
    /// assert_eq!(bits.len(), (21 * 21usize).div_ceil(8));
    /// assert_eq!(bits[0], 0b1111_1110); // the top of the finder pattern, and its separator
    /// # Ok::<(), healthpass_qr::Error>(())
    /// ```
    pub fn to_bits(&self) -> Vec<u8> {
        let modules: Vec<bool> = self.rows().flatten().collect();
        modules
            .chunks(8)
            .map(|eight| {
                let bits = eight.iter().fold(0, |byte, &dark| byte << 1 | u8::from(dark));
                bits << (8 - eight.len())
            })
            .collect()
    }

    /// The modules, row by row.
    pub(crate) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = bool>> {
        let size = usize::from(self.size());
        let rows = self.rows.iter().copied();
        rows.map(move |row| (0..size).map(move |x| row.get(x)))
    }
}

/// Modules a side (ISO/IEC 18004:2015 section 6.3.1).
pub(crate) fn size_of(version: u8) -> u16 {
    u16::from(version) * 4 + 17
}
