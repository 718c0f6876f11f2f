//! A code that was read. Nothing in it is believed yet, so every accessor says `unverified`.

use crate::contents::{Contents, Signed, Times};
#[cfg(feature = "divoc")]
use crate::divoc;
use crate::envelope::hc1;
use crate::error::ReadError;
use crate::hcert;
use crate::inspect::Trace;
use crate::model::{Certificate, RecordKind};
use crate::report::{Format, Reason};
use crate::{lookalikes, nzcp, shc, shl, vds_nc};

/// One way a code can be written: what its text looks like, and what reads it.
struct Envelope {
    looks_like: fn(&str) -> bool,
    read: fn(&str, &mut Trace) -> Result<Contents, ReadError>,
}

/// Told apart by prefix and shape; the first row that fits reads the text and nothing else is tried.
const ENVELOPES: &[Envelope] = &[
    Envelope { looks_like: hc1::looks_like, read: hcert::read },
    Envelope { looks_like: vds_nc::looks_like, read: vds_nc::read },
    Envelope { looks_like: shc::looks_like, read: shc::read },
    Envelope { looks_like: nzcp::looks_like, read: nzcp::read },
    Envelope { looks_like: shl::looks_like, read: shl::read },
    #[cfg(feature = "divoc")]
    Envelope { looks_like: divoc::looks_like, read: divoc::read },
];

/// A code unwrapped down to its claims and interpreted as far as its format is known.
#[derive(Clone, Debug)]
pub struct Decoded(Contents);

impl Decoded {
    /// Reads `text`, whatever format it is in.
    ///
    /// # Errors
    /// [`ReadError`] naming the stage and offset of the envelope that failed.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        Self::read_traced(text, &mut Trace::off())
    }

    /// [`Decoded::read`], telling `trace` about every stage that was passed.
    ///
    /// # Errors
    /// As [`Decoded::read`].
    pub fn read_traced(text: &str, trace: &mut Trace) -> Result<Self, ReadError> {
        let text = hc1::trim(text)?;
        let known = ENVELOPES.iter().find(|envelope| (envelope.looks_like)(text));
        match known {
            Some(envelope) => (envelope.read)(text, trace).map(Self::of),
            None => Err(lookalikes::name(text)),
        }
    }

    /// What a reader gave.
    pub(crate) fn of(mut contents: Contents) -> Self {
        complete(&mut contents);
        Self(contents)
    }

    /// Which format it is, if it is a known one.
    pub fn format(&self) -> Option<Format> {
        self.0.format
    }

    /// The signature over it; `None` when it carries none.
    pub fn signed(&self) -> Option<&Signed> {
        self.0.signed.as_ref()
    }

    /// The issuer as the claims name it: a state's code, a web address or a DID.
    pub fn unverified_issuer(&self) -> Option<&str> {
        self.0.issuer.as_deref()
    }

    /// The times the claims state.
    pub fn unverified_times(&self) -> Times {
        self.0.times
    }

    /// All claims as JSON, as received.
    pub fn unverified_json(&self) -> &serde_json::Value {
        &self.0.claims
    }

    /// The disease-neutral view; `None` when the content has no shape.
    pub fn unverified_view(&self) -> Option<&Certificate> {
        self.0.view.as_ref()
    }

    /// Everything the content does against its format; empty when it follows it.
    pub fn content_faults(&self) -> &[Reason] {
        &self.0.faults
    }

    /// Kinds of record the content holds, each once.
    pub fn unverified_record_kinds(&self) -> Vec<RecordKind> {
        let mut kinds = Vec::new();
        for record in self.0.view.iter().flat_map(|view| &view.records) {
            if !kinds.contains(&record.kind) {
                kinds.push(record.kind);
            }
        }
        kinds
    }
}

/// What the claims around the content say belongs into the view too, unless the content says it itself.
fn complete(contents: &mut Contents) {
    let Some(view) = &mut contents.view else {
        return;
    };
    let written = |at: Option<crate::time::UnixTime>| at.map(|at| at.rfc3339());
    view.issued_at = view.issued_at.take().or(written(contents.times.issued_at));
    view.expires_at = view.expires_at.take().or(written(contents.times.expires_at));
    match &contents.issuer {
        Some(issuer) if !matches!(issuer.len(), 2 | 3) => view.issuer.id = Some(issuer.clone()),
        Some(issuer) if view.issuer.country.is_none() => view.issuer.country = Some(issuer.clone()),
        _ => (),
    }
}
