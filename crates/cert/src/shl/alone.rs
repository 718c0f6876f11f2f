//! A link that is a code by itself, not part of a signed certificate.

use super::{concealed, parse};
use crate::contents::{Contents, Times};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::model::Certificate;
use crate::report::Format;

/// Characters that end an address in running text: what follows them was pasted along.
const ENDS: [char; 7] = [' ', '\n', '\t', ']', ')', '"', '>'];

/// Reads a link. It is described, never followed: nobody signed it, and what it points at is elsewhere.
///
/// # Errors
/// None: what cannot be read as a link is a fault of the content.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    let text = text.split(ENDS).next().unwrap_or_default();
    trace.passed("prefix", || "link".to_owned());
    let (view, times, faults) = match parse(text) {
        Ok(link) => {
            let times = Times { expires_at: link.expires_at, ..Times::default() };
            (Some(Certificate::default()), times, link.faults)
        }
        Err(fault) => (None, Times::default(), vec![fault]),
    };
    Ok(Contents {
        format: Some(Format::Shl),
        signed: None,
        claims: concealed(text),
        issuer: None,
        times,
        view,
        faults,
    })
}
