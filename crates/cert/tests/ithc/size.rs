//! The codes stay small enough to scan: the promises of version 25-M and 15-M, kept on the whole text.

use crate::examples::{ISSUED, SALT, full, one_test};
use healthpass_cert::cbor_write::write;
use healthpass_cert::ithc::{Block, DocumentNumber, Ithc, commitment, encode};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use sha2::{Digest, Sha256};

/// ISO/IEC 18004 table 7, alphanumeric characters at level M.
const VERSION_25_M: usize = 1451;
const VERSION_16_M: usize = 656;
const VERSION_15_M: usize = 600;

#[test]
fn a_full_bilingual_certificate_fits_version_25() {
    fits(&full(), VERSION_25_M, 25);
}

#[test]
fn a_one_test_certificate_fits_version_15() {
    fits(&one_test(), VERSION_15_M, 15);
}

/// The commitment costs 25 bytes more than a number, all of them random: there is room for it where the
/// facility is the issuer of the record, and one version more is needed for another issuer in two scripts.
#[test]
fn a_concealed_number_fits_too() {
    let value = commitment(&SALT, "E12345678", "900101", "330115");
    let mut certificate = one_test();
    let random = Sha256::digest(b"salt");
    certificate.document.number = DocumentNumber::Committed { salt: random[..16].try_into().unwrap(), value };
    fits(&certificate, VERSION_16_M, 16);
    let Block::Found(tests) = &mut certificate.tests else { panic!() };
    tests[0].issuer = tests[0].place.facility.clone().unwrap();
    fits(&certificate, VERSION_15_M, 15);
}

#[test]
fn capacities_are_those_of_the_standard() {
    for (version, capacity) in [(25, VERSION_25_M), (16, VERSION_16_M), (15, VERSION_15_M)] {
        assert_eq!(smallest_version(&"A".repeat(capacity)), version);
        assert_eq!(smallest_version(&"A".repeat(capacity + 1)), version + 1);
    }
}

fn fits(certificate: &Ithc, capacity: usize, version: u8) {
    let text = code_text(certificate);
    println!("{} of {capacity} characters, version {}", text.len(), smallest_version(&text));
    assert!(text.len() <= capacity, "{} characters", text.len());
    assert!(smallest_version(&text) <= version);
}

fn smallest_version(text: &str) -> u8 {
    let segments = [QrSegment::make_alphanumeric(text)];
    let (min, max) = (Version::MIN, Version::MAX);
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, min, max, None, false);
    code.unwrap().version().value()
}

/// The whole text, with a signature as random as a real one.
fn code_text(certificate: &Ithc) -> String {
    let claim = write(&encode(certificate, ISSUED).unwrap());
    let random = Sha256::digest(&claim);
    let mut cose = vec![0xd2, 0x84, 0x4d, 0xa2, 0x01, 0x26, 0x04, 0x48];
    cose.extend_from_slice(&random[..8]);
    cose.extend_from_slice(&[0xa0, 0x59, 0x04, 0x00]);
    cose.extend_from_slice(b"\xa4\x01\x62CN\x04\x1a\x61\x2b\x4a\x80\x06\x1a\x60\x46\xf1\x00\x39\x01\x03");
    cose.extend_from_slice(&claim);
    cose.extend_from_slice(&[0x58, 0x40]);
    cose.extend_from_slice(&random);
    cose.extend_from_slice(&Sha256::digest(random));
    assert_eq!(cose.len(), claim.len() + 42 + 64);
    format!("HC1:{}", base45::encode(miniz_oxide::deflate::compress_to_vec_zlib(&cose, 10)))
}
