//! A certificate whose holder chooses what to show: asked for, issued and shown, by keys that are TEST ONLY.

use crate::own::{EXPIRES, ISSUED, ITHC, Issuer, seconds};
use healthpass_cert::issue::{Content, Envelope};
use healthpass_cert::ithc;
use healthpass_cert::ithc::selective::{DEFAULT_POLICY, Selective};
use healthpass_cert::presentation::binding::Binding;
use healthpass_cert::presentation::kbt::{self, Facts};
use healthpass_cert::presentation::request::{self, Request};
use healthpass_cert::time::UnixTime;
use healthpass_crypto::hash;
use healthpass_crypto::sign::Es256Signer;
use healthpass_passport::{Level, Outcome};

/// Everything on the way of one certificate.
pub struct Made {
    /// The wallet's request.
    pub request: String,
    /// The issuer's answer.
    pub answer: String,
    /// Its first token, as issued.
    pub token: Vec<u8>,
    /// A presentation of it with everything shown.
    pub shown: Vec<u8>,
}

/// Device keys, TEST ONLY.
pub fn devices(count: u8) -> Vec<Es256Signer> {
    (0..count).map(|n| Es256Signer::from_scalar(&[0x40 + n; 32]).expect("a scalar in range")).collect()
}

/// The request of these devices.
pub fn asked(devices: &[Es256Signer]) -> String {
    let keys = devices.iter().map(Es256Signer::public_key).collect();
    let request = Request { asked_at: seconds(ISSUED), whose: "ZHANG WEI".to_owned(), keys };
    let sign = |index: usize, message: &[u8]| {
        devices.get(index).map(|device: &Es256Signer| device.sign(message).to_vec()).ok_or("no such key")
    };
    request.text(sign).expect("a request")
}

/// Two devices ask, and the first token is shown with everything in it.
pub fn made() -> Made {
    let devices = devices(2);
    let (request, issuer) = (asked(&devices), Issuer::new(0x11, "CN", &[]));
    let content = ithc::from_json(ITHC, &[0; 16]).and_then(|ithc| Content::ithc(&ithc, seconds(ISSUED)));
    let certificate = Selective::new(content.expect("content"), DEFAULT_POLICY).expect("an ITHC");
    let kid = issuer.kid();
    let envelope =
        Envelope { issuer: "CN", kid: &kid, issued_at: seconds(ISSUED), expires_at: seconds(EXPIRES) };
    let read = Request::parse(&request).expect("proofs that hold");
    let random = random(request::random_bytes(&read, &certificate));
    let sign = |message: &[u8]| Ok::<_, String>(issuer.signer().sign(message).to_vec());
    let answer = request::answer(&read, &certificate, &envelope, &random, sign).expect("an answer");
    let tokens = request::parse_answer(&answer).expect("tokens");
    let token = tokens.first().expect("one for each key");
    let device = devices.iter().find(|device| device.public_key() == *token.unverified_device_key());
    let made_at = UnixTime(seconds(ISSUED).0 + 3600);
    let facts = Facts {
        audience: "anyone".to_owned(),
        made_at,
        until: Some(UnixTime(made_at.0 + 120)),
        nonce: Some(vec![7; 16]),
        binding: Some(Binding {
            level: Level::Typed,
            outcome: Outcome::Exact,
            commitment: [1; 16],
            salt: [2; 16],
        }),
    };
    let sign = |message: &[u8]| device.map(|device| device.sign(message).to_vec()).ok_or("no such key");
    let shown = kbt::build(token, &facts, sign).expect("a presentation");
    Made { token: token.to_bytes(), request, answer, shown }
}

/// Bytes that differ as random ones do and are the same every time.
pub fn random(count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(count + 32);
    let mut block = hash::sha256(b"TEST ONLY");
    while bytes.len() < count {
        bytes.extend_from_slice(&block);
        block = hash::sha256(&block);
    }
    bytes.truncate(count);
    bytes
}
