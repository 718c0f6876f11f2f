//! A desk that asks first.

use crate::refusal;
use healthpass_cert::presentation::challenge::Challenge;
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::report::Verdict;
use healthpass_cert::time::UnixTime;
use healthpass_tests::own::{AT, Issuer, seconds};
use healthpass_tests::presentations::{Showing, ask, asked, border, desk};
use serde_json::json;

fn asking(desk: &mut Desk, name: &str, nonce: u8) -> Challenge {
    desk.ask(name, [nonce; 16], seconds(AT), &[]).clone()
}

#[test]
fn only_answers_to_its_own_question_are_taken() {
    let china = Issuer::china();
    for showing in [Showing::of(&china), Showing::of(&china).sealed(&[border()])] {
        let (mut here, mut there) = (desk(&[border()]), desk(&[border()]));
        let question = asking(&mut here, "Gate 4", 1);
        let elsewhere = asking(&mut there, "Gate 5", 2);
        let mut shown = |showing: &Showing| refusal_or_verified(&mut here, showing);
        assert_eq!(shown(&showing), (Verdict::NotFresh, "freshness.nonce-missing"));
        assert_eq!(
            shown(&showing.clone().answering(&elsewhere)),
            (Verdict::NotFresh, "binding.audience-other")
        );
        let earlier = Challenge { nonce: [3; 16], ..question.clone() };
        assert_eq!(shown(&showing.clone().answering(&earlier)), (Verdict::NotFresh, "freshness.nonce-other"));
        let mut named_only = showing.clone().answering(&question);
        named_only.facts.nonce = None;
        assert_eq!(shown(&named_only), (Verdict::NotFresh, "freshness.nonce-missing"));
        let answer = showing.clone().answering(&question);
        assert_eq!(shown(&answer), (Verdict::Verified, ""));
        assert_eq!(shown(&answer), (Verdict::NotFresh, "freshness.replayed"));
        // Relayed to a desk that asks something else, or nothing.
        assert_eq!(refusal_or_verified(&mut there, &answer), (Verdict::NotFresh, "binding.audience-other"));
        there.stop_asking();
        assert_eq!(refusal_or_verified(&mut there, &answer), (Verdict::NotFresh, "binding.audience-other"));
        here.stop_asking();
        assert_eq!(
            refusal_or_verified(&mut here, &showing.clone().made(seconds(AT).0)),
            (Verdict::Verified, "")
        );
    }
}

fn refusal_or_verified(desk: &mut Desk, showing: &Showing) -> (Verdict, &'static str) {
    let report = ask(desk, &showing.text(), &asked(&Issuer::china()));
    if report.verdict == Verdict::Verified { (Verdict::Verified, "") } else { refusal(&report) }
}

#[test]
fn a_nonce_nobody_asked_for_is_somebody_elses() {
    let mut showing = Showing::of(&Issuer::china());
    showing.facts.nonce = Some(vec![1; 16]);
    assert_eq!(refusal_or_verified(&mut Desk::new(), &showing), (Verdict::NotFresh, "freshness.nonce-other"));
}

#[test]
fn a_request_may_bring_the_question() {
    let china = Issuer::china();
    let question = asking(&mut Desk::new(), "Gate 4", 1);
    let text = Showing::of(&china).answering(&question).text();
    let mut options = asked(&china);
    options["challenge"] = json!(question.text());
    assert_eq!(ask(&mut Desk::new(), &text, &options).verdict, Verdict::Verified);
    options["challenge"] = json!(Challenge { nonce: [2; 16], ..question }.text());
    assert_eq!(
        refusal(&ask(&mut Desk::new(), &text, &options)),
        (Verdict::NotFresh, "freshness.nonce-other")
    );
}

#[test]
fn what_answered_a_question_is_looked_at_again_when_it_is_asked_no_more() {
    let china = Issuer::china();
    let mut desk = Desk::new();
    let question = asking(&mut desk, "", 7);
    assert_eq!(question.audience, "desk:0707070707070707");
    let text = Showing::of(&china).answering(&question).text();
    assert_eq!(ask(&mut desk, &text, &asked(&china)).verdict, Verdict::Verified);
    desk.stop_asking();
    let mut again = asked(&china);
    again["again"] = json!(true);
    assert_eq!(ask(&mut desk, &text, &again).verdict, Verdict::Verified);
    desk.wipe();
    assert!(desk.keys().is_empty());
    assert_eq!(refusal(&ask(&mut desk, &text, &again)), (Verdict::NotFresh, "binding.audience-other"));
}

#[test]
fn a_locked_desk_forgets_keys_and_question_and_still_knows_what_it_was_shown() {
    let china = Issuer::china();
    let mut desk = desk(&[border()]);
    let (open, sealed) = (Showing::of(&china), Showing::of(&china).sealed(&[border()]).made(seconds(AT).0));
    for showing in [&open, &sealed] {
        assert_eq!(refusal_or_verified(&mut desk, showing), (Verdict::Verified, ""));
    }
    asking(&mut desk, "Gate 4", 1);
    desk.lock();
    assert!(desk.keys().is_empty() && desk.question().is_none());
    assert_eq!(refusal_or_verified(&mut desk, &sealed), (Verdict::Sealed, "seal.other-recipient"));
    desk.add_key(border());
    for showing in [&open, &sealed] {
        assert_eq!(refusal_or_verified(&mut desk, showing), (Verdict::NotFresh, "freshness.replayed"));
    }
    desk.wipe();
    assert_eq!(refusal_or_verified(&mut desk, &open), (Verdict::Verified, ""));
}

#[test]
fn a_desk_holds_keys_once_and_not_without_end() {
    let mut desk = desk(&[border(), border()]);
    assert_eq!(desk.keys().len(), 1);
    for scalar in 1..=200 {
        let key = healthpass_crypto::sealing_key::SealingKey::from_raw(
            healthpass_crypto::sealing_key::Kem::X25519,
            &[scalar; 32],
        );
        desk.add_key(key.unwrap());
    }
    assert_eq!(desk.keys().len(), healthpass_cert::presentation::desk::MAX_KEYS);
    let _ = UnixTime(0);
}
