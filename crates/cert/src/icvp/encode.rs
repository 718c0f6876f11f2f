//! Issuing: a certificate of the third generation from its JSON form, strict where the reader is tolerant.

use super::{Generation, VERSIONS, interpret};
use crate::cbor::Value;
use crate::dcc::{code, dates, fields};
use crate::ithc::code::SCHEMA_VALUE;
use crate::json;
use crate::limits::MAX_ICVP_TEXT;
use crate::report::Reason;
use crate::time::UnixTime;

/// Members of the certificate (DVCMin); nothing else is signed.
const CERTIFICATE: [&str; 9] = ["n", "dob", "s", "nt", "id", "dt", "gn", "v", "vx"];

/// Members of the dose (DVCMinVaccineDetails).
const DOSE: [&str; 5] = ["vp", "dv", "bo", "cn", "is"];

/// The value of sub-claim -6: a certificate of the third generation as `icvp.cddl` has it.
///
/// The JSON form has the members of the certificate. `issued_at` is the `iat` it will carry.
///
/// # Errors
/// Every `content.*` reason that speaks against it, a product outside the catalogue and an unknown version
/// among them: what a reader lets pass because it may be newer, an issuer must not sign.
///
/// ```
/// use healthpass_cert::{icvp, time::UnixTime};
/// let json = serde_json::json!({
///     "n": "ANNA MARIA ERIKSSON", "dob": "1974-08-12", "s": "female", "nt": "UTO",
///     "id": "L898902C3", "dt": "PPN", "v": "1",
///     "vx": {"vp": "YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0", "dv": "2026-11-20",
///            "bo": "X1234", "is": "Ministry of Health"},
/// });
/// assert!(icvp::encode(&json, UnixTime(1_795_507_200)).is_ok());
/// ```
pub fn encode(certificate: &serde_json::Value, issued_at: UnixTime) -> Result<Value, Vec<Reason>> {
    let value = json::to_cbor(certificate);
    let mut reasons = Vec::new();
    if Generation::of(&value) != Some(Generation::Third) {
        reasons.push(Reason::new(code::SHAPE_NO_ENTRY).expected("vx"));
    }
    texts(&value, "", &CERTIFICATE, &mut reasons);
    exact(&value, "v", &VERSIONS[..1], &mut reasons);
    exact(&value, "s", &["male", "female", "other", "unknown"], &mut reasons);
    whole_date(&value, "", "dob", &mut reasons);
    state(&value, &mut reasons);
    match value.get_text("vx") {
        Some(dose @ Value::Map(_)) => {
            texts(dose, "vx.", &DOSE, &mut reasons);
            whole_date(dose, "vx.", "dv", &mut reasons);
        }
        // A reader takes a list of one.
        Some(_) => reasons.push(Reason::new(code::SCHEMA_TYPE).expected("object").at("vx")),
        None => (),
    }
    for fault in interpret(&value, Some(issued_at)).faults {
        if !reasons.iter().any(|reason| reason.at == fault.at) {
            reasons.push(fault);
        }
    }
    if reasons.is_empty() { Ok(value) } else { Err(reasons) }
}

/// Every member is one of `known` and, but for the dose, text of one line without white space at its ends.
fn texts(map: &Value, prefix: &str, known: &[&str], reasons: &mut Vec<Reason>) {
    for (key, value) in map.entries().unwrap_or_default() {
        let key = key.as_text().unwrap_or_default();
        let at = format!("{prefix}{key}");
        if !known.contains(&key) {
            reasons.push(Reason::new(SCHEMA_VALUE).expected(known.join(", ")).found(key).at(at));
            continue;
        }
        let Some(text) = value.as_text() else {
            if key != "vx" {
                let found = fields::type_name(value);
                reasons.push(Reason::new(code::SCHEMA_TYPE).expected("string").found(found).at(at));
            }
            continue;
        };
        let length = text.chars().count();
        if length > MAX_ICVP_TEXT {
            let reason = Reason::new(code::SCHEMA_LENGTH).expected(MAX_ICVP_TEXT.to_string());
            reasons.push(reason.found(length.to_string()).at(at));
        } else if text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
            reasons.push(Reason::new(code::SCHEMA_PATTERN).expected("text").found(text).at(at));
        }
    }
}

fn whole_date(map: &Value, prefix: &str, key: &str, reasons: &mut Vec<Reason>) {
    let at = format!("{prefix}{key}");
    match map.get_text(key).and_then(Value::as_text) {
        Some(text) if text.len() == 10 && dates::is_date(text) => (),
        Some(text) => {
            reasons.push(Reason::new(code::SCHEMA_DATE).expected("YYYY-MM-DD").found(text).at(at));
        }
        None => reasons.push(Reason::new(code::SCHEMA_MISSING).at(at)),
    }
}

fn state(map: &Value, reasons: &mut Vec<Reason>) {
    if let Some(state) = map.get_text("nt").and_then(Value::as_text)
        && !(state.len() == 3 && state.bytes().all(|b| b.is_ascii_uppercase()))
    {
        reasons.push(Reason::new(code::SCHEMA_PATTERN).expected("[A-Z]{3}").found(state).at("nt"));
    }
}

fn exact(map: &Value, key: &str, allowed: &[&str], reasons: &mut Vec<Reason>) {
    if let Some(found) = map.get_text(key).and_then(Value::as_text)
        && !allowed.contains(&found)
    {
        let reason = Reason::new(SCHEMA_VALUE).expected(allowed.join(", "));
        reasons.push(reason.found(found).at(key));
    }
}
