//! The record that satisfies some rules, or the one that comes closest.

use super::Gap;
use super::data::{Counted, Scene};
use super::gap::{self, Wanted};
use super::pack::{Part, Rule};
use super::run::{Judgement, Outcome, Runner, Subject};
use super::{Answer, code};
use crate::model::Record;

/// What came of looking for a record.
pub(super) struct Found {
    pub answer: Answer,
    /// The certificate to show, by its place among those handed in.
    pub show: Option<usize>,
    pub gaps: Vec<Gap>,
}

/// One record held against all rules.
pub(super) struct Tried<'t> {
    pub subject: Subject<'t>,
    /// Every rule that is not passed, and what it said.
    pub missed: Vec<(&'t Rule, Outcome)>,
    /// The certificate ends before the leg.
    pub expires_before: bool,
}

impl Tried<'_> {
    pub fn answer(&self) -> Answer {
        let failed = self.missed.iter().any(|(_, outcome)| outcome.judgement == Judgement::Fail);
        match () {
            () if failed || self.expires_before => Answer::NotMet,
            () if self.missed.is_empty() => Answer::Ok,
            () => Answer::Open,
        }
    }

    /// How far it is from passing: the less the closer.
    fn distance(&self) -> (Answer, usize) {
        (self.answer(), self.missed.len() + usize::from(self.expires_before))
    }
}

/// A record for one part of a route. Where several will do, one of a certificate that is shown anyhow.
pub(super) fn find(
    part: &Part,
    scene: &Scene<'_>,
    certificates: &[Counted<'_>],
    shown: &[usize],
    runner: &mut Runner,
) -> Found {
    let wanted = Wanted { kind: part.record.kind(), disease: part.diseases.first().map(String::as_str) };
    let at = scene.leg.at.moment();
    let mut rules = Vec::new();
    for identifier in &part.rules {
        match scene.pack.rule_at(identifier, at) {
            Some(rule) => rules.push(rule),
            None => return not_in_force(identifier, wanted),
        }
    }
    let mut best: Vec<Tried<'_>> = Vec::new();
    for counted in certificates {
        let records = counted.records().iter().enumerate();
        for record in records.filter(|(_, record)| is_asked(part, record)) {
            keep(&mut best, attempt(&rules, Subject { scene, counted, record: Some(record) }, runner));
        }
    }
    if let Some(at) = best.iter().position(|tried| shown.contains(&tried.subject.counted.index)) {
        best.swap(0, at);
    }
    conclude(best, &rules, wanted, runner)
}

/// Records that miss as little as each other and are compared by how much.
const MAX_COMPARED: usize = 8;

/// Keeps those that come closest.
fn keep<'t>(best: &mut Vec<Tried<'t>>, tried: Tried<'t>) {
    let distance = tried.distance();
    match best.first().map(Tried::distance) {
        Some(held) if held < distance => (),
        Some(held) if held == distance => {
            if best.len() < MAX_COMPARED {
                best.push(tried);
            }
        }
        _ => *best = vec![tried],
    }
}

/// Holds one record against all rules.
pub(super) fn attempt<'t>(rules: &[&'t Rule], subject: Subject<'t>, runner: &mut Runner) -> Tried<'t> {
    let at = subject.scene.leg.at;
    let meanings = runner.data(&subject, at);
    let missed = rules.iter().map(|rule| (*rule, runner.over(rule, &meanings)));
    let missed = missed.filter(|(_, outcome)| outcome.judgement != Judgement::Passed).collect();
    let expires_before = subject.counted.expires_at.is_some_and(|end| end < at.at);
    Tried { subject, missed, expires_before }
}

/// The answer of the best records, which are all as good as each other, and what the closest of them lacks.
pub(super) fn conclude(
    best: Vec<Tried<'_>>,
    rules: &[&Rule],
    wanted: Wanted<'_>,
    runner: &mut Runner,
) -> Found {
    let Some(first) = best.first() else {
        let gaps = rules.first().map(|rule| gap::bare(rule, code::NO_RECORD, wanted)).into_iter().collect();
        return Found { answer: Answer::NotMet, show: None, gaps };
    };
    let answer = first.answer();
    if answer == Answer::Ok {
        return Found { answer, show: Some(first.subject.counted.index), gaps: Vec::new() };
    }
    let lacking = best.iter().map(|tried| gap::of(tried, rules, wanted, runner));
    let closest = lacking.reduce(|best, next| if short_by(&next) < short_by(&best) { next } else { best });
    Found { answer, show: None, gaps: closest.unwrap_or_default() }
}

/// Seconds that are missing in all; what no wait mends is farthest.
fn short_by(gaps: &[Gap]) -> i64 {
    gaps.iter().fold(0, |sum: i64, gap| sum.saturating_add(gap.short_by_seconds.unwrap_or(i64::MAX)))
}

fn not_in_force(identifier: &str, wanted: Wanted<'_>) -> Found {
    let mut gap = gap::blank(code::NOT_IN_FORCE, wanted);
    gap.rule = identifier.to_owned();
    Found { answer: Answer::Open, show: None, gaps: vec![gap] }
}

fn is_asked(part: &Part, record: &Record) -> bool {
    let disease = || record.disease.as_ref().map(|disease| &disease.code);
    let of_disease = || disease().is_some_and(|code| part.diseases.contains(code));
    part.record.kind() == Some(record.kind) && (part.diseases.is_empty() || of_disease())
}
