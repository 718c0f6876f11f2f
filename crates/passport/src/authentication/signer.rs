//! The document signer: its certificate beside the message, its signature, and what it may sign.

use super::{Findings, code, day, days, issuer};
use crate::lds::sod::Sod;
use crate::mrz::Mrz;
use crate::reason::Reason;
use healthpass_crypto::cms::{CmsError, Made, Tolerance};
use healthpass_crypto::key::KeyError;
use healthpass_crypto::x509::{Certificate, ObjectIdentifier, Sha1};
use time::OffsetDateTime;

/// anyExtendedKeyUsage (RFC 5280 section 4.2.1.12).
const ANY_PURPOSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");

/// How far a signer's clock, or that of a reader, may be wrong: a day, in seconds, as much as the zones of the
/// world lie apart.
const CLOCK_SLACK: i64 = 86_400;

/// What is taken besides what the standards ask for: passports in the field have all of it. Each is named in
/// the answer where it was made use of.
const TOLERANCE: Tolerance =
    Tolerance { sha1: Sha1::Allow, plain_ecdsa: true, bare_content: true, disorder: true };

/// Who signed a document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signer {
    /// Subject of the certificate, for people.
    pub subject: String,
    /// Its issuer, for people.
    pub issuer: String,
    /// `C` of the authority that vouches for it, if one does.
    pub authority: Option<String>,
    /// First and last second of the certificate, in seconds since 1970-01-01T00:00:00Z.
    pub valid: [i64; 2],
    /// When it says it signed.
    pub signed_at: Option<i64>,
}

impl Signer {
    pub(super) fn of(certificate: &Certificate, authority: Option<String>, signed_at: Option<i64>) -> Self {
        Self {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            authority,
            valid: [certificate.not_before(), certificate.not_after()],
            signed_at,
        }
    }
}

/// The certificate the message names, or the only one there is.
pub(super) fn find<'a>(sod: &'a Sod, findings: &mut Findings) -> Option<&'a Certificate> {
    let named = sod.message.signer_certificate();
    match (named, sod.message.certificates()) {
        (Some(named), _) => Some(named),
        (None, [only]) => {
            findings.weak.push(Reason::new(code::DEVIATION_SIGNER));
            Some(only)
        }
        // Without a certificate there is nothing to verify by, and nothing against the document either.
        (None, []) => {
            findings.unknown.push(Reason::new(CmsError::Signer.code()));
            None
        }
        _ => {
            findings.wrong.push(Reason::new(CmsError::Signer.code()));
            None
        }
    }
}

pub(super) fn check_signature(sod: &Sod, certificate: &Certificate, findings: &mut Findings) {
    match sod.message.verify_with(certificate, TOLERANCE) {
        Ok(made) => note(sod, made, findings),
        Err(error) => {
            let findings = if is_unsupported(&error) { &mut findings.unknown } else { &mut findings.wrong };
            let reason = Reason::new(error.code());
            findings.push(match error.found() {
                Some(found) => reason.found(found),
                None => reason,
            });
        }
    }
}

/// Whether the signature could not be verified, which says nothing against it. A curve of one's own choosing
/// does, and so does a key that no maker of keys makes.
fn is_unsupported(error: &CmsError) -> bool {
    match error {
        CmsError::Algorithm { .. } => true,
        CmsError::Key(KeyError::Der | KeyError::Exponent | KeyError::Point) => false,
        CmsError::Key(error) => !issuer::is_foreign_curve(error),
        _ => false,
    }
}

fn note(sod: &Sod, made: Made, findings: &mut Findings) {
    if let Some(hash) = [made.algorithm.hash(), made.digest].into_iter().find(|hash| hash.is_broken()) {
        findings.weak.push(Reason::new(code::WEAK_HASH).found(hash.name()).at("signature"));
    }
    if made.bare_content && sod.message.content_type() != healthpass_crypto::cms::DATA {
        findings.weak.push(Reason::new(code::DEVIATION_ATTRIBUTES));
    }
    if made.disorder {
        findings.weak.push(Reason::new(code::DEVIATION_ORDER));
    } else if sod.is_der && sod.message.has_unordered_attributes() {
        findings.weak.push(Reason::new(code::DEVIATION_ENCODING));
    }
    if made.plain_ecdsa {
        findings.weak.push(Reason::new(code::DEVIATION_PLAIN_ECDSA));
    }
}

/// Key usage, purpose, types of document and dates (ICAO 9303-12 section 7.1).
pub(super) fn check_certificate(
    certificate: &Certificate,
    at: i64,
    zone: Option<&Mrz>,
    findings: &mut Findings,
) {
    match certificate.key_usage() {
        _ if certificate.is_ca() => findings.wrong.push(Reason::new(code::SIGNER_USAGE)),
        Some(usage) if !usage.digital_signature => findings.wrong.push(Reason::new(code::SIGNER_USAGE)),
        Some(_) => {}
        None => findings.weak.push(Reason::new(code::DEVIATION_SIGNER_USAGE)),
    }
    if let Some(purposes) = certificate.extended_key_usage()
        && !purposes.contains(&ANY_PURPOSE)
    {
        let found: Vec<String> = purposes.iter().map(ToString::to_string).collect();
        findings.wrong.push(Reason::new(code::SIGNER_PURPOSE).found(found.join(", ")));
    }
    if let Err(error) = certificate.check_critical() {
        findings.wrong.push(Reason::new(error.code()).found(error.to_string()));
    }
    check_document_type(certificate, zone, findings);
    let valid = [certificate.not_before(), certificate.not_after()];
    if at < valid[0] || at > valid[1] {
        findings.wrong.push(Reason::new(code::SIGNER_NOT_VALID).expected(days(valid)).found(day(at)));
    }
}

/// A time asked about that is before the signing is odd; only a clock would prove it wrong.
pub(super) fn note_time(signed_at: i64, at: i64, findings: &mut Findings) {
    if signed_at > at.saturating_add(CLOCK_SLACK) {
        findings.weak.push(signed_in_future(signed_at, at));
    }
}

fn signed_in_future(signed_at: i64, at: i64) -> Reason {
    Reason::new(code::SIGNED_IN_FUTURE).expected(day(at)).found(day(signed_at))
}

/// What the clock says: nobody signed in the future, and a signer's certificate lasts as long as the documents
/// it signed (ICAO 9303-12 section 7.1.1).
pub(super) fn check_now(
    certificate: &Certificate,
    signed_at: Option<i64>,
    now: OffsetDateTime,
    zone: Option<&Mrz>,
    findings: &mut Findings,
) {
    let seconds = now.unix_timestamp();
    let signed_at = signed_at.unwrap_or_else(|| certificate.not_before());
    if signed_at > seconds.saturating_add(CLOCK_SLACK) {
        findings.wrong.push(signed_in_future(signed_at, seconds));
    }
    let is_over = zone.and_then(|zone| zone.expires).is_some_and(|last| last < now.date());
    if seconds > certificate.not_after() && !is_over {
        findings.weak.push(Reason::new(code::SIGNER_EXPIRED).found(day(certificate.not_after())));
    }
}

/// What document codes of passports and cards begin with (ICAO 9303-4 and -5 section 4.2).
const TRAVEL_DOCUMENTS: [char; 4] = ['A', 'C', 'I', 'P'];

/// A list names the document codes of zones; one letter stands for every code that begins with it. Signers of passports
/// have lists older than the codes they sign, but one for nothing that travels is another's.
fn check_document_type(certificate: &Certificate, zone: Option<&Mrz>, findings: &mut Findings) {
    let types = match certificate.document_types() {
        Ok(types) => types.unwrap_or_default(),
        Err(error) => {
            findings.wrong.push(Reason::new(error.code()).found(error.to_string()));
            return;
        }
    };
    let Some(zone) = zone.filter(|_| !types.is_empty()) else { return };
    let covers = |of: &String| {
        let of = of.trim_end_matches('<');
        of == zone.code || (of.len() == 1 && zone.code.starts_with(of))
    };
    if !types.iter().any(covers) {
        let is_alike = types.iter().any(|of| of.starts_with(TRAVEL_DOCUMENTS));
        let reason = Reason::new(code::SIGNER_DOCUMENT_TYPE);
        let findings = if is_alike { &mut findings.weak } else { &mut findings.wrong };
        findings.push(reason.expected(types.join(", ")).found(zone.code.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_verified_is_not_refused_but_a_curve_of_ones_own_is() {
        let curve = |found: &str| CmsError::Key(KeyError::Curve { found: found.into() });
        assert!(is_unsupported(&CmsError::Algorithm { found: "1.2.3".into() }));
        assert!(is_unsupported(&CmsError::Key(KeyError::Algorithm { found: "1.2.3".into() })));
        assert!(is_unsupported(&curve("1.2.840.10045.3.1.1")) && !is_unsupported(&curve("explicit")));
        assert!(is_unsupported(&CmsError::Key(KeyError::Size { bits: 8192 })));
        for error in [KeyError::Der, KeyError::Exponent, KeyError::Point] {
            assert!(!is_unsupported(&CmsError::Key(error)));
        }
        for error in [CmsError::Attributes, CmsError::Digest, CmsError::Signature, CmsError::Signer] {
            assert!(!is_unsupported(&error), "{error}");
        }
    }
}
