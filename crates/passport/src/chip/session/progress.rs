//! How far a conversation has come, for the page.

use super::{Session, Waiting};
use crate::chip::Stage;
use crate::chip::reading::usual_size;
use crate::lds::File;

/// Where progress stands when access is had, and when every file is read.
const OPEN: usize = 15;
const READ: usize = 90;
/// Progress says 100 only when there is nothing more to send.
const ALMOST: u8 = 99;

impl Session {
    pub(super) fn stage(&self) -> Stage {
        match self.waiting {
            Waiting::Start | Waiting::MasterFile | Waiting::CardAccess(_) | Waiting::Application => {
                Stage::Connect
            }
            Waiting::File(_) => Stage::Read,
            Waiting::Active(_) | Waiting::Chip(_) | Waiting::Ended => Stage::Authenticate,
            _ => Stage::Access,
        }
    }

    pub(super) fn reached(&self) -> u8 {
        let reached = match &self.waiting {
            Waiting::Start | Waiting::MasterFile | Waiting::CardAccess(_) => 1,
            Waiting::PaceSet(_) | Waiting::Application => 3,
            Waiting::PaceNonce(_) | Waiting::Challenge => 5,
            Waiting::PaceMap(_) | Waiting::Mutual(_) => 8,
            Waiting::PaceKey(_) => 10,
            Waiting::PaceToken(_) => 12,
            Waiting::File(reading) => {
                let total: usize = self.plan.files.iter().map(|file| usual_size(*file)).sum();
                let past = |file: &&File| self.files.file(**file).is_some() || self.missing.contains(file);
                let done: usize = self.plan.files.iter().filter(past).map(|file| usual_size(*file)).sum();
                OPEN + (READ - OPEN) * (done + reading.weight()) / total.max(1)
            }
            Waiting::Active(_) => 92,
            Waiting::Chip(_) => 96,
            Waiting::Ended => 0,
        };
        u8::try_from(reached).unwrap_or(ALMOST).min(ALMOST)
    }
}
