//! Rules, trips and lists of withdrawn certificates, for the modules that judge by them.

use crate::error::{Error, Result, to_json};
use crate::input::{pin, time};
use healthpass_cert::cbor::Value;
use healthpass_cert::certlogic;
use healthpass_cert::json;
use healthpass_cert::report::Reason;
use healthpass_cert::revocation::{RevocationError, RevocationStore};
use healthpass_cert::rules::{RuleStore, RulesError, Trip};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes a signed pack in; answers with its summary. `seen` is what the host remembers of earlier editions, as JSON:
/// `{"<identifier>": <sequence>}`.
pub(crate) fn load_rules(
    store: &mut RuleStore,
    pack: &[u8],
    root: &str,
    at: &str,
    seen: Option<&str>,
) -> Result<String> {
    let seen = seen.map_or(Ok(Vec::new()), newest_seen)?;
    Ok(to_json(&store.load(pack, &pin(root)?, time(at)?, &seen).map_err(refused)?))
}

/// Takes in the signed manifest of a list; answers with its summary. `seen` is the highest sequence number the host
/// remembers of this list.
pub(crate) fn load_revocation(
    store: &mut RevocationStore,
    manifest: &[u8],
    root: &str,
    at: &str,
    seen: Option<f64>,
) -> Result<String> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of JavaScript"
    )]
    let seen = seen.map(|seen| seen as u64);
    let summary = store.load_manifest(manifest, &pin(root)?, time(at)?, seen).map_err(withdrawn)?;
    Ok(to_json(&summary))
}

/// Takes in a file that a manifest names.
pub(crate) fn add_revocation_file(store: &mut RevocationStore, bytes: &[u8]) -> Result<()> {
    store.add_file(bytes).map_err(withdrawn)
}

fn withdrawn(error: RevocationError) -> Error {
    Reason::new(error.code).found(error.detail).into()
}

/// A journey.
pub(crate) fn read_trip(text: Option<&str>) -> Result<Option<Trip>> {
    text.map(Trip::read).transpose().map_err(refused)
}

/// The value of a CertLogic 1.3.3 expression over data, all as JSON; times as RFC 3339.
///
/// # Errors
/// `certlogic.*` with the place in the expression, `input.json`.
#[wasm_bindgen(js_name = evaluateLogic)]
pub fn evaluate_logic(logic: &str, data: &str) -> Result<String> {
    let read = |text| {
        json::read(text).map_err(|error| Error::from(Reason::new("input.json").found(error.to_string())))
    };
    let (logic, data) = (read(logic)?, read(data)?);
    match certlogic::evaluate(&logic, &data) {
        Ok(value) => Ok(to_json(&json::from_cbor(&value.to_json()))),
        Err(error) => Err(Reason::new(error.code).at(error.at).into()),
    }
}

fn newest_seen(text: &str) -> Result<Vec<(String, u64)>> {
    let damaged = |found: String| Error::from(Reason::new("input.json").found(found));
    let Value::Map(entries) = json::read(text).map_err(|error| damaged(error.to_string()))? else {
        return Err(damaged("no object".to_owned()));
    };
    let mut seen = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            (Value::Text(id), Value::Integer(sequence)) => seen.push((id, sequence.unsigned_abs())),
            _ => return Err(damaged("no whole number".to_owned())),
        }
    }
    Ok(seen)
}

fn refused(error: RulesError) -> Error {
    Reason::new(error.code).found(error.found).at(error.at).into()
}
