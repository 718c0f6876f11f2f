//! The chip's side of secure messaging.

use super::Request;
use super::crypto::{Keys, block, padded};
use crate::lds::tlv::{Reader, write};
use healthpass_crypto::symmetric::Suite;

pub(super) struct Secure {
    keys: Keys,
    counter: u128,
}

impl Secure {
    pub fn new(keys: Keys, counter: u128) -> Self {
        Self { keys, counter }
    }

    /// The command inside; `None` when it is not the terminal's.
    pub fn open(&mut self, request: &Request) -> Option<Request> {
        self.counter = self.counter.wrapping_add(1);
        let size = block(self.keys.suite);
        let (objects, code) = request.data.split_at_checked(request.data.len().checked_sub(10)?)?;
        let message = [self.counter_bytes(), padded(&request.header, size), objects.to_vec()].concat();
        if code.strip_prefix(&[0x8e, 8])? != self.keys.code(&padded(&message, size)) {
            return None;
        }
        let mut plain = Request { header: request.header, data: Vec::new(), expected: None };
        plain.header[0] &= !0x0c;
        let mut objects = Reader::new(objects);
        while let Some(object) = objects.next().ok()? {
            match object.tag {
                0x87 => plain.data = self.decrypt(object.value.strip_prefix(&[1])?)?,
                0x85 => plain.data = self.decrypt(object.value)?,
                0x97 => {
                    plain.expected =
                        object.value.first().map(|byte| if *byte == 0 { 256 } else { usize::from(*byte) })
                }
                _ => return None,
            }
        }
        Some(plain)
    }

    /// The response as sent.
    pub fn seal(&mut self, data: &[u8], status: u16, instruction: u8) -> Vec<u8> {
        self.counter = self.counter.wrapping_add(1);
        let size = block(self.keys.suite);
        let mut objects = Vec::new();
        if !data.is_empty() {
            let secret = self.keys.encrypt(&self.iv(), &padded(data, size));
            let (tag, value) = match instruction % 2 {
                0 => (0x87, [&[1], secret.as_slice()].concat()),
                _ => (0x85, secret),
            };
            objects.extend(write(tag, &value).unwrap_or_default());
        }
        objects.extend([0x99, 2]);
        objects.extend(status.to_be_bytes());
        let code = self.keys.code(&padded(&[self.counter_bytes(), objects.clone()].concat(), size));
        objects.extend(write(0x8e, &code).unwrap_or_default());
        objects.extend(status.to_be_bytes());
        objects
    }

    fn decrypt(&self, secret: &[u8]) -> Option<Vec<u8>> {
        let plain = self.keys.decrypt(&self.iv(), secret)?;
        let end = plain.iter().rposition(|byte| *byte == 0x80)?;
        plain.get(..end).map(<[u8]>::to_vec)
    }

    fn iv(&self) -> Vec<u8> {
        match self.keys.suite {
            Suite::TripleDes => vec![0; 8],
            _ => self.keys.encrypt(&[0; 16], &self.counter_bytes()),
        }
    }

    fn counter_bytes(&self) -> Vec<u8> {
        let all = self.counter.to_be_bytes();
        all.get(all.len() - block(self.keys.suite)..).unwrap_or_default().to_vec()
    }
}
