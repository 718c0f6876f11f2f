//! Exports of every module: machine readable zones.

use crate::error::{Result, from_json, to_json};
use crate::input::time;
use healthpass_cert::holder::day;
use healthpass_passport::mrz;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a machine readable zone says, and which of its check digits hold.
///
/// # Errors
/// `input.json`, `request.at`.
#[wasm_bindgen(js_name = parseMrz)]
pub fn parse_mrz(lines: &str, at: &str) -> Result<String> {
    let lines: Vec<String> = from_json(lines)?;
    Ok(to_json(&mrz::report(&lines, day(time(at)?))))
}
