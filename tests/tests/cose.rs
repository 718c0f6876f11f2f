//! The COSE working group's examples (RFC 8152, RFC 8392), as far as this product's readers reach, and why they do not
//! reach further.

use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::cose::{Sign1, code};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::{KeyError, PublicKey};
use healthpass_tests::vectors;
use serde_json::Value as Json;

/// What our readers make of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Expected {
    /// Read, and the signature holds.
    Holds,
    /// Read, and the signature does not hold.
    Fails,
    /// Refused when read, with this code.
    Refused(&'static str),
    /// Signed by an algorithm no health certificate in COSE uses.
    Algorithm,
}

use Expected::{Algorithm, Fails, Holds, Refused};

const TABLE: &[(&str, Expected)] = &[
    ("CWT/A_3", Holds),
    ("RFC8152/Appendix_C_2_1", Holds),
    ("ecdsa-examples/ecdsa-sig-01", Holds),
    ("ecdsa-examples/ecdsa-sig-02", Holds),
    ("ecdsa-examples/ecdsa-sig-03", Holds),
    ("ecdsa-examples/ecdsa-sig-04", Holds),
    // Its protected header is an empty map where an empty string was signed: here bytes count as received, as they do
    // for the states that issue without a protected header.
    ("sign1-tests/sign-pass-01", Fails),
    // Untagged, as some states issue.
    ("sign1-tests/sign-pass-03", Holds),
    // Signed over external data as well, which certificates have none of.
    ("sign1-tests/sign-pass-02", Fails),
    ("sign1-tests/sign-fail-01", Refused(code::TAG)),
    ("sign1-tests/sign-fail-02", Fails),
    // Algorithms that do not exist, by number and by name.
    ("sign1-tests/sign-fail-03", Algorithm),
    ("sign1-tests/sign-fail-04", Refused(code::ALG_MISSING)),
    ("sign1-tests/sign-fail-06", Fails),
    ("sign1-tests/sign-fail-07", Fails),
    // EdDSA: of DIVOC only, which is JSON.
    ("eddsa-examples/eddsa-sig-01", Algorithm),
    ("eddsa-examples/eddsa-sig-02", Algorithm),
    // COSE_Sign, by several signers (tag 98).
    ("RFC8152/Appendix_C_1_1", Refused(code::TAG)),
    ("RFC8152/Appendix_C_1_2", Refused(code::TAG)),
    ("RFC8152/Appendix_C_1_3", Refused(code::TAG)),
    ("RFC8152/Appendix_C_1_4", Refused(code::TAG)),
    ("ecdsa-examples/ecdsa-01", Refused(code::TAG)),
    ("ecdsa-examples/ecdsa-02", Refused(code::TAG)),
    ("ecdsa-examples/ecdsa-03", Refused(code::TAG)),
    ("ecdsa-examples/ecdsa-04", Refused(code::TAG)),
    ("eddsa-examples/eddsa-01", Refused(code::TAG)),
    ("eddsa-examples/eddsa-02", Refused(code::TAG)),
    ("rsa-pss-examples/rsa-pss-01", Refused(code::TAG)),
    ("rsa-pss-examples/rsa-pss-02", Refused(code::TAG)),
    ("rsa-pss-examples/rsa-pss-03", Refused(code::TAG)),
    // COSE_Mac0 and COSE_Mac (tags 17, 97): both sides share a key, which no verifier and issuer do.
    ("CWT/A_4", Refused(code::TAG)),
    ("CWT/A_7", Refused(code::TAG)),
    ("RFC8152/Appendix_C_5_1", Refused(code::TAG)),
    ("RFC8152/Appendix_C_5_2", Refused(code::TAG)),
    ("RFC8152/Appendix_C_5_3", Refused(code::TAG)),
    ("RFC8152/Appendix_C_5_4", Refused(code::TAG)),
    ("RFC8152/Appendix_C_6_1", Refused(code::TAG)),
    // COSE_Encrypt0 and COSE_Encrypt (tags 16, 96) with AES-CCM or a shared key: not what seals a presentation.
    ("CWT/A_5", Refused(code::TAG)),
    ("CWT/A_6", Refused(code::TAG)),
    ("RFC8152/Appendix_B", Refused(code::TAG)),
    ("RFC8152/Appendix_C_3_1", Refused(code::TAG)),
    ("RFC8152/Appendix_C_3_2", Refused(code::TAG)),
    ("RFC8152/Appendix_C_3_3", Refused(code::TAG)),
    ("RFC8152/Appendix_C_3_4", Refused(code::TAG)),
    ("RFC8152/Appendix_C_4_1", Refused(code::TAG)),
    ("RFC8152/Appendix_C_4_2", Refused(code::TAG)),
];

#[test]
fn every_example_is_read_as_the_table_says() {
    let Some(folder) = vectors::locate("cose") else { return };
    let mut files = 0;
    for group in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        for file in std::fs::read_dir(&group).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.strip_prefix(&folder).unwrap().with_extension("");
            let name = name.to_str().unwrap();
            let row = TABLE.iter().find(|(known, _)| *known == name);
            let (_, expected) = row.unwrap_or_else(|| panic!("{name} is in no row"));
            let example: Json = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            assert_eq!(outcome(&example), *expected, "{name}");
            files += 1;
        }
    }
    assert_eq!(files, TABLE.len());
}

fn outcome(example: &Json) -> Expected {
    let bytes = hex(example["output"]["cbor"].as_str().unwrap());
    let message = match Sign1::read(&bytes) {
        Ok(message) => message,
        Err(error) => return Refused(error.code),
    };
    let Some(algorithm) = SignatureAlgorithm::from_cose(message.alg()) else { return Algorithm };
    let to_be_signed = hex(example["intermediates"]["ToBeSign_hex"].as_str().unwrap());
    let input = &example["input"];
    let changed = input["sign0"]["external"].is_string() || input["failures"].is_object();
    assert!(changed || message.to_be_signed() == to_be_signed, "the bytes that are signed");
    match key(&input["sign0"]["key"]).unwrap().verify(algorithm, &message.to_be_signed(), message.signature())
    {
        Ok(()) => Holds,
        Err(_) => Fails,
    }
}

/// The examples write a coordinate in base64 or hexadecimal, and one without its leading zero.
fn key(jwk: &Json) -> Result<PublicKey, KeyError> {
    let size = match jwk["crv"].as_str().unwrap() {
        "P-256" => 32,
        "P-384" => 48,
        _ => 66,
    };
    let coordinate = |name: &str| {
        let bytes = match (&jwk[name], &jwk[format!("{name}_hex")]) {
            (Json::String(base64), _) => Base64UrlUnpadded::decode_vec(base64).unwrap(),
            (_, Json::String(digits)) => hex(digits),
            _ => panic!("{jwk}"),
        };
        let padded = [vec![0; size - bytes.len()], bytes].concat();
        Base64UrlUnpadded::encode_string(&padded)
    };
    let crv = jwk["crv"].as_str().unwrap().replace("P-512", "P-521");
    let jwk = serde_json::json!({ "kty": "EC", "crv": crv, "x": coordinate("x"), "y": coordinate("y") });
    PublicKey::from_jwk(&serde_json::from_value(jwk).unwrap())
}

fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2).map(|pair| core::str::from_utf8(pair).unwrap());
    digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// What an encrypted or shared-key example holds is CBOR all the same.
#[test]
fn every_example_is_cbor() {
    for (name, _) in TABLE {
        let Some(text) = vectors::text(&format!("cose/{name}.json")) else { return };
        let example: Json = serde_json::from_str(&text).unwrap();
        Value::read(&hex(example["output"]["cbor"].as_str().unwrap())).unwrap();
    }
}
