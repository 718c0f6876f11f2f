//! An issuer that signs with PS256, which the product only verifies.
//!
//! TEST ONLY: its private half stands in this file.

use crate::message::{ALG, KID, Message, bytes, int};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use healthpass_cert::envelope::hc1;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::pss::SigningKey;
use rsa::signature::{RandomizedSigner, SignatureEncoding};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPrivateKey};
use serde_json::{Value, json};
use sha2::Sha256;

/// PS256.
pub const PS256: i64 = -37;

/// TEST ONLY.
const PRIMES: [&str; 2] = [
    "fdf104423629de2cdc4e04436d8f6b24ca062134adfa766ca73ca3b8e3a472609da896f248c90656b09b3aa52ea937d9\
     258ad7ba31001855d3b2cfa1dbc914b59b7c4b909d2d80b39796bee63ebdb84e42c79edfebfe5822079a9baa4bc49582\
     d73d583bb7602eb5681da214d71ecf6d8009e1afb0230f30437d05f6880b3813",
    "ebebe3c43678cb9483b57a37401822cc26312840d140d683cd597a60c1ea516281373912b716bb1a6acee4246ae41ab5\
     09492dbe888da8c411012048e588659ca95e0a95d95145116027a8302acad19c009dd8411dda945297dd09f63333211f\
     87c9a12d1a6880d7557968f284cd48b9526db346bb68fc4728f40863d277da1f",
];

/// Its key identifier.
const IDENTIFIER: &[u8; 8] = b"TESTONLY";

fn private() -> RsaPrivateKey {
    let [p, q] = PRIMES.map(|hex| BoxedUint::from_be_hex(hex, 1024).expect("1024 bits"));
    RsaPrivateKey::from_p_q(p, q, BoxedUint::from(65_537u64)).expect("a key")
}

/// As a key of a request.
pub fn key() -> Value {
    let key = private();
    let number = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
    json!({"jwk": {
        "kty": "RSA",
        "kid": Base64::encode_string(IDENTIFIER),
        "n": number(&key.n_bytes()),
        "e": number(&key.e_bytes()),
    }})
}

/// The code of `message` with a PS256 signature, the same every time.
pub fn code(message: &Message) -> String {
    let message = message.clone().with_protected(&[(ALG, int(PS256)), (KID, bytes(IDENTIFIER))]);
    hc1::write(&message.with_signature(&sign(&message.to_be_signed())))
}

/// A PS256 signature, the same every time.
pub fn sign(message: &[u8]) -> Vec<u8> {
    let mut salt = ChaCha20Rng::from_seed([7; 32]);
    SigningKey::<Sha256>::new(private()).sign_with_rng(&mut salt, message).to_vec()
}
