//! The checks of a presentation, each on its own.

use crate::presentation::binding::Binding;
use crate::presentation::challenge::{Challenge, DESK};
use crate::presentation::kbt::Facts;
use crate::presentation::{audience, code, freshness};
use crate::report::{Check, Reason, State};
use crate::time::UnixTime;
use crate::verify::{Presented, code as verify_code};

/// What a desk asks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question<'a> {
    /// Nothing.
    None,
    /// This.
    Asked(&'a Challenge),
    /// It was answered when the same code was shown before.
    Settled,
}

impl<'a> Question<'a> {
    pub fn of(question: Option<&'a Challenge>) -> Self {
        question.map_or(Self::None, Self::Asked)
    }
}

/// Made for this desk, and by the holder for exactly those it is sealed to.
pub(super) fn audience(made_for: &str, sealed_to: &[[u8; 8]], question: Question<'_>) -> Check {
    let other = |found: &str| Check::fail(vec![Reason::new(code::AUDIENCE_OTHER).found(found)]);
    let (desk, known) = audience::desk_of(made_for);
    if !known {
        return other(made_for);
    }
    let expected = audience::audience(desk, sealed_to);
    if made_for != expected {
        return Check::fail(vec![Reason::new(code::RESEALED).expected(made_for).found(expected)]);
    }
    match (desk, question) {
        (Some(desk), Question::Asked(question)) if desk == question.audience => Check::pass(),
        (None, _) | (_, Question::Settled) => Check::pass(),
        (Some(desk), _) => other(desk.strip_prefix(DESK).unwrap_or(desk)),
    }
}

/// In time, in answer, and for the first time.
pub(super) fn freshness(facts: &Facts, question: Question<'_>, known: bool, now: UnixTime) -> Check {
    let in_time = freshness::judge(facts.made_at, facts.until, now);
    let fault = in_time.err().or_else(|| match (question, &facts.nonce) {
        (Question::Asked(_), None) => Some(Reason::new(freshness::code::NONCE_MISSING)),
        (Question::Asked(question), Some(nonce)) if *nonce == question.nonce => None,
        (Question::Asked(_) | Question::None, Some(_)) => Some(Reason::new(freshness::code::NONCE_OTHER)),
        (Question::None | Question::Settled, _) => None,
    });
    let replayed = || known.then(|| Reason::new(freshness::code::REPLAYED).at(facts.made_at.rfc3339()));
    match fault.or_else(replayed) {
        Some(reason) => Check::fail(vec![reason]),
        None => Check::pass(),
    }
}

/// Made with this document.
pub(super) fn commitment(binding: Option<&Binding>, document: Presented<'_>) -> Check {
    let document = match document {
        Presented::Nothing => return Check::unknown(Reason::new(verify_code::NO_DOCUMENT)),
        Presented::Unreadable(reasons) => return Check { state: State::Unknown, reasons: reasons.to_vec() },
        Presented::Document(document) => document,
    };
    match binding {
        Some(binding) if binding.is_to(document) => Check::pass(),
        Some(_) => Check::fail(vec![Reason::new(code::COMMITMENT_DIFFERS)]),
        None => Check::unknown(Reason::new(code::NO_COMMITMENT)),
    }
}
