//! `healthpass revoke query`.

use super::ids::Hashing;
use super::{kid, load, month, month_text, unhex};
use crate::args::RevokeQuery;
use crate::clock;
use crate::keys::hex;
use anyhow::{Context, Result};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::revocation::hash::Id;
use healthpass_cert::revocation::{
    Finding, HashKind, Identity, Manifest, Origin, RevocationStore, Set, SetAnswer, SignedBy,
};
use healthpass_cert::time::UnixTime;
use std::process::ExitCode;

/// Exit status for what is withdrawn, and for what cannot be told.
const WITHDRAWN: u8 = 1;
const UNKNOWN: u8 = 2;
const NOT_COVERED: &str = "not covered";

/// Bytes of a hash that lists go by.
const MIN_HASH: usize = 16;

/// Runs the command.
///
/// # Errors
/// When the list cannot be read.
pub(super) fn run(command: &RevokeQuery) -> Result<ExitCode> {
    let now = clock::time(command.at.as_deref())?;
    let mut store = RevocationStore::new();
    load::all(&mut store, core::slice::from_ref(&command.list), command.root.as_deref(), now)?;
    let asked = match command.text.as_deref() {
        Some(text) => match Decoded::read(text) {
            Ok(certificate) => return Ok(ExitCode::from(of_certificate(&store, &certificate, now))),
            Err(_) => Asked::of_text(text),
        },
        None => {
            let hash = unhex(command.id.as_deref().unwrap_or_default()).filter(|hash| hash.len() >= MIN_HASH);
            Asked::Hash(hash.context("--id: at least 32 hexadecimal digits")?)
        }
    };
    let only = Only::read(command)?;
    let keys = store.foreign_keys();
    let status = if keys.is_empty() {
        of_sets(&store, &asked, &only, now)
    } else {
        of_keys(&store, &keys, &asked, only.kid.as_deref(), now)
    };
    Ok(ExitCode::from(status))
}

/// What else is known of it.
struct Only {
    kid: Option<Vec<u8>>,
    month: Option<u32>,
    issued_at: Option<UnixTime>,
}

impl Only {
    fn read(command: &RevokeQuery) -> Result<Self> {
        Ok(Self {
            kid: command.kid.as_deref().map(kid).transpose()?,
            month: command.month.as_deref().map(month).transpose()?.flatten(),
            issued_at: command.issued_at.as_deref().map(|at| clock::time(Some(at))).transpose()?,
        })
    }

    /// Whether a set may know it.
    fn admits(&self, manifest: &Manifest, set: &Set) -> bool {
        self.kid.as_ref().is_none_or(|kid| *kid == set.kid)
            && self.month.is_none_or(|month| set.month.is_none_or(|of| of == month))
            && self.issued_at.is_none_or(|issued| issued < manifest.covers)
    }
}

/// What is asked about, where it is no certificate.
enum Asked<'a> {
    /// The hash itself.
    Hash(Vec<u8>),
    /// What lists hash.
    Identifier(&'a str),
}

impl<'a> Asked<'a> {
    /// An identifier, or the hash written as 32 or 64 hexadecimal digits.
    fn of_text(text: &'a str) -> Self {
        let hash = unhex(text).filter(|hash| matches!(hash.len(), 16 | 32));
        hash.map_or(Self::Identifier(text), Self::Hash)
    }

    /// As a set published here knows it.
    fn id(&self, kind: HashKind, country: Option<&str>) -> Option<Id> {
        match self {
            Self::Hash(hash) => hash.first_chunk().copied(),
            Self::Identifier(text) => Hashing { kind, country }.id(text).ok(),
        }
    }

    /// As other issuers' lists know it.
    fn identity(&self, issuer: &str, kid: &[u8]) -> Identity {
        let identity =
            Identity { issuer: Some(issuer.to_owned()), kid: kid.to_owned(), ..Identity::default() };
        match self {
            Self::Hash(hash) => Identity { hash: Some(hash.clone()), ..identity },
            Self::Identifier(text) => {
                let text = (*text).to_owned();
                Identity { identifiers: vec![text.clone()], rid: Some(text), ..identity }
            }
        }
    }
}

/// What the list says of a certificate, as it says it in a verification; the signature is not looked at.
fn of_certificate(store: &RevocationStore, certificate: &Decoded, now: UnixTime) -> u8 {
    let identity = Identity::of(certificate);
    let signed_by = SignedBy { state: certificate.unverified_issuer(), ..SignedBy::default() };
    let (said, status) = told(store.look_up(&identity, signed_by, now));
    println!("{said}");
    status
}

/// In words, and as an exit status.
fn told(finding: Finding) -> (String, u8) {
    let of = |origin: &Origin| format!("{}, {}", origin.name, origin.at.rfc3339());
    match finding {
        Finding::Revoked(origin) => (format!("withdrawn ({})", of(&origin)), WITHDRAWN),
        Finding::Possibly(origin) => (format!("possibly withdrawn ({})", of(&origin)), UNKNOWN),
        Finding::NotLoaded(file) => (format!("cannot tell without {file}"), UNKNOWN),
        Finding::Clear(origin) => (format!("not withdrawn ({})", of(&origin)), 0),
        Finding::Old(origin) => (format!("not withdrawn, but the list is old ({})", of(&origin)), UNKNOWN),
        Finding::NotCovered => (NOT_COVERED.to_owned(), UNKNOWN),
    }
}

/// Of two, withdrawn before what cannot be told.
fn worse(one: u8, other: u8) -> u8 {
    if WITHDRAWN == one || WITHDRAWN == other { WITHDRAWN } else { one.max(other) }
}

/// What another issuer's list says, of each key it is about.
fn of_keys(
    store: &RevocationStore,
    keys: &[(String, Vec<u8>)],
    asked: &Asked<'_>,
    only: Option<&[u8]>,
    now: UnixTime,
) -> u8 {
    let mut status = None;
    for (issuer, kid) in keys.iter().filter(|(_, kid)| kid.is_empty() || only.is_none_or(|only| only == kid))
    {
        let kid_asked = only.unwrap_or(kid);
        let (said, found) = told(store.look_up(&asked.identity(issuer, kid_asked), SignedBy::default(), now));
        let of = if kid.is_empty() { issuer.clone() } else { hex(kid) };
        println!("{of}: {said}");
        status = Some(status.map_or(found, |status| worse(status, found)));
    }
    if status.is_none() {
        println!("{NOT_COVERED}");
    }
    status.unwrap_or(UNKNOWN)
}

/// What each set says of an identifier. Only that of the set it was issued in means something: where they differ, who
/// asks has to say more.
fn of_sets(store: &RevocationStore, asked: &Asked<'_>, only: &Only, now: UnixTime) -> u8 {
    let country = store.manifests().find_map(|manifest| manifest.country.clone());
    let id_of = |manifest: &Manifest, set: &Set| {
        only.admits(manifest, set).then(|| asked.id(set.kind, country.as_deref())).flatten()
    };
    let answers = merged(store.each_set(&id_of));
    let old = store.manifests().last().is_some_and(|newest| now > newest.expires_at);
    let mut statuses = Vec::new();
    for answer in &answers {
        let (said, found) = match &answer.named {
            Ok(true) => ("withdrawn".to_owned(), WITHDRAWN),
            Ok(false) if old => ("not withdrawn, but the list is old".to_owned(), UNKNOWN),
            Ok(false) => ("not withdrawn".to_owned(), 0),
            Err(error) => (format!("cannot tell without {}", error.detail), UNKNOWN),
        };
        let of = format!("{} {}", hex(&answer.kid), month_text(answer.month));
        let alike = |other: &&SetAnswer| (&other.kid, other.month) == (&answer.kid, answer.month);
        match answer.key.filter(|_| answers.iter().filter(alike).count() > 1) {
            Some(key) => println!("{of} of key {}: {said}", hex(&key)),
            None => println!("{of}: {said}"),
        }
        statuses.push(found);
    }
    match statuses.as_slice() {
        [] => println!("{NOT_COVERED}"),
        [first, others @ ..] if others.iter().all(|other| other == first) => return *first,
        _ => println!("which of these it was issued in, --kid, --month and --issued-at can say"),
    }
    UNKNOWN
}

/// A list and its deltas speak of the same sets: the worst of what they say counts.
fn merged(answers: Vec<SetAnswer>) -> Vec<SetAnswer> {
    let mut merged: Vec<SetAnswer> = Vec::new();
    for answer in answers {
        let same = |said: &&mut SetAnswer| {
            (&said.kid, said.key, said.month) == (&answer.kid, answer.key, answer.month)
        };
        match merged.iter_mut().find(same) {
            Some(said) if said.named != Ok(true) && answer.named != Ok(false) => said.named = answer.named,
            Some(_) => (),
            None => merged.push(answer),
        }
    }
    merged
}
