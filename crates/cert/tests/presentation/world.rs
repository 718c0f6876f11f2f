//! An issuer, a device and a certificate that exist only in these tests.

use crate::examples::{ISSUED, full};
use healthpass_cert::issue::{Content, Envelope};
use healthpass_cert::ithc::Ithc;
use healthpass_cert::ithc::selective::{DEFAULT_POLICY, Part, Selective};
use healthpass_cert::presentation::binding::Binding;
use healthpass_cert::presentation::kbt::{self, Facts};
use healthpass_cert::presentation::request::Request;
use healthpass_cert::sd_cwt::Token;
use healthpass_cert::time::UnixTime;
use healthpass_crypto::sign::Es256Signer;
use healthpass_passport::{Level, Outcome};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

pub const YEAR: i64 = 365 * 86_400;

pub fn issuer() -> Es256Signer {
    Es256Signer::generate(&[1; 40]).unwrap()
}

pub fn device() -> Es256Signer {
    Es256Signer::generate(&[2; 40]).unwrap()
}

pub fn envelope() -> Envelope<'static> {
    let issued_at = UnixTime(ISSUED);
    Envelope {
        issuer: "CN",
        kid: b"\xd7\x5e\x01\x9a\x3c\x44\xf0\x12",
        issued_at,
        expires_at: UnixTime(ISSUED + YEAR),
    }
}

/// Different for every number, and like any other salt to a compressor.
pub fn salts(count: usize) -> Vec<[u8; 16]> {
    (0..count).map(|n| Sha256::digest((n as u64).to_be_bytes())[..16].try_into().unwrap()).collect()
}

pub fn signing(signer: &Es256Signer) -> impl FnOnce(&[u8]) -> Result<Vec<u8>, String> + '_ {
    |message| Ok(signer.sign(message).to_vec())
}

pub fn issued(certificate: &Ithc, policy: &[Part]) -> Token {
    let content = Content::ithc(certificate, UnixTime(ISSUED)).unwrap();
    let selective = Selective::new(content, policy).unwrap();
    let salts = salts(selective.salts());
    selective.issue(&envelope(), &device().public_key(), &salts, signing(&issuer())).unwrap()
}

pub fn whole() -> Token {
    static WHOLE: LazyLock<Token> = LazyLock::new(|| issued(&full(), DEFAULT_POLICY));
    WHOLE.clone()
}

pub fn facts() -> Facts {
    let made_at = UnixTime(ISSUED + 86_400);
    let [commitment, salt] = salts(102)[100..].try_into().unwrap();
    Facts {
        audience: "seal:0f1e2d3c4b5a6978".to_owned(),
        made_at,
        until: Some(UnixTime(made_at.0 + 120)),
        nonce: None,
        binding: Some(Binding { level: Level::Typed, outcome: Outcome::Exact, commitment, salt }),
    }
}

pub fn show(token: &Token) -> Vec<u8> {
    kbt::build(token, &facts(), signing(&device())).unwrap()
}

pub fn devices(count: u8) -> Vec<Es256Signer> {
    (0..count).map(|n| Es256Signer::generate(&[n + 3; 40]).unwrap()).collect()
}

/// A request of this many devices, and its text.
pub fn asked(count: u8) -> (Request, String) {
    let signers = devices(count);
    let keys = signers.iter().map(Es256Signer::public_key).collect();
    let request = Request { asked_at: UnixTime(ISSUED), whose: "ZHANG WEI".to_owned(), keys };
    let text = request.text(|index, message| Ok::<_, String>(signers[index].sign(message).to_vec())).unwrap();
    (request, text)
}

pub fn selective() -> Selective {
    Selective::new(Content::ithc(&full(), UnixTime(ISSUED)).unwrap(), DEFAULT_POLICY).unwrap()
}
