//! Files of identifiers, up to some hundred million of them.

use super::unhex;
use anyhow::{Context, Result, bail};
use healthpass_cert::revocation::HashKind;
use healthpass_cert::revocation::hash::Id;
use healthpass_cert::revocation::identity::id_of_text;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Bytes looked at to tell text from raw records.
const SAMPLE: usize = 4096;

/// Bytes of one line. A UVCI has at most 80 characters.
const MAX_LINE: u64 = 4096;

/// How an identifier as text becomes a hash.
#[derive(Clone, Copy)]
pub struct Hashing<'a> {
    pub kind: HashKind,
    pub country: Option<&'a str>,
}

impl Hashing<'_> {
    /// The hash of an identifier, or the one written as 32 or 64 hexadecimal digits.
    pub fn id(self, text: &str) -> Result<Id> {
        if matches!(text.len(), 32 | 64)
            && let Some(id) = unhex(text).and_then(|bytes| bytes.first_chunk().copied())
        {
            return Ok(id);
        }
        match (self.kind, self.country) {
            (HashKind::Uci, _) => Ok(id_of_text("", text)),
            (HashKind::CountryCodeUci, Some(country)) => Ok(id_of_text(country, text)),
            (HashKind::CountryCodeUci, None) => bail!("--country is needed to hash {text}"),
            (HashKind::Signature, _) => bail!("{text} is no hash of a signature: 32 hexadecimal digits"),
        }
    }
}

/// All identifiers of a file.
pub fn read(path: &Path, hashing: Hashing<'_>) -> Result<Vec<Id>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let length = file.metadata().map_or(0, |about| about.len());
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let sample = reader.fill_buf().with_context(|| format!("cannot read {}", path.display()))?;
    let sample = sample.get(..SAMPLE).unwrap_or(sample);
    if is_utf16(sample) {
        bail!("{} is UTF-16: save it as UTF-8", path.display());
    }
    let raw =
        sample.iter().any(|byte| !(byte.is_ascii_graphic() || byte.is_ascii_whitespace()) && *byte < 0x80)
            || core::str::from_utf8(sample).is_err_and(|error| error.error_len().is_some());
    let ids = if raw { records(reader, length) } else { lines(reader, hashing) };
    ids.with_context(|| format!("{}", path.display()))
}

/// What programs of Windows call Unicode: its mark, and a zero beside nearly every character of an identifier.
fn is_utf16(sample: &[u8]) -> bool {
    let zeros = sample.iter().filter(|byte| **byte == 0).count();
    matches!(sample, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) && zeros > sample.len() / 4
}

fn records(mut reader: impl Read, length: u64) -> Result<Vec<Id>> {
    if !length.is_multiple_of(16) {
        bail!("{length} bytes are no records of 16");
    }
    let mut ids = Vec::with_capacity(usize::try_from(length / 16)?);
    let mut id = [0; 16];
    while reader.read_exact(&mut id).is_ok() {
        ids.push(id);
    }
    if ids.len() as u64 != length / 16 {
        bail!("ends early");
    }
    Ok(ids)
}

fn lines(mut reader: impl BufRead, hashing: Hashing<'_>) -> Result<Vec<Id>> {
    let (mut ids, mut line, mut number) = (Vec::new(), String::new(), 0_u64);
    loop {
        line.clear();
        number += 1;
        let read =
            (&mut reader).take(MAX_LINE).read_line(&mut line).with_context(|| format!("line {number}"))?;
        // what programs of Windows put before UTF-8
        match line.trim_start_matches('\u{feff}').trim() {
            "" if read == 0 => return Ok(ids),
            "" => (),
            _ if read as u64 == MAX_LINE => bail!("line {number} is too long"),
            text if text.contains('\r') => bail!("line {number} has a carriage return in it"),
            text => ids.push(hashing.id(text).with_context(|| format!("line {number}"))?),
        }
    }
}
