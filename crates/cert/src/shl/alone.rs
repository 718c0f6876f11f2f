//! A link that is a code by itself, not part of a signed certificate.

use super::{HealthLink, parse};
use crate::contents::{Contents, Times};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::model::{Certificate, Link};
use crate::report::Format;
use crate::time::UnixTime;
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
    let mut contents = Contents {
        format: Some(Format::Shl),
        signed: None,
        claims: Value::Null,
        issuer: None,
        times: Times::default(),
        view: None,
        faults: Vec::new(),
    };
    match parse(text) {
        Ok(link) => {
            contents.times.expires_at = link.expires_at;
            contents.view = Some(Certificate { link: Some(described(&link)), ..Certificate::default() });
            contents.claims = link.payload;
            contents.faults = link.faults;
        }
        Err(fault) => contents.faults.push(fault),
    }
    Ok(contents)
}

fn described(link: &HealthLink) -> Link {
    Link {
        url: link.url.clone(),
        label: link.label.clone(),
        flags: link.flags.clone(),
        expires_at: link.expires_at.map(UnixTime::rfc3339),
        passcode_needed: link.needs_passcode(),
    }
}
