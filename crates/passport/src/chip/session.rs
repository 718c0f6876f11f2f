//! The conversation, one command and one response at a time.

use super::apdu::{self, APPLICATION, Command, OK, says_missing, says_wrong_code, says_wrong_key};
use super::authentication::ChipExchange;
use super::bac::{CHALLENGE_SIZE, Mutual};
use super::channel::Channel;
use super::pace::{self, Pace};
use super::reading::{Part, Reading};
use super::{Access, ChipError, EXCHANGES_LIMIT, REDO_LIMIT, RESPONSE_LIMIT, RESTARTS_LIMIT, Seed};
use crate::lds::File;
use crate::lds::security_infos::{PaceInfo, SecurityInfos};
use crate::lds::sod;

/// Where progress stands when access is had, and when every file is read.
const OPEN: usize = 15;
const READ: usize = 90;
/// A chip lost in the middle of its answer gets one more challenge.
const ACTIVE_TRIES: u8 = 2;
/// Progress says 100 only when there is nothing more to send.
const ALMOST: u8 = 99;

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

    /// The first command: towards EF.CardAccess, or straight to the application.
    fn begin(&mut self) -> Command {
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

    fn look_for_pace(&mut self) -> Command {
        let reading = Reading::of(File::CardAccess);
        let select = reading.select();
        self.waiting = Waiting::CardAccess(reading);
        select
    }

    fn select_application(&mut self) -> Command {
        self.waiting = Waiting::Application;
        Command::new([0x00, 0xa4, 0x04, 0x0c], &APPLICATION, None)
    }

    /// Any trouble with EF.CardAccess means BAC: the file is not secret, and chips without PACE have none.
    fn card_access(&mut self, mut reading: Reading, data: &[u8], status: u16) -> Next {
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

    fn pace_set(&mut self, pace: Box<Pace>, status: u16) -> Next {
        // 63Cx: few tries are left, which a right key makes good.
        if status != OK && status & 0xfff0 != 0x63c0 {
            return Ok(Some(self.select_application()));
        }
        let command = pace.ask_nonce()?;
        self.waiting = Waiting::PaceNonce(pace);
        Ok(Some(command))
    }

    fn pace_nonce(&mut self, mut pace: Box<Pace>, data: &[u8], status: u16) -> Next {
        accepted(status)?;
        let command = pace.map(&self.access, &mut self.seed, data)?;
        self.waiting = Waiting::PaceMap(pace);
        Ok(Some(command))
    }

    fn pace_map(&mut self, mut pace: Box<Pace>, data: &[u8], status: u16) -> Next {
        accepted(status)?;
        let command = pace.agree(&mut self.seed, data)?;
        self.waiting = Waiting::PaceKey(pace);
        Ok(Some(command))
    }

    fn pace_key(&mut self, mut pace: Box<Pace>, data: &[u8], status: u16) -> Next {
        accepted(status)?;
        let command = pace.confirm(data)?;
        self.waiting = Waiting::PaceToken(pace);
        Ok(Some(command))
    }

    fn pace_token(&mut self, pace: &Pace, data: &[u8], status: u16) -> Next {
        key_accepted(status)?;
        self.channel = Some(pace.finish(data)?);
        Ok(Some(self.select_application()))
    }

    fn application(&mut self, status: u16) -> Next {
        if status != OK {
            return Err(ChipError::NoPassport(status));
        }
        if self.channel.is_some() {
            return self.next_file();
        }
        self.waiting = Waiting::Challenge;
        Ok(Some(Mutual::challenge()))
    }

    fn challenge(&mut self, data: &[u8], status: u16) -> Next {
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

    fn mutual(&mut self, mutual: &Mutual, data: &[u8], status: u16) -> Next {
        key_accepted(status)?;
        self.channel = Some(mutual.finish(data)?);
        self.next_file()
    }

    /// The next file that is planned, not read and not known to be missing.
    fn next_file(&mut self) -> Next {
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

    fn file(&mut self, mut reading: Reading, data: &[u8], status: u16) -> Next {
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
    fn cut_off(&mut self, status: u16) -> Next {
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

    /// Active authentication first, then chip authentication, which changes the keys.
    fn prove(&mut self) -> Next {
        if self.plan.prove && self.active_left > 0 && self.files.file(File::Dg15).is_some() {
            self.active_left -= 1;
            let challenge = self.seed.take(8)?.to_vec();
            let command = Command::new([0x00, 0x88, 0x00, 0x00], &challenge, Some(256));
            self.waiting = Waiting::Active(challenge);
            return Ok(Some(command));
        }
        let exchange = self.files.file(File::Dg14).filter(|_| self.plan.prove).and_then(ChipExchange::of);
        let Some(mut exchange) = exchange else { return Ok(None) };
        self.files.chip_authentication = ChipProof::Unanswered;
        let command = exchange.start(&mut self.seed)?;
        self.waiting = Waiting::Chip(Box::new(exchange));
        Ok(Some(command))
    }

    fn active(&mut self, challenge: Vec<u8>, response: Vec<u8>, status: u16) -> Next {
        self.active_left = 0;
        if status == OK && !response.is_empty() {
            self.files.active = Some(ActiveAnswer { challenge, response });
        }
        self.prove()
    }

    fn chip(&mut self, mut exchange: Box<ChipExchange>, status: u16) -> Next {
        if exchange.proved() {
            // A response that authenticates under the new keys, whatever it says.
            self.files.chip_authentication = ChipProof::Proved;
            return Ok(None);
        }
        if status != OK {
            return Ok(None);
        }
        let (channel, command) = exchange.go_on()?;
        if let Some(channel) = channel {
            self.channel = Some(channel);
        }
        self.waiting = Waiting::Chip(exchange);
        Ok(Some(command))
    }

    /// Whether the response awaited is the first under the keys of chip authentication.
    fn proving(&self) -> bool {
        matches!(&self.waiting, Waiting::Chip(exchange) if exchange.proved())
    }

    fn proof_failed(&mut self) -> Next {
        self.files.chip_authentication = ChipProof::Failed;
        Ok(None)
    }

    fn stage(&self) -> Stage {
        match self.waiting {
            Waiting::Start | Waiting::MasterFile | Waiting::CardAccess(_) | Waiting::Application => {
                Stage::Connect
            }
            Waiting::File(_) => Stage::Read,
            Waiting::Active(_) | Waiting::Chip(_) | Waiting::Ended => Stage::Authenticate,
            _ => Stage::Access,
        }
    }

    fn reached(&self) -> u8 {
        let reached = match &self.waiting {
            Waiting::Start | Waiting::MasterFile | Waiting::CardAccess(_) => 1,
            Waiting::PaceSet(_) | Waiting::Application => 3,
            Waiting::PaceNonce(_) | Waiting::Challenge => 5,
            Waiting::PaceMap(_) | Waiting::Mutual(_) => 8,
            Waiting::PaceKey(_) => 10,
            Waiting::PaceToken(_) => 12,
            Waiting::File(reading) => {
                let total: usize = self.plan.files.iter().map(|file| super::reading::usual_size(*file)).sum();
                let past = |file: &&File| self.files.file(**file).is_some() || self.missing.contains(file);
                let done: usize =
                    self.plan.files.iter().filter(past).map(|file| super::reading::usual_size(*file)).sum();
                OPEN + (READ - OPEN) * (done + reading.weight()) / total.max(1)
            }
            Waiting::Active(_) => 92,
            Waiting::Chip(_) => 96,
            Waiting::Ended => 0,
        };
        u8::try_from(reached).unwrap_or(ALMOST).min(ALMOST)
    }
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

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({} %, {})", self.progress, self.stage().as_str())
    }
}

/// The PACE to speak with a chip, out of its EF.CardAccess.
fn offered(card_access: &[u8]) -> Option<PaceInfo> {
    pace::choose(&SecurityInfos::parse(card_access).ok()?.pace)
}

/// Whether nothing can be judged without the file.
fn is_needed(file: File) -> bool {
    matches!(file, File::Sod | File::Dg1)
}

fn accepted(status: u16) -> Result<(), ChipError> {
    if status == OK { Ok(()) } else { Err(ChipError::Status(status)) }
}

fn key_accepted(status: u16) -> Result<(), ChipError> {
    if says_wrong_key(status) { Err(ChipError::WrongKey(status)) } else { accepted(status) }
}
