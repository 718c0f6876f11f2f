//! A certificate bound to a device, shown without that device's word by somebody who was once shown it.

use crate::refusal;
use healthpass_cert::envelope::hc1;
use healthpass_cert::issue::{Content, Envelope};
use healthpass_cert::ithc;
use healthpass_cert::ithc::selective::Selective;
use healthpass_cert::presentation::attested::{self, Code};
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::presentation::envelope;
use healthpass_cert::presentation::kbt::Facts;
use healthpass_cert::presentation::request::{self, Request};
use healthpass_cert::report::{Report, Verdict};
use healthpass_cert::request::Options;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_tests::own::{AT, EXPIRES, ISSUED, ITHC, Issuer, seconds};
use healthpass_tests::selective::{asked, devices, random};
use serde_json::json;

/// A token that withholds nothing, so that every reader of certificates could make sense of it.
fn token() -> Vec<u8> {
    let issuer = Issuer::china();
    let content = ithc::from_json(ITHC, &[0; 16]).and_then(|ithc| Content::ithc(&ithc, seconds(ISSUED)));
    let open = Selective::new(content.expect("content"), &[]).expect("an ITHC");
    let kid = issuer.kid();
    let around =
        Envelope { issuer: "CN", kid: &kid, issued_at: seconds(ISSUED), expires_at: seconds(EXPIRES) };
    let request = Request::parse(&asked(&devices(1))).expect("proofs that hold");
    let random = random(request::random_bytes(&request, &open));
    let sign = |message: &[u8]| Ok::<_, String>(issuer.signer().sign(message).to_vec());
    let answer = request::answer(&request, &open, &around, &random, sign).expect("an answer");
    request::parse_answer(&answer).expect("tokens").remove(0).to_bytes()
}

fn ask(text: &str) -> Report {
    let options = json!({"at": AT, "keys": [Issuer::china().key()]});
    let options: Options = serde_json::from_value(options).expect("options");
    Desk::new().verify(text, &options, &TrustStore::new(), None).expect("a request that makes sense")
}

fn by_another_device(code: &Code) -> String {
    let thief = &devices(9)[8];
    let facts = Facts {
        audience: "anyone".into(),
        made_at: seconds(AT),
        until: Some(UnixTime(seconds(AT).0 + 120)),
        nonce: None,
        binding: None,
    };
    let sign = |message: &[u8]| Ok::<_, String>(thief.sign(message).to_vec());
    let made = attested::build(code, &thief.public_key(), &facts, sign).expect("a presentation");
    envelope::write(&envelope::pack(&made))
}

#[test]
fn it_is_no_ordinary_code() {
    let text = hc1::write(&token());
    assert_eq!(refusal(&ask(&text)), (Verdict::Unreadable, "envelope.cwt.bound"));
    let plain: Options =
        serde_json::from_value(json!({"at": AT, "keys": [Issuer::china().key()]})).expect("options");
    let report = plain.verify(&text, &TrustStore::new(), None).expect("a request that makes sense");
    assert_eq!(refusal(&report), (Verdict::Unreadable, "envelope.cwt.bound"));
}

#[test]
fn no_other_device_can_vouch_for_it() {
    let text = hc1::write(&token());
    for code in [Code::Cose(token()), Code::Text(text)] {
        assert_eq!(refusal(&ask(&by_another_device(&code))), (Verdict::Unreadable, "envelope.cwt.bound"));
    }
}
