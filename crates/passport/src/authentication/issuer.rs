//! The country signing authority behind a document signer (ICAO 9303-12).

use super::{Evidence, Findings, code, day, days, may_sign_for, same_country};
use crate::mrz::Mrz;
use crate::reason::Reason;
use healthpass_crypto::key::{KeyError, PublicKey};
use healthpass_crypto::x509::{Certificate, ChainError, RevocationList, Sha1, country_of, same_name};
use std::fmt;

/// Authorities' keys tried for one signer: several share a name, in the German master list of 2026-05-28 up to
/// 12.
pub const MOST_CANDIDATES: usize = 32;

/// A country signing authority's key, as far as passports need it: what a trust bundle stores.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Csca {
    /// `C` of its name, two or three capitals; `None` when nobody says whose it is.
    pub country: Option<String>,
    /// Its subject, DER Name; empty for a bare key.
    pub subject: Vec<u8>,
    /// Its subject key identifier.
    pub key_id: Option<Vec<u8>>,
    /// DER SubjectPublicKeyInfo as in its certificate, read when it is needed: reading all of a master list's
    /// takes longer than verifying a passport.
    pub spki: Vec<u8>,
    /// First and last second of its certificate, in seconds since 1970-01-01T00:00:00Z.
    pub valid: Option<[i64; 2]>,
}

/// Why a certificate is no country signing authority's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CscaError {
    /// It is no authority by its basic constraints.
    NotCa,
    /// Its key usage does not allow signing certificates.
    KeyUsage,
}

impl CscaError {
    /// The stable code, of [`healthpass_crypto::CODES`].
    pub fn code(self) -> &'static str {
        match self {
            Self::NotCa => ChainError::NotCa.code(),
            Self::KeyUsage => ChainError::KeyUsage.code(),
        }
    }
}

impl fmt::Display for CscaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for CscaError {}

impl Csca {
    /// The authority of a certificate, self-signed or linking an old key to a new one. Whether to trust it is
    /// for the caller to know; its own signature proves nothing.
    ///
    /// # Errors
    /// [`CscaError`].
    pub fn from_certificate(certificate: &Certificate) -> Result<Self, CscaError> {
        if !certificate.is_ca() {
            return Err(CscaError::NotCa);
        }
        if certificate.key_usage().is_some_and(|usage| !usage.key_cert_sign) {
            return Err(CscaError::KeyUsage);
        }
        Ok(Self {
            country: country_of(certificate.subject_der()),
            subject: certificate.subject_der().to_vec(),
            key_id: certificate.subject_key_id().map(<[u8]>::to_vec),
            spki: certificate.spki_der().to_vec(),
            valid: Some([certificate.not_before(), certificate.not_after()]),
        })
    }

    /// A bare key, of which nothing else is known.
    ///
    /// # Errors
    /// Those of [`PublicKey::from_spki_der`].
    pub fn from_spki(spki: &[u8]) -> Result<Self, KeyError> {
        PublicKey::from_spki_der(spki)?;
        Ok(Self { country: None, subject: Vec::new(), key_id: None, spki: spki.to_vec(), valid: None })
    }

    /// Its key.
    ///
    /// # Errors
    /// Those of [`PublicKey::from_spki_der`].
    pub fn key(&self) -> Result<PublicKey, KeyError> {
        PublicKey::from_spki_der(&self.spki)
    }

    fn by_key_id(&self, signer: &Certificate) -> bool {
        self.key_id.is_some() && self.key_id.as_deref() == signer.authority_key_id()
    }

    fn by_name(&self, signer: &Certificate) -> bool {
        same_name(&self.subject, signer.issuer_der())
    }

    fn is_bare(&self) -> bool {
        self.subject.is_empty() && self.key_id.is_none()
    }

    fn is_valid_at(&self, at: i64) -> bool {
        self.valid.is_none_or(|[from, until]| (from..=until).contains(&at))
    }
}

/// How looking for the authority ended.
enum Search<'a> {
    Found(&'a Csca, PublicKey),
    /// It is named by key identifier and name, and did not sign.
    Refused,
    /// None signed; what stood in the way, if anything did.
    Nobody(Option<Reason>),
}

/// Whether a certificate spells out a curve that is none of those known: with a generator of one's own
/// choosing anybody has a private key to anybody's public key (CVE-2020-0601).
pub(super) fn has_foreign_curve(certificate: &Certificate) -> bool {
    certificate.public_key().is_err_and(|error| is_foreign_curve(&error))
}

pub(super) fn is_foreign_curve(error: &KeyError) -> bool {
    matches!(error, KeyError::Curve { found } if found == "explicit")
}

/// Finds the authority and checks it.
pub(super) fn check<'a>(
    signer: &Certificate,
    evidence: &Evidence<'a>,
    at: i64,
    zone: Option<&Mrz>,
    findings: &mut Findings,
) -> Option<&'a Csca> {
    match search(signer, evidence.authorities, at, findings) {
        Search::Found(authority, key) => {
            check_authority(authority, signer, at, findings);
            check_country(authority, zone, findings);
            check_signer_country(authority, signer, findings);
            check_revocation(signer, &key, evidence, at, findings);
            Some(authority)
        }
        Search::Refused => {
            let issuer = signer.issuer().to_string();
            findings.wrong.push(Reason::new(code::ISSUER_SIGNATURE).found(issuer));
            None
        }
        Search::Nobody(reason) => {
            let unknown = || Reason::new(code::ISSUER_UNKNOWN).found(signer.issuer().to_string());
            findings.unknown.push(reason.unwrap_or_else(unknown));
            None
        }
    }
}

/// Candidates by key identifier, then by name, then bare keys, each key once. One key may have several
/// certificates: the one valid at the time speaks for it. A bare key never does for one that has a certificate,
/// which says more.
fn candidates<'a>(signer: &Certificate, all: &'a [Csca], at: i64) -> Vec<&'a Csca> {
    let ranks: [fn(&Csca, &Certificate) -> bool; 3] = [
        |authority, signer| authority.by_key_id(signer),
        |authority, signer| !authority.by_key_id(signer) && authority.by_name(signer),
        |authority, _| authority.is_bare(),
    ];
    let mut candidates: Vec<&Csca> = Vec::new();
    for rank in ranks {
        for valid in [true, false] {
            for csca in all.iter().filter(|csca| csca.is_valid_at(at) == valid && rank(csca, signer)) {
                let is_full = candidates.len() >= MOST_CANDIDATES;
                match candidates.iter_mut().find(|earlier| earlier.spki == csca.spki) {
                    Some(earlier) if valid && !earlier.is_valid_at(at) && !csca.is_bare() => *earlier = csca,
                    None if !is_full => candidates.push(csca),
                    _ => {}
                }
            }
        }
    }
    candidates
}

fn search<'a>(signer: &Certificate, all: &'a [Csca], at: i64, findings: &mut Findings) -> Search<'a> {
    let is_named = |spki: &[u8]| {
        all.iter().any(|csca| csca.spki == spki && csca.by_key_id(signer) && csca.by_name(signer))
    };
    let (mut refused, mut obstacle) = (false, None);
    for authority in candidates(signer, all, at) {
        let key = match authority.key() {
            Ok(key) => key,
            Err(error) => {
                obstacle = Some(Reason::new(code::ISSUER_KEY).found(error.to_string()));
                continue;
            }
        };
        match signer.verify_signed_by(&key, Sha1::Allow) {
            Ok(hash) => {
                if hash.is_broken() {
                    let reason = Reason::new(code::WEAK_HASH).found(hash.name());
                    findings.weak.push(reason.at("signer-certificate"));
                }
                return Search::Found(authority, key);
            }
            Err(ChainError::Signature) => refused |= is_named(&authority.spki),
            Err(error) => {
                let reason = Reason::new(error.code());
                obstacle = Some(match error.found() {
                    Some(found) => reason.found(found),
                    None => reason,
                });
            }
        }
    }
    if refused { Search::Refused } else { Search::Nobody(obstacle) }
}

fn check_authority(authority: &Csca, signer: &Certificate, at: i64, findings: &mut Findings) {
    match authority.valid {
        None => findings.weak.push(Reason::new(code::ISSUER_VALIDITY_UNKNOWN)),
        Some(valid) if !authority.is_valid_at(at) => {
            let reason = Reason::new(code::ISSUER_NOT_VALID).expected(days(valid));
            findings.wrong.push(reason.found(day(at)));
        }
        Some(_) => {}
    }
    if authority.is_bare() {
        return;
    }
    if !authority.by_key_id(signer) {
        findings.weak.push(Reason::new(code::ISSUER_BY_NAME));
    } else if !authority.subject.is_empty() && !authority.by_name(signer) {
        let reason = Reason::new(code::DEVIATION_ISSUER_NAME);
        findings.weak.push(reason.found(signer.issuer().to_string()));
    }
}

/// The authority is that of the state in the zone: otherwise any state could sign for any other. One of nobody
/// knows which state vouches for none, but a bare key was given for this very purpose.
fn check_country(authority: &Csca, zone: Option<&Mrz>, findings: &mut Findings) {
    let Some(country) = &authority.country else {
        let unknown = Reason::new(code::ISSUER_COUNTRY_UNKNOWN);
        if authority.is_bare() { &mut findings.weak } else { &mut findings.unknown }.push(unknown);
        return;
    };
    if let Some(zone) = zone
        && !may_sign_for(country, &zone.issuer)
    {
        let reason = Reason::new(code::ISSUER_COUNTRY).expected(country.clone());
        findings.wrong.push(reason.found(zone.issuer.clone()));
    }
}

/// A signer is of its authority's state (ICAO 9303-12 section 7.1). Which state it may speak for is the authority's
/// to say, so that another name on its signer is only odd.
fn check_signer_country(authority: &Csca, signer: &Certificate, findings: &mut Findings) {
    if let Some(country) = &authority.country
        && let Some(its) = country_of(signer.subject_der())
        && !same_country(country, &its)
    {
        let reason = Reason::new(code::DEVIATION_SIGNER_COUNTRY);
        findings.weak.push(reason.expected(country.clone()).found(its));
    }
}

/// By every list of the signer's authority at hand. A list without a clock beside it is held against the time the
/// document is judged at.
fn check_revocation(
    signer: &Certificate,
    key: &PublicKey,
    evidence: &Evidence<'_>,
    at: i64,
    findings: &mut Findings,
) {
    let holds = |list: &&RevocationList| list.is_of(signer) && is_signed(list, signer, key, evidence);
    let mut newest: Option<&RevocationList> = None;
    for list in evidence.revocations.iter().filter(holds) {
        if let Some(entry) = list.find(signer) {
            let reason = Reason::new(code::SIGNER_REVOKED).found(day(entry.revoked_at));
            findings.wrong.push(reason);
            return;
        }
        if newest.is_none_or(|other| other.this_update() < list.this_update()) {
            newest = Some(list);
        }
    }
    let now = evidence.now.map_or(at, time::OffsetDateTime::unix_timestamp);
    match newest {
        None => findings.weak.push(Reason::new(code::REVOCATION_UNKNOWN)),
        Some(list) => {
            let next = list.next_update();
            if let Some(next) = next
                && now > next
            {
                findings.weak.push(Reason::new(code::REVOCATION_STALE).found(day(next)));
            }
        }
    }
}

/// An authority with a new key lists what it signed with the old one too, and signs its one list with the new.
fn is_signed(list: &RevocationList, signer: &Certificate, key: &PublicKey, evidence: &Evidence<'_>) -> bool {
    let by = |key: &PublicKey| list.verify_signed_by(key, Sha1::Allow).is_ok();
    let same_name = evidence.authorities.iter().filter(|authority| authority.by_name(signer));
    by(key) || same_name.take(MOST_CANDIDATES).any(|authority| authority.key().is_ok_and(|key| by(&key)))
}
