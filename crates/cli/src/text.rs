//! Sentences for codes, from the language files every surface shares.

use healthpass_cert::report::Reason;
use serde_json::{Map, Value};

/// The sentences of one language.
pub struct Sentences(Map<String, Value>);

impl Sentences {
    /// English.
    pub fn english() -> Self {
        Self(serde_json::from_str(include_str!("../../cert/text/en.json")).unwrap_or_default())
    }

    /// The sentence under `key`, or the key itself.
    pub fn get(&self, key: &str) -> String {
        self.0.get(key).and_then(Value::as_str).unwrap_or(key).to_owned()
    }

    /// The sentence for a reason, with both sides of the comparison filled in.
    pub fn reason(&self, reason: &Reason) -> String {
        let fill = |text: String, name: &str, value: &Option<String>| {
            text.replace(name, value.as_deref().unwrap_or("?"))
        };
        let text = self.get(&format!("reason.{}", reason.code));
        let text = fill(text, "{expected}", &reason.expected);
        let text = fill(text, "{found}", &reason.found);
        fill(text, "{at}", &reason.at)
    }
}
