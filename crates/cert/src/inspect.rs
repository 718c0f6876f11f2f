//! Every stage of a code, unverified, for people who want to see how it is built.

use crate::decoded::Decoded;
use crate::envelope::{base45, cose::Sign1, cwt::Claims, hc1, inflate};
use crate::error::ReadError;
use crate::report::Format;
use base64ct::{Base64, Encoding};
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
    /// `prefix`, `base45`, `inflate`, `cbor`, `cose`, `cwt` or `content`.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub stage: &'static str,
    /// Whether it could be read.
    pub ok: bool,
    /// Sizes and identifiers, or the code and place of the fault; for developers, not for travellers.
    pub detail: String,
}

/// Reads `text` stage by stage.
pub fn inspect(text: &str) -> Inspection {
    let mut stages = Vec::new();
    let claims = walk(text, &mut stages).unwrap_or_else(|error| {
        stages.push(Stage { stage: error.stage(), ok: false, detail: fault(&error) });
        None
    });
    Inspection { stages, claims }
}

fn walk(text: &str, stages: &mut Vec<Stage>) -> Result<Option<Value>, ReadError> {
    let mut passed = |stage, detail| stages.push(Stage { stage, ok: true, detail });
    let body = hc1::strip_prefix(text)?;
    passed("prefix", hc1::PREFIX.to_owned());
    let packed = base45::decode(body)?;
    passed("base45", format!("{} characters -> {} bytes", body.len(), packed.len()));
    let bytes = inflate::inflate(&packed)?;
    passed("inflate", format!("{} -> {} bytes", packed.len(), bytes.len()));
    let message = Sign1::read(&bytes)?;
    passed("cose", describe_message(&message));
    let claims = Claims::read(message.payload())?;
    passed("cwt", describe_claims(&claims));
    let decoded = Decoded::read(text)?;
    let faults = decoded.content_faults();
    let detail = match (decoded.format(), faults.first()) {
        (format, None) => format.map_or("unknown", Format::name).to_owned(),
        (_, Some(first)) => format!("{} at {}", first.code, first.at.as_deref().unwrap_or("?")),
    };
    stages.push(Stage { stage: "content", ok: faults.is_empty(), detail });
    Ok(Some(decoded.unverified_json()))
}

fn describe_message(message: &Sign1) -> String {
    let kid = message.kid().map_or("none".to_owned(), Base64::encode_string);
    format!(
        "alg {}, kid {kid}, payload {} bytes, signature {} bytes",
        message.alg(),
        message.payload().len(),
        message.signature().len()
    )
}

fn describe_claims(claims: &Claims) -> String {
    let time =
        |at: Option<crate::time::UnixTime>| at.map_or("none".to_owned(), crate::time::UnixTime::rfc3339);
    format!(
        "iss {}, iat {}, exp {}",
        claims.issuer.as_deref().unwrap_or("none"),
        time(claims.issued_at),
        time(claims.expires_at)
    )
}

fn fault(error: &ReadError) -> String {
    match (&error.expected, &error.found) {
        (Some(expected), Some(found)) => format!("{error}: expected {expected}, found {found}"),
        (None, Some(found)) => format!("{error}: found {found}"),
        (Some(expected), None) => format!("{error}: expected {expected}"),
        (None, None) => error.to_string(),
    }
}
