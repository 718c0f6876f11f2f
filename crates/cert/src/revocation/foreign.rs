//! Other issuers' lists, as they publish them. Each is bound to the issuer the host loaded it for; which form it has,
//! its members say.
//!
//! | form | answer |
//! |---|---|
//! | EU gateway batch: `{country, expires, kid, hashType, entries: [{hash}]}` | exact |
//! | EU distribution service: keys `[{kid, mode, hashTypes, expires}]`, partitions `[{kid, x, y, chunks}]` and the slices these name, Bloom filters or truncated hashes | possibly |
//! | SMART Health Cards: `{kid, method: "rid", ctr, rids}` | exact |
//! | Italy: `{version, chunk, lastChunk, revokedUcvi}` and `{fromVersion, version, delta}` | exact |
//! | Netherlands: `{proofIdentifierDenylist: {...: true}}`, wherever in the configuration | exact |
//!
//! A batch comes wrapped in a signed message (CMS), which the host that fetched it has to open.

mod bloom;
mod eu;
mod exact;
mod italy;

pub use bloom::{BloomFilter, VariableHashes};

use super::{Finding, Identity, Origin, RevocationError, RevocationSummary, SignedBy, code};
use crate::catalogue::country::same_state;
use crate::cbor::Value;
use crate::json;
use crate::time::UnixTime;
use crate::trust::given::kid_bytes;

/// Whose list it is, as the host that fetched it knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Source {
    /// Name to show.
    pub name: String,
    /// ISO 3166-1 alpha-2 of the state, or the issuer's address (SMART Health Cards): it speaks for nobody else's keys.
    pub speaks_for: String,
    /// When it was fetched.
    pub at: UnixTime,
    /// Whether every part of it is at hand once all are loaded. EU batches do not say how many there are: of a list
    /// that may lack some, what they do not name stays open.
    pub whole: bool,
}

/// One list of another issuer, with the parts of it at hand.
#[derive(Clone, Debug)]
pub(super) struct ForeignList {
    source: Source,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Batch(exact::Batch),
    Rids(exact::Rids),
    Proofs(exact::Proofs),
    Italian(italy::List),
    Slices(eu::Slices),
}

/// What one list finds about a certificate, without its name.
enum Found {
    Revoked,
    Possibly,
    NotLoaded(String),
    Clear,
    NotCovered,
}

pub(super) fn load(
    lists: &mut Vec<ForeignList>,
    bytes: &[u8],
    source: &Source,
    now: UnixTime,
) -> Result<RevocationSummary, RevocationError> {
    let text = core::str::from_utf8(bytes).map_err(|_| shape("not text"))?;
    let value = json::read(text).map_err(|error| shape(&error.to_string()))?;
    let place = lists.iter().position(|list| list.goes_on(source, &value));
    let place = match place {
        Some(place) => place,
        None => {
            lists.push(ForeignList { source: source.clone(), content: Content::begin(&value)? });
            lists.len() - 1
        }
    };
    let list = lists.get_mut(place).ok_or_else(|| shape("list"))?;
    match list.content.take(&value) {
        Ok(()) => {
            list.source = source.clone();
            Ok(list.summary(now))
        }
        Err(error) => {
            lists.retain(|list| !list.content.is_empty());
            Err(error)
        }
    }
}

impl Content {
    /// An empty list of the form that `value` is of.
    fn begin(value: &Value) -> Result<Self, RevocationError> {
        Ok(if value.get_text("entries").is_some() {
            Self::Batch(exact::Batch::default())
        } else if value.get_text("rids").is_some() {
            Self::Rids(exact::Rids::default())
        } else if value.get_text("revokedUcvi").is_some() || value.get_text("delta").is_some() {
            Self::Italian(italy::List::default())
        } else if eu::is_part(value) {
            Self::Slices(eu::Slices::default())
        } else if exact::denylist(value).is_some() {
            Self::Proofs(exact::Proofs::default())
        } else {
            return Err(shape("no known form"));
        })
    }

    fn take(&mut self, value: &Value) -> Result<(), RevocationError> {
        match self {
            Self::Batch(batch) => batch.take(value),
            Self::Rids(rids) => rids.take(value),
            Self::Proofs(proofs) => proofs.take(value),
            Self::Italian(list) => list.take(value),
            Self::Slices(slices) => slices.take(value),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Batch(batch) => batch.is_empty(),
            Self::Rids(rids) => rids.is_empty(),
            Self::Proofs(proofs) => proofs.is_empty(),
            Self::Italian(list) => list.is_empty(),
            Self::Slices(slices) => slices.is_empty(),
        }
    }
}

impl ForeignList {
    /// Whether `value` is one more part of this list, or a newer version of it. EU batches stand beside each other.
    fn goes_on(&self, source: &Source, value: &Value) -> bool {
        let same = self.source.name == source.name && self.source.speaks_for == source.speaks_for;
        let form = Content::begin(value).ok();
        same && match (&self.content, form) {
            (Content::Rids(rids), Some(Content::Rids(_))) => rids.is_of(value),
            (Content::Proofs(_), Some(Content::Proofs(_)))
            | (Content::Italian(_), Some(Content::Italian(_)))
            | (Content::Slices(_), Some(Content::Slices(_))) => true,
            _ => false,
        }
    }

    pub fn add(&mut self, digest: &[u8; 32], bytes: &[u8]) -> Result<bool, RevocationError> {
        match &mut self.content {
            Content::Slices(slices) => slices.add(digest, bytes),
            _ => Ok(false),
        }
    }

    pub fn look_up(&self, identity: &Identity, signed_by: SignedBy<'_>, now: UnixTime) -> Finding {
        let origin = || Origin { name: self.source.name.clone(), at: self.source.at };
        if !self.speaks_for(identity, signed_by) {
            return Finding::NotCovered;
        }
        let found = match &self.content {
            Content::Batch(batch) => batch.look_up(identity, self.source.whole),
            Content::Rids(rids) => rids.look_up(identity),
            Content::Proofs(proofs) => proofs.look_up(identity),
            Content::Italian(list) => list.look_up(identity),
            Content::Slices(slices) => slices.look_up(identity, now),
        };
        match found {
            Found::Revoked => Finding::Revoked(origin()),
            Found::Possibly => Finding::Possibly(origin()),
            Found::NotLoaded(name) => Finding::NotLoaded(name),
            Found::Clear if self.expired_for(identity, now) => Finding::Old(origin()),
            Found::Clear => Finding::Clear(origin()),
            Found::NotCovered => Finding::NotCovered,
        }
    }

    /// A state's list by the state that the trust list gives the key, or that signed by a key handed in without a word
    /// about it; an address by the address itself.
    fn speaks_for(&self, identity: &Identity, signed_by: SignedBy<'_>) -> bool {
        let of = self.source.speaks_for.as_str();
        let issuer = identity.issuer.as_deref();
        if of.len() > 3 {
            return issuer == Some(of);
        }
        signed_by.state.or(issuer).is_some_and(|state| same_state(state, of))
    }

    /// What one has to say to ask it by hand: for whom it speaks, and each key it is about.
    pub fn keys(&self) -> Vec<(String, Vec<u8>)> {
        let kids = match &self.content {
            Content::Batch(batch) => vec![batch.kid()],
            Content::Rids(rids) => vec![rids.kid()],
            Content::Slices(slices) => slices.kids(),
            Content::Proofs(_) | Content::Italian(_) => vec![Vec::new()],
        };
        kids.into_iter().map(|kid| (self.source.speaks_for.clone(), kid)).collect()
    }

    fn expires_at(&self) -> Option<UnixTime> {
        match &self.content {
            Content::Batch(batch) => batch.expires_at(),
            Content::Slices(slices) => slices.expires_at(),
            _ => None,
        }
    }

    /// Whether what it says of a key is past its end.
    fn expired_for(&self, identity: &Identity, now: UnixTime) -> bool {
        match &self.content {
            Content::Slices(slices) => slices.expires_at_of(&identity.kid).is_some_and(|end| now > end),
            _ => self.expired(now),
        }
    }

    fn expired(&self, now: UnixTime) -> bool {
        self.expires_at().is_some_and(|end| now > end)
    }

    pub fn summary(&self, now: UnixTime) -> RevocationSummary {
        let (entries, missing_files, sequence) = match &self.content {
            Content::Batch(batch) => (batch.len(), Vec::new(), None),
            Content::Rids(rids) => (rids.len(), Vec::new(), Some(rids.counter())),
            Content::Proofs(proofs) => (proofs.len(), Vec::new(), None),
            Content::Italian(list) => (list.len(), list.missing(), Some(list.version())),
            Content::Slices(slices) => (slices.len(), slices.missing(), None),
        };
        RevocationSummary {
            name: self.source.name.clone(),
            country: Some(self.source.speaks_for.clone()),
            sequence,
            base_sequence: None,
            created_at: self.source.at.rfc3339(),
            expires_at: self.expires_at().map(UnixTime::rfc3339),
            expired: self.expired(now),
            age_days: now.days_since(self.source.at),
            entries: entries as u64,
            missing_files,
        }
    }
}

fn shape(what: &str) -> RevocationError {
    RevocationError::new(code::FOREIGN_SHAPE, what)
}

/// A member that must be a text.
fn text<'v>(value: &'v Value, member: &str) -> Result<&'v str, RevocationError> {
    value.get_text(member).and_then(Value::as_text).ok_or_else(|| shape(member))
}

/// A member that must be a number from 0.
fn number(value: &Value, member: &str) -> Result<u64, RevocationError> {
    let number = value.get_text(member).and_then(Value::as_integer);
    number.and_then(|number| u64::try_from(number).ok()).ok_or_else(|| shape(member))
}

/// A member that must be an array.
fn array<'v>(value: &'v Value, member: &str) -> Result<&'v [Value], RevocationError> {
    value.get_text(member).and_then(Value::as_array).ok_or_else(|| shape(member))
}

/// A time of these lists, absent or null for none.
fn optional_time(value: &Value, member: &str) -> Result<Option<UnixTime>, RevocationError> {
    match value.get_text(member) {
        None | Some(Value::Null) => Ok(None),
        Some(time) => time.as_text().and_then(UnixTime::parse).map(Some).ok_or_else(|| shape(member)),
    }
}

/// A key's identifier as these lists write it: base64 in either alphabet.
fn kid(text: &str) -> Vec<u8> {
    kid_bytes(text)
}
