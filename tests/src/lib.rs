//! Helpers the test targets share.

pub mod vectors;
pub mod wycheproof;
