//! Helpers the test targets share.

pub mod ask;
pub mod message;
pub mod own;
pub mod own_vectors;
pub mod passport;
pub mod qr;
pub mod seal;
pub mod vectors;
pub mod wycheproof;
