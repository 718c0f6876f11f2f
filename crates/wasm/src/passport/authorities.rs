//! Exports: who may sign passports, and whether they signed these files.

use crate::error::{Error, Result, to_json};
use crate::input::{pin, refused, time};
use healthpass_cert::report::Reason;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::csca;
use healthpass_cert::verify::code;
use healthpass_crypto::x509::Certificate;
use healthpass_passport::authentication::{Authentication, Csca, Evidence, authenticate};
use time::OffsetDateTime;
use wasm_bindgen::prelude::wasm_bindgen;

/// The states' certification authorities.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Authorities {
    known: Vec<Csca>,
    /// Name and end of life of the list they came from.
    list: Option<(String, UnixTime)>,
}

#[wasm_bindgen]
impl Authorities {
    /// Nobody yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces the authorities with those of a signed bundle; answers with a summary.
    ///
    /// # Errors
    /// `trust.*`, `request.at`; the earlier ones are then kept.
    #[wasm_bindgen(js_name = loadTrust)]
    pub fn load_trust(&mut self, bundle: &[u8], root: &str, at: &str) -> Result<String> {
        let now = time(at)?;
        let list = csca::Authorities::open(bundle, &pin(root)?).map_err(refused)?;
        let summary = to_json(&list.summary(now));
        self.list = Some((list.list.name, list.list.expires_at));
        self.known = list.authorities.into_iter().map(|(authority, _)| authority).collect();
        Ok(summary)
    }

    /// Trusts the authority of one certificate, DER, besides.
    ///
    /// # Errors
    /// `key.*`, `x509.*`.
    pub fn add(&mut self, certificate: &[u8]) -> Result<()> {
        let certificate = Certificate::from_der(certificate)
            .map_err(|error| Error::from(Reason::new(error.code()).found(error.to_string())))?;
        let authority = Csca::from_certificate(&certificate)
            .map_err(|error| Error::from(Reason::new(error.code()).found(error.to_string())))?;
        self.known.push(authority);
        Ok(())
    }

    /// Judges files that were read elsewhere: `groups` are the data groups one after another, `numbers` and
    /// `lengths` say which and how long. Without `at` certificates must be valid when the signer signed.
    ///
    /// # Errors
    /// `request.at`.
    pub fn authenticate(
        &self,
        sod: &[u8],
        groups: &[u8],
        numbers: &[u8],
        lengths: &[u32],
        at: Option<String>,
    ) -> Result<String> {
        let mut rest = groups;
        let mut files = Vec::new();
        for (number, length) in numbers.iter().zip(lengths) {
            let (file, further) = rest.split_at(rest.len().min(*length as usize));
            files.push((*number, file));
            rest = further;
        }
        let at = at.map(|at| time(&at)).transpose()?.and_then(moment);
        Ok(to_json(&self.judge(sod, &files, at, None)))
    }
}

impl Authorities {
    /// Judges the files of a chip: certificates must be valid `at`, and `now` is the time it is.
    pub(super) fn judge(
        &self,
        sod: &[u8],
        groups: &[(u8, &[u8])],
        at: Option<OffsetDateTime>,
        now: Option<OffsetDateTime>,
    ) -> Authentication {
        authenticate(&Evidence { sod, groups, authorities: &self.known, revocations: &[], at, now })
    }
}

impl Authorities {
    /// What is to be said about a list past its life.
    pub(super) fn outdated(&self, now: UnixTime) -> Option<Reason> {
        let (name, end) = self.list.as_ref().filter(|(_, end)| now > *end)?;
        Some(Reason::new(code::LIST_EXPIRED).found(name.as_str()).at(end.rfc3339()))
    }
}

pub(super) fn moment(at: UnixTime) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(at.0).ok()
}
