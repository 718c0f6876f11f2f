//! The holder's side: people, the passports bound to them, their certificates, and the one gate
//! through which a code comes out.
//!
//! Pure: storage, clock and randomness belong to the host. The host reads its records once, hands them
//! to [`Wallet::open`], and after every change writes what [`Wallet::take_changes`] returns.
//!
//! Architecture invariant: a QR symbol comes out of this crate by [`Wallet::present`] (the certificate's own text)
//! and [`Wallet::show_fresh`] (a code made just now) alone, and both ask the gate first.

mod adding;
mod binding;
mod device_keys;
mod error;
mod gate;
mod names;
mod present;
mod presentations;
mod read;
mod records;
mod screens;
mod trip;
mod view;
mod wallet;

pub use device_keys::{SEED_BYTES, Seed};
pub use error::{CODES, WalletError, code};
pub use presentations::{
    BATCH, Disclosure, Entropy, FreshPresentation, MAX_BATCH, PresentationChoice, PresentationChoices,
    PresentationKind, PresentationPreview, QuestionView, RecipientView, Requested,
};
pub use read::ReadDocument;
pub use records::{StorageProblem, StoredChange, StoredRecord};
pub use view::{
    Added, Bound, CertificateDetail, CertificateSummary, Mismatch, Overview, PersonDecision, PersonView,
    Presentation, QrCode,
};
pub use wallet::{Id, Wallet};
