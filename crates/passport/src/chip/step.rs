//! What a session is asked to do, what it asks of the host, and what comes out.

use crate::lds::File;

/// What to read, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The files, in this order. EF.SOD and DG1 must be there; any other may be missing.
    pub files: Vec<File>,
    /// Whether PACE is tried where the chip offers it.
    pub pace: bool,
    /// Whether the chip is asked to prove that it is the original, where DG15 or DG14 say how.
    pub prove: bool,
}

impl Default for Plan {
    /// What judging a traveller's passport takes; no face.
    fn default() -> Self {
        let files = vec![File::Sod, File::Dg1, File::Dg11, File::Dg12, File::Dg15, File::Dg14];
        Self { files, pace: true, prove: true }
    }
}

/// What the host does next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    /// Send this command to the chip and hand its response to [`Session::next`].
    Send {
        /// The command.
        apdu: Vec<u8>,
        /// 0 to 100, never less than before.
        progress: u8,
        /// What is going on.
        stage: Stage,
    },
    /// Everything was read.
    Done(ChipFiles),
}

/// What is going on, for the page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// Finding the passport application.
    Connect,
    /// Opening the chip with the key of the zone.
    Access,
    /// Reading files.
    Read,
    /// Asking whether the chip is the original.
    Authenticate,
}

impl Stage {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Access => "access",
            Self::Read => "read",
            Self::Authenticate => "authenticate",
        }
    }
}

/// What came out of a chip. Nothing of it is to be believed before passive authentication.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct ChipFiles {
    /// The files, in the order read.
    pub files: Vec<(File, Vec<u8>)>,
    /// The answer of active authentication, if there was one.
    pub active: Option<ActiveAnswer>,
    /// What came of chip authentication with a key of the DG14 read.
    pub chip_authentication: ChipProof,
}

impl ChipFiles {
    /// A file, if it was read.
    pub fn file(&self, file: File) -> Option<&[u8]> {
        self.files.iter().find(|(name, _)| *name == file).map(|(_, bytes)| bytes.as_slice())
    }
}

/// What was asked and what the chip answered in active authentication.
#[derive(Clone, Eq, PartialEq)]
pub struct ActiveAnswer {
    /// Our challenge.
    pub challenge: Vec<u8>,
    /// The signature.
    pub response: Vec<u8>,
}

/// What came of chip authentication.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ChipProof {
    /// The chip offers none that is spoken here.
    #[default]
    NotOffered,
    /// The chip spoke on under keys only the holder of DG14's private key has.
    Proved,
    /// It spoke on, under other keys: a copy.
    Failed,
    /// It gave an error.
    Unanswered,
}

/// The names of the files, nothing of what is in them.
impl std::fmt::Debug for ChipFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChipFiles(")?;
        for (file, bytes) in &self.files {
            write!(f, "{file}: {} bytes, ", bytes.len())?;
        }
        write!(f, "{:?}, {:?})", self.active, self.chip_authentication)
    }
}

impl std::fmt::Debug for ActiveAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ActiveAnswer({} bytes)", self.response.len())
    }
}
