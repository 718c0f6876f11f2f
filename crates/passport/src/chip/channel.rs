//! Secure messaging (ICAO 9303-11 section 9.8).

use super::ChipError;
use super::apdu::{self, Command};
use crate::lds::tlv::{self, Reader};
use healthpass_crypto::symmetric::{Cipher, MAC_SIZE, Suite, derive_key, mac, mac_holds, pad, unpad};
use zeroize::Zeroizing;

/// Data objects: cryptogram with padding indicator, the same without (odd instructions), Le, status, code.
const CRYPTOGRAM: u16 = 0x87;
const CRYPTOGRAM_ODD: u16 = 0x85;
const EXPECTED: u16 = 0x97;
const STATUS: u16 = 0x99;
const CODE: u16 = 0x8e;
/// Padding method 2, before the cryptogram of DO 87.
const PADDED: u8 = 1;

/// Keys and counter of one secured conversation.
pub(crate) struct Channel {
    cipher: Cipher,
    mac_key: Zeroizing<Vec<u8>>,
    counter: Vec<u8>,
}

/// What a response says, once it is known to be the chip's.
#[derive(Debug)]
pub(crate) struct Answer {
    pub data: Vec<u8>,
    pub status: u16,
}

impl Channel {
    /// From the shared secret of BAC, PACE or chip authentication.
    pub fn new(suite: Suite, secret: &[u8], counter: &[u8]) -> Option<Self> {
        Self::from_keys(suite, &derive_key(suite, secret, 1), derive_key(suite, secret, 2), counter)
    }

    pub fn from_keys(suite: Suite, key: &[u8], mac_key: Zeroizing<Vec<u8>>, counter: &[u8]) -> Option<Self> {
        let cipher = Cipher::new(suite, key)?;
        (counter.len() == suite.block()).then(|| Self { cipher, mac_key, counter: counter.to_vec() })
    }

    /// A channel whose counter is at zero, as after PACE and chip authentication.
    pub fn fresh(suite: Suite, secret: &[u8]) -> Option<Self> {
        Self::new(suite, secret, &vec![0; suite.block()])
    }

    /// The command as sent; counts.
    pub fn protect(&mut self, command: &Command) -> Option<Vec<u8>> {
        self.count();
        let [cla, ins, p1, p2] = command.header;
        let header = [cla | 0x0c, ins, p1, p2];
        let mut objects = Vec::new();
        if !command.data.is_empty() {
            let secret = self.cipher.encrypt_cbc(&self.iv()?, &pad(&command.data, self.block()))?;
            objects.extend(match ins % 2 {
                0 => tlv::write(CRYPTOGRAM, &[&[PADDED], secret.as_slice()].concat())?,
                _ => tlv::write(CRYPTOGRAM_ODD, &secret)?,
            });
        }
        if let Some(expected) = command.expected_byte() {
            objects.extend(tlv::write(EXPECTED, &[expected])?);
        }
        let message = [self.counter.as_slice(), &pad(&header, self.block()), &objects].concat();
        objects.extend(tlv::write(CODE, &mac(self.suite(), &self.mac_key, &self.aligned(message))?)?);
        Some(Command { header, data: objects, expected: Some(256) }.plain())
    }

    /// Takes a response apart, which must be `[87 | 85] 99 8E` in this order with a code that holds and the
    /// same status inside as outside; counts.
    ///
    /// # Errors
    /// [`ChipError::Status`] for a bare status word, which ends secure messaging; [`ChipError::Malformed`];
    /// [`ChipError::Tampered`].
    pub fn unprotect(&mut self, response: &[u8]) -> Result<Answer, ChipError> {
        let (body, status) = apdu::split(response).ok_or(ChipError::Malformed)?;
        if body.is_empty() {
            return Err(ChipError::Status(status));
        }
        self.count();
        let mut objects = Reader::new(body);
        let mut object = objects.next().ok().flatten().ok_or(ChipError::Malformed)?;
        let mut covered = 0;
        let mut cryptogram = None;
        if matches!(object.tag, CRYPTOGRAM | CRYPTOGRAM_ODD) {
            covered += object.encoding.len();
            cryptogram = Some(object);
            object = objects.next().ok().flatten().ok_or(ChipError::Malformed)?;
        }
        if object.tag != STATUS || object.value.len() != 2 {
            return Err(ChipError::Malformed);
        }
        covered += object.encoding.len();
        let inside = object.value;
        let code = objects.expect(CODE).map_err(|_| ChipError::Malformed)?.value;
        objects.end().map_err(|_| ChipError::Malformed)?;
        let message = [&self.counter, body.get(..covered).unwrap_or_default()].concat();
        let holds =
            code.len() == MAC_SIZE && mac_holds(self.suite(), &self.mac_key, &self.aligned(message), code);
        if !holds || inside != status.to_be_bytes() {
            return Err(ChipError::Tampered);
        }
        let data = cryptogram.map_or(Some(Vec::new()), |object| self.decrypt(object.tag, object.value));
        Ok(Answer { data: data.ok_or(ChipError::Malformed)?, status })
    }

    fn decrypt(&self, tag: u16, value: &[u8]) -> Option<Vec<u8>> {
        let secret = if tag == CRYPTOGRAM { value.strip_prefix(&[PADDED])? } else { value };
        let padded = self.cipher.decrypt_cbc(&self.iv()?, secret)?;
        unpad(&padded, self.block()).map(<[u8]>::to_vec)
    }

    /// Zero for 3DES; the encrypted counter for AES.
    fn iv(&self) -> Option<Vec<u8>> {
        let zero = vec![0; self.block()];
        match self.suite() {
            Suite::TripleDes => Some(zero),
            _ => self.cipher.encrypt_cbc(&zero, &self.counter),
        }
    }

    /// MAC algorithm 3 pads by itself; CMAC is given whole blocks (9303-11 section 9.8.6.1).
    fn aligned(&self, message: Vec<u8>) -> Vec<u8> {
        if self.suite() == Suite::TripleDes { message } else { pad(&message, self.block()) }
    }

    fn count(&mut self) {
        for byte in self.counter.iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                break;
            }
        }
    }

    fn suite(&self) -> Suite {
        self.cipher.suite()
    }

    fn block(&self) -> usize {
        self.suite().block()
    }

    #[cfg(all(test, feature = "mock-chip"))]
    pub(super) fn counter(&self) -> &[u8] {
        &self.counter
    }
}

impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Channel({:?})", self.suite())
    }
}
