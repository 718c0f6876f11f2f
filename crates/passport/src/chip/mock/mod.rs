//! A passport's chip in memory, for tests and demonstrations: TEST ONLY, never shipped.
//!
//! Its ciphers and codes are other implementations than the session's, so that an error of ours cannot agree with
//! itself; the curves are ours, which other implementations check elsewhere.
//!
//! ```
//! use healthpass_passport::chip::{Access, Plan, Seed, Session, Step, mock::MockChip};
//! use healthpass_passport::lds::File;
//!
//! let access = Access::from_pieces("L898902C<3", "6908061", "9406236")?;
//! let files = vec![(File::Sod, vec![0x77, 1, 0]), (File::Dg1, vec![0x61, 1, 0])];
//! let mut chip = MockChip::new(access.clone(), files, Seed::new(&[1; 32])?);
//! let mut session = Session::new(access, Plan::default(), Seed::new(&[2; 32])?);
//! let mut step = session.next(None)?;
//! while let Step::Send { apdu, .. } = &step {
//!     step = session.next(Some(&chip.transceive(apdu)))?;
//! }
//! let Step::Done(files) = step else { return Ok(()) };
//! assert_eq!(files.file(File::Dg1), Some(&[0x61, 1, 0][..]));
//! # Ok::<(), healthpass_passport::chip::ChipError>(())
//! ```

mod crypto;
mod files;
mod protocols;
mod secure;

pub use files::{card_access, dg14, dg15};
pub use protocols::ActiveSecret;

use super::{Access, Seed};
use crate::lds::File;
use crate::lds::security_infos::PaceInfo;
use healthpass_crypto::key::KeyKind;
use healthpass_crypto::key_agreement::{Group, Scalar};
use healthpass_crypto::symmetric::Suite;
use protocols::{Bac, ChipState, PaceState};
use secure::Secure;

/// Most bytes a response without secure messaging carries, and of a part of a longer one.
const SHORT: usize = 256;

/// What goes wrong with a chip.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// It leaves the field: from this command on, counted from 1, every response is empty.
    LostAfter(u32),
    /// One bit of the response to this command, counted from 1, is turned over.
    Tamper {
        /// Which command.
        command: u32,
        /// Which bit of the response, modulo its length.
        bit: usize,
    },
    /// It answers this command, counted from 1, with nothing but this status word.
    Refuse {
        /// Which command.
        command: u32,
        /// The status word.
        status: u16,
    },
    /// It does not answer INTERNAL AUTHENTICATE: status 6D00.
    Mute,
    /// It ends secure messaging with a bare status word on SELECT of this file, which it says is not there.
    CutOff(File),
    /// It ends secure messaging with a bare status word on SELECT of this file, which says nothing: 6F00.
    Stumble(File),
}

/// A chip.
pub struct MockChip {
    access: Access,
    files: Vec<(File, Vec<u8>)>,
    seed: Seed,
    pace: Option<PaceInfo>,
    active: Option<ActiveSecret>,
    chip: Option<(Group, Scalar, Suite)>,
    faults: Vec<Fault>,
    longest: usize,
    basic: bool,
    count: u32,
    // What ends with the field:
    in_application: bool,
    selected: Option<File>,
    secure: Option<Secure>,
    bac: Option<Bac>,
    pace_state: Option<PaceState>,
    chip_state: ChipState,
    pending: Vec<u8>,
}

/// A command taken apart.
struct Request {
    header: [u8; 4],
    data: Vec<u8>,
    expected: Option<usize>,
}

type Reply = (Vec<u8>, u16);

impl MockChip {
    /// A chip that opens with BAC and holds these files.
    pub fn new(access: Access, files: Vec<(File, Vec<u8>)>, seed: Seed) -> Self {
        Self {
            access,
            files,
            seed,
            pace: None,
            active: None,
            chip: None,
            faults: Vec::new(),
            longest: SHORT,
            basic: true,
            count: 0,
            in_application: false,
            selected: None,
            secure: None,
            bac: None,
            pace_state: None,
            chip_state: ChipState::Idle,
            pending: Vec::new(),
        }
    }

    /// Also opens with PACE, and says so in its EF.CardAccess.
    #[must_use]
    pub fn with_pace(mut self, curve: KeyKind, suite: Suite) -> Self {
        self.pace = files::pace_info(curve, suite);
        self.files.extend(self.pace.map(|info| (File::CardAccess, card_access(&info))));
        self
    }

    /// Does not open with BAC: passports of today may leave it out.
    #[must_use]
    pub fn without_basic_access(mut self) -> Self {
        self.basic = false;
        self
    }

    /// Answers active authentication with this key; a copy has another than its DG15 says.
    #[must_use]
    pub fn with_active(mut self, secret: ActiveSecret) -> Self {
        self.active = Some(secret);
        self
    }

    /// Speaks chip authentication with the private key of these random bytes; a copy has others than its DG14 says.
    #[must_use]
    pub fn with_chip_key(mut self, curve: KeyKind, suite: Suite, random: &[u8]) -> Self {
        self.chip =
            Group::of(curve).and_then(|group| Some((group.clone(), group.scalar(random).ok()?, suite)));
        self
    }

    /// Lets something go wrong.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// The same while it is spoken with.
    pub fn add_fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Refuses to be asked for more bytes at once: chips of Chinese passports take 231.
    #[must_use]
    pub fn with_longest(mut self, bytes: usize) -> Self {
        self.longest = bytes;
        self
    }

    /// The chip enters the field again; a fault that took it away is over.
    pub fn power_on(&mut self) {
        self.faults.retain(|fault| !matches!(fault, Fault::LostAfter(_)));
        self.in_application = false;
        self.pace_state = None;
        self.bac = None;
        self.pending.clear();
        self.selected = None;
        self.drop_channel();
    }

    /// How many commands came so far.
    pub fn commands(&self) -> u32 {
        self.count
    }

    /// Takes a command and answers; empty when the chip is out of the field.
    pub fn transceive(&mut self, apdu: &[u8]) -> Vec<u8> {
        self.count += 1;
        if self.faults.iter().any(|fault| matches!(fault, Fault::LostAfter(last) if self.count >= *last)) {
            return Vec::new();
        }
        let mut response = self.answer(apdu);
        for fault in &self.faults {
            match *fault {
                Fault::Tamper { command, bit } if command == self.count => {
                    let at = bit / 8 % response.len();
                    if let Some(byte) = response.get_mut(at) {
                        *byte ^= 1 << (bit % 8);
                    }
                }
                Fault::Refuse { command, status } if command == self.count => {
                    response = status.to_be_bytes().to_vec();
                }
                _ => {}
            }
        }
        response
    }

    fn answer(&mut self, apdu: &[u8]) -> Vec<u8> {
        if let [_, 0xc0, 0, 0, ..] = apdu {
            return self.part();
        }
        let Some(request) = Request::parse(apdu) else { return self.fail(0x6700) };
        if request.header[0] & 0x0c == 0 {
            self.drop_channel();
            let (data, status) = self.run(&request);
            return [data, status.to_be_bytes().to_vec()].concat();
        }
        let Some(mut secure) = self.secure.take() else { return self.fail(0x6988) };
        let Some(request) = secure.open(&request) else { return self.fail(0x6988) };
        if let (0xa4, Some(fault)) = (request.header[1], self.cut_off(&request)) {
            return self.fail(fault);
        }
        if request
            .expected
            .is_some_and(|expected| expected > self.longest && request.header[1] & 0xfe == 0xb0)
        {
            return self.fail(0x6700);
        }
        self.secure = Some(secure);
        let (data, status) = self.run(&request);
        // Chip authentication changes keys after this response, which goes under the old ones.
        let changed = self.chip_state.take_changed();
        let Some(secure) = &mut self.secure else { return self.fail(0x6988) };
        let response = secure.seal(&data, status, request.header[1]);
        if let Some(changed) = changed {
            self.secure = Some(changed);
        }
        self.pending = response;
        self.part()
    }

    /// The response, or the first part of a long one.
    fn part(&mut self) -> Vec<u8> {
        if self.pending.len() <= SHORT + 2 {
            return core::mem::take(&mut self.pending);
        }
        let rest = self.pending.split_off(SHORT);
        let part = core::mem::replace(&mut self.pending, rest);
        let left = u8::try_from(self.pending.len().saturating_sub(2)).unwrap_or(0);
        [part, vec![0x61, left]].concat()
    }

    fn cut_off(&self, request: &Request) -> Option<u16> {
        let file = file_of(&request.data)?;
        let missing = self.faults.contains(&Fault::CutOff(file)).then_some(0x6a82);
        missing.or(self.faults.contains(&Fault::Stumble(file)).then_some(0x6f00))
    }

    /// An error of secure messaging ends it.
    fn fail(&mut self, status: u16) -> Vec<u8> {
        self.drop_channel();
        status.to_be_bytes().to_vec()
    }

    fn drop_channel(&mut self) {
        self.secure = None;
        self.chip_state = ChipState::Idle;
    }

    fn run(&mut self, request: &Request) -> Reply {
        let [_, ins, p1, p2] = request.header;
        match (ins, p1, p2) {
            (0xa4, 0x04, _) => self.select_application(&request.data),
            (0xa4, 0x00, _) => {
                self.in_application = false;
                (Vec::new(), 0x9000)
            }
            (0xa4, 0x02, _) => self.select(&request.data),
            (0x84, ..) if self.in_application && self.basic => self.challenge(),
            (0x82, ..) if self.bac.is_some() => self.external_authenticate(&request.data),
            (0x22, 0xc1, 0xa4) => self.pace_set(&request.data),
            (0x22, 0x41, 0xa4 | 0xa6) if self.secure.is_some() => self.chip_set(&request.data, p2),
            (0x86, ..) if self.pace_state.is_some() => self.pace_step(&request.data),
            (0x86, ..) if self.secure.is_some() => self.chip_step(&request.data),
            (0x88, ..) if self.secure.is_some() => self.internal_authenticate(&request.data),
            (0xb0 | 0xb1, ..) => self.read(request),
            _ => (Vec::new(), 0x6d00),
        }
    }

    fn select_application(&mut self, name: &[u8]) -> Reply {
        self.in_application = name == super::apdu::APPLICATION;
        (Vec::new(), if self.in_application { 0x9000 } else { 0x6a82 })
    }

    fn select(&mut self, fid: &[u8]) -> Reply {
        self.selected = None;
        let Some(file) = file_of(fid) else { return (Vec::new(), 0x6a82) };
        let outside = file == File::CardAccess;
        if outside == self.in_application {
            return (Vec::new(), 0x6a82);
        }
        if !outside && self.secure.is_none() {
            return (Vec::new(), 0x6982);
        }
        if !self.files.iter().any(|(name, _)| *name == file) {
            return (Vec::new(), 0x6a82);
        }
        self.selected = Some(file);
        (Vec::new(), 0x9000)
    }

    fn read(&self, request: &Request) -> Reply {
        let [_, ins, p1, p2] = request.header;
        let file = self.files.iter().find(|(name, _)| Some(*name) == self.selected);
        let Some((name, bytes)) = file else { return (Vec::new(), 0x6986) };
        if *name != File::CardAccess && self.secure.is_none() {
            return (Vec::new(), 0x6982);
        }
        let (offset, wrapped) = if ins == 0xb1 {
            let Some([0x54, _, digits @ ..]) = request.data.get(..) else { return (Vec::new(), 0x6a80) };
            (digits.iter().fold(0, |offset, byte| offset << 8 | usize::from(*byte)), true)
        } else {
            (usize::from(p1 & 0x7f) << 8 | usize::from(p2), false)
        };
        let Some(rest) = bytes.get(offset..).filter(|rest| !rest.is_empty()) else {
            return (Vec::new(), 0x6b00);
        };
        let asked = request.expected.unwrap_or(0);
        let asked = if wrapped { asked.saturating_sub(if asked > 130 { 3 } else { 2 }) } else { asked };
        let data = rest.get(..asked.min(rest.len())).unwrap_or_default();
        let status = if asked > rest.len() { 0x6282 } else { 0x9000 };
        match wrapped.then(|| crate::lds::tlv::write(0x53, data)).flatten() {
            Some(object) => (object, status),
            None => (data.to_vec(), status),
        }
    }
}

impl Request {
    /// Short commands only.
    fn parse(apdu: &[u8]) -> Option<Self> {
        let (header, body) = apdu.split_first_chunk::<4>()?;
        let le = |byte: &u8| Some(if *byte == 0 { 256 } else { usize::from(*byte) });
        let (data, expected) = match body {
            [] => (&[][..], None),
            [expected] => (&[][..], le(expected)),
            [length, rest @ ..] if *length != 0 => {
                let (data, after) = rest.split_at_checked(usize::from(*length))?;
                match after {
                    [] => (data, None),
                    [expected] => (data, le(expected)),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Self { header: *header, data: data.to_vec(), expected })
    }
}

fn file_of(fid: &[u8]) -> Option<File> {
    File::ALL.into_iter().find(|file| file.fid() == fid)
}
