//! Reading one file: SELECT, its header, then the rest in pieces.

use super::apdu::{Command, END_OF_FILE, OK, says_missing};
use super::{CHUNK, ChipError};
use crate::lds::tlv::{self, Header, Reader};
use crate::lds::{FILE_LIMIT, File};

/// Bytes read first: the tag, and a length of up to three bytes; one more completes one of four.
const HEADER: usize = 4;
/// The first byte of a length of four.
const LONG_LENGTH: u8 = 0x83;
/// Offsets of READ BINARY with P1 and P2 are 15 bits; beyond, the odd instruction takes them as data.
const FAR: usize = 0x8000;
/// Discretionary data of the odd instruction, and most bytes of its header here.
const DISCRETIONARY: u16 = 0x53;
const DISCRETIONARY_HEADER: usize = 3;
/// How often a chip may correct the length asked for.
const CORRECTIONS: u8 = 2;

/// A file half read.
pub(super) struct Reading {
    file: File,
    selected: bool,
    total: Option<usize>,
    bytes: Vec<u8>,
    asked: usize,
    corrections: u8,
}

/// What a response brought.
pub(super) enum Part {
    Next(Command),
    Whole(Vec<u8>),
    Missing,
}

impl Reading {
    pub fn of(file: File) -> Self {
        Self { file, selected: false, total: None, bytes: Vec::new(), asked: 0, corrections: 0 }
    }

    pub fn file(&self) -> File {
        self.file
    }

    /// SELECT by file identifier.
    pub fn select(&self) -> Command {
        Command::new([0x00, 0xa4, 0x02, 0x0c], &self.file.fid(), None)
    }

    /// Takes a response.
    pub fn take(&mut self, data: &[u8], status: u16) -> Result<Part, ChipError> {
        if !self.selected {
            return match status {
                OK => {
                    self.selected = true;
                    Ok(Part::Next(self.read(HEADER)))
                }
                status if says_missing(status) => Ok(Part::Missing),
                status => Err(ChipError::Status(status)),
            };
        }
        match status {
            OK | END_OF_FILE => self.append(data),
            // Not for us, found out only on reading.
            0x6982 if self.bytes.is_empty() => Ok(Part::Missing),
            0x6c01..=0x6cff if self.corrections < CORRECTIONS => {
                self.corrections += 1;
                Ok(Part::Next(self.read(usize::from(status & 0xff).min(self.asked))))
            }
            status => Err(ChipError::Status(status)),
        }
    }

    fn append(&mut self, data: &[u8]) -> Result<Part, ChipError> {
        let content = ChipError::FileContent(self.file);
        let data = if self.bytes.len() < FAR {
            data
        } else {
            let mut outer = Reader::new(data);
            let inside = outer.expect(DISCRETIONARY).map_err(|_| content)?;
            outer.end().map_err(|_| content)?;
            inside.value
        };
        if data.is_empty() || data.len() > self.asked {
            return Err(content);
        }
        self.bytes.extend_from_slice(data);
        if self.total.is_none() {
            if let [_, LONG_LENGTH, _, _] = self.bytes.as_slice() {
                return Ok(Part::Next(self.read(1)));
            }
            let header = Header::read(&self.bytes).filter(|header| header.tag == u16::from(self.file.tag()));
            let total = header.map(Header::total).ok_or(content)?;
            if total > FILE_LIMIT {
                return Err(ChipError::FileSize(self.file));
            }
            self.total = Some(total);
            self.bytes.truncate(total);
        }
        let left = self.total.unwrap_or_default().saturating_sub(self.bytes.len());
        match left {
            0 => Ok(Part::Whole(core::mem::take(&mut self.bytes))),
            left => Ok(Part::Next(self.read(left))),
        }
    }

    /// READ BINARY from where we are.
    fn read(&mut self, wanted: usize) -> Command {
        let offset = self.bytes.len();
        if offset < FAR {
            // Not across the line: the instruction changes there.
            self.asked = wanted.min(CHUNK).min(FAR - offset);
            let [high, low] = (offset as u16).to_be_bytes();
            return Command::new([0x00, 0xb0, high, low], &[], Some(self.asked));
        }
        self.asked = wanted.min(CHUNK - DISCRETIONARY_HEADER);
        let [_, bytes @ ..] = (offset as u32).to_be_bytes();
        let digits = bytes.strip_prefix(&[0]).unwrap_or(&bytes);
        let data = tlv::write(0x54, digits).unwrap_or_default();
        Command::new([0x00, 0xb1, 0x00, 0x00], &data, Some(self.asked + DISCRETIONARY_HEADER))
    }

    /// How far it is, in bytes of [`usual_size`].
    pub fn weight(&self) -> usize {
        let usual = usual_size(self.file);
        match self.total {
            // Their product may be more than 32 bits hold.
            Some(total) if total > 0 => (usual as u64 * self.bytes.len() as u64 / total as u64) as usize,
            _ => 0,
        }
    }
}

/// Bytes a file usually has, to tell progress by.
pub(super) fn usual_size(file: File) -> usize {
    match file {
        File::CardAccess | File::Com => 30,
        File::Dg1 => 93,
        File::Dg2 => 18_000,
        File::Dg11 | File::Dg12 => 200,
        File::Dg14 | File::Dg15 => 350,
        File::Sod => 2000,
    }
}
