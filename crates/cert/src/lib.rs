//! What a health certificate says and whether to believe it.
//!
//! ```text
//! text -> Decoded (unverified) -> verify(&Decoded, &Context) -> Report
//! ```

pub mod catalogue;
pub mod cbor;
pub mod cbor_write;
pub mod certlogic;
pub mod contents;
pub mod dcc;
pub mod ddcc;
pub mod decoded;
#[cfg(feature = "divoc")]
pub mod divoc;
pub mod envelope;
pub mod error;
pub mod hcert;
pub mod holder;
pub mod icvp;
pub mod inspect;
pub mod issue;
pub mod ithc;
pub mod json;
pub mod limits;
pub mod lookalikes;
mod members;
pub mod model;
pub mod nzcp;
pub mod parts;
#[cfg(feature = "presentation")]
pub mod presentation;
pub mod reason;
pub mod report;
pub mod request;
#[cfg(feature = "revocation")]
pub mod revocation;
#[cfg(feature = "rules")]
pub mod rules;
#[cfg(feature = "presentation")]
pub mod sd_cwt;
pub mod shc;
pub mod shl;
pub mod signed_file;
pub mod time;
pub mod trust;
pub mod vds_nc;
pub mod verdict;
pub mod verify;
