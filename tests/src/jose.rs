//! SMART Health Cards and NZ COVID Passes of our own making, and the third-party ones.

use crate::message::{ALG, CWT, ES256, Entries, KID, SIGN1, bytes, headers, int};
use crate::own::{EXPIRES, ISSUED, Issuer, seconds};
use crate::vectors;
use base64ct::{Base64UrlUnpadded as Base64Url, Encoding};
use healthpass_cert::cbor::Value as Cbor;
use healthpass_cert::cbor_write;
use healthpass_cert::envelope::inflate;
use healthpass_crypto::hash::sha256;
use serde_json::{Value, json};

/// Whom the cards here say they come from.
pub const CARD_ISSUER: &str = "https://health.example/issuer";

/// Whom the passes here say they come from.
pub const PASS_ISSUER: &str = "did:web:health.example";

/// Name of the key of our passes: text that is no base64.
pub const PASS_KEY: &str = "key-1";

/// The issuer's key as its key set has it, named by its thumbprint (RFC 7638).
pub fn jwk(issuer: &Issuer) -> Value {
    let mut jwk = serde_json::to_value(issuer.signer().public_key().to_jwk()).expect("JSON");
    let member = |name: &str| jwk[name].as_str().expect("text").to_owned();
    let canonical = format!(
        r#"{{"crv":"{}","kty":"{}","x":"{}","y":"{}"}}"#,
        member("crv"),
        member("kty"),
        member("x"),
        member("y")
    );
    jwk["kid"] = json!(Base64Url::encode_string(&sha256(canonical.as_bytes())));
    jwk
}

/// A vaccination, as a card's claims.
pub fn claims() -> Value {
    json!({
        "iss": CARD_ISSUER,
        "nbf": seconds(ISSUED).0,
        "vc": {
            "type": ["https://smarthealth.cards#health-card", "https://smarthealth.cards#immunization"],
            "credentialSubject": {
                "fhirVersion": "4.0.1",
                "fhirBundle": {"resourceType": "Bundle", "type": "collection", "entry": [
                    {"fullUrl": "resource:0", "resource": {
                        "resourceType": "Patient",
                        "name": [{"family": "Eriksson", "given": ["Anna", "Maria"]}],
                        "birthDate": "1974-08-12",
                    }},
                    {"fullUrl": "resource:1", "resource": {
                        "resourceType": "Immunization",
                        "status": "completed",
                        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "37"}]},
                        "patient": {"reference": "resource:0"},
                        "occurrenceDateTime": "2026-02-18",
                        "lotNumber": "YF-001",
                        "performer": [{"actor": {"display": "Example clinic"}}],
                    }},
                ]},
            },
        },
    })
}

/// Raw DEFLATE: a zlib stream without its two bytes of header and four of checksum.
pub fn deflate_raw(content: &[u8]) -> Vec<u8> {
    let zlib = inflate::deflate(content);
    zlib[2..zlib.len() - 4].to_vec()
}

/// The signed message of a card, as text.
pub fn card_message(issuer: &Issuer, payload: &[u8]) -> String {
    let header = json!({"zip": "DEF", "alg": "ES256", "kid": jwk(issuer)["kid"]}).to_string();
    let signed =
        format!("{}.{}", Base64Url::encode_string(header.as_bytes()), Base64Url::encode_string(payload));
    let signature = issuer.signer().sign(signed.as_bytes());
    format!("{signed}.{}", Base64Url::encode_string(&signature))
}

/// The text of a card's code.
pub fn card(issuer: &Issuer, claims: &Value) -> String {
    format!("shc:/{}", digits(&card_message(issuer, &deflate_raw(claims.to_string().as_bytes()))))
}

/// The same card over `count` codes.
pub fn split(card: &str, count: usize) -> Vec<String> {
    let digits = card.strip_prefix("shc:/").expect("a card").as_bytes();
    let share = digits.len().div_ceil(count).next_multiple_of(2);
    let part = |(index, digits): (usize, &[u8])| {
        format!("shc:/{}/{count}/{}", index + 1, String::from_utf8_lossy(digits))
    };
    digits.chunks(share).enumerate().map(part).collect()
}

/// Two digits for each character.
pub fn digits(message: &str) -> String {
    message.bytes().map(|byte| format!("{:02}", byte - b'-')).collect()
}

/// A pass's claims, for changing.
pub fn pass_claims() -> Entries {
    let texts = |items: &[&str]| Cbor::Array(items.iter().map(|item| text(item)).collect());
    let subject = [("givenName", "Anna Maria"), ("familyName", "Eriksson"), ("dob", "1974-08-12")];
    let subject = subject.map(|(member, value)| (text(member), text(value)));
    let vc = [
        (text("@context"), texts(&["https://www.w3.org/2018/credentials/v1", "https://health.example/v1"])),
        (text("version"), text("1.0.0")),
        (text("type"), texts(&["VerifiableCredential", "PublicCovidPass"])),
        (text("credentialSubject"), Cbor::Map(subject.into())),
    ];
    vec![
        (int(1), text(PASS_ISSUER)),
        (int(5), int(seconds(ISSUED).0)),
        (int(4), int(seconds(EXPIRES).0)),
        (text("vc"), Cbor::Map(vc.into())),
        (int(7), bytes(&[0x11; 16])),
    ]
}

/// The signed message of a pass.
pub fn pass_message(issuer: &Issuer, protected: &Cbor, claims: Entries) -> Vec<u8> {
    let protected = cbor_write::write(protected);
    let payload = cbor_write::write(&Cbor::Map(claims));
    let signed = [text("Signature1"), bytes(&protected), bytes(&[]), bytes(&payload)];
    let signature = issuer.signer().sign(&cbor_write::write(&Cbor::Array(signed.into())));
    let parts = [bytes(&protected), Cbor::Map(Vec::new()), bytes(&payload), bytes(&signature)];
    cbor_write::write(&Cbor::Tag(SIGN1, Cbor::Array(parts.into()).into()))
}

/// The header every pass has.
pub fn pass_header() -> Cbor {
    headers(&[(ALG, int(ES256)), (KID, text(PASS_KEY))])
}

/// The text of a pass's code.
pub fn pass(issuer: &Issuer, claims: Entries) -> String {
    format!("NZCP:/1/{}", base32(&pass_message(issuer, &pass_header(), claims)))
}

/// The issuer's key as its DID document has it.
pub fn pass_key(issuer: &Issuer) -> Value {
    let mut jwk = jwk(issuer);
    jwk["kid"] = json!(PASS_KEY);
    jwk
}

/// RFC 4648 section 6 without padding.
pub fn base32(content: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> =
        content.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let value =
        |five: &[u8]| (0..5).fold(0, |sum, bit| sum << 1 | five.get(bit).copied().unwrap_or_default());
    bits.chunks(5).map(|five| char::from(ALPHABET[usize::from(value(five))])).collect()
}

/// CBOR text.
pub fn text(content: &str) -> Cbor {
    Cbor::Text(content.to_owned())
}

/// A tag of CWT around a message, which passes do not have.
pub fn in_cwt(message: &[u8]) -> Vec<u8> {
    let inner = Cbor::read(message).expect("a message");
    cbor_write::write(&Cbor::Tag(CWT, inner.into()))
}

/// The third-party vectors of a folder by file name; none, said loudly, when there are none.
pub fn files(folder: &str) -> Vec<(String, Value)> {
    let Some(path) = vectors::locate(folder) else { return Vec::new() };
    let mut files: Vec<_> =
        std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let content = std::fs::read_to_string(&path).expect("text");
        (name, serde_json::from_str(&content).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    files.into_iter().map(read).collect()
}
