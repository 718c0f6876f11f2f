//! Text to QR symbol to pixels (ISO/IEC 18004:2015), without knowing what the text means.
//!
//! ```
//! use healthpass_qr::{Medium, SvgOptions, encode};
//!
//! let symbol = encode("HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2", Medium::Screen)?;
//! assert_eq!((symbol.version(), symbol.size()), (2, 25));
//! assert!(symbol.to_svg(&SvgOptions::default()).starts_with("<svg"));
//! # Ok::<(), healthpass_qr::Error>(())
//! ```

mod error;
mod line;
mod mask;
mod print;
mod render;
mod segment;
mod symbol;

pub use error::{CODES, Error};
pub use print::MIN_PITCH_MICROMETRES;
pub use render::{Length, MAX_PICTURE_SIDE, SvgOptions};
pub use symbol::{Ecc, QUIET_ZONE, Symbol};

use qrcodegen::{DataTooLong, Mask, QrCode, QrSegment, QrSegmentMode, Version};

/// The largest version there is, 177 modules a side (ISO/IEC 18004:2015 section 6.1).
pub const MAX_VERSION: u8 = 40;

/// The largest version a phone's screen shows for a comfortable scan: 117 modules and the quiet zone
/// on the 64 mm of a common phone's width are 0.51 mm a module, what a camera at 20 cm resolves
/// with some 4 pixels. Issuers stay within it; a code received from elsewhere may exceed it, see
/// [`Symbol::is_dense`].
pub const COMFORTABLE_SCREEN_VERSION: u8 = 25;

/// Digits a version 40-L symbol holds (ISO/IEC 18004:2015 table 7), more than characters of any other
/// kind: longer text is refused before any work is done on it.
const MAX_CHARACTERS: usize = 7_089;

/// Where the symbol will be read from.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Medium {
    /// Paper gets stained and folded: level Q, as the EU's hcert specification recommends.
    Paper,
    /// A screen is clean, and fewer modules scan faster: level M.
    Screen,
}

impl Medium {
    /// The error correction level a symbol on this medium has at least.
    pub fn ecc(self) -> Ecc {
        match self {
            Self::Paper => Ecc::Quartile,
            Self::Screen => Ecc::Medium,
        }
    }
}

/// Encodes `text` in the smallest symbol that holds it at the level of `medium`; the level is raised
/// where that costs no version.
///
/// Text of the alphanumeric set (every `HC1:` code) takes 5.5 bits a character; other text is
/// UTF-8 in byte mode, as readers expect it, with a digit or alphanumeric tail kept apart where that
/// is shorter (`shc:/` and its digits).
///
/// # Errors
/// `qr.empty`; `qr.too-long` when nothing of up to [`MAX_VERSION`] holds the text;
/// `qr.too-long-at-level` when a lower level would: [`Error::TooLong`] says which, and
/// [`encode_at`] takes it.
pub fn encode(text: &str, medium: Medium) -> Result<Symbol, Error> {
    encode_at(text, medium.ecc(), MAX_VERSION)
}

/// [`encode`] with a level and a largest version of the caller's choice (clamped to 1..=40), for
/// issuers that promise a size and for the second try after `qr.too-long-at-level`.
///
/// # Errors
/// As [`encode`].
pub fn encode_at(text: &str, ecc: Ecc, max_version: u8) -> Result<Symbol, Error> {
    if text.is_empty() {
        return Err(Error::Empty);
    }
    let max_version = max_version.clamp(1, MAX_VERSION);
    if text.len() <= 4 * MAX_CHARACTERS {
        for (first, last) in segment::VERSION_CLASSES {
            if first > max_version {
                break;
            }
            let last = last.min(max_version);
            let segments = segment::plan(text, last).to_qrcodegen();
            let range = (Version::new(first), Version::new(last));
            let encoded = QrCode::encode_segments_advanced(
                &segments,
                ecc.into(),
                range.0,
                range.1,
                Some(Mask::new(mask::FIRST)),
                true,
            );
            if let Ok(qr) = encoded {
                return Ok(mask::finish(&qr));
            }
        }
    }
    Err(too_long(text, ecc, max_version))
}

/// Gathers what the remedy needs: how much fits, and whether a lower level would do.
fn too_long(text: &str, ecc: Ecc, max_version: u8) -> Error {
    let fits = |text: &str, ecc| {
        text.len() <= 4 * MAX_CHARACTERS
            && segment::plan(text, max_version).bits() <= capacity_bits(ecc, max_version)
    };
    let bits = capacity_bits(ecc, max_version);
    let ends: Vec<usize> = text.char_indices().skip(1).map(|(at, _)| at).take(MAX_CHARACTERS).collect();
    let capacity = ends.partition_point(|&end| {
        text.get(..end).is_some_and(|head| segment::plan(head, max_version).bits() <= bits)
    });
    Error::TooLong {
        length: text.chars().count(),
        capacity,
        ecc,
        max_version,
        fits_at: [Ecc::High, Ecc::Quartile, Ecc::Medium, Ecc::Low]
            .into_iter()
            .find(|&lower| lower < ecc && fits(text, lower)),
    }
}

/// Data bits of a version at a level. The encoder keeps its tables to itself but names the capacity when
/// something does not fit, so it is asked with a segment that never does.
fn capacity_bits(ecc: Ecc, version: u8) -> usize {
    /// More than the 23,648 data bits of version 40-L.
    const NEVER_FITS: usize = 1 << 15;
    let version = Version::new(version.clamp(1, MAX_VERSION));
    let probe = QrSegment::new(QrSegmentMode::Byte, 0, vec![false; NEVER_FITS]);
    match QrCode::encode_segments_advanced(
        &[probe],
        ecc.into(),
        version,
        version,
        Some(Mask::new(mask::FIRST)),
        false,
    ) {
        Err(DataTooLong::DataOverCapacity(_, bits)) => bits,
        Ok(_) | Err(DataTooLong::SegmentTooLong) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacities_are_the_standards() {
        // ISO/IEC 18004:2015 table 7.
        assert_eq!(capacity_bits(Ecc::Low, 40), 23_648);
        assert_eq!(capacity_bits(Ecc::Medium, 25), 8_000);
        assert_eq!(capacity_bits(Ecc::High, 1), 72);
    }

    #[test]
    fn alphanumeric_capacity_boundaries() {
        // ISO/IEC 18004:2015 table 7, alphanumeric column.
        for (ecc, version, characters) in [
            (Ecc::Low, 1, 25),
            (Ecc::Medium, 9, 262),
            (Ecc::Quartile, 10, 221),
            (Ecc::Medium, 25, 1_451),
            (Ecc::Quartile, 26, 1_094),
            (Ecc::High, 27, 910),
            (Ecc::Quartile, 40, 2_420),
            (Ecc::Low, 40, 4_296),
        ] {
            let symbol = encode_at(&"A".repeat(characters), ecc, version).unwrap();
            assert_eq!((symbol.version(), symbol.ecc()), (version, ecc));
            let error = encode_at(&"A".repeat(characters + 1), ecc, version).unwrap_err();
            let Error::TooLong { length, capacity, .. } = error else { panic!("{error:?}") };
            assert_eq!((length, capacity), (characters + 1, characters), "{version}-{ecc:?}");
        }
    }

    #[test]
    fn levels_rise_only_where_free() {
        let symbol = encode("HC1:A", Medium::Screen).unwrap();
        assert_eq!((symbol.version(), symbol.ecc()), (1, Ecc::High));
        let symbol = encode(&"A".repeat(20), Medium::Screen).unwrap();
        assert_eq!((symbol.version(), symbol.ecc()), (1, Ecc::Medium));
    }

    #[test]
    fn the_error_names_the_level_that_fits() {
        let level = |n: usize| match encode(&"A".repeat(n), Medium::Paper) {
            Err(Error::TooLong { fits_at, .. }) => fits_at,
            other => panic!("{other:?}"),
        };
        assert_eq!(level(2_421), Some(Ecc::Medium));
        assert_eq!(level(3_391), Some(Ecc::Medium));
        assert_eq!(level(3_392), Some(Ecc::Low));
        assert_eq!(level(4_296), Some(Ecc::Low));
        assert_eq!(level(4_297), None);
        assert!(encode_at(&"A".repeat(3_391), Ecc::Medium, MAX_VERSION).is_ok());
    }

    #[test]
    fn endless_and_empty_text_are_errors() {
        assert_eq!(encode("", Medium::Screen), Err(Error::Empty));
        for text in ["1".repeat(7_090), "é".repeat(40_000)] {
            let error = encode(&text, Medium::Screen).unwrap_err();
            assert_eq!(error.code(), "qr.too-long", "{error:?}");
        }
        let digits = encode_at(&"1".repeat(7_089), Ecc::Low, 99).unwrap();
        assert_eq!(digits.version(), 40);
    }
}
