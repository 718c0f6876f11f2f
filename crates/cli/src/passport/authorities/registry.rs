//! A registry of authorities' keys in JSON, as the ZKPassport project publishes them: an array of
//! `{"country", "public_key": {"type": "RSA", "modulus", "exponent"} | {"type": "EC", "curve", "public_key_x",
//! "public_key_y"}, "validity"?: {"not_before", "not_after"}, "subject_key_identifier"?}`, numbers in
//! hexadecimal after `0x`.

use anyhow::{Context, Result, anyhow, bail};
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_crypto::key::{Jwk, PublicKey};
use healthpass_passport::authentication::Csca;
use serde_json::{Value, json};

/// Every key of a registry.
///
/// # Errors
/// When it is none, or a key in it cannot be used.
pub fn read(text: &str) -> Result<Vec<Csca>> {
    let value: Value = serde_json::from_str(text).context("not JSON")?;
    let entries = match &value {
        Value::Array(entries) => entries.as_slice(),
        one => std::slice::from_ref(one),
    };
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| authority(entry).with_context(|| format!("entry {index}")))
        .collect()
}

fn authority(entry: &Value) -> Result<Csca> {
    let key = key(entry.get("public_key").context("no public_key")?)?;
    let country = entry.get("country").and_then(Value::as_str).map(str::to_ascii_uppercase);
    let key_id = match entry.get("subject_key_identifier").and_then(Value::as_str) {
        Some(hex) => Some(bytes(hex)?),
        None => None,
    };
    let time =
        |name: &str| entry.get("validity").and_then(|validity| validity.get(name)).and_then(Value::as_i64);
    let valid = time("not_before").zip(time("not_after")).map(|(from, until)| [from, until]);
    Ok(Csca { country, key_id, valid, ..Csca::from_spki(key.spki_der())? })
}

fn key(key: &Value) -> Result<PublicKey> {
    let number = |name: &str| -> Result<String> {
        let text = key.get(name).and_then(Value::as_str).with_context(|| format!("no {name}"))?;
        Ok(Base64UrlUnpadded::encode_string(&bytes(text)?))
    };
    let jwk = match key.get("type").and_then(Value::as_str) {
        Some("RSA") => {
            let exponent = key.get("exponent").and_then(Value::as_u64).context("no exponent")?.to_be_bytes();
            let significant = exponent.iter().position(|byte| *byte != 0).unwrap_or(0);
            let exponent = Base64UrlUnpadded::encode_string(exponent.get(significant..).unwrap_or_default());
            json!({ "kty": "RSA", "n": number("modulus")?, "e": exponent })
        }
        Some("EC") => {
            let curve = key.get("curve").cloned().unwrap_or_default();
            json!({ "kty": "EC", "crv": curve, "x": number("public_key_x")?, "y": number("public_key_y")? })
        }
        other => bail!("type {other:?} is neither RSA nor EC"),
    };
    let jwk: Jwk = serde_json::from_value(jwk)?;
    PublicKey::from_jwk(&jwk).map_err(|error| anyhow!("{error}"))
}

fn bytes(hex: &str) -> Result<Vec<u8>> {
    let digits = hex.strip_prefix("0x").unwrap_or(hex);
    let padded = if digits.len().is_multiple_of(2) { digits.to_owned() } else { format!("0{digits}") };
    let byte =
        |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    padded
        .as_bytes()
        .chunks(2)
        .map(|pair| byte(pair).with_context(|| format!("{hex} is not hexadecimal")))
        .collect()
}
