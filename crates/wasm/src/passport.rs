//! Exports of the passport module: reading a document by camera and from its chip.

mod authorities;
mod camera;
mod chip;

pub use authorities::Authorities;
pub use camera::MrzCamera;
pub use chip::ChipSession;
