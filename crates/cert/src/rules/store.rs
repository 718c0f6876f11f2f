//! Packs at hand, each signed by a pinned root.

use super::{Pack, PackSummary, RulesError, code};
use crate::envelope::inflate;
use crate::limits::{MAX_INFLATED, MAX_RULE_PACKS};
use crate::signed_file::{self, Kind, Refused, RootPin};
use crate::time::UnixTime;

/// What a rule pack is signed as.
pub const CONTENT_TYPE: &str = "application/vnd.healthpass.rules+json";

/// Bytes of the envelope around a pack: two headers, a key and a signature.
const ENVELOPE: usize = 1024;

/// Packs at hand, one of each identifier.
#[derive(Clone, Debug, Default)]
pub struct RuleStore {
    packs: Vec<Pack>,
}

impl RuleStore {
    /// Without any.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a signed pack in, in place of an earlier one of its identifier.
    ///
    /// `newest_seen` is what the host remembers beyond this store: identifiers with the highest sequence ever
    /// accepted. An earlier one is refused: who cuts a device off must not be able to take rules back either.
    ///
    /// # Errors
    /// `rules.pack.*` and `rules.rollback`; the store stays as it was.
    pub fn load(
        &mut self,
        bytes: &[u8],
        root: &RootPin,
        now: UnixTime,
        newest_seen: &[(String, u64)],
    ) -> Result<PackSummary, RulesError> {
        let pack = open(bytes, root)?;
        let seen = newest_seen.iter().filter(|(id, _)| *id == pack.id).map(|(_, sequence)| *sequence);
        let held = self.packs.iter().filter(|held| held.id == pack.id).map(|held| held.sequence);
        if let Some(newest) = seen.chain(held).max().filter(|newest| *newest > pack.sequence) {
            let found = [&pack.sequence.to_string(), " after ", &newest.to_string()].concat();
            return Err(RulesError::new(code::ROLLBACK, &pack.id, &found));
        }
        let summary = pack.summary(now);
        self.take(pack)?;
        Ok(summary)
    }

    /// Takes a pack in that is believed for another reason than a signature: one just written.
    ///
    /// # Errors
    /// `rules.pack.too-many`.
    pub fn take(&mut self, pack: Pack) -> Result<(), RulesError> {
        if let Some(held) = self.packs.iter_mut().find(|held| held.id == pack.id) {
            *held = pack;
        } else if self.packs.len() < MAX_RULE_PACKS {
            self.packs.push(pack);
        } else {
            return Err(RulesError::new(code::TOO_MANY, "", "packs"));
        }
        Ok(())
    }

    /// What a screen says about each.
    pub fn summaries(&self, now: UnixTime) -> Vec<PackSummary> {
        self.packs.iter().map(|pack| pack.summary(now)).collect()
    }

    /// The packs.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty()
    }
}

fn open(bytes: &[u8], root: &RootPin) -> Result<Pack, RulesError> {
    let refused = |code, found: &str| RulesError::new(code, "", found);
    if bytes.len() > MAX_INFLATED + ENVELOPE {
        return Err(refused(code::TOO_LARGE, "more than 256 kB"));
    }
    let payload =
        signed_file::open(bytes, root, Kind::Typed(CONTENT_TYPE)).map_err(|reason| match reason {
            Refused::Shape(found) => refused(code::FILE, found),
            Refused::Kind => refused(code::KIND, CONTENT_TYPE),
            Refused::Key => refused(code::FILE, "root key"),
            Refused::OtherRoot => refused(code::NOT_FROM_ROOT, ""),
            Refused::Signature => refused(code::SIGNATURE, ""),
        })?;
    let text = match payload.first() {
        Some(b'{') => payload,
        _ => inflate::inflate(&payload).map_err(|error| match error.code {
            inflate::code::TOO_LARGE => refused(code::TOO_LARGE, "more than 256 kB"),
            other => refused(code::FILE, other),
        })?,
    };
    let text = core::str::from_utf8(&text).map_err(|_| refused(code::JSON, "not UTF-8"))?;
    Pack::read(text)
}

/// Writes a pack that was read before; `sign` makes the root's ES256 signature over the bytes given to it.
///
/// # Errors
/// Whatever `sign` returns.
pub fn write<E>(
    text: &str,
    root_spki: &[u8],
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    signed_file::write(inflate::deflate(text.as_bytes()), Kind::Typed(CONTENT_TYPE), root_spki, sign)
}
