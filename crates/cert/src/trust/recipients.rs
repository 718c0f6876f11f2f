//! Authorities that codes may be sealed to (label 13 of `trust-bundle.cddl`).
//!
//! An authority is its name and state. While one key of it follows another, both are on the list: a holder
//! seals to the newest valid one, a desk goes on opening with either.

use super::bundle::form;
use super::{TrustError, code};
use crate::cbor::Value;
use crate::limits::{MAX_LISTED_RECIPIENTS, MAX_RECIPIENT_DESTINATIONS, MAX_RECIPIENT_NAME};
use crate::time::UnixTime;
use healthpass_crypto::sealing_key::SealingPublicKey;

/// Label in the list.
pub(super) const LABEL: i64 = 13;

/// One key of an authority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recipient {
    /// The key; its identifier is [`SealingPublicKey::kid`].
    pub key: SealingPublicKey,
    /// Name of the authority.
    pub name: String,
    /// ISO 3166-1 alpha-2 of the state it belongs to.
    pub country: String,
    /// States whose travellers it reads, where these are not its own alone.
    pub destinations: Option<Vec<String>>,
    /// Start of its validity.
    pub not_before: UnixTime,
    /// Last second of its validity.
    pub not_after: UnixTime,
    /// Last second of the list that names it: an old list may not know that a key was withdrawn.
    pub listed_until: UnixTime,
}

impl Recipient {
    /// Whether codes may be sealed to it at `now`.
    #[must_use]
    pub fn is_valid(&self, now: UnixTime) -> bool {
        self.not_before <= now && now <= self.not_after && now <= self.listed_until
    }

    /// Whether it reads codes of travellers to this state.
    #[must_use]
    pub fn serves(&self, state: &str) -> bool {
        match &self.destinations {
            Some(states) => states.iter().any(|one| one == state),
            None => self.country == state,
        }
    }

    fn is_same_authority(&self, other: &Self) -> bool {
        self.country == other.country && self.name == other.name
    }

    /// What orders the keys of one authority: begun later, then ending later, then by identifier.
    fn age(&self) -> (UnixTime, UnixTime, [u8; 8]) {
        (self.not_before, self.not_after, self.key.kid())
    }

    /// # Errors
    /// `trust.recipient.name`, `trust.recipient.country`, `trust.recipient.validity`.
    pub fn check(&self) -> Result<(), TrustError> {
        let found = |code| Err(TrustError::new(code, &self.name));
        if !is_readable(&self.name) {
            return found(code::RECIPIENT_NAME);
        }
        let destinations = self.destinations.as_deref();
        let states = destinations.unwrap_or_default();
        let some = destinations.is_none_or(|states| (1..=MAX_RECIPIENT_DESTINATIONS).contains(&states.len()));
        if !some || !is_state(&self.country) || !states.iter().all(|state| is_state(state)) {
            return found(code::RECIPIENT_COUNTRY);
        }
        if self.not_after < self.not_before {
            return found(code::RECIPIENT_VALIDITY);
        }
        Ok(())
    }
}

/// The key to seal to of every authority that has a valid one at `now`, in the order of the list.
#[must_use]
pub fn newest(all: &[Recipient], now: UnixTime) -> Vec<&Recipient> {
    let mut kept: Vec<&Recipient> = Vec::new();
    for recipient in all {
        if !recipient.is_valid(now) {
            continue;
        }
        match kept.iter_mut().find(|other| other.is_same_authority(recipient)) {
            Some(other) if other.age() < recipient.age() => *other = recipient,
            Some(_) => (),
            None => kept.push(recipient),
        }
    }
    kept
}

/// Whose key this is, valid or not.
#[must_use]
pub fn named<'a>(all: &'a [Recipient], kid: &[u8]) -> Option<&'a Recipient> {
    all.iter().find(|recipient| recipient.key.kid() == kid)
}

/// What all of them together must keep to, besides each by itself.
///
/// # Errors
/// Those of [`Recipient::check`], `trust.recipient.count`, `trust.recipient.twice`.
pub(super) fn check(all: &[Recipient]) -> Result<(), TrustError> {
    if all.len() > MAX_LISTED_RECIPIENTS {
        return Err(TrustError::new(code::RECIPIENT_COUNT, all.len()));
    }
    for (index, recipient) in all.iter().enumerate() {
        recipient.check()?;
        if all.iter().take(index).any(|other| other.key == recipient.key) {
            return Err(TrustError::new(code::RECIPIENT_TWICE, &recipient.name));
        }
    }
    Ok(())
}

/// Adds what another list names. A key that is known already stays named as long as one of its lists lives.
pub(super) fn merge(all: &mut Vec<Recipient>, more: &[Recipient]) {
    for recipient in more {
        match all.iter_mut().find(|known| known.key == recipient.key) {
            Some(known) if known.listed_until < recipient.listed_until => *known = recipient.clone(),
            Some(_) => (),
            None => all.push(recipient.clone()),
        }
    }
}

/// A list's entry for `all`; none for none.
pub(super) fn to_cbor(all: &[Recipient]) -> Option<(Value, Value)> {
    let entries: Vec<Value> = all.iter().map(entry).collect();
    (!entries.is_empty()).then_some((Value::Integer(LABEL), Value::Array(entries)))
}

fn entry(recipient: &Recipient) -> Value {
    let text = |text: &String| Value::Text(text.clone());
    let mut entry = vec![
        (Value::Integer(1), Value::Bytes(recipient.key.spki_der())),
        (Value::Integer(2), text(&recipient.name)),
        (Value::Integer(3), text(&recipient.country)),
        (Value::Integer(4), Value::Integer(recipient.not_before.0)),
        (Value::Integer(5), Value::Integer(recipient.not_after.0)),
    ];
    if let Some(states) = &recipient.destinations {
        entry.push((Value::Integer(6), Value::Array(states.iter().map(text).collect())));
    }
    Value::Map(entry)
}

/// The authorities of a list that ends at `listed_until`; none where it names none.
pub(super) fn read(content: &Value, listed_until: UnixTime) -> Result<Vec<Recipient>, TrustError> {
    if content.get(LABEL).is_none() {
        return Ok(Vec::new());
    }
    let entries = form::array(content, LABEL)?;
    if entries.is_empty() {
        return Err(form::missing(LABEL));
    }
    if entries.len() > MAX_LISTED_RECIPIENTS {
        return Err(TrustError::new(code::RECIPIENT_COUNT, entries.len()));
    }
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        all.push(recipient(entry, listed_until)?);
    }
    Ok(all)
}

fn recipient(entry: &Value, listed_until: UnixTime) -> Result<Recipient, TrustError> {
    let Value::Map(members) = entry else { return Err(form::missing(LABEL)) };
    // A member not known here may be a restriction: passing over it would seal where nobody should.
    if !members.iter().all(|(label, _)| matches!(label, Value::Integer(1..=6))) {
        return Err(form::missing(LABEL));
    }
    let spki = entry.get(1).and_then(Value::as_bytes).ok_or_else(|| form::missing(1))?;
    Ok(Recipient {
        key: SealingPublicKey::from_spki_der(spki)
            .map_err(|error| TrustError::new(code::RECIPIENT_KEY, error))?,
        name: form::text(entry, 2)?,
        country: form::text(entry, 3)?,
        destinations: entry.get(6).map(|_| form::texts(entry, 6)).transpose()?,
        not_before: UnixTime(form::integer(entry, 4)?),
        not_after: UnixTime(form::integer(entry, 5)?),
        listed_until,
    })
}

/// Text that a screen shows as it is: no edges of white space, nothing that controls or turns the text around
/// it (Unicode TR9 section 2).
fn is_readable(name: &str) -> bool {
    let turns = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hidden = |c: char| c.is_control() || turns(c);
    !name.is_empty()
        && name.trim() == name
        && name.chars().count() <= MAX_RECIPIENT_NAME
        && !name.chars().any(hidden)
}

/// In the form of ISO 3166-1 alpha-2, made-up states included.
fn is_state(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests;
