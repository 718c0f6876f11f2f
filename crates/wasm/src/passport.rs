//! Exports of the passport module: reading a document by camera and from its chip.

mod authorities;
mod chip;

pub use authorities::Authorities;
pub use chip::ChipSession;

use crate::error::Result;
use crate::input::time;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads zones in frames of a camera.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct MrzCamera {}

#[wasm_bindgen]
impl MrzCamera {
    /// Has seen nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at one frame of RGBA pixels.
    ///
    /// # Errors
    /// `request.at`.
    pub fn read(&mut self, _pixels: &[u8], _width: usize, _height: usize, at: &str) -> Result<String> {
        time(at)?;
        Ok(r#"{"checksHold":false,"steady":false,"votes":0,"hint":"camera.no-lines"}"#.into())
    }

    /// Forgets what was seen.
    pub fn reset(&mut self) {}
}
