//! The demo's issuing desk: answers a wallet's request (`HPR1:`) with certificates bound to its keys (`HPI1:`),
//! made by the `healthpass` program. A real desk would first find out who asks; this one knows one traveller.

use crate::authority::Authority;
use anyhow::Result;
use std::io::Read;

/// Where requests are sent, as text in the body of a POST.
pub const PATH: &str = "/desk/issue";

/// What a request begins with.
const REQUEST: &str = "HPR1:";

/// Bytes of a request. One of 16 keys, the most, has some 4,000 characters.
const MAX_REQUEST: usize = 16 * 1024;

/// A refusal: its status and why.
pub type Refused = (u16, String);

/// What the desk says to a request with these headers and this body.
pub fn answer(origin: Option<&str>, host: Option<&str>, body: &mut dyn Read) -> Result<String, Refused> {
    answer_with(origin, host, body, |request| Authority::on_this_machine().answer(request))
}

fn answer_with(
    origin: Option<&str>,
    host: Option<&str>,
    body: &mut dyn Read,
    issue: impl FnOnce(&str) -> Result<String>,
) -> Result<String, Refused> {
    if !is_own(origin, host) {
        return Err((403, "only pages of this demo may ask".into()));
    }
    let mut text = String::new();
    let read = body.take(MAX_REQUEST as u64 + 1).read_to_string(&mut text);
    if text.len() > MAX_REQUEST {
        return Err((413, format!("a request has at most {MAX_REQUEST} bytes")));
    }
    let text = text.trim();
    if read.is_err() || !text.starts_with(REQUEST) {
        return Err((400, format!("a wallet's request begins with {REQUEST}")));
    }
    issue(text).map_err(|error| (422, format!("{error:#}")))
}

/// Whether a page of this very site asks, or a program that says nothing of pages; by a name of this machine, so
/// that no other name can be made to point here.
fn is_own(origin: Option<&str>, host: Option<&str>) -> bool {
    let Some(host) = host else { return false };
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let own = |origin: &str| origin.strip_prefix("http://") == Some(host);
    matches!(name, "localhost" | "127.0.0.1") && origin.is_none_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: Option<&str> = Some("localhost:8420");

    fn ask(origin: Option<&str>, host: Option<&str>, body: &[u8]) -> Result<String, u16> {
        let mut body = body;
        let issue = |request: &str| match request {
            "HPR1:GOOD" => Ok("HPI1:ANSWER".to_owned()),
            other => anyhow::bail!("not issued: {other}"),
        };
        answer_with(origin, host, &mut body, issue).map_err(|(status, _)| status)
    }

    #[test]
    fn a_request_is_answered() {
        assert_eq!(ask(Some("http://localhost:8420"), HOST, b"HPR1:GOOD\n"), Ok("HPI1:ANSWER".into()));
        assert_eq!(ask(None, Some("127.0.0.1:9000"), b" HPR1:GOOD"), Ok("HPI1:ANSWER".into()));
        assert_eq!(ask(None, HOST, b"HPR1:BAD"), Err(422));
    }

    #[test]
    fn other_sites_and_other_texts_are_refused() {
        for origin in ["http://example.org", "https://localhost:8420", "http://localhost:8421", "null", ""] {
            assert_eq!(ask(Some(origin), HOST, b"HPR1:GOOD"), Err(403), "{origin}");
        }
        for host in [None, Some("example.org"), Some("example.org:8420"), Some("localhost.example.org")] {
            assert_eq!(ask(None, host, b"HPR1:GOOD"), Err(403), "{host:?}");
        }
        for body in [&b""[..], b"HC1:GOOD", b"\xff\xfe", b"HPR1:\xff"] {
            assert_eq!(ask(None, HOST, body), Err(400), "{body:?}");
        }
        let longest = format!("HPR1:{}", "0".repeat(MAX_REQUEST - 5));
        assert_eq!(ask(None, HOST, longest.as_bytes()), Err(422));
        assert_eq!(ask(None, HOST, format!("{longest}0").as_bytes()), Err(413));
    }
}
