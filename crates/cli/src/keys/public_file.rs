//! The public half of an authority's key, in one file that says all a list needs: `OUT.authority.json`.
//!
//! A bare public key (PEM) names nobody and has no validity, and a second file beside it can be mixed up with
//! another's; a self-signed certificate, as issuers have, is no way out: X25519 does not sign. What can be
//! computed (kind, identifier, fingerprint) is written for the eyes and compared when read, so that a file
//! changed by hand is refused. The file proves nothing: compare the fingerprint with the authority.

use anyhow::{Context, Result, anyhow, bail};
use base64ct::{Base64, Encoding};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::Recipient;
use healthpass_crypto::sealing_key::SealingPublicKey;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

/// What marks such a file.
const KIND: &str = "authority-key";

/// The one version of it.
const VERSION: u8 = 1;

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Form {
    healthpass: String,
    version: u8,
    name: String,
    country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    destinations: Option<Vec<String>>,
    kem: String,
    kid: String,
    fingerprint: String,
    not_before: String,
    not_after: String,
    /// Base64 of the DER SubjectPublicKeyInfo.
    public_key: String,
}

/// Whether a file says it is one.
pub fn is_one(bytes: &[u8]) -> bool {
    let json: Option<Value> = serde_json::from_slice(bytes).ok();
    json.is_some_and(|json| json.get("healthpass").and_then(Value::as_str) == Some(KIND))
}

/// The file's text.
///
/// # Errors
/// Those of [`Recipient::check`].
pub fn write(authority: &Recipient) -> Result<String> {
    authority.check().map_err(|error| anyhow!("{error}"))?;
    let form = Form {
        healthpass: KIND.into(),
        version: VERSION,
        name: authority.name.clone(),
        country: authority.country.clone(),
        destinations: authority.destinations.clone(),
        kem: authority.key.kem().to_string(),
        kid: super::hex(&authority.key.kid()),
        fingerprint: fingerprint(&authority.key),
        not_before: authority.not_before.rfc3339(),
        not_after: authority.not_after.rfc3339(),
        public_key: Base64::encode_string(&authority.key.spki_der()),
    };
    Ok(serde_json::to_string_pretty(&form)? + "\n")
}

/// The authority in a file; no list names it yet.
///
/// # Errors
/// When the file is none, or what it says of its key does not hold.
pub fn read(path: &Path) -> Result<Recipient> {
    from_json(&crate::input::file(path)?).with_context(|| path.display().to_string())
}

fn from_json(bytes: &[u8]) -> Result<Recipient> {
    let form: Form =
        serde_json::from_slice(bytes).context("not the .authority.json of an authority's key")?;
    if form.healthpass != KIND || form.version != VERSION {
        bail!("not the .authority.json of an authority's key, version {VERSION}");
    }
    let spki = Base64::decode_vec(&form.public_key).map_err(|_| anyhow!("publicKey is not base64"))?;
    let key = SealingPublicKey::from_spki_der(&spki).map_err(|error| anyhow!("publicKey: {error}"))?;
    let said = [&form.kem, &form.kid, &form.fingerprint];
    if said != [&key.kem().to_string(), &super::hex(&key.kid()), &fingerprint(&key)] {
        bail!("kem, kid or fingerprint is not that of publicKey: the file was changed");
    }
    let time = |text: &str| UnixTime::parse(text).with_context(|| format!("{text} is not a time"));
    let authority = Recipient {
        key,
        name: form.name,
        country: form.country,
        destinations: form.destinations,
        not_before: time(&form.not_before)?,
        not_after: time(&form.not_after)?,
        listed_until: UnixTime(i64::MAX),
    };
    authority.check().map_err(|error| anyhow!("{error}"))?;
    Ok(authority)
}

/// The fingerprint as people compare it: half of the SHA-256, in groups of four digits.
pub fn fingerprint(key: &SealingPublicKey) -> String {
    let whole = key.fingerprint();
    let groups = whole.chunks(2).take(8).map(super::hex);
    groups.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use healthpass_crypto::sealing_key::{Kem, SealingKey};

    fn authority() -> Recipient {
        Recipient {
            key: SealingKey::generate(Kem::X25519, &[7; 32]).unwrap().public().clone(), // TEST ONLY
            name: "Border Health".into(),
            country: "XX".into(),
            destinations: None,
            not_before: UnixTime(0),
            not_after: UnixTime(1),
            listed_until: UnixTime(i64::MAX),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let abroad = Recipient { destinations: Some(vec!["XX".into()]), ..authority() };
        for authority in [authority(), abroad] {
            let text = write(&authority).unwrap();
            assert!(is_one(text.as_bytes()));
            assert_eq!(from_json(text.as_bytes()).unwrap(), authority);
        }
        assert!(write(&Recipient { name: String::new(), ..authority() }).is_err());
    }

    #[test]
    fn a_file_changed_by_hand_is_refused() {
        let text = write(&authority()).unwrap();
        let form: Value = serde_json::from_str(&text).unwrap();
        for (name, other) in form.as_object().unwrap() {
            let mut changed = form.clone();
            changed[name] = match other {
                Value::Number(_) => Value::from(2),
                _ => Value::from("abcd"),
            };
            // A name is whatever it says.
            assert_eq!(from_json(changed.to_string().as_bytes()).is_ok(), name == "name", "{name}");
        }
        let mut more = form.clone();
        more["revoked"] = Value::Bool(true);
        assert!(from_json(more.to_string().as_bytes()).is_err());
        assert!(!is_one(b"{}") && !is_one(b"-----BEGIN"));
    }
}
