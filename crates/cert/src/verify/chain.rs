//! Messages that carry their signer's certificate: the checks that need somebody to vouch for it.
//!
//! `signature` asks only whether the certificate's own key made the signature, which anybody can bring
//! about with a certificate of his own making. All trust is in `issuer`: the key itself was handed in, or an
//! authority at hand issued the certificate, which its signature over it shows and not the name in it. An
//! authority that is named and did not sign is a failure; one that is not at hand leaves it unknown.
//!
//! The certificate holds at the time asked about: seals of vaccinations say nothing of when they were made,
//! and ICAO gives a signer's certificate the life of the seals it signs.

use super::checks::{code, list_expired, recognised};
use super::{Verified, signature_holds_under};
use crate::catalogue::country::same_state;
use crate::contents::{Signed, Signer};
use crate::decoded::Decoded;
use crate::report::{Check, Reason, State};
use crate::time::UnixTime;
use crate::trust::{Role, TrustView, TrustedKey, Voucher};
use crate::vds_nc;
use healthpass_crypto::x509::{Certificate, ObjectIdentifier};

/// Extended key usage of a signer of seals (TR VDS-NC, barcode signer certificate profile).
const SEAL_SIGNER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.14.2");

/// A message and its signer's certificate.
pub(super) struct Chain<'a> {
    signed: &'a Signed,
    certificate: &'a Certificate,
    anchor: Anchor<'a>,
}

/// Who vouches for the certificate.
enum Anchor<'a> {
    /// Its key was handed in.
    Itself(&'a TrustedKey),
    /// This authority issued it.
    Authority(&'a TrustedKey),
    /// Nobody at hand is named in it.
    Nobody,
    /// Somebody at hand is named in it and did not sign it.
    Refused(Reason),
    /// Whether the one named signed it cannot be told.
    Unclear(Reason),
}

impl<'a> Chain<'a> {
    /// `None` for a message that names its signer's key instead.
    pub fn of(decoded: &'a Decoded, trust: TrustView<'a>) -> Option<Self> {
        let signed = decoded.signed()?;
        let Signer::Certificate(certificate) = &signed.signer else { return None };
        Some(Self { signed, certificate, anchor: anchor(certificate, trust) })
    }

    /// First and last second of the certificate.
    pub fn validity(&self) -> [UnixTime; 2] {
        [self.certificate.not_before(), self.certificate.not_after()].map(UnixTime)
    }

    /// SHA-256 of the signer's key.
    #[cfg(feature = "revocation")]
    pub fn fingerprint(&self) -> [u8; 32] {
        healthpass_crypto::hash::sha256(self.certificate.spki_der())
    }

    pub fn signature(&self, decoded: &'a Decoded) -> (Check, Option<Verified<'a>>) {
        let key = match self.certificate.public_key() {
            Ok(key) => key,
            Err(error) => return (Check::unknown(Reason::new(error.code())), None),
        };
        let verified = match self.anchor {
            Anchor::Itself(key) | Anchor::Authority(key) => Some(Verified { decoded, key }),
            _ => None,
        };
        match signature_holds_under(self.signed, &key) {
            Ok(()) => (Check::pass(), verified),
            Err(code::ALGORITHM_UNKNOWN) => (Check::unknown(Reason::new(code::ALGORITHM_UNKNOWN)), None),
            Err(code) => (Check::fail(vec![Reason::new(code)]), None),
        }
    }

    pub fn issuer(&self, decoded: &Decoded, signature: &Check, now: UnixTime) -> Check {
        if signature.state == State::Fail {
            return Check::skipped(code::SIGNATURE_FAILED);
        }
        let own = dates(self.validity().map(Some), now, [code::KEY_NOT_YET_VALID, code::KEY_EXPIRED]);
        match &self.anchor {
            Anchor::Nobody => Check::unknown(not_listed(self.certificate)),
            Anchor::Refused(reason) => Check::fail(vec![reason.clone()]),
            Anchor::Unclear(reason) => Check::unknown(reason.clone()),
            Anchor::Itself(key) => {
                let reasons = [own, state_differs(decoded, key)].concat();
                Check { reasons, ..Check::pass() }
            }
            Anchor::Authority(authority) => self.issued_by(authority, own, decoded, now),
        }
    }

    /// An authority's own dates and state are remarks when it was handed in, since it is trusted for the run.
    fn issued_by(&self, authority: &TrustedKey, own: Vec<Reason>, decoded: &Decoded, now: UnixTime) -> Check {
        let codes = [code::CHAIN_NOT_YET_VALID, code::CHAIN_EXPIRED];
        let theirs = dates([authority.not_before, authority.not_after], now, codes);
        let theirs = [theirs, state_differs(decoded, authority)].concat();
        match &authority.voucher {
            Voucher::Given if own.is_empty() => Check { reasons: theirs, ..Check::pass() },
            Voucher::List(list) if own.is_empty() && theirs.is_empty() => {
                if now > list.expires_at {
                    Check::unknown(list_expired(list))
                } else {
                    recognised(decoded, authority, list, now)
                }
            }
            _ => Check::fail([own, theirs].concat()),
        }
    }

    /// Whether the certificate is one for signing seals of this type. What was handed in may leave open what
    /// it is for; what an authority issued may not, since it also issues those of passports.
    pub fn usage(&self, decoded: &Decoded) -> Check {
        let is_open = match self.anchor {
            Anchor::Itself(_) => true,
            Anchor::Authority(_) => false,
            _ => return Check::unknown(Reason::new(code::NO_KEY)),
        };
        let Some(wanted) = vds_nc::document_type(decoded.unverified_json()) else {
            return Check::unknown(Reason::new(code::NO_KIND));
        };
        let mut faults = Vec::new();
        let purposes = self.certificate.extended_key_usage();
        if !purposes.map_or(is_open, |purposes| purposes.contains(&SEAL_SIGNER)) {
            let mut found = String::new();
            for purpose in purposes.unwrap_or_default() {
                found = format!("{found} {purpose}");
            }
            faults.push(Reason::new(code::PURPOSE).expected(SEAL_SIGNER.to_string()).found(found.trim()));
        }
        if self.certificate.key_usage().is_some_and(|usage| !usage.digital_signature) {
            faults.push(Reason::new(code::PURPOSE).expected("digitalSignature").found("keyUsage"));
        }
        match self.certificate.document_types() {
            Ok(None) => (),
            Ok(Some(types)) if types.iter().any(|found| found == wanted) => (),
            other => {
                let found = other.ok().flatten().unwrap_or_default().join(", ");
                faults.push(Reason::new(code::DOCUMENT_TYPE).expected(wanted).found(found));
            }
        }
        if faults.is_empty() { Check::pass() } else { Check::fail(faults) }
    }

    /// An outdated list still withdraws what is on it; of the rest it says nothing any more.
    pub fn revocation(&self, now: UnixTime) -> Check {
        let Anchor::Authority(TrustedKey { revocations: Some(list), .. }) = self.anchor else {
            return Check::skipped(code::NO_REVOCATION_LIST);
        };
        if list.withdraws(self.certificate.serial()) {
            return Check::fail(vec![Reason::new(code::SIGNER_REVOKED).at(list.this_update.rfc3339())]);
        }
        match list.next_update {
            Some(due) if now > due => {
                Check::unknown(Reason::new(code::LIST_OUTDATED).at(list.this_update.rfc3339()))
            }
            _ => Check::pass(),
        }
    }
}

fn anchor<'a>(certificate: &Certificate, trust: TrustView<'a>) -> Anchor<'a> {
    if let Some(given) = certificate.public_key().ok().and_then(|key| trust.given(&key)) {
        return Anchor::Itself(given);
    }
    let algorithm = certificate.signature_algorithm().filter(|algorithm| !algorithm.hash().is_broken());
    let mut named = false;
    for authority in trust.authorities(certificate) {
        // A bare key says nothing of whose it is: it counts only by what it signed.
        named |= authority.role == Role::Authority;
        let holds =
            |algorithm| authority.key.verify_x509(algorithm, certificate.tbs_der(), certificate.signature());
        if algorithm.is_some_and(|algorithm| holds(algorithm).is_ok()) {
            return Anchor::Authority(authority);
        }
    }
    let issuer = certificate.issuer().to_string();
    match (named, algorithm) {
        (false, _) => Anchor::Nobody,
        (true, None) => Anchor::Unclear(Reason::new(code::CHAIN_ALGORITHM).found(issuer)),
        (true, Some(_)) => Anchor::Refused(Reason::new(code::CHAIN_SIGNATURE).found(issuer)),
    }
}

fn not_listed(certificate: &Certificate) -> Reason {
    Reason::new(code::NOT_LISTED).found(certificate.issuer().to_string())
}

/// What `now` has against a validity, by the codes for too early and too late.
fn dates(validity: [Option<UnixTime>; 2], now: UnixTime, codes: [&'static str; 2]) -> Vec<Reason> {
    let ([start, end], [early, late]) = (validity, codes);
    let mut faults = Vec::new();
    if let Some(start) = start.filter(|start| now < *start) {
        faults.push(Reason::new(early).at(start.rfc3339()));
    }
    if let Some(end) = end.filter(|end| now > *end) {
        faults.push(Reason::new(late).at(end.rfc3339()));
    }
    faults
}

/// The state a seal names is the state of whoever vouches for its signer, where that is known.
fn state_differs(decoded: &Decoded, key: &TrustedKey) -> Vec<Reason> {
    match (decoded.unverified_issuer(), key.state()) {
        (Some(claimed), Some(listed)) if !same_state(claimed, listed) => {
            vec![Reason::new(code::COUNTRY_MISMATCH).expected(listed).found(claimed)]
        }
        _ => Vec::new(),
    }
}
