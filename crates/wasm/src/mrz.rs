//! Exports of every module: machine readable zones.

use crate::error::{Result, to_json};
use crate::input::time;
use healthpass_cert::holder::day;
use healthpass_passport::mrz;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a machine readable zone, its lines one below the other, says, and which of its check digits hold.
///
/// # Errors
/// `request.at`.
#[wasm_bindgen(js_name = parseMrz)]
pub fn parse_mrz(lines: &str, at: &str) -> Result<String> {
    let lines: Vec<&str> = lines.split('\n').collect();
    Ok(to_json(&mrz::report(&lines, day(time(at)?))))
}

/// The zone with what was misread or mistyped put right, and what remains to be asked.
///
/// # Errors
/// `mrz.*` for what has not the shape of a zone, `request.at`.
#[cfg(feature = "wallet")]
#[wasm_bindgen(js_name = repairMrz)]
pub fn repair_mrz(lines: &str, at: &str) -> Result<String> {
    let lines: Vec<&str> = lines.split('\n').collect();
    let repair = mrz::repair(&lines, day(time(at)?)).map_err(|error| error.reason())?;
    Ok(to_json(&repair))
}
