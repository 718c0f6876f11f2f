//! Every stage of a code, unverified, for people who want to see how it is built.

use crate::decoded::Decoded;
use crate::error::ReadError;
use crate::report::Format;
use serde::Serialize;
use serde_json::Value;

/// What was found, stage by stage, up to the first that failed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Inspection {
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// All claims, unverified.
    #[cfg_attr(feature = "typescript", ts(type = "unknown"))]
    pub claims: Option<Value>,
}

/// One stage.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Stage {
    /// Of an HC1 code `prefix`, `base45`, `inflate`, `cbor`, `cose`, `cwt`, of others theirs (`digits`, `jws`,
    /// `base32`, `json`, `seal`, ...); last `content`.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub stage: &'static str,
    /// Whether it could be read.
    pub ok: bool,
    /// Sizes and identifiers, or the code and place of the fault; for developers, not for travellers.
    pub detail: String,
}

/// Listens to a reader while it unwraps a code; [`Trace::off`] costs nothing.
#[derive(Debug)]
pub struct Trace(Option<Vec<Stage>>);

impl Trace {
    /// Listens to nothing.
    pub fn off() -> Self {
        Self(None)
    }

    /// A stage was passed; `detail` is asked only when somebody listens.
    pub fn passed(&mut self, stage: &'static str, detail: impl FnOnce() -> String) {
        if let Some(stages) = &mut self.0 {
            stages.push(Stage { stage, ok: true, detail: detail() });
        }
    }
}

/// Reads `text` stage by stage.
pub fn inspect(text: &str) -> Inspection {
    let mut trace = Trace(Some(Vec::new()));
    let read = Decoded::read_traced(text, &mut trace);
    let mut stages = trace.0.unwrap_or_default();
    let claims = match read {
        Ok(decoded) => {
            stages.push(content(&decoded));
            Some(decoded.unverified_json().clone())
        }
        Err(error) => {
            stages.push(Stage { stage: error.stage(), ok: false, detail: fault(&error) });
            None
        }
    };
    Inspection { stages, claims }
}

fn content(decoded: &Decoded) -> Stage {
    let faults = decoded.content_faults();
    let detail = match (decoded.format(), faults.first()) {
        (format, None) => format.map_or("unknown", Format::name).to_owned(),
        (_, Some(first)) => format!("{} at {}", first.code, first.at.as_deref().unwrap_or("?")),
    };
    Stage { stage: "content", ok: faults.is_empty(), detail }
}

fn fault(error: &ReadError) -> String {
    match (&error.expected, &error.found) {
        (Some(expected), Some(found)) => format!("{error}: expected {expected}, found {found}"),
        (None, Some(found)) => format!("{error}: found {found}"),
        (Some(expected), None) => format!("{error}: expected {expected}"),
        (None, None) => error.to_string(),
    }
}
