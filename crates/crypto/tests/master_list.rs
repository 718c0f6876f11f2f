//! The German master list: the passport authorities of 112 states in one CMS message.

#![cfg(all(feature = "brainpool", feature = "cms", feature = "sha1"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

mod support;

use healthpass_crypto::cms::{CmsError, MASTER_LIST, MASTER_LIST_SIGNING, SignedData};
use healthpass_crypto::x509::{Certificate, Sha1};
use std::collections::BTreeMap;

fn german_list() -> Option<Vec<u8>> {
    support::bytes("passport/masterlist/DE_ML_2026-05-28-08-28-45.ml")
}

#[test]
fn the_list_is_signed_by_who_may_sign_it() {
    let (Some(der), Some(root)) =
        (german_list(), support::bytes("passport/masterlist/DE_ROOT_CA_CSCA07.cer"))
    else {
        return;
    };
    let message = SignedData::from_der(&der).unwrap();
    assert_eq!(message.content_type(), MASTER_LIST);
    let signer = message.verify().unwrap();
    assert_eq!(signer.extended_key_usage(), Some(&[MASTER_LIST_SIGNING][..]));
    let root = Certificate::from_der(&root).unwrap();
    let issuers = || message.certificates().iter().chain([&root]);
    assert!(issuers().any(|issuer| signer.verify_issued_by(issuer).is_ok()));
    assert_eq!(message.verify_by(&root), Err(CmsError::Signer));
    assert_eq!(message.master_list().unwrap().len(), 588);
}

#[test]
fn every_authority_is_read_and_has_an_issuer_on_the_list() {
    let Some(der) = german_list() else { return };
    let message = SignedData::from_der(&der).unwrap();
    let listed = message.master_list().unwrap();
    let all: Vec<Certificate> = listed
        .iter()
        .map(|der| Certificate::from_der(der).unwrap_or_else(|error| panic!("{error}")))
        .collect();
    let mut verdicts = BTreeMap::<String, usize>::new();
    let mut kinds = BTreeMap::<String, usize>::new();
    for authority in &all {
        let kind =
            authority.public_key().map_or_else(|error| error.to_string(), |key| key.kind().to_string());
        *kinds.entry(kind).or_default() += 1;
        let is_self_signed = authority.issuer_der() == authority.subject_der()
            && authority.authority_key_id().is_none_or(|id| authority.subject_key_id() == Some(id));
        let verdict = if is_self_signed {
            match authority.verify_issued_by_with(authority, Sha1::Allow) {
                Ok(hash) => format!("self, {hash}"),
                Err(error) => format!("self, {error}: {}", authority.subject()),
            }
        } else {
            let issuer =
                all.iter().find(|issuer| authority.verify_issued_by_with(issuer, Sha1::Allow).is_ok());
            if issuer.is_some() { "linked".into() } else { "issuer not on the list".into() }
        };
        *verdicts.entry(verdict).or_default() += 1;
    }
    println!("{kinds:#?} {verdicts:#?}");
    assert!(kinds.keys().all(|kind| !kind.starts_with("key.")), "{kinds:#?}");
    // Fourteen were linked by a predecessor that is no longer listed; everything else holds.
    assert_eq!(verdicts.get("issuer not on the list"), Some(&14), "{verdicts:#?}");
    assert!(verdicts.keys().all(|verdict| !verdict.contains("x509.")), "{verdicts:#?}");
}

/// Cut anywhere near the structure, and at every so many bytes in the middle: refused, without a panic.
#[test]
fn a_list_cut_anywhere_is_refused() {
    let Some(der) = german_list() else { return };
    let near = (0..2000).chain((2000..der.len() - 3000).step_by(997)).chain(der.len() - 3000..der.len());
    for length in near {
        assert!(SignedData::from_der(&der[..length]).is_err(), "{length}");
    }
    assert!(SignedData::from_der(&[&der[..], &[0]].concat()).is_err());
}

/// Bytes of the signers, at the end of the message.
const SIGNERS: usize = 278;
/// The version number among them, which nobody signs and nothing depends on.
const VERSION: usize = 10;

/// One bit changed in the content, the signer's certificate, the attributes or the signature.
#[test]
fn a_list_changed_anywhere_does_not_verify() {
    let Some(der) = german_list() else { return };
    let signers = der.len() - SIGNERS;
    assert_eq!(der[signers + VERSION - 2..=signers + VERSION], [2, 1, 3]);
    let mut codes = BTreeMap::<&str, usize>::new();
    for at in (100..der.len() - 3000).step_by(150_001).chain(signers..der.len()) {
        if at == signers + VERSION {
            continue;
        }
        let mut changed = der.clone();
        changed[at] ^= 1 << (at % 8);
        let verdict = SignedData::from_der(&changed).and_then(|message| message.verify().map(|_| ()));
        let Err(error) = verdict else { panic!("byte {at} changed and verified") };
        *codes.entry(error.code()).or_default() += 1;
    }
    println!("{codes:?}");
    for code in ["cms.der", "cms.digest", "cms.signature", "cms.attributes", "cms.signer", "cms.algorithm"] {
        assert!(codes.contains_key(code), "{code} not among {codes:?}");
    }
}

/// The security objects of invented passports: every algorithm, and messages gone wrong.
#[test]
fn synthetic_security_objects_verify_or_are_refused_for_the_right_reason() {
    let mut seen = 0;
    for name in support::folder("passport/synthetic").iter().filter(|name| !name.ends_with(".json")) {
        let Some(file) = support::bytes(&format!("passport/synthetic/{name}/EF_SOD.bin")) else { continue };
        let header = if file[1] == 0x82 { 4 } else { 3 };
        let verdict = SignedData::from_der(&file[header..]).and_then(|message| {
            assert!(message.master_list().is_err());
            message.verify().map(|signer| signer.subject().to_string())
        });
        let code = verdict.as_ref().err().map(CmsError::code);
        let expected = match name.as_str() {
            "ber_indefinite" => Some("cms.der"),
            "rsa2048_pkcs1_sha1" | "p256_explicit_sha1" => Some("cms.algorithm"),
            _ if name.contains("224") && cfg!(feature = "passport-curves") => None,
            "bp320_explicit_sha256" if cfg!(feature = "passport-curves") => None,
            "p224_explicit_sha224" | "bp224_explicit_sha224" | "bp320_explicit_sha256" => Some("cms.key"),
            "neg_lso_changed" => Some("cms.digest"),
            "neg_sig_bit" | "plain_ecdsa_rs" => Some("cms.signature"),
            _ => None,
        };
        assert_eq!(code, expected, "{name}: {verdict:?}");
        seen += 1;
    }
    assert!(seen == 0 || seen > 20, "{seen}");
}
