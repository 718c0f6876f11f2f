//! Whom to believe: keys, who vouches for them, and until when.

pub mod agreement;
pub mod bundle;
#[cfg(feature = "csca")]
pub mod csca;
pub mod given;
#[cfg(feature = "trust-lists")]
pub mod lists;
#[cfg(feature = "presentation")]
pub mod recipients;

pub use agreement::Agreement;
#[cfg(feature = "presentation")]
pub use recipients::Recipient;

use crate::contents::Signer;
use crate::limits::MAX_KEYS_PER_KID;
use crate::model::RecordKind;
#[cfg(feature = "revocation")]
use crate::revocation::RevocationStore;
use crate::time::UnixTime;
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::x509::{self, Certificate, RevocationList, Sha1};
use std::sync::Arc;

/// Codes of the trust list itself; those of a certificate's issuer are in [`crate::verify`].
pub mod code {
    /// The bundle's signature does not hold, or its key is not the pinned root.
    pub const NOT_FROM_ROOT: &str = "trust.not-from-root";
    /// The bundle is not of the form described in `trust-bundle.cddl`.
    pub const SHAPE: &str = "trust.shape";
    /// Longer than [`crate::limits::MAX_TRUST_BUNDLE`].
    pub const TOO_LARGE: &str = "trust.too-large";
    /// A format version this reader does not know.
    pub const VERSION: &str = "trust.version";
    /// A key or certificate in it cannot be used.
    pub const KEY: &str = "trust.key";
    /// A published list is not of its documented form.
    pub const LIST_SHAPE: &str = "trust.list-shape";
    /// A published list's own signature does not hold.
    pub const LIST_SIGNATURE: &str = "trust.list-signature";
    /// A published list does not say whose keys it holds, and nobody else did.
    pub const LIST_ISSUER: &str = "trust.list-issuer";
    /// A bundle for real use made from lists for tests, or the reverse.
    pub const ENVIRONMENT_MIXED: &str = "trust.environment-mixed";
    /// An authority that codes may be sealed to names no state, or another that is none.
    pub const RECIPIENT_COUNTRY: &str = "trust.recipient.country";
    /// More of them than [`crate::limits::MAX_LISTED_RECIPIENTS`].
    pub const RECIPIENT_COUNT: &str = "trust.recipient.count";
    /// Its key is neither P-256 nor X25519, or no key.
    pub const RECIPIENT_KEY: &str = "trust.recipient.key";
    /// Its name is empty, too long or not for reading.
    pub const RECIPIENT_NAME: &str = "trust.recipient.name";
    /// The same key twice.
    pub const RECIPIENT_TWICE: &str = "trust.recipient.twice";
    /// Its key ends before it begins.
    pub const RECIPIENT_VALIDITY: &str = "trust.recipient.validity";
}

/// Why a trust file was refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrustError {
    /// One of [`code`].
    pub code: &'static str,
    /// What exactly, for a person building lists.
    pub detail: String,
}

impl TrustError {
    pub(crate) fn new(code: &'static str, detail: impl ToString) -> Self {
        Self { code, detail: detail.to_string() }
    }
}

impl core::fmt::Display for TrustError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl core::error::Error for TrustError {}

/// A key somebody vouches for.
#[derive(Clone, Debug)]
pub struct TrustedKey {
    /// Key identifier it answers to. Empty for a bare key handed in without one: it answers to any.
    pub kid: Vec<u8>,
    /// The key.
    pub key: PublicKey,
    /// ISO 3166-1 alpha-2 of the state it belongs to.
    pub country: Option<String>,
    /// The list's own code for whom it belongs to, where that is no state of ISO 3166-1 (GDHCN `XXA`).
    pub participant: Option<String>,
    /// Name of the issuing authority.
    pub issuer: Option<String>,
    /// The address or DID its owner signs under, for formats whose key identifiers belong to one issuer.
    pub issuer_id: Option<String>,
    /// The trust domain a list puts it in (GDHCN `DCC`, `DDCC`, ...).
    pub domain: Option<String>,
    /// Start of its validity.
    pub not_before: Option<UnixTime>,
    /// End of its validity.
    pub not_after: Option<UnixTime>,
    /// Kinds of record it may sign; `None` for all.
    pub usage: Option<Vec<RecordKind>>,
    /// Whether it signs certificates' contents or the certificates of those who do.
    pub role: Role,
    /// DER Name of the authority it belongs to, to be compared with what its certificates call their
    /// issuer; only for a [`Role::Authority`] that contents name by it, whose `kid` is then its subject
    /// key identifier.
    pub subject: Option<Vec<u8>>,
    /// What that authority revoked, if a list of it is at hand.
    pub revocations: Option<Revocations>,
    /// Who vouches for it.
    pub voucher: Voucher,
}

/// What a key signs.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Role {
    /// The content of health certificates.
    #[default]
    Signer,
    /// The X.509 certificates of such signers (a country signing authority): nothing else counts.
    Authority,
    /// Either: a bare key handed in without a word about it.
    Either,
    /// Neither: listed for other purposes, such as encryption (GDHCN `DECA`, `DESC`).
    Other,
}

/// An authority's revocation list, once its signature held.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Revocations {
    /// When it was made.
    pub this_update: UnixTime,
    /// When the next one was to be made at the latest.
    pub next_update: Option<UnixTime>,
    /// Serial numbers of the revoked certificates: content octets of the INTEGER without leading zeros.
    pub serials: Vec<Vec<u8>>,
}

impl Revocations {
    /// The list in `der`, once the signature of `authority` over it held.
    ///
    /// # Errors
    /// `trust.list-shape`, `trust.list-signature`.
    pub fn read(der: &[u8], authority: &Certificate) -> Result<Self, TrustError> {
        let list = RevocationList::from_der(der).map_err(|error| TrustError::new(code::LIST_SHAPE, error))?;
        list.verify_issued_by(authority, Sha1::Refuse)
            .map_err(|error| TrustError::new(code::LIST_SIGNATURE, error))?;
        Ok(Self {
            this_update: UnixTime(list.this_update()),
            next_update: list.next_update().map(UnixTime),
            serials: list.revoked().iter().map(|entry| significant(&entry.serial).to_vec()).collect(),
        })
    }

    /// Whether the certificate of this serial number is on it.
    pub fn withdraws(&self, serial: &[u8]) -> bool {
        self.serials.iter().any(|revoked| significant(revoked) == significant(serial))
    }
}

/// An INTEGER's octets without those that say nothing.
fn significant(serial: &[u8]) -> &[u8] {
    match serial {
        [0, rest @ ..] if !rest.is_empty() => significant(rest),
        other => other,
    }
}

/// Who vouches for a key.
#[derive(Clone, Debug)]
pub enum Voucher {
    /// Handed in with the request: trusted for this run.
    Given,
    /// A list.
    List(Arc<TrustList>),
}

/// A list as far as its keys need it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TrustList {
    /// Name.
    pub name: String,
    /// `production`, `test` or `demo`; keys of one never answer for another.
    pub environment: String,
    /// Date of the list.
    pub created_at: UnixTime,
    /// End of its life, set by whoever signed it.
    pub expires_at: UnixTime,
    /// ISO 3166-1 alpha-2 of the state whose officers rely on the list.
    pub state: Option<String>,
    /// What that state has agreed to recognise; empty for a list that leaves this open.
    pub agreements: Vec<Agreement>,
    /// Authorities that codes may be sealed to.
    #[cfg(feature = "presentation")]
    pub recipients: Vec<Recipient>,
}

/// All keys at hand for one verification.
#[derive(Clone, Debug, Default)]
pub struct TrustStore {
    keys: Vec<TrustedKey>,
    #[cfg(feature = "revocation")]
    revocation: RevocationStore,
    #[cfg(feature = "presentation")]
    recipients: Vec<Recipient>,
}

impl TrustStore {
    /// Nobody is trusted.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key.
    pub fn add(&mut self, key: TrustedKey) {
        self.keys.push(key);
    }

    /// The same keys and, before them, those handed in with a request.
    #[must_use]
    pub fn with_given<'a>(&'a self, given: &'a [TrustedKey]) -> TrustView<'a> {
        TrustView {
            given,
            listed: &self.keys,
            #[cfg(feature = "revocation")]
            revocation: &self.revocation,
        }
    }

    /// Forgets every key and authority; lists of withdrawn certificates stay.
    pub fn forget_issuers(&mut self) {
        self.keys.clear();
        #[cfg(feature = "presentation")]
        self.recipients.clear();
    }

    /// Lists of withdrawn certificates that every verification with this store asks.
    #[cfg(feature = "revocation")]
    pub fn revocation(&self) -> &RevocationStore {
        &self.revocation
    }

    /// The same, to load lists into.
    #[cfg(feature = "revocation")]
    pub fn revocation_mut(&mut self) -> &mut RevocationStore {
        &mut self.revocation
    }

    /// Authorities that codes may be sealed to, whenever their keys are valid: for the names of those a code is
    /// sealed to. Which to seal to, [`recipients::newest`] says.
    #[cfg(feature = "presentation")]
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// The keys one verification looks at, without copying a list for it.
#[derive(Clone, Copy, Debug)]
pub struct TrustView<'a> {
    given: &'a [TrustedKey],
    listed: &'a [TrustedKey],
    #[cfg(feature = "revocation")]
    revocation: &'a RevocationStore,
}

impl<'a> TrustView<'a> {
    /// Lists of withdrawn certificates.
    #[cfg(feature = "revocation")]
    pub fn revocation(self) -> &'a RevocationStore {
        self.revocation
    }

    /// Every key that `signer` may mean, keys handed in first, at most
    /// [`crate::limits::MAX_KEYS_PER_KID`]: identifiers may collide and all of them are tried
    /// (hcert-spec 3.3.2).
    pub fn candidates(self, signer: &Signer) -> impl Iterator<Item = &'a TrustedKey> {
        let keys = self.given.iter().chain(self.listed);
        keys.filter(move |key| key.answers_to(signer)).take(MAX_KEYS_PER_KID)
    }

    /// The key handed in that is `key` itself.
    pub fn given(self, key: &PublicKey) -> Option<&'a TrustedKey> {
        self.given.iter().find(|given| matches!(given.role, Role::Signer | Role::Either) && given.key == *key)
    }

    /// Every authority that `certificate` may mean by its issuer, those handed in first, at most
    /// [`crate::limits::MAX_KEYS_PER_KID`]; among them bare keys, which say nothing of whose they are.
    pub fn authorities(self, certificate: &Certificate) -> impl Iterator<Item = &'a TrustedKey> {
        let keys = self.given.iter().chain(self.listed);
        keys.filter(move |key| key.may_have_issued(certificate)).take(MAX_KEYS_PER_KID)
    }
}

impl TrustedKey {
    /// By key identifier where both sides have one (ICAO 9303-12 section 7.1.1.2), otherwise by name.
    fn may_have_issued(&self, certificate: &Certificate) -> bool {
        match (self.role, certificate.authority_key_id()) {
            (Role::Signer | Role::Other, _) => false,
            (Role::Either, _) => true,
            (Role::Authority, Some(named)) if !self.kid.is_empty() => self.kid == named,
            (Role::Authority, _) => {
                let issuer = certificate.issuer_der();
                self.subject.as_deref().is_some_and(|subject| x509::same_name(subject, issuer))
            }
        }
    }

    /// The state it belongs to: ISO 3166-1 alpha-2, or a list's own code of a participant outside ISO.
    pub fn state(&self) -> Option<&str> {
        self.country.as_deref().or(self.participant.as_deref())
    }

    /// A key of which nothing else is known.
    pub fn new(kid: Vec<u8>, key: PublicKey) -> Self {
        Self {
            kid,
            key,
            country: None,
            participant: None,
            issuer: None,
            issuer_id: None,
            domain: None,
            not_before: None,
            not_after: None,
            usage: None,
            role: Role::Signer,
            subject: None,
            revocations: None,
            voucher: Voucher::Given,
        }
    }

    /// Whether a key handed in may be the one an issuer calls `kid` in its own key set: a certificate carries none
    /// of its names, and a JWK may carry the whole DID URL.
    fn may_be_called(&self, kid: &[u8]) -> bool {
        let from_certificate = self.not_before.is_some();
        let url = core::str::from_utf8(&self.kid).ok().and_then(|url| url.split_once('#'));
        let named = |(did, key): (&str, &str)| did.as_bytes() == kid || given::kid_bytes(key) == kid;
        from_certificate || url.is_some_and(named)
    }

    fn answers_to(&self, signer: &Signer) -> bool {
        if !matches!(self.role, Role::Signer | Role::Either) {
            return false;
        }
        let given = matches!(self.voucher, Voucher::Given);
        let same_kid = |kid: &[u8]| self.kid == kid || (given && self.kid.is_empty());
        match signer {
            // A key that one issuer published for its own address speaks for no state.
            Signer::Kid(kid) => (given || self.issuer_id.is_none()) && kid.as_deref().is_some_and(same_kid),
            Signer::Issued { issuer, kid } => match &self.issuer_id {
                Some(id) => id == issuer && same_kid(kid),
                None => given && (same_kid(kid) || self.may_be_called(kid)),
            },
            Signer::Certificate(_) => false,
        }
    }
}
