//! A wallet asks, an issuer answers.

use crate::world::{asked, devices, envelope, issuer, selective};
use healthpass_cert::envelope::base45;
use healthpass_cert::presentation::request::{
    ANSWER, MAX_BATCH, REQUEST, Request, answer, code, parse_answer, random_bytes,
};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use sha2::{Digest, Sha256};

fn random(count: usize, seed: u8) -> Vec<u8> {
    (0..count.div_ceil(32))
        .flat_map(|n| Sha256::digest([seed, n as u8, (n >> 8) as u8]))
        .take(count)
        .collect()
}

fn answered(request: &Request, seed: u8) -> String {
    let certificate = selective();
    let random = random(random_bytes(request, &certificate), seed);
    let issuer = issuer();
    let sign = |message: &[u8]| Ok::<_, String>(issuer.sign(message).to_vec());
    answer(request, &certificate, &envelope(), &random, sign).unwrap()
}

#[test]
fn every_key_gets_a_token_of_its_own_in_an_order_that_says_nothing() {
    let (request, text) = asked(8);
    assert_eq!(Request::parse(&text).unwrap(), request);
    let answer = answered(&request, 1);
    let tokens = parse_answer(&format!("\n{answer}\r\n")).unwrap();
    println!("{} characters asked, {} answered", text.len(), answer.len());
    assert_eq!(tokens.len(), 8);
    let keys: Vec<_> = tokens.iter().map(|token| token.unverified_device_key().clone()).collect();
    assert!(request.keys.iter().all(|key| keys.contains(key)));
    assert_ne!(keys, request.keys);
    let other: Vec<_> = parse_answer(&answered(&request, 2)).unwrap();
    assert_ne!(other.iter().map(|token| token.unverified_device_key().clone()).collect::<Vec<_>>(), keys);
    let mut salts: Vec<_> =
        tokens.iter().flat_map(|token| token.disclosures()).map(|d| d[2..18].to_vec()).collect();
    let count = salts.len();
    salts.sort();
    salts.dedup();
    assert_eq!(salts.len(), count, "no salt twice");
    for token in &tokens {
        let signed = token.signed();
        let key = issuer().public_key();
        key.verify(SignatureAlgorithm::Es256, &signed.to_be_signed, &signed.signature).unwrap();
        assert_eq!(token.reveal().unwrap().claims.get(-260), tokens[0].reveal().unwrap().claims.get(-260));
    }
}

#[test]
fn requests_without_proof_are_refused() {
    let (request, text) = asked(3);
    let signers = devices(3);
    // Somebody else's signature, and the right signature over another request.
    let swapped =
        request.text(|index, message| Ok::<_, String>(signers[(index + 1) % 3].sign(message).to_vec()));
    assert_eq!(swapped.unwrap_err().code, code::PROOF);
    let mut later = request.clone();
    later.asked_at.0 += 1;
    let stale = later.text(|index, _| Ok::<_, String>(signers[index].sign(&request.to_be_signed()).to_vec()));
    assert_eq!(stale.unwrap_err().code, code::PROOF);
    let bytes = base45::decode(text.strip_prefix(REQUEST).unwrap()).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        let read = Request::parse(&format!("{REQUEST}{}", base45::encode(&flipped)));
        assert!(read.is_err(), "{at}: {read:?}");
    }
}

#[test]
fn requests_of_another_form_are_refused() {
    let code_of = |text: &str| Request::parse(text).map_err(|error| error.code).unwrap_err();
    assert_eq!(code_of("HC1:6BF"), code::FORM);
    assert_eq!(code_of("HPR1:"), "envelope.cbor.truncated");
    let (mut request, _) = asked(1);
    let signer = &devices(1)[0];
    let text_of = |request: &Request| {
        request
            .text(|_, message| Ok::<_, String>(signer.sign(message).to_vec()))
            .map_err(|reason| reason.code)
    };
    request.keys.push(request.keys[0].clone());
    assert_eq!(text_of(&request), Err(code::FORM));
    request.keys.clear();
    assert_eq!(text_of(&request), Err(code::FORM));
    let (request, _) = asked(1);
    assert_eq!(text_of(&Request { whose: "W".repeat(81), ..request.clone() }), Err(code::FORM));
    assert!(text_of(&Request { whose: "伟".repeat(80), ..request }).is_ok());
}

#[test]
fn more_keys_than_a_batch_are_refused() {
    let signers = devices(MAX_BATCH as u8 + 1);
    let (request, _) = asked(MAX_BATCH as u8);
    println!("{} characters for {MAX_BATCH}", answered(&request, 3).len());
    let keys = signers.iter().map(|signer| signer.public_key()).collect();
    let too_many = Request { keys, ..request };
    let text = too_many.text(|index, message| Ok::<_, String>(signers[index].sign(message).to_vec()));
    assert_eq!(text.unwrap_err().code, code::FORM);
}

#[test]
fn answers_of_another_form_are_refused() {
    let (request, _) = asked(2);
    let short = random(random_bytes(&request, &selective()) - 1, 0);
    let refused = answer(&request, &selective(), &envelope(), &short, |_| Ok::<_, String>(vec![0; 64]));
    assert_eq!(refused.unwrap_err().code, code::RANDOM);
    let text = answered(&request, 1);
    assert_eq!(parse_answer(&text.replace("HPI1", "HPI2")).unwrap_err().code, code::ANSWER);
    for end in (ANSWER.len()..text.len()).step_by(97) {
        parse_answer(&text[..end]).unwrap_err();
    }
}
