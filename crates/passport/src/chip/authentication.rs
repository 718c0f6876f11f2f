//! Chip authentication with elliptic curves (ICAO 9303-11 section 6.2): the chip shows that it has the private key
//! of the public one in DG14, by speaking on under keys agreed with it.

use super::apdu::Command;
use super::channel::Channel;
use super::pace::general;
use super::{ChipError, Seed};
use crate::lds::File;
use crate::lds::security_infos::{ChipInfo, ChipKey, SecurityInfos};
use crate::lds::tlv;
use healthpass_crypto::key_agreement::{Group, Point};
use healthpass_crypto::symmetric::Suite;
use zeroize::Zeroizing;

/// Key identifiers are sent back as they were read, if they are not absurd.
const KEY_ID_LIMIT: usize = 16;

/// The exchange between two of its steps.
pub(super) struct ChipExchange {
    info: ChipInfo,
    group: Group,
    point: Point,
    public: Vec<u8>,
    secret: Zeroizing<Vec<u8>>,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// MSE:Set AT was sent; the key follows.
    Set,
    /// The key was sent; the next command goes under the new keys.
    Agreed,
    /// The first command under the new keys was sent.
    Proving,
}

impl ChipExchange {
    /// The exchange a DG14 offers, if it is one spoken here.
    pub fn of(dg14: &[u8]) -> Option<Self> {
        let infos = SecurityInfos::parse_dg14(dg14).ok()?;
        let (info, key) = choose(&infos)?;
        let group = Group::of(key.key.kind())?;
        let point = group.point_of(&key.key)?;
        let info = ChipInfo { key_id: key.key_id.clone(), ..info };
        Some(Self {
            info,
            group,
            point,
            public: Vec::new(),
            secret: Zeroizing::new(Vec::new()),
            state: State::Set,
        })
    }

    /// Agrees on keys and makes the first command.
    pub fn start(&mut self, seed: &mut Seed) -> Result<Command, ChipError> {
        let random = seed.take(self.group.random_bytes())?;
        let scalar = self.group.scalar(&random).map_err(|_| ChipError::Random)?;
        self.public = self.group.public(&scalar).map_err(|_| ChipError::Random)?.sec1().to_vec();
        self.secret = self.group.agree(&scalar, &self.point).map_err(|_| ChipError::Random)?;
        let suite = self.info.suite;
        let (first, tag, header) = match suite {
            Suite::TripleDes => (self.public.clone(), 0x91, [0x00, 0x22, 0x41, 0xa6]),
            _ => (self.info.oid(), 0x80, [0x00, 0x22, 0x41, 0xa4]),
        };
        let mut data = tlv::write(tag, &first).ok_or(ChipError::Malformed)?;
        if let Some(id) = &self.info.key_id {
            data.extend(tlv::write(0x84, id).ok_or(ChipError::Malformed)?);
        }
        self.state = if suite == Suite::TripleDes { State::Agreed } else { State::Set };
        Ok(Command::new(header, &data, None))
    }

    /// After a command that was accepted: the next, and the new channel when it goes under the new keys.
    pub fn go_on(&mut self) -> Result<(Option<Channel>, Command), ChipError> {
        if self.state == State::Set {
            self.state = State::Agreed;
            let key = tlv::write(0x80, &self.public).ok_or(ChipError::Malformed)?;
            return Ok((None, general(&key, true)?));
        }
        self.state = State::Proving;
        let channel = Channel::fresh(self.info.suite, &self.secret).ok_or(ChipError::Malformed)?;
        // Any command will do; DG14 is known to be there.
        let probe = Command::new([0x00, 0xa4, 0x02, 0x0c], &File::Dg14.fid(), None);
        Ok((Some(channel), probe))
    }

    /// Whether the response awaited is under the new keys: one that authenticates is the proof.
    pub fn proved(&self) -> bool {
        self.state == State::Proving
    }
}

/// The first info with its key. A key without an info means 3DES (9303-11 section 6.2.4, older chips).
fn choose(infos: &SecurityInfos) -> Option<(ChipInfo, &ChipKey)> {
    let usable = |key: &&ChipKey| key.key_id.as_ref().is_none_or(|id| id.len() <= KEY_ID_LIMIT);
    for info in &infos.chip_authentication {
        let key =
            infos.keys.iter().filter(usable).find(|key| info.key_id.is_none() || key.key_id == info.key_id);
        if let Some(key) = key {
            return Some((info.clone(), key));
        }
    }
    let only = infos.keys.iter().find(usable).filter(|_| infos.chip_authentication.is_empty());
    only.map(|key| (ChipInfo { suite: Suite::TripleDes, key_id: None }, key))
}
