//! Project Wycheproof against the native library: every case of every algorithm claimed.

use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::{Jwk, PublicKey};
use healthpass_tests::vectors;
use healthpass_tests::wycheproof::{Key, Reading, SUITES, run};

fn verify(key: Key<'_>, algorithm: i64, message: &[u8], signature: &[u8]) -> bool {
    let public = PublicKey::from_spki_der(key.spki).expect("the suites' keys are sound");
    if let Some(jwk) = key.jwk {
        let jwk: Jwk = serde_json::from_value(jwk.clone()).expect("the suites' JWKs are sound");
        assert_eq!(PublicKey::from_jwk(&jwk).as_ref(), Ok(&public));
    }
    let algorithm = SignatureAlgorithm::from_cose(algorithm).expect("an algorithm claimed");
    public.verify(algorithm, message, signature).is_ok()
}

#[test]
fn every_case_agrees() {
    for suite in SUITES {
        let Some(text) = vectors::text(&format!("wycheproof/{}", suite.file)) else { continue };
        let outcome = run(suite, &text, verify);
        println!(
            "{}: {} cases, {} valid, {} left out",
            suite.file, outcome.cases, outcome.valid, outcome.left_out
        );
        assert_eq!(outcome.disagreements, Vec::<String>::new());
        assert!(outcome.cases > 50, "{}: too few cases", suite.file);
        match suite.reading {
            Reading::Foreign(ours) => assert_eq!(outcome.valid, ours.len(), "{}", suite.file),
            _ => assert!(outcome.valid > 50, "{}: too few valid cases", suite.file),
        }
    }
}

#[test]
fn a_verifier_that_says_yes_or_no_to_everything_is_found_out() {
    let Some(suite) = SUITES.first() else { panic!("no suites") };
    let Some(text) = vectors::text(&format!("wycheproof/{}", suite.file)) else { return };
    for answer in [false, true] {
        let outcome = run(suite, &text, |_, _, _, _| answer);
        let wrong = if answer { outcome.cases - outcome.valid } else { outcome.valid };
        assert_eq!(outcome.disagreements.len(), wrong);
        assert!(wrong > 50);
    }
    assert_eq!(run(suite, "{", |_, _, _, _| true).disagreements.len(), 1);
}
