//! zlib (RFC 1950) and raw DEFLATE (RFC 1951) with a bound on the output.

use crate::error::ReadError;
use crate::limits::MAX_INFLATED;
use miniz_oxide::inflate::{
    TINFLStatus,
    core::{DecompressorOxide, decompress, inflate_flags},
};

/// Codes of this stage.
pub mod code {
    /// Checksum or block structure does not hold.
    pub const CORRUPT: &str = "envelope.inflate.corrupt";
    /// Not a zlib stream at all.
    pub const NOT_ZLIB: &str = "envelope.inflate.not-zlib";
    /// Inflates to more than [`crate::limits::MAX_INFLATED`] bytes.
    pub const TOO_LARGE: &str = "envelope.inflate.too-large";
    /// Bytes after the stream.
    pub const TRAILING: &str = "envelope.inflate.trailing-bytes";
    /// Ends inside the stream.
    pub const TRUNCATED: &str = "envelope.inflate.truncated";
}

const RAW: u32 = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
const ZLIB: u32 = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER | RAW;

/// Inflates exactly one zlib stream that fills `bytes`.
///
/// # Errors
/// Codes of [`code`], with the byte offset in the compressed stream.
pub fn inflate(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    check_header(bytes)?;
    match unpack(&[], bytes, ZLIB)? {
        (_, read) if read < bytes.len() => Err(ReadError::at(code::TRAILING, read)),
        (out, _) => Ok(out),
    }
}

/// Inflates one DEFLATE stream without header or checksum. What follows it is left alone: some issuers cut
/// zlib's header off and forget the checksum at the end, and whatever it is, it is signed.
///
/// # Errors
/// As [`inflate`], but for `envelope.inflate.not-zlib` and `.trailing-bytes`.
pub fn inflate_raw(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    unpack(&[], bytes, RAW).map(|(out, _)| out)
}

/// Inflates one DEFLATE stream that may repeat what stands in `dictionary`; says how many bytes it was.
///
/// # Errors
/// As [`inflate_raw`].
#[cfg(feature = "presentation")]
pub(crate) fn inflate_after(dictionary: &[u8], bytes: &[u8]) -> Result<(Vec<u8>, usize), ReadError> {
    unpack(dictionary, bytes, RAW)
}

/// What one stream inflates to after `before`, and how many bytes it was.
fn unpack(before: &[u8], bytes: &[u8], flags: u32) -> Result<(Vec<u8>, usize), ReadError> {
    let most = before.len() + MAX_INFLATED;
    let mut state = DecompressorOxide::new();
    let (mut read, mut written) = (0, before.len());
    let mut out = before.to_vec();
    out.resize((before.len() + bytes.len().saturating_mul(4)).clamp(1024, most), 0);
    loop {
        let rest = bytes.get(read..).unwrap_or_default();
        let (status, consumed, produced) = decompress(&mut state, rest, &mut out, written, flags);
        read += consumed;
        written += produced;
        match status {
            TINFLStatus::Done => break,
            TINFLStatus::HasMoreOutput if out.len() >= most => {
                return Err(ReadError {
                    expected: Some(MAX_INFLATED.to_string()),
                    ..ReadError::at(code::TOO_LARGE, read)
                });
            }
            TINFLStatus::HasMoreOutput => out.resize((out.len() * 2).min(most), 0),
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                return Err(ReadError::at(code::TRUNCATED, read));
            }
            _ => return Err(ReadError::at(code::CORRUPT, read)),
        }
    }
    out.truncate(written);
    Ok((out.split_off(before.len()), read))
}

/// Deflates at the strongest level into a zlib stream.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    const STRONGEST: u8 = 10;
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, STRONGEST)
}

/// RFC 1950 section 2.2: method 8, window of at most 32 kB, header checksum.
pub(crate) fn check_header(bytes: &[u8]) -> Result<(), ReadError> {
    let &[method, flags, ..] = bytes else {
        return Err(ReadError::at(code::TRUNCATED, bytes.len()));
    };
    let header = u16::from_be_bytes([method, flags]);
    if method & 0x0f == 8 && method >> 4 <= 7 && header % 31 == 0 {
        Ok(())
    } else {
        Err(ReadError::at(code::NOT_ZLIB, 0).comparing("78", format!("{method:02x}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_comes_back_and_every_fault_has_its_name() {
        let packed = deflate(&b"health ".repeat(400));
        assert_eq!(inflate(&packed).unwrap(), b"health ".repeat(400));
        assert_eq!(inflate(&[packed.clone(), vec![0]].concat()).unwrap_err().code, code::TRAILING);
        assert_eq!(inflate(&packed[..packed.len() - 1]).unwrap_err().code, code::TRUNCATED);
        assert_eq!(inflate(b"\xd2\x84\x43\xa1").unwrap_err().code, code::NOT_ZLIB);
        let mut broken = packed;
        *broken.last_mut().unwrap() ^= 1;
        assert_eq!(inflate(&broken).unwrap_err().code, code::CORRUPT);
    }

    #[test]
    fn a_stream_without_header_comes_back_and_every_fault_has_its_name() {
        let packed = miniz_oxide::deflate::compress_to_vec(&b"health ".repeat(400), 6);
        assert_eq!(inflate_raw(&packed).unwrap(), b"health ".repeat(400));
        assert_eq!(inflate_raw(&[packed.clone(), vec![0; 4]].concat()).unwrap().len(), 2800);
        assert_eq!(inflate_raw(&packed[..packed.len() - 1]).unwrap_err().code, code::TRUNCATED);
        assert_eq!(inflate_raw(&deflate(b"with a header")).unwrap_err().code, code::CORRUPT);
        let bomb = miniz_oxide::deflate::compress_to_vec(&vec![0; MAX_INFLATED + 1], 6);
        assert_eq!(inflate_raw(&bomb).unwrap_err().code, code::TOO_LARGE);
    }

    #[test]
    fn a_bomb_is_refused_at_the_limit() {
        let fits = deflate(&vec![0; MAX_INFLATED]);
        assert_eq!(inflate(&fits).unwrap().len(), MAX_INFLATED);
        let bomb = deflate(&vec![0; MAX_INFLATED + 1]);
        assert_eq!(inflate(&bomb).unwrap_err().code, code::TOO_LARGE);
    }
}
