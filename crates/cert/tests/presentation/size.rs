//! Everything shown and sealed to one authority fits a code of version 25, with room to spare.

use crate::examples::full;
use crate::world::{issued, show};
use healthpass_cert::ithc::selective::DEFAULT_POLICY;
use healthpass_cert::ithc::{Block, Ithc, from_json};
use healthpass_cert::presentation::dictionary;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use sha2::{Digest, Sha256};

/// Both scripts everywhere, facilities that record for themselves, products by their codes: a test, an antibody, a dose.
const ORDINARY: &str = include_str!("ordinary.json");

/// Bytes that sealing to one P-256 authority adds.
const SEALING: usize = 105;

/// ISO/IEC 18004 table 7, alphanumeric characters of version 25 at level M.
const VERSION_25_M: usize = 1451;

/// The text of `certificate` with everything shown, sealed to one authority.
fn sealed(certificate: &Ithc) -> String {
    let inside = dictionary::deflate(&show(&issued(certificate, DEFAULT_POLICY)));
    let random: Vec<u8> = (0..64_u8).flat_map(|n| Sha256::digest([n])).take(inside.len() + SEALING).collect();
    format!("HP1:{}", base45::encode(&random))
}

fn version(text: &str) -> u8 {
    let segments = [QrSegment::make_alphanumeric(text)];
    let (min, max) = (Version::MIN, Version::MAX);
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, min, max, None, false);
    code.unwrap().version().value()
}

fn first<E: Clone>(block: &Block<E>) -> Block<E> {
    let Block::Found(entries) = block else { panic!() };
    Block::Found(entries[..1].to_vec())
}

#[test]
fn an_ordinary_certificate_shown_whole_and_sealed_fits_version_25() {
    let text = sealed(&from_json(ORDINARY, &[0; 16]).unwrap());
    println!("ordinary: {} of {VERSION_25_M} characters, version {}", text.len(), version(&text));
    assert!(text.len() <= VERSION_25_M, "{} characters", text.len());
    assert!(version(&text) <= 24);
}

/// A record's own issuer, product names and long identifiers, which the longest example has.
#[test]
fn the_longest_labels_of_one_test_antibody_and_dose_fit_too() {
    let mut longest = full();
    longest.tests = first(&longest.tests);
    longest.antibodies = first(&longest.antibodies);
    longest.vaccinations = first(&longest.vaccinations);
    longest.statement = None;
    let text = sealed(&longest);
    println!("longest: {} of {VERSION_25_M} characters, version {}", text.len(), version(&text));
    assert!(text.len() <= VERSION_25_M, "{} characters", text.len());
}

/// What the dictionary is for.
#[test]
fn without_the_dictionary_it_would_not_fit() {
    let shown = show(&issued(&from_json(ORDINARY, &[0; 16]).unwrap(), DEFAULT_POLICY));
    let plain = miniz_oxide::deflate::compress_to_vec_zlib(&shown, 10);
    let with = dictionary::deflate(&shown);
    println!(
        "{} bytes shown, {} in plain zlib, {} with the dictionary",
        shown.len(),
        plain.len(),
        with.len()
    );
    assert!((plain.len() + SEALING).div_ceil(2) * 3 + 4 > VERSION_25_M);
    assert_eq!(dictionary::inflate(&with).unwrap(), shown);
}
