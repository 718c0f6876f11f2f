//! Keys this device makes of the host's randomness, to sign what it shows.
//!
//! A key waits with a request until an issuer binds a certificate to it, and then signs showings of that
//! certificate. A certificate that names no key gets one of the device's own at its first showing.
//!
//! The host's storage encrypts them at rest; in memory they are wiped when dropped. Who can read a phone's
//! storage as the system itself does can copy them.

use base64ct::{Base64UrlUnpadded, Encoding};
use core::fmt;
use healthpass_cert::presentation::freshness::{CLOCK_SKEW, PRESENTATION_LIFE};
use healthpass_cert::sd_cwt::Token;
use healthpass_cert::time::UnixTime;
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::sign::{self, Es256Signer};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

/// Random bytes a key is made of.
pub const SEED_BYTES: usize = sign::MIN_RANDOM_BYTES;

/// Fresh random bytes for one key, from the host.
pub type Seed = [u8; SEED_BYTES];

/// Seconds for which any desk remembers a code it was shown: its life and the clocks' difference on either side.
const REMEMBERED: i64 = PRESENTATION_LIFE + 2 * CLOCK_SKEW;

/// Bytes of the digest that names a key.
const NAME_BYTES: usize = 16;

/// A key of this device.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct DeviceKey {
    /// First bytes of the SHA-256 of its public half's SPKI.
    pub id: String,
    /// Whose it is.
    pub person: String,
    /// The certificate it signs showings of; none while it waits for an issuer's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The issued certificate that names this key, base64url; none for a key of the device's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// When it was made, Unix seconds.
    pub made_at: i64,
    /// Showings it was used for.
    pub shown: u16,
    /// The time the last code was signed with, Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    seed: Secret,
}

impl DeviceKey {
    /// A new key, and the signer it stands for.
    pub fn make(
        seed: &Seed,
        person: &str,
        certificate: Option<&str>,
        now: UnixTime,
    ) -> Option<(Self, Es256Signer)> {
        let signer = Es256Signer::generate(seed).ok()?;
        let key = Self {
            id: name(&signer.public_key()),
            person: person.to_owned(),
            certificate: certificate.map(str::to_owned),
            token: None,
            made_at: now.0,
            shown: 0,
            last: None,
            seed: Secret(Zeroizing::new(*seed)),
        };
        Some((key, signer))
    }

    /// An issuer answered with a token that names this key.
    pub fn bind(&mut self, certificate: &str, token: &Token) {
        self.certificate = Some(certificate.to_owned());
        self.token = Some(Base64UrlUnpadded::encode_string(&token.to_bytes()));
    }

    /// Signs; `None` when the seed is not the one of the key the record names.
    pub fn signer(&self) -> Option<Es256Signer> {
        let signer = Es256Signer::generate(self.seed.0.as_slice()).ok()?;
        (name(&signer.public_key()) == self.id).then_some(signer)
    }

    /// The issued certificate that names this key.
    pub fn token(&self) -> Option<Token> {
        Token::read(&Base64UrlUnpadded::decode_vec(self.token.as_deref()?).ok()?).ok()
    }

    /// The time to sign the next code with, see [`next_time`].
    pub fn next_time(&self, now: UnixTime) -> Result<UnixTime, i64> {
        next_time(self.last, now)
    }
}

/// What a key is called.
pub(crate) fn name(key: &PublicKey) -> String {
    let digest = key.fingerprint();
    Base64UrlUnpadded::encode_string(digest.get(..NAME_BYTES).unwrap_or_default())
}

/// The time to sign the next code with, at `now`, after one signed with `last`.
///
/// A desk takes a key's signature over one second once. So the second after the last one stands in for a clock
/// that has not moved on or was put back a little; one put back beyond what any desk remembers begins anew.
///
/// # Errors
/// The seconds to wait (or with another key: none) where the clock was put back by something in between.
fn next_time(last: Option<i64>, now: UnixTime) -> Result<UnixTime, i64> {
    let Some(last) = last.filter(|last| *last >= now.0) else { return Ok(now) };
    let ahead = last.saturating_sub(now.0);
    if ahead < CLOCK_SKEW {
        Ok(UnixTime(last.saturating_add(1)))
    } else if ahead > REMEMBERED {
        Ok(now)
    } else {
        Err(ahead - CLOCK_SKEW + 1)
    }
}

/// Random bytes a key is made of, wiped when dropped.
#[derive(Clone)]
struct Secret(Zeroizing<Seed>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = Zeroizing::new(Base64UrlUnpadded::encode_string(self.0.as_slice()));
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let mut seed = Zeroizing::new([0; SEED_BYTES]);
        match Base64UrlUnpadded::decode(text.as_str(), seed.as_mut_slice()) {
            Ok(bytes) if bytes.len() == SEED_BYTES => Ok(Self(seed)),
            _ => Err(de::Error::custom("not a seed")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn key() -> (DeviceKey, Es256Signer) {
        DeviceKey::make(&[7; SEED_BYTES], "somebody", None, UnixTime(NOW)).unwrap()
    }

    #[test]
    fn a_key_comes_back_from_its_record_and_shows_no_secret() {
        let (key, signer) = key();
        let json = serde_json::to_string(&key).unwrap();
        let read: DeviceKey = healthpass_cert::json::from_str(&json).unwrap();
        assert_eq!(read.signer().unwrap().sign(b"x"), signer.sign(b"x"));
        assert!(!format!("{key:?}").contains(&Base64UrlUnpadded::encode_string(&[7; SEED_BYTES])));
    }

    #[test]
    fn a_seed_of_another_key_signs_nothing() {
        let (mut key, _) = key();
        key.seed = Secret(Zeroizing::new([8; SEED_BYTES]));
        assert!(key.signer().is_none());
    }

    #[test]
    fn no_second_is_signed_twice_while_a_desk_may_remember_it() {
        let at = |last: Option<i64>, now: i64| next_time(last, UnixTime(now)).map(|time| time.0);
        assert_eq!(at(None, NOW), Ok(NOW));
        assert_eq!(at(Some(NOW - 1), NOW), Ok(NOW));
        assert_eq!(at(Some(NOW), NOW), Ok(NOW + 1));
        assert_eq!(at(Some(NOW + CLOCK_SKEW - 1), NOW), Ok(NOW + CLOCK_SKEW), "a desk still takes it");
        assert_eq!(at(Some(NOW + CLOCK_SKEW), NOW), Err(1));
        assert_eq!(at(Some(NOW + REMEMBERED), NOW), Err(REMEMBERED - CLOCK_SKEW + 1));
        assert_eq!(at(Some(NOW + REMEMBERED + 1), NOW), Ok(NOW));
        for back in 0..=REMEMBERED {
            if let Ok(time) = at(Some(NOW + back), NOW) {
                assert!(time > NOW + back && time <= NOW + CLOCK_SKEW);
            }
        }
        assert_eq!(at(Some(i64::MAX), i64::MIN), Ok(i64::MIN));
    }
}
