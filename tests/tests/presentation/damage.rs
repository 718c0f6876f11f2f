//! Codes that were cut off or changed: never a panic, never a word of what is inside.

use crate::{assert_nothing_shown, refusal};
use healthpass_cert::presentation::envelope;
use healthpass_cert::report::Verdict;
use healthpass_tests::own::{Issuer, ZHANG_WEI};
use healthpass_tests::presentations::{Showing, ask, asked, asked_with, border, desk, health};
use proptest::prelude::*;

/// One open, one sealed to one, one to two; each with its text.
fn samples() -> Vec<String> {
    let china = Issuer::china();
    let open = Showing::of(&china);
    let (one, two) = (open.clone().sealed(&[border()]), open.clone().sealed(&[border(), health()]));
    [open, one, two].iter().map(Showing::text).collect()
}

#[test]
fn cut_off_anywhere_it_is_unreadable() {
    let options = asked(&Issuer::china());
    for text in samples() {
        for length in 0..text.len() {
            let report = ask(&mut desk(&[border()]), &text[..length], &options);
            let (verdict, code) = refusal(&report);
            assert_eq!(verdict, Verdict::Unreadable, "{length}: {code}");
            assert!(code.starts_with("envelope."), "{length}: {code}");
        }
    }
}

/// Every byte of what one reader needs counts; of what another recipient needs, none counts for this one.
#[test]
fn changed_anywhere_it_is_not_taken() {
    /// Apart, so that a code of some 1,000 bytes is tried at some 150 places.
    const STEP: usize = 7;
    let china = Issuer::china();
    let options = asked(&china);
    for text in samples() {
        let whole = ask(&mut desk(&[border()]), &text, &options);
        let packed = envelope::read(&text).unwrap().unwrap();
        let message = envelope::unpack(&packed).unwrap().into_owned();
        let to_others =
            whole.presentation.as_ref().unwrap().seal.as_ref().is_some_and(|seal| seal.recipients.len() > 1);
        for at in (0..message.len()).step_by(STEP) {
            let mut changed = message.clone();
            changed[at] ^= 1;
            let report = ask(&mut desk(&[border()]), &envelope::write(&changed), &options);
            if to_others && report.verdict == Verdict::Verified {
                assert_eq!(report, whole, "byte {at}");
            } else {
                assert_nothing_shown(&report);
                assert_ne!(report.verdict, Verdict::Verified, "byte {at}");
            }
        }
    }
}

#[test]
fn a_sealed_one_that_was_changed_says_so() {
    let china = Issuer::china();
    for to in [vec![border()], vec![border(), health()]] {
        let showing = Showing::of(&china).sealed(&to);
        let packed = envelope::read(&showing.text()).unwrap().unwrap();
        let mut message = envelope::unpack(&packed).unwrap().into_owned();
        let middle = message.len() / 2;
        message[middle] ^= 1;
        let report = ask(&mut desk(&[border()]), &envelope::write(&message), &asked(&china));
        assert_eq!(refusal(&report), (Verdict::NotGenuine, "seal.broken"));
    }
    // With the passport's secret nobody can tell a changed code from another's passport.
    let showing = Showing::of(&china).sealed(&[border()]).with_passport(ZHANG_WEI);
    let mut message = envelope::read(&showing.text()).unwrap().unwrap();
    *message.last_mut().unwrap() ^= 1;
    let report = ask(&mut desk(&[border()]), &envelope::write(&message), &asked_with(&china, ZHANG_WEI));
    assert_eq!(refusal(&report), (Verdict::HolderMismatch, "seal.passport-differs"));
}

#[test]
fn what_cannot_be_read_inside_the_seal_says_only_where_it_stopped() {
    let china = Issuer::china();
    let showing = Showing::of(&china).sealed(&[border()]);
    for inside in [b"ZHANG WEI E12345678".to_vec(), Vec::new(), vec![0xd2], showing.message()[..200].to_vec()]
    {
        let report = ask(&mut desk(&[border()]), &showing.text_of(&inside), &asked(&china));
        let (verdict, code) = refusal(&report);
        assert_eq!(verdict, Verdict::Unreadable);
        assert!(code.starts_with("envelope."), "{code}");
        assert!(report.presentation.unwrap().seal.unwrap().opened_by.is_some());
    }
}

#[test]
fn a_bomb_inside_or_outside_is_refused() {
    let china = Issuer::china();
    let bomb = healthpass_cert::envelope::inflate::deflate(&vec![0xd2; 1024 * 1024]);
    let outside = ask(&mut desk(&[]), &envelope::write(&bomb), &asked(&china));
    assert_eq!(refusal(&outside), (Verdict::Unreadable, "envelope.inflate.too-large"));
    // What is packed within what is packed is no message.
    let nested = ask(&mut desk(&[]), &Showing::of(&china).text_of(&bomb), &asked(&china));
    assert_eq!(refusal(&nested).0, Verdict::Unreadable);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_get_a_report(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let china = Issuer::china();
        let mut desk = desk(&[border()]);
        assert_nothing_shown(&ask(&mut desk, &envelope::write(&bytes), &asked(&china)));
        let inside = Showing::of(&china).sealed(&[border()]).text_of(&bytes);
        assert_nothing_shown(&ask(&mut desk, &inside, &asked(&china)));
    }

    #[test]
    fn any_text_gets_a_report(text in "HP1:[0-9A-Z $%*+./:-]{0,120}") {
        assert_nothing_shown(&ask(&mut desk(&[border()]), &text, &asked(&Issuer::china())));
    }
}
