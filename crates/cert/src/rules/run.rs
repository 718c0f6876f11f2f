//! One rule over one set of data: PASSED, FAIL or OPEN.

use super::data::{self, Assumed, Counted, Scene};
use super::fields::Fields;
use super::pack::Rule;
use super::trip::LocalTime;
use super::{RulesError, code, read};
use crate::cbor::Value;
use crate::certlogic::{self, LogicError};
use crate::limits::MAX_DECISION_STEPS;
use crate::model::Record;

/// The version of CertLogic this program speaks.
const ENGINE: (&str, [u32; 3]) = ("CERTLOGIC", [1, 3, 3]);

/// What a rule says, in the words of the EU's specification.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Judgement {
    /// Its value is `true`.
    Passed,
    /// It cannot be decided.
    Open,
    /// Its value is `false`.
    Fail,
}

impl Judgement {
    /// `PASSED`, `FAIL` or `OPEN`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "PASSED",
            Self::Open => "OPEN",
            Self::Fail => "FAIL",
        }
    }
}

/// What a rule says, and why it is open.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outcome {
    /// What it says.
    pub judgement: Judgement,
    /// For an open one: `rules.engine`, `rules.schema`, `rules.date-partial` or `rules.undecided`.
    pub why: Option<&'static str>,
    /// For `rules.undecided` the code of [`crate::certlogic`] and where in the expression.
    pub error: Option<LogicError>,
}

impl Outcome {
    fn of(judgement: Judgement) -> Self {
        Self { judgement, why: None, error: None }
    }

    pub(super) fn open(why: &'static str) -> Self {
        Self { why: Some(why), ..Self::of(Judgement::Open) }
    }
}

/// Runs a published rule (the EU's JSON) over data of the EU's form, `{"payload", "external"}`.
///
/// # Errors
/// `rules.pack.*` when it is no rule.
///
/// ```
/// use healthpass_cert::{json, rules};
/// let rule = json::read(r#"{"Identifier": "GR-XA-0001", "Type": "Acceptance", "Country": "XA", "Version": "1.0.0",
///     "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0", "CertificateType": "General",
///     "Description": [{"lang": "en", "desc": "Exactly one type of event."}], "ValidFrom": "2021-07-01T00:00:00Z",
///     "ValidTo": "2030-06-01T00:00:00Z", "Logic": {"!": [{"var": "payload.t.1"}]}}"#)?;
/// let data = json::read(r#"{"payload": {"ver": "1.3.0", "t": [{}]}, "external": {}}"#)?;
/// assert_eq!(rules::run(&rule, &data)?.judgement.name(), "PASSED");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run(rule: &Value, data: &Value) -> Result<Outcome, RulesError> {
    let rule = read::rule(&Fields::of(rule, String::new(), code::SHAPE)?)?;
    Ok(Runner::new().rule(&rule, data))
}

/// What putting together the data of one record costs, in steps.
const STEPS_OF_DATA: u32 = 100;

/// Runs rules out of one budget.
pub(super) struct Runner {
    budget: u32,
}

impl Runner {
    pub fn new() -> Self {
        Self { budget: MAX_DECISION_STEPS }
    }

    /// One rule over one set of data.
    pub fn rule(&mut self, rule: &Rule, data: &Value) -> Outcome {
        if rule.engine != ENGINE.0 || rule.engine_version > ENGINE.1 {
            return Outcome::open(code::ENGINE);
        }
        if rule.of_payload && !follows(data, rule.schema_version) {
            return Outcome::open(code::SCHEMA);
        }
        match certlogic::evaluate_within(&rule.logic, data, &mut self.budget) {
            Ok(value) => match value.as_bool() {
                Some(true) => Outcome::of(Judgement::Passed),
                Some(false) => Outcome::of(Judgement::Fail),
                None => Outcome::open(code::UNDECIDED),
            },
            Err(error) => Outcome { error: Some(error), ..Outcome::open(code::UNDECIDED) },
        }
    }

    /// Whether a requirement is meant for the traveller; `None` when that cannot be told.
    pub fn applies(&mut self, condition: &Value, scene: &Scene<'_>) -> Option<bool> {
        let mut answer = None;
        for birth in or_none(scene.births) {
            let data = scene.of_traveller(birth);
            let truth = certlogic::evaluate_within(condition, &data, &mut self.budget).ok()?.truth()?;
            if answer.is_some_and(|earlier| earlier != truth) {
                return None;
            }
            answer = Some(truth);
        }
        answer
    }

    /// Data about a subject under every meaning its partial dates may have, with the clock at `at`; none when the
    /// budget is used up.
    pub fn data(&mut self, subject: &Subject<'_>, at: LocalTime) -> Vec<Value> {
        let record = subject.record.map(|(_, record)| record);
        let days = data::days_of_record(record);
        let mut all = Vec::new();
        for birth in or_none(subject.scene.births) {
            for day in or_none(&days) {
                let Some(left) = self.budget.checked_sub(STEPS_OF_DATA) else { return Vec::new() };
                self.budget = left;
                all.push(subject.scene.of_record(subject.counted, record, at, Assumed { birth, day }));
            }
        }
        all
    }

    /// One rule over one record, whatever its partial dates may mean.
    pub fn over(&mut self, rule: &Rule, meanings: &[Value]) -> Outcome {
        let mut outcome: Option<Outcome> = None;
        for data in meanings {
            let next = self.rule(rule, data);
            match &outcome {
                Some(earlier) if earlier.judgement != next.judgement => {
                    return Outcome::open(code::DATE_PARTIAL);
                }
                _ => outcome = Some(next),
            }
        }
        outcome.unwrap_or_else(|| Outcome::open(code::UNDECIDED))
    }

    /// Takes off what explaining an expression may cost: it evaluates again at every level.
    pub fn may_explain(&mut self, rule: &Rule, data: &Value) -> bool {
        const LEVELS: u32 = 32;
        let before = self.budget;
        let _ = certlogic::evaluate_within(&rule.logic, data, &mut self.budget);
        let cost = (before - self.budget).saturating_mul(LEVELS);
        let affordable = self.budget > cost;
        self.budget = self.budget.saturating_sub(cost);
        affordable
    }
}

/// What rules are run over: a record of a certificate, in a scene.
#[derive(Clone, Copy)]
pub(super) struct Subject<'s> {
    pub scene: &'s Scene<'s>,
    pub counted: &'s Counted<'s>,
    /// The record and its place in the certificate; none for a certificate without records.
    pub record: Option<(usize, &'s Record)>,
}

/// Each, or nothing once.
fn or_none(days: &[i64]) -> Vec<Option<i64>> {
    if days.is_empty() { vec![None] } else { days.iter().copied().map(Some).collect() }
}

/// As the reference does: the same major version of the schema, and no earlier one than the rule is for.
fn follows(data: &Value, needed: [u32; 3]) -> bool {
    let version = data.get_text("payload").and_then(|payload| payload.get_text("ver"));
    match version.and_then(Value::as_text).map(read::version) {
        None => true,
        Some(Some(version)) => version.first() == needed.first() && version >= needed,
        Some(None) => false,
    }
}
