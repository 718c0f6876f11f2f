//! Certificates bound to keys of this device: asking an issuer for them, and taking its answer in.

use super::view::Requested;
use crate::adding::refused;
use crate::device_keys::{self, DeviceKey, Seed};
use crate::error::{WalletError, code};
use crate::names::Names;
use crate::records::{self, Certificate};
use crate::view::Added;
use crate::wallet::{Id, Wallet};
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_cert::cbor::Value;
use healthpass_cert::decoded::Decoded;
use healthpass_cert::error::ReadError;
use healthpass_cert::presentation::request::{MAX_BATCH, MAX_WHOSE, Request, parse_answer};
use healthpass_cert::presentation::token;
use healthpass_cert::report::{Reason, Report, Verdict};
use healthpass_cert::sd_cwt::Token;
use healthpass_cert::time::UnixTime;
use healthpass_cert::verify;

/// One-time keys of an ordinary request: showings until two of them have a key in common. A week of border posts and
/// counters; more cost the issuer a signature each, and the phone some kilobytes.
pub const BATCH: usize = 8;

/// Most keys that wait for issuers' answers; beyond them the oldest are given up.
const MAX_WAITING: usize = 4 * MAX_BATCH;

/// Seconds a request's keys wait for the issuer's answer: thirty days, for a counter that answers by post.
const REQUEST_LIFE: i64 = 30 * 24 * 60 * 60;

/// Claims that tell the tokens of one certificate apart, and say nothing of what is certified: cti, cnf.
const OF_TOKEN: [i64; 2] = [7, 8];

/// Claims in which a certificate that was issued again differs: exp, nbf, iat besides.
const OF_ISSUE: [i64; 5] = [4, 5, 6, 7, 8];

/// A token that was read: what it says, and the key it names.
struct Bound {
    token: Token,
    claims: Value,
    key: String,
}

impl Wallet {
    /// Makes a key of each of `seeds`, and the request that an issuer binds certificates of this person to them by. The
    /// keys are stored with the next changes, which must be written before the request leaves.
    ///
    /// # Errors
    /// `request.count` for none and for more than [`MAX_BATCH`]; `wallet.unknown-id`.
    pub fn request(&mut self, person: &str, now: UnixTime, seeds: &[Seed]) -> Result<Requested, WalletError> {
        let person = self.person(person)?.id.clone();
        if seeds.is_empty() || seeds.len() > MAX_BATCH {
            let reason = Reason::new(code::REQUEST_COUNT).expected(MAX_BATCH.to_string());
            return Err(reason.found(seeds.len().to_string()).into());
        }
        let mut made = Vec::with_capacity(seeds.len());
        for seed in seeds {
            let key = DeviceKey::make(seed, &person, None, now);
            made.push(key.ok_or_else(|| WalletError::new(code::REQUEST_COUNT))?);
        }
        let request = Request {
            asked_at: now,
            whose: self.name_of(&person),
            keys: made.iter().map(|(_, signer)| signer.public_key()).collect(),
        };
        let text = request.text(|index, message| {
            made.get(index).map(|(_, signer)| signer.sign(message).to_vec()).ok_or("no such key")
        })?;
        self.give_up(now, made.len());
        for (key, _) in made {
            self.store_key(key);
        }
        Ok(Requested { text, keys: seeds.len() as u32 })
    }

    /// Takes an issuer's answer in: all its tokens, as one certificate. What is here already is replaced by what was
    /// issued again.
    pub(crate) fn add_batch(&mut self, text: &str, now: UnixTime, id: Id) -> Result<Added, WalletError> {
        self.give_up(now, 0);
        let tokens = parse_answer(text).map_err(unreadable)?;
        let (report, bound) = self.check_batch(tokens, now)?;
        let person = self.person_of(&bound)?;
        let first = bound.first().ok_or_else(|| WalletError::new(code::ADD_UNREADABLE))?;
        let earlier = self.same_certificate(&person, first);
        let id = earlier.unwrap_or_else(|| Base64UrlUnpadded::encode_string(&id));
        let text = Certificate::text_of(&first.token);
        let certificate = Certificate { id: id.clone(), person: person.clone(), text, added_at: now.0 };
        self.store_bound(certificate, &bound);
        Ok(Added { certificate_id: id, person_id: person, report })
    }

    /// Every token is genuine as far as can be said here, and all say the same.
    fn check_batch(&self, tokens: Vec<Token>, now: UnixTime) -> Result<(Report, Vec<Bound>), WalletError> {
        let mut bound: Vec<Bound> = Vec::with_capacity(tokens.len());
        let mut first = None;
        for token in tokens {
            let (decoded, _) = token::read(&token).map_err(unreadable)?;
            let claims = token.reveal().map_err(unreadable)?.claims;
            let report = self.genuine(&decoded, now)?;
            first.get_or_insert(report);
            let key = device_keys::name(token.unverified_device_key());
            if bound.first().is_some_and(|first| !same(&first.claims, &claims, &OF_TOKEN)) {
                return Err(WalletError::new(code::ADD_BATCH_DIFFERS));
            }
            bound.push(Bound { token, claims, key });
        }
        Ok((first.ok_or_else(|| WalletError::new(code::ADD_UNREADABLE))?, bound))
    }

    fn genuine(&self, decoded: &Decoded, now: UnixTime) -> Result<Report, WalletError> {
        let report = verify::verify(decoded, &self.context(None, now));
        match report.verdict {
            Verdict::Unreadable => Err(refused(code::ADD_UNREADABLE, &report)),
            Verdict::NotGenuine => Err(refused(code::ADD_NOT_GENUINE, &report)),
            _ => Ok(report),
        }
    }

    /// The name a request is made in: a certificate's or the passport's.
    fn name_of(&self, person: &str) -> String {
        let document = self.document(person).map(healthpass_passport::Document::view);
        let first = self.certificates.iter().find(|known| known.person == person);
        let first = first.and_then(|known| known.decoded().ok()?.unverified_view().cloned());
        let name = Names::of(document.as_ref(), first.as_ref()).latin.unwrap_or_default();
        name.chars().take(MAX_WHOSE).collect()
    }

    /// Whose request it answers.
    fn person_of(&self, bound: &[Bound]) -> Result<String, WalletError> {
        let mut person = None;
        for token in bound {
            let key = self.keys.iter().find(|key| key.id == token.key);
            let key = key.ok_or_else(|| WalletError::new(code::ADD_KEY_UNKNOWN))?;
            if key.certificate.is_some() {
                return Err(WalletError::new(code::ADD_DUPLICATE));
            }
            if *person.get_or_insert(&key.person) != &key.person {
                return Err(WalletError::new(code::ADD_BATCH_DIFFERS));
            }
        }
        person.cloned().ok_or_else(|| WalletError::new(code::ADD_KEY_UNKNOWN))
    }

    /// The certificate of this person that says the same, issued earlier.
    fn same_certificate(&self, person: &str, bound: &Bound) -> Option<String> {
        let theirs = self.certificates.iter().filter(|known| known.person == person);
        let mut same = theirs.filter(|known| {
            let claims = known.token().and_then(|token| token.reveal().ok());
            claims.is_some_and(|revealed| same(&revealed.claims, &bound.claims, &OF_ISSUE))
        });
        same.next().map(|known| known.id.clone())
    }

    fn store_bound(&mut self, certificate: Certificate, bound: &[Bound]) {
        let is_new = |key: &DeviceKey| bound.iter().any(|token| token.key == key.id);
        let id = certificate.id.clone();
        for key in self.keys.iter_mut() {
            if let Some(token) = bound.iter().find(|token| token.key == key.id) {
                key.bind(&id, &token.token);
                self.changes.push(records::write(key.key(), key));
            }
        }
        self.changes.push(records::write(certificate.key(), &certificate));
        match self.certificates.iter_mut().find(|known| known.id == id) {
            Some(known) => *known = certificate,
            None => self.certificates.push(certificate),
        }
        // Last: whatever interrupts the host's writing, some keys of the certificate are there.
        self.forget_keys(|key| key.certificate.as_ref() == Some(&id) && !is_new(key));
    }

    /// Gives up keys that waited too long, and the oldest of those that are too many beside `more`.
    fn give_up(&mut self, now: UnixTime, more: usize) {
        let is_waiting = |key: &DeviceKey| key.certificate.is_none();
        let since = now.0.saturating_sub(REQUEST_LIFE);
        self.forget_keys(|key| is_waiting(key) && key.made_at < since);
        let mut waiting: Vec<i64> =
            self.keys.iter().filter(|key| is_waiting(key)).map(|key| key.made_at).collect();
        crate::wallet::sort_by_key(&mut waiting, |made| *made);
        let excess = (waiting.len() + more).saturating_sub(MAX_WAITING);
        if let Some(last) = excess.checked_sub(1).and_then(|last| waiting.get(last).copied()) {
            self.forget_keys(|key| is_waiting(key) && key.made_at <= last);
        }
    }
}

fn unreadable(error: ReadError) -> WalletError {
    WalletError::because(code::ADD_UNREADABLE, vec![error.reason()])
}

/// Whether two payloads say the same, besides these claims.
fn same(one: &Value, other: &Value, besides: &[i64]) -> bool {
    let counts = |entry: &&(Value, Value)| !entry.0.as_integer().is_some_and(|key| besides.contains(&key));
    let (Some(one), Some(other)) = (one.entries(), other.entries()) else { return false };
    let has = |all: &[(Value, Value)], entry: &(Value, Value)| all.iter().any(|known| known == entry);
    one.iter().filter(counts).all(|entry| has(other, entry))
        && other.iter().filter(counts).all(|entry| has(one, entry))
}
