//! PACE with elliptic curves and generic mapping (ICAO 9303-11 section 4.4).

use super::apdu::Command;
use super::channel::Channel;
use super::{Access, ChipError, Seed};
use crate::lds::security_infos::PaceInfo;
use crate::lds::tlv::{self, Reader};
use healthpass_crypto::key_agreement::{Group, Point, Scalar};
use healthpass_crypto::symmetric::{Cipher, Suite, derive_key, mac, mac_holds};
use zeroize::Zeroizing;

/// Dynamic authentication data, and what it carries.
const DYNAMIC: u16 = 0x7c;
const NONCE: u16 = 0x80;
const MAP_OURS: u16 = 0x81;
const MAP_THEIRS: u16 = 0x82;
const KEY_OURS: u16 = 0x83;
const KEY_THEIRS: u16 = 0x84;
const TOKEN_OURS: u16 = 0x85;
const TOKEN_THEIRS: u16 = 0x86;
/// The public key data object of a token (9303-11 section 9.4.5).
const PUBLIC_KEY: u16 = 0x7f49;
const OBJECT_IDENTIFIER: u16 = 0x06;
const PUBLIC_POINT: u16 = 0x86;
/// The password is the machine readable zone.
const MRZ_PASSWORD: [u8; 3] = [0x83, 0x01, 0x01];
/// Bytes of the nonce: whole blocks, 16 in every suite.
const NONCE_SIZE: usize = 16;

/// The protocol between two of its steps.
pub(crate) struct Pace {
    info: PaceInfo,
    group: Group,
    nonce: Zeroizing<Vec<u8>>,
    scalar: Option<Scalar>,
    public: Vec<u8>,
    secret: Zeroizing<Vec<u8>>,
    their_public: Vec<u8>,
}

impl Pace {
    /// MSE:Set AT.
    pub fn start(info: PaceInfo) -> Option<(Self, Command)> {
        let group = Group::of(info.curve)?;
        let mut data = tlv::write(0x80, &info.oid())?;
        data.extend(MRZ_PASSWORD);
        data.extend([0x84, 1, info.parameter]);
        let none = || Zeroizing::new(Vec::new());
        let pace = Self {
            info,
            group,
            nonce: none(),
            scalar: None,
            public: Vec::new(),
            secret: none(),
            their_public: Vec::new(),
        };
        Some((pace, Command::new([0x00, 0x22, 0xc1, 0xa4], &data, None)))
    }

    /// GENERAL AUTHENTICATE for the nonce.
    pub fn ask_nonce(&self) -> Result<Command, ChipError> {
        general(&[], false)
    }

    /// Takes the encrypted nonce; offers the key of the mapping.
    pub fn map(&mut self, access: &Access, seed: &mut Seed, response: &[u8]) -> Result<Command, ChipError> {
        let secret = value(response, NONCE)?;
        if secret.len() != NONCE_SIZE {
            return Err(ChipError::Malformed);
        }
        let suite = self.info.suite;
        let cipher = Cipher::new(suite, &derive_key(suite, &access.secret(), 3));
        let nonce = cipher.and_then(|cipher| cipher.decrypt_cbc(&vec![0; suite.block()], secret));
        self.nonce = Zeroizing::new(nonce.ok_or(ChipError::Malformed)?);
        self.offer(seed, MAP_OURS)
    }

    /// Takes the chip's mapping key; offers the key on the mapped generator.
    pub fn agree(&mut self, seed: &mut Seed, response: &[u8]) -> Result<Command, ChipError> {
        let point = self.peer(response, MAP_THEIRS)?;
        let scalar = self.scalar.take().ok_or(ChipError::Malformed)?;
        self.group = self.group.map(&self.nonce, &scalar, &point).map_err(|_| ChipError::Tampered)?;
        self.offer(seed, KEY_OURS)
    }

    /// Takes the chip's key; sends the token.
    pub fn confirm(&mut self, response: &[u8]) -> Result<Command, ChipError> {
        let point = self.peer(response, KEY_THEIRS)?;
        let scalar = self.scalar.take().ok_or(ChipError::Malformed)?;
        self.secret = self.group.agree(&scalar, &point).map_err(|_| ChipError::Tampered)?;
        self.their_public = point.sec1().to_vec();
        let token = self.token(&self.their_public).ok_or(ChipError::Malformed)?;
        general(&tlv::write(TOKEN_OURS, &token).ok_or(ChipError::Malformed)?, true)
    }

    /// Judges the chip's token; the channel when it is the chip's.
    pub fn finish(&self, response: &[u8]) -> Result<Channel, ChipError> {
        let found = value(response, TOKEN_THEIRS)?;
        let message = self.token_message(&self.public).ok_or(ChipError::Malformed)?;
        if !mac_holds(self.info.suite, &self.mac_key(), &message, found) {
            return Err(ChipError::Tampered);
        }
        Channel::fresh(self.info.suite, &self.secret).ok_or(ChipError::Malformed)
    }

    fn offer(&mut self, seed: &mut Seed, tag: u16) -> Result<Command, ChipError> {
        let random = seed.take(self.group.random_bytes())?;
        let scalar = self.group.scalar(&random).map_err(|_| ChipError::Random)?;
        let public = self.group.public(&scalar).map_err(|_| ChipError::Random)?;
        self.public = public.sec1().to_vec();
        self.scalar = Some(scalar);
        general(&tlv::write(tag, &self.public).ok_or(ChipError::Malformed)?, false)
    }

    /// The chip's point: on the curve, and not our own (9303-11 section 4.4.1).
    fn peer(&self, response: &[u8], tag: u16) -> Result<Point, ChipError> {
        let sec1 = value(response, tag)?;
        if sec1 == self.public {
            return Err(ChipError::Tampered);
        }
        self.group.point(sec1).map_err(|_| ChipError::Tampered)
    }

    fn token(&self, public: &[u8]) -> Option<[u8; 8]> {
        mac(self.info.suite, &self.mac_key(), &self.token_message(public)?)
    }

    fn token_message(&self, public: &[u8]) -> Option<Vec<u8>> {
        let oid = tlv::write(OBJECT_IDENTIFIER, &self.info.oid())?;
        tlv::write(PUBLIC_KEY, &[oid, tlv::write(PUBLIC_POINT, public)?].concat())
    }

    fn mac_key(&self) -> Zeroizing<Vec<u8>> {
        derive_key(self.info.suite, &self.secret, 2)
    }
}

/// The offer to take of those a chip makes: the strongest cipher, and the first of its curves.
pub(crate) fn choose(offers: &[PaceInfo]) -> Option<PaceInfo> {
    let mut best: Option<PaceInfo> = None;
    let strength = |info: &PaceInfo| match info.suite {
        Suite::TripleDes => 0,
        Suite::Aes128 => 1,
        Suite::Aes192 => 2,
        Suite::Aes256 => 3,
    };
    for offer in offers {
        if best.as_ref().is_none_or(|best| strength(offer) > strength(best)) {
            best = Some(*offer);
        }
    }
    best
}

/// GENERAL AUTHENTICATE; chained until the last.
pub(crate) fn general(data: &[u8], last: bool) -> Result<Command, ChipError> {
    let data = tlv::write(DYNAMIC, data).ok_or(ChipError::Malformed)?;
    Ok(Command::new([if last { 0x00 } else { 0x10 }, 0x86, 0x00, 0x00], &data, Some(256)))
}

/// The one value asked for out of dynamic authentication data.
fn value(response: &[u8], tag: u16) -> Result<&[u8], ChipError> {
    let mut inside = Reader::only(response, DYNAMIC).map_err(|_| ChipError::Malformed)?;
    inside.expect(tag).map(|object| object.value).map_err(|_| ChipError::Malformed)
}
