//! Deflating a presentation with a preset dictionary (RFC 1950 section 2.2, RFC 1951).
//!
//! Half of a presentation is keys, digests and signatures, which no compressor makes shorter; the rest is too short
//! for one to learn from. What every certificate repeats is therefore agreed on beforehand: [`dictionary`], the same
//! bytes as the published `presentation-1.dict`. Any zlib opens it (`inflateSetDictionary`; in Python `zdict`).

use crate::envelope::inflate::{self, code};
use crate::error::ReadError;
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output,
    create_comp_flags_from_zip_params,
};

/// RFC 1950 section 2.2: deflate with a window of 32 kB; the middle level of four, a dictionary, and the check bits.
const HEADER: [u8; 2] = [0x78, 0xbb];
/// The flag that says a dictionary's number follows.
const PRESET: u8 = 0x20;
/// Bytes of that number, and of the checksum at the end.
const CHECKSUM: usize = 4;

/// From here on a message has more text than keys, and a code of its own is shorter than the fixed one. One
/// presentation has some 1,100 bytes: 728 with the fixed code, 762 with its own.
const SHORT: usize = 4096;

/// Of ten; a higher one finds nothing more in a presentation.
const LEVEL: i32 = 6;

/// No header or checksum of the compressor's making.
const RAW_WINDOW: i32 = -15;

/// What certificates say over and over: first words, then codes, then the frame of a message from its end to its
/// start, so that what every message needs lies nearest.
#[rustfmt::skip]
const PIECES: &[&[u8]] = &[
    // Places and authorities, in both scripts.
    "国际旅行卫生保健中心海关疾病预防控制中心卫生健康委员会社区卫生服务中心大学附属第一医学检验实验室中医院人民医院\
     浙江省杭州江苏省南京四川省成都广东省深圳广州上海市北京市协和医院".as_bytes(),
    b"International Travel Healthcare Centre Provincial Centre for Disease Control and Prevention Clinic \
      Customs Municipal Health Commission District Community Health Service Centre CDC Affiliated of \
      Union Medical College Laboratory First University People's Hospital HangzhouChengduShenzhenGuangzhouShanghaiBeijing",
    // Makers, products and their codes.
    b"Sansure BiotechDaAn GeneWondfoAutobio DiagnosticsBGI GenomicsSinovac BiotechChina Sinopharm (Beijing)\
      COVID-19 Vaccine (Vero Cell), InactivatedmRNA VaccineEU/1/20/1528CoronaVacBBIBP-CorV\
      ORG-100030215ORG-100024420ORG-100020693J07BL01J07BX03J07BN01J07BN03CN/VAC/CN/IGM/CN/IGG/CN/NAT/",
    // Records, member by member.
    b"\x01\x02\x0d\x6a202\x0d\x6b20260\x0e\x02\x0f\x02\x0e\x03\x0f\x03\x0e\x01\x0f\x02",
    b"\x06\x82\x04\x6d\x04\x82\x03\x67J07BN03\x05\x82\x04\x6a\xa9\x01\x01\x05\x82\x04\x6a",
    b"\x07\x02\x08\xa3\x01\x07\x01\x08\xa3\x01\x82\x07\x00\x08\xa3\x01\x82\x72",
    b"\x0b\x01\x0b\x00\x03\x62AE\x0a\x71CN/\x82\x66\xe4\xb8\x8a\xe6\xb5\xb7\x68Shanghai\x03\x62CN\x0a\
      \x02\x82\x66\xe5\x8c\x97\xe4\xba\xac\x67Beijing\x03\x62CN\x0a\x6a",
    b"\x19\x01\xe0\x03\x19\x04\x03\x06\x04\x02\x06\x04\x01\x06\xa9\x01\x01\x02\x82\x1a\xa8\x01\x01\x02\x82\x1a\x6a",
    // The frame: the device's statement, the certificate's blocks, its claims, its headers.
    b"\x50\x58\x40\x3a\x00\x01\x00\x00\x84\x02\x00\x50\x3a\x00\x01\x00\x00\x84\x01\x00\x50\x06\x1a\x6b\x06\x1a\x6a",
    b"\x58\x40\x11\x01\x90\x12\x6a\x05\x84\x10\x19\x01\x26\xa0\x58\x4e\xa5\x03\x75seal:\xa4\x03\x66anyone\x04\x1a\x6a",
    b"\x05\x00\x04\x00\x03\x00\x82\x02\xd8\x3c\x58\x20\x05\x82\x02\xd8\x3c\x58\x20\
      \x03\x82\x02\xd8\x3c\x58\x20\x04\x82\x02\xd8\x3c\x58\x20",
    b"\x07\x02\x08\x63CHN\xf8\x3b\x81\x58\x20\x07\x01\x08\x63CHN\xf8\x3b\x81\x58\x20\x02\xa2\x01\x00\xf8\x3b\x81\x58\x20",
    b"\x22\xf5\x39\x01\x03\xa1\x38\x55\xa6\x00\x01\x01\xa6\x01\x69\x02\x65\
      \x22\xf4\x39\x01\x03\xa1\x38\x55\xa6\x00\x01\x01\xa6\x01\x66",
    b"\x06\x1a\x6a\x08\xa1\x01\xa4\x01\x02\x20\x01\x21\x58\x20",
    b"\xa6\x01\x62CN\x02\x66holder\x04\x1a\x6b\x06\x1a\x6b\x08\xa1\x01\xa4\x01\x02\x20\x01\x21\x58\x20",
    b"\xa8\x82\x50\x58\xa8\x82\x50\x58\x8a\x82\x50\x58\x18\x83\x50\x1a\x01\x2f\x06\x58\x1d\x83\x50\x69\x03\x58",
    b"\xd2\x84\x59\x03\xd2\x84\x59\x02\xa3\x01\x26\x0d\xd2\x84\x54\xa4\x01\x26\x04\x48\
      \x10\x19\x01\x25\x18\xaa\x2f\xa1\x11\x85\x58\x18\x83\x50",
];

/// The dictionary.
pub fn dictionary() -> Vec<u8> {
    PIECES.concat()
}

/// `message` as one zlib stream that needs the dictionary.
pub fn deflate(message: &[u8]) -> Vec<u8> {
    let dictionary = dictionary();
    let mut out = HEADER.to_vec();
    out.extend_from_slice(&checksum(&dictionary).to_be_bytes());
    // The compressor takes no dictionary, but matches what it was given before: what the dictionary itself deflates
    // to, up to a byte's boundary, is cut off.
    let strategy =
        if message.len() < SHORT { CompressionStrategy::Fixed } else { CompressionStrategy::Default };
    let flags = create_comp_flags_from_zip_params(LEVEL, RAW_WINDOW, strategy as i32);
    let mut state = CompressorOxide::new(flags);
    let before = compress_to_output(&mut state, &dictionary, TDEFLFlush::Sync, |_| true);
    let after = compress_to_output(&mut state, message, TDEFLFlush::Finish, |bytes| {
        out.extend_from_slice(bytes);
        true
    });
    debug_assert_eq!(
        (before.0, after.0),
        (TDEFLStatus::Okay, TDEFLStatus::Done),
        "a vector takes every byte"
    );
    out.extend_from_slice(&checksum(message).to_be_bytes());
    out
}

/// Inflates exactly one zlib stream that fills `bytes`, whether it needs the dictionary or none.
///
/// # Errors
/// Codes of [`code`], with the byte offset in the compressed stream.
pub fn inflate(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    if bytes.get(1).is_none_or(|flags| flags & PRESET == 0) {
        return inflate::inflate(bytes);
    }
    inflate::check_header(bytes)?;
    let dictionary = dictionary();
    let truncated = || ReadError::at(code::TRUNCATED, bytes.len());
    let (number, packed) = bytes
        .get(HEADER.len()..)
        .and_then(|rest| rest.split_first_chunk::<CHECKSUM>())
        .ok_or_else(truncated)?;
    if *number != checksum(&dictionary).to_be_bytes() {
        return Err(
            ReadError::at(code::NOT_ZLIB, HEADER.len()).comparing("presentation-1", "another dictionary")
        );
    }
    let (out, read) = inflate::inflate_after(&dictionary, packed)?;
    let end = HEADER.len() + CHECKSUM + read;
    match packed.get(read..).unwrap_or_default() {
        rest if rest.len() < CHECKSUM => Err(truncated()),
        rest if rest.len() > CHECKSUM => Err(ReadError::at(code::TRAILING, end + CHECKSUM)),
        rest if rest != checksum(&out).to_be_bytes() => Err(ReadError::at(code::CORRUPT, end)),
        _ => Ok(out),
    }
}

/// Adler-32 (RFC 1950 section 8.2).
fn checksum(bytes: &[u8]) -> u32 {
    const MODULUS: u32 = 65521;
    let (mut a, mut b) = (1, 0);
    for byte in bytes {
        a = (a + u32::from(*byte)) % MODULUS;
        b = (b + a) % MODULUS;
    }
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_file_is_the_dictionary() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/presentation-1.dict");
        if std::env::var_os("WRITE_DICTIONARY").is_some() {
            std::fs::write(path, dictionary()).unwrap();
        }
        assert_eq!(std::fs::read(path).unwrap(), dictionary());
    }

    #[test]
    fn every_fault_has_its_name() {
        let packed = deflate(&b"health ".repeat(400));
        let fault = |bytes: &[u8]| inflate(bytes).map_err(|error| error.code).unwrap_err();
        assert_eq!(inflate(&packed).unwrap(), b"health ".repeat(400));
        assert_eq!(inflate(&inflate::deflate(b"without")).unwrap(), b"without");
        assert_eq!(fault(&[packed.as_slice(), &[0]].concat()), code::TRAILING);
        for end in 0..packed.len() {
            assert_eq!(fault(&packed[..end]), code::TRUNCATED, "{end}");
        }
        for at in [2, 5] {
            let mut other = packed.clone();
            other[at] ^= 1;
            assert_eq!(fault(&other), code::NOT_ZLIB);
        }
        let mut broken = packed;
        *broken.last_mut().unwrap() ^= 1;
        assert_eq!(fault(&broken), code::CORRUPT);
        let bomb = deflate(&vec![0; crate::limits::MAX_INFLATED + 1]);
        assert_eq!(fault(&bomb), code::TOO_LARGE);
        assert_eq!(
            inflate(&deflate(&vec![0; crate::limits::MAX_INFLATED])).unwrap().len(),
            crate::limits::MAX_INFLATED
        );
    }

    proptest! {
        #[test]
        fn what_is_deflated_is_inflated(message in prop::collection::vec(any::<u8>(), 0..3000)) {
            prop_assert_eq!(inflate(&deflate(&message)).unwrap(), message);
        }
    }
}
