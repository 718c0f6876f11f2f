//! Passive authentication (ICAO 9303-11 section 5.1, 9303-12): whether the files of a chip are what the state
//! in their zone signed.
//!
//! What holds, what does not and what nobody at hand can tell stay apart: [`AuthOutcome`]. Nothing here knows
//! the clock; what was accepted although it is weak is in [`Authentication::weakest`].

pub mod code;
mod country;
mod groups;
mod issuer;
mod signer;

pub use country::{may_sign_for, same_country};
pub use issuer::{Csca, CscaError, MOST_CANDIDATES};
pub use signer::Signer;

use crate::date;
use crate::lds::sod::{LDS_SECURITY_OBJECT, Sod, SodError};
use crate::mrz::Mrz;
use crate::reason::Reason;
use healthpass_crypto::x509::RevocationList;
use serde::Serialize;
use time::OffsetDateTime;

/// What there is to judge by.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// EF.SOD, with or without its tag.
    pub sod: &'a [u8],
    /// The data groups read, whole files by number. DG1 must be among them.
    pub groups: &'a [(u8, &'a [u8])],
    /// The country signing authorities that are trusted.
    pub authorities: &'a [Csca],
    /// Revocation lists of any of them; each counts once its authority's signature holds.
    pub revocations: &'a [RevocationList],
    /// When the certificates must be valid. `None`: when the signer says it signed, or else when its own
    /// certificate began.
    pub at: Option<OffsetDateTime>,
    /// The time it is: nothing was signed after it, and by it a signer's certificate may have ended. `None`:
    /// not known, and nothing is said of either.
    pub now: Option<OffsetDateTime>,
}

/// The answer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum AuthOutcome {
    /// Signed by the state the zone names, and unchanged.
    Authentic,
    /// Changed, or signed by somebody who may not.
    NotAuthentic,
    /// Nothing is wrong with it, but nobody who is trusted vouches for its signer, or its signature is of a kind
    /// that cannot be verified here.
    IssuerUnknown,
}

impl AuthOutcome {
    /// `authentic`, `not-authentic` or `issuer-unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authentic => "authentic",
            Self::NotAuthentic => "not-authentic",
            Self::IssuerUnknown => "issuer-unknown",
        }
    }
}

/// The answer with its reasons. As JSON `{"outcome","reasons","weakest"}`.
#[derive(Clone, Debug, Serialize)]
pub struct Authentication {
    /// The answer.
    pub outcome: AuthOutcome,
    /// What is wrong or unknown; empty when authentic.
    pub reasons: Vec<Reason>,
    /// What was accepted although it is weak, the weakest first.
    pub weakest: Vec<Reason>,
    /// The zone in DG1, if it could be read. Believe it only when authentic.
    #[serde(skip)]
    pub mrz: Option<Mrz>,
    /// Who signed, if that could be read.
    #[serde(skip)]
    pub signer: Option<Signer>,
    /// Numbers of the data groups given whose hash is in the SOD.
    #[serde(skip)]
    pub groups: Vec<u8>,
}

/// What is found while looking.
#[derive(Default)]
struct Findings {
    wrong: Vec<Reason>,
    unknown: Vec<Reason>,
    weak: Vec<Reason>,
}

/// Judges the files of a chip.
///
/// The steps of ICAO 9303-11 section 5.1: the SOD is a message about data groups; each group given is the one
/// listed; the message is its signer's; the signer's certificate is for that, valid, not revoked, and made by
/// a trusted authority; that authority is the one of the state in the zone; the zone holds.
///
/// Reasons are of [`code`], `cms.*` or `mrz.*`.
pub fn authenticate(evidence: &Evidence<'_>) -> Authentication {
    let mut findings = Findings::default();
    let mut answer = Authentication {
        outcome: AuthOutcome::NotAuthentic,
        reasons: Vec::new(),
        weakest: Vec::new(),
        mrz: None,
        signer: None,
        groups: Vec::new(),
    };
    match Sod::read(evidence.sod) {
        Ok(sod) => judge(&sod, evidence, &mut findings, &mut answer),
        Err(error) => findings.wrong.push(unreadable(&error)),
    }
    answer.outcome = match (findings.wrong.is_empty(), findings.unknown.is_empty()) {
        (false, _) => AuthOutcome::NotAuthentic,
        (true, false) => AuthOutcome::IssuerUnknown,
        (true, true) => AuthOutcome::Authentic,
    };
    answer.reasons = findings.wrong;
    answer.reasons.append(&mut findings.unknown);
    answer.weakest = weakest_first(&findings.weak);
    answer
}

fn judge(sod: &Sod, evidence: &Evidence<'_>, findings: &mut Findings, answer: &mut Authentication) {
    let certificate = signer::find(sod, findings);
    if let Some(certificate) = certificate {
        signer::check_signature(sod, certificate, findings);
    }
    note_form(sod, findings);
    answer.groups = groups::check(&sod.object, evidence.groups, findings);
    let Some(certificate) = certificate else { return };
    let signed_at = sod.message.signing_time();
    let given = evidence.at.map(OffsetDateTime::unix_timestamp);
    let at = given.or(signed_at).unwrap_or_else(|| certificate.not_before());
    if given.or(signed_at).is_none() {
        findings.weak.push(Reason::new(code::TIME_UNKNOWN));
    }
    answer.mrz = groups::zone(evidence.groups, at, findings);
    signer::check_certificate(certificate, at, answer.mrz.as_ref(), findings);
    if let Some(now) = evidence.now {
        signer::check_now(certificate, signed_at, now, answer.mrz.as_ref(), findings);
    } else if let Some(signed_at) = signed_at {
        signer::note_time(signed_at, at, findings);
    }
    let authority = issuer::check(certificate, evidence, at, answer.mrz.as_ref(), findings);
    if authority.is_none() {
        let all = sod.message.certificates().iter();
        for foreign in all.filter(|certificate| issuer::has_foreign_curve(certificate)) {
            findings.wrong.push(Reason::new(code::CURVE).found(foreign.subject().to_string()));
        }
    }
    let country = authority.and_then(|authority| authority.country.clone());
    answer.signer = Some(Signer::of(certificate, country, signed_at));
}

/// A broken hash before what nobody knows of the signer, and both before what is only unusual.
fn weakest_first(weak: &[Reason]) -> Vec<Reason> {
    (0..=3).flat_map(|rank| weak.iter().filter(move |reason| rank_of(reason.code) == rank)).cloned().collect()
}

fn rank_of(code: &str) -> u8 {
    match code {
        code::WEAK_HASH => 0,
        code::REVOCATION_UNKNOWN | code::REVOCATION_STALE => 1,
        _ if code.starts_with("passport.deviation.") => 3,
        _ => 2,
    }
}

/// What is unusual about the SOD's form.
fn note_form(sod: &Sod, findings: &mut Findings) {
    let kind = sod.message.content_type();
    if kind != LDS_SECURITY_OBJECT {
        findings.weak.push(Reason::new(code::DEVIATION_CONTENT_TYPE).found(kind.to_string()));
    }
    if !sod.is_der {
        findings.weak.push(Reason::new(code::DEVIATION_ENCODING));
    }
    if !sod.is_tagged {
        findings.weak.push(Reason::new(code::DEVIATION_TAG));
    }
}

fn unreadable(error: &SodError) -> Reason {
    match error {
        SodError::File(at) => Reason::new(code::SOD).found(offset(at.0)),
        SodError::Message(error) => Reason::new(code::SOD).found(error.to_string()),
        SodError::ContentType(found) => Reason::new(code::CONTENT_TYPE).found(found.to_string()),
        SodError::Object(at) => Reason::new(code::SECURITY_OBJECT).found(offset(at.0)),
    }
}

fn offset(at: usize) -> String {
    format!("offset {at}")
}

/// A time as its day, for people.
fn day(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_or_else(|_| seconds.to_string(), |at| date::text(at.date()))
}

/// First and last day, for people.
fn days([from, until]: [i64; 2]) -> String {
    format!("{} .. {}", day(from), day(until))
}

#[cfg(all(test, feature = "issue-synthetic"))]
mod tests;
