use super::*;
use crate::asn1::{self, Reader};
use crate::sealing_key::Kem;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

const PASSPHRASE: &[u8] = b"TEST ONLY passphrase";
const KEMS: [Kem; 2] = [Kem::P256, Kem::X25519];

macro_rules! openssl {
    ($name:literal) => {
        include_str!(concat!("../../tests/sealing_file/", $name, ".pem"))
    };
}

fn key(kem: Kem) -> SealingKey {
    SealingKey::generate(kem, &[7; 32]).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn code(result: Result<SealingKey, SealingFileError>) -> &'static str {
    result.map_or_else(SealingFileError::code, |_| "opened")
}

#[test]
fn what_is_written_opens_with_its_passphrase_alone() {
    for kem in KEMS {
        let pem = protect(&key(kem), PASSPHRASE, &[9; RANDOM_BYTES]).unwrap();
        assert_eq!(open(&pem, PASSPHRASE).unwrap().public(), key(kem).public());
        for wrong in [b"TEST ONLY passphrase ".as_slice(), b"TEST ONLY passphras", b""] {
            assert_eq!(code(open(&pem, wrong)), "key.passphrase");
        }
        // What is random differs, and nothing else decides.
        assert_eq!(protect(&key(kem), PASSPHRASE, &[9; RANDOM_BYTES]).unwrap(), pem);
        assert_ne!(protect(&key(kem), PASSPHRASE, &[8; RANDOM_BYTES]).unwrap(), pem);
    }
}

#[test]
fn what_openssl_wrote_opens() {
    let x25519 = open(openssl!("x25519-scrypt"), PASSPHRASE).unwrap();
    assert_eq!(
        hex(&x25519.public().spki_der()),
        "302a300506032b656e0321005f89233afff1f8b8e87bead7aef90110b78113c8db70b6c51d025ebffd78cb72"
    );
    let p256 = open(openssl!("p256-pbkdf2"), PASSPHRASE).unwrap();
    assert_eq!(
        hex(&p256.public().spki_der()),
        "3059301306072a8648ce3d020106082a8648ce3d030107034200045625645281f265adf8164e855e2796aae4b6270f7857d32b\
         c3e0be432f73f5fec69a341b25ca59bb81086c7b2f753fe022cc57aa0b165f87bb9ad53cabacca2c"
    );
}

#[test]
fn what_a_person_can_do_something_about_is_told_apart() {
    let cases = [
        (openssl!("x25519-scrypt"), "a wrong passphrase", "key.passphrase"),
        (openssl!("p256-pbkdf2"), "a wrong passphrase", "key.passphrase"),
        (openssl!("ed25519-pbkdf2"), "TEST ONLY passphrase", "key.kind"),
        (openssl!("p256-aes128"), "TEST ONLY passphrase", "key.scheme"),
        (openssl!("p256-hmac-sha1"), "TEST ONLY passphrase", "key.scheme"),
        (openssl!("p256-pbes1"), "TEST ONLY passphrase", "key.scheme"),
        ("-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PRIVATE KEY-----", "", "key.scheme"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAEC\n-----END ENCRYPTED PRIVATE KEY-----", "", "key.form"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAEC", "", "key.form"),
        ("", "", "key.form"),
    ];
    for (text, passphrase, expected) in cases {
        assert_eq!(code(open(text, passphrase.as_bytes())), expected, "{text}");
    }
    assert_eq!(code(open(&" ".repeat(MAX_FILE + 1), b"")), "key.form");
}

/// A file whose scrypt parameters are these integers.
fn asking(parameters: &[&[u8]]) -> String {
    static PEM: LazyLock<String> =
        LazyLock::new(|| protect(&key(Kem::X25519), PASSPHRASE, &[9; RANDOM_BYTES]).unwrap());
    let der = pem::decode(&PEM, PEM_LABEL).unwrap();
    let usual: Vec<u8> =
        [asn1::write_unsigned(&[0x40, 0]), asn1::write_unsigned(&[8]), asn1::write_unsigned(&[5])].concat();
    let at = der.windows(usual.len()).position(|here| here == usual).unwrap();
    let changed = parameters.iter().flat_map(|number| asn1::write_unsigned(number)).collect::<Vec<_>>();
    let salt = &der[at - 18..at];
    let scrypt = asn1::write(asn1::SEQUENCE, &[salt, &changed]);
    let mut rest = Reader::only(&der, asn1::SEQUENCE).unwrap();
    let mut pbes2 = rest.expect(asn1::SEQUENCE).unwrap().inside();
    let secret = rest.expect(asn1::OCTET_STRING).unwrap().encoding;
    let oid = pbes2.expect(asn1::OID).unwrap().encoding;
    let mut algorithms = pbes2.expect(asn1::SEQUENCE).unwrap().inside();
    let kdf = algorithms.expect(asn1::SEQUENCE).unwrap().inside().expect(asn1::OID).unwrap().encoding;
    let cipher = algorithms.expect(asn1::SEQUENCE).unwrap().encoding;
    let sequence = |parts: &[&[u8]]| asn1::write(asn1::SEQUENCE, parts);
    let algorithms = sequence(&[&sequence(&[kdf, &scrypt]), cipher]);
    pem::encode(PEM_LABEL, &sequence(&[&sequence(&[oid, &algorithms]), secret])).to_string()
}

#[test]
fn a_file_that_asks_for_too_much_is_refused_at_once() {
    assert_eq!(code(open(&asking(&[&[0x40, 0], &[8], &[5]]), PASSPHRASE)), "opened");
    let too_much: [&[&[u8]]; 8] = [
        &[&[0x80, 0], &[8], &[1]],    // 32 MiB and a little: as OpenSSL has it
        &[&[0x40, 0], &[8], &[9]],    // little memory, too long
        &[&[1, 0, 0, 0], &[8], &[1]], // 16 GiB
        &[&[0x80, 0, 0, 0, 0, 0, 0, 0], &[0xff; 8], &[0xff; 8]],
        &[&[0x40, 0], &[0xff; 8], &[1]],
        &[&[2], &[1], &[0xff; 8]],
        &[&[1, 0, 0, 0, 0, 0, 0, 0, 0], &[8], &[1]], // beyond 64 bits
        &[&[0x40, 0], &[8], &[1; 100]],
    ];
    let files = too_much.map(asking);
    let started = Instant::now();
    for (file, parameters) in files.iter().zip(too_much) {
        assert_eq!(code(open(file, PASSPHRASE)), "key.too-costly", "{parameters:?}");
    }
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

#[test]
fn costs_that_are_none_are_refused() {
    let none: [&[&[u8]]; 7] = [
        &[&[], &[8], &[1]],
        &[&[1], &[8], &[1]],
        &[&[0x40, 1], &[8], &[1]],
        &[&[0x40, 0], &[], &[1]],
        &[&[0x40, 0], &[8], &[]],
        &[&[0x40, 0], &[8]],
        &[&[0x40, 0], &[8], &[1], &[16]],
    ];
    for parameters in none {
        assert_eq!(code(open(&asking(parameters), PASSPHRASE)), "key.form", "{parameters:?}");
    }
    assert_eq!(code(open(&asking(&[&[0x40, 0], &[8], &[5], &[32]]), PASSPHRASE)), "opened");
}

#[test]
fn a_key_is_never_taken_out_of_a_changed_file() {
    let der = pem::decode(openssl!("p256-pbkdf2"), PEM_LABEL).unwrap();
    for length in 0..der.len() {
        assert_eq!(code(open(&pem::encode(PEM_LABEL, &der[..length]), PASSPHRASE)), "key.form", "{length}");
    }
    for at in 0..der.len() {
        let mut changed = der.to_vec();
        changed[at] ^= 0x04;
        let Ok(opened) = open(&pem::encode(PEM_LABEL, &changed), PASSPHRASE) else { continue };
        panic!("byte {at} gave {opened:?}");
    }
}

#[test]
fn damage_that_leaves_a_key_behind_is_found_by_the_public_one() {
    let file = protect(&key(Kem::X25519), PASSPHRASE, &[9; RANDOM_BYTES]).unwrap();
    let mut der = pem::decode(&file, PEM_LABEL).unwrap().to_vec();
    // In CBC this garbles the block it is in, which is inside the 32 bytes, and one bit of the next.
    let at = der.len() - 40;
    der[at] ^= 0x01;
    let damaged = pem::encode(PEM_LABEL, &der);
    let alone = open(&damaged, PASSPHRASE).unwrap();
    assert_ne!(alone.public(), key(Kem::X25519).public(), "nothing in the private part tells");
    let public = pem::encode(PUBLIC_LABEL, &key(Kem::X25519).public().spki_der());
    assert_eq!(code(open(&[damaged.as_str(), &public].concat(), PASSPHRASE)), "key.form");
    assert!(file.ends_with(public.as_str()));
}

#[test]
fn iterations_are_bounded() {
    let der = pem::decode(openssl!("p256-pbkdf2"), PEM_LABEL).unwrap();
    let at = der.windows(4).position(|here| here == [2, 2, 8, 0]).unwrap();
    // Two bytes hold 65,535 at most, so the least allowed stands in for the most: the bound is in the source.
    let mut none = der.to_vec();
    none[at + 2..at + 4].copy_from_slice(&[0, 0x80]);
    assert_eq!(code(open(&pem::encode(PEM_LABEL, &none), PASSPHRASE)), "key.passphrase", "128 of them");
    none[at + 2] = 0x80;
    assert_eq!(code(open(&pem::encode(PEM_LABEL, &none), PASSPHRASE)), "key.form", "negative");
}
