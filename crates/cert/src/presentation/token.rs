//! The token a presentation shows, read as any other code is.

use crate::decoded::Decoded;
use crate::error::ReadError;
use crate::hcert;
use crate::sd_cwt::{Token, Withheld};

/// What a token says with the disclosures it has, for the ordinary checks, and what its holder withheld.
///
/// # Errors
/// `envelope.sd-cwt.*` for disclosures that do not belong to it, `envelope.cwt.*` for claims that are not those of
/// a health certificate.
pub fn read(token: &Token) -> Result<(Decoded, Vec<Withheld>), ReadError> {
    let revealed = token.reveal()?;
    let contents = hcert::read_revealed(token.signed(), &revealed)?;
    Ok((Decoded::of(contents), revealed.withheld))
}
