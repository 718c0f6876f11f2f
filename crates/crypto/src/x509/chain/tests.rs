use super::super::forge::{AKI, BASIC, CA, Forged, MAY_SIGN_BOTH, SKI, USAGE, extension};
use super::*;

const SHA1: &str = "1.2.840.10045.4.1";

fn authority(extensions: &[Vec<u8>]) -> Certificate {
    Forged { extensions, ..Forged::default() }.certificate()
}

fn subject(extensions: &[Vec<u8>]) -> Certificate {
    Forged { subject: "Signer", extensions, ..Forged::default() }.certificate()
}

fn ca() -> Vec<u8> {
    extension(BASIC, true, CA)
}

#[test]
fn an_authority_issues() {
    let bare = authority(&[ca()]);
    let whole = authority(&[ca(), extension(USAGE, true, MAY_SIGN_BOTH), extension(SKI, false, &[4, 1, 9])]);
    let plain = subject(&[]);
    let keyed = subject(&[extension(AKI, false, &[0x30, 3, 0x80, 1, 9])]);
    for issuer in [&bare, &whole] {
        for issued in [&plain, &keyed, issuer] {
            assert_eq!(issued.verify_issued_by(issuer), Ok(()));
        }
    }
    assert_eq!((whole.is_ca(), whole.path_length()), (true, None));
    assert!(whole.key_usage().unwrap().key_cert_sign && whole.key_usage().unwrap().crl_sign);
    assert_eq!(bare.key_usage(), None);
    assert_eq!(plain.signature_algorithm().unwrap().to_string(), "ECDSA, SHA-256");
    let key = bare.public_key().unwrap();
    let algorithm = plain.signature_algorithm().unwrap();
    assert_eq!(key.verify_x509(algorithm, plain.tbs_der(), plain.signature()), Ok(()));
}

#[test]
fn who_may_not_issue_is_told_why() {
    let plain = subject(&[]);
    let keyed = subject(&[extension(AKI, false, &[0x30, 3, 0x80, 1, 9])]);
    let other = Forged { subject: "CB", extensions: &[ca()], ..Forged::default() }.certificate();
    assert_eq!(plain.verify_issued_by(&other), Err(ChainError::Name));
    let other = authority(&[ca(), extension(SKI, false, &[4, 1, 8])]);
    assert_eq!(keyed.verify_issued_by(&other), Err(ChainError::KeyId));
    for no in [&[][..], &[extension(BASIC, true, &[0x30, 0])], &[extension(BASIC, true, &[0x30, 3, 1, 1, 0])]]
    {
        assert_eq!(plain.verify_issued_by(&authority(no)), Err(ChainError::NotCa));
    }
    // cRLSign only, and no bits at all.
    for usage in [&[3, 2, 1, 2][..], &[3, 1, 0]] {
        let limited = authority(&[ca(), extension(USAGE, true, usage)]);
        assert_eq!(plain.verify_issued_by(&limited), Err(ChainError::KeyUsage));
    }
}

#[test]
fn algorithms_are_the_same_twice_and_known() {
    let issuer = authority(&[ca()]);
    let sealed = |inside, outside| Forged { inside, outside, ..Forged::default() }.certificate();
    let sha384 = "1.2.840.10045.4.3.3";
    let error = sealed(sha384, Forged::default().outside).verify_issued_by(&issuer);
    assert_eq!(error, Err(ChainError::Algorithm { found: "1.2.840.10045.4.3.2".into() }));
    let twice = sealed(sha384, sha384);
    assert_eq!(twice.verify_issued_by(&issuer), Err(ChainError::Signature));
    assert_eq!(sealed(sha384, SHA1).signature_algorithm(), None);
    let md5 = "1.2.840.113549.1.1.4";
    let error = sealed(md5, md5).verify_issued_by(&issuer).unwrap_err();
    assert_eq!((error.code(), error.found().as_deref()), ("x509.chain.algorithm", Some(md5)));
    // An RSA algorithm under an EC key is no signature.
    let rsa = "1.2.840.113549.1.1.11";
    assert_eq!(sealed(rsa, rsa).verify_issued_by(&issuer), Err(ChainError::Signature));
    #[cfg(feature = "sha1")]
    assert_eq!(sealed(SHA1, SHA1).verify_issued_by(&issuer), Err(ChainError::Sha1));
    #[cfg(feature = "sha1")]
    assert_eq!(sealed(SHA1, SHA1).verify_issued_by_with(&issuer, Sha1::Allow), Err(ChainError::Signature));
}

#[test]
fn rights_that_cannot_be_read_or_stand_twice_are_not_dropped() {
    for extensions in [
        vec![extension(BASIC, true, &[0x30, 1, 0])],
        vec![ca(), ca()],
        vec![extension(USAGE, true, &[3, 0])],
        vec![extension(USAGE, true, &[3, 2, 9, 6])],
        vec![extension(USAGE, true, MAY_SIGN_BOTH), extension(USAGE, true, MAY_SIGN_BOTH)],
    ] {
        let der = Forged { extensions: &extensions, ..Forged::default() }.der();
        assert_eq!(Certificate::from_der(&der).unwrap_err().code(), "x509.extension");
    }
}

#[test]
fn every_code_is_listed() {
    for error in [
        ChainError::Name,
        ChainError::KeyId,
        ChainError::NotCa,
        ChainError::KeyUsage,
        ChainError::Algorithm { found: String::new() },
        ChainError::Sha1,
        ChainError::Key(KeyError::Der),
        ChainError::Signature,
    ] {
        assert!(crate::CODES.contains(&error.code()), "{error}");
    }
}
