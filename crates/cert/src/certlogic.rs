//! CertLogic 1.3.3, the language of the EU's business rules: a JSON expression, JSON data, one value.
//!
//! The specification is frozen; where it is silent, its reference implementation (certlogic-js 1.2.2) decides.
//! Three things differ from it on purpose, and are errors here: dates that do not exist (engines of JavaScript
//! disagree on 31 February), whole numbers beyond 53 bits, and anything beyond the limits of
//! [`crate::limits`]. Members of strings (`"abc".length`), which JavaScript gives by accident, are `null`.
//!
//! ```
//! use healthpass_cert::certlogic::{Evaluated, evaluate};
//! use healthpass_cert::json;
//!
//! let rule = json::read(r#"{"after": [{"plusTime": [{"var": "now"}, 0, "day"]}, {"plusTime": ["2026-12-01", 10, "day"]}]}"#)?;
//! let data = json::read(r#"{"now": "2026-12-11T00:00:01Z"}"#)?;
//! assert_eq!(evaluate(&rule, &data)?.as_bool(), Some(true));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod evaluate;
mod explain;
mod moment;
mod operation;
mod validate;
mod value;

pub use evaluate::evaluate;
#[cfg(feature = "rules")]
pub(crate) use evaluate::evaluate_within;
#[cfg(feature = "rules")]
pub(crate) use explain::paths;
pub use explain::{Deciding, explain};
pub use moment::{Moment, Unit};
pub use operation::Operator;
pub use validate::{Issue, IssueKind, validate};
pub use value::Evaluated;

use crate::cbor::Value;

/// Why an expression has no value. For a rule that means: open, neither passed nor failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogicError {
    /// One of the constants of [`code`].
    pub code: &'static str,
    /// Where in the expression, such as `if/0/after/1`; empty for the whole of it.
    pub at: String,
}

impl core::fmt::Display for LogicError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code)?;
        f.write_str(" at /")?;
        f.write_str(&self.at)
    }
}

impl core::error::Error for LogicError {}

/// Codes of [`LogicError`].
pub mod code {
    /// Not an expression, or an operator CertLogic has not.
    pub const EXPRESSION: &str = "certlogic.expression";
    /// Too few or too many operands.
    pub const OPERANDS: &str = "certlogic.operands";
    /// An operand of a type the operator does not take.
    pub const TYPE: &str = "certlogic.type";
    /// A text that is no date or time, or one out of range.
    pub const DATE: &str = "certlogic.date";
    /// Neither truthy nor falsy where that is asked.
    pub const TRUTH: &str = "certlogic.truth";
    /// A sum beyond 53 bits.
    pub const OVERFLOW: &str = "certlogic.overflow";
    /// More steps than [`crate::limits::MAX_RULE_STEPS`].
    pub const STEPS: &str = "certlogic.steps";
    /// Nested deeper than [`crate::limits::MAX_RULE_DEPTH`].
    pub const DEPTH: &str = "certlogic.depth";
}

/// Every code.
pub const CODES: &[&str] = &[
    code::EXPRESSION,
    code::OPERANDS,
    code::TYPE,
    code::DATE,
    code::TRUTH,
    code::OVERFLOW,
    code::STEPS,
    code::DEPTH,
];

/// The value at `path` of `data`: names and positions joined by full stops, all of it for the empty path. What
/// is not there is `null`.
pub fn access<'v>(data: &'v Value, path: &str) -> &'v Value {
    const NOTHING: &Value = &Value::Null;
    if path.is_empty() {
        return data;
    }
    path.split('.').fold(data, |within, fragment| member(within, fragment).unwrap_or(NOTHING))
}

fn member<'v>(within: &'v Value, fragment: &str) -> Option<&'v Value> {
    match within {
        Value::Array(items) => items.get(position(fragment)?),
        Value::Map(_) => match position(fragment) {
            Some(position) => within.get_text(&position.to_string()),
            None => within.get_text(fragment),
        },
        _ => None,
    }
}

/// The number a fragment begins with, as the reference reads it: `0` and `0th` alike.
fn position(fragment: &str) -> Option<usize> {
    let digits = fragment.trim_start();
    let end = digits.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}
