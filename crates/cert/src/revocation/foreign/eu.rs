//! The EU's distribution service: keys with their hash kinds, partitions of each key, and slices of each partition.
//!
//! A key's mode says by how many of its first digits a hash is filed: POINT by that of the chunk alone, VECTOR by x
//! and chunk, COORDINATE by x, y and chunk. Whatever the mode, x, y and chunk together are the beginning of the hash.

use super::bloom::{BloomFilter, VariableHashes};
use super::{Found, array, kid, optional_time, shape, text};
use crate::cbor::Value;
use crate::revocation::identity::{HashKind, Identity};
use crate::revocation::{RevocationError, hex};
use crate::time::UnixTime;

/// What is known of the service's lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Slices {
    keys: Vec<Key>,
    slices: Vec<Slice>,
}

#[derive(Clone, Debug)]
struct Key {
    kid: Vec<u8>,
    kinds: Vec<HashKind>,
    expires_at: Option<UnixTime>,
}

/// A slice, at hand or not: its hash names it.
#[derive(Clone, Debug)]
struct Slice {
    kid: Vec<u8>,
    begins: String,
    expires_at: Option<UnixTime>,
    name: String,
    form: Form,
    content: Option<Filter>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Bloom,
    Variable,
}

#[derive(Clone, Debug)]
enum Filter {
    Bloom(BloomFilter),
    Variable(VariableHashes),
}

/// Modes, with the digits each files by besides that of the chunk.
const MODES: [&str; 3] = ["POINT", "VECTOR", "COORDINATE"];

/// Whether this is a list of keys or of partitions, or one partition.
pub(super) fn is_part(value: &Value) -> bool {
    let first = value.as_array().and_then(|items| items.first()).unwrap_or(value);
    let has = |member| first.get_text(member).is_some();
    has("mode") && has("hashTypes") || has("chunks") && has("kid")
}

impl Slice {
    fn order(&self) -> ((&[u8], &str, &str), bool) {
        ((&self.kid, &self.begins, &self.name), self.content.is_none())
    }
}

impl Slices {
    pub fn take(&mut self, value: &Value) -> Result<(), RevocationError> {
        let parts = value.as_array().unwrap_or(core::slice::from_ref(value));
        let mut newer = Self::default();
        for part in parts {
            if part.get_text("chunks").is_some() { newer.partition(part)? } else { newer.key(part)? }
        }
        // In order, so that neither a long list nor a hostile one is compared with itself; of the same the newer first,
        // and of the same slice the one at hand.
        newer.keys.append(&mut self.keys);
        newer.keys.sort_by(|a, b| a.kid.cmp(&b.kid));
        newer.keys.dedup_by(|a, b| a.kid == b.kid);
        newer.slices.append(&mut self.slices);
        newer.slices.sort_by(|a, b| a.order().cmp(&b.order()));
        newer.slices.dedup_by(|a, b| a.order().0 == b.order().0);
        *self = newer;
        Ok(())
    }

    fn key(&mut self, value: &Value) -> Result<(), RevocationError> {
        if !MODES.contains(&text(value, "mode")?) {
            return Err(shape("mode"));
        }
        let mut kinds = Vec::new();
        for kind in array(value, "hashTypes")? {
            let kind = kind.as_text().and_then(HashKind::from_name);
            kinds.push(kind.ok_or_else(|| shape("hashTypes"))?);
        }
        let key = Key { kid: kid(text(value, "kid")?), kinds, expires_at: optional_time(value, "expires")? };
        self.keys.push(key);
        Ok(())
    }

    fn partition(&mut self, value: &Value) -> Result<(), RevocationError> {
        let kid = kid(text(value, "kid")?);
        let digits = |member| value.get_text(member).and_then(Value::as_text).unwrap_or_default();
        let before = [digits("x"), digits("y")].concat();
        let chunks = value.get_text("chunks").and_then(Value::entries).ok_or_else(|| shape("chunks"))?;
        for (chunk, slices) in chunks {
            let begins = [before.as_str(), chunk.as_text().unwrap_or_default()].concat().to_ascii_lowercase();
            for (end, slice) in slices.entries().ok_or_else(|| shape("chunks"))? {
                let expires_at = end.as_text().and_then(UnixTime::parse);
                self.slices.push(Slice {
                    kid: kid.clone(),
                    begins: begins.clone(),
                    expires_at,
                    name: text(slice, "hash")?.to_ascii_lowercase(),
                    form: form(text(slice, "type")?)?,
                    content: None,
                });
            }
        }
        Ok(())
    }

    /// The slices of a key.
    fn of_key(&self, kid: &[u8]) -> &[Slice] {
        let start = self.slices.partition_point(|slice| slice.kid.as_slice() < kid);
        let end = self.slices.partition_point(|slice| slice.kid.as_slice() <= kid);
        self.slices.get(start..end).unwrap_or_default()
    }

    pub fn add(&mut self, digest: &[u8; 32], bytes: &[u8]) -> Result<bool, RevocationError> {
        let name = hex(digest);
        let mut known = false;
        for slice in self.slices.iter_mut().filter(|slice| slice.name == name) {
            slice.content = Some(match slice.form {
                Form::Bloom => Filter::Bloom(BloomFilter::read(bytes)?),
                Form::Variable => Filter::Variable(VariableHashes::read(bytes)?),
            });
            known = true;
        }
        Ok(known)
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.slices.is_empty()
    }

    pub fn len(&self) -> usize {
        let elements = |slice: &Slice| match &slice.content {
            Some(Filter::Bloom(bloom)) => bloom.elements(),
            Some(Filter::Variable(hashes)) => hashes.elements(),
            None => 0,
        };
        self.slices.iter().map(elements).sum()
    }

    /// Identifiers of the keys it is about.
    pub fn kids(&self) -> Vec<Vec<u8>> {
        let all = self.keys.iter().map(|key| &key.kid).chain(self.slices.iter().map(|slice| &slice.kid));
        let mut kids: Vec<_> = all.cloned().collect();
        kids.sort_unstable();
        kids.dedup();
        kids
    }

    /// The last end of any key's list.
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.keys.iter().filter_map(|key| key.expires_at).max()
    }

    /// The end of the list of one key.
    pub fn expires_at_of(&self, kid: &[u8]) -> Option<UnixTime> {
        self.keys.iter().find(|key| key.kid == kid)?.expires_at
    }

    pub fn missing(&self) -> Vec<String> {
        self.slices.iter().filter(|slice| slice.content.is_none()).map(|slice| slice.name.clone()).collect()
    }

    /// A slice past its end names only certificates that have expired.
    pub fn look_up(&self, identity: &Identity, now: UnixTime) -> Found {
        let key = self.keys.iter().find(|key| key.kid == identity.kid);
        let slices = self.of_key(&identity.kid);
        if key.is_none() && slices.is_empty() {
            return Found::NotCovered;
        }
        // Without the list of keys, every kind of hash may be the one.
        let kinds = key.map_or(HashKind::ALL.as_slice(), |key| key.kinds.as_slice());
        let mut missing = None;
        let mut asked = false;
        for id in kinds.iter().flat_map(|kind| identity.ids(*kind)) {
            asked = true;
            let digits = hex(&id);
            let current = |slice: &&Slice| slice.expires_at.is_none_or(|end| now <= end);
            for slice in slices.iter().filter(current).filter(|slice| digits.starts_with(&slice.begins)) {
                match &slice.content {
                    Some(Filter::Bloom(bloom)) if bloom.may_contain(&id) => return Found::Possibly,
                    Some(Filter::Variable(hashes)) if hashes.may_contain(&id) => return Found::Possibly,
                    Some(_) => (),
                    None => missing = Some(slice.name.clone()),
                }
            }
        }
        match missing {
            Some(name) => Found::NotLoaded(name),
            // A key whose partitions have not come is named by the list of keys because something of it is withdrawn.
            None if slices.is_empty() => Found::NotLoaded(hex(&identity.kid)),
            None if asked => Found::Clear,
            None => Found::NotCovered,
        }
    }
}

fn form(name: &str) -> Result<Form, RevocationError> {
    match name {
        "BLOOMFILTER" => Ok(Form::Bloom),
        "VARHASHLIST" => Ok(Form::Variable),
        _ => Err(shape("type")),
    }
}
