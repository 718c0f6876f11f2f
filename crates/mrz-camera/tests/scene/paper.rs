//! What is printed: zone, fine lines under it, a photograph and other text above, the table around.

use super::Random;
use super::font::{CAP_MM, Font, PITCH_MM};

/// Distance of lines.
pub const LINE_MM: f32 = 6.35;

/// A page; its origin is the middle of the zone, x right, y down, millimetres.
pub struct Paper {
    pub lines: Vec<String>,
    base: f32,
    waves: Vec<[f32; 5]>,
    page: [f32; 4],
    table: (f32, f32),
    photo: Option<[f32; 4]>,
    words: Vec<(f32, f32, f32, String)>,
    ink: f32,
    two_tone: f32,
}

impl Paper {
    /// `busy` from 0 (plain paper) to 1 (strong fine lines and a full page).
    pub fn new(lines: Vec<String>, busy: f32, random: &mut Random) -> Self {
        let half = lines[0].len() as f32 * PITCH_MM / 2.0;
        let bottom = lines.len() as f32 * LINE_MM / 2.0 + random.between(2.0, 6.0);
        let waves = (0..3).map(|_| {
            let pitch = random.between(0.5, 2.5);
            [
                random.between(-1.0, 1.0) / pitch * 6.0,
                random.between(-1.0, 1.0) / pitch * 6.0,
                random.between(0.0, 3.0),
                random.between(0.05, 0.4),
                busy * random.between(0.0, 11.0),
            ]
        });
        let waves = waves.collect();
        let mut words = Vec::new();
        for row in 0..(busy * 10.0) as usize {
            let text =
                (0..random.below(16) + 3).map(|_| random.of("ABCDEFGHIJKLMNOPRSTUVWYZ0123456789")).collect();
            let y = -8.0 - lines.len() as f32 * LINE_MM / 2.0 - row as f32 * random.between(3.5, 6.0);
            words.push((random.between(-20.0, half - 40.0), y, random.between(0.5, 0.95), text));
        }
        let photo_top = -random.between(40.0, 55.0);
        let photo = random.chance(busy).then(|| [-half + 2.0, photo_top, -half + 32.0, -8.5 - bottom * 0.3]);
        Self {
            base: random.between(165.0, 235.0),
            waves,
            page: [-half - random.between(3.0, 7.0), -78.0, half + random.between(3.0, 7.0), bottom],
            table: (random.between(20.0, 200.0), random.between(0.0, 14.0)),
            photo,
            words,
            ink: random.between(25.0, 70.0),
            two_tone: busy * random.between(0.0, 14.0),
            lines,
        }
    }

    /// Where the middle of a cell of the zone lies.
    pub fn cell(&self, line: usize, column: usize) -> (f32, f32) {
        let (columns, lines) = (self.lines[0].len() as f32, self.lines.len() as f32);
        ((column as f32 + 0.5 - columns / 2.0) * PITCH_MM, (line as f32 + 0.5 - lines / 2.0) * LINE_MM)
    }

    /// Light of a point without fine print: 0 to 255.
    pub fn light(&self, x: f32, y: f32) -> f32 {
        let [left, top, right, bottom] = self.page;
        if x < left || x > right || y < top || y > bottom {
            let (base, grain) = self.table;
            return base + grain * (x * 1.3).sin() * (y * 0.9 + x * 0.2).sin();
        }
        if let Some([left, top, right, bottom]) = self.photo
            && x > left
            && x < right
            && y > top
            && y < bottom
        {
            return 110.0 + 60.0 * (x * 0.21).sin() * (y * 0.17).cos() + 20.0 * (x * 1.1 + y * 0.7).sin();
        }
        let waves = self.waves.iter().map(|[fx, fy, bend, slow, depth]| {
            depth * (x * fx + y * fy + bend * (x * slow + y * slow * 0.7).sin()).sin()
        });
        self.base
            + waves.sum::<f32>()
            + self.two_tone * if (x * 0.11 + (y * 0.15).sin()).sin() > 0.0 { 1.0 } else { -1.0 }
    }

    /// Ink at a point: 0 to 1.
    pub fn printed(&self, font: &Font, x: f32, y: f32) -> f32 {
        let (columns, lines) = (self.lines[0].len(), self.lines.len());
        let (across, down) = (x / PITCH_MM + columns as f32 / 2.0, y / LINE_MM + lines as f32 / 2.0);
        if down >= 0.0 && down < lines as f32 {
            if across < 0.0 || across >= columns as f32 {
                return 0.0;
            }
            let letter = self.lines[down as usize].as_bytes()[across as usize] as char;
            return font.ink(letter, (across.fract() - 0.5) * PITCH_MM, (down.fract() - 0.5) * LINE_MM);
        }
        for (left, middle, scale, text) in &self.words {
            let at = (x - left) / (PITCH_MM * scale);
            if (y - middle).abs() < CAP_MM * scale && at >= 0.0 && at < text.len() as f32 {
                let letter = text.as_bytes()[at as usize] as char;
                return 0.85 * font.ink(letter, (at.fract() - 0.5) * PITCH_MM, (y - middle) / scale);
            }
        }
        0.0
    }

    pub fn ink(&self) -> f32 {
        self.ink
    }
}
