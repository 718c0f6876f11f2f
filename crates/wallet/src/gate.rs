//! The gate: no code before a matching, unexpired document is bound.

use crate::error::code;
use healthpass_cert::holder;
use healthpass_cert::report::{Reason, Report, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_passport::{Document, Outcome};

/// Leave to show one certificate now, under this document. Only [`ask`] makes one.
pub(crate) struct Leave<'a> {
    document: &'a Document,
    outcome: Outcome,
}

impl<'a> Leave<'a> {
    /// The document it is shown under.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// How certificate and document agree.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }
}

/// Asks the gate about a certificate, given its report and the document bound to its person.
///
/// # Errors
/// Every reason why it stays shut; the first is the one to show.
pub(crate) fn ask<'a>(
    report: &Report,
    document: Option<&'a Document>,
    now: UnixTime,
) -> Result<Leave<'a>, Vec<Reason>> {
    let Some(certificate) = report.certificate.as_ref().filter(|_| trustworthy(report)) else {
        return Err(vec![Reason::new(code::GATE_NOT_GENUINE)]);
    };
    let Some(document) = document else {
        return Err(vec![Reason::new(code::GATE_NO_DOCUMENT)]);
    };
    if document.expired_on(holder::day(now)) {
        return Err(vec![Reason::new(code::GATE_DOCUMENT_EXPIRED).at(document.view().expires_on)]);
    }
    let found = holder::outcome(certificate, document);
    if found.may_show(document.level) {
        return Ok(Leave { document, outcome: found.outcome });
    }
    let shut = if found.outcome.is_mismatch() { code::GATE_MISMATCH } else { code::GATE_WEAK_MATCH };
    Err([vec![Reason::new(shut)], found.reasons].concat())
}

/// An expired or not yet recognised certificate may be shown: the officer decides about it. A forged or
/// unreadable one may not.
fn trustworthy(report: &Report) -> bool {
    !matches!(report.verdict, Verdict::NotGenuine | Verdict::Unreadable)
}
