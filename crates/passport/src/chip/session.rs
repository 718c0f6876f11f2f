//! The conversation, one command and one response at a time.

mod files;
mod opening;
mod progress;
mod proof;

use super::apdu::{self, Command, OK};
use super::authentication::ChipExchange;
use super::bac::Mutual;
use super::channel::Channel;
use super::pace::Pace;
use super::reading::Reading;
use super::step::{ChipFiles, Plan, Step};
use super::{Access, ChipError, EXCHANGES_LIMIT, RESPONSE_LIMIT, RESTARTS_LIMIT, Seed};
use crate::lds::File;

/// A chip lost in the middle of its answer gets one more challenge.
const ACTIVE_TRIES: u8 = 2;

/// One conversation with one chip.
///
/// Call [`Session::next`] with nothing first, then with each response. Whatever the responses are, it ends: in
/// [`Step::Done`] or an error.
pub struct Session {
    access: Access,
    plan: Plan,
    seed: Seed,
    channel: Option<Channel>,
    waiting: Waiting,
    /// Parts of a response that the chip hands out in several.
    parts: Vec<u8>,
    files: ChipFiles,
    missing: Vec<File>,
    /// The groups the document security object lists; empty when it was not read or not understood.
    listed: Vec<u8>,
    /// The file over which secure messaging ended last.
    stumbled: Option<File>,
    exchanges: u32,
    restarts: u8,
    redone: u8,
    progress: u8,
    /// How often active authentication may still be asked for; nothing once it was answered.
    active_left: u8,
    /// Whether the chip said once that it cannot make out the keys of chip authentication.
    refused: bool,
}

/// The command whose response is awaited.
enum Waiting {
    Start,
    MasterFile,
    CardAccess(Reading),
    PaceSet(Box<Pace>),
    PaceNonce(Box<Pace>),
    PaceMap(Box<Pace>),
    PaceKey(Box<Pace>),
    PaceToken(Box<Pace>),
    Application,
    Challenge,
    Mutual(Box<Mutual>),
    File(Reading),
    Active(Vec<u8>),
    Chip(Box<ChipExchange>),
    Ended,
}

/// The next command, or the end.
type Next = Result<Option<Command>, ChipError>;

impl Session {
    /// A session that has sent nothing yet.
    pub fn new(access: Access, plan: Plan, seed: Seed) -> Self {
        Self {
            access,
            plan,
            seed,
            channel: None,
            waiting: Waiting::Start,
            parts: Vec::new(),
            files: ChipFiles::default(),
            missing: Vec::new(),
            listed: Vec::new(),
            stumbled: None,
            exchanges: 0,
            restarts: 0,
            redone: 0,
            progress: 0,
            active_left: ACTIVE_TRIES,
            refused: false,
        }
    }

    /// Takes the response to the last command (nothing at the beginning) and says what to do next.
    ///
    /// # Errors
    /// Every [`ChipError`]; after one only [`Session::restart`] goes on. No response where one is awaited is
    /// [`ChipError::Lost`].
    pub fn next(&mut self, response: Option<&[u8]>) -> Result<Step, ChipError> {
        let step = self.step(response);
        if step.is_err() {
            self.waiting = Waiting::Ended;
            self.channel = None;
        }
        step
    }

    /// Begins anew with a chip lost and found again; files read whole are kept.
    ///
    /// # Errors
    /// [`ChipError::Retries`] beyond [`RESTARTS_LIMIT`].
    pub fn restart(&mut self) -> Result<(), ChipError> {
        self.channel = None;
        self.parts.clear();
        self.waiting = Waiting::Ended;
        if self.restarts >= RESTARTS_LIMIT {
            return Err(ChipError::Retries);
        }
        self.restarts += 1;
        self.redone = 0;
        self.waiting = Waiting::Start;
        Ok(())
    }

    fn step(&mut self, response: Option<&[u8]>) -> Result<Step, ChipError> {
        let next = match (&self.waiting, response) {
            (Waiting::Ended, _) => return Err(ChipError::Finished),
            (Waiting::Start, None) => Some(self.begin()),
            (Waiting::Start, Some(_)) => return Err(ChipError::Malformed),
            (_, None) => return Err(ChipError::Lost),
            (_, Some(response)) => {
                if let Some(more) = self.gather(response)? {
                    return self.send(more);
                }
                let whole = core::mem::take(&mut self.parts);
                self.receive(&whole)?
            }
        };
        let Some(command) = next else {
            self.waiting = Waiting::Ended;
            self.progress = 100;
            return Ok(Step::Done(core::mem::take(&mut self.files)));
        };
        let apdu = match &mut self.channel {
            Some(channel) => channel.protect(&command).ok_or(ChipError::Malformed)?,
            None => command.plain(),
        };
        self.send(apdu)
    }

    fn send(&mut self, apdu: Vec<u8>) -> Result<Step, ChipError> {
        self.exchanges += 1;
        if self.exchanges > EXCHANGES_LIMIT {
            return Err(ChipError::Exchanges);
        }
        self.progress = self.progress.max(self.reached());
        Ok(Step::Send { apdu, progress: self.progress, stage: self.stage() })
    }

    /// Puts parts of a response together; the command for the next part (ISO/IEC 7816-4 section 5.3.4).
    fn gather(&mut self, response: &[u8]) -> Result<Option<Vec<u8>>, ChipError> {
        let (data, status) = apdu::split(response).ok_or(ChipError::Malformed)?;
        if self.parts.len() + response.len() > RESPONSE_LIMIT {
            return Err(ChipError::Malformed);
        }
        let [first, left] = status.to_be_bytes();
        let more = first == 0x61 && (!data.is_empty() || !self.parts.is_empty());
        self.parts.extend_from_slice(if more { data } else { response });
        Ok(more.then(|| vec![0x00, 0xc0, 0x00, 0x00, left]))
    }

    fn receive(&mut self, response: &[u8]) -> Next {
        let (data, status) = match &mut self.channel {
            None => apdu::split(response)
                .map(|(data, status)| (data.to_vec(), status))
                .ok_or(ChipError::Malformed)?,
            Some(channel) => match channel.unprotect(response) {
                Ok(answer) => (answer.data, answer.status),
                Err(ChipError::Status(status)) => return self.cut_off(status),
                Err(ChipError::Malformed | ChipError::Tampered) if self.proving() => {
                    return self.proof_failed();
                }
                Err(error) => return Err(error),
            },
        };
        match core::mem::replace(&mut self.waiting, Waiting::Ended) {
            Waiting::Start | Waiting::Ended => Err(ChipError::Finished),
            Waiting::MasterFile => Ok(Some(self.look_for_pace())),
            Waiting::CardAccess(reading) => self.card_access(reading, &data, status),
            Waiting::PaceSet(pace) => self.pace_set(pace, status),
            Waiting::PaceNonce(pace) => self.pace_nonce(pace, &data, status),
            Waiting::PaceMap(pace) => self.pace_map(pace, &data, status),
            Waiting::PaceKey(pace) => self.pace_key(pace, &data, status),
            Waiting::PaceToken(pace) => self.pace_token(&pace, &data, status),
            Waiting::Application => self.application(status),
            Waiting::Challenge => self.challenge(&data, status),
            Waiting::Mutual(mutual) => self.mutual(&mutual, &data, status),
            Waiting::File(reading) => self.file(reading, &data, status),
            Waiting::Active(challenge) => self.active(challenge, data, status),
            Waiting::Chip(exchange) => self.chip(exchange, status),
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({} %, {})", self.progress, self.stage().as_str())
    }
}

fn accepted(status: u16) -> Result<(), ChipError> {
    if status == OK { Ok(()) } else { Err(ChipError::Status(status)) }
}
