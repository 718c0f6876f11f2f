//! One list as published here: what its manifests say, and the files at hand.

use super::filter::Filter;
use super::hash::{Id, file_of, hash};
use super::identity::Identity;
use super::manifest::{FileName, Manifest, Set};
use super::rice::Delta;
use super::{Finding, Origin, RevocationError, RevocationSummary, SetAnswer, SignedBy, code, file_name};
use crate::catalogue::country::same_state;
use crate::signed_file::RootPin;
use crate::time::UnixTime;
use std::sync::Arc;

/// A list with its deltas, the oldest first.
#[derive(Clone, Debug)]
pub(super) struct Publisher {
    root: RootPin,
    parts: Vec<Part>,
}

/// A manifest, and for every set of it the files at hand.
#[derive(Clone, Debug)]
struct Part {
    manifest: Manifest,
    files: Vec<Vec<Option<File>>>,
}

#[derive(Clone, Debug)]
enum File {
    Filter(Arc<Filter>),
    Delta(Arc<Delta>),
}

impl Publisher {
    pub fn new(root: RootPin, manifest: Manifest) -> Result<Self, RevocationError> {
        if let Some((base, _)) = manifest.extends {
            return Err(gap(base));
        }
        Ok(Self { root, parts: vec![Part::of(manifest)] })
    }

    pub fn publishes(&self, root: &RootPin, name: &str) -> bool {
        self.root == *root && self.parts.first().is_some_and(|part| part.manifest.name == name)
    }

    /// Takes in a newer list, or a delta of this one.
    pub fn take(&mut self, manifest: Manifest) -> Result<(), RevocationError> {
        if self.parts.iter().any(|part| part.manifest.digest == manifest.digest) {
            return Ok(());
        }
        let newest = self.parts.last().map_or(0, |part| part.manifest.sequence);
        if manifest.sequence <= newest {
            return Err(rollback(manifest.sequence, newest));
        }
        match manifest.extends {
            Some((sequence, digest)) => {
                let extended =
                    |part: &Part| (part.manifest.sequence, part.manifest.digest) == (sequence, digest);
                if !self.parts.iter().any(extended) {
                    return Err(gap(sequence));
                }
                self.parts.push(Part::of(manifest));
            }
            None => {
                let mut part = Part::of(manifest);
                part.inherit(&self.parts);
                self.parts = vec![part];
            }
        }
        Ok(())
    }

    /// Puts a file where it is named; false when it is not.
    pub fn add(&mut self, digest: &[u8; 32], bytes: &[u8]) -> Result<bool, RevocationError> {
        let mut known = false;
        for part in &mut self.parts {
            known |= part.add(digest, bytes)?;
        }
        Ok(known)
    }

    pub fn summary(&self, now: UnixTime) -> RevocationSummary {
        let mut summary = RevocationSummary {
            name: String::new(),
            country: None,
            sequence: None,
            base_sequence: self.parts.first().map(|part| part.manifest.sequence),
            created_at: String::new(),
            expires_at: None,
            expired: false,
            age_days: 0,
            entries: 0,
            missing_files: Vec::new(),
        };
        for part in &self.parts {
            let manifest = &part.manifest;
            summary.name.clone_from(&manifest.name);
            summary.country.clone_from(&manifest.country);
            summary.sequence = Some(manifest.sequence);
            summary.created_at = manifest.created_at.rfc3339();
            summary.expires_at = Some(manifest.expires_at.rfc3339());
            summary.expired = now > manifest.expires_at;
            summary.age_days = now.days_since(manifest.created_at);
            for (set, files) in part.sets() {
                summary.entries = summary.entries.saturating_add(set.revoked);
                let missing = set.files.iter().zip(files).filter(|(_, file)| file.is_none());
                summary.missing_files.extend(missing.map(|(name, _)| file_name(&name.digest)));
            }
        }
        summary
    }

    /// Every part that covers the certificate's time of issue is asked: an older one says nothing of it, a newer one
    /// only what was withdrawn since. The answer is as old as the newest part that speaks of its key and month.
    pub fn look_up(&self, identity: &Identity, signed_by: SignedBy<'_>, now: UnixTime) -> Finding {
        let Some(issued_at) = identity.issued_at else { return Finding::NotCovered };
        let mut worst = Finding::NotCovered;
        let mut newest = None;
        for part in self.parts.iter().filter(|part| issued_at < part.manifest.covers) {
            let about = part.sets().filter(|(set, _)| part.manifest.is_about(set, identity, signed_by));
            for (set, files) in about {
                for id in &identity.ids(set.kind) {
                    newest = Some(&part.manifest);
                    worst = worst.min(match part.asked(set, files, id) {
                        Ok(true) => Finding::Revoked(part.manifest.origin()),
                        Ok(false) => Finding::Clear(part.manifest.origin()),
                        Err(missing) => Finding::NotLoaded(missing),
                    });
                }
            }
        }
        match (worst, newest) {
            (Finding::Clear(_), Some(newest)) if now > newest.expires_at => Finding::Old(newest.origin()),
            (Finding::Clear(_), Some(newest)) => Finding::Clear(newest.origin()),
            (worst, _) => worst,
        }
    }

    /// What every set says of the identifier that `id_of` gives for it.
    pub fn each_set<'a>(
        &'a self,
        id_of: &'a dyn Fn(&Manifest, &Set) -> Option<Id>,
    ) -> impl Iterator<Item = SetAnswer> + 'a {
        self.parts.iter().flat_map(move |part| {
            part.sets().filter_map(move |(set, files)| {
                let id = id_of(&part.manifest, set)?;
                let named =
                    part.asked(set, files, &id).map_err(|name| RevocationError::new(code::NOT_LOADED, name));
                Some(SetAnswer {
                    kid: set.kid.clone(),
                    key: set.key,
                    month: set.month,
                    kind: set.kind,
                    named,
                })
            })
        })
    }

    /// Its manifests, the oldest first.
    pub fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.parts.iter().map(|part| &part.manifest)
    }
}

impl Part {
    fn of(manifest: Manifest) -> Self {
        let files = manifest.sets.iter().map(|set| vec![None; set.files.len()]).collect();
        Self { manifest, files }
    }

    fn sets(&self) -> impl Iterator<Item = (&Set, &[Option<File>])> {
        self.manifest.sets.iter().zip(self.files.iter().map(Vec::as_slice))
    }

    /// Places of the files, with what each must be.
    fn places(&mut self) -> impl Iterator<Item = (&FileName, &mut Option<File>)> {
        let sets = self.manifest.sets.iter().zip(&mut self.files);
        sets.flat_map(|(set, files)| set.files.iter().zip(files))
    }

    fn add(&mut self, digest: &[u8; 32], bytes: &[u8]) -> Result<bool, RevocationError> {
        let is_delta = self.manifest.extends.is_some();
        let mut read = None;
        for (name, place) in self.places().filter(|(name, _)| name.digest == *digest) {
            if name.size != bytes.len() as u64 {
                return Err(RevocationError::new(code::FILE_SHAPE, "size"));
            }
            let file = match &read {
                Some(file) => file,
                None => read.insert(File::read(bytes, is_delta)?),
            };
            *place = Some(file.clone());
        }
        Ok(read.is_some())
    }

    /// Whether a set names an identifier, or else the file that would tell: of a filter the one at the identifier's
    /// place, of a delta any.
    fn asked(&self, set: &Set, files: &[Option<File>], id: &Id) -> Result<bool, String> {
        let hash = hash(id, 0);
        let place = file_of(hash, files.len());
        let mut found = false;
        for (index, (name, file)) in set.files.iter().zip(files).enumerate() {
            if self.manifest.extends.is_none() && index != place {
                continue;
            }
            found |= match file {
                Some(File::Delta(delta)) => delta.contains(id),
                Some(File::Filter(filter)) => filter.contains_hashed(id, hash),
                None => return Err(file_name(&name.digest)),
            };
        }
        Ok(found)
    }

    /// Keeps the files that an older list named too.
    fn inherit(&mut self, older: &[Self]) {
        for (name, place) in self.places() {
            let files =
                older.iter().flat_map(Self::sets).flat_map(|(set, files)| set.files.iter().zip(files));
            let mut same =
                files.filter(|(other, file)| *other == name && matches!(file, Some(File::Filter(_))));
            *place = same.next().and_then(|(_, file)| file.clone());
        }
    }
}

impl File {
    fn read(bytes: &[u8], is_delta: bool) -> Result<Self, RevocationError> {
        Ok(if is_delta {
            Self::Delta(Arc::new(Delta::read(bytes)?))
        } else {
            Self::Filter(Arc::new(Filter::read(bytes.to_vec())?))
        })
    }
}

impl Manifest {
    fn origin(&self) -> Origin {
        Origin { name: self.name.clone(), at: self.created_at }
    }

    /// Whether `set` is about certificates like this one. A list never speaks for the keys of others, whatever their
    /// identifiers.
    fn is_about(&self, set: &Set, identity: &Identity, signed_by: SignedBy<'_>) -> bool {
        let own_state = match (&self.country, signed_by.state) {
            (Some(country), Some(state)) => same_state(country, state),
            // A key handed in without a word about it, or a list bound by its keys: the identifier must do.
            _ => true,
        };
        own_state
            && set.kid == identity.kid
            && set.key.is_none_or(|key| signed_by.fingerprint.is_none_or(|found| found == key))
            && (set.month.is_none() || set.month == identity.month)
    }
}

pub(super) fn rollback(sequence: u64, newest: u64) -> RevocationError {
    RevocationError::new(code::ROLLBACK, format!("sequence {sequence}, but {newest} was seen"))
}

fn gap(sequence: u64) -> RevocationError {
    RevocationError::new(code::GAP, format!("extends sequence {sequence}, which is not at hand"))
}
