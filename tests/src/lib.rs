//! Helpers the test targets share.

pub mod qr;
pub mod vectors;
