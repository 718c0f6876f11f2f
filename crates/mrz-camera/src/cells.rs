//! A cell out of the picture: straight, of one size, ink 127 and paper 0.

use crate::frame::Frame;
use crate::grid::{Place, along};

/// Pixels across one pitch.
pub const CELL_WIDTH: usize = 16;
/// Pixels down [`CAPS_DOWN`] cap heights.
pub const CELL_HEIGHT: usize = 20;
/// Height of a cell in cap heights.
const CAPS_DOWN: f32 = 1.35;
/// Ink and paper closer than this are no character: an even cell stays even.
const LEAST_CONTRAST: i32 = 24;

/// What the classifier looks at, row by row: 0 paper to 127 ink.
pub type Cell = [u8; CELL_WIDTH * CELL_HEIGHT];

/// Cuts one cell out and stretches its contrast.
pub fn cut(frame: &Frame<'_>, place: &Place) -> Cell {
    let mut luma = [0i32; CELL_WIDTH * CELL_HEIGHT];
    for (number, value) in luma.iter_mut().enumerate() {
        let (column, row) = (number % CELL_WIDTH, number / CELL_WIDTH);
        for (right, down) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
            let u = (column as f32 + right) / CELL_WIDTH as f32 - 0.5;
            let v = ((row as f32 + down) / CELL_HEIGHT as f32 - 0.5) * CAPS_DOWN;
            let (x, y) = along(place, u, v);
            *value += frame.sample(x, y);
        }
        *value /= 4;
    }
    stretched(&luma)
}

/// Paper is the lighter fifth, ink the darkest pixels but a fiftieth.
fn stretched(luma: &[i32; CELL_WIDTH * CELL_HEIGHT]) -> Cell {
    let rank = |rank: usize| ranked(luma, rank);
    let (ink, paper) = (rank(luma.len() / 50), rank(luma.len() * 4 / 5));
    let contrast = (paper - ink).max(LEAST_CONTRAST);
    luma.map(|value| ((paper - value) * 127 / contrast).clamp(0, 127) as u8)
}

/// The level with this many darker pixels at most: what stands at `rank` when they are sorted.
fn ranked(luma: &[i32; CELL_WIDTH * CELL_HEIGHT], rank: usize) -> i32 {
    let mut counts = [0_usize; 256];
    for level in luma {
        if let Some(count) = usize::try_from(*level).ok().and_then(|level| counts.get_mut(level.min(255))) {
            *count += 1;
        }
    }
    let mut passed = 0;
    for (level, count) in (0..).zip(counts) {
        passed += count;
        if passed > rank {
            return level;
        }
    }
    0
}
