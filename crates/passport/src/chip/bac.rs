//! Basic access control (ICAO 9303-11 section 4.3).

use super::apdu::Command;
use super::channel::Channel;
use super::{Access, ChipError, Seed};
use healthpass_crypto::symmetric::{Cipher, Suite, derive_key, mac, mac_holds};
use zeroize::Zeroizing;

/// Bytes of each side's nonce and key.
const NONCE: usize = 8;
const KEY: usize = 16;
/// Bytes of both nonces and a key, and of the code after them.
const BODY: usize = 2 * NONCE + KEY;
const RESPONSE: usize = BODY + 8;

pub(crate) const CHALLENGE_SIZE: usize = NONCE;

/// What was sent, to judge the reply by.
pub(crate) struct Mutual {
    cipher: Cipher,
    mac_key: Zeroizing<Vec<u8>>,
    chip_nonce: [u8; NONCE],
    nonce: Zeroizing<Vec<u8>>,
    key: Zeroizing<Vec<u8>>,
}

impl Mutual {
    /// GET CHALLENGE.
    pub fn challenge() -> Command {
        Command::new([0x00, 0x84, 0x00, 0x00], &[], Some(CHALLENGE_SIZE))
    }

    /// Takes the chip's nonce and makes EXTERNAL AUTHENTICATE.
    pub fn start(access: &Access, seed: &mut Seed, chip_nonce: &[u8]) -> Result<(Self, Command), ChipError> {
        let chip_nonce: [u8; NONCE] = chip_nonce.try_into().map_err(|_| ChipError::Malformed)?;
        let secret = access.secret();
        let secret = secret.get(..KEY).ok_or(ChipError::Malformed)?;
        let cipher = Cipher::new(Suite::TripleDes, &derive_key(Suite::TripleDes, secret, 1));
        let mutual = Self {
            cipher: cipher.ok_or(ChipError::Malformed)?,
            mac_key: derive_key(Suite::TripleDes, secret, 2),
            chip_nonce,
            nonce: seed.take(NONCE)?,
            key: seed.take(KEY)?,
        };
        let plain = Zeroizing::new([mutual.nonce.as_slice(), &chip_nonce, &mutual.key].concat());
        let data = mutual.sealed(&plain).ok_or(ChipError::Malformed)?;
        Ok((mutual, Command::new([0x00, 0x82, 0x00, 0x00], &data, Some(RESPONSE))))
    }

    /// Judges the chip's reply; the channel when it is the chip's.
    pub fn finish(&self, response: &[u8]) -> Result<Channel, ChipError> {
        if response.len() != RESPONSE {
            return Err(ChipError::Malformed);
        }
        let (body, code) = response.split_at_checked(BODY).ok_or(ChipError::Malformed)?;
        if !mac_holds(Suite::TripleDes, &self.mac_key, body, code) {
            return Err(ChipError::Tampered);
        }
        let plain = self.cipher.decrypt_cbc(&[0; 8], body).map(Zeroizing::new).ok_or(ChipError::Malformed)?;
        let chip_key =
            plain.strip_prefix(&self.chip_nonce).and_then(|rest| rest.strip_prefix(self.nonce.as_slice()));
        let chip_key = chip_key.ok_or(ChipError::Tampered)?;
        let secret: Zeroizing<Vec<u8>> =
            Zeroizing::new(self.key.iter().zip(chip_key).map(|(ours, theirs)| ours ^ theirs).collect());
        let half = |nonce: &[u8]| nonce.get(NONCE / 2..).unwrap_or_default().to_vec();
        let counter = [half(&self.chip_nonce), half(&self.nonce)].concat();
        Channel::new(Suite::TripleDes, &secret, &counter).ok_or(ChipError::Malformed)
    }

    fn sealed(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let mut secret = self.cipher.encrypt_cbc(&[0; 8], plain)?;
        secret.extend(mac(Suite::TripleDes, &self.mac_key, &secret)?);
        Some(secret)
    }
}
