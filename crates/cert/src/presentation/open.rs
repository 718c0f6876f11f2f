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

/// Codes of opening, besides those of [`super::freshness`].
pub mod code {
    /// Made for somebody else.
    pub const AUDIENCE_OTHER: &str = "binding.audience-other";
    /// The issuer bound the certificate to no device.
    pub const NO_KEY: &str = "binding.no-key";
    /// Passed on by somebody it was made for.
    pub const RESEALED: &str = "binding.resealed";
    /// The device's signature does not hold.
    pub const SIGNATURE: &str = "binding.signature";
    /// Made with another passport than the one in hand.
    pub const COMMITMENT_DIFFERS: &str = "holder.commitment-differs";
    /// Sealed to a key at hand, and changed since or badly made.
    pub const BROKEN: &str = "seal.broken";
    /// Sealed to no key at hand.
    pub const OTHER_RECIPIENT: &str = "seal.other-recipient";
    /// Sealed to the passport of another as well, or changed since.
    pub const PASSPORT_DIFFERS: &str = "seal.passport-differs";
    /// Opens only with the holder's passport as well.
    pub const PASSPORT_NEEDED: &str = "seal.passport-needed";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[
    code::AUDIENCE_OTHER,
    code::NO_KEY,
    code::RESEALED,
    code::SIGNATURE,
    code::COMMITMENT_DIFFERS,
    code::BROKEN,
    code::OTHER_RECIPIENT,
    code::PASSPORT_DIFFERS,
    code::PASSPORT_NEEDED,
];

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
