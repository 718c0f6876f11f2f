//! A verifier's desk: the keys it opens codes with, what it asks, and what it was shown.

use super::challenge::{Challenge, NONCE_BYTES, audience};
use super::freshness::Seen;
use super::open::{Opener, open};
use crate::report::Report;
use crate::request::{Options, RequestError};
#[cfg(feature = "rules")]
use crate::rules::{Decision, RuleStore, Trip, judge};
use crate::time::UnixTime;
use crate::trust::{TrustStore, recipients};
use healthpass_crypto::sealing_key::{SealingKey, SealingPublicKey};
use serde::Serialize;

/// Keys a desk may hold: two of each authority it stands for, while one replaces the other, and room to spare.
pub const MAX_KEYS: usize = 16;

/// An authority's key, with what a list says of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct AuthorityKey {
    /// Its identifier: 16 hexadecimal digits.
    pub kid: String,
    /// The first half of the SHA-256 of its SubjectPublicKeyInfo, in groups of four hexadecimal digits, for people to
    /// compare.
    pub fingerprint: String,
    /// `P-256` or `X25519`.
    pub kem: String,
    /// Whether the list names it.
    pub listed: bool,
    /// The authority's name, from the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 of its state, from the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Last second of its validity, RFC 3339 UTC, from the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<String>,
}

impl AuthorityKey {
    /// What is known of `key`.
    pub fn of(key: &SealingPublicKey, trust: &TrustStore) -> Self {
        let listed = recipients::named(trust.recipients(), &key.kid());
        let fingerprint = super::hex(key.fingerprint().get(..16).unwrap_or_default());
        let mut groups = String::with_capacity(40);
        for (at, digit) in fingerprint.char_indices() {
            if at > 0 && at % 4 == 0 {
                groups.push(' ');
            }
            groups.push(digit);
        }
        Self {
            kid: super::hex(&key.kid()),
            fingerprint: groups,
            kem: key.kem().to_string(),
            listed: listed.is_some(),
            name: listed.map(|listed| listed.name.clone()),
            country: listed.map(|listed| listed.country.clone()),
            not_after: listed.map(|listed| listed.not_after.rfc3339()),
        }
    }
}

/// Several certificates of one person, looked at together.
#[cfg(feature = "rules")]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Together {
    /// One for each text, in their order.
    pub reports: Vec<Report>,
    /// The answer for the trip; `None` without one, or without rules.
    pub decision: Option<Decision>,
}

/// The state of one desk, in memory only. Codes that are no presentations are verified as everywhere.
#[derive(Debug, Default)]
pub struct Desk {
    keys: Vec<SealingKey>,
    seen: Seen,
    question: Option<Challenge>,
}

impl Desk {
    /// A desk that holds no key and asks nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a key, or nothing when it is there already. Beyond [`MAX_KEYS`] the oldest goes.
    pub fn add_key(&mut self, key: SealingKey) {
        if self.keys.iter().any(|held| held.public() == key.public()) {
            return;
        }
        if self.keys.len() >= MAX_KEYS {
            self.keys.remove(0);
        }
        self.keys.push(key);
    }

    /// The keys it holds, the oldest first.
    pub fn keys(&self) -> &[SealingKey] {
        &self.keys
    }

    /// Identifier of the key that this is the hexadecimal of, if the desk holds it.
    pub fn kid(&self, hexadecimal: &str) -> Option<[u8; 8]> {
        let mut kids = self.keys.iter().map(|key| key.public().kid());
        kids.find(|kid| super::hex(kid) == hexadecimal)
    }

    /// Asks: from here on only answers to this question are taken, for as long as it stands: who goes on to another
    /// person asks anew. `nonce` comes from a cryptographic generator and is asked once; a desk without a name is called by the first half of it.
    pub fn ask(
        &mut self,
        name: &str,
        nonce: [u8; NONCE_BYTES],
        asked_at: UnixTime,
        seal_to: &[[u8; 8]],
    ) -> &Challenge {
        let named = audience(name);
        let audience = if audience("") == named {
            audience(&super::hex(nonce.get(..8).unwrap_or_default()))
        } else {
            named
        };
        self.question.insert(Challenge { audience, nonce, asked_at, seal_to: seal_to.to_vec() })
    }

    /// What it asks.
    pub fn question(&self) -> Option<&Challenge> {
        self.question.as_ref()
    }

    /// Asks no more: codes that answer nobody are taken again.
    pub fn stop_asking(&mut self) {
        self.question = None;
    }

    /// Forgets its keys (which wipe themselves) and what it asks, for a desk that nobody stands at. Which codes it was
    /// shown it still knows, so that none passes again for whoever opens it next; of what they said it never keeps
    /// anything.
    pub fn lock(&mut self) {
        self.keys.clear();
        self.question = None;
    }

    /// Forgets everything: keys, what it asks, and which codes it was shown, which then pass once more while they are
    /// fresh.
    pub fn wipe(&mut self) {
        *self = Self::default();
    }

    /// Verifies `text` against `trust`; `now` stands in for a missing `at`. A code that passes is remembered, and
    /// is a replay the next time. A question in the request stands in for the desk's own.
    ///
    /// # Errors
    /// [`RequestError`] for a request that makes no sense; whatever the text is, it gets a report.
    pub fn verify(
        &mut self,
        text: &str,
        options: &Options,
        trust: &TrustStore,
        now: Option<UnixTime>,
    ) -> Result<Report, RequestError> {
        let mut seen = core::mem::take(&mut self.seen);
        let report = self.look(text, options, trust, now, Some(&mut seen));
        self.seen = seen;
        report
    }

    /// Verifies codes of one person, and holds the rules against all of them together. The date of birth of the
    /// document in the request goes before what certificates say of it.
    ///
    /// # Errors
    /// As [`Desk::verify`].
    #[cfg(feature = "rules")]
    pub fn verify_together(
        &mut self,
        texts: &[String],
        options: &Options,
        trust: &TrustStore,
        rules: &RuleStore,
        trip: Option<&Trip>,
    ) -> Result<Together, RequestError> {
        let now = options.read(None)?.now;
        let mut reports = Vec::with_capacity(texts.len());
        for text in texts {
            reports.push(self.verify(text, options, trust, None)?);
        }
        let birth = options.birth_date(now);
        let decision = judge(&mut reports, rules, trip, birth.as_deref(), now);
        Ok(Together { reports, decision })
    }

    /// The same for one of many requests that have nothing to do with each other: nothing is remembered, and nothing
    /// is a replay.
    ///
    /// # Errors
    /// As [`Desk::verify`].
    pub fn verify_apart(
        &self,
        text: &str,
        options: &Options,
        trust: &TrustStore,
        now: Option<UnixTime>,
    ) -> Result<Report, RequestError> {
        self.look(text, options, trust, now, None)
    }

    fn look(
        &self,
        text: &str,
        options: &Options,
        trust: &TrustStore,
        now: Option<UnixTime>,
        seen: Option<&mut Seen>,
    ) -> Result<Report, RequestError> {
        let asked = options.read(now)?;
        let given = match &options.challenge {
            Some(text) => Some(Challenge::parse(text).map_err(RequestError::Challenge)?),
            None => None,
        };
        let opener = Opener {
            keys: &self.keys,
            recipients: trust.recipients(),
            question: given.as_ref().or(self.question.as_ref()),
            seen,
            again: options.again,
        };
        Ok(open(text, &asked.context(trust), opener))
    }
}
