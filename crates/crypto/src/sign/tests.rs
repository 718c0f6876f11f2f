use super::*;
use crate::algorithm::SignatureAlgorithm::Es256;

/// TEST ONLY: the key of RFC 6979 appendix A.2.5.
const RFC6979: &str = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
/// TEST ONLY: written by `openssl pkcs8 -topk8 -nocrypt`, and its public half.
const OPENSSL: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNbeD4607lCNXU5xy
hwSyBMAC4A8WA7KNnlwtQ39uBPihRANCAASfJPB0sJPw13R1CGdNtPWdqQRoIFsW
KPho86TuAN6XzvQyMqFjuKQaiSHKml4j5eNxPZubV4QnJqbTGisgT17C
-----END PRIVATE KEY-----
";
const OPENSSL_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnyTwdLCT8Nd0dQhnTbT1nakEaCBb
Fij4aPOk7gDel870MjKhY7ikGokhyppeI+XjcT2bm1eEJyam0xorIE9ewg==
-----END PUBLIC KEY-----
";

const GENERATED_40: &str = "f3f1efebf7f8f9fc3307af9f86364a5dfc8ed183c330694cd8150da8ed27f449";
const GENERATED_48: &str = "2b00a99a9a4b60763c7efb0164f903935c35599ff48249e13e75d1c951e33151";

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

#[test]
fn signatures_are_those_of_rfc_6979_with_the_lower_s() {
    let signer = Es256Signer::from_scalar(&hex(RFC6979)).unwrap();
    // The RFC prints f7cb1c94... for `sample`; what is here is the order less that.
    let sample = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                  0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";
    let test = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367\
                019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";
    assert_eq!(signer.sign(b"sample").to_vec(), hex(sample));
    assert_eq!(signer.sign(b"test").to_vec(), hex(test));
}

#[test]
fn the_higher_s_verifies_too() {
    let signer = Es256Signer::from_scalar(&hex(RFC6979)).unwrap();
    let printed = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                   f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    assert_eq!(signer.public_key().verify(Es256, b"sample", &hex(printed)), Ok(()));
}

#[test]
fn random_bytes_become_the_scalar_of_fips_186_5() {
    // Worked out independently: (number mod (n - 1)) + 1.
    for (length, scalar) in [(40, GENERATED_40), (48, GENERATED_48)] {
        let random: Vec<u8> = (0..length).map(|i| 255 - i).collect();
        let expected = Es256Signer::from_scalar(&hex(scalar)).unwrap();
        assert_eq!(Es256Signer::generate(&random).unwrap().public_key(), expected.public_key());
    }
    assert!(Es256Signer::generate(&[0; 48]).is_ok());
    assert!(Es256Signer::generate(&[0xff; 48]).is_ok());
    for length in [0, 32, 39, 49] {
        let error = Es256Signer::generate(&vec![1; length]).unwrap_err();
        assert_eq!(error, SignerError::Random { found: length });
    }
}

#[test]
fn scalars_outside_one_to_the_order_are_refused() {
    let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    for scalar in [&[][..], &[0; 32], &[1; 31], &[1; 33], &[0xff; 32], &order] {
        assert_eq!(Es256Signer::from_scalar(scalar).unwrap_err(), SignerError::Scalar);
    }
}

#[test]
fn pkcs8_is_what_openssl_reads_and_writes() {
    let signer = Es256Signer::from_pkcs8_pem(OPENSSL).unwrap();
    assert_eq!(signer.public_key(), PublicKey::from_pem(OPENSSL_PUBLIC).unwrap());
    assert_eq!(signer.to_pkcs8_pem().unwrap().as_str(), OPENSSL);
}

#[test]
fn pkcs8_that_is_not_ours_is_refused() {
    let der = pem::decode(OPENSSL, PEM_LABEL).unwrap();
    let mut other_half = der.to_vec();
    other_half[40] ^= 1;
    for damaged in [&b""[..], &der[1..], &der[..der.len() - 1], &other_half] {
        assert_eq!(Es256Signer::from_pkcs8_der(damaged).unwrap_err(), SignerError::Pkcs8);
    }
    assert_eq!(Es256Signer::from_pkcs8_pem(OPENSSL_PUBLIC).unwrap_err(), SignerError::Pem);
}

#[test]
fn debug_shows_nothing_of_the_secret() {
    let signer = Es256Signer::from_scalar(&hex(RFC6979)).unwrap();
    let shown = format!("{signer:?}").to_lowercase();
    assert!(shown.starts_with("es256signer(private half of publickey(p-256"), "{shown}");
    assert!(!shown.contains("c9af") && !shown.contains("201, 175"), "{shown}");
}

#[test]
fn every_code_is_listed() {
    for error in [SignerError::Pem, SignerError::Pkcs8, SignerError::Random { found: 0 }, SignerError::Scalar]
    {
        assert!(crate::CODES.contains(&error.code()), "{error}");
    }
}
