//! What a verification found of the way a certificate was shown.

use super::code;
use crate::report::{Check, State};
use healthpass_passport::Level;
use serde::Serialize;

/// The way a certificate was shown: sealed to whom, by whose device, when, and how much of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct PresentationReport {
    /// Version of the form, with the drafts it follows.
    pub version: &'static str,
    /// For whom it is sealed; absent for an open one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealReport>,
    /// Who ties it to the device; absent while it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binding: Option<BoundBy>,
    /// How firmly the holder's phone says a passport is bound; absent while the device's signature was not checked,
    /// as are the members below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Whom the holder made it for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// When the device made it, RFC 3339 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<String>,
    /// Seconds since; less than 0 when the device's clock is ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(type = "number", optional))]
    pub age_seconds: Option<i64>,
    /// Its four checks, in their order.
    pub checks: PresentationChecks,
    /// What the holder did not disclose; empty while nothing is shown.
    pub withheld: Vec<Undisclosed>,
}

/// For whom a presentation is sealed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct SealReport {
    /// The recipients, in the order the code names them.
    pub recipients: Vec<SealRecipient>,
    /// The one whose key opened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<SealRecipient>,
    /// It opens only with the holder's passport as well.
    pub passport: bool,
}

/// One recipient.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct SealRecipient {
    /// Identifier of its key: 16 hexadecimal digits.
    pub kid: String,
    /// The authority's name, if the list has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 of its state, if the list has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Who ties a certificate to the device that shows it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum BoundBy {
    /// The issuer: its signature covers the device's key.
    IssuerBound,
    /// Nobody but the device itself: its key is its own claim.
    DeviceAttested,
}

/// The checks of a presentation, in the order that is law: none is looked at before those above it hold, and the
/// issuer's (`signature`, `issuer` and `usage` of the nine) come between `seal` and `keyBinding`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct PresentationChecks {
    /// A key at hand opens it; skipped when it is not sealed.
    pub seal: Check,
    /// The device it is bound to signed it, for whoever reads it here.
    pub key_binding: Check,
    /// Made just now, shown once, and in answer to this desk where it asks.
    pub freshness: Check,
    /// Made with the passport in hand.
    pub commitment: Check,
}

/// Something the holder did not disclose.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Undisclosed {
    /// Where: `person`, `document`, `records`, `certificate` for its other parts, or `claims`.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub at: &'static str,
    /// How many pieces; issuers may add some that stand for nothing.
    pub count: u32,
}

impl PresentationReport {
    /// Of a presentation nothing is known of yet.
    pub(crate) fn unopened(version: &'static str) -> Self {
        Self {
            version,
            seal: None,
            binding: None,
            level: None,
            audience: None,
            made_at: None,
            age_seconds: None,
            checks: PresentationChecks::not_reached(),
            withheld: Vec::new(),
        }
    }
}

impl PresentationChecks {
    /// Nothing was looked at yet.
    pub(crate) fn not_reached() -> Self {
        let skipped = || Check::skipped(code::NOT_REACHED);
        Self { seal: skipped(), key_binding: skipped(), freshness: skipped(), commitment: skipped() }
    }

    /// Whether nothing stands in the way of showing what is inside. A commitment that nobody could compare yet
    /// does not.
    pub(crate) fn hold(&self) -> bool {
        let failed = |check: &Check| check.state == State::Fail;
        let opened = self.seal.state == State::Pass || self.seal.state == State::Skipped;
        let bound = self.key_binding.state == State::Pass && self.freshness.state == State::Pass;
        opened && bound && !failed(&self.commitment)
    }
}
