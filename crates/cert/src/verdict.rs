//! How the checks become one answer.
//!
//! | first row that applies | verdict |
//! |---|---|
//! | the envelope fails, or the content has no shape at all | `unreadable` |
//! | the seal is for the passport of another | `holder-mismatch` |
//! | the seal fails otherwise: changed on its way | `not-genuine` |
//! | the seal is for other keys, or needs the passport | `sealed` |
//! | the signature fails | `not-genuine` |
//! | the signature or the issuer is anything but a pass, or the key may not sign this kind | `issuer-not-recognised` |
//! | the presentation was made for somebody else, or passed on by one it was made for | `not-fresh` |
//! | the device's signature fails | `not-genuine` |
//! | the presentation is stale, from the future, was seen before, or answers another question | `not-fresh` |
//! | the presentation was made with another passport | `holder-mismatch` |
//! | revocation fails | `revoked` |
//! | the holder fails | `holder-mismatch` |
//! | the time is anything but a pass | `not-valid-now` |
//! | the content breaks its schema or value sets, or a rule fails | `rule-not-met` |
//! | otherwise | `verified` |
//!
//! Revocation, rules and holder do not stand in the way of `verified` while they are skipped or unknown, nor does
//! content that may be newer than this program (`content.unknown.*`): the screen says under "not proved" what was
//! not looked at. The rows of presentations stand where the order of opening puts them.

#[cfg(feature = "presentation")]
use crate::presentation::{code, report::PresentationChecks};
use crate::report::{Check, Checks, State, Verdict};

/// Codes with this prefix say that nothing in the content could be interpreted.
const NO_SHAPE: &str = "content.shape.";

/// Derives the answer on a certificate as it was issued.
pub fn derive(checks: &Checks) -> Verdict {
    unreadable(checks).or(unvouched(checks)).unwrap_or_else(|| of_content(checks))
}

/// Derives the answer on a certificate that its holder shows.
#[cfg(feature = "presentation")]
pub fn derive_presented(checks: &Checks, shown: &PresentationChecks) -> Verdict {
    let vouched = || unvouched(checks).or(unbound(shown));
    unreadable(checks).or(unopened(shown)).or_else(vouched).unwrap_or_else(|| of_content(checks))
}

fn unreadable(checks: &Checks) -> Option<Verdict> {
    (failed(&checks.envelope) || shapeless(&checks.content)).then_some(Verdict::Unreadable)
}

#[cfg(feature = "presentation")]
fn unopened(shown: &PresentationChecks) -> Option<Verdict> {
    match shown.seal.state {
        State::Fail if names(&shown.seal, code::PASSPORT_DIFFERS) => Some(Verdict::HolderMismatch),
        State::Fail => Some(Verdict::NotGenuine),
        State::Unknown => Some(Verdict::Sealed),
        State::Pass | State::Skipped => None,
    }
}

fn unvouched(checks: &Checks) -> Option<Verdict> {
    if failed(&checks.signature) {
        return Some(Verdict::NotGenuine);
    }
    let unvouched = not_passed(&checks.signature) || not_passed(&checks.issuer) || failed(&checks.usage);
    unvouched.then_some(Verdict::IssuerNotRecognised)
}

#[cfg(feature = "presentation")]
fn unbound(shown: &PresentationChecks) -> Option<Verdict> {
    let made_for_others =
        [code::AUDIENCE_OTHER, code::RESEALED].into_iter().any(|code| names(&shown.key_binding, code));
    if failed(&shown.key_binding) {
        return Some(if made_for_others { Verdict::NotFresh } else { Verdict::NotGenuine });
    }
    if failed(&shown.freshness) {
        return Some(Verdict::NotFresh);
    }
    failed(&shown.commitment).then_some(Verdict::HolderMismatch)
}

fn of_content(checks: &Checks) -> Verdict {
    if failed(&checks.revocation) {
        return Verdict::Revoked;
    }
    if failed(&checks.holder) {
        return Verdict::HolderMismatch;
    }
    if not_passed(&checks.time) {
        return Verdict::NotValidNow;
    }
    if failed(&checks.content) || failed(&checks.rules) {
        return Verdict::RuleNotMet;
    }
    Verdict::Verified
}

fn failed(check: &Check) -> bool {
    check.state == State::Fail
}

fn not_passed(check: &Check) -> bool {
    check.state != State::Pass
}

#[cfg(feature = "presentation")]
fn names(check: &Check, code: &str) -> bool {
    check.reasons.iter().any(|reason| reason.code == code)
}

fn shapeless(content: &Check) -> bool {
    content.state == State::Fail && content.reasons.iter().any(|reason| reason.code.starts_with(NO_SHAPE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Reason;

    fn all_pass() -> Checks {
        let pass = Check::pass;
        Checks {
            envelope: pass(),
            signature: pass(),
            issuer: pass(),
            time: pass(),
            usage: pass(),
            content: pass(),
            revocation: Check::skipped("revocation.no-list"),
            rules: Check::skipped("rules.no-pack"),
            holder: Check::skipped("holder.no-document"),
        }
    }

    fn fail(code: &'static str) -> Check {
        Check::fail(vec![Reason::new(code)])
    }

    #[test]
    fn each_row_of_the_table_gives_its_answer() {
        let answer = |change: fn(&mut Checks)| {
            let mut checks = all_pass();
            change(&mut checks);
            derive(&checks)
        };
        assert_eq!(answer(|_| ()), Verdict::Verified);
        assert_eq!(answer(|c| c.envelope = fail("x")), Verdict::Unreadable);
        assert_eq!(answer(|c| c.content = fail("content.shape.x")), Verdict::Unreadable);
        assert_eq!(answer(|c| c.signature = fail("x")), Verdict::NotGenuine);
        assert_eq!(answer(|c| c.signature = Check::unknown(Reason::new("x"))), Verdict::IssuerNotRecognised);
        assert_eq!(answer(|c| c.issuer = Check::unknown(Reason::new("x"))), Verdict::IssuerNotRecognised);
        assert_eq!(answer(|c| c.usage = fail("x")), Verdict::IssuerNotRecognised);
        assert_eq!(answer(|c| c.revocation = fail("x")), Verdict::Revoked);
        assert_eq!(answer(|c| c.holder = fail("x")), Verdict::HolderMismatch);
        assert_eq!(answer(|c| c.time = fail("x")), Verdict::NotValidNow);
        assert_eq!(answer(|c| c.content = fail("content.schema.x")), Verdict::RuleNotMet);
        assert_eq!(answer(|c| c.rules = fail("x")), Verdict::RuleNotMet);
        assert_eq!(answer(|c| c.holder = Check::unknown(Reason::new("x"))), Verdict::Verified);
    }

    #[cfg(feature = "presentation")]
    #[test]
    fn each_row_of_presentations_gives_its_answer() {
        fn shown() -> PresentationChecks {
            PresentationChecks {
                seal: Check::skipped(code::OPEN),
                key_binding: Check::pass(),
                freshness: Check::pass(),
                commitment: Check::unknown(Reason::new("holder.no-document")),
            }
        }
        let answer = |change: fn(&mut Checks, &mut PresentationChecks)| {
            let (mut checks, mut shown) = (all_pass(), shown());
            change(&mut checks, &mut shown);
            derive_presented(&checks, &shown)
        };
        type Change = fn(&mut Checks, &mut PresentationChecks);
        let rows: [(Change, Verdict); 21] = [
            (|_, _| (), Verdict::Verified),
            (|_, s| s.seal = Check::pass(), Verdict::Verified),
            (|c, _| c.envelope = fail("x"), Verdict::Unreadable),
            (|_, s| s.seal = fail(code::BROKEN), Verdict::NotGenuine),
            (|_, s| s.seal = fail(code::PASSPORT_DIFFERS), Verdict::HolderMismatch),
            (|_, s| s.seal = Check::unknown(Reason::new(code::OTHER_RECIPIENT)), Verdict::Sealed),
            (|_, s| s.seal = Check::unknown(Reason::new(code::PASSPORT_NEEDED)), Verdict::Sealed),
            (|c, _| c.signature = fail("x"), Verdict::NotGenuine),
            (|c, _| c.issuer = Check::unknown(Reason::new("x")), Verdict::IssuerNotRecognised),
            (|c, _| c.usage = fail("x"), Verdict::IssuerNotRecognised),
            (|_, s| s.key_binding = fail(code::SIGNATURE), Verdict::NotGenuine),
            (|_, s| s.key_binding = fail(code::AUDIENCE_OTHER), Verdict::NotFresh),
            (|_, s| s.key_binding = fail(code::RESEALED), Verdict::NotFresh),
            (|_, s| s.freshness = fail("freshness.stale"), Verdict::NotFresh),
            (|_, s| s.commitment = fail(code::COMMITMENT_DIFFERS), Verdict::HolderMismatch),
            (|_, s| s.commitment = Check::pass(), Verdict::Verified),
            (|c, _| c.revocation = fail("x"), Verdict::Revoked),
            (|c, _| c.holder = fail("x"), Verdict::HolderMismatch),
            (|c, _| c.time = fail("x"), Verdict::NotValidNow),
            (|c, _| c.content = fail("content.schema.x"), Verdict::RuleNotMet),
            (|c, _| c.content = fail("content.shape.x"), Verdict::Unreadable),
        ];
        for (number, (change, verdict)) in rows.into_iter().enumerate() {
            assert_eq!(answer(change), verdict, "row {number}");
        }
    }

    /// Nothing behind a row that applies is looked at, whatever stands there.
    #[cfg(feature = "presentation")]
    #[test]
    fn the_rows_of_presentations_stand_in_the_order_of_opening() {
        let mut checks = all_pass();
        checks.revocation = fail("x");
        let mut shown = PresentationChecks::not_reached();
        shown.seal = Check::pass();
        shown.commitment = fail(code::COMMITMENT_DIFFERS);
        assert_eq!(derive_presented(&checks, &shown), Verdict::HolderMismatch);
        shown.freshness = fail("freshness.stale");
        assert_eq!(derive_presented(&checks, &shown), Verdict::NotFresh);
        shown.key_binding = fail(code::SIGNATURE);
        assert_eq!(derive_presented(&checks, &shown), Verdict::NotGenuine);
        checks.issuer = Check::unknown(Reason::new("x"));
        assert_eq!(derive_presented(&checks, &shown), Verdict::IssuerNotRecognised);
        shown.seal = Check::unknown(Reason::new(code::OTHER_RECIPIENT));
        assert_eq!(derive_presented(&checks, &shown), Verdict::Sealed);
        checks.envelope = fail("x");
        assert_eq!(derive_presented(&checks, &shown), Verdict::Unreadable);
    }

    #[test]
    fn a_worse_answer_is_never_hidden_by_a_milder_one() {
        let mut checks = all_pass();
        checks.time = fail("x");
        checks.issuer = Check::unknown(Reason::new("x"));
        assert_eq!(derive(&checks), Verdict::IssuerNotRecognised);
        checks.signature = fail("x");
        assert_eq!(derive(&checks), Verdict::NotGenuine);
    }
}
