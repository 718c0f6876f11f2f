//! From text to signed claims, stage by stage, each with its own error codes.
//!
//! ```text
//! HC1:      ->  base45  ->  zlib  ->  COSE_Sign1  ->  CWT claims
//! NZCP:/1/  ->  base32  ->  COSE_Sign1  ->  CWT claims
//! shc:/     ->  digit pairs  ->  JWS  ->  raw DEFLATE  ->  JSON claims
//! ```
//! Specification: Electronic Health Certificate Specification 1.0.5 (ehn-dcc-development/hcert-spec).

pub mod base32;
pub mod base45;
pub mod cose;
#[cfg(feature = "presentation")]
pub mod cose_key;
pub mod cwt;
pub mod hc1;
pub mod inflate;
pub mod jcs;
pub mod json_text;
pub mod jws;
#[cfg(feature = "divoc")]
pub mod zip;
