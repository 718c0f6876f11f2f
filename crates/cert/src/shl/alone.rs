//! A link that is a code by itself, not part of a signed certificate.

use super::{parse, view};
use crate::contents::{Contents, Times};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::report::Format;
use serde_json::Value;

/// Characters that end an address in running text: what follows them was pasted along.
const ENDS: [char; 7] = [' ', '\n', '\t', ']', ')', '"', '>'];

/// Reads a link. It is described, never followed: nobody signed it, and what it points at is elsewhere.
///
/// # Errors
/// None: what cannot be read as a link is a fault of the content.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    let text = text.split(ENDS).next().unwrap_or_default();
    trace.passed("prefix", || "link".to_owned());
    let (view, claims, times, faults) = match parse(text) {
        Ok(link) => {
            let times = Times { expires_at: link.expires_at, ..Times::default() };
            (Some(view(&link)), link.payload, times, link.faults)
        }
        Err(fault) => (None, Value::Null, Times::default(), vec![fault]),
    };
    Ok(Contents { format: Some(Format::Shl), signed: None, claims, issuer: None, times, view, faults })
}
