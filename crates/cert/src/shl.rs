//! SMART Health Links (`shlink:/`) and WHO's verifiable health links (`vhlink:/`): where records can be
//! fetched, not what they say (HL7 SMART Health Links, "QR code"; smart-trust `hcert_spec.md`, sub-claim 5).
//!
//! ```text
//! [viewer#]shlink:/ base64url(JSON { url, key, exp?, flag?, label?, v? })
//! ```
//! Taken as issuers write it: `shlink://`, standard base64, padding, times with fractions or in milliseconds, no
//! key, a padded key.

mod alone;
pub mod fetch;

pub use alone::read;

use crate::cbor;
use crate::contents::Times;
use crate::envelope::json_text;
use crate::hcert::Interpreted;
use crate::limits::{LINK_KEY_BYTES, MAX_LINK_LABEL, MAX_LINK_URL};
use crate::model::{Certificate, Link};
use crate::report::Reason;
use crate::time::UnixTime;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::Value;

/// Codes of links. `content.schema.missing`, `.type` and `.length` mean the same in every format.
pub mod code {
    /// Not a link whose payload can be read.
    pub const SHAPE: &str = "content.shape.link";
    /// The key is not 32 bytes of base64url.
    pub const KEY: &str = "content.schema.link-key";
    /// The address is no web address.
    pub const URL: &str = "content.schema.link-url";
    /// A text that is too long; both sides in characters.
    pub const LENGTH: &str = "content.schema.length";
    /// A member of another type.
    pub const TYPE: &str = "content.schema.type";
    /// No key: what the link points at cannot be decrypted by whoever has the link alone.
    pub const NO_KEY: &str = "content.unknown.link-key";
    /// A version of the link's payload this program does not know.
    pub const VERSION: &str = "content.unknown.link-version";
}

/// Every code of [`code`].
pub const CODES: &[&str] =
    &[code::SHAPE, code::KEY, code::URL, code::LENGTH, code::TYPE, code::NO_KEY, code::VERSION];

/// How a link begins, alone or behind the `#` of a viewer's address.
const SCHEMES: [&str; 2] = ["shlink:/", "vhlink:/"];

/// The version of the payload this reader knows; also what an absent `v` means.
const VERSION: i64 = 1;

/// A link as far as it can be read. The key that opens what it points at is checked and left behind.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthLink {
    /// Address of the records.
    pub url: String,
    /// What the records are, in the words of whoever made the link.
    pub label: Option<String>,
    /// `L` (records change), `P` (a passcode is asked for), `U` (one file, fetched directly), as written.
    pub flags: Option<String>,
    /// After this the link is stale.
    pub expires_at: Option<UnixTime>,
    /// The payload as received, but for its key.
    pub payload: Value,
    /// What departs from the specification, `content.schema.*` and `content.unknown.*`; empty if nothing does.
    pub faults: Vec<Reason>,
}

impl HealthLink {
    /// Whether a passcode is asked for, which reaches the holder by another way (flag `P`).
    pub fn needs_passcode(&self) -> bool {
        self.flags.as_deref().is_some_and(|flags| flags.contains('P'))
    }
}

/// Whether `text` is a link or a viewer's address with one.
///
/// ```
/// use healthpass_cert::shl::looks_like;
/// assert!(looks_like("shlink:/eyJ1cmwi") && looks_like("https://viewer.example/#shlink:/eyJ1cmwi"));
/// assert!(!looks_like("shc:/5676") && !looks_like("https://example.org/?q=shlink:/"));
/// ```
pub fn looks_like(text: &str) -> bool {
    payload_of(text).is_some()
}

/// Reads a link, with or without the address of a viewer before it.
///
/// # Errors
/// [`code::SHAPE`] when there is no payload with an address in it; `found` says what it stopped at:
/// `scheme`, `base64`, `json` or `url`.
///
/// ```
/// use healthpass_cert::shl;
/// // {"url":"https://example.org/m"}, padded standard base64 and no key
/// let link = shl::parse("vhlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnL20ifQ==").unwrap();
/// assert_eq!(link.url, "https://example.org/m");
/// assert_eq!(link.faults[0].code, shl::code::NO_KEY);
/// assert_eq!(shl::parse("vhlink:/e").unwrap_err().code, shl::code::SHAPE);
/// ```
pub fn parse(link: &str) -> Result<HealthLink, Reason> {
    let bytes = decode(payload_of(link).ok_or_else(|| shape("scheme"))?).ok_or_else(|| shape("base64"))?;
    let mut payload: Value = json_text::claims(&bytes).map_err(|_| shape("json"))?;
    let key = payload.as_object_mut().and_then(|members| members.remove("key"));
    let url = text(&payload, "url").filter(|url| !url.is_empty()).ok_or_else(|| shape("url"))?;
    let mut faults = Vec::new();
    check_key(key.as_ref(), &mut faults);
    check_url(&url, &mut faults);
    check_members(&payload, &mut faults);
    let (label, flags, expires_at) = (text(&payload, "label"), text(&payload, "flag"), expiry(&payload));
    Ok(HealthLink { url, label, flags, expires_at, payload, faults })
}

/// The view of a link.
pub fn view(link: &HealthLink) -> Certificate {
    let link = Link {
        url: link.url.clone(),
        label: link.label.clone(),
        flags: link.flags.clone(),
        expires_at: link.expires_at.map(UnixTime::rfc3339),
        passcode_needed: link.needs_passcode(),
    };
    Certificate { link: Some(link), ..Certificate::default() }
}

/// Interprets the link in a WHO health certificate: text, or, as older ones have it, a list of `{"u": text}`.
pub(crate) fn interpret(content: &cbor::Value) -> Interpreted {
    let first = match content {
        cbor::Value::Array(items) => items.first(),
        other => Some(other),
    };
    let text = first.and_then(|item| item.as_text().or_else(|| item.get_text("u")?.as_text()));
    match text.map(parse) {
        None => Interpreted::shapeless(shape("scheme")),
        Some(Err(reason)) => Interpreted::shapeless(reason),
        Some(Ok(link)) => Interpreted {
            view: Some(view(&link)),
            times: Times { expires_at: link.expires_at, ..Times::default() },
            faults: link.faults,
        },
    }
}

/// Replaces every link in `claims` by its payload without the key: whoever reads a report must not be able to
/// open the records with it.
pub fn conceal(claims: &mut Value) {
    match claims {
        Value::String(text) if holds_link(text) => {
            *claims = parse(text).map_or(Value::Null, |link| link.payload)
        }
        Value::Array(items) => items.iter_mut().for_each(conceal),
        Value::Object(members) => members.values_mut().for_each(conceal),
        _ => (),
    }
}

/// Whether a link stands anywhere in `text`; one among other words does not parse, and all of it is left out.
fn holds_link(text: &str) -> bool {
    let scheme_at = |here: &[u8]| SCHEMES.iter().any(|scheme| here.eq_ignore_ascii_case(scheme.as_bytes()));
    SCHEMES.first().is_some_and(|scheme| text.as_bytes().windows(scheme.len()).any(scheme_at))
}

/// What follows the scheme.
fn payload_of(link: &str) -> Option<&str> {
    let link = link.trim();
    let link = match link.split_once('#') {
        Some((viewer, link)) if viewer.contains("://") => link,
        _ => link,
    };
    let of_scheme = |scheme: &&str| {
        let (start, payload) = link.split_at_checked(scheme.len())?;
        // Some write the two slashes of other schemes.
        start.eq_ignore_ascii_case(scheme).then(|| payload.trim_start_matches('/'))
    };
    SCHEMES.iter().find_map(of_scheme)
}

/// Base64 in either alphabet, padded or not, the padding possibly percent-encoded.
fn decode(payload: &str) -> Option<Vec<u8>> {
    let mut plain = String::with_capacity(payload.len());
    for symbol in payload.trim_end_matches("%3D").trim_end_matches("%3d").trim_end_matches('=').chars() {
        plain.push(match symbol {
            '+' => '-',
            '/' => '_',
            other => other,
        });
    }
    Base64UrlUnpadded::decode_vec(&plain).ok()
}

fn check_key(key: Option<&Value>, faults: &mut Vec<Reason>) {
    match key {
        None | Some(Value::Null) => faults.push(Reason::new(code::NO_KEY).at("key")),
        Some(key) => {
            let bytes = key.as_str().and_then(decode);
            if bytes.is_none_or(|bytes| bytes.len() != LINK_KEY_BYTES) {
                faults.push(Reason::new(code::KEY).expected(LINK_KEY_BYTES.to_string()).at("key"));
            }
        }
    }
}

fn check_url(url: &str, faults: &mut Vec<Reason>) {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        faults.push(Reason::new(code::URL).expected("https://").at("url"));
    }
    check_length(url, MAX_LINK_URL, "url", faults);
}

fn check_length(text: &str, limit: usize, at: &str, faults: &mut Vec<Reason>) {
    let length = text.chars().count();
    if length > limit {
        let fault = Reason::new(code::LENGTH).expected(limit.to_string()).found(length.to_string());
        faults.push(fault.at(at));
    }
}

fn check_members(payload: &Value, faults: &mut Vec<Reason>) {
    for at in ["label", "flag"] {
        match payload.get(at) {
            None | Some(Value::Null) => (),
            Some(Value::String(text)) => check_length(text, MAX_LINK_LABEL, at, faults),
            Some(_) => faults.push(Reason::new(code::TYPE).expected("string").at(at)),
        }
    }
    if payload.get("exp").is_some_and(|exp| !exp.is_null()) && expiry(payload).is_none() {
        faults.push(Reason::new(code::TYPE).expected("number").at("exp"));
    }
    if let Some(version) = payload.get("v").filter(|v| !v.is_null() && v.as_i64() != Some(VERSION)) {
        let found: String = version.to_string().chars().take(MAX_LINK_LABEL).collect();
        faults.push(Reason::new(code::VERSION).expected(VERSION.to_string()).found(found).at("v"));
    }
}

/// `exp`, fractions cut.
fn expiry(payload: &Value) -> Option<UnixTime> {
    let exp = payload.get("exp")?;
    let whole = exp.as_i64().or_else(|| exp.as_f64().map(|exp| exp as i64));
    whole.filter(|exp| *exp >= 0).map(UnixTime::of_claim)
}

fn text(payload: &Value, member: &str) -> Option<String> {
    payload.get(member)?.as_str().map(str::to_owned)
}

fn shape(found: &str) -> Reason {
    Reason::new(code::SHAPE).found(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::{Base64, Base64UrlUnpadded};
    use serde_json::json;

    const KEY: &str = "rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q";

    fn link(payload: &Value) -> String {
        format!("shlink:/{}", Base64UrlUnpadded::encode_string(payload.to_string().as_bytes()))
    }

    fn faults(payload: Value) -> Vec<(&'static str, Option<String>)> {
        let link = parse(&link(&payload)).unwrap();
        link.faults.iter().map(|fault| (fault.code, fault.at.clone())).collect()
    }

    #[test]
    fn a_link_of_the_specification() {
        let read = parse("https://viewer.example/index.html#shlink:/eyJ1cmwiOiJodHRwczovL2Voci5leGFtcGxlLm9yZy9xci9ZOXh3a1VkdG1OOXd3b0pvTjNmZkpJaFgyVUd2Q0wxSm5sUFZOTDNrRFdNL20iLCJmbGFnIjoiTFAiLCJrZXkiOiJyeFRnWWxPYUtKUEZ0Y0VkMHFjY2VOOHdFVTRwOTRTcUF3SVdRZTZ1WDdRIiwibGFiZWwiOiJCYWNrLXRvLXNjaG9vbCBpbW11bml6YXRpb25zIGZvciBPbGl2ZXIgQnJvd24ifQ").unwrap();
        assert_eq!(read.url, "https://ehr.example.org/qr/Y9xwkUdtmN9wwoJoN3ffJIhX2UGvCL1JnlPVNL3kDWM/m");
        assert_eq!(read.flags.as_deref(), Some("LP"));
        assert!(read.needs_passcode() && read.faults.is_empty() && read.expires_at.is_none());
        assert!(read.payload.get("key").is_none() && !format!("{read:?}").contains(KEY));
    }

    #[test]
    fn either_alphabet_and_any_padding() {
        let payload = json!({"url": "https://example.org/?>~", "key": KEY, "exp": 1_704_096_000.5, "v": 1});
        let standard = Base64::encode_string(payload.to_string().as_bytes());
        assert!(standard.contains('+') || standard.contains('/') || standard.ends_with('='));
        let forms = [standard.clone(), standard.replace('=', "%3D"), standard.replace('=', "")];
        for text in forms.iter().flat_map(|text| [format!("VHLINK:/{text}"), format!("shlink://{text}")]) {
            let read = parse(&text).unwrap();
            assert_eq!(read.expires_at, Some(UnixTime(1_704_096_000)));
            assert_eq!(read.faults, []);
        }
    }

    #[test]
    fn departures_have_names() {
        let url = "https://example.org/m";
        let at = |at: &str| Some(at.to_owned());
        assert_eq!(faults(json!({"url": url})), [(code::NO_KEY, at("key"))]);
        assert_eq!(faults(json!({"url": url, "key": "short"})), [(code::KEY, at("key"))]);
        assert_eq!(faults(json!({"url": "ftp://x", "key": KEY})), [(code::URL, at("url"))]);
        let long = format!("https://{}", "a".repeat(MAX_LINK_URL));
        assert_eq!(faults(json!({"url": long, "key": KEY})), [(code::LENGTH, at("url"))]);
        assert_eq!(faults(json!({"url": url, "key": KEY, "label": 1})), [(code::TYPE, at("label"))]);
        assert_eq!(faults(json!({"url": url, "key": KEY, "exp": "soon"})), [(code::TYPE, at("exp"))]);
        assert_eq!(faults(json!({"url": url, "key": KEY, "v": 2})), [(code::VERSION, at("v"))]);
        assert_eq!(faults(json!({"url": url, "key": KEY, "exp": null, "label": null})), []);
    }

    #[test]
    fn what_is_no_link_has_no_shape() {
        for (text, stop) in [
            ("https://example.org/", "scheme"),
            ("shlink:/*", "base64"),
            ("shlink:/AAAA", "json"),
            ("shlink:/W10", "url"),
            ("shlink:/eyJ1cmwiOjF9", "url"),
            ("shlink:/", "json"),
        ] {
            let reason = parse(text).unwrap_err();
            assert_eq!((reason.code, reason.found.as_deref()), (code::SHAPE, Some(stop)), "{text}");
        }
    }

    #[test]
    fn milliseconds_are_told_by_their_size() {
        let read = parse(&link(&json!({"url": "https://e.org", "exp": 1_704_096_000_000_i64}))).unwrap();
        assert_eq!(read.expires_at, Some(UnixTime(1_704_096_000)));
    }
}
