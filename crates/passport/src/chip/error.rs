//! Why a conversation ended.

use crate::lds::File;
use crate::reason::{self, Reason};
use std::fmt;

/// Why a conversation with a chip ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ChipError {
    /// The chip offers no way of access that is spoken here.
    AccessUnsupported,
    /// More commands than [`super::EXCHANGES_LIMIT`].
    Exchanges,
    /// A file's beginning is not what the standard says, or it ends too early.
    FileContent(File),
    /// A file without which nothing can be judged is not there.
    FileMissing(File),
    /// A file longer than [`crate::lds::FILE_LIMIT`].
    FileSize(File),
    /// The session ended; only [`super::Session::restart`] goes on.
    Finished,
    /// What should open the chip is no document number, date of birth and date of expiry.
    Input {
        /// `number`, `birth` or `expiry`.
        field: &'static str,
    },
    /// The chip left the field: the host had no response.
    Lost,
    /// A response of another form than the standard's.
    Malformed,
    /// The chip has no passport application.
    NoPassport(u16),
    /// Fewer random bytes than needed.
    Random,
    /// Started again more than [`super::RESTARTS_LIMIT`] times.
    Retries,
    /// A status word that ends the conversation.
    Status(u16),
    /// A response is not the chip's: its authentication code, its token or its echo is wrong.
    Tampered,
    /// The chip did not accept the key made of number, birth and expiry.
    WrongKey(u16),
}

impl ChipError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::AccessUnsupported => reason::CHIP_ACCESS_UNSUPPORTED,
            Self::Exchanges => reason::CHIP_EXCHANGES,
            Self::FileContent(_) => reason::CHIP_FILE_CONTENT,
            Self::FileMissing(_) => reason::CHIP_FILE_MISSING,
            Self::FileSize(_) => reason::CHIP_FILE_SIZE,
            Self::Finished => reason::CHIP_FINISHED,
            Self::Input { .. } => reason::CHIP_ACCESS_INPUT,
            Self::Lost => reason::CHIP_LOST,
            Self::Malformed => reason::CHIP_RESPONSE_MALFORMED,
            Self::NoPassport(_) => reason::CHIP_NO_PASSPORT,
            Self::Random => reason::CHIP_RANDOM,
            Self::Retries => reason::CHIP_RETRIES,
            Self::Status(_) => reason::CHIP_RESPONSE_STATUS,
            Self::Tampered => reason::CHIP_RESPONSE_TAMPERED,
            Self::WrongKey(_) => reason::CHIP_ACCESS_WRONG_KEY,
        }
    }

    /// The code with what was found (a status word) and where (a file, a field).
    pub fn reason(self) -> Reason {
        let reason = Reason::new(self.code());
        match self {
            Self::FileContent(file) | Self::FileMissing(file) | Self::FileSize(file) => {
                reason.at(file.name())
            }
            Self::Input { field } => reason.at(field),
            Self::NoPassport(status) | Self::Status(status) | Self::WrongKey(status) => {
                reason.found(hex(status))
            }
            _ => reason,
        }
    }
}

impl fmt::Display for ChipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for ChipError {}

/// A status word as the standard writes it: `6A82`.
fn hex(status: u16) -> String {
    let digit = |shift: u16| char::from_digit(u32::from(status >> shift & 15), 16).unwrap_or('0');
    [12, 8, 4, 0].map(digit).iter().map(char::to_ascii_uppercase).collect()
}
