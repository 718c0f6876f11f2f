//! What a rule pack says. Its grammar is in `rules/README.md`.

use super::{PackSummary, Source, Stage, Words};
use crate::cbor::Value;
use crate::certlogic::Moment;
use crate::model::RecordKind;
use crate::time::UnixTime;

/// The content of a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// Identifier; a later sequence of the same replaces an earlier one.
    pub id: String,
    /// Counts up with every pack published under this identifier.
    pub sequence: u64,
    /// Its name.
    pub name: Words,
    /// Who published it.
    pub published_by: String,
    /// Where its rules come from.
    pub source: Option<Source>,
    /// Its date.
    pub created_at: UnixTime,
    /// Until when its publisher stands by it.
    pub expires_at: UnixTime,
    /// Named lists of countries.
    pub areas: Vec<Area>,
    /// Value sets that published rules look into, as `external.valueSets`.
    pub value_sets: Value,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Requirements, which name rules; a pack without any is one of EU rules.
    pub requirements: Vec<Requirement>,
}

/// A named list of countries, such as those with risk of yellow fever.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Area {
    /// Its name in expressions: `leg.been.<id>`.
    pub id: String,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
}

/// What a rule is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RuleType {
    /// Entry into the rule's country.
    Acceptance,
    /// Certificates issued in the rule's country.
    Invalidation,
    /// Departure from the rule's country.
    Exit,
    /// Passing through the rule's country.
    Transit,
}

impl RuleType {
    /// Every type by its name.
    pub(super) const ALL: [(&'static str, Self); 4] = [
        ("Acceptance", Self::Acceptance),
        ("Invalidation", Self::Invalidation),
        ("Exit", Self::Exit),
        ("Transit", Self::Transit),
    ];

    /// The type of rule that is asked at a stage.
    pub(super) fn of_stage(stage: Stage) -> Self {
        match stage {
            Stage::Exit => Self::Exit,
            Stage::Transit => Self::Transit,
            Stage::Entry => Self::Acceptance,
        }
    }
}

/// One rule, of the EU's schema for business rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Such as `VR-DE-0001`.
    pub identifier: String,
    /// What it is for.
    pub rule_type: RuleType,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Region it is limited to.
    pub region: Option<String>,
    /// Of versions of one identifier in force the newest counts.
    pub version: [u32; 3],
    /// Schema of the certificates it is for, `1.3.0`.
    pub schema_version: [u32; 3],
    /// `CERTLOGIC`; with anything else the answer is open.
    pub engine: String,
    /// The version of CertLogic it needs.
    pub engine_version: [u32; 3],
    /// The kind of record it is for; `None` for any (`General`).
    pub kind: Option<RecordKind>,
    /// What it asks, in words.
    pub description: Words,
    /// In force from here,
    pub valid_from: Moment,
    /// to here.
    pub valid_to: Moment,
    /// The expression.
    pub logic: Value,
    /// Whether it looks at the payload of an EU certificate, which no other format has.
    pub(super) of_payload: bool,
}

/// What a traveller must meet, by any of its routes.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Identifier within the pack.
    pub id: String,
    /// Where it is asked.
    pub stage: Stage,
    /// On the way through: asked as of boarding there, not as of landing.
    pub at_departure: bool,
    /// ISO 3166-1 alpha-2, or an area of the pack, or `*` for every country.
    pub country: String,
    /// Region it is limited to.
    pub region: Option<String>,
    /// In force from here,
    pub valid_from: Moment,
    /// to here.
    pub valid_to: Moment,
    /// What it asks, in words.
    pub description: Words,
    /// Where it comes from, if not where the pack does.
    pub source: Option<Source>,
    /// For whom it is meant: an expression over `trip`, `leg`, `traveller` and `external`; for all when absent.
    pub applies_when: Option<Value>,
    /// The ways to satisfy it.
    pub routes: Vec<Route>,
    /// What happens to who satisfies none.
    pub otherwise: Otherwise,
}

/// One way to satisfy a requirement: all of its parts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Route {
    /// Identifier within the requirement.
    pub id: String,
    /// What it takes, in words.
    pub description: Words,
    /// Its parts, each satisfied by some record of some certificate.
    pub all: Vec<Part>,
    /// Days of quarantine that remain.
    pub quarantine_days: Option<u32>,
}

/// A kind of record that a part asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PartKind {
    /// Of this kind.
    Record(RecordKind),
    /// A medical exemption, which no format carries yet: an officer judges the paper.
    Exemption,
}

impl PartKind {
    /// The kind of record, if a certificate can have one.
    pub fn kind(self) -> Option<RecordKind> {
        match self {
            Self::Record(kind) => Some(kind),
            Self::Exemption => None,
        }
    }
}

/// One part of a route: a record of this kind, about one of these diseases, that passes every rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Part {
    /// Kind of record.
    pub record: PartKind,
    /// Codes of the disease in any system (SNOMED CT, ICD-11); any disease when there are none.
    pub diseases: Vec<String>,
    /// Identifiers of rules of the pack.
    pub rules: Vec<String>,
}

/// What happens to a traveller who satisfies no route.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Otherwise {
    /// Turned away.
    pub refused: bool,
    /// Days of quarantine.
    pub quarantine_days: Option<u32>,
}

impl Pack {
    /// What a screen says about it.
    pub fn summary(&self, now: UnixTime) -> PackSummary {
        PackSummary {
            id: self.id.clone(),
            name: self.name.clone(),
            published_by: self.published_by.clone(),
            sequence: self.sequence,
            created_at: self.created_at.rfc3339(),
            expires_at: self.expires_at.rfc3339(),
            expired: now > self.expires_at,
            age_days: now.days_since(self.created_at),
            source: self.source.clone(),
            rules: self.rules.len(),
            requirements: self.requirements.len(),
        }
    }

    /// The newest version of a rule in force at a time.
    pub(super) fn rule_at(&self, identifier: &str, at: Moment) -> Option<&Rule> {
        let of_it = self.rules.iter().filter(|rule| rule.identifier == identifier && rule.in_force(at));
        of_it.reduce(|newest, rule| if rule.version > newest.version { rule } else { newest })
    }

    /// Whether a country is in one of the pack's areas.
    pub(super) fn area_has(&self, area: &str, country: &str) -> bool {
        let of_name = self.areas.iter().filter(|known| known.id == area);
        of_name.flat_map(|area| &area.countries).any(|known| known == country)
    }
}

impl Rule {
    pub(super) fn in_force(&self, at: Moment) -> bool {
        self.valid_from <= at && at <= self.valid_to
    }
}

impl Requirement {
    /// Whether it is asked at a leg.
    pub(super) fn is_asked(&self, pack: &Pack, leg: &super::Leg) -> bool {
        let country =
            self.country == "*" || self.country == leg.country || pack.area_has(&self.country, &leg.country);
        let at = leg.at.moment();
        self.stage == leg.stage
            && country
            && same_region(self.region.as_deref(), leg.region.as_deref())
            && self.valid_from <= at
            && at <= self.valid_to
    }

    /// The leg as this requirement sees it.
    pub(super) fn leg(&self, trip: &super::Trip, leg: &super::Leg) -> super::Leg {
        let at = if self.at_departure { trip.left(leg.stop) } else { None };
        super::Leg { at: at.unwrap_or(leg.at), ..leg.clone() }
    }
}

/// A rule without region holds everywhere; one with a region only where the trip names it.
pub(super) fn same_region(rule: Option<&str>, leg: Option<&str>) -> bool {
    match (rule, leg) {
        (None, _) => true,
        (Some(rule), Some(leg)) => rule.eq_ignore_ascii_case(leg),
        (Some(_), None) => false,
    }
}
