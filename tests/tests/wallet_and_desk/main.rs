//! The wallet and the verifier never disagree: whatever a traveller carries, wherever they go and whenever it is asked,
//! what their wallet tells them at home is what a desk with the same lists and packs tells them at the border.
//!
//! `HEALTHPASS_AGREEMENT_WORLDS` says how many worlds, `HEALTHPASS_AGREEMENT_SEED` which is the first; a failure names
//! the world it happened in.

mod dice;
mod world;

use healthpass_cert::presentation::desk::{Desk, Together};
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::request::Options;
use healthpass_cert::rules::{Answer, Decision, RuleStore, Trip};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_tests::own::Passport;
use healthpass_wallet::Wallet;
use serde_json::json;
use std::collections::BTreeMap;
use world::World;

/// Worlds of an ordinary run, and the first of them.
const WORLDS: u64 = 60;
const SEED: u64 = 1;

/// Trips and clocks that are asked about in each world.
const QUESTIONS: usize = 6;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn the_wallet_and_the_verifier_never_disagree() {
    let first = from_environment("HEALTHPASS_AGREEMENT_SEED", SEED);
    let worlds = from_environment("HEALTHPASS_AGREEMENT_WORLDS", WORLDS);
    let mut seen = Seen::default();
    for seed in first..first + worlds {
        let mut world = World::of(seed);
        for _ in 0..QUESTIONS {
            compare(&mut world, &mut seen);
        }
    }
    println!("{worlds} worlds from seed {first}: {seen:?}");
    // Agreement about nothing would prove nothing.
    if worlds >= WORLDS {
        seen.expect_everything();
    }
}

/// What came up.
#[derive(Debug, Default)]
struct Seen {
    answers: BTreeMap<&'static str, usize>,
    verdicts: BTreeMap<String, usize>,
    together: usize,
    bound: usize,
}

impl Seen {
    fn note(&mut self, decision: &Decision, reports: &[Report], bound: bool) {
        *self.answers.entry(name(decision.answer)).or_default() += 1;
        for report in reports {
            *self.verdicts.entry(format!("{:?}", report.verdict)).or_default() += 1;
        }
        self.together += usize::from(reports.len() > 1);
        self.bound += usize::from(bound);
    }

    fn expect_everything(&self) {
        for answer in ["ok", "not-met", "open", "no-rules"] {
            assert!(self.answers.contains_key(answer), "no answer {answer}: {self:?}");
        }
        for verdict in
            ["Verified", "RuleNotMet", "IssuerNotRecognised", "NotValidNow", "Revoked", "HolderMismatch"]
        {
            assert!(self.verdicts.contains_key(verdict), "no verdict {verdict}: {self:?}");
        }
        assert!(self.together > 50 && self.bound > 50, "{self:?}");
    }
}

fn name(answer: Answer) -> &'static str {
    match answer {
        Answer::Ok => "ok",
        Answer::NotMet => "not-met",
        Answer::Open => "open",
        Answer::NoRules => "no-rules",
    }
}

/// One trip at one time, for everybody in the wallet.
fn compare(world: &mut World, seen: &mut Seen) {
    let (trip, now) = (world.trip(), world.clock());
    world.wallet.set_trip(Some(&trip)).unwrap_or_else(|error| panic!("{}: {trip}: {error:?}", world.seed));
    let mut people = 0;
    for (id, passport) in world.people.clone() {
        let decided = world.wallet.decide(&id, now).expect("a person");
        let texts: Vec<String> = decided.certificates.iter().map(|id| world.texts[id].clone()).collect();
        let officer = Officer { trust: &world.trust, rules: &world.rules, passport, now };
        let read = Trip::read(&trip).expect("the wallet took it");
        let together = officer.look(&texts, Some(&read));
        let place = format!("seed {}, at {}, {trip}", world.seed, now.rfc3339());
        assert_eq!(decided.decision, together.decision, "{place}");
        says_the_same(&together, &place);
        alone_as_together(&officer, &world.wallet, &decided.certificates, &together, &place);
        let decision = together.decision.as_ref().expect("there are packs and a trip");
        seen.note(decision, &together.reports, passport.is_some());
        people += 1;
    }
    assert!(people > 0, "nobody in world {}", world.seed);
}

/// A desk with the same lists and packs.
struct Officer<'w> {
    trust: &'w TrustStore,
    rules: &'w RuleStore,
    passport: Option<Passport>,
    now: UnixTime,
}

impl Officer<'_> {
    fn look(&self, texts: &[String], trip: Option<&Trip>) -> Together {
        let mrz = self.passport.map(|passport| passport.lines().to_vec()).unwrap_or_default();
        let options = json!({"at": self.now.rfc3339(), "mrz": mrz});
        let options: Options = serde_json::from_value(options).expect("options");
        Desk::new().verify_together(texts, &options, self.trust, self.rules, trip).expect("a sound request")
    }
}

/// The `rules` check of every report that counts is the decision, and its verdict follows.
fn says_the_same(together: &Together, place: &str) {
    let decision = together.decision.as_ref().expect("there are packs and a trip");
    let state = match decision.answer {
        Answer::Ok => State::Pass,
        Answer::NotMet => State::Fail,
        Answer::Open => State::Unknown,
        Answer::NoRules => State::Skipped,
    };
    let gaps: Vec<_> = decision
        .legs
        .iter()
        .flat_map(|leg| &leg.requirements)
        .flat_map(|asked| &asked.gaps)
        .map(|gap| (gap.code, Some(gap.rule.as_str())))
        .collect();
    for (index, report) in together.reports.iter().enumerate() {
        let rules = &report.checks.rules;
        let not_counted = decision.not_counted.iter().any(|left_out| left_out.certificate == index);
        if not_counted {
            let said = (rules.state, rules.reasons[0].code);
            let somebody_else = said == (State::Fail, "rules.another-person");
            assert!(somebody_else || said == (State::Skipped, "rules.not-counted"), "{place}: {said:?}");
            assert!(!matches!(report.verdict, Verdict::Verified), "{place}");
            continue;
        }
        assert_eq!(rules.state, state, "{place}");
        assert_eq!(report.verdict == Verdict::RuleNotMet, decision.answer == Answer::NotMet, "{place}");
        let told: Vec<_> =
            rules.reasons.iter().map(|reason| (reason.code, reason.found.as_deref())).collect();
        assert!(told.starts_with(&gaps), "{place}: {told:?}, {gaps:?}");
    }
}

/// Apart from rules, the wallet's screen of a certificate says what a desk says of it.
fn alone_as_together(
    officer: &Officer<'_>,
    wallet: &Wallet,
    ids: &[String],
    together: &Together,
    place: &str,
) {
    let apart = officer.look(&[], None);
    assert!(apart.reports.is_empty() && apart.decision.is_none());
    for (id, report) in ids.iter().zip(&together.reports) {
        let held = wallet.certificate(id, officer.now).expect("a certificate").report;
        let mut checks = report.checks.clone();
        checks.rules = held.checks.rules.clone();
        assert_eq!(checks, held.checks, "{place}");
        assert_eq!(
            (&report.certificate, &report.claims, &report.key),
            (&held.certificate, &held.claims, &held.key)
        );
        let only_rules = report.verdict == Verdict::RuleNotMet;
        assert!(report.verdict == held.verdict || only_rules && held.verdict == Verdict::Verified, "{place}");
    }
}
