//! Which part of an expression decided its value.

use super::operation::{Form, Operator, form};
use super::{LogicError, evaluate};
use crate::cbor::Value;

/// The sub-expression that made a value what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Deciding {
    /// Where it stands in the rule, such as `if/0/not-after`; empty for the whole of it.
    pub at: String,
    /// Its operator, `var`, or `literal`.
    pub operator: String,
    /// Paths of the data it looks at, each once, in order of appearance.
    pub paths: Vec<String>,
    /// What its operands were, as JSON, times by RFC 3339; the value itself for a literal or `var`.
    pub operands: Vec<Value>,
}

/// The part of `expression` that made its value over `data` what it is: of `and` the operand that ended it, of `if`
/// the branch taken, or the guard where the branch is a constant, of `!` its operand, else the operation itself.
///
/// # Errors
/// As [`evaluate`].
///
/// ```
/// use healthpass_cert::{certlogic::explain, json};
/// let rule = json::read(r#"{"and": [{">": [{"var": "dose"}, 0]}, {">=": [{"var": "dose"}, {"var": "of"}]}]}"#).unwrap();
/// let why = explain(&rule, &json::read(r#"{"dose": 1, "of": 2}"#).unwrap()).unwrap();
/// assert_eq!((why.at.as_str(), why.operator.as_str()), ("and/1", ">="));
/// assert_eq!(why.paths, ["dose", "of"]);
/// ```
pub fn explain(expression: &Value, data: &Value) -> Result<Deciding, LogicError> {
    let (mut expression, mut at) = (expression, Vec::<String>::new());
    loop {
        // errors inside tell their own way from the whole
        let located = |error: LogicError| LogicError {
            at: at.iter().map(String::as_str).chain([error.at.as_str()]).collect::<Vec<_>>().join("/"),
            ..error
        };
        evaluate(expression, data).map_err(located)?;
        let Some((name, index, next)) = deciding_operand(expression, data) else {
            return Ok(Deciding {
                at: at.join("/"),
                operator: name_of(expression).to_owned(),
                paths: paths(expression),
                operands: operands(expression, data),
            });
        };
        at.extend([name.to_owned(), index.to_string()]);
        expression = next;
    }
}

/// The operand an expression owes its value to, when it is one alone.
fn deciding_operand<'e>(expression: &'e Value, data: &Value) -> Option<(&'e str, usize, &'e Value)> {
    let Form::Operation(name, Value::Array(operands)) = form(expression) else { return None };
    let truth = |operand| evaluate(operand, data).ok().and_then(|value| value.truth());
    let index = match Operator::of(name)? {
        Operator::And => {
            let falsy = operands.iter().position(|operand| truth(operand) == Some(false));
            falsy.unwrap_or(operands.len().checked_sub(1)?)
        }
        Operator::Not => 0,
        Operator::If => {
            let taken = if truth(operands.first()?)? { 1 } else { 2 };
            let constant = matches!(form(operands.get(taken)?), Form::Literal(_));
            if constant { 0 } else { taken }
        }
        _ => return None,
    };
    Some((name, index, operands.get(index)?))
}

fn name_of(expression: &Value) -> &str {
    match form(expression) {
        Form::Operation(name, _) => name,
        Form::Var(_) => "var",
        _ => "literal",
    }
}

fn operands(expression: &Value, data: &Value) -> Vec<Value> {
    let json = |expression| evaluate(expression, data).map(|value| value.to_json()).ok();
    match form(expression) {
        Form::Operation("reduce", Value::Array(_)) => json(expression).into_iter().collect(),
        Form::Operation("plusTime" | "extractFromUVCI", Value::Array(operands)) => {
            operands.iter().take(1).filter_map(json).collect()
        }
        Form::Operation(_, Value::Array(operands)) => operands.iter().filter_map(json).collect(),
        _ => json(expression).into_iter().collect(),
    }
}

/// Paths of the data an expression looks at; what a lambda looks at is its own.
pub(crate) fn paths(expression: &Value) -> Vec<String> {
    let mut found = Vec::new();
    gather(expression, &mut found);
    found
}

fn gather(expression: &Value, found: &mut Vec<String>) {
    match form(expression) {
        Form::Var(Value::Text(path)) if !found.contains(path) => found.push(path.clone()),
        Form::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Form::Operation("reduce", Value::Array(operands)) => {
            operands.iter().step_by(2).for_each(|operand| gather(operand, found));
        }
        Form::Operation(_, Value::Array(operands)) => {
            operands.iter().for_each(|operand| gather(operand, found))
        }
        _ => (),
    }
}
