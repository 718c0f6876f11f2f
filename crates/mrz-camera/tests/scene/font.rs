//! Glyphs of a font as ink by place, at the size the standard prints them.

use ab_glyph::{Font as _, FontVec, PxScale, point};
use std::path::PathBuf;

/// Pixels a millimetre of a glyph's picture.
const FINE: f32 = 20.0;
/// Pixels across (one pitch and a little) and down.
const WIDE: usize = 64;
const HIGH: usize = 84;
pub const PITCH_MM: f32 = 2.54;
pub const CAP_MM: f32 = 2.4;
pub const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

pub struct Font {
    glyphs: Vec<Vec<f32>>,
}

impl Font {
    /// Reads a font file; `None` when it is not there.
    pub fn open(path: &std::path::Path) -> Option<Self> {
        let font = FontVec::try_from_vec(std::fs::read(path).ok()?).expect("a font");
        let capital = font.glyph_id('H').with_scale(1000.0);
        let height = font.outline_glyph(capital).expect("an H").px_bounds().height();
        let scale = PxScale::from(1000.0 * CAP_MM * FINE / height);
        let glyphs = ALPHABET.chars().map(|letter| draw(&font, letter, scale)).collect();
        Some(Self { glyphs })
    }

    /// The same font printed with more (`gain` > 0) or less ink; `gain` in millimetres of stroke.
    pub fn inked(&self, gain: f32) -> Self {
        let blurred = self.glyphs.iter().map(|glyph| blur(&blur(glyph)));
        let sharpen = |ink: f32| ((ink - 0.5 + gain * 5.0) * 3.0 + 0.5).clamp(0.0, 1.0);
        Self { glyphs: blurred.map(|glyph| glyph.into_iter().map(sharpen).collect()).collect() }
    }

    /// Ink of a letter, x and y in millimetres from the middle of its cell.
    pub fn ink(&self, letter: char, x: f32, y: f32) -> f32 {
        let Some(glyph) = ALPHABET.find(letter).map(|at| &self.glyphs[at]) else { return 0.0 };
        let (x, y) = (x * FINE + WIDE as f32 / 2.0 - 0.5, y * FINE + HIGH as f32 / 2.0 - 0.5);
        if x < 0.0 || y < 0.0 || x >= (WIDE - 1) as f32 || y >= (HIGH - 1) as f32 {
            return 0.0;
        }
        let (left, top) = (x as usize, y as usize);
        let (right, down) = (x - left as f32, y - top as f32);
        let at = top * WIDE + left;
        let upper = glyph[at] * (1.0 - right) + glyph[at + 1] * right;
        let lower = glyph[at + WIDE] * (1.0 - right) + glyph[at + WIDE + 1] * right;
        upper * (1.0 - down) + lower * down
    }
}

fn draw(font: &FontVec, letter: char, scale: PxScale) -> Vec<f32> {
    let mut ink = vec![0.0; WIDE * HIGH];
    let id = font.glyph_id(letter);
    let advance = font.h_advance_unscaled(id) * scale.x / font.height_unscaled();
    let glyph = id.with_scale_and_position(
        scale,
        point(WIDE as f32 / 2.0 - advance / 2.0, HIGH as f32 / 2.0 + CAP_MM * FINE / 2.0),
    );
    let outline = font.outline_glyph(glyph).expect("an outline");
    let bounds = outline.px_bounds();
    outline.draw(|x, y, coverage| {
        let (x, y) = (x as i32 + bounds.min.x as i32, y as i32 + bounds.min.y as i32);
        if (0..WIDE as i32).contains(&x) && (0..HIGH as i32).contains(&y) {
            ink[y as usize * WIDE + x as usize] += coverage;
        }
    });
    ink.iter().map(|ink| ink.min(1.0)).collect()
}

fn blur(glyph: &[f32]) -> Vec<f32> {
    let at = |x: i32, y: i32| {
        let inside = (0..WIDE as i32).contains(&x) && (0..HIGH as i32).contains(&y);
        if inside { glyph[y as usize * WIDE + x as usize] } else { 0.0 }
    };
    let pixel = |n: usize| {
        let (x, y) = ((n % WIDE) as i32, (n / WIDE) as i32);
        let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
        around.map(|(dx, dy)| at(x + dx, y + dy)).sum::<f32>() / 9.0
    };
    (0..glyph.len()).map(pixel).collect()
}

/// The two drawings the classifier is trained on (Debian package fonts-ocr-b, public domain).
pub fn training() -> Option<Vec<Font>> {
    let folder = std::env::var("HEALTHPASS_OCR_B").unwrap_or("/usr/share/fonts/opentype/ocr-b".into());
    ["OCRB.otf", "OCRBS.otf"].iter().map(|name| Font::open(&PathBuf::from(&folder).join(name))).collect()
}

/// The drawing held out from training: the one the npm package bwip-js carries.
pub fn held_out() -> Option<Font> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/node_modules/bwip-js/fonts/OCRB7.ttf");
    Font::open(&PathBuf::from(std::env::var("HEALTHPASS_OCR_B_HELD_OUT").unwrap_or(default.into())))
}
