//! What the holder's device says of the passport it is bound to, without saying which it is.
//!
//! ```cddl
//! binding = [level: 0..4, outcome: 0..10, commitment: bytes .size 16, salt: bytes .size 16]
//! ```
//! A reader with the passport in hand recomputes the commitment; a reader without it learns nothing that a new salt
//! does not change.

use crate::cbor::Value;
use crate::envelope::cose::kind;
use crate::error::ReadError;
use crate::ithc;
use healthpass_passport::{Document, Level, Outcome, date};

/// Claim of a presentation that holds the binding. Private use: CWT claims below -65536 (RFC 8392 section 9.1).
pub const CLAIM_BINDING: i64 = -65537;

/// Codes of this claim.
pub mod code {
    /// The claim is not built as it must be.
    pub const SHAPE: &str = "envelope.presentation.binding";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::SHAPE];

/// Levels by the number they are signed as.
const LEVELS: [Level; 5] = [Level::None, Level::Typed, Level::Scanned, Level::Chip, Level::ChipOriginal];

/// Outcomes by the number they are signed as, best first.
const OUTCOMES: [Outcome; 11] = [
    Outcome::Exact,
    Outcome::Transliteration,
    Outcome::Truncated,
    Outcome::Spacing,
    Outcome::Swapped,
    Outcome::Partial,
    Outcome::Folded,
    Outcome::NativeNameMismatch,
    Outcome::NameMismatch,
    Outcome::BirthMismatch,
    Outcome::NumberMismatch,
];

/// A passport's binding as a device states it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Binding {
    /// How the passport came to the device.
    pub level: Level,
    /// How certificate and passport agreed there.
    pub outcome: Outcome,
    /// [`ithc::commitment`] of salt, number, birth and expiry.
    pub commitment: [u8; 16],
    /// Random, new for each presentation.
    pub salt: [u8; 16],
}

impl Binding {
    /// The binding to `document`, with which the certificate agreed with this `outcome`; `salt` must come from a
    /// cryptographic generator and be used once.
    pub fn of(document: &Document, outcome: Outcome, salt: [u8; 16]) -> Self {
        Self { level: document.level, outcome, commitment: committed(&salt, document), salt }
    }

    /// Whether `document` is the one.
    pub fn is_to(&self, document: &Document) -> bool {
        committed(&self.salt, document) == self.commitment
    }

    /// The claim's value.
    pub fn to_value(&self) -> Value {
        let number = |index: Option<usize>| Value::Integer(index.unwrap_or_default() as i64);
        Value::Array(vec![
            number(LEVELS.iter().position(|level| *level == self.level)),
            number(OUTCOMES.iter().position(|outcome| *outcome == self.outcome)),
            Value::Bytes(self.commitment.to_vec()),
            Value::Bytes(self.salt.to_vec()),
        ])
    }

    /// Reads the claim's value.
    ///
    /// # Errors
    /// `envelope.presentation.binding`.
    pub fn read(value: &Value) -> Result<Self, ReadError> {
        let refused =
            || ReadError::new(code::SHAPE).comparing("[level, outcome, commitment, salt]", kind(value));
        let Some([level, outcome, commitment, salt]) = value.as_array() else {
            return Err(refused());
        };
        let index = |number: &Value| number.as_integer().and_then(|number| usize::try_from(number).ok());
        let bytes = |value: &Value| value.as_bytes().and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
        Ok(Self {
            level: index(level).and_then(|at| LEVELS.get(at)).copied().ok_or_else(refused)?,
            outcome: index(outcome).and_then(|at| OUTCOMES.get(at)).copied().ok_or_else(refused)?,
            commitment: bytes(commitment).ok_or_else(refused)?,
            salt: bytes(salt).ok_or_else(refused)?,
        })
    }
}

fn committed(salt: &[u8; 16], document: &Document) -> [u8; 16] {
    let (birth, expiry) = (document.birth.mrz_text(), date::mrz_text(document.expires));
    ithc::commitment(salt, &document.number, &birth, &expiry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_and_outcome_comes_back_and_nothing_else_is_read() {
        for level in LEVELS {
            for outcome in OUTCOMES {
                let binding = Binding { level, outcome, commitment: [1; 16], salt: [2; 16] };
                assert_eq!(Binding::read(&binding.to_value()), Ok(binding));
            }
        }
        assert!(LEVELS.is_sorted() && OUTCOMES.is_sorted());
        let whole =
            Binding { level: Level::Typed, outcome: Outcome::Exact, commitment: [1; 16], salt: [2; 16] };
        let Value::Array(parts) = whole.to_value() else { panic!("an array") };
        for (index, wrong) in [
            (0, Value::Integer(5)),
            (0, Value::Integer(-1)),
            (1, Value::Integer(11)),
            (2, Value::Bytes(vec![1; 15])),
            (3, Value::Text("salt".into())),
        ] {
            let mut parts = parts.clone();
            parts[index] = wrong;
            assert_eq!(Binding::read(&Value::Array(parts)).map_err(|e| e.code), Err(code::SHAPE));
        }
        assert!(Binding::read(&Value::Array(parts[..3].to_vec())).is_err());
    }
}
