//! The answer to "is this enough for this trip, and if not, what exactly is missing?", in the one JSON shape every
//! surface prints.
//!
//! Codes and identifiers only: what a rule says in words comes out of its pack (`description`), what happened out of
//! the language files (`reason.<code>`).

use crate::model::RecordKind;
use crate::report::{Reason, Verdict};
use serde::Serialize;

/// The answer for a whole trip.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct Decision {
    /// The worst answer of any leg; `no-rules` only when no leg has any.
    pub answer: Answer,
    /// When this was asked, RFC 3339 UTC: ages of packs count from here, never the legs' own times.
    pub at: String,
    /// Departures, transits and arrivals, in the order of the trip.
    pub legs: Vec<LegDecision>,
    /// Certificates that were handed in and looked at by no rule, and why.
    pub not_counted: Vec<NotCounted>,
    /// Every pack the answer rests on, those that say nothing about this trip too.
    pub packs: Vec<PackSummary>,
    /// What the answer does not cover: `rules.pack-old` (found: pack, at: its expiry), `rules.leg-without-rules`
    /// (found: country, at: time of the leg), `rules.no-certificate`, `rules.another-person` (found: which, from 1 on).
    pub reasons: Vec<Reason>,
}

impl Decision {
    /// Whether the certificate at this place was looked at by no rule.
    pub(super) fn leaves_out(&self, certificate: usize) -> bool {
        self.not_counted.iter().any(|one| one.certificate == certificate)
    }

    /// What was said of a certificate that is about somebody else.
    pub(super) fn of_somebody_else(&self, certificate: usize) -> Option<&Reason> {
        let named = (certificate + 1).to_string();
        let mut reasons = self.reasons.iter();
        reasons.find(|one| one.code == super::code::ANOTHER_PERSON && one.found.as_ref() == Some(&named))
    }
}

/// Answers, of which the latest that applies is the worst: `no-rules`, `ok`, `open`, `not-met`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "TripAnswer", rename_all = "kebab-case"))]
pub enum Answer {
    /// No pack at hand says anything.
    NoRules,
    /// Every rule that applies is met.
    Ok,
    /// A rule could not be decided: data are missing or partial, or the rule is newer than this program.
    Open,
    /// A rule that applies is not met.
    NotMet,
}

/// What is asked at: leaving a country, changing there without entering, or entering.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "TripStage", rename_all = "kebab-case"))]
pub enum Stage {
    /// Departure.
    Exit,
    /// Passing through without entering.
    Transit,
    /// Arrival.
    Entry,
}

/// The answer at one place and time of a trip.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct LegDecision {
    /// Departure, transit or arrival.
    pub stage: Stage,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Region, as the trip names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Local time there, RFC 3339 with the offset the trip gives.
    pub at: String,
    /// The worst answer of any requirement here.
    pub answer: Answer,
    /// Days of quarantine that the rules give, the most of any; absent where no rule speaks of quarantine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quarantine_days: Option<u32>,
    /// True when a requirement that is not met means that the traveller is turned away here.
    pub refused: bool,
    /// Every requirement of this country and stage.
    pub requirements: Vec<RequirementDecision>,
}

/// Whether a requirement is meant for this traveller on this leg.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum Applies {
    /// It is.
    Yes,
    /// It is not, by age, route or purpose; its answer is then `ok`.
    No,
    /// That cannot be told, for instance from a birth date without month.
    Open,
}

/// The answer to one requirement.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct RequirementDecision {
    /// The pack it is in.
    pub pack: String,
    /// Its identifier within the pack; for a pack of EU rules alone the pack's own.
    pub id: String,
    /// What it asks, in the words of the pack.
    pub description: Words,
    /// Where the pack has it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Date of the pack, RFC 3339 UTC: the rules as of then.
    pub as_of: String,
    /// Ok, open or not met.
    pub answer: Answer,
    /// Whether it is meant for this traveller.
    pub applies: Applies,
    /// The route that satisfies it, or the one that comes closest; absent where it does not apply, and for EU rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Every route, so that a screen can name the other ways.
    pub routes: Vec<RouteDecision>,
    /// Certificates to show for it, by their place among those handed in; empty unless it is met.
    pub show: Vec<usize>,
    /// Days of quarantine it gives as things are; absent where it does not speak of quarantine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quarantine_days: Option<u32>,
    /// True when it is not met and the traveller is turned away for it.
    pub refused: bool,
    /// What is missing on the way named by `route`; empty when it is met or does not apply.
    pub gaps: Vec<Gap>,
}

/// One way to satisfy a requirement.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct RouteDecision {
    /// Its identifier within the requirement.
    pub id: String,
    /// What it takes, in the words of the pack.
    pub description: Words,
    /// Ok, open or not met.
    pub answer: Answer,
    /// Days of quarantine that remain for who goes this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quarantine_days: Option<u32>,
}

/// One thing that is missing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(rename = "RuleGap", rename_all = "camelCase", optional_fields)
)]
pub struct Gap {
    /// Identifier of the rule, such as `VR-XW-0002`.
    pub rule: String,
    /// What the rule asks, in the words of the pack.
    pub description: Words,
    /// `rules.no-record`, `rules.too-early`, `rules.too-late`, `rules.expires-before`, `rules.not-met`, or for open
    /// ones `rules.date-partial`, `rules.undecided`, `rules.engine`, `rules.schema`, `rules.no-rule-for-kind`.
    pub code: &'static str,
    /// The kind of record that is asked for; absent where any certificate would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RecordKind>,
    /// The disease it is to be about, as the first code the pack names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disease: Option<String>,
    /// The certificate that comes closest, by its place among those handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<usize>,
    /// The record in it that comes closest, by its place in the certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<usize>,
    /// What the rule found there: a value, or a date or time by RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What it compares with, after `=`, `≠`, `<`, `≤`, `>`, `≥`, `∈` or `∉`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<String>,
    /// How far the two dates or times are apart that decided: whole days where the rule compares dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub short_by_seconds: Option<i64>,
    /// From when the same record meets every rule of its part, RFC 3339 with the leg's offset; absent where waiting
    /// does not help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_from: Option<String>,
    /// The last second at which it met every rule of its part, RFC 3339 with the leg's offset, when that has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The data the deciding comparison looked at, such as `record.date`.
    pub paths: Vec<String>,
}

/// A certificate no rule looked at.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct NotCounted {
    /// Its place among those handed in.
    pub certificate: usize,
    /// The answer its own verification gave.
    pub verdict: Verdict,
}

/// Words of a pack, which are data: shown as they are, in the reader's language where the pack has it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "PackWords", optional_fields))]
pub struct Words {
    /// English, or the only language there is.
    pub en: String,
    /// Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

/// Where a rule was published.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "RuleSource", optional_fields))]
pub struct Source {
    /// Title of the publication.
    pub title: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What a reader should know about it: that it is secondary, or what was left open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A pack at hand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct PackSummary {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// Who published it.
    pub published_by: String,
    /// Its number: a later one replaces an earlier one.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub sequence: u64,
    /// Its date, RFC 3339 UTC.
    pub created_at: String,
    /// Until when its publisher stands by it, RFC 3339 UTC.
    pub expires_at: String,
    /// Past that: it still answers, and says that it is old.
    pub expired: bool,
    /// Whole days since its date.
    pub age_days: u32,
    /// Where its rules come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Published rules (with identifier and version) in it.
    pub rules: usize,
    /// Requirements in it.
    pub requirements: usize,
}
