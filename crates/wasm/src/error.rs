//! How a failure crosses into JavaScript.

use healthpass_cert::json;
use healthpass_cert::report::Reason;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A refusal: one stable code and the reasons behind it.
///
/// It crosses as JSON text, `{"code":"entropy.short","reasons":[{"code":"entropy.short",...}]}`;
/// the loaders in `npm/` turn that text into a `HealthpassError`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Error {
    /// The stable dotted code a program branches on.
    pub code: &'static str,
    /// Why, with both sides of each comparison; never empty.
    pub reasons: Vec<Reason>,
}

/// What every fallible export returns.
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// A failure with several reasons, such as a document that does not fit.
    #[must_use]
    pub fn refused(code: &'static str, reasons: Vec<Reason>) -> Self {
        if reasons.is_empty() { Reason::new(code).into() } else { Self { code, reasons } }
    }
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Self { code: reason.code, reasons: vec![reason] }
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        Self::from_str(&to_json(&error))
    }
}

/// Reads a JSON argument of an export.
///
/// # Errors
/// `input.json`, with the line and column where reading stopped, or the member of another shape.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    json::from_str(text).map_err(|error| {
        let found = error.to_string();
        Reason::new("input.json").found(found).at(error.at).into()
    })
}

/// Writes the answer of an export. The types that cross have string keys only, which is all that
/// could fail.
pub fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crosses_as_code_and_reasons() {
        let reason = Reason::new("entropy.short").expected("32").found("3");
        assert_eq!(
            to_json(&Error::from(reason)),
            r#"{"code":"entropy.short","reasons":[{"code":"entropy.short","expected":"32","found":"3"}]}"#
        );
    }

    #[test]
    fn a_refusal_always_has_a_reason() {
        let error = Error::refused("gate.unbound", Vec::new());
        assert_eq!(error.reasons, vec![Reason::new("gate.unbound")]);
    }

    #[test]
    fn damaged_json_names_the_place() {
        let error = from_json::<Vec<String>>("[\"a\",\n ,]").unwrap_err();
        assert_eq!(error.code, "input.json");
        assert_eq!(error.reasons[0].at.as_deref(), Some("line 2 column 2"));
    }

    #[test]
    fn json_of_another_shape_names_the_member() {
        let error = from_json::<Vec<String>>("[\"a\",\n 7]").unwrap_err();
        assert_eq!(error.code, "input.json");
        assert_eq!(error.reasons[0].found.as_deref(), Some("not a string at [1]"));
        assert_eq!(error.reasons[0].at.as_deref(), Some("[1]"));
    }
}
