//! The value of an expression.

use super::operation::{Comparison, Form, Operator, form};
use super::value::LARGEST;
use super::{Evaluated, LogicError, Moment, Unit, access, code, value};
use crate::cbor::Value;
use crate::limits::{MAX_RULE_DEPTH, MAX_RULE_STEPS};

/// Evaluates `expression` over `data`.
///
/// # Errors
/// [`LogicError`]: the expression is none, takes other data than there are, or goes beyond a limit.
pub fn evaluate<'v>(expression: &'v Value, data: &'v Value) -> Result<Evaluated<'v>, LogicError> {
    let mut engine = Engine { steps: MAX_RULE_STEPS, path: Vec::new() };
    engine.evaluate(expression, data).map_err(|code| LogicError { code, at: engine.path.join("/") })
}

/// [`evaluate`] out of a budget that many evaluations share; what it takes is taken off.
#[cfg(feature = "rules")]
pub(crate) fn evaluate_within<'v>(
    expression: &'v Value,
    data: &'v Value,
    budget: &mut u32,
) -> Result<Evaluated<'v>, LogicError> {
    let allowed = MAX_RULE_STEPS.min(*budget);
    let mut engine = Engine { steps: allowed, path: Vec::new() };
    let outcome = engine.evaluate(expression, data);
    *budget -= allowed - engine.steps.min(allowed);
    outcome.map_err(|code| LogicError { code, at: engine.path.join("/") })
}

type Outcome<'v> = Result<Evaluated<'v>, &'static str>;

struct Engine {
    steps: u32,
    /// The way to the expression at work; left as it is where an error ends the work.
    path: Vec<String>,
}

impl Engine {
    fn evaluate<'v>(&mut self, expression: &'v Value, data: &'v Value) -> Outcome<'v> {
        self.value(expression, Scope::Data(data))
    }

    fn value<'v>(&mut self, expression: &'v Value, data: Scope<'v>) -> Outcome<'v> {
        self.spend(1)?;
        if self.path.len() > MAX_RULE_DEPTH {
            return Err(code::DEPTH);
        }
        match form(expression) {
            Form::Literal(literal) => Ok(Evaluated::of(literal)),
            Form::Array(items) => {
                let items = items.iter().enumerate().map(|(index, item)| self.within(index, item, data));
                Ok(Evaluated::Items(items.collect::<Result<_, _>>()?))
            }
            Form::Var(Value::Text(path)) => {
                // A path of many fragments is as much work as many operations.
                self.spend(path.split('.').count())?;
                let found = data.look(path);
                if matches!(data, Scope::Lambda { .. }) {
                    // A lambda that repeats what it is given twice makes twice as much of it, item by item.
                    self.spend(found.weight())?;
                }
                Ok(found)
            }
            Form::Operation(name, Value::Array(operands)) => self.operation(name, operands, data),
            Form::Var(_) | Form::Operation(..) | Form::Nothing(_) => Err(code::EXPRESSION),
        }
    }

    fn spend(&mut self, steps: usize) -> Result<(), &'static str> {
        let left = u32::try_from(steps).ok().and_then(|steps| self.steps.checked_sub(steps));
        self.steps = left.ok_or(code::STEPS)?;
        Ok(())
    }

    /// Evaluates what stands at `index` below where the work is.
    fn within<'v>(&mut self, index: usize, expression: &'v Value, data: Scope<'v>) -> Outcome<'v> {
        self.path.push(index.to_string());
        let value = self.value(expression, data)?;
        self.path.pop();
        Ok(value)
    }

    fn operation<'v>(&mut self, name: &str, operands: &'v [Value], data: Scope<'v>) -> Outcome<'v> {
        let operator = Operator::of(name).ok_or(code::EXPRESSION)?;
        self.path.push(name.to_owned());
        if operator.counts() && !operator.operands().contains(&operands.len()) {
            return Err(code::OPERANDS);
        }
        let value = match (operator, operands) {
            (Operator::If, [guard, then, otherwise, ..]) => {
                let chosen = if self.truth(0, guard, data)? { (1, then) } else { (2, otherwise) };
                self.within(chosen.0, chosen.1, data)
            }
            (Operator::And, operands) => self.and(operands, data),
            (Operator::Not, [operand, ..]) => {
                self.truth(0, operand, data).map(|truth| Evaluated::owned(Value::Bool(!truth)))
            }
            (Operator::PlusTime, [time, amount, unit, ..]) => self.plus_time(time, amount, unit, data),
            (Operator::Reduce, [array, lambda, first, ..]) => self.reduce(array, lambda, first, data),
            (Operator::ExtractFromUvci, [identifier, index, ..]) => {
                let index = value::whole(index).ok_or(code::TYPE)?;
                extract(self.within(0, identifier, data)?, index)
            }
            (Operator::DccDateOfBirth, [date, ..]) => {
                let date = self.within(0, date, data)?;
                let date = Moment::parse_birth(date.text().ok_or(code::TYPE)?);
                date.map(Evaluated::Moment).ok_or(code::DATE)
            }
            (operator, _) if !operator.counts() => Err(code::OPERANDS),
            (operator, operands) => {
                let operands =
                    operands.iter().enumerate().map(|(index, operand)| self.within(index, operand, data));
                infix(operator, operands.collect::<Result<Vec<_>, _>>()?)
            }
        }?;
        self.path.pop();
        Ok(value)
    }

    fn truth<'v>(
        &mut self,
        index: usize,
        expression: &'v Value,
        data: Scope<'v>,
    ) -> Result<bool, &'static str> {
        self.within(index, expression, data)?.truth().ok_or(code::TRUTH)
    }

    fn and<'v>(&mut self, operands: &'v [Value], data: Scope<'v>) -> Outcome<'v> {
        let mut last = Evaluated::owned(Value::Bool(true));
        for (index, operand) in operands.iter().enumerate() {
            last = self.within(index, operand, data)?;
            if !last.truth().ok_or(code::TRUTH)? {
                break;
            }
        }
        Ok(last)
    }

    fn plus_time<'v>(
        &mut self,
        time: &'v Value,
        amount: &Value,
        unit: &Value,
        data: Scope<'v>,
    ) -> Outcome<'v> {
        let amount = value::whole(amount).ok_or(code::TYPE)?;
        let unit = unit.as_text().and_then(Unit::of).ok_or(code::TYPE)?;
        let time = self.within(0, time, data)?;
        let time = Moment::parse(time.text().ok_or(code::TYPE)?).ok_or(code::DATE)?;
        time.plus(amount, unit).map(Evaluated::Moment).ok_or(code::DATE)
    }

    /// The lambda sees the item and what came of those before, nothing else.
    fn reduce<'v>(
        &mut self,
        array: &'v Value,
        lambda: &'v Value,
        first: &'v Value,
        data: Scope<'v>,
    ) -> Outcome<'v> {
        let array = self.within(0, array, data)?;
        let mut sum = self.within(2, first, data)?;
        if matches!(array.json(), Some(Value::Null)) {
            return Ok(sum);
        }
        for current in array.into_items().ok_or(code::TYPE)? {
            let scope = Scope::Lambda { accumulator: &sum, current: &current };
            sum = self.within(1, lambda, scope)?.into_owned();
        }
        Ok(sum)
    }
}

/// What `var` looks into.
#[derive(Clone, Copy)]
enum Scope<'v> {
    /// The data.
    Data(&'v Value),
    /// What a lambda sees. Times are times in it, which data have not.
    Lambda { accumulator: &'v Evaluated<'v>, current: &'v Evaluated<'v> },
}

impl<'v> Scope<'v> {
    fn look(self, path: &str) -> Evaluated<'v> {
        let (accumulator, current) = match self {
            Self::Data(data) => return Evaluated::of(access(data, path)),
            Self::Lambda { accumulator, current } => (accumulator, current),
        };
        if path.is_empty() {
            let named = |name: &str, value: &Evaluated<'_>| (Value::Text(name.into()), value.to_json());
            let both = vec![named("accumulator", accumulator), named("current", current)];
            return Evaluated::owned(Value::Map(both));
        }
        let mut fragments = path.split('.');
        let first = match fragments.next() {
            Some("accumulator") => accumulator.by_reference(),
            Some("current") => current.by_reference(),
            _ => Evaluated::owned(Value::Null),
        };
        fragments.fold(first, |within, fragment| within.member(fragment))
    }
}

fn infix<'v>(operator: Operator, mut operands: Vec<Evaluated<'v>>) -> Outcome<'v> {
    if let Operator::Compare(comparison) = operator {
        return compare(comparison, &operands).map(|holds| Evaluated::owned(Value::Bool(holds)));
    }
    let (Some(right), Some(left)) = (operands.pop(), operands.pop()) else { return Err(code::OPERANDS) };
    Ok(Evaluated::owned(match operator {
        Operator::Equal => Value::Bool(left.same(&right)),
        Operator::In => {
            let items = right.into_items().ok_or(code::TYPE)?;
            Value::Bool(items.iter().any(|item| item.same(&left)))
        }
        Operator::Plus => {
            let (left, right) = left.whole().zip(right.whole()).ok_or(code::TYPE)?;
            let sum = left.checked_add(right).filter(|sum| sum.unsigned_abs() <= LARGEST.unsigned_abs());
            Value::Integer(sum.ok_or(code::OVERFLOW)?)
        }
        _ => return Err(code::EXPRESSION),
    }))
}

fn compare(comparison: Comparison, operands: &[Evaluated<'_>]) -> Result<bool, &'static str> {
    let numbers: Option<Vec<i64>> = operands
        .iter()
        .map(|operand| match operand {
            Evaluated::Moment(moment) => comparison.of_times.then_some(moment.0),
            other if !comparison.of_times => other.whole(),
            _ => None,
        })
        .collect();
    let numbers = numbers.ok_or(code::TYPE)?;
    Ok(numbers.iter().zip(numbers.iter().skip(1)).all(|(left, right)| comparison.holds(left.cmp(right))))
}

/// Prefix that may stand before an identifier, in capitals only.
const UVCI_PREFIX: &str = "URN:UVCI:";

fn extract(identifier: Evaluated<'_>, index: i64) -> Outcome<'_> {
    let text = match identifier.json() {
        Some(Value::Null) => return Ok(Evaluated::owned(Value::Null)),
        Some(Value::Text(text)) => text,
        _ => return Err(code::TYPE),
    };
    let fragments = text.strip_prefix(UVCI_PREFIX).unwrap_or(text);
    let index = usize::try_from(index).ok();
    let fragment = index.and_then(|index| fragments.split(['/', '#', ':']).nth(index));
    Ok(Evaluated::owned(fragment.map_or(Value::Null, |fragment| Value::Text(fragment.to_owned()))))
}
