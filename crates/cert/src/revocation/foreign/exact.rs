//! Lists of exact hashes: EU batches, SMART Health Cards, the Netherlands.

use super::{Found, array, kid, number, optional_time, shape, text};
use crate::cbor::Value;
use crate::revocation::RevocationError;
use crate::revocation::hash::Id;
use crate::revocation::identity::{HashKind, Identity};
use crate::time::UnixTime;
use base64ct::{Base64, Encoding};

/// A batch of the EU gateway.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// `None` where the issuer did not know which key it was.
    kid: Option<Vec<u8>>,
    kind: Option<HashKind>,
    expires_at: Option<UnixTime>,
    hashes: Vec<Id>,
}

/// What the gateway writes for a key that is not known.
const UNKNOWN_KID: &str = "UNKNOWN_KID";

impl Batch {
    pub fn take(&mut self, value: &Value) -> Result<(), RevocationError> {
        let kind = HashKind::from_name(text(value, "hashType")?).ok_or_else(|| shape("hashType"))?;
        let mut hashes = Vec::new();
        for entry in array(value, "entries")? {
            hashes.push(hash(text(entry, "hash")?)?);
        }
        hashes.sort_unstable();
        let of = text(value, "kid")?;
        *self = Self {
            kid: (of != UNKNOWN_KID).then(|| kid(of)),
            kind: Some(kind),
            expires_at: optional_time(value, "expires")?,
            hashes,
        };
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.kind.is_none()
    }

    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    pub fn expires_at(&self) -> Option<UnixTime> {
        self.expires_at
    }

    /// Identifier of its key; empty where that is not known.
    pub fn kid(&self) -> Vec<u8> {
        self.kid.clone().unwrap_or_default()
    }

    /// Past its end the certificates of a batch have expired themselves; it still names them.
    pub fn look_up(&self, identity: &Identity, whole: bool) -> Found {
        let Some(kind) = self.kind.filter(|_| self.kid.as_ref().is_none_or(|kid| *kid == identity.kid))
        else {
            return Found::NotCovered;
        };
        let ids = identity.ids(kind);
        if ids.iter().any(|id| self.hashes.binary_search(id).is_ok()) {
            return Found::Revoked;
        }
        // One batch of many: by itself it tells only of what it names.
        if whole && !ids.is_empty() { Found::Clear } else { Found::NotCovered }
    }
}

/// 16 bytes, or more of which the first 16 count.
fn hash(text: &str) -> Result<Id, RevocationError> {
    let bytes = Base64::decode_vec(text).ok();
    bytes.and_then(|bytes| bytes.first_chunk().copied()).ok_or_else(|| shape("hash"))
}

/// The revocation list of one key of a SMART Health Cards issuer.
#[derive(Clone, Debug, Default)]
pub(super) struct Rids {
    kid: Vec<u8>,
    counter: u64,
    /// With the time before which cards of this identifier are withdrawn; `None` for all.
    rids: Vec<(String, Option<UnixTime>)>,
}

/// Characters of an identifier (SMART Health Cards, "Revocation").
const MAX_RID: usize = 24;

impl Rids {
    /// Whether `value` is a list of the same key.
    pub fn is_of(&self, value: &Value) -> bool {
        text(value, "kid").is_ok_and(|of| kid(of) == self.kid)
    }

    pub fn take(&mut self, value: &Value) -> Result<(), RevocationError> {
        if text(value, "method")? != "rid" {
            return Err(shape("method"));
        }
        let counter = number(value, "ctr")?;
        if counter < self.counter {
            return Err(crate::revocation::published::rollback(counter, self.counter));
        }
        let mut rids = Vec::new();
        for rid in array(value, "rids")? {
            rids.push(read_rid(rid.as_text().ok_or_else(|| shape("rids"))?)?);
        }
        *self = Self { kid: kid(text(value, "kid")?), counter, rids };
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.kid.is_empty()
    }

    pub fn len(&self) -> usize {
        self.rids.len()
    }

    pub fn kid(&self) -> Vec<u8> {
        self.kid.clone()
    }

    pub fn counter(&self) -> u64 {
        self.counter
    }

    pub fn look_up(&self, identity: &Identity) -> Found {
        if self.kid != identity.kid {
            return Found::NotCovered;
        }
        let Some(own) = &identity.rid else { return Found::Clear };
        // With a time of issue that cannot be told, no time clears it.
        let before = |end: &UnixTime| identity.issued_at.is_none_or(|issued| issued < *end);
        let revoked = self.rids.iter().any(|(rid, end)| rid == own && end.as_ref().is_none_or(before));
        if revoked { Found::Revoked } else { Found::Clear }
    }
}

/// `rid` or `rid.seconds`.
fn read_rid(text: &str) -> Result<(String, Option<UnixTime>), RevocationError> {
    let (rid, end) = match text.split_once('.') {
        Some((rid, end)) => (rid, Some(end.parse::<i64>().map_err(|_| shape("rids"))?)),
        None => (text, None),
    };
    let in_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if rid.is_empty() || rid.len() > MAX_RID || !rid.bytes().all(in_alphabet) {
        return Err(shape("rids"));
    }
    Ok((rid.to_owned(), end.map(UnixTime::of_claim)))
}

/// The Dutch denylist.
#[derive(Clone, Debug, Default)]
pub(super) struct Proofs {
    read: bool,
    ids: Vec<Id>,
}

const DENYLIST: &str = "proofIdentifierDenylist";

/// The denylist of European certificates, at the top or among the rules; that of domestic ones is of other codes.
pub(super) fn denylist(value: &Value) -> Option<&Value> {
    let rules = value.get_text("europeanVerificationRules");
    value.get_text(DENYLIST).or_else(|| rules.and_then(|rules| rules.get_text(DENYLIST)))
}

impl Proofs {
    pub fn take(&mut self, value: &Value) -> Result<(), RevocationError> {
        let mut ids = Vec::new();
        for (id, listed) in denylist(value).and_then(Value::entries).ok_or_else(|| shape(DENYLIST))? {
            if *listed == Value::Bool(true) {
                ids.push(hash(id.as_text().ok_or_else(|| shape(DENYLIST))?)?);
            }
        }
        ids.sort_unstable();
        *self = Self { read: true, ids };
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        !self.read
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn look_up(&self, identity: &Identity) -> Found {
        let ids = identity.proof_identifiers();
        if ids.iter().any(|id| self.ids.binary_search(id).is_ok()) {
            return Found::Revoked;
        }
        if ids.is_empty() { Found::NotCovered } else { Found::Clear }
    }
}
