//! Pictures of documents as a camera might take them, drawn from a font: every place is known.
//! Shared by the training program, the accuracy table and the tests. TEST ONLY people.

#![allow(
    dead_code,
    unused_imports,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs
)]

pub mod camera;
pub mod font;
pub mod paper;
pub mod random;
pub mod zone;

pub use camera::{Camera, Shot};
pub use font::Font;
pub use random::Random;
