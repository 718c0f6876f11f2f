//! Helpers the test targets share.

pub mod ask;
pub mod divoc;
pub mod fuzz_seeds;
pub mod jose;
pub mod message;
pub mod own;
pub mod own_passports;
pub mod own_presentations;
pub mod own_vectors;
pub mod passport;
pub mod presentations;
pub mod ps256;
pub mod qr;
pub mod seal;
pub mod selective;
pub mod vectors;
pub mod wallets;
pub mod who;
pub mod wycheproof;
