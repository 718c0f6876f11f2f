//! Showing a certificate with a code made just now: only what is needed, to whom it is for, by this device.
//!
//! Architecture invariant: whatever signs or seals takes the [`crate::gate::Leave`] that only the gate gives, so
//! there is no code without it here either. What a preview says is read back out of the code it would be.

mod pieces;
mod recipients;
mod request;
mod show;
mod showing;
mod view;

pub use healthpass_cert::presentation::request::MAX_BATCH;
pub use request::BATCH;
pub use show::Entropy;
pub(crate) use showing::Showing;
pub use view::{
    Disclosure, FreshPresentation, PresentationChoice, PresentationChoices, PresentationKind,
    PresentationPreview, QuestionView, RecipientView, Requested,
};
