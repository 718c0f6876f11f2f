//! From the first command to secure messaging: PACE where the chip offers it, else BAC.

use super::{Next, Session, Waiting, accepted};
use crate::chip::ChipError;
use crate::chip::apdu::{APPLICATION, Command, OK, says_wrong_key};
use crate::chip::bac::{CHALLENGE_SIZE, Mutual};
use crate::chip::pace::{self, Pace};
use crate::chip::reading::{Part, Reading};
use crate::lds::File;
use crate::lds::security_infos::{PaceInfo, SecurityInfos};

impl Session {
    /// The first command: towards EF.CardAccess, or straight to the application.
    pub(super) fn begin(&mut self) -> Command {
        self.channel = None;
        match (self.plan.pace, self.redone) {
            (false, _) => self.select_application(),
            (true, 0) => self.look_for_pace(),
            // The application is selected still; EF.CardAccess is in the master file.
            (true, _) => {
                self.waiting = Waiting::MasterFile;
                Command::new([0x00, 0xa4, 0x00, 0x0c], &[0x3f, 0x00], None)
            }
        }
    }

    pub(super) fn look_for_pace(&mut self) -> Command {
        let reading = Reading::of(File::CardAccess);
        let select = reading.select();
        self.waiting = Waiting::CardAccess(reading);
        select
    }

    pub(super) fn select_application(&mut self) -> Command {
        self.waiting = Waiting::Application;
        Command::new([0x00, 0xa4, 0x04, 0x0c], &APPLICATION, None)
    }

    /// Any trouble with EF.CardAccess means BAC: the file is not secret, and chips without PACE have none.
    pub(super) fn card_access(&mut self, mut reading: Reading, data: &[u8], status: u16) -> Next {
        match reading.take(data, status) {
            Ok(Part::Next(command)) => {
                self.waiting = Waiting::CardAccess(reading);
                Ok(Some(command))
            }
            Ok(Part::Whole(file)) => Ok(Some(match offered(&file).and_then(Pace::start) {
                Some((pace, command)) => {
                    self.waiting = Waiting::PaceSet(Box::new(pace));
                    command
                }
                None => self.select_application(),
            })),
            Ok(Part::Missing) | Err(_) => Ok(Some(self.select_application())),
        }
    }

    pub(super) fn pace_set(&mut self, pace: Box<Pace>, status: u16) -> Next {
        // 63Cx: few tries are left, which a right key makes good.
        if status != OK && status & 0xfff0 != 0x63c0 {
            return self.without_pace();
        }
        let command = pace.ask_nonce()?;
        self.waiting = Waiting::PaceNonce(pace);
        Ok(Some(command))
    }

    pub(super) fn pace_nonce(&mut self, mut pace: Box<Pace>, data: &[u8], status: u16) -> Next {
        if status != OK {
            return self.without_pace();
        }
        let command = pace.map(&self.access, &mut self.seed, data)?;
        self.waiting = Waiting::PaceMap(pace);
        Ok(Some(command))
    }

    pub(super) fn pace_map(&mut self, mut pace: Box<Pace>, data: &[u8], status: u16) -> Next {
        if status != OK {
            return self.without_pace();
        }
        let command = pace.agree(&mut self.seed, data)?;
        self.waiting = Waiting::PaceKey(pace);
        Ok(Some(command))
    }

    pub(super) fn pace_key(&mut self, mut pace: Box<Pace>, data: &[u8], status: u16) -> Next {
        if status != OK {
            return self.without_pace();
        }
        let command = pace.confirm(data)?;
        self.waiting = Waiting::PaceToken(pace);
        Ok(Some(command))
    }

    pub(super) fn pace_token(&mut self, pace: &Pace, data: &[u8], status: u16) -> Next {
        key_accepted(status)?;
        self.channel = Some(pace.finish(data)?);
        Ok(Some(self.select_application()))
    }

    /// A chip that breaks PACE off before the key is put to the proof says nothing of the key: it may still open with
    /// BAC, as inspection systems go on (9303-11 section 4.2).
    fn without_pace(&mut self) -> Next {
        Ok(Some(self.select_application()))
    }

    pub(super) fn application(&mut self, status: u16) -> Next {
        if status != OK {
            return Err(ChipError::NoPassport(status));
        }
        if self.channel.is_some() {
            return self.next_file();
        }
        self.waiting = Waiting::Challenge;
        Ok(Some(Mutual::challenge()))
    }

    pub(super) fn challenge(&mut self, data: &[u8], status: u16) -> Next {
        if status != OK {
            return Err(ChipError::AccessUnsupported);
        }
        if data.len() != CHALLENGE_SIZE {
            return Err(ChipError::Malformed);
        }
        let (mutual, command) = Mutual::start(&self.access, &mut self.seed, data)?;
        self.waiting = Waiting::Mutual(Box::new(mutual));
        Ok(Some(command))
    }

    pub(super) fn mutual(&mut self, mutual: &Mutual, data: &[u8], status: u16) -> Next {
        key_accepted(status)?;
        self.channel = Some(mutual.finish(data)?);
        self.next_file()
    }
}

/// The PACE to speak with a chip, out of its EF.CardAccess.
fn offered(card_access: &[u8]) -> Option<PaceInfo> {
    pace::choose(&SecurityInfos::parse(card_access).ok()?.pace)
}

fn key_accepted(status: u16) -> Result<(), ChipError> {
    if says_wrong_key(status) { Err(ChipError::WrongKey(status)) } else { accepted(status) }
}
