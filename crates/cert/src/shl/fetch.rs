//! What a host does with a link it chooses to follow (HL7 SMART Health Links, "Manifest Request" and
//! "Encrypting and Decrypting Files"). Nothing is fetched here: the host asks, and hands in the answers.
//!
//! ```text
//! request(link, ..) -> host -> manifest(answer) -> host, for files elsewhere -> open(file, key)
//! ```
//! A file was encrypted, which says that its writer had the link's key, and not who that was: a card in it is
//! to be verified like any other.

use super::{HealthLink, decode, payload_of};
use crate::limits::{LINK_KEY_BYTES, MAX_LINK_FILES};
use crate::report::Reason;
use serde_json::{Map, Value};

/// Codes of following a link.
pub mod code {
    /// Encrypted in another way than this program knows.
    pub const FILE_ALGORITHM: &str = "link.file-algorithm";
    /// Another key, or not what was encrypted.
    pub const FILE_NOT_OPENED: &str = "link.file-not-opened";
    /// Not an encrypted file in compact form.
    pub const FILE_SHAPE: &str = "link.file-shape";
    /// The answer is no list of files.
    pub const MANIFEST_SHAPE: &str = "link.manifest-shape";
}

/// Every code of [`code`].
pub const CODES: &[&str] =
    &[code::FILE_ALGORITHM, code::FILE_NOT_OPENED, code::FILE_SHAPE, code::MANIFEST_SHAPE];

/// What to ask for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// `GET` for the one file of a link with flag `U`, which needs no manifest; else `POST`.
    pub method: &'static str,
    /// Where.
    pub url: String,
    /// With `POST`: the body, of type `application/json`.
    pub body: Option<String>,
}

/// One file of a manifest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct File {
    /// `application/smart-health-card`, `application/fhir+json` or `application/smart-api-access`.
    pub content_type: String,
    /// Where its encrypted content is.
    pub content: Content,
}

/// Where a file's encrypted content is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Content {
    /// Here.
    Embedded(String),
    /// At this address, for an hour at most and perhaps for one request.
    Location(String),
}

/// A file opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opened {
    /// Its type, as whoever encrypted it says.
    pub content_type: Option<String>,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What to ask the link's address for; `recipient` is shown to whoever shared the link.
///
/// ```
/// use healthpass_cert::shl::{fetch::request, parse};
/// // {"url":"https://example.org/m"}
/// let link = parse("shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnL20ifQ").unwrap();
/// let asked = request(&link, "Border desk 3", Some("1234"));
/// assert_eq!((asked.method, asked.url.as_str()), ("POST", "https://example.org/m"));
/// assert_eq!(asked.body.unwrap(), r#"{"passcode":"1234","recipient":"Border desk 3"}"#);
/// ```
pub fn request(link: &HealthLink, recipient: &str, passcode: Option<&str>) -> Request {
    if link.flags.as_deref().is_some_and(|flags| flags.contains('U')) {
        let separator = if link.url.contains('?') { '&' } else { '?' };
        let url = format!("{}{separator}recipient={}", link.url, percent_encoded(recipient));
        return Request { method: "GET", url, body: None };
    }
    let mut body = Map::new();
    body.insert("recipient".to_owned(), recipient.into());
    if let Some(passcode) = passcode {
        body.insert("passcode".to_owned(), passcode.into());
    }
    Request { method: "POST", url: link.url.clone(), body: Some(Value::Object(body).to_string()) }
}

/// The files of a manifest, without those of an unknown shape.
///
/// # Errors
/// [`code::MANIFEST_SHAPE`].
pub fn manifest(answer: &str) -> Result<Vec<File>, Reason> {
    let answer: Value = serde_json::from_str(answer).map_err(|_| Reason::new(code::MANIFEST_SHAPE))?;
    let files = answer.get("files").and_then(Value::as_array).filter(|files| files.len() <= MAX_LINK_FILES);
    let files = files.ok_or_else(|| Reason::new(code::MANIFEST_SHAPE).at("files"))?;
    Ok(files.iter().filter_map(file).collect())
}

fn file(file: &Value) -> Option<File> {
    let text = |member| file.get(member).and_then(Value::as_str).map(str::to_owned);
    let content = text("embedded").map(Content::Embedded).or_else(|| text("location").map(Content::Location));
    Some(File { content_type: text("contentType")?, content: content? })
}

/// The key in a link's payload, which [`super::parse`] leaves behind; never to be shown or stored.
pub fn key(link: &str) -> Option<[u8; LINK_KEY_BYTES]> {
    let payload: Value = serde_json::from_slice(&decode(payload_of(link)?)?).ok()?;
    decode(payload.get("key")?.as_str()?)?.try_into().ok()
}

/// The cards of a file of type `application/smart-health-card`, each a text to be verified.
pub fn cards(bytes: &[u8]) -> Vec<String> {
    let file: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let cards = file.get("verifiableCredential").and_then(Value::as_array);
    cards.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Opens a compact JWE (RFC 7516) encrypted with the link's key itself: `dir` and `A256GCM`, possibly
/// compressed before with DEFLATE.
///
/// # Errors
/// [`code::FILE_SHAPE`], [`code::FILE_ALGORITHM`], [`code::FILE_NOT_OPENED`].
#[cfg(feature = "shl-fetch")]
pub fn open(jwe: &str, key: &[u8; LINK_KEY_BYTES]) -> Result<Opened, Reason> {
    use crate::envelope::inflate::inflate_raw;
    use aes_gcm::aead::{Aead, Payload};
    use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
    use base64ct::{Base64UrlUnpadded, Encoding};

    let shape = || Reason::new(code::FILE_SHAPE);
    let parts: Vec<&str> = jwe.trim().splitn(6, '.').collect();
    let &[header_text, "", iv, sealed, tag] = parts.as_slice() else { return Err(shape()) };
    let bytes = |part| Base64UrlUnpadded::decode_vec(part).map_err(|_| shape());
    let header: Value = serde_json::from_slice(&bytes(header_text)?).map_err(|_| shape())?;
    let said = |member: &str| header.get(member).and_then(Value::as_str).unwrap_or_default();
    for (member, known) in [("alg", "dir"), ("enc", "A256GCM")] {
        if said(member) != known {
            return Err(Reason::new(code::FILE_ALGORITHM).expected(known).found(said(member)).at(member));
        }
    }
    if header.get("crit").is_some() || !matches!(said("zip"), "" | "DEF") {
        return Err(Reason::new(code::FILE_ALGORITHM).expected("DEF").found(said("zip")).at("zip"));
    }
    let iv: [u8; 12] = bytes(iv)?.try_into().map_err(|_| shape())?;
    let tag: [u8; 16] = bytes(tag)?.try_into().map_err(|_| shape())?;
    let sealed = [bytes(sealed)?.as_slice(), &tag].concat();
    let message = Payload { msg: &sealed, aad: header_text.as_bytes() };
    let opened = Aes256Gcm::new(key.into()).decrypt(&Nonce::from(iv), message);
    let opened = opened.map_err(|_| Reason::new(code::FILE_NOT_OPENED))?;
    let bytes = match said("zip") {
        "DEF" => inflate_raw(&opened).map_err(|error| error.reason())?,
        _ => opened,
    };
    Ok(Opened { content_type: header.get("cty").and_then(Value::as_str).map(str::to_owned), bytes })
}

/// RFC 3986: all but unreserved characters.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use base64ct::{Base64UrlUnpadded, Encoding};
    use serde_json::json;

    /// The key of the specification's example.
    const KEY: &str = "rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q";

    fn link(flag: &str) -> String {
        let payload = json!({"url": "https://example.org/m", "flag": flag, "key": KEY}).to_string();
        format!("shlink:/{}", Base64UrlUnpadded::encode_string(payload.as_bytes()))
    }

    #[test]
    fn a_direct_link_is_asked_for_its_file() {
        let asked = request(&parse(&link("LU")).unwrap(), "边检 3/4", None);
        let url = "https://example.org/m?recipient=%E8%BE%B9%E6%A3%80%203%2F4";
        assert_eq!((asked.method, asked.url.as_str(), asked.body), ("GET", url, None));
        let asked = request(&parse(&link("L")).unwrap(), "\"", None);
        assert_eq!((asked.method, asked.body.as_deref()), ("POST", Some(r#"{"recipient":"\""}"#)));
    }

    #[test]
    fn a_manifest_lists_files() {
        let read = manifest(
            r#"{"files": [
                {"contentType": "application/smart-health-card", "location": "https://example.org/1"},
                {"contentType": "application/fhir+json", "embedded": "e30..a.b.c"},
                {"contentType": "application/fhir+json"}, 7]}"#,
        );
        let file = |content_type: &str, content| File { content_type: content_type.into(), content };
        let expected = [
            file("application/smart-health-card", Content::Location("https://example.org/1".into())),
            file("application/fhir+json", Content::Embedded("e30..a.b.c".into())),
        ];
        assert_eq!(read.unwrap(), expected);
        let many = json!({"files": vec![json!({}); MAX_LINK_FILES + 1]}).to_string();
        for answer in ["", "[]", "{}", r#"{"files": {}}"#, &many] {
            assert_eq!(manifest(answer).unwrap_err().code, code::MANIFEST_SHAPE);
        }
    }

    #[test]
    fn the_key_is_thirty_two_bytes() {
        assert_eq!(key(&link("")).unwrap().to_vec(), Base64UrlUnpadded::decode_vec(KEY).unwrap());
        assert_eq!(key("shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnL20ifQ"), None);
        assert_eq!(key("https://example.org"), None);
    }

    #[test]
    fn cards_of_a_file() {
        assert_eq!(cards(br#"{"verifiableCredential": ["a.b.c", 1, "d.e.f"]}"#), ["a.b.c", "d.e.f"]);
        assert!(cards(b"{}").is_empty() && cards(b"x").is_empty());
    }

    #[cfg(feature = "shl-fetch")]
    mod opening {
        use super::*;
        use aes_gcm::aead::{Aead, Payload};
        use aes_gcm::{Aes256Gcm, KeyInit, Nonce};

        fn sealed(header: &Value, content: &[u8], key: &[u8; 32]) -> String {
            let encode = Base64UrlUnpadded::encode_string;
            let header = encode(header.to_string().as_bytes());
            let message = Payload { msg: content, aad: header.as_bytes() };
            let sealed = Aes256Gcm::new(key.into()).encrypt(&Nonce::from([7; 12]), message).unwrap();
            let (sealed, tag) = sealed.split_at(content.len());
            format!("{header}..{}.{}.{}", encode(&[7; 12]), encode(sealed), encode(tag))
        }

        #[test]
        fn a_file_opens_with_its_key_and_no_other_and_not_changed() {
            let key = key(&link("")).unwrap();
            let header = json!({"alg": "dir", "enc": "A256GCM", "cty": "application/fhir+json"});
            let file = sealed(&header, b"{}", &key);
            let opened = open(&file, &key).unwrap();
            assert_eq!(opened.content_type.as_deref(), Some("application/fhir+json"));
            assert_eq!(opened.bytes, b"{}");
            assert_eq!(open(&file, &[0; 32]).unwrap_err().code, code::FILE_NOT_OPENED);
            for place in 0..file.len() {
                let mut changed = file.clone().into_bytes();
                changed[place] ^= 2;
                assert!(open(&String::from_utf8_lossy(&changed), &key).is_err(), "{place}");
            }
            for end in 0..file.len() {
                assert!(open(&file[..end], &key).is_err(), "{end}");
            }
        }

        #[test]
        fn compressed_files_open_within_bounds() {
            let header = json!({"alg": "dir", "enc": "A256GCM", "zip": "DEF"});
            let packed = miniz_oxide::deflate::compress_to_vec(b"content", 6);
            assert_eq!(open(&sealed(&header, &packed, &[1; 32]), &[1; 32]).unwrap().bytes, b"content");
            let bomb = miniz_oxide::deflate::compress_to_vec(&vec![0; crate::limits::MAX_INFLATED + 1], 6);
            let refused = open(&sealed(&header, &bomb, &[1; 32]), &[1; 32]).unwrap_err();
            assert_eq!(refused.code, crate::envelope::inflate::code::TOO_LARGE);
        }

        #[test]
        fn other_algorithms_are_named() {
            for (header, at) in [
                (json!({"alg": "A256KW", "enc": "A256GCM"}), "alg"),
                (json!({"alg": "dir", "enc": "A128CBC-HS256"}), "enc"),
                (json!({"alg": "dir", "enc": "A256GCM", "zip": "GZIP"}), "zip"),
                (json!({"alg": "dir", "enc": "A256GCM", "crit": ["exp"]}), "zip"),
            ] {
                let refused = open(&sealed(&header, b"", &[1; 32]), &[1; 32]).unwrap_err();
                assert_eq!((refused.code, refused.at.as_deref()), (code::FILE_ALGORITHM, Some(at)));
            }
        }
    }
}
