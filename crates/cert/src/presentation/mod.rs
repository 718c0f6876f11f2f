//! A certificate as its holder shows it: signed for the moment by the holder's device, and sealed to whom it is for.
//!
//! ```text
//! text "HP1:"   envelope  base45, zlib where shorter
//! sealed        seal      COSE-HPKE to one authority or two, with the passport's secret or without
//! presented     kbt       signed by the device over the certificate, the audience, the moment and the passport
//! ```
//! `open` goes this way back, in the order that is law; [`desk`] is what every surface asks.

pub mod attested;
pub mod audience;
pub mod binding;
pub mod challenge;
pub mod code;
pub mod desk;
pub mod dictionary;
pub mod envelope;
pub mod freshness;
pub mod kbt;
mod open;
pub mod report;
pub mod request;
pub mod seal;
pub mod token;

pub use open::{Inside, look_inside};

use crate::envelope::cose_key;
use crate::sd_cwt;

/// The form of presentations read and made here, and the drafts it follows.
pub const VERSION: &str = "1 (draft-ietf-spice-sd-cwt-08, draft-ietf-cose-hpke-27)";

/// Every code a presentation can be answered with, and those of the token it shows.
pub fn codes() -> Vec<&'static str> {
    [
        sd_cwt::CODES,
        cose_key::CODES,
        binding::CODES,
        challenge::CODES,
        code::CODES,
        freshness::CODES,
        kbt::CODES,
        request::CODES,
        seal::CODES,
    ]
    .concat()
}

/// Lower-case hexadecimal, as identifiers of keys are written.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).map_or('0', |digit| char::from(*digit));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
