//! Certificates in WHO's formats, about the holder of [`ANNA`](crate::own::ANNA)'s passport.

use crate::message::{HCERT, Message, int};
use crate::own::{EXPIRES, ISSUED, Issuer, seconds};
use healthpass_cert::issue::Content;
use healthpass_cert::json::to_cbor;
use healthpass_cert::{cbor::Value as Cbor, shl};
use serde_json::{Value, json};

/// Sub-claim of an ICVP.
pub const ICVP: i64 = -6;
/// Sub-claim of a DDCC of a vaccination.
pub const DDCC_VS: i64 = 3;
/// Sub-claim of a DDCC of a test.
pub const DDCC_TR: i64 = 4;
/// Sub-claim of a health link.
pub const LINK: i64 = 5;

/// A listed yellow fever vaccine.
pub const STAMARIL: &str = "YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0";

/// An ICVP of 2026.
pub fn icvp() -> Value {
    json!({
        "n": "ANNA MARIA ERIKSSON", "dob": "1974-08-12", "s": "female", "nt": "UTO",
        "id": "L898902C3", "dt": "PPN", "v": "1",
        "vx": {"vp": STAMARIL, "dv": "2026-11-02", "bo": "X1234", "is": "XSE", "cn": "Dr Example"},
    })
}

/// An ICVP of 2025.
pub fn icvp_second() -> Value {
    json!({
        "n": "ERIKSSON ANNA MARIA", "dob": "1974-08-12", "s": "F", "ntl": "UTO",
        "nid": "L898902C3", "ndt": "PPN",
        "v": {"vp": STAMARIL, "dt": "2026-11-02", "bo": "X1234", "is": "XSE",
              "vls": "2026-11-12", "vle": "2066-11-12"},
    })
}

/// An ICVP of 2024.
pub fn icvp_first() -> Value {
    json!({
        "n": "ERIKSSON ANNA MARIA", "dob": "1974-08-12", "s": "F", "ntl": "UTO", "nid": "19740812-1234",
        "v": {"dn": "1", "tg": "1D47", "vp": "XM0N24", "ma": "Example Maker", "mid": "25", "mp": "1",
              "dt": "2026-11-02", "bo": "X1234", "cn": "Dr Example", "vls": "2026-11-12"},
    })
}

/// `content` with one member changed, given by its path.
#[must_use]
pub fn with(mut content: Value, path: &str, value: Value) -> Value {
    *content.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value;
    content
}

/// `content` without one of its members.
#[must_use]
pub fn without(mut content: Value, members: &[&str]) -> Value {
    let map = content.as_object_mut().expect("an object");
    members.iter().for_each(|member| assert!(map.remove(*member).is_some(), "{member}"));
    content
}

/// A DDCC of a dose.
pub fn ddcc_vaccination() -> Value {
    let coded = |system: &str, code: &str| json!({"system": system, "code": code});
    json!({
        "name": "ERIKSSON ANNA MARIA", "birthDate": "1974-08-12", "sex": "female",
        "identifier": "1974-8-12-UTO",
        "certificate": {
            "issuer": {"identifier": {"value": "Ministry of Health of Utopia"}}, "hcid": {"value": "UT-0001"},
            "version": "RC2", "period": {"start": "2026-11-24", "end": "2027-11-24"},
        },
        "vaccination": {
            "vaccine": coded("http://id.who.int/icd/release/11/mms", "XM0GQ8"),
            "brand": coded("http://id.who.int/icd/release/11/mms", "XM8NQ0"),
            "manufacturer": {"display": "Example Maker", "code": "EX-1"},
            "disease": coded("http://id.who.int/icd/release/11/mms", "RA01"),
            "lot": "PT123F.9", "date": "2026-07-08", "validFrom": "2026-07-22", "dose": 2, "totalDoses": 3,
            "country": coded("urn:iso:std:iso:3166", "SWE"), "centre": "Vaccination Site",
            "practitioner": {"value": "P-23"},
        },
    })
}

/// A DDCC of a test.
pub fn ddcc_test() -> Value {
    json!({
        "name": "ERIKSSON ANNA MARIA", "birthDate": "1974-08-12",
        "certificate": {"issuer": "Ministry of Health of Utopia", "hcid": "UT-0002", "version": "RC2"},
        "test": {
            "pathogen": {"system": "http://id.who.int/icd/release/11/mms", "code": "XN109"},
            "type": {"system": "http://loinc.org", "code": "LP6464-4"},
            "result": {"system": "http://snomed.info/sct", "code": "260415000"},
            "date": "2026-11-23T06:12:00Z", "country": "SWE", "centre": "Example centre",
        },
    })
}

/// A health link that asks for a passcode; its key is TEST ONLY.
pub fn link() -> String {
    link_of(&json!({
        "url": "https://records.example.org/m/Y9xwkUdtmN9wwoJoN3ffJIhX2UGvCL1JnlPVNL3kDWM",
        "flag": "LP", "key": LINK_KEY, "label": "Records of Anna Maria Eriksson", "exp": 1_797_120_000, "v": 1,
    }))
}

/// The key of [`link`]: 32 bytes, TEST ONLY.
pub const LINK_KEY: &str = "VEVTVCBPTkxZIHRoaXJ0eS10d28gYnl0ZXMgbG9uZyE";

/// A link with this payload.
pub fn link_of(payload: &Value) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding};
    let link = format!("vhlink:/{}", Base64UrlUnpadded::encode_string(payload.to_string().as_bytes()));
    assert!(shl::looks_like(&link));
    link
}

/// The message with `content` under sub-claim `number` instead of a DCC.
pub fn message(issuer: &Issuer, number: i64, content: &Value) -> Message {
    let hcert = Cbor::Map(vec![(int(number), to_cbor(content))]);
    issuer.message().with_claim(HCERT, hcert)
}

/// Its code.
pub fn code(issuer: &Issuer, number: i64, content: &Value) -> String {
    message(issuer, number, content).code(issuer)
}

/// The code of an ICVP as this product issues it.
pub fn issued(issuer: &Issuer, content: &Value) -> String {
    let content = Content::icvp(content, seconds(ISSUED)).expect("a sound ICVP");
    issuer.issue("SE", content, [ISSUED, EXPIRES])
}
