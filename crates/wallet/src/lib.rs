//! The holder's side: people, the passports bound to them, their certificates, and the one gate
//! through which a code comes out.
//!
//! Pure: storage, clock and randomness belong to the host. The host reads its records once, hands them
//! to [`Wallet::open`], and after every change writes what [`Wallet::take_changes`] returns.
//!
//! Architecture invariant: the only way from a certificate's text to a QR symbol in this crate is
//! [`Wallet::present`], and it asks the gate first.

mod adding;
mod binding;
mod device_keys;
mod error;
mod gate;
mod names;
mod present;
mod read;
mod records;
mod screens;
mod view;
mod wallet;

pub use device_keys::{SEED_BYTES, Seed};
pub use error::{CODES, WalletError, code};
pub use read::ReadDocument;
pub use records::{StorageProblem, StoredChange, StoredRecord};
pub use view::{
    Added, Bound, CertificateDetail, CertificateSummary, Mismatch, Overview, PersonView, Presentation, QrCode,
};
pub use wallet::{Id, Wallet};
