//! Chains, revocation lists and master lists as states publish them.

#![cfg(all(feature = "brainpool", feature = "sha1"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

mod support;

use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::key::KeyKind;
use healthpass_crypto::x509::{Certificate, ChainError, CrlError, RevocationList, Sha1};
use serde_json::Value;
use std::collections::BTreeSet;

fn certificate(name: &str) -> Option<Certificate> {
    let bytes = support::bytes(name)?;
    let read = match std::str::from_utf8(&bytes) {
        Ok(text) if text.starts_with("-----") => Certificate::from_pem(text),
        _ => Certificate::from_der(&bytes),
    };
    Some(read.unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// The signer's certificate inside a visible digital seal.
fn seal_signer(name: &str) -> Option<Certificate> {
    let file: Value = serde_json::from_str(&support::text(&format!("vds-nc/{name}.json"))?).expect("JSON");
    let seal: Value = serde_json::from_str(file["payload"].as_str().expect("payload")).expect("JSON");
    let base64 = seal["sig"]["cer"].as_str().expect("cer").trim_end_matches('=');
    let der = Base64UrlUnpadded::decode_vec(base64).expect("base64url");
    Some(Certificate::from_der(&der).expect("a certificate"))
}

#[test]
fn japan_spells_its_curve_out_and_writes_null() {
    let (Some(csca), Some(signer)) =
        (certificate("trust/vds-jp-csca.pem"), seal_signer("gdhcn-ICAOJPQR1Contents"))
    else {
        return;
    };
    assert_eq!(csca.public_key().unwrap().kind(), KeyKind::P384);
    assert_eq!((csca.is_ca(), csca.path_length()), (true, Some(0)));
    let usage = csca.key_usage().unwrap();
    assert!(usage.key_cert_sign && usage.crl_sign && !usage.digital_signature);
    assert!(signer.key_usage().unwrap().digital_signature && !signer.is_ca());
    assert_eq!(csca.signature_algorithm().unwrap().to_string(), "ECDSA, SHA-384");
    assert_eq!(csca.verify_issued_by(&csca), Ok(()));
    assert_eq!(signer.verify_issued_by(&csca), Ok(()));
    assert_eq!(signer.verify_issued_by_with(&csca, Sha1::Allow), Ok(HashAlgorithm::Sha384));
    assert_eq!(csca.verify_issued_by(&signer), Err(ChainError::Name));
}

#[test]
fn australia_issues_with_rsa_4096() {
    let Some(csca) = certificate("trust/vds-au-csca.der") else { return };
    assert_eq!(csca.public_key().unwrap().kind(), KeyKind::Rsa);
    assert_eq!(csca.verify_issued_by(&csca), Ok(()));
    for name in ["vds-au-android-validVDSJson", "vds-au-ios-validVDSJson", "vds-au-android-invalidVDSJson"] {
        let Some(signer) = seal_signer(name) else { continue };
        assert_eq!(signer.verify_issued_by(&csca), Ok(()), "{name}");
        assert_eq!(signer.extended_key_usage().unwrap()[0].to_string(), "2.23.136.1.1.14.2");
        assert_eq!(signer.serial(), [0x18, 0xad]);
    }
    if let Some(japan) = certificate("trust/vds-jp-csca.pem") {
        assert_eq!(csca.verify_issued_by(&japan), Err(ChainError::Name));
    }
}

#[test]
fn the_icao_health_signer_is_read_though_its_issuer_is_not_published() {
    let Some(signer) = certificate("trust/icao-health-ml-signer1.pem") else { return };
    assert_eq!(signer.public_key().unwrap().kind(), KeyKind::P256);
    assert_eq!(signer.issuer().to_string(), "ICAO Health CA, ICAO, IA");
    assert_eq!(signer.verify_issued_by(&signer), Err(ChainError::Name));
}

/// 2021-08-19T03:56:55Z and 2021-11-17T03:56:55Z.
const AU_CRL: (i64, i64) = (1_629_345_415, 1_637_121_415);

#[test]
fn the_australian_revocation_list_is_its_authoritys() {
    let (Some(der), Some(csca)) =
        (support::bytes("trust/vds-au-csca.crl"), certificate("trust/vds-au-csca.der"))
    else {
        return;
    };
    let list = RevocationList::from_der(&der).unwrap();
    assert_eq!((list.this_update(), list.next_update()), (AU_CRL.0, Some(AU_CRL.1)));
    assert_eq!(list.number(), Some(&[64][..]));
    assert_eq!(list.issuer(), csca.subject());
    assert_eq!(list.revoked(), []);
    assert_eq!(list.verify_issued_by(&csca, Sha1::Refuse), Ok(HashAlgorithm::Sha256));
    if let Some(japan) = certificate("trust/vds-jp-csca.pem") {
        assert_eq!(list.verify_issued_by(&japan, Sha1::Refuse), Err(ChainError::Name));
        assert_eq!(list.find(&japan), None);
    }
    // A changed date reads but does not verify; a cut or prolonged list does not read.
    let at = der.windows(13).position(|window| window == b"211117035655Z").unwrap();
    let mut changed = der.clone();
    changed[at + 1] = b'2';
    let changed = RevocationList::from_der(&changed).unwrap();
    assert_eq!(changed.verify_issued_by(&csca, Sha1::Refuse), Err(ChainError::Signature));
    for length in 0..der.len() {
        assert!(matches!(RevocationList::from_der(&der[..length]), Err(CrlError::Der { .. })));
    }
    assert!(RevocationList::from_der(&[&der[..], &[0]].concat()).is_err());
}

#[test]
fn a_certificate_cut_anywhere_is_refused_and_changed_anywhere_not_issued() {
    let (Some(csca), Some(signer)) =
        (certificate("trust/vds-jp-csca.pem"), seal_signer("gdhcn-ICAOJPQR1Contents"))
    else {
        return;
    };
    for der in [csca.der(), signer.der()] {
        for length in 0..der.len() {
            assert!(Certificate::from_der(&der[..length]).is_err());
        }
    }
    for at in 0..signer.der().len() {
        let mut der = signer.der().to_vec();
        der[at] ^= 1 << (at % 8);
        if let Ok(changed) = Certificate::from_der(&der) {
            assert!(changed.verify_issued_by(&csca).is_err(), "byte {at}");
        }
    }
    // An issuer changed in its key, name or rights.
    let mut errors = BTreeSet::new();
    for at in 0..csca.der().len() {
        let mut der = csca.der().to_vec();
        der[at] ^= 1 << (at % 8);
        match Certificate::from_der(&der).map(|changed| signer.verify_issued_by(&changed)) {
            Ok(Err(error)) => errors.insert(error.code()),
            Err(error) => errors.insert(error.code()),
            Ok(Ok(())) => false,
        };
    }
    println!("{errors:?}");
    for code in ["x509.chain.name", "x509.chain.key-id", "x509.chain.key", "x509.chain.not-ca"] {
        assert!(errors.contains(code), "{code} not among {errors:?}");
    }
}

/// The passports of an own generator: every algorithm passports use, and chains gone wrong.
#[test]
fn synthetic_signers_are_issued_or_refused_for_the_right_reason() {
    let mut seen = 0;
    for name in support::folder("passport/synthetic").iter().filter(|name| !name.ends_with(".json")) {
        let file = |file: &str| certificate(&format!("passport/synthetic/{name}/{file}"));
        if name == "neg_curveball" {
            let signer = file("ds_signed_by_curveball.cer").expect("there");
            let rogue = file("rogue_csca_same_point_own_generator.cer").expect("there");
            let refusal = signer.verify_issued_by(&rogue).unwrap_err();
            assert_eq!(
                (refusal.code(), refusal.found().unwrap().as_str()),
                ("x509.chain.key", "key.curve (explicit)")
            );
            assert_eq!(
                signer.verify_issued_by(&file("csca.cer").expect("there")),
                Err(ChainError::Signature)
            );
            continue;
        }
        let (csca, signer) = (file("csca.cer").expect("there"), file("ds.cer").expect("there"));
        let verdict = signer.verify_issued_by(&csca);
        match name.as_str() {
            "neg_wrong_csca" | "neg_ds_from_rogue_csca" => assert!(verdict.is_err(), "{name}"),
            "rsa2048_pkcs1_sha1" | "p256_explicit_sha1" => {
                assert_eq!(verdict, Err(ChainError::Sha1), "{name}");
                let hash = signer.verify_issued_by_with(&csca, Sha1::Allow).unwrap();
                assert!(hash.is_broken());
            }
            "plain_ecdsa_rs" => println!("{name}: {verdict:?}"),
            _ => assert_eq!(verdict, Ok(()), "{name}"),
        }
        seen += 1;
    }
    assert!(seen == 0 || seen > 20, "{seen}");
}

/// Every authority of China, Hong Kong and Macao: those that sign themselves, and those that the one
/// before them vouches for.
#[test]
fn the_authorities_of_china_sign_themselves_and_each_other() {
    let names = support::folder("passport/csca-cn");
    let all: Vec<(String, Certificate)> = names
        .into_iter()
        .filter(|name| name.ends_with(".cer"))
        .map(|name| (name.clone(), certificate(&format!("passport/csca-cn/{name}")).expect("there")))
        .collect();
    for (name, authority) in &all {
        let issuers: Vec<&str> = all
            .iter()
            .filter(|(_, issuer)| authority.verify_issued_by_with(issuer, Sha1::Allow).is_ok())
            .map(|(name, _)| name.as_str())
            .collect();
        println!("{name} by {issuers:?}");
        if name.contains("_self_") {
            assert!(issuers.contains(&name.as_str()), "{name}");
        }
    }
}
