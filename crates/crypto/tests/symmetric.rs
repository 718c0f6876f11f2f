//! Ciphers and codes against other implementations and published examples.

#![cfg(feature = "symmetric")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit, block_padding::NoPadding};
use cmac::{Cmac, Mac};
use healthpass_crypto::symmetric::{Cipher, Suite, derive_key, mac, mac_holds, pad, unpad};
use proptest::prelude::*;

const SUITES: [Suite; 4] = [Suite::TripleDes, Suite::Aes128, Suite::Aes192, Suite::Aes256];

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex"))
        .collect()
}

fn cbc<C>(key: &[u8], iv: &[u8], plain: &[u8]) -> Vec<u8>
where
    cbc::Encryptor<C>: KeyIvInit + BlockModeEncrypt,
    C: aes::cipher::BlockCipherEncrypt,
{
    cbc::Encryptor::<C>::new_from_slices(key, iv).expect("lengths").encrypt_padded_vec::<NoPadding>(plain)
}

fn cbc_back<C>(key: &[u8], iv: &[u8], secret: &[u8]) -> Vec<u8>
where
    cbc::Decryptor<C>: KeyIvInit + BlockModeDecrypt,
    C: aes::cipher::BlockCipherDecrypt,
{
    cbc::Decryptor::<C>::new_from_slices(key, iv)
        .expect("lengths")
        .decrypt_padded_vec::<NoPadding>(secret)
        .expect("whole blocks")
}

fn code<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("length");
    mac.update(message);
    mac.finalize().into_bytes()[..8].to_vec()
}

proptest! {
    #[test]
    fn other_implementations_agree(
        key in proptest::array::uniform32(any::<u8>()),
        iv in proptest::array::uniform16(any::<u8>()),
        message in proptest::collection::vec(any::<u8>(), 0..100),
    ) {
        for suite in SUITES {
            let (key, iv) = (&key[..suite.key_size()], &iv[..suite.block()]);
            let padded = pad(&message, suite.block());
            let (secret, plain, expected) = match suite {
                Suite::TripleDes => (
                    cbc::<des::TdesEde2>(key, iv, &padded),
                    cbc_back::<des::TdesEde2>(key, iv, &padded),
                    code::<retail_mac::RetailMac<des::Des>>(key, &padded),
                ),
                Suite::Aes128 => (cbc::<aes::Aes128>(key, iv, &padded), cbc_back::<aes::Aes128>(key, iv, &padded), code::<Cmac<aes::Aes128>>(key, &message)),
                Suite::Aes192 => (cbc::<aes::Aes192>(key, iv, &padded), cbc_back::<aes::Aes192>(key, iv, &padded), code::<Cmac<aes::Aes192>>(key, &message)),
                Suite::Aes256 => (cbc::<aes::Aes256>(key, iv, &padded), cbc_back::<aes::Aes256>(key, iv, &padded), code::<Cmac<aes::Aes256>>(key, &message)),
            };
            let cipher = Cipher::new(suite, key).unwrap();
            prop_assert_eq!(cipher.encrypt_cbc(iv, &padded).unwrap(), secret);
            prop_assert_eq!(cipher.decrypt_cbc(iv, &padded).unwrap(), plain);
            let found = mac(suite, key, &message).unwrap();
            prop_assert_eq!(&found[..], &expected[..]);
            prop_assert!(mac_holds(suite, key, &message, &found));
            prop_assert!(!mac_holds(suite, key, &message, &found[..7]));
            prop_assert_eq!(unpad(&padded, suite.block()), Some(&message[..]));
        }
    }

    #[test]
    fn any_changed_bit_of_a_code_is_seen(bit in 0_usize..64) {
        let mut found = mac(Suite::Aes128, &[1; 16], b"message").unwrap();
        found[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!mac_holds(Suite::Aes128, &[1; 16], b"message", &found));
    }
}

/// RFC 4493 section 4, and NIST's examples for the longer keys.
#[test]
fn cmac_examples() {
    let message = unhex(
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
    );
    let examples = [
        (
            Suite::Aes128,
            "2b7e151628aed2a6abf7158809cf4f3c",
            ["bb1d6929e9593728", "070a16b46b4d4144", "dfa66747de9ae630", "51f0bebf7e3b9d92"],
        ),
        (
            Suite::Aes192,
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            ["d17ddf46adaacde5", "9e99a7bf31e71090", "8a1de5be2eb31aad", "a1d5df0eed790f79"],
        ),
        (
            Suite::Aes256,
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            ["028962f61b7bf89e", "28a7023f452e8f82", "aaf3d8f1de5640c2", "e1992190549f6ed5"],
        ),
    ];
    for (suite, key, codes) in examples {
        for (length, expected) in [0, 16, 40, 64].into_iter().zip(codes) {
            assert_eq!(
                mac(suite, &unhex(key), &message[..length]).unwrap()[..],
                unhex(expected),
                "{suite:?} {length}"
            );
        }
    }
}

/// ICAO 9303-11 appendix D.3: what the terminal sends is encrypted and authenticated.
#[test]
fn retail_mac_of_basic_access() {
    let (k_enc, k_mac) =
        (unhex("ab94fdecf2674fdfb9b391f85d7f76f2"), unhex("7962d9ece03d1acd4c76089dce131543"));
    let secret = unhex("72c29c2371cc9bdb65b779b8e8d37b29ecc154aa56a8799fae2f498f76ed92f2");
    let plain = unhex("781723860c06c2264608f919887022120b795240cb7049b01c19b33e32804f0b");
    let cipher = Cipher::new(Suite::TripleDes, &k_enc).unwrap();
    assert_eq!(cipher.encrypt_cbc(&[0; 8], &plain).unwrap(), secret);
    assert_eq!(cipher.decrypt_cbc(&[0; 8], &secret).unwrap(), plain);
    assert_eq!(mac(Suite::TripleDes, &k_mac, &secret).unwrap()[..], unhex("5f1448eea8ad90a7"));
}

#[test]
fn keys_have_their_length_and_parity() {
    for suite in SUITES {
        for counter in 1..=3 {
            let key = derive_key(suite, b"secret", counter);
            assert_eq!(key.len(), suite.key_size());
            assert!(suite != Suite::TripleDes || key.iter().all(|byte| byte.count_ones() % 2 == 1));
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    for suite in SUITES {
        assert!(Cipher::new(suite, &vec![1; suite.key_size() - 1]).is_none());
        assert!(mac(suite, &vec![1; suite.key_size() + 1], b"").is_none());
        assert!(!mac_holds(suite, &[], b"", &[0; 8]));
        let cipher = Cipher::new(suite, &vec![1; suite.key_size()]).unwrap();
        assert!(cipher.encrypt_cbc(&[0; 4], &[0; 16]).is_none());
        assert!(cipher.decrypt_cbc(&vec![0; suite.block()], &[0; 15]).is_none());
    }
    for wrong in [&[][..], &[0; 8], &[1; 8], &[0x80], &[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]] {
        assert_eq!(unpad(wrong, 8), None, "{wrong:?}");
    }
    assert_eq!(unpad(&[0x80, 0, 0, 0, 0, 0, 0, 0], 8), Some(&[][..]));
}
