//! Naming a travel document without giving its number away.

use sha2::{Digest, Sha256};

/// The first 16 bytes of SHA-256(`salt` || `number` || `birth` || `expiry`).
///
/// `number` is the document number as in the machine readable zone without its fillers; `birth` and
/// `expiry` are the zone's six characters `YYMMDD` (unknown parts `<`), so the parts cannot run into each
/// other. A reader with the document in hand recomputes it; without it one must guess number and expiry
/// together, which slows a search and does not prevent it: an MRZ has some 40 bits at best.
///
/// ```
/// use healthpass_cert::ithc::commitment;
/// let salt = [7; 16];
/// let committed = commitment(&salt, "E12345678", "900101", "330115");
/// assert_eq!(committed, commitment(&salt, "E12345678", "900101", "330115"));
/// assert_ne!(committed, commitment(&salt, "E12345678", "900101", "330116"));
/// ```
pub fn commitment(salt: &[u8; 16], number: &str, birth: &str, expiry: &str) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(salt);
    for part in [number, birth, expiry] {
        hash.update(part.as_bytes());
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut first = [0; 16];
    for (to, from) in first.iter_mut().zip(digest) {
        *to = from;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf '%016dE12345678900101330115' 0 | sha256sum`: the salt is sixteen characters `0`.
    #[test]
    fn known_answer() {
        let value = commitment(b"0000000000000000", "E12345678", "900101", "330115");
        let hex: String = value.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "be8da628665c078d8dda49d8b4c6b4be");
    }
}
