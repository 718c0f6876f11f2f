//! JSON at the edges: arguments and stored records coming in, claims going out.
//!
//! What comes in is read into the tree that CBOR is read into. The library's own reader brings the
//! decimal conversion of floating point along, a fifth of the shipped module.

mod claims;
mod read;
mod typed;

pub(crate) use claims::type_name;
pub use claims::{from_cbor, to_cbor};
pub use read::read;
pub(crate) use read::{TOO_DEEP, TWICE, read_exactly};
pub use typed::{from_str, from_value};

/// Why a text is not the JSON asked for, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JsonError {
    /// What is wrong, in English, for developers.
    pub found: String,
    /// `line 2 column 2`, both from 1, columns in bytes; or the member, such as `keys[0].jwk.kty`.
    pub at: String,
}

impl core::fmt::Display for JsonError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.found)?;
        if self.at.is_empty() {
            return Ok(());
        }
        f.write_str(" at ")?;
        f.write_str(&self.at)
    }
}

impl core::error::Error for JsonError {}
