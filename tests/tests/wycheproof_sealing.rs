//! Project Wycheproof for what sealing is made of: X25519, ECDH on P-256, HKDF-SHA256 and AES-128-GCM, through the
//! functions that seal and open.

use healthpass_crypto::sealing_key::{Kem, SealingKey, SealingPublicKey};
use healthpass_crypto::{aead, key_derivation};
use healthpass_tests::vectors;
use serde_json::Value;

/// Runs `ask` on every case of a file; the number of cases by verdict, and the disagreements.
fn run(file: &str, ask: impl Fn(&Value, &Value) -> Answer) -> Option<Counts> {
    let file = vectors::text(&format!("wycheproof/{file}_test.json"))?;
    let file: Value = serde_json::from_str(&file).expect("JSON");
    let mut counts = Counts::default();
    for group in file["testGroups"].as_array().expect("groups") {
        for case in group["tests"].as_array().expect("cases") {
            match ask(group, case) {
                Answer::LeftOut => counts.left_out += 1,
                Answer::Right { accepted } => {
                    counts.accepted += usize::from(accepted);
                    counts.refused += usize::from(!accepted);
                }
                Answer::Wrong(what) => {
                    counts.wrong.push(format!("tcId {} ({}): {what}", case["tcId"], case["comment"]));
                }
            }
        }
    }
    println!("{} accepted, {} refused, {} left out", counts.accepted, counts.refused, counts.left_out);
    assert_eq!(counts.wrong, Vec::<String>::new());
    Some(counts)
}

#[derive(Default)]
struct Counts {
    accepted: usize,
    refused: usize,
    left_out: usize,
    wrong: Vec<String>,
}

enum Answer {
    /// Not of the parameters this program has.
    LeftOut,
    Right {
        accepted: bool,
    },
    Wrong(&'static str),
}

/// What has to come out, `None` for nothing, against what did.
fn compare<T: PartialEq>(expected: Option<T>, found: Option<T>) -> Answer {
    match (&expected, &found) {
        (Some(_), None) => Answer::Wrong("refused"),
        (None, Some(_)) => Answer::Wrong("accepted"),
        _ if expected != found => Answer::Wrong("something else came out"),
        _ => Answer::Right { accepted: expected.is_some() },
    }
}

fn hex(value: &Value) -> Vec<u8> {
    let digits = value.as_str().expect("hexadecimal");
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits"))
        .collect()
}

fn flagged(case: &Value, flag: &str) -> bool {
    case["flags"].as_array().expect("flags").iter().any(|each| each == flag)
}

fn agreed(kem: Kem, secret: &[u8], public: &[u8]) -> Option<Vec<u8>> {
    let key = SealingKey::from_raw(kem, secret).expect("the suites' private keys are sound");
    let public = SealingPublicKey::from_raw(kem, public).ok()?;
    key.agree(&public).map(|shared| shared.to_vec())
}

/// RFC 7748 lets keys of small order pass or not, and RFC 9180 does not.
#[test]
fn x25519_agrees_and_refuses_what_leads_to_zero() {
    let ask = |_: &Value, case: &Value| {
        let zero = flagged(case, "ZeroSharedSecret") || flagged(case, "LowOrderPublic");
        let expected = (!zero).then(|| hex(&case["shared"]));
        compare(expected, agreed(Kem::X25519, &hex(&case["private"]), &hex(&case["public"])))
    };
    let Some(counts) = run("x25519", ask) else { return };
    assert!(counts.accepted > 450 && counts.refused > 20 && counts.left_out == 0);
}

/// HPKE's points are not compressed, so that those are refused as well.
#[test]
fn p256_agrees_and_refuses_what_is_not_on_the_curve() {
    let ask = |_: &Value, case: &Value| {
        let secret = hex(&case["private"]);
        let scalar: Vec<u8> = secret.iter().copied().skip_while(|byte| *byte == 0).collect();
        let secret = [vec![0; 32 - scalar.len()], scalar].concat();
        let expected = (case["result"] == "valid").then(|| hex(&case["shared"]));
        compare(expected, agreed(Kem::P256, &secret, &hex(&case["public"])))
    };
    let Some(counts) = run("ecdh_secp256r1_ecpoint", ask) else { return };
    assert!(counts.accepted > 300 && counts.refused > 20 && counts.left_out == 0);
}

#[test]
fn hkdf_derives_the_same_keys() {
    let ask = |_: &Value, case: &Value| {
        let key = key_derivation::extract(&hex(&case["salt"]), &[&hex(&case["ikm"])]);
        let mut out = vec![0; usize::try_from(case["size"].as_u64().expect("size")).expect("size")];
        let found = key_derivation::expand(&key, &[&hex(&case["info"])], &mut out).map(|()| out);
        compare((case["result"] == "valid").then(|| hex(&case["okm"])), found)
    };
    let Some(counts) = run("hkdf_sha256", ask) else { return };
    assert!(counts.accepted > 80 && counts.refused > 2 && counts.left_out == 0);
}

/// Keys of 16 bytes and nonces of 12; the others are not HPKE's and not A128GCM's.
#[test]
fn gcm_opens_what_it_should_and_nothing_else() {
    let ask = |group: &Value, case: &Value| {
        let (Ok(key), Ok(nonce)) = (hex(&case["key"]).try_into(), hex(&case["iv"]).try_into()) else {
            return Answer::LeftOut;
        };
        assert_eq!(group["tagSize"], 128);
        let (aad, content) = (hex(&case["aad"]), hex(&case["msg"]));
        let sealed = [hex(&case["ct"]), hex(&case["tag"])].concat();
        let valid = case["result"] == "valid";
        if valid && aead::seal(&key, &nonce, &aad, &content).as_ref() != Some(&sealed) {
            return Answer::Wrong("sealed otherwise");
        }
        compare(valid.then_some(content), aead::open(&key, &nonce, &aad, &sealed).map(|found| found.to_vec()))
    };
    let Some(counts) = run("aes_gcm", ask) else { return };
    assert!(counts.accepted > 35 && counts.refused > 20);
}

#[test]
fn a_wrong_answer_is_found_out() {
    assert!(matches!(compare(Some(1), Some(2)), Answer::Wrong(_)));
    assert!(matches!(compare(Some(1), None), Answer::Wrong(_)));
    assert!(matches!(compare(None, Some(1)), Answer::Wrong(_)));
    assert!(matches!(compare(Some(1), Some(1)), Answer::Right { accepted: true }));
    assert!(matches!(compare::<u8>(None, None), Answer::Right { accepted: false }));
}
