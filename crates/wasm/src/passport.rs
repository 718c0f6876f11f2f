//! Exports of the passport module: reading a document by camera and from its chip.

mod authorities;

pub use authorities::Authorities;

use crate::error::{Error, Result};
use crate::input::time;
use healthpass_cert::report::Reason;
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

/// A talk with a chip.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ChipSession {}

#[wasm_bindgen]
impl ChipSession {
    /// Prepares it.
    ///
    /// # Errors
    /// `chip.*`.
    #[wasm_bindgen(constructor)]
    pub fn new(_access: &str, _pace: bool) -> Result<Self> {
        Err(unfinished())
    }

    /// The next step.
    ///
    /// # Errors
    /// `chip.*`.
    pub fn next(&mut self, _response: Option<Vec<u8>>) -> Result<String> {
        Err(unfinished())
    }

    /// The command of the last step.
    pub fn command(&self) -> Vec<u8> {
        Vec::new()
    }

    /// After a lost chip.
    pub fn restart(&mut self) {}

    /// What was read proves.
    ///
    /// # Errors
    /// `chip.unfinished`.
    pub fn judge(&self, _authorities: &Authorities, _at: &str) -> Result<String> {
        Err(unfinished())
    }
}

fn unfinished() -> Error {
    Reason::new("chip.unfinished").into()
}
