//! Project Wycheproof for what X.509, CMS and JOSE ask of this crate; the suites of COSE are run by the
//! workspace's tests.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests"
)]

mod support;

use healthpass_crypto::algorithm::{SignatureAlgorithm, X509Algorithm};
use healthpass_crypto::key::{Jwk, PublicKey};
use serde_json::Value;

/// How a suite's signatures are given to the crate.
enum Form {
    /// By a JOSE name.
    Jose(&'static str),
    /// By the hexadecimal of an AlgorithmIdentifier, signatures of ECDSA as DER.
    X509(&'static str),
}

use Form::{Jose, X509};

#[cfg(feature = "passport-curves")]
const ECDSA_SHA224: Form = X509("300a06082a8648ce3d040301");
const ECDSA_SHA256: Form = X509("300a06082a8648ce3d040302");
const ECDSA_SHA384: Form = X509("300a06082a8648ce3d040303");
const ECDSA_SHA512: Form = X509("300a06082a8648ce3d040304");
const RSA_SHA256: Form = X509("300d06092a864886f70d01010b0500");
const RSA_SHA512: Form = X509("300d06092a864886f70d01010d0500");
/// RSASSA-PSS with SHA-256 and no salt, and with SHA-512 and 32 bytes of salt.
const PSS_SHA256_0: Form = X509(
    "304106092a864886f70d01010a3034a00f300d06096086480165030402010500\
     a11c301a06092a864886f70d010108300d06096086480165030402010500a203020100",
);
const PSS_SHA512_32: Form = X509(
    "304106092a864886f70d01010a3034a00f300d06096086480165030402030500\
     a11c301a06092a864886f70d010108300d06096086480165030402030500a203020120",
);

const SUITES: &[(&str, Form)] = &[
    ("ecdsa_secp521r1_sha512_p1363_test.json", Jose("ES512")),
    ("ecdsa_secp521r1_sha512_test.json", ECDSA_SHA512),
    ("ecdsa_secp256r1_sha256_test.json", ECDSA_SHA256),
    ("ecdsa_secp256r1_sha512_test.json", ECDSA_SHA512),
    ("ecdsa_secp384r1_sha256_test.json", ECDSA_SHA256),
    ("ecdsa_secp384r1_sha384_test.json", ECDSA_SHA384),
    ("ecdsa_secp384r1_sha512_test.json", ECDSA_SHA512),
    #[cfg(feature = "brainpool")]
    ("ecdsa_brainpoolP256r1_sha256_p1363_test.json", Jose("ES256")),
    #[cfg(feature = "brainpool")]
    ("ecdsa_brainpoolP256r1_sha256_test.json", ECDSA_SHA256),
    #[cfg(feature = "brainpool")]
    ("ecdsa_brainpoolP384r1_sha384_p1363_test.json", Jose("ES384")),
    #[cfg(feature = "brainpool")]
    ("ecdsa_brainpoolP384r1_sha384_test.json", ECDSA_SHA384),
    #[cfg(feature = "brainpool")]
    ("ecdsa_brainpoolP512r1_sha512_p1363_test.json", Jose("ES512")),
    #[cfg(feature = "brainpool")]
    ("ecdsa_brainpoolP512r1_sha512_test.json", ECDSA_SHA512),
    #[cfg(feature = "passport-curves")]
    ("ecdsa_secp224r1_sha256_test.json", ECDSA_SHA256),
    #[cfg(feature = "passport-curves")]
    ("ecdsa_brainpoolP224r1_sha224_test.json", ECDSA_SHA224),
    #[cfg(feature = "passport-curves")]
    ("ecdsa_brainpoolP320r1_sha384_test.json", ECDSA_SHA384),
    ("rsa_signature_2048_sha256_test.json", RSA_SHA256),
    ("rsa_signature_2048_sha512_test.json", Jose("RS512")),
    ("rsa_signature_3072_sha256_test.json", Jose("RS256")),
    ("rsa_signature_3072_sha512_test.json", RSA_SHA512),
    ("rsa_signature_4096_sha256_test.json", RSA_SHA256),
    ("rsa_signature_4096_sha512_test.json", RSA_SHA512),
    ("rsa_pss_2048_sha256_mgf1_0_test.json", PSS_SHA256_0),
    ("rsa_pss_4096_sha512_mgf1_32_test.json", PSS_SHA512_32),
    #[cfg(feature = "ed25519")]
    ("ed25519_test.json", Jose("EdDSA")),
];

/// RSASSA-PKCS1-v1_5 without the NULL of the hash's parameters, which may be taken or refused: refused,
/// since the encoding is compared and not parsed.
const ACCEPTABLE: &str = "MissingNull";

fn hex(value: &str) -> Vec<u8> {
    let digits: Vec<u8> = value.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex");
    digits.chunks(2).map(pair).collect()
}

fn field(value: &Value, name: &str) -> Vec<u8> {
    hex(value[name].as_str().unwrap_or_else(|| panic!("no {name}")))
}

/// DSA-style keys are in `publicKeyDer`; every key must be readable and its JWK the same key.
fn key(group: &Value) -> PublicKey {
    let key = PublicKey::from_spki_der(&field(group, "publicKeyDer")).expect("the suites' keys are sound");
    if let Some(jwk) = group.get("publicKeyJwk") {
        let jwk: Jwk = serde_json::from_value(jwk.clone()).expect("the suites' JWKs are sound");
        assert_eq!(PublicKey::from_jwk(&jwk).as_ref(), Ok(&key));
    }
    key
}

fn run(family: &str) {
    for (file, form) in SUITES.iter().filter(|(file, _)| file.starts_with(family)) {
        let Some(text) = support::text(&format!("wycheproof/{file}")) else { continue };
        let suite: Value = serde_json::from_str(&text).expect("JSON");
        let (mut valid, mut invalid, mut disagreements) = (0, 0, Vec::new());
        for group in suite["testGroups"].as_array().expect("groups") {
            let key = key(group);
            for case in group["tests"].as_array().expect("tests") {
                let (message, signature) = (field(case, "msg"), field(case, "sig"));
                let verdict = match form {
                    Jose(name) => {
                        key.verify(SignatureAlgorithm::from_jose(name).expect("known"), &message, &signature)
                    }
                    X509(identifier) => {
                        let algorithm = X509Algorithm::from_der(&hex(identifier)).expect("known");
                        key.verify_x509(algorithm, &message, &signature)
                    }
                };
                let expected = match case["result"].as_str() {
                    Some("valid") => true,
                    Some("invalid") => false,
                    _ => {
                        assert_eq!(case["flags"], serde_json::json!([ACCEPTABLE]), "{file}: {case}");
                        false
                    }
                };
                (valid, invalid) = (valid + usize::from(expected), invalid + usize::from(!expected));
                if verdict.is_ok() != expected {
                    disagreements.push(format!("{} {}: {verdict:?}", case["tcId"], case["comment"]));
                }
            }
        }
        println!("{file}: {valid} valid, {invalid} invalid");
        assert_eq!(disagreements, Vec::<String>::new(), "{file}");
        assert!(valid >= 5 && invalid > 30, "{file}: too few cases");
    }
}

#[test]
fn every_case_of_the_nist_curves_agrees() {
    run("ecdsa_secp");
}

#[cfg(feature = "brainpool")]
#[test]
fn every_case_of_the_brainpool_curves_agrees() {
    run("ecdsa_brainpool");
}

#[test]
fn every_case_of_rsa_agrees() {
    run("rsa_");
}

#[cfg(feature = "ed25519")]
#[test]
fn every_case_of_ed25519_agrees() {
    run("ed25519_");
}
