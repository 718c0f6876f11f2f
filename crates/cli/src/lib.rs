//! The `healthpass` program. Files, clock, randomness and private keys live here; every decision is made
//! below, in the core.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a command line does")]

pub mod args;
pub mod authority;
pub mod batch;
pub mod clock;
pub mod human;
pub mod input;
pub mod inspect;
pub mod issue;
pub mod keys;
pub mod passport;
pub mod picture;
pub mod revoke;
pub mod rules;
pub mod text;
pub mod trip;
pub mod trust;
pub mod verify;
