use super::*;
use crate::algorithm::SignatureAlgorithm::Es256;
use crate::sign::Es256Signer;
use der::{Decode, Encode};
use proptest::prelude::*;

/// 2026-01-01T00:00:00Z and 2049-12-31T23:59:59Z.
const FROM: i64 = 1_767_225_600;
const UNTIL: i64 = 2_524_607_999;
/// The EU's vaccination purpose.
const PURPOSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.2");

fn signer() -> Es256Signer {
    Es256Signer::generate(&[7; 48]).unwrap()
}

fn new() -> NewCertificate<'static> {
    NewCertificate {
        subject: DistinguishedName {
            country: Some("XX".into()),
            organization: Some("示例卫生机构".into()),
            common_name: Some("Document signer 1".into()),
        },
        serial: &[0x80, 2, 3],
        not_before: FROM,
        not_after: UNTIL,
        extended_key_usage: &[PURPOSE],
    }
}

fn made() -> Vec<u8> {
    self_signed(&new(), &signer()).unwrap()
}

#[test]
fn what_is_made_is_read_back() {
    let certificate = Certificate::from_der(&made()).unwrap();
    assert_eq!(certificate.der(), made());
    assert_eq!(certificate.subject(), &new().subject);
    assert_eq!(certificate.issuer(), &new().subject);
    assert_eq!(certificate.issuer().to_string(), "Document signer 1, 示例卫生机构, XX");
    assert_eq!(certificate.serial(), [0, 0x80, 2, 3]);
    assert_eq!((certificate.not_before(), certificate.not_after()), (FROM, UNTIL));
    assert_eq!(certificate.extended_key_usage(), Some(&[PURPOSE][..]));
    assert_eq!(certificate.public_key().unwrap(), signer().public_key());
    assert_eq!(certificate.spki_der(), signer().public_key().spki_der());
    let point = &certificate.spki_der()[certificate.spki_der().len() - 65..];
    assert_eq!(certificate.subject_key_id(), Some(&hash::sha256(point)[..20]));
    assert_eq!(certificate.authority_key_id(), None);
    assert_eq!(certificate.kid(), hash::sha256(&made())[..8]);
    assert_eq!(Certificate::from_pem(&certificate.to_pem()).unwrap(), certificate);
    assert_eq!(PublicKey::from_pem(&certificate.to_pem()).unwrap(), signer().public_key());
}

#[test]
fn it_signs_itself() {
    let whole = x509_cert::Certificate::from_der(&made()).unwrap();
    let tbs = whole.tbs_certificate().to_der().unwrap();
    let signature = p256::ecdsa::Signature::from_der(whole.signature().as_bytes().unwrap()).unwrap();
    assert_eq!(signer().public_key().verify(Es256, &tbs, &signature.to_bytes()), Ok(()));
}

#[test]
fn dates_from_2050_on_are_written_in_full() {
    for (not_after, tag) in [(UNTIL, 0x17), (UNTIL + 1, 0x18), (253_402_300_799, 0x18)] {
        let der = self_signed(&NewCertificate { not_after, ..new() }, &signer()).unwrap();
        assert_eq!(Certificate::from_der(&der).unwrap().not_after(), not_after);
        let not_before = der.windows(15).position(|w| w == b"\x17\x0d260101000000Z").unwrap();
        assert_eq!(der[not_before + 15], tag);
    }
}

#[test]
fn fields_that_cannot_be_written_are_named() {
    let name = |organization: &str| DistinguishedName {
        organization: Some(organization.into()),
        ..DistinguishedName::default()
    };
    let country = DistinguishedName { country: Some("XXX".into()), ..name("A") };
    for (new, field) in [
        (NewCertificate { serial: &[], ..new() }, "serial"),
        (NewCertificate { serial: &[0; 4], ..new() }, "serial"),
        (NewCertificate { serial: &[0x80; 20], ..new() }, "serial"),
        (NewCertificate { not_before: -1, ..new() }, "not_before"),
        (NewCertificate { not_after: FROM - 1, ..new() }, "not_after"),
        (NewCertificate { not_after: i64::MAX, ..new() }, "not_after"),
        (NewCertificate { subject: DistinguishedName::default(), ..new() }, "subject"),
        (NewCertificate { subject: name(""), ..new() }, "subject"),
        (NewCertificate { subject: name(&"字".repeat(65)), ..new() }, "subject"),
        (NewCertificate { subject: country, ..new() }, "subject"),
    ] {
        assert_eq!(self_signed(&new, &signer()), Err(CertificateError::Build { field }));
    }
    let longest = NewCertificate { subject: name(&"字".repeat(64)), serial: &[0x7f; 20], ..new() };
    assert!(Certificate::from_der(&self_signed(&longest, &signer()).unwrap()).is_ok());
}

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
    let header = match content.len() {
        0..128 => vec![tag, low],
        128..256 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [header, content].concat()
}

/// A certificate written by hand: with no extensions it is version 1.
fn by_hand(extensions: &[Vec<u8>]) -> Vec<u8> {
    let algorithm = tlv(0x30, &[&[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]]);
    let country = tlv(0x30, &[&[6, 3, 0x55, 4, 6], &tlv(0x13, &[b"es"])]);
    let name = tlv(0x30, &[&tlv(0x31, &[&country])]);
    let validity = tlv(0x30, &[&tlv(0x17, &[b"260101000000Z"]), &tlv(0x17, &[b"491231235959Z"])]);
    let version = tlv(0xa0, &[&[2, 1, 2]]);
    let spki = signer().public_key().spki_der().to_vec();
    let extensions = tlv(0xa3, &[&tlv(0x30, &[&extensions.concat()])]);
    let v3 = extensions.len() > 4;
    let tbs = tlv(
        0x30,
        &[
            if v3 { &version } else { &[] },
            &[2, 1, 5],
            &algorithm,
            &name,
            &validity,
            &name,
            &spki,
            if v3 { &extensions } else { &[] },
        ],
    );
    tlv(0x30, &[&tbs, &algorithm, &[3, 2, 0, 0]])
}

fn extension(id: u8, critical: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&[6, 3, 0x55, 0x1d, id], critical, &tlv(4, &[value])])
}

const EKU: u8 = 37;
const SKI: u8 = 14;
const AKI: u8 = 35;
const CRITICAL_FALSE: &[u8] = &[1, 1, 0];

#[test]
fn version_1_is_read() {
    let certificate = Certificate::from_der(&by_hand(&[])).unwrap();
    assert_eq!(certificate.issuer().country.as_deref(), Some("ES"));
    assert_eq!(certificate.extended_key_usage(), None);
    assert_eq!(certificate.not_after(), UNTIL);
}

#[test]
fn a_default_written_out_is_read() {
    let value = tlv(0x30, &[&tlv(6, &[PURPOSE.as_bytes()])]);
    let certificate = Certificate::from_der(&by_hand(&[extension(EKU, CRITICAL_FALSE, &value)])).unwrap();
    assert_eq!(certificate.extended_key_usage(), Some(&[PURPOSE][..]));
}

#[test]
fn an_empty_list_of_purposes_is_no_limit() {
    let certificate = Certificate::from_der(&by_hand(&[extension(EKU, &[], &[0x30, 0])])).unwrap();
    assert_eq!(certificate.extended_key_usage(), None);
}

#[test]
fn a_limit_that_cannot_be_read_is_not_dropped() {
    let good = extension(EKU, &[], &tlv(0x30, &[&tlv(6, &[PURPOSE.as_bytes()])]));
    let error = CertificateError::Extension { oid: ObjectIdentifier::new_unwrap("2.5.29.37") };
    for extensions in [vec![extension(EKU, &[], &[0x30, 1, 0])], vec![good.clone(), good]] {
        assert_eq!(Certificate::from_der(&by_hand(&extensions)), Err(error.clone()));
    }
}

#[test]
fn key_identifiers_are_read_and_damaged_ones_left_out() {
    let ids = [extension(SKI, &[], &[4, 2, 1, 2]), extension(AKI, &[], &[0x30, 4, 0x80, 2, 3, 4])];
    let certificate = Certificate::from_der(&by_hand(&ids)).unwrap();
    assert_eq!(certificate.subject_key_id(), Some(&[1, 2][..]));
    assert_eq!(certificate.authority_key_id(), Some(&[3, 4][..]));
    let damaged = [extension(SKI, &[], &[9]), extension(AKI, &[], &[0x30, 0])];
    let certificate = Certificate::from_der(&by_hand(&damaged)).unwrap();
    assert_eq!((certificate.subject_key_id(), certificate.authority_key_id()), (None, None));
}

#[test]
fn what_is_no_certificate_says_where() {
    let der = made();
    for broken in [&b""[..], &der[..der.len() - 1], &der[1..], &[&der[..], &[0]].concat()] {
        assert!(matches!(Certificate::from_der(broken), Err(CertificateError::Der { .. })));
    }
    assert_eq!(Certificate::from_pem("none"), Err(CertificateError::Der { offset: 0 }));
    let error = PublicKey::from_certificate_der(b"").unwrap_err();
    assert_eq!(error.code(), "x509.der");
}

#[test]
fn every_code_is_listed() {
    for error in [
        CertificateError::Build { field: "serial" },
        CertificateError::Der { offset: 0 },
        CertificateError::Extension { oid: PURPOSE },
    ] {
        assert!(crate::CODES.contains(&error.code()), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_makes_the_reader_panic(at in 0usize..400, byte in any::<u8>()) {
        let mut der = made();
        let at = at % der.len();
        der[at] = byte;
        if let Ok(certificate) = Certificate::from_der(&der) {
            let _ = (certificate.public_key(), certificate.issuer().to_string());
        }
    }
}
