//! Entry, transit and exit rules: dated, signed data that say what a traveller must show where.
//!
//! ```text
//! pack (signed file) -> RuleStore \
//! trip (JSON)        -> Trip       > decide -> Decision, leg by leg
//! codes of a person  -> Report(s) /
//! ```
//!
//! [`judge`] puts the same answer into the `rules` checks of one person's reports, so that a wallet and a desk that hold the same
//! packs cannot disagree. The grammar of packs is in `rules/README.md` beside the shipped ones.

mod cases;
mod data;
mod decide;
mod decision;
mod fields;
mod gap;
mod import;
mod judge;
mod lint;
mod pack;
mod part;
mod published;
mod read;
mod run;
mod store;
mod trip;

pub use cases::{CaseResult, run_cases};
pub use decide::decide;
pub use decision::{
    Answer, Applies, Decision, Gap, LegDecision, NotCounted, PackSummary, RequirementDecision, RouteDecision,
    Source, Stage, Words,
};
pub use import::{ImportedRules, import};
pub use judge::judge;
pub use lint::{Finding, Severity, lint, lint_code};
pub use pack::{Area, Otherwise, Pack, Part, PartKind, Requirement, Route, Rule, RuleType};
pub use run::{Judgement, Outcome, run};
pub use store::{CONTENT_TYPE, RuleStore, write};
pub use trip::{Leg, LocalTime, Stop, Trip, Visited};

/// Why a pack, a trip or a file of rules was refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RulesError {
    /// One of the constants of [`code`].
    pub code: &'static str,
    /// Where in the file, such as `requirements[0].routes`; empty for the whole of it.
    pub at: String,
    /// What is there, or what was to be there, in English, for developers.
    pub found: String,
}

impl RulesError {
    pub(crate) fn new(code: &'static str, at: &str, found: &str) -> Self {
        Self { code, at: at.to_owned(), found: found.to_owned() }
    }
}

impl core::fmt::Display for RulesError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code)?;
        for (before, text) in [(" at ", &self.at), (": ", &self.found)] {
            if !text.is_empty() {
                f.write_str(before)?;
                f.write_str(text)?;
            }
        }
        Ok(())
    }
}

impl core::error::Error for RulesError {}

/// Codes of rules: of packs and trips that are refused, of answers, and of what is missing.
pub mod code {
    /// No rules were given.
    pub const NO_PACK: &str = "rules.no-pack";
    /// Rules, but no trip to hold them against.
    pub const NO_TRIP: &str = "rules.no-trip";
    /// No pack says anything about this trip.
    pub const NO_RULES: &str = "rules.none";
    /// No pack says anything about one leg of the trip.
    pub const LEG_WITHOUT_RULES: &str = "rules.leg-without-rules";
    /// A pack is past its own date.
    pub const PACK_OLD: &str = "rules.pack-old";
    /// A certificate about somebody born on another day, which does not count: as the whole answer's remark and as the
    /// certificate's own failed check.
    pub const ANOTHER_PERSON: &str = "rules.another-person";
    /// No certificate at hand counts.
    pub const NO_CERTIFICATE: &str = "rules.no-certificate";
    /// Not looked at by any rule, for what its own verification found.
    pub const NOT_COUNTED: &str = "rules.not-counted";

    /// A rule is not met.
    pub const NOT_MET: &str = "rules.not-met";
    /// No record of the kind that is asked for.
    pub const NO_RECORD: &str = "rules.no-record";
    /// Will be met later.
    pub const TOO_EARLY: &str = "rules.too-early";
    /// Was met before.
    pub const TOO_LATE: &str = "rules.too-late";
    /// The certificate itself ends before the leg.
    pub const EXPIRES_BEFORE: &str = "rules.expires-before";

    /// Met or not, depending on a date of which only part is known.
    pub const DATE_PARTIAL: &str = "rules.date-partial";
    /// The rule has no answer over these data.
    pub const UNDECIDED: &str = "rules.undecided";
    /// The rule is for another engine, or a later version of it.
    pub const ENGINE: &str = "rules.engine";
    /// The rule is for a schema that the certificate does not follow.
    pub const SCHEMA: &str = "rules.schema";
    /// The pack has no rules for this kind of certificate.
    pub const NO_RULE_FOR_KIND: &str = "rules.no-rule-for-kind";
    /// No version of the rule is in force at the time of the leg.
    pub const NOT_IN_FORCE: &str = "rules.not-in-force";

    /// Earlier than a pack of the same identifier that was seen before.
    pub const ROLLBACK: &str = "rules.rollback";
    /// No signed file of the right shape.
    pub const FILE: &str = "rules.pack.file";
    /// Signed by another root than the pinned one.
    pub const NOT_FROM_ROOT: &str = "rules.pack.not-from-root";
    /// The root's signature does not hold.
    pub const SIGNATURE: &str = "rules.pack.signature";
    /// A signed file of another kind.
    pub const KIND: &str = "rules.pack.kind";
    /// Larger than [`crate::limits::MAX_INFLATED`], packed or unpacked.
    pub const TOO_LARGE: &str = "rules.pack.too-large";
    /// More rules, requirements, routes, areas or packs than [`crate::limits`] allow.
    pub const TOO_MANY: &str = "rules.pack.too-many";
    /// Nested deeper than [`crate::limits::MAX_JSON_DEPTH`] or [`crate::limits::MAX_RULE_DEPTH`].
    pub const DEPTH: &str = "rules.pack.depth";
    /// No JSON.
    pub const JSON: &str = "rules.pack.json";
    /// A member is missing, or of another shape.
    pub const SHAPE: &str = "rules.pack.shape";
    /// An expression that is no CertLogic.
    pub const LOGIC: &str = "rules.pack.logic";
    /// A requirement names a rule that the pack has not.
    pub const REFERENCE: &str = "rules.pack.reference";
    /// The same version of a rule, or the same requirement, twice.
    pub const TWICE: &str = "rules.pack.twice";

    /// No trip of the right shape.
    pub const TRIP: &str = "rules.trip.shape";
    /// A time of a trip that is none, or has no offset.
    pub const TRIP_TIME: &str = "rules.trip.time";
    /// Times of a trip go backwards.
    pub const TRIP_ORDER: &str = "rules.trip.order";
    /// No country of ISO 3166-1.
    pub const TRIP_COUNTRY: &str = "rules.trip.country";
    /// More than [`crate::limits::MAX_TRIP_STOPS`] stops.
    pub const TRIP_TOO_MANY: &str = "rules.trip.too-many";
}

/// Every code of this module, and those of [`crate::certlogic`], which rules that cannot be decided name.
pub const CODES: &[&str] = &[
    code::DATE_PARTIAL,
    code::DEPTH,
    code::ENGINE,
    code::ANOTHER_PERSON,
    code::EXPIRES_BEFORE,
    code::FILE,
    code::JSON,
    code::KIND,
    code::LEG_WITHOUT_RULES,
    code::LOGIC,
    code::NOT_COUNTED,
    code::NOT_FROM_ROOT,
    code::NOT_IN_FORCE,
    code::NOT_MET,
    code::NO_CERTIFICATE,
    code::NO_PACK,
    code::NO_RECORD,
    code::NO_RULES,
    code::NO_RULE_FOR_KIND,
    code::NO_TRIP,
    code::PACK_OLD,
    code::REFERENCE,
    code::ROLLBACK,
    code::SCHEMA,
    code::SHAPE,
    code::SIGNATURE,
    code::TOO_EARLY,
    code::TOO_LARGE,
    code::TOO_LATE,
    code::TOO_MANY,
    code::TRIP,
    code::TRIP_COUNTRY,
    code::TRIP_ORDER,
    code::TRIP_TIME,
    code::TRIP_TOO_MANY,
    code::TWICE,
    code::UNDECIDED,
];

#[cfg(test)]
mod tests;
