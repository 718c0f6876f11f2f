//! Whether an expression is one at all, before any data.

use super::operation::{Form, Operator, form};
use super::{Unit, value};
use crate::cbor::Value;
use crate::limits::MAX_RULE_DEPTH;

/// Something wrong with an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Where, such as `if/0`; empty for the whole of it.
    pub at: String,
    /// What.
    pub kind: IssueKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum IssueKind {
    /// `null`, which is no expression.
    Null,
    /// A number that is not whole.
    NotWhole,
    /// An object of so many members; an operation has one.
    Members(usize),
    /// An operator without an array of operands.
    NoOperands,
    /// An operator CertLogic has not.
    Operator(String),
    /// `var` without a path.
    NoPath,
    /// A path with an empty name in it.
    Path(String),
    /// So many operands, which the operator does not take.
    Operands(Operator, usize),
    /// The amount of `plusTime` or the position of `extractFromUVCI` is no whole number.
    Amount(Operator),
    /// The unit of `plusTime` is none.
    Unit,
    /// Nested deeper than [`MAX_RULE_DEPTH`].
    Depth,
}

/// Everything that is wrong with `expression`, in the order it stands there.
pub fn validate(expression: &Value) -> Vec<Issue> {
    let mut issues = Vec::new();
    Validator { at: Vec::new(), issues: &mut issues }.look(expression);
    issues
}

impl Issue {
    /// Whether the expression has a value nevertheless, as published rules have that give an operator too much.
    #[cfg(feature = "rules")]
    pub(crate) fn is_harmless(&self) -> bool {
        match &self.kind {
            IssueKind::Operands(operator, given) => !operator.counts() && operator.operands().end() < given,
            _ => false,
        }
    }
}

struct Validator<'i> {
    at: Vec<String>,
    issues: &'i mut Vec<Issue>,
}

impl Validator<'_> {
    fn wrong(&mut self, kind: IssueKind) {
        self.issues.push(Issue { at: self.at.join("/"), kind });
    }

    fn look(&mut self, expression: &Value) {
        if self.at.len() > MAX_RULE_DEPTH {
            return self.wrong(IssueKind::Depth);
        }
        match form(expression) {
            Form::Literal(_) => (),
            Form::Array(items) => self.below(items),
            Form::Var(Value::Text(path)) if is_path(path) => (),
            Form::Var(Value::Text(path)) => self.wrong(IssueKind::Path(path.clone())),
            Form::Var(_) => self.wrong(IssueKind::NoPath),
            Form::Operation(name, Value::Array(operands)) => match Operator::of(name) {
                Some(operator) => self.operation(name, operator, operands),
                None => self.wrong(IssueKind::Operator(name.to_owned())),
            },
            Form::Operation(..) => self.wrong(IssueKind::NoOperands),
            Form::Nothing(Some(members)) => self.wrong(IssueKind::Members(members)),
            Form::Nothing(None) => self.wrong(match expression {
                Value::Integer(_) | Value::Float(_) => IssueKind::NotWhole,
                _ => IssueKind::Null,
            }),
        }
    }

    fn operation(&mut self, name: &str, operator: Operator, operands: &[Value]) {
        let takes = operator.operands();
        if !takes.contains(&operands.len()) {
            self.wrong(IssueKind::Operands(operator, operands.len()));
        }
        let expressions = match operator {
            Operator::PlusTime | Operator::ExtractFromUvci | Operator::DccDateOfBirth => 1,
            Operator::Not if operands.len() != 1 => 0,
            _ => *takes.end(),
        };
        self.at.push(name.to_owned());
        self.below(operands.get(..expressions.min(operands.len())).unwrap_or_default());
        self.at.pop();
        let constants = matches!(operator, Operator::PlusTime | Operator::ExtractFromUvci);
        if constants && operands.get(1).is_some_and(|amount| value::whole(amount).is_none()) {
            self.wrong(IssueKind::Amount(operator));
        }
        let unit = operands.get(2).filter(|_| operator == Operator::PlusTime);
        if unit.is_some_and(|unit| unit.as_text().and_then(Unit::of).is_none()) {
            self.wrong(IssueKind::Unit);
        }
    }

    fn below(&mut self, expressions: &[Value]) {
        for (index, expression) in expressions.iter().enumerate() {
            self.at.push(index.to_string());
            self.look(expression);
            self.at.pop();
        }
    }
}

fn is_path(path: &str) -> bool {
    path.is_empty() || path.split('.').all(|fragment| !fragment.is_empty())
}
