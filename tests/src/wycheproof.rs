//! The signature suites of Project Wycheproof, run against any verifier: the native library, or a
//! WebAssembly build of it behind the same closure.

use der::asn1::UintRef;
use der::{Decode, Sequence};
use serde_json::Value;

/// One Wycheproof file and how it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Suite {
    /// File name under `wycheproof/` of the vectors.
    pub file: &'static str,
    /// The COSE algorithm the signatures are checked as.
    pub algorithm: i64,
    /// How to read the file's verdicts and signatures.
    pub reading: Reading,
}

/// How a suite's verdicts and signatures are to be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reading {
    /// As they stand: the signatures are in COSE's form, the parameters are the algorithm's.
    AsIs,
    /// ECDSA signatures are DER and are rewritten as r || s, each of this many bytes. Cases about the
    /// DER itself cannot be asked of COSE and are left out; every one of them must be `invalid`.
    Der(usize),
    /// The parameters are not the algorithm's (salt length, padding), so that not even the valid
    /// signatures may hold, save the cases numbered here: made wrong for the file by giving them the
    /// algorithm's own parameters.
    Foreign(&'static [u64]),
}

const ES256: i64 = -7;
const ES384: i64 = -35;
const ES512: i64 = -36;
const PS256: i64 = -37;
const PS512: i64 = -39;

/// Every suite of parameters the library claims, and those nearest to them that it must refuse.
pub const SUITES: &[Suite] = &[
    suite("ecdsa_secp256r1_sha256_p1363_test.json", ES256, Reading::AsIs),
    suite("ecdsa_secp256r1_sha512_p1363_test.json", ES512, Reading::AsIs),
    suite("ecdsa_secp384r1_sha256_test.json", ES256, Reading::Der(48)),
    suite("ecdsa_secp384r1_sha384_p1363_test.json", ES384, Reading::AsIs),
    suite("ecdsa_secp384r1_sha512_p1363_test.json", ES512, Reading::AsIs),
    suite("rsa_pss_2048_sha256_mgf1_32_test.json", PS256, Reading::AsIs),
    suite("rsa_pss_3072_sha256_mgf1_32_test.json", PS256, Reading::AsIs),
    suite("rsa_pss_4096_sha256_mgf1_32_test.json", PS256, Reading::AsIs),
    suite("rsa_pss_4096_sha512_mgf1_64_test.json", PS512, Reading::AsIs),
    suite("rsa_pss_2048_sha256_mgf1_0_test.json", PS256, Reading::Foreign(&[69])),
    suite("rsa_pss_4096_sha512_mgf1_32_test.json", PS512, Reading::Foreign(&[])),
    suite("rsa_signature_2048_sha256_test.json", PS256, Reading::Foreign(&[257])),
    suite("rsa_signature_2048_sha512_test.json", PS512, Reading::Foreign(&[258])),
];

/// A key as the suite gives it.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// DER SubjectPublicKeyInfo.
    pub spki: &'a [u8],
    /// JSON Web Key, where the file has one.
    pub jwk: Option<&'a Value>,
}

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Cases asked.
    pub cases: usize,
    /// Cases among them that had to hold.
    pub valid: usize,
    /// Cases left out because they are about DER.
    pub left_out: usize,
    /// Cases the verifier answered otherwise, or that could not be read, one line each.
    pub disagreements: Vec<String>,
}

/// Asks `verify(key, COSE algorithm, message, signature)` every case of `text`, the suite's file.
///
/// Wycheproof's third verdict, `acceptable`, stands in none of these files; should one appear it is
/// reported as a disagreement, to be decided by a person.
pub fn run(suite: &Suite, text: &str, mut verify: impl FnMut(Key<'_>, i64, &[u8], &[u8]) -> bool) -> Outcome {
    let mut outcome = Outcome::default();
    let Ok(file) = serde_json::from_str::<Value>(text) else {
        outcome.disagreements.push(format!("{}: not JSON", suite.file));
        return outcome;
    };
    for group in items(&file, "testGroups") {
        let spki = hex(&group["publicKeyDer"]);
        for case in items(group, "tests") {
            let (message, signature) = (hex(&case["msg"]), hex(&case["sig"]));
            let (Some(spki), Some(message), Some(signature)) = (&spki, message, signature) else {
                outcome.disagreements.push(line(suite, case, "cannot be read"));
                continue;
            };
            let Some(signature) = cose_form(suite.reading, signature) else {
                outcome.left_out += 1;
                if case["result"] != "invalid" {
                    outcome.disagreements.push(line(suite, case, "is DER but was left out"));
                }
                continue;
            };
            let key = Key { spki, jwk: group.get("publicKeyJwk") };
            let holds = verify(key, suite.algorithm, &message, &signature);
            outcome.note(suite, case, holds);
        }
    }
    outcome
}

impl Outcome {
    fn note(&mut self, suite: &Suite, case: &Value, holds: bool) {
        let expected = match (suite.reading, case["result"].as_str()) {
            (Reading::Foreign(ours), _) => case["tcId"].as_u64().is_some_and(|id| ours.contains(&id)),
            (_, Some("valid")) => true,
            (_, Some("invalid")) => false,
            _ => return self.disagreements.push(line(suite, case, "has another verdict")),
        };
        self.cases += 1;
        self.valid += usize::from(expected);
        if holds != expected {
            self.disagreements.push(line(suite, case, if holds { "held" } else { "did not hold" }));
        }
    }
}

const fn suite(file: &'static str, algorithm: i64, reading: Reading) -> Suite {
    Suite { file, algorithm, reading }
}

fn line(suite: &Suite, case: &Value, what: &str) -> String {
    format!("{} tcId {} ({}): {what}", suite.file, case["tcId"], case["comment"])
}

fn items<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn hex(value: &Value) -> Option<Vec<u8>> {
    let digits = value.as_str()?;
    let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(pair).collect()
}

/// ECDSA-Sig-Value (RFC 3279 section 2.2.3).
#[derive(Sequence)]
struct EcdsaSigValue<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

fn cose_form(reading: Reading, signature: Vec<u8>) -> Option<Vec<u8>> {
    let Reading::Der(length) = reading else { return Some(signature) };
    let value = EcdsaSigValue::from_der(&signature).ok()?;
    let pad = |number: &[u8]| Some([vec![0; length.checked_sub(number.len())?], number.to_vec()].concat());
    Some([pad(value.r.as_bytes())?, pad(value.s.as_bytes())?].concat())
}
