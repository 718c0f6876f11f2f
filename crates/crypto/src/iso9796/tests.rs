//! Signatures made here by the book; the key is made up, TEST ONLY.

use super::{RecoveryError, RecoveryKey, power_for_tests};
use crate::arithmetic::curve::unhex;
use crate::hash::HashAlgorithm::{self, Sha1, Sha224, Sha256, Sha384, Sha512};
use proptest::prelude::*;

const MODULUS: &str = "bddf565c6d2f6273dbc3fbf4598b4567b4ff31740d09e5e2eb2462f052993ca36c145c193a5c9ad4281c2b1b7fb5a71da7b0b466a81ed06d84c238ccb9bc574704e5e8035a35eccfd10fd3ca78bfe937b9bcfe79af46816cebd35994f3c8295385929ea5220e7a0a40486b8afd1a550b0e24688cba23ccb92b7bbd1cb25a1715";
const PRIVATE: &str = "a189ba82c60dd35838b7e3cafec7c393b8e48861709a64300bd81828d84d30cee4abe9b338f9026ccf772fa1a4a49a7a5b69b601c4b4faa4c2972f15d64b8b80139aa30e13d403bdd2177d9fbe7c480b1d48ff3d18fa65b74d3cf048423c8bea6b4e7a81fd9aa9066dfee235ba8449aa25a84230a2d50b945d8e2058ffff2ba1";
const SPKI: &str = "30819f300d06092a864886f70d010101050003818d0030818902818100bddf565c6d2f6273dbc3fbf4598b4567b4ff31740d09e5e2eb2462f052993ca36c145c193a5c9ad4281c2b1b7fb5a71da7b0b466a81ed06d84c238ccb9bc574704e5e8035a35eccfd10fd3ca78bfe937b9bcfe79af46816cebd35994f3c8295385929ea5220e7a0a40486b8afd1a550b0e24688cba23ccb92b7bbd1cb25a17150203010001";
const CHALLENGE: [u8; 8] = *b"12345678";

fn key() -> RecoveryKey {
    RecoveryKey::from_spki_der(&unhex(SPKI)).unwrap()
}

fn sign_block(block: &[u8]) -> Vec<u8> {
    power_for_tests(&unhex(MODULUS), &unhex(PRIVATE), block).unwrap()
}

/// The block of a message part as long as there is room for, less `padding` bytes.
fn block(hash: HashAlgorithm, trailer: &[u8], padding: usize, known: &[u8]) -> Vec<u8> {
    let length = 128 - 1 - padding - trailer.len() - hash.digest(&[]).len();
    let recovered: Vec<u8> = (0..length).map(|index| index as u8).collect();
    let mut block = vec![if padding == 0 { 0x6a } else { 0x6b }];
    block.extend(vec![0xbb; padding.saturating_sub(1)]);
    block.extend(vec![0xba; padding.min(1)]);
    block.extend(&recovered);
    block.extend(hash.digest(&[&recovered, known].concat()));
    block.extend(trailer);
    block
}

#[test]
fn every_hash_and_padding() {
    let trailers: [(HashAlgorithm, &[u8]); 6] = [
        (Sha1, &[0xbc]),
        (Sha1, &[0x33, 0xcc]),
        (Sha224, &[0x38, 0xcc]),
        (Sha256, &[0x34, 0xcc]),
        (Sha384, &[0x36, 0xcc]),
        (Sha512, &[0x35, 0xcc]),
    ];
    for (hash, trailer) in trailers {
        for padding in [0, 1, 2, 9] {
            let signature = sign_block(&block(hash, trailer, padding, &CHALLENGE));
            assert_eq!(key().verify(&CHALLENGE, &signature), Ok(hash), "{hash} {padding}");
            assert_eq!(key().verify(b"12345679", &signature), Err(RecoveryError::Invalid));
        }
    }
}

#[test]
fn the_smaller_of_two_signatures_is_taken() {
    let signature = sign_block(&block(Sha256, &[0x34, 0xcc], 0, &CHALLENGE));
    let mut opposite = unhex(MODULUS);
    let mut borrow = 0;
    for (byte, less) in opposite.iter_mut().zip(&signature).rev() {
        let rest = i16::from(*byte) - i16::from(*less) - borrow;
        (*byte, borrow) = (rest as u8, i16::from(rest < 0));
    }
    assert_eq!(key().verify(&CHALLENGE, &opposite), Ok(Sha256));
}

#[test]
fn blocks_of_another_form_are_refused() {
    let refused = |change: fn(&mut Vec<u8>)| {
        let mut block = block(Sha1, &[0xbc], 3, &CHALLENGE);
        change(&mut block);
        key().verify(&CHALLENGE, &sign_block(&block)).unwrap_err()
    };
    assert_eq!(refused(|block| block[0] = 0x4b), RecoveryError::Invalid);
    assert_eq!(refused(|block| block[0] = 0x2b), RecoveryError::Invalid);
    assert_eq!(refused(|block| block[1] = 0xba), RecoveryError::Invalid);
    assert_eq!(refused(|block| block[2] = 0xab), RecoveryError::Invalid);
    assert_eq!(refused(|block| block[127] = 0xdc), RecoveryError::Invalid);
    assert_eq!(refused(|block| block[126..].copy_from_slice(&[0x31, 0xcc])), RecoveryError::Trailer);
}

#[test]
fn lengths_and_ranges() {
    assert_eq!(key().size(), 128);
    assert_eq!(key().verify(&CHALLENGE, &[1; 127]), Err(RecoveryError::Length));
    assert_eq!(key().verify(&CHALLENGE, &[1; 129]), Err(RecoveryError::Length));
    assert_eq!(key().verify(&CHALLENGE, &unhex(MODULUS)), Err(RecoveryError::Invalid));
    assert_eq!(key().verify(&CHALLENGE, &[0; 128]).unwrap_err(), RecoveryError::Invalid);
    for cut in 0..unhex(SPKI).len() {
        assert!(RecoveryKey::from_spki_der(&unhex(SPKI)[..cut]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_bit_anywhere_breaks_it(bit in 0_usize..1024) {
        let mut signature = sign_block(&block(Sha256, &[0x34, 0xcc], 0, &CHALLENGE));
        signature[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(key().verify(&CHALLENGE, &signature).is_err());
    }

    #[test]
    fn anything_is_refused(signature in proptest::collection::vec(any::<u8>(), 128)) {
        prop_assert!(key().verify(&CHALLENGE, &signature).is_err());
    }
}
