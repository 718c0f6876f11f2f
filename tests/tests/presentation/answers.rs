//! One answer for each way a presentation can be.

use crate::{assert_nothing_shown, refusal};
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::presentation::report::BoundBy;
use healthpass_cert::report::{Format, Report, State, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_passport::Level;
use healthpass_tests::ask::codes;
use healthpass_tests::own::{self, AT, Issuer, Passport, ZHANG_WEI, seconds};
use healthpass_tests::presentations::{
    Showing, Shown, ask, asked, asked_with, border, desk, device_of, health,
};
use serde_json::json;

/// The time of [`AT`] in seconds.
fn now() -> i64 {
    seconds(AT).0
}

/// Another book of the same holder's.
const RENEWED: Passport = Passport { number: "E12345679", ..ZHANG_WEI };

fn opened(showing: &Showing) -> Report {
    ask(&mut desk(&[border(), health()]), &showing.text(), &asked(&Issuer::china()))
}

#[test]
fn an_open_presentation_is_shown() {
    let china = Issuer::china();
    let report = ask(&mut Desk::new(), &Showing::of(&china).text(), &asked_with(&china, ZHANG_WEI));
    assert_eq!(
        (report.verdict, report.format),
        (Verdict::Verified, Some(Format::Ithc)),
        "{:#?}",
        report.checks
    );
    assert_eq!(report.certificate.as_ref().unwrap().records.len(), 6);
    let found = report.presentation.unwrap();
    assert!(found.seal.is_none() && found.withheld.is_empty());
    assert_eq!(codes(&found.checks.seal), ["seal.open"]);
    assert_eq!((found.binding, found.level), (Some(BoundBy::IssuerBound), Some(Level::Typed)));
    assert_eq!((found.audience.as_deref(), found.age_seconds), (Some("anyone"), Some(30)));
    assert_eq!(found.made_at.as_deref(), Some("2026-12-01T07:59:30Z"));
    for check in [&found.checks.key_binding, &found.checks.freshness, &found.checks.commitment] {
        assert_eq!(check.state, State::Pass);
    }
}

#[test]
fn a_sealed_one_is_shown_to_each_it_is_sealed_to_and_to_nobody_else() {
    let china = Issuer::china();
    for to in [vec![border()], vec![health()], vec![border(), health()]] {
        let text = Showing::of(&china).sealed(&to).text();
        for key in &to {
            let report = ask(&mut desk(std::slice::from_ref(key)), &text, &asked(&china));
            assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.presentation);
            let seal = report.presentation.unwrap().seal.unwrap();
            assert_eq!((seal.recipients.len(), seal.passport), (to.len(), false));
            assert_eq!(seal.opened_by.unwrap().kid, healthpass_cert::presentation::hex(&key.public().kid()));
        }
        for mut other in [Desk::new(), desk(&[healthpass_tests::presentations::stranger()])] {
            let report = ask(&mut other, &text, &asked_with(&china, ZHANG_WEI));
            assert_eq!(refusal(&report), (Verdict::Sealed, "seal.other-recipient"));
            assert!(report.key.is_none() && report.presentation.unwrap().binding.is_none());
        }
    }
}

#[test]
fn with_the_passport_it_takes_the_key_and_the_passport() {
    let china = Issuer::china();
    let text = Showing::of(&china).sealed(&[border(), health()]).with_passport(ZHANG_WEI).text();
    let ask_with = |keys: &[_], options| ask(&mut desk(keys), &text, &options);
    let report = ask_with(&[health()], asked_with(&china, ZHANG_WEI));
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.presentation);
    assert!(report.presentation.unwrap().seal.unwrap().passport);
    let needed = ask_with(&[border()], asked(&china));
    assert_eq!(refusal(&needed), (Verdict::Sealed, "seal.passport-needed"));
    let differs = ask_with(&[border()], asked_with(&china, RENEWED));
    assert_eq!(refusal(&differs), (Verdict::HolderMismatch, "seal.passport-differs"));
    let never_alone = ask_with(&[], asked_with(&china, ZHANG_WEI));
    assert_eq!(refusal(&never_alone), (Verdict::Sealed, "seal.other-recipient"));
    let mut mistyped = asked_with(&china, ZHANG_WEI);
    mistyped["mrz"][1] = json!(mistyped["mrz"][1].as_str().unwrap().replacen('1', "2", 1));
    let report = ask_with(&[border()], mistyped);
    assert_eq!(refusal(&report), (Verdict::Sealed, "seal.passport-needed"));
    assert!(codes(&report.presentation.unwrap().checks.seal).contains(&"mrz.check-digit"));
}

#[test]
fn a_code_is_taken_while_it_is_fresh() {
    let shown = |made| refusal_or_verified(&opened(&Showing::of(&Issuer::china()).made(made)));
    for made in [now() - 180, now() - 30, now(), now() + 60] {
        assert_eq!(shown(made), (Verdict::Verified, ""), "{made}");
    }
    assert_eq!(shown(now() - 181), (Verdict::NotFresh, "freshness.stale"));
    assert_eq!(shown(now() + 61), (Verdict::NotFresh, "freshness.future"));
    assert_eq!(shown(i64::MAX - 200), (Verdict::NotFresh, "freshness.future"));
}

fn refusal_or_verified(report: &Report) -> (Verdict, &'static str) {
    if report.verdict == Verdict::Verified { (Verdict::Verified, "") } else { refusal(report) }
}

#[test]
fn a_code_is_taken_once_at_a_desk() {
    let china = Issuer::china();
    let showing = Showing::of(&china).sealed(&[border()]);
    let (text, mut desk) = (showing.text(), desk(&[border()]));
    assert_eq!(ask(&mut desk, &text, &asked(&china)).verdict, Verdict::Verified);
    assert_eq!(refusal(&ask(&mut desk, &text, &asked(&china))), (Verdict::NotFresh, "freshness.replayed"));
    let later = showing.clone().made(now());
    assert_eq!(ask(&mut desk, &later.text(), &asked(&china)).verdict, Verdict::Verified);

    let other_disclosures = Showing { shown: chosen(&showing, &[0]), ..showing };
    let replayed = ask(&mut desk, &other_disclosures.text(), &asked(&china));
    assert_eq!(
        refusal(&replayed),
        (Verdict::NotFresh, "freshness.replayed"),
        "the same key in the same second"
    );
}

#[test]
fn what_was_never_taken_is_not_remembered() {
    let china = Issuer::china();
    let mut desk = Desk::new();
    let text = Showing::of(&china).text();
    let unknown = ask(&mut desk, &text, &json!({"at": AT}));
    assert_eq!(unknown.verdict, Verdict::IssuerNotRecognised);
    assert_eq!(ask(&mut desk, &text, &asked(&china)).verdict, Verdict::Verified);
}

#[test]
fn the_officer_looks_again_with_the_passport() {
    let china = Issuer::china();
    let (text, mut desk) = (Showing::of(&china).text(), Desk::new());
    let again = |mut options: serde_json::Value| {
        options["again"] = json!(true);
        options
    };
    let first = ask(&mut desk, &text, &asked(&china));
    assert_eq!(codes(&first.presentation.as_ref().unwrap().checks.commitment), ["holder.no-document"]);
    assert!(first.certificate.is_some(), "the officer compares next");
    let renewed = ask(&mut desk, &text, &again(asked_with(&china, RENEWED)));
    assert_eq!(refusal(&renewed), (Verdict::HolderMismatch, "holder.commitment-differs"));
    let right = ask(&mut desk, &text, &again(asked_with(&china, ZHANG_WEI)));
    assert_eq!(right.verdict, Verdict::Verified);
    let unseen = ask(&mut Desk::new(), &Showing::of(&china).made(now() - 500).text(), &again(asked(&china)));
    assert_eq!(
        refusal(&unseen),
        (Verdict::NotFresh, "freshness.stale"),
        "only what was seen is looked at again"
    );
}

#[test]
fn the_passport_in_hand_must_be_the_one_it_was_made_with() {
    let china = Issuer::china();
    let text = Showing::of(&china).text();
    for other in
        [RENEWED, Passport { birth: "1990-01-02", ..ZHANG_WEI }, Passport { expires: 2034, ..ZHANG_WEI }]
    {
        let report = ask(&mut Desk::new(), &text, &asked_with(&china, other));
        assert_eq!(refusal(&report), (Verdict::HolderMismatch, "holder.commitment-differs"));
    }
    let mut without = Showing::of(&china);
    without.facts.binding = None;
    let report = ask(&mut Desk::new(), &without.text(), &asked_with(&china, ZHANG_WEI));
    let found = report.presentation.unwrap();
    assert_eq!((report.verdict, found.level), (Verdict::Verified, None));
    assert_eq!(codes(&found.checks.commitment), ["holder.no-commitment"]);
    // not even by the words in it
    let other = Passport { birth: "1990-01-02", ..ZHANG_WEI };
    let report = ask(&mut Desk::new(), &without.text(), &asked_with(&china, other));
    assert_eq!(report.verdict, Verdict::HolderMismatch);
    assert!(report.certificate.is_none() && report.claims.is_none(), "nothing of somebody else is shown");
}

#[test]
fn a_clock_that_ran_ahead_and_is_set_right_lets_no_code_pass_again() {
    let china = Issuer::china();
    let (mut desk, text) = (Desk::new(), Showing::of(&china).text());
    assert_eq!(ask(&mut desk, &text, &asked(&china)).verdict, Verdict::Verified);
    let mut options = asked(&china);
    options["at"] = json!(UnixTime(now() + 600).rfc3339());
    let ahead = Showing::of(&china).made(now() + 600);
    assert_eq!(ask(&mut desk, &ahead.text(), &options).verdict, Verdict::Verified);
    assert_eq!(refusal(&ask(&mut desk, &text, &asked(&china))), (Verdict::NotFresh, "freshness.replayed"));
}

#[test]
fn a_code_of_another_device_is_not_genuine() {
    let mut copied = Showing::of(&Issuer::china());
    copied.device = device_of(0x56);
    assert_eq!(refusal(&opened(&copied)), (Verdict::NotGenuine, "binding.signature"));
}

#[test]
fn an_unknown_issuers_presentation_shows_nothing_inside() {
    let (china, sweden) = (Issuer::china(), Issuer::sweden());
    for showing in [Showing::of(&china), Showing::of(&china).sealed(&[border()])] {
        for options in [json!({"at": AT}), asked(&sweden)] {
            let report = ask(&mut desk(&[border()]), &showing.text(), &options);
            assert_eq!(refusal(&report).0, Verdict::IssuerNotRecognised);
            assert_eq!(codes(&report.checks.issuer), ["issuer.not-listed"]);
            let found = report.presentation.unwrap();
            assert!(found.level.is_none() && found.made_at.is_none() && found.audience.is_none());
            assert_eq!(codes(&found.checks.key_binding), ["presentation.not-reached"]);
        }
    }
}

#[test]
fn a_forged_token_shows_nothing_inside() {
    let china = Issuer::china();
    let forger = Issuer::new(0x12, "CN", &[]);
    let mut showing = Showing::of(&forger);
    // The forger names the issuer's key.
    let Shown::Issued(token) = &showing.shown else { panic!("issued") };
    let forged = healthpass_cert::cbor_write::write(&renamed(token, &forger.kid(), &china.kid()));
    showing.shown = Shown::Issued(Box::new(healthpass_cert::sd_cwt::Token::read(&forged).unwrap()));
    assert_eq!(refusal(&opened(&showing)), (Verdict::NotGenuine, "signature.invalid"));
}

/// The token with another key identifier in its protected header.
fn renamed(token: &healthpass_cert::sd_cwt::Token, from: &[u8], to: &[u8]) -> healthpass_cert::cbor::Value {
    let mut bytes = token.to_bytes();
    let at = bytes.windows(from.len()).position(|window| window == from).expect("the identifier");
    bytes[at..at + to.len()].copy_from_slice(to);
    healthpass_cert::cbor::Value::read(&bytes).unwrap_or_else(|_| panic!("CBOR"))
}

/// The showing's token with only these disclosures.
fn chosen(showing: &Showing, indices: &[usize]) -> Shown {
    let Shown::Issued(token) = &showing.shown else { panic!("issued") };
    Shown::Issued(Box::new(token.choose(indices)))
}

#[test]
fn what_is_withheld_is_counted_where_it_stands() {
    let china = Issuer::china();
    let whole = Showing::of(&china);
    let none = Showing { shown: chosen(&whole, &[]), ..whole };
    let report = ask(&mut Desk::new(), &none.text(), &asked_with(&china, ZHANG_WEI));
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    let withheld = report.presentation.unwrap().withheld;
    let counts: Vec<_> = withheld.iter().map(|withheld| (withheld.at, withheld.count)).collect();
    assert_eq!(counts, [("person", 1), ("document", 1), ("records", 6)]);
    let certificate = report.certificate.unwrap();
    assert!(certificate.records.is_empty() && certificate.person.birth_date.is_none());
    let text = serde_json::to_string(&report.claims).unwrap();
    assert!(!text.contains("E12345678"), "{text}");
}

#[test]
fn a_foreign_code_is_device_attested_and_never_issuer_bound() {
    let sweden = Issuer::sweden();
    let code = sweden.dcc(&own::vaccination());
    let report =
        ask(&mut desk(&[border()]), &Showing::attested(&code).sealed(&[border()]).text(), &asked(&sweden));
    assert_eq!((report.verdict, report.format), (Verdict::Verified, Some(Format::Dcc)));
    assert_eq!(report.presentation.as_ref().unwrap().binding, Some(BoundBy::DeviceAttested));
    let alone = own_report(&code, &asked(&sweden));
    assert_eq!(
        (report.checks, report.certificate, report.claims),
        (alone.checks, alone.certificate, alone.claims)
    );
}

fn own_report(text: &str, options: &serde_json::Value) -> Report {
    healthpass_tests::ask::verify_with(text, options)
}

#[test]
fn the_ordinary_checks_are_made_of_a_foreign_code() {
    let sweden = Issuer::sweden();
    let code = sweden.dcc(&own::vaccination());
    let unknown = ask(&mut Desk::new(), &Showing::attested(&code).text(), &json!({"at": AT}));
    assert_nothing_shown(&unknown);
    assert_eq!(unknown.verdict, Verdict::IssuerNotRecognised);
    assert!(!serde_json::to_string(&unknown).unwrap().contains("ERIKSSON"));
    let expired = seconds("2026-12-14T08:00:00Z").0;
    let late = Showing::attested(&code).made(expired);
    let report =
        ask(&mut Desk::new(), &late.text(), &json!({"at": "2026-12-14T08:00:00Z", "keys": [sweden.key()]}));
    assert_eq!(report.verdict, Verdict::NotValidNow);
    assert!(report.certificate.is_some(), "an officer sees what has ended");
    let anna = ask(&mut Desk::new(), &Showing::attested(&code).text(), &asked_with(&sweden, ZHANG_WEI));
    assert_eq!(
        anna.verdict,
        Verdict::HolderMismatch,
        "the passport is the phone's, the certificate is another's"
    );
}

#[test]
fn no_other_device_attests_to_what_is_bound_to_one() {
    let china = Issuer::china();
    let Shown::Issued(token) = Showing::of(&china).shown else { panic!("issued") };
    let mut stolen = Showing::attested(&china.ithc(own::ITHC));
    stolen.shown = Shown::Attested(healthpass_cert::presentation::attested::Code::Cose(token.to_bytes()));
    let report = opened(&stolen);
    assert_nothing_shown(&report);
    assert!(matches!(report.verdict, Verdict::Unreadable | Verdict::NotGenuine), "{:?}", report.verdict);
}

#[test]
fn other_texts_are_verified_as_everywhere() {
    let sweden = Issuer::sweden();
    let mut desk = desk(&[border()]);
    for text in
        [sweden.dcc(&own::vaccination()), "https://example.org".into(), String::new(), "HPQ1:6BF".into()]
    {
        let report = ask(&mut desk, &text, &asked(&sweden));
        assert_eq!(report, own_report(&text, &asked(&sweden)));
        assert!(report.presentation.is_none());
    }
}

#[test]
fn a_verifier_that_opens_no_presentations_names_them() {
    let china = Issuer::china();
    let report = own_report(&Showing::of(&china).text(), &asked(&china));
    assert_eq!(report.verdict, Verdict::Unreadable);
    assert_eq!(codes(&report.checks.envelope), ["envelope.prefix.presentation"]);
}
