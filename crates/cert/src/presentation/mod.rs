//! A certificate as its holder shows it: signed for the moment by the holder's device, and sealed to whom it is for.

pub mod attested;
pub mod binding;
pub mod challenge;
pub mod freshness;
pub mod kbt;
pub mod seal;
pub mod token;

use crate::envelope::cose_key;
use crate::sd_cwt;

/// Every reason code of presentations and the token they show.
pub fn codes() -> Vec<&'static str> {
    [sd_cwt::CODES, cose_key::CODES, binding::CODES, kbt::CODES].concat()
}
