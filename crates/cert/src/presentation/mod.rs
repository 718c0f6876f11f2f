//! A certificate as its holder shows it: signed for the moment by the holder's device, and sealed to whom it is for.

pub mod challenge;
pub mod code;
pub mod envelope;
pub mod freshness;
pub mod report;
pub mod seal;

/// Every code a presentation can be answered with.
pub fn codes() -> Vec<&'static str> {
    [code::CODES, challenge::CODES, freshness::CODES, seal::CODES].concat()
}
