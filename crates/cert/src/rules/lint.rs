//! What a publisher should know about a pack before signing it.

use super::pack::{Pack, PartKind, Requirement, Rule, RuleType};
use super::read::same_version;
use super::{Words, code};
use crate::cbor::Value;
use crate::certlogic::{self, Moment};
use crate::json;
use crate::model::RecordKind;
use crate::time::UnixTime;

/// One thing a publisher should know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// Whether the pack can be used all the same.
    pub severity: Severity,
    /// One of [`code`]'s or [`lint_code`]'s.
    pub code: &'static str,
    /// The rule or requirement.
    pub at: String,
    /// What was found there.
    pub found: String,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Severity {
    /// Readers refuse the pack, or a part of it does not do what it says.
    Error,
    /// It works; somebody may suffer for it.
    Warning,
}

/// Codes of findings.
pub mod lint_code {
    /// No route without a vaccine, which WHO advised against as a condition of entry (February 2021).
    pub const VACCINE_ONLY: &str = "rules.lint.vaccine-only";
    /// A rule that never counts.
    pub const UNREACHABLE: &str = "rules.lint.unreachable";
    /// Words without English.
    pub const NO_ENGLISH: &str = "rules.lint.no-english";
    /// Words without Chinese.
    pub const NO_CHINESE: &str = "rules.lint.no-chinese";
    /// Past its date.
    pub const EXPIRED: &str = "rules.lint.expired";
    /// Not of the form `VR-DE-0001`, or of another country or kind than the rule.
    pub const IDENTIFIER: &str = "rules.lint.identifier";
    /// An expression looks at data there are never any of.
    pub const PATH: &str = "rules.lint.path";
    /// Says not where it comes from.
    pub const NO_SOURCE: &str = "rules.lint.no-source";

    /// Every code.
    pub const CODES: &[&str] =
        &[VACCINE_ONLY, UNREACHABLE, NO_ENGLISH, NO_CHINESE, EXPIRED, IDENTIFIER, PATH, NO_SOURCE];
}

/// Names at the root of data that expressions look at.
const ROOTS: [&str; 7] = ["payload", "external", "record", "certificate", "leg", "trip", "traveller"];

/// Everything worth knowing about the JSON of a pack.
pub fn lint(text: &str, now: UnixTime) -> Vec<Finding> {
    let mut lint = Lint { now, findings: Vec::new() };
    match Pack::read_unchecked(text) {
        Ok(pack) => {
            lint.languages(text);
            lint.pack(&pack);
        }
        Err(error) => lint.error(error.code, &error.at, &error.found),
    }
    lint.findings
}

struct Lint {
    now: UnixTime,
    findings: Vec<Finding>,
}

impl Lint {
    fn add(&mut self, severity: Severity, code: &'static str, at: &str, found: &str) {
        self.findings.push(Finding { severity, code, at: at.to_owned(), found: found.to_owned() });
    }

    fn error(&mut self, code: &'static str, at: &str, found: &str) {
        self.add(Severity::Error, code, at, found);
    }

    fn warn(&mut self, code: &'static str, at: &str, found: &str) {
        self.add(Severity::Warning, code, at, found);
    }

    fn pack(&mut self, pack: &Pack) {
        self.words(&pack.name, &pack.id);
        if pack.expires_at < self.now {
            self.error(lint_code::EXPIRED, &pack.id, &pack.expires_at.rfc3339());
        }
        if pack.source.is_none() {
            self.warn(lint_code::NO_SOURCE, &pack.id, "");
        }
        for (index, rule) in pack.rules.iter().enumerate() {
            self.rule(rule, pack);
            if pack.rules.iter().take(index).any(|earlier| same_version(earlier, rule)) {
                self.error(code::TWICE, &rule.identifier, "");
            }
        }
        for (index, requirement) in pack.requirements.iter().enumerate() {
            self.requirement(requirement, pack);
            if pack.requirements.iter().take(index).any(|earlier| earlier.id == requirement.id) {
                self.error(code::TWICE, &requirement.id, "");
            }
        }
        if pack.requirements.is_empty() {
            self.published_for_vaccinated_only(pack);
        }
    }

    /// Sentences of published rules in other languages only: a pack holds the first of them in place of the English.
    fn languages(&mut self, text: &str) {
        let Ok(pack) = json::read_exactly(text) else { return };
        let Some(Value::Array(rules)) = pack.get_text("rules") else { return };
        let is_english = |sentence: &Value| {
            sentence.get_text("lang").and_then(Value::as_text).is_some_and(|lang| lang == "en")
        };
        for rule in rules {
            if let Some(Value::Array(sentences)) = rule.get_text("Description")
                && !sentences.iter().any(is_english)
            {
                let named = rule.get_text("Identifier").and_then(Value::as_text).unwrap_or_default();
                self.error(lint_code::NO_ENGLISH, named, "");
            }
        }
    }

    fn words(&mut self, words: &Words, at: &str) {
        if words.en.is_empty() || !words.en.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            self.error(lint_code::NO_ENGLISH, at, "");
        }
        if words.zh.is_none() {
            self.warn(lint_code::NO_CHINESE, at, "");
        }
    }

    fn rule(&mut self, rule: &Rule, pack: &Pack) {
        let at = rule.identifier.as_str();
        self.words(&rule.description, at);
        self.logic(&rule.logic, at, pack);
        if !is_identifier(rule) {
            self.error(lint_code::IDENTIFIER, at, "");
        }
        if rule.valid_to < rule.valid_from {
            self.error(lint_code::UNREACHABLE, at, "ends before it begins");
        } else if rule.valid_to < Moment(self.now.0.saturating_mul(1000)) {
            self.warn(lint_code::EXPIRED, at, &rule.valid_to.rfc3339());
        }
        if pack.rules.iter().any(|other| supersedes(other, rule)) {
            self.error(lint_code::UNREACHABLE, at, "a newer version is always in force");
        }
        let named = pack.requirements.iter().any(|requirement| requirement.rules().any(|named| named == at));
        if !pack.requirements.is_empty() && !named {
            self.error(lint_code::UNREACHABLE, at, "no requirement names it");
        }
    }

    fn logic(&mut self, logic: &Value, at: &str, pack: &Pack) {
        for issue in certlogic::validate(logic) {
            let severity = if issue.is_harmless() { Severity::Warning } else { Severity::Error };
            self.add(severity, code::LOGIC, at, &issue.at);
        }
        for path in certlogic::paths(logic) {
            let mut names = path.split('.');
            let root = names.next().unwrap_or_default();
            match (root, names.next(), names.next()) {
                ("leg", Some("been"), Some(area)) if !pack.areas.iter().any(|known| known.id == area) => {
                    self.error(lint_code::PATH, at, &path);
                }
                // published rules come without their sets: what is looked for there is never found
                ("external", Some("valueSets"), Some(set)) if pack.value_sets.get_text(set).is_none() => {
                    self.warn(lint_code::PATH, at, &path);
                }
                _ if !ROOTS.contains(&root) => self.error(lint_code::PATH, at, &path),
                _ => (),
            }
        }
    }

    fn requirement(&mut self, requirement: &Requirement, pack: &Pack) {
        let at = requirement.id.as_str();
        self.words(&requirement.description, at);
        if let Some(logic) = &requirement.applies_when {
            self.logic(logic, at, pack);
        }
        for named in requirement.rules().filter(|named| !pack.has(named)) {
            self.error(code::REFERENCE, at, named);
        }
        if requirement.valid_to < requirement.valid_from {
            self.error(lint_code::UNREACHABLE, at, "ends before it begins");
        }
        for route in &requirement.routes {
            self.words(&route.description, &[at, "/", &route.id].concat());
        }
        let vaccine = PartKind::Record(RecordKind::Vaccination);
        let needs_vaccine = requirement.routes.iter().all(|route| {
            let asks = |part: &super::Part| part.record == vaccine;
            route.all.iter().any(asks)
        });
        // Who is not vaccinated and not turned away has a route: quarantine.
        let only =
            needs_vaccine && requirement.otherwise.refused && requirement.otherwise.quarantine_days.is_none();
        if only {
            self.warn(lint_code::VACCINE_ONLY, at, "");
        }
    }

    /// A state that publishes rules of acceptance for vaccinations and for nothing else.
    fn published_for_vaccinated_only(&mut self, pack: &Pack) {
        let accepts = |rule: &&Rule| rule.rule_type == RuleType::Acceptance;
        let mut told: Vec<&str> = Vec::new();
        for rule in pack.rules.iter().filter(accepts) {
            let of_state = || pack.rules.iter().filter(accepts).filter(|other| other.country == rule.country);
            let mut kinds = of_state().filter_map(|rule| rule.kind);
            let only = of_state().any(|rule| rule.kind.is_some())
                && kinds.all(|kind| kind == RecordKind::Vaccination);
            if only && !told.contains(&rule.country.as_str()) {
                self.warn(lint_code::VACCINE_ONLY, &rule.country, "");
                told.push(&rule.country);
            }
        }
    }
}

/// In force, in a newer version, whenever the rule is.
fn supersedes(other: &Rule, rule: &Rule) -> bool {
    other.identifier == rule.identifier
        && other.region == rule.region
        && other.version > rule.version
        && other.valid_from <= rule.valid_from
        && other.valid_to >= rule.valid_to
}

/// `VR-DE-0001`: the EU's prefixes (general, vaccination, test, recovery, invalidation), and ours for what the EU has
/// not: antibody, prophylaxis, exemption.
fn is_identifier(rule: &Rule) -> bool {
    let mut parts = rule.identifier.split('-');
    let (Some(prefix), Some(country), Some(number), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let of_kind: &[&str] = match rule.kind {
        None => &["GR", "IR", "XR"],
        Some(RecordKind::Vaccination) => &["VR", "IR"],
        Some(RecordKind::Test) => &["TR", "IR"],
        Some(RecordKind::Recovery) => &["RR", "IR"],
        Some(RecordKind::Antibody) => &["AR"],
        Some(RecordKind::Prophylaxis) => &["PR"],
    };
    let invalidates = rule.rule_type == RuleType::Invalidation;
    of_kind.contains(&prefix)
        && (prefix == "IR") == invalidates
        && country == rule.country
        && number.len() == 4
        && number.bytes().all(|byte| byte.is_ascii_digit())
}
