//! Withdrawn certificates: lists that are asked offline.
//!
//! What this project publishes (`revocation.cddl`) is a signed manifest and static files named by their content: for
//! every key and month of expiry a filter over everything issued, without a wrong answer for what the issuer knew when
//! it was made, and deltas since. For all else the answer is "not covered", never "not withdrawn". Other issuers'
//! lists are read as they publish them ([`foreign`]); a hit in one that can be wrong says "possibly".
//!
//! ```
//! use healthpass_cert::revocation::{RevocationStore, code};
//! use healthpass_cert::time::UnixTime;
//! let mut store = RevocationStore::new();
//! let error = store.load_manifest(b"no list", &[0; 32], UnixTime(0), None).unwrap_err();
//! assert_eq!(error.code, code::MANIFEST_SHAPE);
//! ```

#[cfg(feature = "revocation-build")]
pub mod build;
pub(crate) mod check;
pub mod filter;
pub mod foreign;
pub mod hash;
pub mod identity;
pub mod manifest;
mod published;
pub mod ribbon;
pub mod rice;

pub use foreign::Source;
pub use identity::{HashKind, Identity};
pub use manifest::{Manifest, Set};

use crate::limits::{MAX_FOREIGN_LIST, MAX_REVOCATION_FILE};
use crate::signed_file::RootPin;
use crate::time::UnixTime;
use foreign::ForeignList;
use hash::Id;
use healthpass_crypto::hash::sha256;
use published::Publisher;
use serde::Serialize;

/// Codes of lists and of what they say.
pub mod code {
    /// Not withdrawn, as of the date of the list.
    pub const AS_OF: &str = "revocation.as-of";
    /// A file is not of the form described in `revocation.cddl`.
    pub const FILE_SHAPE: &str = "revocation.file-shape";
    /// No list at hand names a file of this content: changed on its way, or of another list.
    pub const FILE_UNKNOWN: &str = "revocation.file-unknown";
    /// Another issuer's list is not of a documented form.
    pub const FOREIGN_SHAPE: &str = "revocation.foreign-shape";
    /// A delta extends a list that is not at hand.
    pub const GAP: &str = "revocation.gap";
    /// The list is past its own date; it does not name this certificate.
    pub const LIST_OLD: &str = "revocation.list-old";
    /// A manifest is not of the form described in `revocation.cddl`.
    pub const MANIFEST_SHAPE: &str = "revocation.manifest-shape";
    /// No key, so no telling whose list to ask.
    pub const NO_KEY: &str = "revocation.no-key";
    /// No list at hand answers for this certificate.
    pub const NOT_COVERED: &str = "revocation.not-covered";
    /// A manifest's signature does not hold, or its key is not the pinned root.
    pub const NOT_FROM_ROOT: &str = "revocation.not-from-root";
    /// The file of the list that would answer is not at hand.
    pub const NOT_LOADED: &str = "revocation.not-loaded";
    /// Signed as another kind of file.
    pub const OTHER_KIND: &str = "revocation.other-kind";
    /// A list that can be wrong names the certificate.
    pub const POSSIBLY: &str = "revocation.possibly";
    /// Withdrawn by its issuer.
    pub const REVOKED: &str = "revocation.revoked";
    /// Older than a list seen before.
    pub const ROLLBACK: &str = "revocation.rollback";
    /// Longer than allowed.
    pub const TOO_LARGE: &str = "revocation.too-large";
    /// A format version this reader does not know.
    pub const VERSION: &str = "revocation.version";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[
    code::AS_OF,
    code::FILE_SHAPE,
    code::FILE_UNKNOWN,
    code::FOREIGN_SHAPE,
    code::GAP,
    code::LIST_OLD,
    code::MANIFEST_SHAPE,
    code::NO_KEY,
    code::NOT_COVERED,
    code::NOT_FROM_ROOT,
    code::NOT_LOADED,
    code::OTHER_KIND,
    code::POSSIBLY,
    code::REVOKED,
    code::ROLLBACK,
    code::TOO_LARGE,
    code::VERSION,
];

/// Why a list was refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RevocationError {
    /// One of [`code`].
    pub code: &'static str,
    /// What exactly, for a person who publishes lists.
    pub detail: String,
}

impl RevocationError {
    pub(crate) fn new(code: &'static str, detail: impl ToString) -> Self {
        Self { code, detail: detail.to_string() }
    }
}

impl core::fmt::Display for RevocationError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl core::error::Error for RevocationError {}

/// What a screen says about a list.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct RevocationSummary {
    /// Name of the list.
    pub name: String,
    /// ISO 3166-1 alpha-2 of the state whose keys it is about, or the address of the issuer; absent for one that is
    /// bound by its keys alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Sequence number of its newest part; absent for another issuer's list without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub sequence: Option<u64>,
    /// Sequence number of what its deltas extend.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub base_sequence: Option<u64>,
    /// Date of its newest part, RFC 3339 UTC.
    pub created_at: String,
    /// End of its life, RFC 3339 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Whether that end has passed at the time asked about.
    pub expired: bool,
    /// Whole days since its date.
    pub age_days: u32,
    /// Withdrawn certificates it names.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub entries: u64,
    /// Names of its files that are not at hand.
    pub missing_files: Vec<String>,
}

/// What the lists at hand say of one certificate, the worst first.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Finding {
    /// Withdrawn.
    Revoked(Origin),
    /// Named by a list that can be wrong.
    Possibly(Origin),
    /// The file that would tell is not at hand: its name.
    NotLoaded(String),
    /// Not withdrawn.
    Clear(Origin),
    /// Not withdrawn as far as a list past its date can tell.
    Old(Origin),
    /// No list answers for it.
    NotCovered,
}

/// The list that said it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Origin {
    /// Name of the list.
    pub name: String,
    /// Its date.
    pub at: UnixTime,
}

/// What one set says of an identifier.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SetAnswer {
    /// Identifier of its key.
    pub kid: Vec<u8>,
    /// SHA-256 of that key's SPKI; `None` for any of that identifier.
    pub key: Option<[u8; 32]>,
    /// Its month from the year 0; `None` for all.
    pub month: Option<u32>,
    /// What it hashes.
    pub kind: HashKind,
    /// Whether it names the identifier; `revocation.not-loaded` with the file that would tell.
    pub named: Result<bool, RevocationError>,
}

/// Whose signature a certificate carries, as verified: lists speak only for keys of their own issuer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SignedBy<'a> {
    /// The state the trust list gives the key.
    pub state: Option<&'a str>,
    /// SHA-256 of the key's SPKI; `None` where no signature was looked at and the key's identifier must do.
    pub fingerprint: Option<[u8; 32]>,
}

/// All lists at hand.
#[derive(Clone, Debug, Default)]
pub struct RevocationStore {
    published: Vec<Publisher>,
    foreign: Vec<ForeignList>,
}

impl RevocationStore {
    /// No list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether no list was loaded.
    pub fn is_empty(&self) -> bool {
        self.published.is_empty() && self.foreign.is_empty()
    }

    /// Opens a manifest against its pinned root; its files are added with [`RevocationStore::add_file`]. A newer list
    /// of the same name from the same root takes the place of the older, keeping the files both name; a delta is put
    /// behind what it extends. An expired list opens: its age is judged when it is asked.
    ///
    /// `newest_seen` is the highest sequence number the host remembers of this list:
    /// [`RevocationSummary::base_sequence`] for what is no delta, [`RevocationSummary::sequence`] for a delta.
    ///
    /// # Errors
    /// `revocation.manifest-shape`, `revocation.not-from-root`, `revocation.other-kind`, `revocation.rollback`,
    /// `revocation.gap`, `revocation.too-large`, `revocation.version`.
    pub fn load_manifest(
        &mut self,
        bytes: &[u8],
        root: &RootPin,
        now: UnixTime,
        newest_seen: Option<u64>,
    ) -> Result<RevocationSummary, RevocationError> {
        let manifest = Manifest::open(bytes, root)?;
        if newest_seen.is_some_and(|newest| manifest.sequence < newest) {
            return Err(published::rollback(manifest.sequence, newest_seen.unwrap_or_default()));
        }
        let place = self.published.iter().position(|known| known.publishes(root, &manifest.name));
        match place.and_then(|place| self.published.get_mut(place)) {
            Some(known) => {
                known.take(manifest)?;
                Ok(known.summary(now))
            }
            None => {
                let publisher = Publisher::new(*root, manifest)?;
                let summary = publisher.summary(now);
                self.published.push(publisher);
                Ok(summary)
            }
        }
    }

    /// Adds a file that a loaded list names; which one, its SHA-256 says.
    ///
    /// # Errors
    /// `revocation.file-unknown` for one that no list names, changed or not; `revocation.file-shape`,
    /// `revocation.too-large`.
    pub fn add_file(&mut self, bytes: &[u8]) -> Result<(), RevocationError> {
        if bytes.len() > MAX_REVOCATION_FILE {
            return Err(RevocationError::new(code::TOO_LARGE, bytes.len()));
        }
        let digest = sha256(bytes);
        let mut known = false;
        for publisher in &mut self.published {
            known |= publisher.add(&digest, bytes)?;
        }
        for list in &mut self.foreign {
            known |= list.add(&digest, bytes)?;
        }
        if known { Ok(()) } else { Err(RevocationError::new(code::FILE_UNKNOWN, file_name(&digest))) }
    }

    /// Reads another issuer's list, or one more part of it, as that issuer publishes it; `source` says whose it is.
    ///
    /// # Errors
    /// `revocation.foreign-shape`, `revocation.gap`, `revocation.rollback`, `revocation.too-large`.
    pub fn load_foreign(
        &mut self,
        bytes: &[u8],
        source: &Source,
        now: UnixTime,
    ) -> Result<RevocationSummary, RevocationError> {
        if bytes.len() > MAX_FOREIGN_LIST {
            return Err(RevocationError::new(code::TOO_LARGE, bytes.len()));
        }
        foreign::load(&mut self.foreign, bytes, source, now)
    }

    /// What a screen says about the lists at `now`.
    pub fn summary(&self, now: UnixTime) -> Vec<RevocationSummary> {
        let own = self.published.iter().map(|publisher| publisher.summary(now));
        own.chain(self.foreign.iter().map(|list| list.summary(now))).collect()
    }

    /// What the lists say of a certificate whose signature held.
    pub fn look_up(&self, identity: &Identity, signed_by: SignedBy<'_>, now: UnixTime) -> Finding {
        let own = self.published.iter().map(|publisher| publisher.look_up(identity, signed_by, now));
        let foreign = self.foreign.iter().map(|list| list.look_up(identity, signed_by, now));
        own.chain(foreign).min().unwrap_or(Finding::NotCovered)
    }

    /// What every set of the lists published here says of an identifier, whenever it was issued: for those who look
    /// into a list by hand. `id_of` gives the identifier as that set hashes it. Of the sets that do not know the
    /// certificate the answer means nothing.
    pub fn each_set(&self, id_of: &dyn Fn(&Manifest, &Set) -> Option<Id>) -> Vec<SetAnswer> {
        self.published.iter().flat_map(|publisher| publisher.each_set(id_of)).collect()
    }

    /// For whom other issuers' lists speak, and each key they are about, of those that go by no key an empty one: for
    /// those who look into a list by hand.
    pub fn foreign_keys(&self) -> Vec<(String, Vec<u8>)> {
        let mut keys: Vec<_> = self.foreign.iter().flat_map(ForeignList::keys).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The manifests at hand, of each list the oldest first.
    pub fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.published.iter().flat_map(Publisher::manifests)
    }
}

/// Name of a file with this SHA-256.
pub fn file_name(digest: &[u8; 32]) -> String {
    let mut name = hex(digest);
    name.push_str(".hpr");
    name
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |index: u8| DIGITS.get(usize::from(index)).copied().unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

#[cfg(test)]
mod tests;
