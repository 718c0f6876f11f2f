//! Sentences for codes, from the language files every surface shares.

use healthpass_cert::model::Coded;
use healthpass_cert::report::Reason;
use serde_json::{Map, Value};

/// The sentences of one language, and names of devices.
pub struct Sentences {
    sentences: Map<String, Value>,
    devices: Map<String, Value>,
}

impl Sentences {
    /// English.
    pub fn english() -> Self {
        let read = |text| serde_json::from_str(text).unwrap_or_default();
        Self {
            sentences: read(include_str!("../../cert/text/en.json")),
            devices: read(include_str!("../../cert/text/devices.json")),
        }
    }

    /// A product's own name, else its code.
    pub fn product(&self, coded: &Coded) -> String {
        let device = || self.devices.get(&coded.code).and_then(Value::as_str);
        coded.display.as_deref().or_else(device).unwrap_or(&coded.code).to_owned()
    }

    /// The sentence under `key`, or the key itself.
    pub fn get(&self, key: &str) -> String {
        self.sentences.get(key).and_then(Value::as_str).unwrap_or(key).to_owned()
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
