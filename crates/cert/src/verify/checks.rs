//! The checks, one function each. Each looks at its own question only.

use super::{Presented, Verified, signature_holds};
use crate::catalogue::country::same_state;
use crate::decoded::Decoded;
use crate::model::{Certificate, Person, RecordKind};
use crate::report::{Check, Format, Reason, State};
use crate::time::UnixTime;
use crate::trust::{TrustList, TrustView, TrustedKey, Voucher, agreement};
use base64ct::{Base64, Encoding};

/// Codes of the checks; those of content are with each format, those of holder in the passport crate.
pub mod code {
    /// The header names an algorithm outside ES256, ES384, PS256 and their kin.
    pub const ALGORITHM_UNKNOWN: &str = "signature.algorithm-unknown";
    /// No key at hand answers to the key identifier.
    pub const KEY_NOT_FOUND: &str = "signature.key-not-found";
    /// The code names no key.
    pub const NO_KID: &str = "signature.no-kid";
    /// The code carries no signature at all.
    pub const NOT_SIGNED: &str = "signature.not-signed";
    /// Not looked at because the envelope failed.
    pub const NOT_READ: &str = "envelope.not-read";

    /// The authority's signature over the signer's certificate cannot be checked, or is too weak to count.
    pub const CHAIN_ALGORITHM: &str = "issuer.chain.algorithm";
    /// The authority's own validity had ended.
    pub const CHAIN_EXPIRED: &str = "issuer.chain.authority-expired";
    /// The authority's own validity had not begun.
    pub const CHAIN_NOT_YET_VALID: &str = "issuer.chain.authority-not-yet-valid";
    /// The signer's certificate names an authority that did not sign it.
    pub const CHAIN_SIGNATURE: &str = "issuer.chain.signature";
    /// The signer's state in the claims is not the state the list gives its key.
    pub const COUNTRY_MISMATCH: &str = "issuer.country-mismatch";
    /// The key's validity had ended.
    pub const KEY_EXPIRED: &str = "issuer.key-expired";
    /// The key's validity had not begun.
    pub const KEY_NOT_YET_VALID: &str = "issuer.key-not-yet-valid";
    /// The list that vouches for the key is past its own date.
    pub const LIST_EXPIRED: &str = "issuer.list-expired";
    /// Nobody on a list at hand vouches for the key.
    pub const NOT_LISTED: &str = "issuer.not-listed";
    /// Not looked at: the signature does not hold, so nobody vouches for this code.
    pub const SIGNATURE_FAILED: &str = "issuer.signature-failed";

    /// Past its expiry.
    pub const EXPIRED: &str = "time.expired";
    /// Issued after the time asked about.
    pub const ISSUED_LATER: &str = "time.issued-later";
    /// Says neither when it was issued nor when it expires.
    pub const NO_TIMES: &str = "time.no-expiry";
    /// Its validity has not begun.
    pub const NOT_YET_VALID: &str = "time.not-yet-valid";

    /// The signer's certificate is for other types of document.
    pub const DOCUMENT_TYPE: &str = "usage.document-type";
    /// The signer's certificate is not for signing seals.
    pub const PURPOSE: &str = "usage.purpose";
    /// The key is limited to other kinds of record.
    pub const KIND_NOT_ALLOWED: &str = "usage.kind-not-allowed";
    /// The list has the key for another trust domain than this format's.
    pub const DOMAIN: &str = "usage.domain";
    /// No key, so nothing to hold against the content.
    pub const NO_KEY: &str = "usage.no-key";
    /// The content names no kind of record.
    pub const NO_KIND: &str = "usage.no-record";

    /// The authority withdrew the signer's certificate.
    pub const SIGNER_REVOKED: &str = "revocation.signer-revoked";
    /// The authority's list of withdrawn certificates is past its own date.
    pub const LIST_OUTDATED: &str = "revocation.list-outdated";
    /// No revocation list was given.
    pub const NO_REVOCATION_LIST: &str = "revocation.no-list";
    /// No rules were given.
    pub const NO_RULE_PACK: &str = "rules.no-pack";
    /// No travel document was given.
    pub const NO_DOCUMENT: &str = "holder.no-document";
    /// The certificate conceals the number of another document, or of this one with other dates.
    pub const NUMBER_NOT_CONFIRMED: &str = "holder.number-not-confirmed";
    /// The content names no person.
    pub const NO_PERSON: &str = "holder.no-person";
}

pub(super) fn signature<'a>(decoded: &'a Decoded, trust: TrustView<'a>) -> (Check, Option<Verified<'a>>) {
    let Some(signed) = decoded.signed() else {
        return (Check::unknown(Reason::new(code::NOT_SIGNED)), None);
    };
    let Some(kid) = signed.signer.kid() else {
        return (Check::unknown(Reason::new(code::NO_KID)), None);
    };
    let mut refusals = Vec::new();
    for key in trust.candidates(&signed.signer) {
        match signature_holds(signed, key) {
            Ok(()) => return (Check::pass(), Some(Verified { decoded, key })),
            Err(code) => refusals.push(Reason::new(code)),
        }
    }
    refusals.dedup();
    let check = match refusals.as_slice() {
        [] => Check::unknown(Reason::new(code::KEY_NOT_FOUND).found(Base64::encode_string(kid))),
        // Not looked at is not forged.
        [only] if only.code == code::ALGORITHM_UNKNOWN => Check::unknown(only.clone()),
        _ => Check::fail(refusals),
    };
    (check, None)
}

pub(super) fn issuer(
    decoded: &Decoded,
    signature: &Check,
    verified: Option<Verified<'_>>,
    now: UnixTime,
) -> Check {
    if signature.state == State::Fail {
        return Check::skipped(code::SIGNATURE_FAILED);
    }
    let Some(Verified { key, .. }) = verified else {
        let unlisted = Reason::new(code::NOT_LISTED);
        return Check::unknown(match decoded.unverified_issuer() {
            Some(claimed) => unlisted.found(claimed),
            None => unlisted,
        });
    };
    let list = match &key.voucher {
        Voucher::Given => return Check { reasons: key_faults(decoded, key, now), ..Check::pass() },
        Voucher::List(list) => list,
    };
    match key_faults(decoded, key, now) {
        faults if !faults.is_empty() => Check::fail(faults),
        _ if now > list.expires_at => Check::unknown(list_expired(list)),
        _ => recognised(decoded, key, list, now),
    }
}

/// Vouched for by a list; recognised if the list says whom its state recognises.
pub(super) fn recognised(decoded: &Decoded, key: &TrustedKey, list: &TrustList, now: UnixTime) -> Check {
    let records = decoded.unverified_view().map(|view| view.records.as_slice()).unwrap_or_default();
    match agreement::judge(list, key.country.as_deref(), records, now) {
        Ok(reasons) => Check { reasons, ..Check::pass() },
        Err(reason) => Check::unknown(reason),
    }
}

/// For a key on a list these are failures; for one handed in, which is trusted for the run, remarks.
fn key_faults(decoded: &Decoded, key: &TrustedKey, now: UnixTime) -> Vec<Reason> {
    let mut faults = Vec::new();
    if let Some(end) = key.not_after.filter(|end| now > *end) {
        faults.push(Reason::new(code::KEY_EXPIRED).at(end.rfc3339()));
    }
    if let Some(start) = key.not_before.filter(|start| now < *start) {
        faults.push(Reason::new(code::KEY_NOT_YET_VALID).at(start.rfc3339()));
    }
    // Alpha-2 by specification, alpha-3 in the field; anything longer names the issuer otherwise.
    let claimed = decoded.unverified_issuer().filter(|iss| matches!(iss.len(), 2 | 3));
    if let (Some(claimed), Some(listed)) = (claimed, key.state())
        && !same_state(claimed, listed)
    {
        faults.push(Reason::new(code::COUNTRY_MISMATCH).expected(listed).found(claimed));
    }
    faults
}

pub(super) fn list_expired(list: &TrustList) -> Reason {
    Reason::new(code::LIST_EXPIRED).found(list.name.clone()).at(list.expires_at.rfc3339())
}

/// `iat <= now <= exp`; a `nbf` later than `iat` counts instead of it. A format without an end of its own passes
/// without one once it has begun, and says so.
pub(super) fn time(decoded: &Decoded, now: UnixTime) -> Check {
    let times = decoded.unverified_times();
    let begun = times.issued_at.or(times.not_before).is_some();
    let endless = decoded.format().is_some_and(|format| format.open_ended(begun));
    let mut faults = Vec::new();
    if let Some(issued) = times.issued_at.filter(|issued| now < *issued) {
        faults.push(Reason::new(code::ISSUED_LATER).at(issued.rfc3339()));
    }
    if let Some(start) = times.not_before.filter(|start| now < *start) {
        faults.push(Reason::new(code::NOT_YET_VALID).at(start.rfc3339()));
    }
    match times.expires_at {
        Some(end) if now > end => faults.push(Reason::new(code::EXPIRED).at(end.rfc3339())),
        None if faults.is_empty() && endless => {
            return Check { reasons: vec![Reason::new(code::NO_TIMES)], ..Check::pass() };
        }
        None if faults.is_empty() => return Check::unknown(Reason::new(code::NO_TIMES)),
        _ => (),
    }
    if faults.is_empty() { Check::pass() } else { Check::fail(faults) }
}

pub(super) fn usage(decoded: &Decoded, verified: Option<Verified<'_>>) -> Check {
    let Some(Verified { key, .. }) = verified else {
        return Check::unknown(Reason::new(code::NO_KEY));
    };
    let within = match other_domain(decoded, key) {
        Some(reason) => Check::unknown(reason),
        None => Check::pass(),
    };
    let Some(allowed) = &key.usage else {
        return within;
    };
    let kinds = decoded.unverified_record_kinds();
    if kinds.is_empty() {
        return Check::unknown(Reason::new(code::NO_KIND));
    }
    let refused: Vec<Reason> = kinds
        .iter()
        .filter(|kind| !allowed.contains(kind))
        .map(|kind| Reason::new(code::KIND_NOT_ALLOWED).expected(names(allowed)).found(kind.name()))
        .collect();
    if refused.is_empty() { within } else { Check::fail(refused) }
}

/// GDHCN's domains say what network of agreements a key belongs to. Where a format is used in several, each
/// counts; formats outside the network know no domain.
fn other_domain(decoded: &Decoded, key: &TrustedKey) -> Option<Reason> {
    let domain = key.domain.as_deref()?;
    let own: &[&str] = match decoded.format()? {
        Format::Dcc => &["DCC"],
        Format::Ddcc => &["DDCC", "RACSEL-DDVC"],
        Format::Icvp => &["ICVP", "DDCC", "RACSEL-DDVC", "PH4H"],
        Format::Shl => &["IPS", "IPS-PILGRIMAGE", "PH4H"],
        Format::Ithc | Format::Shc | Format::VdsNc | Format::Nzcp | Format::Divoc => return None,
    };
    if own.contains(&domain) {
        return None;
    }
    Some(Reason::new(code::DOMAIN).expected(own.join(", ")).found(domain))
}

pub(crate) fn names(kinds: &[RecordKind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}

/// Codes with this prefix say that the content may be newer than this program, not that it is wrong.
const CONTENT_UNKNOWN: &str = "content.unknown.";

pub(super) fn content(decoded: &Decoded) -> Check {
    let faults = decoded.content_faults();
    let open = |fault: &Reason| fault.code.starts_with(CONTENT_UNKNOWN);
    match faults {
        [] => Check::pass(),
        _ if faults.iter().all(open) => Check { state: State::Unknown, reasons: faults.to_vec() },
        _ => Check::fail(faults.to_vec()),
    }
}

pub(super) fn holder(decoded: &Decoded, presented: Presented<'_>) -> Check {
    let document = match presented {
        Presented::Nothing => return Check::skipped(code::NO_DOCUMENT),
        Presented::Unreadable(reasons) => return Check { state: State::Unknown, reasons: reasons.to_vec() },
        Presented::Document(document) => document,
    };
    let about_somebody = |view: &&Certificate| view.person != Person::default() || view.document.is_some();
    match decoded.unverified_view().filter(about_somebody) {
        Some(view) => crate::holder::compare(view, document),
        None => Check::unknown(Reason::new(code::NO_PERSON)),
    }
}
