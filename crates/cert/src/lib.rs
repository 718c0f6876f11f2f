//! What a health certificate says and whether to believe it.

pub mod cbor;
pub mod cbor_write;
pub mod ithc;
pub mod limits;
pub mod model;
pub mod report;

/// How the checks become one answer.
pub mod verdict {}
/// Every reason code.
pub mod reason {}
