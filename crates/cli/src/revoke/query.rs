//! `healthpass revoke query`.

use super::ids::Hashing;
use super::{kid, load, month_text, unhex};
use crate::args::RevokeQuery;
use crate::clock;
use crate::keys::hex;
use anyhow::{Context, Result};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::revocation::hash::Id;
use healthpass_cert::revocation::{
    Finding, HashKind, Identity, Origin, RevocationStore, Set, SetAnswer, SignedBy,
};
use healthpass_cert::time::UnixTime;
use std::process::ExitCode;

/// Exit status for what is withdrawn, and for what cannot be told.
const WITHDRAWN: u8 = 1;
const UNKNOWN: u8 = 2;

/// Runs the command.
///
/// # Errors
/// When the list cannot be read.
pub(super) fn run(command: &RevokeQuery) -> Result<ExitCode> {
    let now = clock::time(command.at.as_deref())?;
    let mut store = RevocationStore::new();
    load::all(&mut store, core::slice::from_ref(&command.list), command.root.as_deref(), now)?;
    let status = match command.text.as_deref().map(|text| (text, Decoded::read(text))) {
        Some((_, Ok(certificate))) => of_certificate(&store, &certificate, now),
        Some((text, Err(_))) => {
            of_identifier(&store, command, now, &|set, country| Hashing { kind: set, country }.id(text).ok())?
        }
        None => {
            let digits = command.id.as_deref().unwrap_or_default();
            let id = unhex(digits).and_then(|bytes| bytes.first_chunk().copied());
            let id: Id = id.context("--id: at least 32 hexadecimal digits")?;
            of_identifier(&store, command, now, &|_, _| Some(id))?
        }
    };
    Ok(ExitCode::from(status))
}

/// What the list says of a certificate, as it says it in a verification; the signature is not looked at.
fn of_certificate(store: &RevocationStore, certificate: &Decoded, now: UnixTime) -> u8 {
    let identity = Identity::of(certificate);
    let signed_by = SignedBy { state: certificate.unverified_issuer(), ..SignedBy::default() };
    let of = |origin: &Origin| format!("{}, {}", origin.name, origin.at.rfc3339());
    let (said, status) = match store.look_up(&identity, signed_by, now) {
        Finding::Revoked(origin) => (format!("withdrawn ({})", of(&origin)), WITHDRAWN),
        Finding::Possibly(origin) => (format!("possibly withdrawn ({})", of(&origin)), UNKNOWN),
        Finding::NotLoaded(file) => (format!("cannot tell without {file}"), UNKNOWN),
        Finding::Clear(origin) => (format!("not withdrawn ({})", of(&origin)), 0),
        Finding::Old(origin) => (format!("not withdrawn, but the list is old ({})", of(&origin)), UNKNOWN),
        Finding::NotCovered => ("not covered".to_owned(), UNKNOWN),
    };
    println!("{said}");
    status
}

/// What each set says of an identifier. Only that of the set it was issued in means something.
fn of_identifier(
    store: &RevocationStore,
    command: &RevokeQuery,
    now: UnixTime,
    id_of: &dyn Fn(HashKind, Option<&str>) -> Option<Id>,
) -> Result<u8> {
    let country = store.manifests().find_map(|manifest| manifest.country.clone());
    let only = command.kid.as_deref().map(kid).transpose()?;
    let asked = |set: &Set| match &only {
        Some(only) if *only != set.kid => None,
        _ => id_of(set.kind, country.as_deref()),
    };
    // A list and its deltas speak of the same sets: the worst of what they say counts.
    let mut answers: Vec<SetAnswer> = Vec::new();
    for answer in store.each_set(&asked) {
        match answers.iter_mut().find(|said| (&said.kid, said.month) == (&answer.kid, answer.month)) {
            Some(said) if said.named != Ok(true) && answer.named != Ok(false) => said.named = answer.named,
            Some(_) => (),
            None => answers.push(answer),
        }
    }
    if answers.is_empty() {
        println!("not covered");
        return Ok(UNKNOWN);
    }
    let old = store.manifests().last().is_some_and(|newest| now > newest.expires_at);
    let mut status = 0;
    for answer in answers {
        let (said, found) = match answer.named {
            Ok(true) => ("withdrawn".to_owned(), WITHDRAWN),
            Ok(false) if old => ("not withdrawn, but the list is old".to_owned(), UNKNOWN),
            Ok(false) => ("not withdrawn".to_owned(), 0),
            Err(error) => (format!("cannot tell without {}", error.detail), UNKNOWN),
        };
        println!("{} {}: {said}", hex(&answer.kid), month_text(answer.month));
        status = if WITHDRAWN == found || WITHDRAWN == status { WITHDRAWN } else { status.max(found) };
    }
    Ok(status)
}
