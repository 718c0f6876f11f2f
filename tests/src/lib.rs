//! Helpers the test targets share.

pub mod passport;
