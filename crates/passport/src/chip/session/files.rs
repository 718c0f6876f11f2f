//! Reading the files that are planned, and going on when the chip ends secure messaging.

use super::{Next, Session, Waiting};
use crate::chip::apdu::says_missing;
use crate::chip::apdu::says_wrong_code;
use crate::chip::reading::{Part, Reading};
use crate::chip::{ChipError, ChipProof, REDO_LIMIT};
use crate::lds::File;
use crate::lds::sod;

impl Session {
    /// The next file that is planned, not read and not known to be missing.
    pub(super) fn next_file(&mut self) -> Next {
        for file in self.plan.files.clone() {
            let listed = &self.listed;
            let unlisted = !listed.is_empty() && file.group().is_some_and(|group| !listed.contains(&group));
            if self.files.file(file).is_some() || self.missing.contains(&file) || unlisted {
                continue;
            }
            let reading = Reading::of(file);
            let select = reading.select();
            self.waiting = Waiting::File(reading);
            return Ok(Some(select));
        }
        if let Some(file) = [File::Sod, File::Dg1].into_iter().find(|file| self.files.file(*file).is_none()) {
            return Err(ChipError::FileMissing(file));
        }
        self.prove()
    }

    pub(super) fn file(&mut self, mut reading: Reading, data: &[u8], status: u16) -> Next {
        let file = reading.file();
        match reading.take(data, status) {
            Ok(Part::Next(command)) => {
                self.waiting = Waiting::File(reading);
                return Ok(Some(command));
            }
            Ok(Part::Whole(bytes)) => {
                if file == File::Sod {
                    self.listed = sod::listed(&bytes);
                }
                self.files.files.push((file, bytes));
            }
            Ok(Part::Missing) => self.absent(file)?,
            // The chip's own words: asked again it would say the same.
            Err(ChipError::Status(_) | ChipError::FileContent(_) | ChipError::FileSize(_))
                if !is_needed(file) =>
            {
                self.missing.push(file);
            }
            Err(error) => return Err(error),
        }
        self.next_file()
    }

    fn absent(&mut self, file: File) -> Result<(), ChipError> {
        if is_needed(file) {
            return Err(ChipError::FileMissing(file));
        }
        self.missing.push(file);
        Ok(())
    }

    /// A bare status word ends secure messaging: access is made anew, a few times, and a file left out that was
    /// said to be missing or ended it twice.
    pub(super) fn cut_off(&mut self, status: u16) -> Next {
        match core::mem::replace(&mut self.waiting, Waiting::Ended) {
            Waiting::File(reading) => {
                let file = reading.file();
                let again = self.stumbled.replace(file) == Some(file);
                if says_missing(status) {
                    self.absent(file)?;
                } else if again && !is_needed(file) {
                    self.missing.push(file);
                }
            }
            Waiting::Active(_) => self.active_left = 0,
            Waiting::Chip(exchange) => {
                // It agreed on keys and then cannot make out what is said under them. Nobody vouches for a bare
                // status word, and a command may have suffered on its way: only the second time it accuses.
                let other_keys = exchange.proved() && says_wrong_code(status);
                let again = core::mem::replace(&mut self.refused, other_keys);
                self.files.chip_authentication =
                    if other_keys && again { ChipProof::Failed } else { ChipProof::Unanswered };
                if !other_keys || again || self.redone >= REDO_LIMIT {
                    return Ok(None);
                }
            }
            Waiting::Application => return Err(ChipError::NoPassport(status)),
            _ => return Err(ChipError::Status(status)),
        }
        self.redone += 1;
        if self.redone > REDO_LIMIT {
            return Err(ChipError::Status(status));
        }
        Ok(Some(self.begin()))
    }
}

/// Whether nothing can be judged without the file.
fn is_needed(file: File) -> bool {
    matches!(file, File::Sod | File::Dg1)
}
