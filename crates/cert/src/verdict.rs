//! How the nine checks become one answer.
//!
//! | first row that applies | verdict |
//! |---|---|
//! | the envelope fails, or the content has no shape at all | `unreadable` |
//! | the signature fails | `not-genuine` |
//! | the signature or the issuer is anything but a pass, or the key may not sign this kind | `issuer-not-recognised` |
//! | revocation fails | `revoked` |
//! | the holder fails | `holder-mismatch` |
//! | the time is anything but a pass | `not-valid-now` |
//! | the content breaks its schema or value sets, or a rule fails | `rule-not-met` |
//! | otherwise | `verified` |
//!
//! Revocation, rules and holder do not stand in the way of `verified` while they are skipped or unknown, nor does
//! content that may be newer than this program (`content.unknown.*`): the screen says under "not proved" what was
//! not looked at.

use crate::report::{Check, Checks, State, Verdict};

/// Codes with this prefix say that nothing in the content could be interpreted.
const NO_SHAPE: &str = "content.shape.";

/// Derives the answer.
pub fn derive(checks: &Checks) -> Verdict {
    let failed = |check: &Check| check.state == State::Fail;
    let open = |check: &Check| check.state != State::Pass;
    if failed(&checks.envelope) || shapeless(&checks.content) {
        return Verdict::Unreadable;
    }
    if failed(&checks.signature) {
        return Verdict::NotGenuine;
    }
    if open(&checks.signature) || open(&checks.issuer) || failed(&checks.usage) {
        return Verdict::IssuerNotRecognised;
    }
    if failed(&checks.revocation) {
        return Verdict::Revoked;
    }
    if failed(&checks.holder) {
        return Verdict::HolderMismatch;
    }
    if open(&checks.time) {
        return Verdict::NotValidNow;
    }
    if failed(&checks.content) || failed(&checks.rules) {
        return Verdict::RuleNotMet;
    }
    Verdict::Verified
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
