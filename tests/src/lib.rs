//! Helpers the test targets share.

pub mod passport;
pub mod qr;
pub mod vectors;
pub mod wycheproof;
