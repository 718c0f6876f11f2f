//! Passing on, and the order of opening.

use crate::refusal;
use healthpass_cert::presentation::audience::audience;
use healthpass_cert::report::Verdict;
use healthpass_tests::own::{AT, Issuer, Passport, ZHANG_WEI, seconds};
use healthpass_tests::presentations::{Showing, ask, asked, asked_with, border, desk, device_of, health};
use serde_json::json;

/// What the first recipient holds once it opened the seal is what it may try to pass on.
#[test]
fn a_recipient_cannot_pass_it_on() {
    let china = Issuer::china();
    let message = Showing::of(&china).sealed(&[border()]).message();
    let passed_on = |to: &[_]| Showing::of(&china).sealed(to).text_of(&message);
    let both = passed_on(&[border(), health()]);
    for (text, key) in [
        (passed_on(&[health()]), health()),
        (both.clone(), health()),
        (both, border()),
        (passed_on(&[]), health()),
    ] {
        let report = ask(&mut desk(&[key]), &text, &asked(&china));
        assert_eq!(refusal(&report), (Verdict::NotFresh, "binding.resealed"));
    }
    let open = Showing::of(&china).message();
    let sealed = Showing::of(&china).sealed(&[health()]).text_of(&open);
    let report = ask(&mut desk(&[health()]), &sealed, &asked(&china));
    assert_eq!(refusal(&report), (Verdict::NotFresh, "binding.resealed"), "a stranger sealed an open one");
}

/// The order of recipients is signed as well.
#[test]
fn recipients_are_signed_in_their_order() {
    let china = Issuer::china();
    let message = Showing::of(&china).sealed(&[border(), health()]).message();
    let turned = Showing::of(&china).sealed(&[health(), border()]).text_of(&message);
    let report = ask(&mut desk(&[border()]), &turned, &asked(&china));
    assert_eq!(refusal(&report), (Verdict::NotFresh, "binding.resealed"));
}

#[test]
fn an_audience_of_no_known_form_is_somebody_else() {
    let china = Issuer::china();
    for other in ["", "https://example.org", "gate 4", "desk:a b"] {
        let mut showing = Showing::of(&china);
        showing.facts.audience = other.to_owned();
        let report = ask(&mut desk(&[]), &showing.text(), &asked(&china));
        assert_eq!(refusal(&report), (Verdict::NotFresh, "binding.audience-other"), "{other:?}");
    }
}

/// Everything is wrong at once; what is put right step by step is answered step by step.
#[test]
fn faults_are_answered_in_the_order_of_opening() {
    let china = Issuer::china();
    let wrong_passport = Passport { number: "E12345679", ..ZHANG_WEI };
    let old = seconds(AT).0 - 1000;
    let mut showing = Showing::of(&china).sealed(&[border()]).made(old);
    showing.device = device_of(0x56);
    showing.facts.audience = "desk:elsewhere".into();
    let mut options = asked_with(&china, wrong_passport);
    let keys = options["keys"].take();
    options["keys"] = json!([]);
    let answer = |showing: &Showing, keys: &[_], options: &serde_json::Value| {
        refusal(&ask(&mut desk(keys), &showing.text(), options))
    };
    assert_eq!(answer(&showing, &[health()], &options), (Verdict::Sealed, "seal.other-recipient"));
    assert_eq!(answer(&showing, &[border()], &options).0, Verdict::IssuerNotRecognised);
    options["keys"] = keys;
    assert_eq!(answer(&showing, &[border()], &options), (Verdict::NotGenuine, "binding.signature"));
    showing.device = healthpass_tests::presentations::device();
    assert_eq!(answer(&showing, &[border()], &options), (Verdict::NotFresh, "binding.resealed"));
    let sealed = audience(None, &healthpass_tests::presentations::kids(&[border()]));
    showing.facts.audience = format!("desk:elsewhere {sealed}");
    assert_eq!(answer(&showing, &[border()], &options), (Verdict::NotFresh, "binding.audience-other"));
    showing.facts.audience = sealed;
    assert_eq!(answer(&showing, &[border()], &options), (Verdict::NotFresh, "freshness.stale"));
    let fresh = showing.made(seconds(AT).0);
    assert_eq!(answer(&fresh, &[border()], &options), (Verdict::HolderMismatch, "holder.commitment-differs"));
    options["mrz"] = json!(ZHANG_WEI.lines());
    let report = ask(&mut desk(&[border()]), &fresh.text(), &options);
    assert_eq!(report.verdict, Verdict::Verified);
}
