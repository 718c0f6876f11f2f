//! What a health certificate says and whether to believe it.
//!
//! ```text
//! text -> Decoded (unverified) -> verify(&Decoded, &Context) -> Report
//! ```

pub mod catalogue;
pub mod cbor;
pub mod cbor_write;
pub mod contents;
pub mod dcc;
pub mod decoded;
pub mod envelope;
pub mod error;
pub mod hcert;
pub mod holder;
pub mod inspect;
pub mod issue;
pub mod ithc;
pub mod json;
pub mod limits;
pub mod model;
pub mod reason;
pub mod report;
pub mod request;
pub mod time;
pub mod trust;
pub mod vds_nc;
pub mod verdict;
pub mod verify;
