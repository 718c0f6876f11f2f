//! What exactly is missing: the comparison that decided, by how much it failed, and when it will hold or held.

use super::pack::Rule;
use super::part::Tried;
use super::run::{Judgement, Outcome, Runner, Subject};
use super::trip::LocalTime;
use super::{Gap, Words, code, data};
use crate::cbor::Value;
use crate::certlogic::{self, Deciding, Moment, Unit};
use crate::model::RecordKind;

/// What was looked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub kind: Option<RecordKind>,
    pub disease: Option<&'w str>,
}

/// Names of the clock in expressions; the second counts days.
const CLOCKS: [&str; 3] = ["leg.at", DAY_CLOCK, "external.validationClock"];
const DAY_CLOCK: &str = "leg.date";
const DAY_MS: i64 = 86_400_000;

/// Items of a list that `needed` repeats.
const MAX_LISTED: usize = 8;

/// A gap that names nothing but what was looked for.
pub(super) fn blank(code: &'static str, wanted: Wanted<'_>) -> Gap {
    Gap {
        rule: String::new(),
        description: Words::default(),
        code,
        kind: wanted.kind,
        disease: wanted.disease.map(str::to_owned),
        certificate: None,
        record: None,
        found: None,
        needed: None,
        short_by_seconds: None,
        met_from: None,
        until: None,
        paths: Vec::new(),
    }
}

/// A gap that names a rule.
pub(super) fn bare(rule: &Rule, code: &'static str, wanted: Wanted<'_>) -> Gap {
    Gap { rule: rule.identifier.clone(), description: rule.description.clone(), ..blank(code, wanted) }
}

/// What one record lacks: one gap for each rule it misses.
pub(super) fn of(tried: &Tried<'_>, rules: &[&Rule], wanted: Wanted<'_>, runner: &mut Runner) -> Vec<Gap> {
    let (mut gaps, mut bounds) = (Vec::new(), Vec::new());
    for (rule, outcome) in &tried.missed {
        let (gap, bound) = of_rule(rule, outcome, tried, wanted, runner);
        gaps.push(gap);
        bounds.push(bound);
    }
    if let (true, Some(end)) = (tried.expires_before, tried.subject.counted.expires_at) {
        let at = tried.subject.scene.leg.at;
        let of_rule = |rule: &&Rule| bare(rule, code::EXPIRES_BEFORE, wanted);
        let gap = rules.first().map_or_else(|| blank(code::EXPIRES_BEFORE, wanted), of_rule);
        let mut gap = placed(gap, tried);
        gap.found = Some(at.moved(end.0).rfc3339());
        gap.needed = Some(["≥ ", &at.rfc3339()].concat());
        gap.short_by_seconds = Some(at.at.0 - end.0);
        gaps.push(gap);
        bounds.push(Some(Bound::Until(end.0)));
    }
    let bounds: Option<Vec<Bound>> = bounds.into_iter().collect();
    settle(&mut gaps, &bounds.unwrap_or_default(), &tried.subject, rules, runner);
    gaps
}

/// A moment on one side of which a rule is met, to the second.
#[derive(Clone, Copy)]
enum Bound {
    From(i64),
    Until(i64),
}

/// States since when or until when the record meets every rule, if there is such a time: every rule is asked then.
fn settle(gaps: &mut [Gap], bounds: &[Bound], subject: &Subject<'_>, rules: &[&Rule], runner: &mut Runner) {
    let from = bounds.iter().filter_map(|bound| match bound {
        Bound::From(at) => Some(*at),
        Bound::Until(_) => None,
    });
    let until = bounds.iter().filter_map(|bound| match bound {
        Bound::Until(at) => Some(*at),
        Bound::From(_) => None,
    });
    let (from, until) = match (from.max(), until.min()) {
        (Some(at), None) => (Some(at), None),
        (None, Some(at)) => (None, Some(at)),
        _ => return,
    };
    let Some(at) = from.or(until).map(|at| subject.scene.leg.at.moved(at)) else { return };
    let meanings = runner.data(subject, at);
    let all_met = |rule: &&Rule| runner.over(rule, &meanings).judgement == Judgement::Passed;
    let expired = subject.counted.expires_at.is_some_and(|end| end < at.at);
    if expired || !rules.iter().all(all_met) {
        return;
    }
    for gap in gaps {
        gap.met_from = from.map(|_| at.rfc3339());
        gap.until = until.map(|_| at.rfc3339());
    }
}

fn placed(gap: Gap, tried: &Tried<'_>) -> Gap {
    Gap {
        certificate: Some(tried.subject.counted.index),
        record: tried.subject.record.map(|(index, _)| index),
        ..gap
    }
}

fn of_rule(
    rule: &Rule,
    outcome: &Outcome,
    tried: &Tried<'_>,
    wanted: Wanted<'_>,
    runner: &mut Runner,
) -> (Gap, Option<Bound>) {
    let mut gap = placed(bare(rule, outcome.why.unwrap_or(code::NOT_MET), wanted), tried);
    if outcome.judgement == Judgement::Open {
        gap.paths = certlogic::paths(&rule.logic);
        if outcome.why == Some(code::DATE_PARTIAL) {
            gap.found = tried.subject.record.and_then(|(_, record)| record.date.clone());
        }
        gap.found = gap.found.or(outcome.error.as_ref().map(|error| error.code.to_owned()));
        return (gap, None);
    }
    let at = tried.subject.scene.leg.at;
    let Some(data) = runner.data(&tried.subject, at).into_iter().next() else { return (gap, None) };
    if !runner.may_explain(rule, &data) {
        return (gap, None);
    }
    let Ok(why) = certlogic::explain(&rule.logic, &data) else { return (gap, None) };
    gap.paths.clone_from(&why.paths);
    let Some(comparison) = Comparison::of(&rule.logic, &why) else { return (gap, None) };
    let bound = comparison.of_times(at).map(|times| {
        gap.code = if matches!(times.bound, Some(Bound::Until(_))) { code::TOO_LATE } else { gap.code };
        gap.code = if matches!(times.bound, Some(Bound::From(_))) { code::TOO_EARLY } else { gap.code };
        gap.found = Some(times.found);
        gap.needed = Some(times.needed);
        gap.short_by_seconds = Some(times.apart);
        times.bound
    });
    if let Some(bound) = bound {
        return (gap, bound);
    }
    comparison.of_values(&mut gap);
    (gap, None)
}

/// The comparison that decided: two operands, their values, and whether it is to hold or not to.
struct Comparison<'e> {
    operator: &'e str,
    operands: [&'e Value; 2],
    values: [&'e Value; 2],
    /// Whether it holds as things are: for the rule to be met it would have to be otherwise.
    holds: bool,
}

struct Times {
    found: String,
    needed: String,
    /// Seconds.
    apart: i64,
    bound: Option<Bound>,
}

impl<'e> Comparison<'e> {
    fn of(logic: &'e Value, why: &'e Deciding) -> Option<Self> {
        let operands = locate(logic, &why.at)?.get_text(&why.operator)?.as_array()?;
        let operator = why.operator.as_str();
        let (values, holds) = match why.operands.as_slice() {
            [left, right] => ([left, right], holds(operator, left, right)?),
            // Of three the pair that is out of order.
            [left, middle, right] => {
                let first = holds(operator, left, middle)?;
                (
                    if first { [middle, right] } else { [left, middle] },
                    first && holds(operator, middle, right)?,
                )
            }
            _ => return None,
        };
        let skip = usize::from(operands.len() == 3 && std::ptr::eq(values[0], why.operands.get(1)?));
        Some(Self { operator, operands: [operands.get(skip)?, operands.get(skip + 1)?], values, holds })
    }

    /// Both sides as times, when they are some.
    fn of_times(&self, at: LocalTime) -> Option<Times> {
        let later_is_left = match self.operator {
            "after" | "not-before" => true,
            "before" | "not-after" => false,
            _ => return None,
        };
        let [left, right] = self.values.map(|value| value.as_text().and_then(Moment::parse));
        let (left, right) = (left?, right?);
        let clocks = self.operands.map(Clock::of);
        let right_is_clock = matches!(clocks, [None, Some(_)]);
        // "clock ≥ threshold" is to hold, or "clock ≤ threshold".
        let (clock, threshold) = if right_is_clock { (right, left) } else { (left, right) };
        let later = later_is_left ^ right_is_clock ^ self.holds;
        let strict = matches!(self.operator, "after" | "before") ^ self.holds;
        let days = clock.0 % DAY_MS == 0 && threshold.0 % DAY_MS == 0;
        let show = |moment: Moment| {
            if days { date(moment) } else { at.moved(moment.0.div_euclid(1000)).rfc3339() }
        };
        let symbol = match (later, strict) {
            (true, true) => "> ",
            (true, false) => "≥ ",
            (false, true) => "< ",
            (false, false) => "≤ ",
        };
        let bound = match clocks {
            [Some(clock), None] | [None, Some(clock)] => clock.bound(threshold, later, strict, at),
            _ => None,
        };
        Some(Times {
            found: show(clock),
            needed: [symbol, &show(threshold)].concat(),
            apart: (threshold.0 - clock.0).abs() / 1000,
            bound,
        })
    }

    /// Both sides as values.
    fn of_values(&self, gap: &mut Gap) {
        let is_data = |operand: &Value| operand.get_text("var").is_some();
        let data_right = is_data(self.operands[1]) && !is_data(self.operands[0]);
        let swap = data_right && self.operator != "in";
        let (found, needed) =
            if swap { (self.values[1], self.values[0]) } else { (self.values[0], self.values[1]) };
        let symbol = match (self.operator, self.holds, swap) {
            ("===", false, _) => "= ",
            ("===", true, _) => "≠ ",
            ("in", false, _) => "∈ ",
            ("in", true, _) => "∉ ",
            (">", false, false) | ("<", false, true) | ("<=", true, false) | (">=", true, true) => "> ",
            (">=", false, false) | ("<=", false, true) | ("<", true, false) | (">", true, true) => "≥ ",
            ("<", false, false) | (">", false, true) | (">=", true, false) | ("<=", true, true) => "< ",
            _ => "≤ ",
        };
        gap.found = shown(found);
        gap.needed = shown(needed).map(|needed| [symbol, &needed].concat());
    }
}

/// The clock in an operand, and what the rule adds to it.
struct Clock {
    of_days: bool,
    /// Milliseconds.
    shift: i64,
}

impl Clock {
    /// `var` of a clock, or `plusTime` of one by days or hours.
    fn of(operand: &Value) -> Option<Self> {
        let of_var = |operand: &Value| {
            let path = operand.get_text("var")?.as_text()?;
            CLOCKS.contains(&path).then_some(path == DAY_CLOCK)
        };
        if let Some(of_days) = of_var(operand) {
            return Some(Self { of_days, shift: 0 });
        }
        let [time, amount, unit] = operand.get_text("plusTime")?.as_array()? else { return None };
        let (amount, unit) = (amount.as_integer()?, Unit::of(unit.as_text()?)?);
        let shift = match unit {
            Unit::Day => amount.checked_mul(DAY_MS)?,
            Unit::Hour => amount.checked_mul(DAY_MS / 24)?,
            // Calendars do not run backwards alike.
            Unit::Month | Unit::Year if amount == 0 => 0,
            Unit::Month | Unit::Year => return None,
        };
        Some(Self { of_days: of_var(time)?, shift })
    }

    /// The first or last second at which the clock is on the right side.
    fn bound(&self, threshold: Moment, later: bool, strict: bool, at: LocalTime) -> Option<Bound> {
        let at_clock = threshold.0.checked_sub(self.shift)?;
        let unit = if self.of_days { DAY_MS } else { 1000 };
        let (floor, on_it) = (at_clock.div_euclid(unit), at_clock.rem_euclid(unit) == 0);
        let strictly = i64::from(strict && on_it);
        // Units of the clock: the first that is late enough, or the last that is early enough.
        let unit_at = if later { floor + i64::from(!on_it) + strictly } else { floor - strictly };
        let seconds = unit_at.checked_mul(unit / 1000)?;
        let local = if self.of_days { at.offset_minutes * 60 } else { 0 };
        Some(match later {
            true => Bound::From(seconds - local),
            false => Bound::Until(seconds - local + unit / 1000 - 1),
        })
    }
}

/// Date of a time.
fn date(moment: Moment) -> String {
    let mut text = moment.rfc3339();
    text.truncate(10);
    text
}

fn holds(operator: &str, left: &Value, right: &Value) -> Option<bool> {
    let operands = ["0", "1"].map(|position| operand(operator, position));
    let expression = Value::Map(vec![(Value::Text(operator.to_owned()), Value::Array(operands.to_vec()))]);
    let values = Value::Array(vec![left.clone(), right.clone()]);
    certlogic::evaluate(&expression, &values).ok()?.truth()
}

/// A value as an expression; times are texts in what an explanation gives.
fn operand(operator: &str, position: &str) -> Value {
    let var = data::map([("var", data::text(position))]);
    match operator {
        "after" | "before" | "not-after" | "not-before" => {
            let operands = vec![var, Value::Integer(0), data::text("day")];
            data::map([("plusTime", Value::Array(operands))])
        }
        _ => var,
    }
}

/// The sub-expression at a path such as `and/1/if/0`.
fn locate<'e>(logic: &'e Value, at: &str) -> Option<&'e Value> {
    at.split('/').filter(|step| !step.is_empty()).try_fold(logic, |within, step| match within {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => within.get_text(step),
    })
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(shown).take(MAX_LISTED).collect();
            Some(texts.join(", "))
        }
        _ => None,
    }
}
