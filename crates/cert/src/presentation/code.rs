//! Codes of opening a presentation, besides those of [`super::freshness`] and of what was not looked at.

/// Made for somebody else.
pub const AUDIENCE_OTHER: &str = "binding.audience-other";
/// Passed on by somebody it was made for.
pub const RESEALED: &str = "binding.resealed";
/// The device's signature does not hold.
pub const SIGNATURE: &str = "binding.signature";
/// Made with another passport than the one in hand.
pub const COMMITMENT_DIFFERS: &str = "holder.commitment-differs";
/// The device names no passport.
pub const NO_COMMITMENT: &str = "holder.no-commitment";
/// An earlier check did not pass, and nothing behind it is looked at or shown.
pub const NOT_REACHED: &str = "presentation.not-reached";
/// Sealed to a key at hand, and changed since or badly made.
pub const BROKEN: &str = "seal.broken";
/// Not sealed: anybody may read it.
pub const OPEN: &str = "seal.open";
/// Sealed to no key at hand.
pub const OTHER_RECIPIENT: &str = "seal.other-recipient";
/// Sealed to the passport of another as well, or changed since.
pub const PASSPORT_DIFFERS: &str = "seal.passport-differs";
/// Opens only with the holder's passport as well.
pub const PASSPORT_NEEDED: &str = "seal.passport-needed";

/// Every code of this module.
pub const CODES: &[&str] = &[
    AUDIENCE_OTHER,
    RESEALED,
    SIGNATURE,
    COMMITMENT_DIFFERS,
    NO_COMMITMENT,
    NOT_REACHED,
    BROKEN,
    OPEN,
    OTHER_RECIPIENT,
    PASSPORT_DIFFERS,
    PASSPORT_NEEDED,
];
