//! SD-CWT, a signed token whose holder chooses what to show of it (draft-ietf-spice-sd-cwt-08).
//!
//! ```text
//! claims -> redact -> payload with digests + disclosures -> Token::sign -> issued token
//! issued token -> Token::choose -> token with some disclosures -> Token::reveal -> claims, and what is withheld
//! ```
//! Generic: knows no certificate. Left out of the draft: claims in the header (label 15) are refused, encrypted
//! disclosures (section 12) stay what they are to who cannot decrypt them: withheld.

mod redact;
mod reveal;
mod token;

pub(crate) mod header {
    //! What tokens around this one share with it.
    pub(crate) use super::token::{CLAIM_CNF, ES256, HEADER_CWT_CLAIMS, HEADER_TYP, shown, sign1};
}

pub use redact::{Redacted, redact};
pub use reveal::{Disclosed, Revealed, Withheld, reveal};
pub use token::Token;

use crate::cbor::Value;
use crate::cbor_write;
use healthpass_crypto::hash;

/// The version of the draft that is implemented.
pub const DRAFT: &str = "draft-ietf-spice-sd-cwt-08";

/// Bytes of a salt (section 5.1).
pub const SALT_BYTES: usize = 16;

/// Bytes of a digest: SHA-256, the default of section 7.
pub const DIGEST_BYTES: usize = 32;

/// Deepest level of nesting (section 6.5); the claims themselves are level 1.
pub const MAX_LEVEL: usize = 16;

/// Longest text that is a map key, in bytes (section 6.3).
const MAX_KEY_TEXT: usize = 255;

/// The simple value that is the key of a map's digests.
const REDACTED_KEYS: Value = Value::Simple(59);
/// The tag of a digest that stands for an array's element.
const REDACTED_ELEMENT: u64 = 60;
/// Tags of what a holder asks an issuer to redact, never in an issued token.
const BEFORE_ISSUE: [u64; 2] = [58, 62];

/// Claims that no issuer may redact (section 7, table 2): iss, aud, exp, nbf, iat, cti, cnf, cnonce.
const NEVER_REDACTED: [i64; 8] = [1, 3, 4, 5, 6, 7, 8, 39];

/// One step from a container to what is in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A map's key.
    Key(Value),
    /// An array's element, from 0.
    Element(usize),
}

impl From<i64> for Step {
    fn from(key: i64) -> Self {
        Self::Key(Value::Integer(key))
    }
}

/// The way from the claims to a place in them; empty for the claims themselves.
pub type Path = Vec<Step>;

/// Codes of this format.
pub mod code {
    /// The digests are made with another algorithm than SHA-256.
    pub const ALGORITHM: &str = "envelope.sd-cwt.algorithm";
    /// Nested deeper than [`super::MAX_LEVEL`].
    pub const DEPTH: &str = "envelope.sd-cwt.depth";
    /// What stands where a digest must is none.
    pub const DIGEST: &str = "envelope.sd-cwt.digest";
    /// One digest in two places.
    pub const DIGEST_TWICE: &str = "envelope.sd-cwt.digest-twice";
    /// Not a disclosure: salt, value and, for a map, key.
    pub const DISCLOSURE: &str = "envelope.sd-cwt.disclosure";
    /// A disclosure of a map's key for an array's element, or the other way round.
    pub const DISCLOSURE_PLACE: &str = "envelope.sd-cwt.disclosure-place";
    /// One disclosure twice.
    pub const DISCLOSURE_TWICE: &str = "envelope.sd-cwt.disclosure-twice";
    /// A disclosure that no digest stands for.
    pub const DISCLOSURE_UNUSED: &str = "envelope.sd-cwt.disclosure-unused";
    /// A map's key that is neither number nor text.
    pub const KEY: &str = "envelope.sd-cwt.key";
    /// A disclosed key that the map has already.
    pub const KEY_TWICE: &str = "envelope.sd-cwt.key-twice";
    /// A disclosed claim that must never be redacted.
    pub const NEVER_REDACTED: &str = "envelope.sd-cwt.never-redacted";
    /// A header that is not built as it must be.
    pub const SHAPE: &str = "envelope.sd-cwt.shape";
    /// More disclosures or digests than one token may have.
    pub const TOO_MANY: &str = "envelope.sd-cwt.too-many";
    /// The message does not say that it is a token of this kind.
    pub const TYPE: &str = "envelope.sd-cwt.type";

    /// Redaction asked for where nothing is, or what may not be redacted.
    pub const REDACTION: &str = "issue.redaction.place";
    /// Fewer salts than disclosures, or one twice.
    pub const SALTS: &str = "issue.redaction.salts";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[
    code::ALGORITHM,
    code::DEPTH,
    code::DIGEST,
    code::DIGEST_TWICE,
    code::DISCLOSURE,
    code::DISCLOSURE_PLACE,
    code::DISCLOSURE_TWICE,
    code::DISCLOSURE_UNUSED,
    code::KEY,
    code::KEY_TWICE,
    code::NEVER_REDACTED,
    code::REDACTION,
    code::SALTS,
    code::SHAPE,
    code::TOO_MANY,
    code::TYPE,
];

/// The digest of a disclosure: of its bytes with the head of a byte string before them, as it stands in the header
/// (section 3.2 shows the disclosure and appendix F says what is hashed; figure 8 leaves the head out, which no token
/// of the draft does).
fn digest(disclosure: &[u8]) -> [u8; DIGEST_BYTES] {
    hash::sha256(&cbor_write::write(&Value::Bytes(disclosure.to_vec())))
}

/// Whether the claim under `key` may stand in the claims only as it is.
fn is_never_redacted(at: &[Step], key: &Value) -> bool {
    at.is_empty() && key.as_integer().is_some_and(|key| NEVER_REDACTED.contains(&key))
}
