//! Exports of the chip in memory: for the demo's phone and the tests, in no package.

use crate::entropy;
use crate::error::{Result, from_json};
use crate::input::time;
use healthpass_cert::holder::day;
use healthpass_cert::report::Reason;
use healthpass_passport::chip::{ChipError, Seed, mock};
use healthpass_passport::mrz;
use healthpass_passport::synthetic::chip::{self, Chip};
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the chip is like.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    lines: Vec<String>,
    #[serde(default)]
    full_name: Option<String>,
    #[serde(default)]
    copied: bool,
    #[serde(default)]
    forged: bool,
    #[serde(default)]
    unlisted: bool,
}

/// A passport's chip of a made-up state.
#[wasm_bindgen]
pub struct MockChip {
    chip: mock::MockChip,
}

#[wasm_bindgen]
impl MockChip {
    /// The chip of a passport with these lines.
    ///
    /// # Errors
    /// `mrz.*`, `chip.access-input`, `entropy.unseeded`, `input.json`, `request.at`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, at: &str) -> Result<Self> {
        let Options { lines, full_name, copied, forged, unlisted } = from_json(options)?;
        let mrz = mrz::parse(&lines, day(time(at)?)).map_err(|error| error.reason())?;
        let mut random = [0; entropy::SEED_BYTES];
        entropy::fill(&mut random)?;
        let chip = Chip { full_name, copied, forged, unlisted };
        let chip = Seed::new(&random).and_then(|seed| chip.of(&mrz, seed)).map_err(ChipError::reason)?;
        Ok(Self { chip })
    }

    /// The answer to one command; empty when the chip is out of the field.
    pub fn transceive(&mut self, apdu: &[u8]) -> Vec<u8> {
        self.chip.transceive(apdu)
    }

    /// Power is back: every session is forgotten.
    pub fn reset(&mut self) {
        self.chip.power_on();
    }

    /// Commands so far.
    pub fn commands(&self) -> u32 {
        self.chip.commands()
    }

    /// Lets something go wrong with the command of this number, counted from 1: `tampered` turns a bit of its
    /// answer over, `lost` takes the chip away until [`MockChip::reset`], `mute` has it never say whether it is
    /// the original.
    ///
    /// # Errors
    /// `input.json` for any other kind.
    pub fn fault(&mut self, kind: &str, command: u32) -> Result<()> {
        let fault = match kind {
            "tampered" => mock::Fault::Tamper { command, bit: TAMPERED_BIT },
            "lost" => mock::Fault::LostAfter(command),
            "mute" => mock::Fault::Mute,
            _ => return Err(Reason::new("input.json").found(kind).at("kind").into()),
        };
        self.chip.add_fault(fault);
        Ok(())
    }
}

/// A bit in the first bytes, where data are.
const TAMPERED_BIT: usize = 21;

/// Certificate of the made-up authority that signs for an issuer, DER.
#[wasm_bindgen(js_name = mockAuthority)]
#[must_use]
pub fn mock_authority(issuer: &str) -> Vec<u8> {
    chip::authority(issuer)
}
