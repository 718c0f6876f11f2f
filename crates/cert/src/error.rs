//! Why a text could not be read: stage, place, stable code.

use crate::cbor::CborError;
use crate::report::Reason;

/// The text could not be unwrapped down to signed claims.
///
/// The stage is the second part of the code: `envelope.base45.character` failed at stage `base45`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReadError {
    /// One of [`crate::reason`]'s `envelope.*` codes.
    pub code: &'static str,
    /// Offset of the fault in the input of its stage: characters of the text for `prefix` and `base45`,
    /// bytes for later stages. Absent where no single place is at fault.
    pub offset: Option<usize>,
    /// What would have been right, where that can be said.
    pub expected: Option<String>,
    /// What was there instead.
    pub found: Option<String>,
}

impl ReadError {
    /// A bare code.
    pub fn new(code: &'static str) -> Self {
        Self { code, offset: None, expected: None, found: None }
    }

    /// A code and where.
    pub fn at(code: &'static str, offset: usize) -> Self {
        Self { offset: Some(offset), ..Self::new(code) }
    }

    /// Adds both sides of the comparison that failed.
    #[must_use]
    pub fn comparing(mut self, expected: impl ToString, found: impl ToString) -> Self {
        self.expected = Some(expected.to_string());
        self.found = Some(found.to_string());
        self
    }

    /// Name of the stage that failed, such as `base45`.
    pub fn stage(&self) -> &'static str {
        self.code.split('.').nth(1).unwrap_or(self.code)
    }

    /// The same as a reason of the envelope check.
    pub fn reason(&self) -> Reason {
        let mut reason = Reason::new(self.code);
        if let Some(expected) = &self.expected {
            reason = reason.expected(expected.as_str());
        }
        if let Some(found) = &self.found {
            reason = reason.found(found.as_str());
        }
        if let Some(offset) = self.offset {
            reason = reason.at(format!("offset {offset}"));
        }
        reason
    }
}

impl From<CborError> for ReadError {
    fn from(error: CborError) -> Self {
        Self::at(error.code, error.offset)
    }
}

impl core::fmt::Display for ReadError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code)?;
        if let Some(offset) = self.offset {
            write!(f, " at offset {offset}")?;
        }
        Ok(())
    }
}

impl core::error::Error for ReadError {}
