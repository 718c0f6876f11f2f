//! The answer, leg by leg.

use super::data::{self, Counted, Scene};
use super::pack::{Requirement, Route};
use super::part;
use super::published;
use super::run::Runner;
use super::{
    Answer, Applies, Decision, Gap, Leg, LegDecision, NotCounted, Pack, RequirementDecision, RouteDecision,
    RuleStore, Stage, Trip, code,
};
use crate::limits::MAX_TRIP_CERTIFICATES;
use crate::report::{Reason, Report, State, Verdict};
use crate::time::UnixTime;

/// Whether what one person has is enough for a trip, and if not, what is missing.
///
/// `reports` are of codes of that one person; those that are not genuine, not valid now, or about somebody born on
/// another day are named and not looked at. `now` is when this is asked; rules are asked at the times of the legs.
pub fn decide(store: &RuleStore, trip: &Trip, reports: &[Report], now: UnixTime) -> Decision {
    let Parted { counted, not_counted, others } = split(trip, reports);
    let births = data::births(birth(trip, &counted).as_deref());
    let mut runner = Runner::new();
    let mut legs = Vec::new();
    for leg in trip.legs() {
        let mut requirements = Vec::new();
        for pack in store.packs() {
            let scene = Scene { trip, leg: &leg, pack, births: &births };
            of_pack(&scene, &counted, &mut runner, &mut requirements);
        }
        legs.push(conclude(&leg, requirements));
    }
    Decision {
        answer: legs.iter().map(|leg| leg.answer).max().unwrap_or(Answer::NoRules),
        at: now.rfc3339(),
        reasons: others.into_iter().chain(remarks(store, &legs, counted.is_empty(), now)).collect(),
        legs,
        not_counted,
        packs: store.summaries(now),
    }
}

/// The name of a stage in packs and data.
pub(super) fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Exit => "exit",
        Stage::Transit => "transit",
        Stage::Entry => "entry",
    }
}

/// Certificates by what becomes of them.
struct Parted<'r> {
    counted: Vec<Counted<'r>>,
    not_counted: Vec<NotCounted>,
    /// A reason for each that is about somebody else.
    others: Vec<Reason>,
}

fn split<'r>(trip: &Trip, reports: &'r [Report]) -> Parted<'r> {
    let (mut counted, mut not_counted, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let mut birth = trip.birth_date.as_deref();
    for (index, report) in reports.iter().enumerate() {
        let born = born(report);
        if counts(report) && !may_be_one(birth, born) {
            others.push(Reason::new(code::ANOTHER_PERSON).found((index + 1).to_string()));
            not_counted.push(NotCounted { certificate: index, verdict: Verdict::RuleNotMet });
        } else if counts(report) && counted.len() < MAX_TRIP_CERTIFICATES {
            birth = if born.map_or(0, str::len) > birth.map_or(0, str::len) { born } else { birth };
            counted.push(Counted::new(index, report));
        } else {
            not_counted.push(NotCounted { certificate: index, verdict: report.verdict });
        }
    }
    Parted { counted, not_counted, others }
}

fn born(report: &Report) -> Option<&str> {
    report.certificate.as_ref()?.person.birth_date.as_deref()
}

/// Whether two dates of birth, whole or partial, may be one person's; nothing contradicts what is not said.
fn may_be_one(one: Option<&str>, other: Option<&str>) -> bool {
    let (one, other) = (data::births(one), data::births(other));
    match (one.first(), one.last(), other.first(), other.last()) {
        (Some(from), Some(to), Some(other_from), Some(other_to)) => from <= other_to && other_from <= to,
        _ => true,
    }
}

/// Verified, whatever rules have said of it before.
pub(super) fn counts(report: &Report) -> bool {
    match report.verdict {
        Verdict::Verified => true,
        Verdict::RuleNotMet => report.checks.content.state != State::Fail,
        _ => false,
    }
}

/// The date of birth: the trip's own, or the most complete that a certificate gives.
fn birth(trip: &Trip, counted: &[Counted<'_>]) -> Option<String> {
    let given =
        counted.iter().filter_map(|counted| counted.report.certificate.as_ref()?.person.birth_date.clone());
    let mut best = trip.birth_date.clone();
    for date in given {
        let fuller = |held: &String| held.len() >= date.len();
        if trip.birth_date.is_none() && !best.as_ref().is_some_and(fuller) {
            best = Some(date);
        }
    }
    best
}

fn of_pack(
    scene: &Scene<'_>,
    counted: &[Counted<'_>],
    runner: &mut Runner,
    decided: &mut Vec<RequirementDecision>,
) {
    if scene.pack.requirements.is_empty() {
        decided.extend(of_published(scene, counted, runner));
    }
    for requirement in scene.pack.requirements.iter().filter(|asked| asked.is_asked(scene.pack, scene.leg)) {
        let leg = requirement.leg(scene.trip, scene.leg);
        let scene = Scene { leg: &leg, ..*scene };
        decided.push(of_requirement(requirement, &scene, counted, runner));
    }
}

fn of_published(
    scene: &Scene<'_>,
    counted: &[Counted<'_>],
    runner: &mut Runner,
) -> Option<RequirementDecision> {
    let found = published::find(scene, counted, runner)?;
    let pack = scene.pack;
    Some(RequirementDecision {
        pack: pack.id.clone(),
        id: pack.id.clone(),
        description: pack.name.clone(),
        source: pack.source.clone(),
        as_of: pack.created_at.rfc3339(),
        answer: found.answer,
        applies: Applies::Yes,
        route: None,
        routes: Vec::new(),
        show: found.show.into_iter().collect(),
        quarantine_days: None,
        refused: found.answer == Answer::NotMet,
        gaps: found.gaps,
    })
}

fn blank(requirement: &Requirement, pack: &Pack) -> RequirementDecision {
    RequirementDecision {
        pack: pack.id.clone(),
        id: requirement.id.clone(),
        description: requirement.description.clone(),
        source: requirement.source.clone().or_else(|| pack.source.clone()),
        as_of: pack.created_at.rfc3339(),
        answer: Answer::Ok,
        applies: Applies::Yes,
        route: None,
        routes: Vec::new(),
        show: Vec::new(),
        quarantine_days: None,
        refused: false,
        gaps: Vec::new(),
    }
}

fn of_requirement(
    requirement: &Requirement,
    scene: &Scene<'_>,
    counted: &[Counted<'_>],
    runner: &mut Runner,
) -> RequirementDecision {
    let mut decision = blank(requirement, scene.pack);
    let applies = match &requirement.applies_when {
        None => Some(true),
        Some(condition) => runner.applies(condition, scene),
    };
    decision.applies = match applies {
        Some(true) => Applies::Yes,
        Some(false) => {
            decision.applies = Applies::No;
            return decision;
        }
        None => Applies::Open,
    };
    let walked: Vec<Walked<'_>> =
        requirement.routes.iter().map(|route| walk(route, scene, counted, runner)).collect();
    decision.routes = walked.iter().map(Walked::decision).collect();
    let Some(best) =
        walked.into_iter().reduce(|best, next| if next.rank() < best.rank() { next } else { best })
    else {
        return decision;
    };
    decision.route = Some(best.route.id.clone());
    decision.answer = match (best.answer, applies) {
        (Answer::NotMet, None) => Answer::Open,
        (answer, _) => answer,
    };
    decision.quarantine_days = match best.answer {
        Answer::Ok => best.route.quarantine_days,
        _ => requirement.otherwise.quarantine_days,
    };
    decision.refused = decision.answer == Answer::NotMet && requirement.otherwise.refused;
    if best.answer == Answer::Ok {
        decision.show = best.show;
    } else {
        decision.gaps = best.gaps;
    }
    decision
}

/// A route, and how far somebody gets on it.
struct Walked<'r> {
    route: &'r Route,
    answer: Answer,
    show: Vec<usize>,
    gaps: Vec<Gap>,
}

impl Walked<'_> {
    fn decision(&self) -> RouteDecision {
        RouteDecision {
            id: self.route.id.clone(),
            description: self.route.description.clone(),
            answer: self.answer,
            quarantine_days: self.route.quarantine_days,
        }
    }

    /// The less the better: met before open before missed, then the least quarantine, then what comes closest.
    fn rank(&self) -> (Answer, u32, usize, usize) {
        let without_record = self.gaps.iter().filter(|gap| gap.code == code::NO_RECORD).count();
        let quarantine = match self.answer {
            Answer::Ok => self.route.quarantine_days.unwrap_or(0),
            _ => 0,
        };
        (self.answer, quarantine, without_record, self.gaps.len())
    }
}

fn walk<'r>(route: &'r Route, scene: &Scene<'_>, counted: &[Counted<'_>], runner: &mut Runner) -> Walked<'r> {
    let mut walked = Walked { route, answer: Answer::Ok, show: Vec::new(), gaps: Vec::new() };
    for part in &route.all {
        let found = part::find(part, scene, counted, &walked.show, runner);
        walked.answer = walked.answer.max(found.answer);
        walked.gaps.extend(found.gaps);
        walked.show.extend(found.show.filter(|index| !walked.show.contains(index)));
    }
    walked
}

fn conclude(leg: &Leg, requirements: Vec<RequirementDecision>) -> LegDecision {
    LegDecision {
        stage: leg.stage,
        country: leg.country.clone(),
        region: leg.region.clone(),
        at: leg.at.rfc3339(),
        answer: requirements.iter().map(|requirement| requirement.answer).max().unwrap_or(Answer::NoRules),
        quarantine_days: requirements.iter().filter_map(|requirement| requirement.quarantine_days).max(),
        refused: requirements.iter().any(|requirement| requirement.refused),
        requirements,
    }
}

/// What the answer does not cover.
fn remarks(store: &RuleStore, legs: &[LegDecision], none_counted: bool, now: UnixTime) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if store.is_empty() {
        reasons.push(Reason::new(code::NO_PACK));
    }
    for pack in store.packs().iter().filter(|pack| now > pack.expires_at) {
        reasons.push(Reason::new(code::PACK_OLD).found(pack.id.clone()).at(pack.expires_at.rfc3339()));
    }
    for leg in legs.iter().filter(|leg| leg.answer == Answer::NoRules && !store.is_empty()) {
        let reason = Reason::new(code::LEG_WITHOUT_RULES).found(leg.country.clone());
        reasons.push(reason.at(leg.at.clone()));
    }
    if none_counted {
        reasons.push(Reason::new(code::NO_CERTIFICATE));
    }
    reasons
}
