//! Why the wallet refuses.

use healthpass_cert::report::Reason;

/// Codes of this crate.
pub mod code {
    /// The certificate and the document are not about the same person.
    pub const GATE_MISMATCH: &str = "gate.mismatch";
    /// No passport is bound to this person.
    pub const GATE_NO_DOCUMENT: &str = "gate.no-document";
    /// The bound document is past its date.
    pub const GATE_DOCUMENT_EXPIRED: &str = "gate.document-expired";
    /// The certificate's signature does not hold, or it cannot be read.
    pub const GATE_NOT_GENUINE: &str = "gate.not-genuine";
    /// Certificate and document agree too weakly for a document bound this loosely.
    pub const GATE_WEAK_MATCH: &str = "gate.weak-match";
    /// What was read contradicts a firmer reading of the same document.
    pub const BIND_CONTRADICTS: &str = "bind.contradicts";
    /// The document given for binding is past its date.
    pub const BIND_EXPIRED: &str = "bind.expired";
    /// The document was not typed completely.
    pub const BIND_INCOMPLETE: &str = "bind.incomplete";
    /// What was read is worth no level: neither confirmed by the holder nor proved by the chip.
    pub const BIND_LEVEL: &str = "bind.level";
    /// None of the person's certificates is about the holder of the document.
    pub const BIND_MISMATCH: &str = "bind.mismatch";
    /// The code is in the wallet already.
    pub const ADD_DUPLICATE: &str = "add.duplicate";
    /// The code cannot be read.
    pub const ADD_UNREADABLE: &str = "add.unreadable";
    /// The signature does not hold.
    pub const ADD_NOT_GENUINE: &str = "add.not-genuine";
    /// The certificates of an issuer's answer do not all say the same.
    pub const ADD_BATCH_DIFFERS: &str = "add.batch-differs";
    /// An issuer's answer to a request that this wallet did not make, or has given up.
    pub const ADD_KEY_UNKNOWN: &str = "add.key-unknown";
    /// A certificate bound to this device has no code of its own, only codes made just now.
    pub const PRESENT_BOUND: &str = "present.bound";
    /// The phone's clock was put back, and no key may sign yet.
    pub const PRESENT_CLOCK: &str = "present.clock";
    /// No key of this certificate is left whole.
    pub const PRESENT_NO_KEY: &str = "present.no-key";
    /// A choice of something that is not in the certificate.
    pub const PRESENT_PIECE: &str = "present.piece";
    /// More recipients than a code has room for.
    pub const PRESENT_RECIPIENTS: &str = "present.recipients";
    /// An authority that the list does not have, or no longer.
    pub const PRESENT_RECIPIENT_UNKNOWN: &str = "present.recipient-unknown";
    /// The code does not fit a symbol.
    pub const PRESENT_TOO_LONG: &str = "present.too-long";
    /// An open code cannot be made to need the passport.
    pub const PRESENT_UNSEALED: &str = "present.unsealed";
    /// A request for no certificates, or for too many.
    pub const REQUEST_COUNT: &str = "request.count";
    /// No certificate or person of this identifier.
    pub const UNKNOWN_ID: &str = "wallet.unknown-id";
    /// A stored record is damaged.
    pub const RECORD_DAMAGED: &str = "storage.damaged";
    /// A stored record was written by a later version.
    pub const RECORD_VERSION: &str = "storage.version";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[
    code::ADD_BATCH_DIFFERS,
    code::ADD_DUPLICATE,
    code::ADD_KEY_UNKNOWN,
    code::ADD_NOT_GENUINE,
    code::ADD_UNREADABLE,
    code::BIND_CONTRADICTS,
    code::BIND_EXPIRED,
    code::BIND_INCOMPLETE,
    code::BIND_LEVEL,
    code::BIND_MISMATCH,
    code::GATE_DOCUMENT_EXPIRED,
    code::GATE_MISMATCH,
    code::GATE_NO_DOCUMENT,
    code::GATE_NOT_GENUINE,
    code::GATE_WEAK_MATCH,
    code::PRESENT_BOUND,
    code::PRESENT_CLOCK,
    code::PRESENT_NO_KEY,
    code::PRESENT_PIECE,
    code::PRESENT_RECIPIENTS,
    code::PRESENT_RECIPIENT_UNKNOWN,
    code::PRESENT_TOO_LONG,
    code::PRESENT_UNSEALED,
    code::RECORD_DAMAGED,
    code::RECORD_VERSION,
    code::REQUEST_COUNT,
    code::UNKNOWN_ID,
];

/// A refusal: its code, and every reason behind it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WalletError {
    /// One of [`code`], or a code of the crate that refused (`qr.*`, `trust.*`).
    pub code: &'static str,
    /// Details; may be empty.
    pub reasons: Vec<Reason>,
}

impl WalletError {
    pub(crate) fn new(code: &'static str) -> Self {
        Self { code, reasons: Vec::new() }
    }

    pub(crate) fn because(code: &'static str, reasons: Vec<Reason>) -> Self {
        Self { code, reasons }
    }
}

impl From<Reason> for WalletError {
    fn from(reason: Reason) -> Self {
        Self { code: reason.code, reasons: vec![reason] }
    }
}

impl core::fmt::Display for WalletError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code)
    }
}

impl core::error::Error for WalletError {}
