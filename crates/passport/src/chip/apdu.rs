//! Commands and status words of ISO/IEC 7816-4, short lengths only.

/// `A0000002471001`, the passport application (ICAO 9303-10 section 3.4.2).
pub(crate) const APPLICATION: [u8; 7] = [0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];

pub(crate) const OK: u16 = 0x9000;
/// The end of the file came before all that was asked for.
pub(crate) const END_OF_FILE: u16 = 0x6282;

/// A command before secure messaging.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Command {
    /// CLA, INS, P1, P2.
    pub header: [u8; 4],
    pub data: Vec<u8>,
    /// Bytes of response asked for, 1 to 256.
    pub expected: Option<usize>,
}

impl Command {
    pub fn new(header: [u8; 4], data: &[u8], expected: Option<usize>) -> Self {
        Self { header, data: data.to_vec(), expected }
    }

    /// As sent without secure messaging. Nothing here has more than 255 bytes of data.
    pub fn plain(&self) -> Vec<u8> {
        let mut apdu = self.header.to_vec();
        if !self.data.is_empty() {
            apdu.push(self.data.len() as u8);
            apdu.extend_from_slice(&self.data);
        }
        apdu.extend(self.expected_byte());
        apdu
    }

    /// Le: 256 is written 0.
    pub fn expected_byte(&self) -> Option<u8> {
        self.expected.map(|count| count as u8)
    }
}

/// Splits a response into data and status word.
pub(crate) fn split(response: &[u8]) -> Option<(&[u8], u16)> {
    let (data, status) = response.split_last_chunk::<2>()?;
    Some((data, u16::from_be_bytes(*status)))
}

/// Status words with which chips say that the key is wrong: 6300 and 63Cx, security status not satisfied (6982),
/// conditions of use (6985), wrong secure messaging objects (6988), wrong data (6A80).
pub(crate) fn says_wrong_key(status: u16) -> bool {
    matches!(status, 0x6300 | 0x63c0..=0x63cf | 0x6982 | 0x6985 | 0x6988 | 0x6a80)
}

/// Status words with which chips say that a file is not there or not for us.
pub(crate) fn says_missing(status: u16) -> bool {
    matches!(status, 0x6982 | 0x6a82 | 0x6a83 | 0x6a88)
}

/// Status words with which chips say that a command's secure messaging objects are missing or wrong.
pub(crate) fn says_wrong_code(status: u16) -> bool {
    matches!(status, 0x6987 | 0x6988)
}
