//! Any presentation as the device signs it, any token in it, any answer to a wallet.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::cbor::Value;
use healthpass_cert::presentation::kbt::{self, Shown};
use healthpass_cert::presentation::request::{Request, parse_answer};
use healthpass_cert::presentation::{dictionary, token};
use healthpass_cert::reason;
use healthpass_cert::sd_cwt::Token;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CODES: LazyLock<Vec<&str>> = LazyLock::new(reason::all);

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = core::str::from_utf8(bytes) {
        for error in [Request::parse(text).err(), parse_answer(text).err()].into_iter().flatten() {
            assert!(CODES.contains(&error.code), "{}", error.code);
        }
    }
    if let Ok(message) = dictionary::inflate(bytes) {
        assert_eq!(dictionary::inflate(&dictionary::deflate(&message)).as_ref(), Ok(&message));
    }
    let issued = match kbt::parse(bytes) {
        Err(error) => {
            assert!(CODES.contains(&error.code), "{}", error.code);
            Token::read(bytes).ok()
        }
        Ok(shown) => match shown.unverified_shown() {
            Shown::Issued(token) => Some((**token).clone()),
            Shown::Attested(code) => {
                let _ = code.read();
                None
            }
        },
    };
    let Some(issued) = issued else { return };
    assert_eq!(Token::read(&issued.to_bytes()).as_ref(), Ok(&issued));
    let Ok(whole) = issued.reveal() else { return };
    assert_eq!(left(&whole.claims), 0, "a digest among the claims");
    // Without its disclosures it says no more than with them.
    let bare = issued.choose(&[]).reveal().expect("fewer disclosures of a token that holds");
    assert!(size(&bare.claims) <= size(&whole.claims));
    if let Ok((decoded, _)) = token::read(&issued) {
        decoded.content_faults();
        serde_json::to_string(decoded.unverified_json()).expect("JSON");
        serde_json::to_string(&decoded.unverified_view()).expect("JSON");
    }
});

/// What only an unread token has: keys of digests and elements that are digests.
fn left(value: &Value) -> usize {
    match value {
        Value::Map(entries) => {
            let own = entries.iter().filter(|(key, _)| *key == Value::Simple(59)).count();
            own + entries.iter().map(|(_, value)| left(value)).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(left).sum(),
        Value::Tag(tag, inner) => usize::from(*tag == 60) + left(inner),
        _ => 0,
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Map(entries) => entries.iter().map(|(_, value)| size(value)).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Tag(_, inner) => size(inner),
        _ => 0,
    }
}
