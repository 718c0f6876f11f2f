use super::*;

/// TEST ONLY: written by `openssl genpkey` and `openssl pkcs8 -topk8 -nocrypt`, with their public halves.
const X25519_FILE: &str =
    "302e020100300506032b656e04220420384881ed033a62af32393bed582de141e556ba1842678603dfa9b44db135ff4c";
const P256_FILE: &str = "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b020101042041f19300698c5625923775bfee35\
    f352d078e7a6bab1f75e65d9887d08e6fbe9a14403420004970d927e78a538e1aafca9a6b33bcfe877c7918c1be9ed14286f\
    3ccf45576365d889a9b3b4cd74657bf6e8dfe3306dd4c698cac9b2e245da65d6fe6b794d7066";
const P256_PUBLIC: &str = "3059301306072a8648ce3d020106082a8648ce3d03010703420004970d927e78a538e1aafca9a6b33bcfe8\
    77c7918c1be9ed14286f3ccf45576365d889a9b3b4cd74657bf6e8dfe3306dd4c698cac9b2e245da65d6fe6b794d7066";
const X25519_PUBLIC: &str =
    "302a300506032b656e032100682229477ac61b6138718c4809b7a67c853ecfbb5f0ea25974e9604d268b195b";
/// TEST ONLY: keys of other kinds.
const ED25519_FILE: &str =
    "302e020100300506032b6570042204204b37519b3f2f0428b37068fc3c37e46fefdc5096f32474f83440425ba248a606";
const P384_FILE: &str = "3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430d9d2903f62dafd142b85a0ee4ffa09\
    a4bb9f3a815c123152c376f6fe12f82621f8489bce7a650a3df132489a40e4b526a1640362000453581e16591f50dec05ce8\
    d31cf440fec64c024acaac1b70c938507031e15547c9f8e86b9803ca88530c03738f64e70ead0170a12468f512327a9539bf\
    c049f48157e0d51f22701cc765a3f8aea6de3f6d36636022d997f377adcbc69113fef1";
const BOTH_KINDS: [(Kem, &str, &str); 2] =
    [(Kem::P256, P256_FILE, P256_PUBLIC), (Kem::X25519, X25519_FILE, X25519_PUBLIC)];

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

#[test]
fn files_of_openssl_are_read_and_written_alike() {
    for (kem, file, public) in BOTH_KINDS {
        let key = SealingKey::from_pkcs8_der(&hex(file)).unwrap();
        assert_eq!(key.public().kem(), kem);
        assert_eq!(key.public().spki_der(), hex(public));
        assert_eq!(key.to_pkcs8_der().as_slice(), hex(file));
        assert_eq!(SealingPublicKey::from_spki_der(&hex(public)).as_ref(), Ok(key.public()));
        assert_eq!(key.public().fingerprint(), hash::sha256(&hex(public)));
        assert_eq!(key.public().kid(), key.public().fingerprint()[..8]);
    }
}

#[test]
fn files_of_other_keys_are_told_from_damaged_ones() {
    let error = |der: &[u8]| SealingKey::from_pkcs8_der(der).err();
    assert_eq!(error(&hex(ED25519_FILE)), Some(SealingKeyError::Kind));
    assert_eq!(error(&hex(P384_FILE)), Some(SealingKeyError::Kind));
    assert_eq!(error(b""), Some(SealingKeyError::Form));
    assert_eq!(error(&hex(P256_PUBLIC)), Some(SealingKeyError::Form));
    for (_, file, _) in BOTH_KINDS {
        let file = hex(file);
        for length in 0..file.len() {
            assert_eq!(error(&file[..length]), Some(SealingKeyError::Form), "{length}");
        }
        assert_eq!(error(&[file, vec![0]].concat()), Some(SealingKeyError::Form));
    }
}

#[test]
fn a_public_key_of_another_private_one_is_refused() {
    let mut file = hex(P256_FILE);
    let at = file.len() - 1;
    file[at] ^= 1;
    assert_eq!(SealingKey::from_pkcs8_der(&file).err(), Some(SealingKeyError::Form));
    // RFC 5958: the public key after the private one.
    let key = SealingKey::from_pkcs8_der(&hex(X25519_FILE)).unwrap();
    let with = |public: &[u8]| {
        let mut inner = hex(X25519_FILE)[2..].to_vec();
        inner[2] = 1;
        inner.extend([&[0x81, 33, 0][..], public].concat());
        SealingKey::from_pkcs8_der(&asn1::write(asn1::SEQUENCE, &[&inner])).map(|key| key.public().clone())
    };
    assert_eq!(with(key.public().raw()).as_ref(), Ok(key.public()));
    assert_eq!(with(&[9; 32]), Err(SealingKeyError::Form));
}

#[test]
fn numbers_that_are_no_keys_are_refused() {
    // Zero, and the order of P-256 (SP 800-186 section 3.2.1.3).
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    for scalar in [vec![0; 32], hex(order), vec![0xff; 32], vec![1; 31], vec![1; 33]] {
        assert_eq!(SealingKey::from_raw(Kem::P256, &scalar).err(), Some(SealingKeyError::Form));
    }
    assert!(SealingKey::from_raw(Kem::X25519, &[0; 32]).is_ok(), "X25519 takes any 32 bytes");
    let random = |kem, length| SealingKey::generate(kem, &vec![1; length]).err();
    for kem in [Kem::P256, Kem::X25519] {
        assert_eq!(random(kem, 31), Some(SealingKeyError::Random { found: 31 }));
        assert_eq!(random(kem, 65), Some(SealingKeyError::Random { found: 65 }));
        assert_eq!(random(kem, 64), None);
    }
}

#[test]
fn points_that_are_none_are_refused() {
    let error = |kem, raw: &[u8]| SealingPublicKey::from_raw(kem, raw).err();
    let key = SealingPublicKey::from_spki_der(&hex(P256_PUBLIC)).unwrap();
    let mut beside = key.raw().to_vec();
    beside[64] ^= 1;
    let compressed = [&[2 + (key.raw()[64] & 1)], &key.raw()[1..33]].concat();
    for raw in [beside, compressed, vec![0], vec![0; 65], vec![4; 65]] {
        assert_eq!(error(Kem::P256, &raw), Some(KeyError::Point));
    }
    // RFC 7748 section 6.1, and the list of small orders at cr.yp.to/ecdh.html.
    let small = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    for raw in small {
        assert_eq!(error(Kem::X25519, &hex(raw)), Some(KeyError::Point), "{raw}");
    }
    assert_eq!(error(Kem::X25519, &[9; 31]), Some(KeyError::Point));
}

#[test]
fn other_public_keys_say_what_they_are() {
    let error = |der: &[u8]| SealingPublicKey::from_spki_der(der).map_err(|error| error.code()).err();
    let mut ed25519 = hex(X25519_PUBLIC);
    ed25519[8] = 0x70;
    assert_eq!(error(&ed25519), Some("key.algorithm"));
    let mut curve = hex(P256_PUBLIC);
    curve[22] = 6;
    assert_eq!(error(&curve), Some("key.curve"));
    assert_eq!(error(&hex(P256_PUBLIC)[..80]), Some("key.der"));
    assert_eq!(error(b""), Some("key.der"));
    let mut beside = hex(P256_PUBLIC);
    beside[90] ^= 1;
    assert_eq!(error(&beside), Some("key.point"));
}

#[test]
fn both_sides_agree_and_kinds_do_not_mix() {
    let key = |kem, byte| SealingKey::generate(kem, &[byte; 32]).unwrap();
    for kem in [Kem::P256, Kem::X25519] {
        let (one, two) = (key(kem, 1), key(kem, 2));
        assert_eq!(one.agree(two.public()), two.agree(one.public()));
        assert!(one.agree(two.public()).is_some());
        assert_ne!(one.agree(two.public()), one.agree(one.public()));
    }
    assert_eq!(key(Kem::P256, 1).agree(key(Kem::X25519, 1).public()), None);
}

#[test]
fn nothing_secret_is_printed() {
    for (_, file, _) in BOTH_KINDS {
        let key = SealingKey::from_pkcs8_der(&hex(file)).unwrap();
        let printed = format!("{key:?}");
        assert!(printed.starts_with("SealingKey(private half of SealingPublicKey("), "{printed}");
        assert!(printed.len() < 90, "{printed}");
    }
}
