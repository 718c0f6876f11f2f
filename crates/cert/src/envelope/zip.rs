//! One file out of a ZIP archive (PKWARE APPNOTE 6.3): stored or deflated, found through the central
//! directory, its checksum checked.

use crate::error::ReadError;
use crate::limits::{MAX_ZIP_ENTRIES, MAX_ZIP_FILE};
use base64ct::{Base64, Encoding};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// Codes of this stage.
pub mod code {
    /// Two files of the wanted name.
    pub const AMBIGUOUS: &str = "envelope.zip.ambiguous";
    /// Not base64.
    pub const BASE64: &str = "envelope.zip.base64";
    /// A character that stands for no byte.
    pub const CHARACTER: &str = "envelope.zip.character";
    /// The file is not what its CRC-32 says.
    pub const CHECKSUM: &str = "envelope.zip.checksum";
    /// The compressed file is damaged, or not as long as the archive says.
    pub const CORRUPT: &str = "envelope.zip.corrupt";
    /// No file of the wanted name.
    pub const NO_FILE: &str = "envelope.zip.no-file";
    /// Not an archive, or its parts do not fit together.
    pub const SHAPE: &str = "envelope.zip.shape";
    /// The file is larger than [`crate::limits::MAX_ZIP_FILE`], or the files are more than
    /// [`crate::limits::MAX_ZIP_ENTRIES`].
    pub const TOO_LARGE: &str = "envelope.zip.too-large";
    /// Encrypted, split, or compressed by another method.
    pub const UNSUPPORTED: &str = "envelope.zip.unsupported";
}

/// What an archive starts with: the signature of its first file's header (APPNOTE 4.3.7).
pub const MAGIC: &str = "PK\u{3}\u{4}";

/// What text of an archive in base64 starts with.
pub const BASE64_PREFIX: &str = "B64:";

/// The archive's bytes out of text: base64 after [`BASE64_PREFIX`], otherwise one character a byte
/// (ISO 8859-1), as scanners hand over a binary symbol.
///
/// # Errors
/// `envelope.zip.base64`; `envelope.zip.character` with the offset in characters.
pub fn bytes(text: &str) -> Result<Vec<u8>, ReadError> {
    if let Some(packed) = text.strip_prefix(BASE64_PREFIX) {
        return from_base64(packed.trim());
    }
    let mut bytes = Vec::with_capacity(text.len());
    for (at, character) in text.chars().enumerate() {
        match u8::try_from(u32::from(character)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                return Err(ReadError {
                    found: Some(character.into()),
                    ..ReadError::at(code::CHARACTER, at)
                });
            }
        }
    }
    Ok(bytes)
}

/// Either alphabet, padded or not.
fn from_base64(text: &str) -> Result<Vec<u8>, ReadError> {
    let mut standard = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    while !standard.len().is_multiple_of(4) {
        standard.push('=');
    }
    Base64::decode_vec(&standard).map_err(|_| ReadError::new(code::BASE64))
}

/// The content of the only file called `name`.
///
/// # Errors
/// Codes of [`code`], with the byte offset of the header or content at fault.
pub fn read_file(archive: &[u8], name: &str) -> Result<Vec<u8>, ReadError> {
    let entry = find(archive, name)?;
    let packed = entry.content(archive)?;
    let content = match entry.method {
        STORED => packed.to_vec(),
        DEFLATED => decompress_to_vec_with_limit(packed, entry.size).map_err(|failure| {
            let code = match failure.status {
                TINFLStatus::HasMoreOutput => code::TOO_LARGE,
                _ => code::CORRUPT,
            };
            ReadError { expected: Some(entry.size.to_string()), ..ReadError::at(code, entry.header) }
        })?,
        other => return Err(unsupported(entry.header, "method", other)),
    };
    if content.len() != entry.size {
        return Err(ReadError::at(code::CORRUPT, entry.header).comparing(entry.size, content.len()));
    }
    match crc32(&content) {
        sum if sum == entry.checksum => Ok(content),
        _ => Err(ReadError::at(code::CHECKSUM, entry.header)),
    }
}

/// Compression methods (APPNOTE 4.4.5).
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// Signatures and lengths of the fixed parts (APPNOTE 4.3.7, 4.3.12, 4.3.16).
const LOCAL: u32 = 0x0403_4b50;
const LOCAL_LENGTH: usize = 30;
const CENTRAL: u32 = 0x0201_4b50;
const CENTRAL_LENGTH: usize = 46;
const END: u32 = 0x0605_4b50;
const END_LENGTH: usize = 22;

/// A file as the central directory describes it.
struct Entry {
    header: usize,
    method: u16,
    checksum: u32,
    packed: usize,
    size: usize,
}

fn find(archive: &[u8], name: &str) -> Result<Entry, ReadError> {
    let end = end_of_directory(archive).ok_or(ReadError::new(code::SHAPE))?;
    let count = usize::from(u16_at(archive, end + 10)?);
    if count > MAX_ZIP_ENTRIES {
        return Err(ReadError::at(code::TOO_LARGE, end).comparing(MAX_ZIP_ENTRIES, count));
    }
    let mut at = u32_at(archive, end + 16)? as usize;
    let mut found = None;
    for _ in 0..count {
        if u32_at(archive, at)? != CENTRAL {
            return Err(ReadError::at(code::SHAPE, at));
        }
        let lengths = [28, 30, 32].map(|field| u16_at(archive, at + field));
        let [name_length, extra, comment] = lengths;
        let (start, length) = (at + CENTRAL_LENGTH, usize::from(name_length?));
        if slice(archive, start, length)? == name.as_bytes() && found.replace(entry(archive, at)?).is_some() {
            return Err(ReadError::at(code::AMBIGUOUS, at));
        }
        at = start + length + usize::from(extra?) + usize::from(comment?);
    }
    found.ok_or_else(|| ReadError { expected: Some(name.into()), ..ReadError::new(code::NO_FILE) })
}

/// The last place that can be the record at the end: its comment fills the rest exactly.
fn end_of_directory(archive: &[u8]) -> Option<usize> {
    let last = archive.len().checked_sub(END_LENGTH)?;
    let ends = |at: &usize| {
        let comment = u16_at(archive, at + 20).map(usize::from);
        u32_at(archive, *at) == Ok(END) && comment == Ok(last - at)
    };
    (0..=last).rev().find(ends)
}

fn entry(archive: &[u8], at: usize) -> Result<Entry, ReadError> {
    const ENCRYPTED: u16 = 1;
    let flags = u16_at(archive, at + 8)?;
    if flags & ENCRYPTED != 0 {
        return Err(unsupported(at, "flags", flags));
    }
    let number = |field| u32_at(archive, at + field).map(|number| number as usize);
    let entry = Entry {
        method: u16_at(archive, at + 10)?,
        checksum: u32_at(archive, at + 16)?,
        packed: number(20)?,
        size: number(24)?,
        header: number(42)?,
    };
    if entry.size > MAX_ZIP_FILE {
        return Err(ReadError::at(code::TOO_LARGE, at).comparing(MAX_ZIP_FILE, entry.size));
    }
    Ok(entry)
}

impl Entry {
    /// What stands behind the file's own header, which repeats name and method; its sizes may be zero and
    /// follow the content instead (APPNOTE 4.4.4, bit 3).
    fn content<'a>(&self, archive: &'a [u8]) -> Result<&'a [u8], ReadError> {
        let fault = || ReadError::at(code::SHAPE, self.header);
        if u32_at(archive, self.header)? != LOCAL || u16_at(archive, self.header + 8)? != self.method {
            return Err(fault());
        }
        let name = u16_at(archive, self.header + 26)?;
        let extra = u16_at(archive, self.header + 28)?;
        let start = self.header + LOCAL_LENGTH + usize::from(name) + usize::from(extra);
        slice(archive, start, self.packed)
    }
}

fn unsupported(at: usize, what: &str, value: u16) -> ReadError {
    ReadError { found: Some(format!("{what} {value}")), ..ReadError::at(code::UNSUPPORTED, at) }
}

fn slice(archive: &[u8], at: usize, length: usize) -> Result<&[u8], ReadError> {
    let end = at.checked_add(length);
    end.and_then(|end| archive.get(at..end)).ok_or(ReadError::at(code::SHAPE, at))
}

fn u16_at(archive: &[u8], at: usize) -> Result<u16, ReadError> {
    match slice(archive, at, 2)? {
        [low, high] => Ok(u16::from_le_bytes([*low, *high])),
        _ => Err(ReadError::at(code::SHAPE, at)),
    }
}

fn u32_at(archive: &[u8], at: usize) -> Result<u32, ReadError> {
    let (low, high) = (u16_at(archive, at)?, u16_at(archive, at + 2)?);
    Ok(u32::from(high) << 16 | u32::from(low))
}

/// CRC-32 of ISO 3309, reflected; bit by bit, for a few kilobytes.
fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (POLYNOMIAL & (sum & 1).wrapping_neg());
        }
    }
    !sum
}

#[cfg(test)]
mod tests;
