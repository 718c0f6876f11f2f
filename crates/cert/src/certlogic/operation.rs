//! The operators, and an expression taken apart.

use crate::cbor::Value;

/// An operator of CertLogic.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Operator {
    /// `if`: guard, then, else.
    If,
    /// `and`: the first falsy operand, or the last.
    And,
    /// `===`.
    Equal,
    /// `in`: whether an array has an item.
    In,
    /// `+` of whole numbers.
    Plus,
    /// `<`, `>`, `<=`, `>=` of whole numbers, `before`, `after`, `not-after`, `not-before` of times.
    Compare(Comparison),
    /// `!`.
    Not,
    /// `plusTime`: a time, an amount, a unit.
    PlusTime,
    /// `reduce`: an array, a lambda, a first value.
    Reduce,
    /// `extractFromUVCI`: an identifier, a position.
    ExtractFromUvci,
    /// `dccDateOfBirth`: a date that may be partial.
    DccDateOfBirth,
}

/// How two values stand to each other, and of which kind they must be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Comparison {
    pub(super) of_times: bool,
    pub(super) holds_for: [bool; 3],
}

/// Every operator by its name. `holds_for`: less, equal, greater.
const OPERATORS: &[(&str, Operator)] = &[
    ("if", Operator::If),
    ("and", Operator::And),
    ("===", Operator::Equal),
    ("in", Operator::In),
    ("+", Operator::Plus),
    ("<", compare(false, [true, false, false])),
    (">", compare(false, [false, false, true])),
    ("<=", compare(false, [true, true, false])),
    (">=", compare(false, [false, true, true])),
    ("before", compare(true, [true, false, false])),
    ("after", compare(true, [false, false, true])),
    ("not-after", compare(true, [true, true, false])),
    ("not-before", compare(true, [false, true, true])),
    ("!", Operator::Not),
    ("plusTime", Operator::PlusTime),
    ("reduce", Operator::Reduce),
    ("extractFromUVCI", Operator::ExtractFromUvci),
    ("dccDateOfBirth", Operator::DccDateOfBirth),
];

const fn compare(of_times: bool, holds_for: [bool; 3]) -> Operator {
    Operator::Compare(Comparison { of_times, holds_for })
}

impl Operator {
    /// The operator by its name.
    pub fn of(name: &str) -> Option<Self> {
        OPERATORS.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator)
    }

    /// Whether another number of operands than [`Self::operands`] is an error. The others take those they know and
    /// leave the rest: published rules have an `if` of four.
    pub(super) fn counts(self) -> bool {
        matches!(self, Self::And | Self::Compare(_) | Self::Equal | Self::In | Self::Plus)
    }

    /// How many operands it takes.
    pub(super) fn operands(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Self::And => 2..=usize::MAX,
            Self::Compare(_) => 2..=3,
            Self::Not | Self::DccDateOfBirth => 1..=1,
            Self::Equal | Self::In | Self::Plus | Self::ExtractFromUvci => 2..=2,
            Self::If | Self::PlusTime | Self::Reduce => 3..=3,
        }
    }
}

impl Comparison {
    pub(super) fn holds(self, ordering: std::cmp::Ordering) -> bool {
        let [less, equal, greater] = self.holds_for;
        match ordering {
            std::cmp::Ordering::Less => less,
            std::cmp::Ordering::Equal => equal,
            std::cmp::Ordering::Greater => greater,
        }
    }
}

/// An expression taken apart.
pub(super) enum Form<'e> {
    /// Text, whole number or boolean: itself.
    Literal(&'e Value),
    /// Item by item.
    Array(&'e [Value]),
    /// `var` and its path, which is to be a text.
    Var(&'e Value),
    /// An operator's name and what stands beside it, which is to be operands.
    Operation(&'e str, &'e Value),
    /// None of these; how many members an object has.
    Nothing(Option<usize>),
}

pub(super) fn form(expression: &Value) -> Form<'_> {
    match expression {
        Value::Text(_) | Value::Bool(_) => Form::Literal(expression),
        Value::Integer(_) | Value::Float(_) if super::value::whole(expression).is_some() => {
            Form::Literal(expression)
        }
        Value::Array(items) => Form::Array(items),
        Value::Map(entries) => match entries.as_slice() {
            [(Value::Text(name), path)] if name == "var" => Form::Var(path),
            [(Value::Text(name), operands)] => Form::Operation(name, operands),
            entries => Form::Nothing(Some(entries.len())),
        },
        _ => Form::Nothing(None),
    }
}
