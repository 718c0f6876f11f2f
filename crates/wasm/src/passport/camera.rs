//! Exports: zones in frames of a camera.

use crate::error::{Result, to_json};
use crate::input::time;
use healthpass_cert::holder::day;
use healthpass_mrz_camera::{Band, Frame, Reader, Sighting, luma_from_rgba};
use healthpass_passport::mrz::{self, MrzResult};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads zones in frames of a camera.
#[wasm_bindgen]
#[derive(Default)]
pub struct MrzCamera {
    reader: Reader,
}

#[wasm_bindgen]
impl MrzCamera {
    /// Has seen nothing yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at one frame of RGBA pixels.
    ///
    /// # Errors
    /// `request.at`.
    pub fn read(&mut self, pixels: &[u8], width: usize, height: usize, at: &str) -> Result<String> {
        let today = day(time(at)?);
        let luma = luma_from_rgba(pixels);
        let seen = self.reader.read(&Frame { luma: &luma, width, height });
        let mrz = seen.lines.as_ref().map(|lines| mrz::report(lines, today));
        Ok(to_json(&View::of(seen, mrz)))
    }

    /// Forgets what was seen.
    pub fn reset(&mut self) {
        self.reader.reset();
    }
}

/// What a screen draws.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    band: Option<BandView>,
    checks_hold: bool,
    steady: bool,
    votes: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<RepairView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mrz: Option<MrzResult>,
}

/// Whole pixels and degrees: finer is not to be seen.
#[derive(Serialize)]
struct BandView {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    angle: i32,
}

#[derive(Serialize)]
struct RepairView {
    line: usize,
    column: usize,
    from: char,
    to: char,
}

impl View {
    fn of(seen: Sighting, mrz: Option<MrzResult>) -> Self {
        let Sighting { lines, band, checks_hold, steady, votes, hint, repairs } = seen;
        let repairs = repairs.iter().map(|repair| RepairView {
            line: repair.line,
            column: repair.column,
            from: repair.seen,
            to: repair.used,
        });
        let repairs = repairs.collect();
        Self { lines, band: band.map(BandView::of), checks_hold, steady, votes, hint, repairs, mrz }
    }
}

impl BandView {
    fn of(band: Band) -> Self {
        let whole = |number: f32| (number + 0.5).floor() as i32;
        Self {
            x: whole(band.x),
            y: whole(band.y),
            width: whole(band.width),
            height: whole(band.height),
            angle: whole(band.angle),
        }
    }
}
