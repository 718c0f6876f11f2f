//! Data group 1, the machine readable zone (ICAO 9303-10 section 4.7.1).

use super::File;
use super::tlv::{self, TlvError};

/// Tag of the zone inside.
const ZONE: u16 = 0x5f1f;

/// The lines of the zone: three of 30 characters, two of 36 or two of 44.
///
/// ```
/// use healthpass_passport::lds::dg1;
/// let file = [&[0x61, 0x5b, 0x5f, 0x1f, 0x58][..], &[b'<'; 88]].concat();
/// assert_eq!(dg1::lines(&file)?, ["<".repeat(44), "<".repeat(44)]);
/// # Ok::<(), healthpass_passport::lds::tlv::TlvError>(())
/// ```
///
/// # Errors
/// Not such a file, or more than that; a zone of another length or of characters beyond ASCII.
pub fn lines(file: &[u8]) -> Result<Vec<String>, TlvError> {
    let mut inside = tlv::Reader::only(file, u16::from(File::Dg1.tag()))?;
    let zone = inside.expect(ZONE)?.value;
    inside.end()?;
    let width = match zone.len() {
        72 => 36,
        88 => 44,
        90 => 30,
        _ => return Err(TlvError(0)),
    };
    let text = core::str::from_utf8(zone).ok().filter(|text| text.is_ascii()).ok_or(TlvError(0))?;
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some((line, after)) = rest.split_at_checked(width) {
        lines.push(line.to_owned());
        rest = after;
    }
    Ok(lines)
}
