//! Keys and certificates as states publish them. The files lie beside the repository, or where
//! `HEALTHPASS_VECTORS` says; without them these tests say so and pass.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "helpers of tests")]

mod support;

use base64ct::{Base64, Encoding};
use healthpass_crypto::key::{Jwk, KeyError, KeyKind, PublicKey};
use healthpass_crypto::x509::Certificate;
use serde_json::Value;
use std::collections::BTreeMap;
use support::text;

/// Field certificates by what their key is.
fn census<'a>(certificates: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut census = BTreeMap::new();
    for base64 in certificates {
        let der = Base64::decode_vec(base64).expect("vectors hold base64");
        let certificate = Certificate::from_der(&der).unwrap_or_else(|error| panic!("{error}: {base64}"));
        assert_eq!(certificate.der(), der);
        assert!(certificate.not_before() < certificate.not_after());
        let kind = certificate.public_key().map_or_else(|e| e.to_string(), |key| key.kind().to_string());
        *census.entry(kind).or_default() += 1;
    }
    census
}

#[test]
fn every_certificate_of_the_eu_test_data_is_read() {
    let Some(text) = text("hcert-dcc/dgc-testdata.jsonl") else { return };
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let certificates = cases.iter().map(|case| case["TESTCTX"]["CERTIFICATE"].as_str().unwrap());
    let census = census(certificates);
    println!("{census:?}");
    assert_eq!(census.values().sum::<usize>(), cases.len());
    assert!(census.keys().all(|kind| ["P-256", "P-384", "RSA"].contains(&kind.as_str())), "{census:?}");
    let countries = cases.iter().filter(|case| {
        let der = Base64::decode_vec(case["TESTCTX"]["CERTIFICATE"].as_str().unwrap()).unwrap();
        Certificate::from_der(&der).unwrap().issuer().country.is_some()
    });
    println!("issuer country present in {} of {}", countries.count(), cases.len());
}

#[test]
fn every_certificate_of_the_german_list_is_read() {
    let Some(text) = text("trust/eu-de-dsc-list.json") else { return };
    let list: Value = serde_json::from_str(&text[text.find('{').unwrap()..]).unwrap();
    let certificates = list["certificates"].as_array().unwrap();
    let census = census(certificates.iter().map(|entry| entry["rawData"].as_str().unwrap()));
    println!("{census:?}");
    for entry in certificates {
        let der = Base64::decode_vec(entry["rawData"].as_str().unwrap()).unwrap();
        let kid = Base64::encode_string(&Certificate::from_der(&der).unwrap().kid());
        assert_eq!(kid, entry["kid"]);
    }
}

#[test]
fn every_key_of_the_who_list_is_read_and_is_its_certificates() {
    for name in ["trust/gdhcn-prod-v2-did.json", "trust/gdhcn-dev-v2-did.json", "trust/gdhcn-dev-v1-did.json"]
    {
        let Some(text) = text(name) else { continue };
        let list: Value = serde_json::from_str(&text).unwrap();
        let mut census = BTreeMap::<String, usize>::new();
        for method in list["verificationMethod"].as_array().unwrap() {
            if method["publicKeyJwk"].is_null() {
                continue; // names its issuer only
            }
            let jwk: Jwk = serde_json::from_value(method["publicKeyJwk"].clone()).unwrap();
            let key = PublicKey::from_jwk(&jwk);
            let named = jwk.x5c.iter().flatten().next().map(|base64| {
                Certificate::from_der(&Base64::decode_vec(base64).unwrap()).unwrap().public_key()
            });
            let agrees = match (&key, &named) {
                (Ok(key), Some(Ok(certified))) => key == certified,
                (Err(KeyError::Curve { .. }), Some(Ok(certified))) => {
                    matches!(certified.kind(), KeyKind::P384 | KeyKind::P521)
                }
                (Err(_), Some(Err(_))) | (_, None) => true,
                _ => false,
            };
            assert!(agrees, "{} {key:?} {named:?}", method["id"]);
            let kind = key.map_or_else(|error| error.to_string(), |key| key.kind().to_string());
            *census.entry(kind).or_default() += 1;
        }
        println!("{name}: {census:?}");
    }
}

#[test]
fn every_pem_key_of_the_quality_assurance_set_is_read() {
    let Some(text) = text("hcert-dcc/dcc-quality-assurance.jsonl") else { return };
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let pems: Vec<&str> = cases.iter().filter_map(|case| case["key"]["spki_pem"].as_str()).collect();
    assert!(!pems.is_empty());
    for pem in pems {
        PublicKey::from_pem(pem).unwrap_or_else(|error| panic!("{error}: {pem}"));
    }
}
