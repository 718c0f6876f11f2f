//! The `rules` check of reports.

use super::decide::decide;
use super::{Answer, Decision, RuleStore, Trip, code};
use crate::report::{Check, Reason, Report, State};
use crate::time::UnixTime;
use crate::verdict;

/// Holds the rules against all certificates of one person, whose other checks are done: the `rules` check of each that
/// counts is that of all of them together, and its verdict follows.
///
/// `birth` is the date of birth in the document at hand, which goes before what the trip or a certificate says of it.
/// `None` without rules or without a trip; the checks then say so.
pub fn judge(
    reports: &mut [Report],
    store: &RuleStore,
    trip: Option<&Trip>,
    birth: Option<&str>,
    now: UnixTime,
) -> Option<Decision> {
    let decision = match trip {
        Some(trip) if !store.is_empty() => {
            let birth_date = birth.map(str::to_owned).or_else(|| trip.birth_date.clone());
            Some(decide(store, &Trip { birth_date, ..trip.clone() }, reports, now))
        }
        _ => None,
    };
    for (index, report) in reports.iter_mut().enumerate().filter(|(_, report)| reached(report)) {
        report.checks.rules = match &decision {
            None if store.is_empty() => Check::skipped(code::NO_PACK),
            None => Check::skipped(code::NO_TRIP),
            Some(decision) if decision.leaves_out(index) => match decision.of_somebody_else(index) {
                Some(reason) => Check::fail(vec![reason.clone()]),
                None => Check::skipped(code::NOT_COUNTED),
            },
            Some(decision) => check(decision),
        };
        report.verdict = conclude(report);
    }
    decision
}

/// Whether reading and opening came as far as the rules; where they did not, the check says why already.
fn reached(report: &Report) -> bool {
    let rules = &report.checks.rules;
    rules.state != State::Skipped || rules.reasons.iter().any(|reason| reason.code.starts_with("rules."))
}

#[cfg(feature = "presentation")]
fn conclude(report: &Report) -> crate::report::Verdict {
    match &report.presentation {
        Some(shown) => verdict::derive_presented(&report.checks, &shown.checks),
        None => verdict::derive(&report.checks),
    }
}

#[cfg(not(feature = "presentation"))]
fn conclude(report: &Report) -> crate::report::Verdict {
    verdict::derive(&report.checks)
}

/// One reason for each rule that is not met or cannot be decided, then what the answer does not cover.
fn check(decision: &Decision) -> Check {
    let mut reasons = Vec::new();
    for leg in &decision.legs {
        for requirement in leg.requirements.iter().filter(|asked| asked.answer > Answer::Ok) {
            for gap in &requirement.gaps {
                let reason = Reason::new(gap.code).at([leg.country.as_str(), " ", &leg.at].concat());
                let reason = reason.found(gap.rule.clone());
                reasons.push(match &gap.needed {
                    Some(needed) => reason.expected(needed.clone()),
                    None => reason,
                });
            }
        }
    }
    let state = match decision.answer {
        Answer::Ok => State::Pass,
        Answer::NotMet => State::Fail,
        Answer::Open => State::Unknown,
        Answer::NoRules => State::Skipped,
    };
    if decision.answer == Answer::NoRules {
        reasons.push(Reason::new(code::NO_RULES));
    }
    reasons.extend(decision.reasons.iter().cloned());
    Check { state, reasons }
}
