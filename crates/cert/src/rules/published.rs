//! Packs of published rules alone, by the EU's rules of selection: one certificate has to pass all of them.

use super::data::{self, Counted, Scene};
use super::gap::{self, Wanted};
use super::pack::{Rule, RuleType, same_region};
use super::part::{self, Found, Tried};
use super::run::{Runner, Subject};
use super::{Answer, Leg, Pack, code};
use crate::catalogue::country::same_state;
use crate::model::RecordKind;

/// Rules of the leg's own country and stage that are in force, the newest version of each.
fn of_leg<'p>(pack: &'p Pack, leg: &Leg) -> Vec<&'p Rule> {
    let wanted = RuleType::of_stage(leg.stage);
    let of_place = |rule: &Rule| {
        let country = rule.country == leg.country || pack.area_has(&rule.country, &leg.country);
        country && same_region(rule.region.as_deref(), leg.region.as_deref())
    };
    newest(pack, leg, |rule| rule.rule_type == wanted && of_place(rule))
}

fn newest<'p>(pack: &'p Pack, leg: &Leg, wanted: impl Fn(&Rule) -> bool) -> Vec<&'p Rule> {
    let mut selected: Vec<&Rule> = Vec::new();
    for rule in pack.rules.iter().filter(|rule| wanted(rule) && rule.in_force(leg.at.moment())) {
        match selected
            .iter_mut()
            .find(|held| held.identifier == rule.identifier && held.region == rule.region)
        {
            Some(held) if held.version >= rule.version => (),
            Some(held) => *held = rule,
            None => selected.push(rule),
        }
    }
    selected
}

/// The certificate that passes every rule, or the one that comes closest; `None` when the pack has nothing to say.
pub(super) fn find(scene: &Scene<'_>, certificates: &[Counted<'_>], runner: &mut Runner) -> Option<Found> {
    let own = of_leg(scene.pack, scene.leg);
    if own.is_empty() {
        return None;
    }
    let of_payload = own.iter().any(|rule| rule.of_payload);
    let mut best: Option<(Tried<'_>, Vec<&Rule>)> = None;
    for counted in certificates.iter().filter(|counted| counted.payload.is_some() || !of_payload) {
        for record in counted.records().iter().enumerate() {
            let rules = selected(scene, counted, &own, record.1.kind);
            let tried = part::attempt(&rules, Subject { scene, counted, record: Some(record) }, runner);
            let distance = |(tried, rules): &(Tried<'_>, Vec<&Rule>)| {
                (judge(tried, rules, record.1.kind), tried.missed.len())
            };
            let next = (tried, rules);
            if best.as_ref().is_none_or(|best| distance(&next) < distance(best)) {
                best = Some(next);
            }
        }
    }
    let nothing = Wanted { kind: None, disease: None };
    let Some((tried, rules)) = best else { return Some(part::conclude(Vec::new(), &own, nothing, runner)) };
    let kind = tried.subject.record.map(|(_, record)| record.kind);
    if tried.answer() == Answer::Ok && kind.is_some_and(|kind| !speaks_of(&rules, kind)) {
        let gap = gap::blank(code::NO_RULE_FOR_KIND, Wanted { kind, disease: None });
        let gap = super::Gap { certificate: Some(tried.subject.counted.index), ..gap };
        return Some(Found { answer: Answer::Open, show: None, gaps: vec![gap] });
    }
    Some(part::conclude(vec![tried], &rules, nothing, runner))
}

/// A record that no rule speaks of is not thereby accepted.
fn judge(tried: &Tried<'_>, rules: &[&Rule], kind: RecordKind) -> Answer {
    match tried.answer() {
        Answer::Ok if !speaks_of(rules, kind) => Answer::Open,
        answer => answer,
    }
}

fn speaks_of(rules: &[&Rule], kind: RecordKind) -> bool {
    rules.iter().any(|rule| {
        let general = rule.kind.is_none() && data::is_of_eu(kind);
        rule.rule_type != RuleType::Invalidation && (rule.kind == Some(kind) || general)
    })
}

/// Those for any kind and for the record's; then what the issuer's own state invalidates.
fn selected<'p>(
    scene: &Scene<'p>,
    counted: &Counted<'_>,
    own: &[&'p Rule],
    kind: RecordKind,
) -> Vec<&'p Rule> {
    let for_kind = |rule: &Rule| rule.kind.is_none_or(|of| of == kind);
    let issuer = counted.report.certificate.as_ref().and_then(|view| view.issuer.country.as_deref());
    let issuer = issuer.or(counted.report.key.as_ref().and_then(|key| key.country.as_deref()));
    let invalidation = newest(scene.pack, scene.leg, |rule| {
        let of_issuer = issuer.is_some_and(|issuer| same_state(issuer, &rule.country));
        rule.rule_type == RuleType::Invalidation && of_issuer && for_kind(rule)
    });
    let own = own.iter().copied().filter(|rule| for_kind(rule));
    own.chain(invalidation).collect()
}
