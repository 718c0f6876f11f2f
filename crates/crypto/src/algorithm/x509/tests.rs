use super::*;

fn identifier(oid: &str, parameters: &[u8]) -> Vec<u8> {
    let oid = ObjectIdentifier::new_unwrap(oid);
    asn1::write(asn1::SEQUENCE, &[&asn1::write(asn1::OID, &[oid.as_bytes()]), parameters])
}

fn read(oid: &str, parameters: &[u8]) -> Option<String> {
    X509Algorithm::from_der(&identifier(oid, parameters)).map(|algorithm| algorithm.to_string())
}

const NULL: &[u8] = &[5, 0];
const PSS: &str = "1.2.840.113549.1.1.10";
const SHA256: &str = "2.16.840.1.101.3.4.2.1";

#[test]
fn names_are_understood_with_null_and_without() {
    for (oid, name) in [
        ("1.2.840.10045.4.3.2", "ECDSA, SHA-256"),
        ("1.2.840.10045.4.3.3", "ECDSA, SHA-384"),
        ("1.2.840.10045.4.3.4", "ECDSA, SHA-512"),
        ("1.2.840.113549.1.1.11", "RSASSA-PKCS1-v1_5, SHA-256"),
        ("1.2.840.113549.1.1.13", "RSASSA-PKCS1-v1_5, SHA-512"),
        ("1.3.101.112", "Ed25519, SHA-512"),
    ] {
        assert_eq!(read(oid, &[]).as_deref(), Some(name));
        assert_eq!(read(oid, NULL).as_deref(), Some(name));
        assert_eq!(read(oid, &[4, 0]), None);
        assert_eq!(read(oid, &[5, 1, 0]), None);
        assert_eq!(read(oid, &[5, 0, 5, 0]), None);
    }
    // MD5 with RSA, id-ecPublicKey, rsaEncryption
    for oid in ["1.2.840.113549.1.1.4", "1.2.840.10045.2.1", "1.2.840.113549.1.1.1"] {
        assert_eq!(read(oid, NULL), None);
    }
    assert_eq!(X509Algorithm::from_der(&[]), None);
}

#[cfg(feature = "sha1")]
#[test]
fn sha1_is_understood_and_known_to_be_broken() {
    for oid in ["1.2.840.10045.4.1", "1.2.840.113549.1.1.5"] {
        let algorithm = X509Algorithm::from_der(&identifier(oid, NULL)).unwrap();
        assert!(algorithm.hash().is_broken());
    }
    assert!(!HashAlgorithm::Sha224.is_broken() && !HashAlgorithm::Sha256.is_broken());
    assert_eq!(HashAlgorithm::Sha1.digest(b"abc")[..4], [0xa9, 0x99, 0x3e, 0x36]);
}

#[test]
fn pss_parameters_are_taken_as_they_are() {
    let hash = asn1::write(HASH, &[&identifier(SHA256, NULL)]);
    let mask =
        |hash: &str| asn1::write(MASK, &[&identifier("1.2.840.113549.1.1.8", &identifier(hash, NULL))]);
    let salt = |bytes: &[u8]| asn1::write(SALT, &[&asn1::write(asn1::INTEGER, &[bytes])]);
    let trailer = |number: u8| asn1::write(TRAILER, &[&[2, 1, number]]);
    let pss = |parts: &[&[u8]]| {
        let parameters = asn1::write(asn1::SEQUENCE, parts);
        X509Algorithm::from_der(&identifier(PSS, &parameters)).map(|algorithm| match algorithm.0 {
            Scheme::Pss(pss) => (pss.hash.name(), pss.mask.name(), pss.salt),
            other => panic!("{other:?}"),
        })
    };
    let (same, other) = (mask(SHA256), mask("2.16.840.1.101.3.4.2.3"));
    assert_eq!(pss(&[&hash, &same, &salt(&[32])]), Some(("SHA-256", "SHA-256", 32)));
    assert_eq!(pss(&[&hash, &other, &salt(&[0])]), Some(("SHA-256", "SHA-512", 0)));
    assert_eq!(pss(&[&hash, &same, &trailer(1)]), Some(("SHA-256", "SHA-256", 20)));
    assert_eq!(pss(&[&hash, &same, &trailer(2)]), None);
    assert_eq!(pss(&[&hash, &same, &salt(&[0, 222])]), Some(("SHA-256", "SHA-256", 222)));
    assert_eq!(pss(&[&hash, &same, &salt(&[3, 1])]), None);
    assert_eq!(pss(&[&hash, &same, &salt(&[0xff])]), None);
    assert_eq!(pss(&[&same, &hash]), None);
    assert_eq!(pss(&[&hash, &same, &salt(&[32]), NULL]), None);
    let no_mask = asn1::write(MASK, &[&identifier(SHA256, &identifier(SHA256, NULL))]);
    assert_eq!(pss(&[&hash, &no_mask]), None);
    #[cfg(feature = "sha1")]
    assert_eq!(pss(&[]), Some(("SHA-1", "SHA-1", 20)));
    assert_eq!(read(PSS, &[]), None);
    assert_eq!(read(PSS, NULL), None);
}
