use super::super::forge::{
    AKI, BASIC, CA, ECDSA_SHA256, Forged, MAY_SIGN_BOTH, SKI, USAGE, algorithm, extension, name, sealed, time,
};
use super::*;
use crate::asn1::write;
use proptest::prelude::*;

/// Extensions' last arcs under id-ce: reasonCode, deltaCRLIndicator, issuingDistributionPoint,
/// certificateIssuer.
const REASON_CODE: u8 = 21;
const DELTA: u8 = 27;
const DISTRIBUTION_POINT: u8 = 28;
const CERTIFICATE_ISSUER: u8 = 29;

fn entry(serial: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    let extensions =
        if extensions.is_empty() { Vec::new() } else { write(asn1::SEQUENCE, &[&extensions.concat()]) };
    write(asn1::SEQUENCE, &[&write(asn1::INTEGER, &[serial]), &time("260301120000Z"), &extensions])
}

fn list(entries: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
    let revoked = if entries.is_empty() { Vec::new() } else { write(asn1::SEQUENCE, &[&entries.concat()]) };
    let tbs = write(
        asn1::SEQUENCE,
        &[
            &[2, 1, 1],
            &algorithm(ECDSA_SHA256),
            &name("CA"),
            &time("260401000000Z"),
            &time("260701000000Z"),
            &revoked,
            &write(EXPLICIT_0, &[&write(asn1::SEQUENCE, &[&extensions.concat()])]),
        ],
    );
    sealed(&tbs, &algorithm(ECDSA_SHA256))
}

fn sample() -> Vec<u8> {
    let reason = |code: u8| extension(REASON_CODE, false, &[0x0a, 1, code]);
    list(
        &[entry(&[0, 0x80, 7], &[reason(1)]), entry(&[5], &[reason(7)]), entry(&[6], &[])],
        &[extension(20, false, &[2, 1, 9]), extension(AKI, false, &[0x30, 3, 0x80, 1, 9])],
    )
}

fn certificate(serial: &[u8], issuer: &str) -> Certificate {
    Forged { serial, issuer, subject: "Signer", ..Forged::default() }.certificate()
}

#[test]
fn entries_are_read_and_found() {
    let crl = RevocationList::from_der(&sample()).unwrap();
    assert_eq!(crl.der(), sample());
    // 2026-04-01, 2026-07-01 and 2026-03-01T12:00:00Z.
    assert_eq!((crl.this_update(), crl.next_update()), (1_775_001_600, Some(1_782_864_000)));
    assert_eq!((crl.number(), crl.authority_key_id()), (Some(&[9][..]), Some(&[9][..])));
    assert_eq!(crl.issuer().to_string(), "CA");
    assert_eq!(crl.revoked().len(), 3);
    let first = crl.find(&certificate(&[0, 0x80, 7], "CA")).unwrap();
    assert_eq!((first.revoked_at, first.reason), (1_772_366_400, Some(RevocationReason::KeyCompromise)));
    assert_eq!(crl.find(&certificate(&[5], "CA")).unwrap().reason, None);
    assert_eq!(crl.find(&certificate(&[6], "ca")).unwrap().reason, None);
    assert_eq!(crl.find(&certificate(&[6], "CB")), None);
    assert_eq!(crl.find(&certificate(&[8], "CA")), None);
}

#[test]
fn it_is_its_issuers_or_not_for_a_reason() {
    let crl = RevocationList::from_der(&sample()).unwrap();
    let issuer =
        |subject, extensions: &[Vec<u8>]| Forged { subject, extensions, ..Forged::default() }.certificate();
    let ca = extension(BASIC, true, CA);
    let usage = |bits: &[u8]| extension(USAGE, true, bits);
    let verdict = |issuer: &Certificate| crl.verify_issued_by(issuer, Sha1::Refuse);
    let good = issuer("CA", &[ca.clone(), usage(MAY_SIGN_BOTH), extension(SKI, false, &[4, 1, 9])]);
    assert_eq!(verdict(&good), Ok(HashAlgorithm::Sha256));
    assert_eq!(verdict(&issuer("CB", std::slice::from_ref(&ca))), Err(ChainError::Name));
    let other = issuer("CA", &[ca.clone(), extension(SKI, false, &[4, 1, 8])]);
    assert_eq!(verdict(&other), Err(ChainError::KeyId));
    assert_eq!(verdict(&issuer("CA", &[])), Err(ChainError::NotCa));
    assert_eq!(verdict(&issuer("CA", &[ca, usage(&[3, 2, 2, 4])])), Err(ChainError::KeyUsage));
}

#[test]
fn what_is_not_a_whole_list_of_one_issuer_is_refused() {
    for (der, arc) in [
        (list(&[], &[extension(DELTA, true, &[2, 1, 1])]), DELTA),
        (list(&[], &[extension(DISTRIBUTION_POINT, true, &[0x30, 0])]), DISTRIBUTION_POINT),
        (list(&[entry(&[5], &[extension(CERTIFICATE_ISSUER, true, &[0x30, 0])])], &[]), CERTIFICATE_ISSUER),
    ] {
        let error = RevocationList::from_der(&der).unwrap_err();
        assert_eq!((error.code(), error.found().unwrap()), ("crl.extension", format!("2.5.29.{arc}")));
    }
    let ignored = list(&[], &[extension(DELTA, false, &[2, 1, 1])]);
    assert!(RevocationList::from_der(&ignored).is_ok());
}

#[test]
fn limits_and_cuts_are_refused() {
    let bytes = CRL_MAX_BYTES + 1;
    assert_eq!(RevocationList::from_der(&vec![0x30; bytes]), Err(CrlError::Size { bytes }));
    let der = sample();
    for length in 0..der.len() {
        assert!(RevocationList::from_der(&der[..length]).is_err(), "{length}");
    }
    assert!(RevocationList::from_der(&[&der[..], &[0]].concat()).is_err());
}

#[test]
fn every_code_is_listed() {
    let oid = REASON;
    for error in [CrlError::Der { offset: 0 }, CrlError::Extension { oid }, CrlError::Size { bytes: 0 }] {
        assert!(crate::CODES.contains(&error.code()), "{error}");
    }
}

proptest! {
    #[test]
    fn no_damage_makes_the_reader_panic(at in 0usize..400, byte in any::<u8>()) {
        let mut der = sample();
        let at = at % der.len();
        let before = std::mem::replace(&mut der[at], byte);
        let issuer = Forged { extensions: &[extension(BASIC, true, CA)], ..Forged::default() }.certificate();
        if let Ok(list) = RevocationList::from_der(&der) {
            let holds = list.verify_issued_by(&issuer, Sha1::Allow).is_ok();
            prop_assert_eq!(holds, before == byte);
        }
    }
}
