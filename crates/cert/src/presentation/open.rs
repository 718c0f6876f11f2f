//! Opening a presentation, in the order that is law: unseal, verify the issuer, verify the device, check that it is
//! fresh, compare the passport, and only then show. Where one step fails, nothing behind it is looked at and nothing
//! of the certificate leaves.

mod judge;

use super::challenge::Challenge;
use super::envelope;
use super::freshness::Seen;
use super::report::{BoundBy, PresentationChecks, PresentationReport, SealReport, Undisclosed, code as report_code};
use super::seal::{SealFault, Sealed};
use crate::contents::Contents;
use crate::decoded::Decoded;
use crate::envelope::hc1;
use crate::error::ReadError;
use crate::ithc;
use crate::report::{Check, Checks, Reason, Report, State};
use crate::verdict;
use crate::verify::{self, Context, Presented};
use healthpass_crypto::sealing_key::SealingKey;
use healthpass_passport::{Document, date};

/// What the desk brings to one opening.
pub(crate) struct Opener<'a> {
    /// Keys to unseal with.
    pub keys: &'a [SealingKey],
    /// What must be answered.
    pub question: Option<&'a Challenge>,
    /// What was shown before; `None` where nothing is remembered.
    pub seen: Option<&'a mut Seen>,
    /// A code that was shown before is looked at once more.
    pub again: bool,
}
