//! The Italian list (DRL): chunks of a snapshot, and of what changed since a version.

use super::{Found, array, number, shape};
use crate::cbor::Value;
use crate::revocation::identity::Identity;
use crate::revocation::published::rollback;
use crate::revocation::{RevocationError, code};
use base64ct::{Base64, Encoding};

/// The list, as far as its chunks are at hand.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    version: u64,
    /// The version being read, and the last of its chunks; the chunks before are at hand.
    reading: Option<(u64, u64, u64)>,
    hashes: Vec<[u8; 32]>,
    next: Vec<[u8; 32]>,
    any: bool,
}

impl List {
    /// Takes the next chunk. What is asked changes only when the last is in and the total is right.
    pub fn take(&mut self, value: &Value) -> Result<(), RevocationError> {
        let (version, chunk) = (number(value, "version")?, number(value, "chunk")?);
        let last = number(value, "lastChunk")?;
        let delta = value.get_text("delta").filter(|delta| **delta != Value::Null);
        if version < self.version {
            return Err(rollback(version, self.version));
        }
        if delta.is_some() {
            let from = number(value, "fromVersion")?;
            if !self.any || from != self.version {
                let detail = format!("from version {from}, at hand {}", self.version);
                return Err(RevocationError::new(code::GAP, detail));
            }
        }
        let expected = match self.reading {
            Some((reading, chunk, _)) if reading == version => chunk + 1,
            _ => 1,
        };
        if chunk != expected || chunk > last {
            return Err(RevocationError::new(code::GAP, format!("chunk {chunk}, expected {expected}")));
        }
        if chunk == 1 {
            self.next = if delta.is_some() { self.hashes.clone() } else { Vec::new() };
        }
        match delta {
            Some(delta) => self.change(delta)?,
            None => self.next.extend(hashes(value, "revokedUcvi")?),
        }
        self.reading = Some((version, chunk, last));
        if chunk < last { Ok(()) } else { self.finish(value, version) }
    }

    fn change(&mut self, delta: &Value) -> Result<(), RevocationError> {
        // a delta may only add or only take away; states' own readers look whether each is there
        let of = |member| match delta.get_text(member) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(_) => hashes(delta, member),
        };
        let mut gone = of("deletions")?;
        gone.sort_unstable();
        self.next.retain(|hash| gone.binary_search(hash).is_err());
        self.next.extend(of("insertions")?);
        Ok(())
    }

    fn finish(&mut self, value: &Value, version: u64) -> Result<(), RevocationError> {
        self.reading = None;
        let mut next = core::mem::take(&mut self.next);
        next.sort_unstable();
        next.dedup();
        if let Ok(total) = number(value, "totalNumberUCVI")
            && total != next.len() as u64
        {
            return Err(shape("totalNumberUCVI"));
        }
        (self.hashes, self.version, self.any) = (next, version, true);
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        !self.any && self.reading.is_none()
    }

    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    pub fn version(&self) -> u64 {
        self.version
    }

    /// Chunks of the version being read that have not come.
    pub fn missing(&self) -> Vec<String> {
        match self.reading {
            // Named by their span: a hostile count of chunks must not become as many names.
            Some((version, chunk, last)) if chunk < last => {
                vec![format!("version {version} chunk {}-{last}", chunk + 1)]
            }
            _ => Vec::new(),
        }
    }

    pub fn look_up(&self, identity: &Identity) -> Found {
        let ids = identity.whole_hashes();
        if ids.iter().any(|id| self.hashes.binary_search(id).is_ok()) {
            return Found::Revoked;
        }
        match self.missing().pop() {
            _ if ids.is_empty() => Found::NotCovered,
            Some(missing) if !self.any => Found::NotLoaded(missing),
            _ => Found::Clear,
        }
    }
}

fn hashes(value: &Value, member: &str) -> Result<Vec<[u8; 32]>, RevocationError> {
    let mut hashes = Vec::new();
    for text in array(value, member)? {
        let mut hash = [0; 32];
        let read = text.as_text().and_then(|text| Base64::decode(text, &mut hash).ok());
        if read.is_none_or(|read| read.len() != 32) {
            return Err(shape(member));
        }
        hashes.push(hash);
    }
    Ok(hashes)
}
