//! How it is seen: a pinhole camera, light, blur, noise, JPEG.

use super::Random;
use super::font::{CAP_MM, Font, PITCH_MM};
use super::paper::Paper;

/// One way of taking a picture.
#[derive(Clone, Debug)]
pub struct Camera {
    pub width: usize,
    pub height: usize,
    /// Height of capital letters in the middle of the zone, pixels.
    pub cap: f32,
    /// Degrees: in the picture, about the horizontal, about the vertical axis.
    pub turn: [f32; 3],
    /// Middle of the zone in the picture.
    pub middle: (f32, f32),
    /// Deviation of the Gaussian blur, pixels.
    pub blur: f32,
    /// Deviation of the noise, levels.
    pub noise: f32,
    /// 0 even light to 1.
    pub uneven: f32,
    pub gamma: f32,
    /// JPEG quality; 100 for none.
    pub jpeg: u8,
    /// Strength of a blob of glare, levels.
    pub glare: f32,
}

/// Pixels and the way from page to picture.
pub struct Shot {
    pub luma: Vec<u8>,
    pub width: usize,
    pub height: usize,
    forward: [[f32; 3]; 3],
}

impl Camera {
    /// A steady frame whose lines fill it well.
    pub fn plain(width: usize, height: usize, cap: f32) -> Self {
        let middle = (width as f32 / 2.0, height as f32 / 2.0);
        Self {
            width,
            height,
            cap,
            turn: [0.0; 3],
            middle,
            blur: 0.6,
            noise: 2.0,
            uneven: 0.0,
            gamma: 1.0,
            jpeg: 100,
            glare: 0.0,
        }
    }

    pub fn take(&self, paper: &Paper, font: &Font, random: &mut Random) -> Shot {
        let forward = self.projection();
        let back = inverse(&forward);
        let (slope, shade) = (random.between(-1.0, 1.0), random.between(-0.5, 0.5));
        let edge = random.between(-30.0, 30.0);
        let glare = (random.between(-45.0, 45.0), random.between(-8.0, 8.0));
        let mut light = vec![0.0f32; self.width * self.height];
        for (number, value) in light.iter_mut().enumerate() {
            let (px, py) = ((number % self.width) as f32, (number / self.width) as f32);
            let (x, y) = apply(&back, px, py);
            let mut ink = 0.0;
            for (dx, dy) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] {
                let (x, y) = apply(&back, px + dx, py + dy);
                ink += paper.printed(font, x, y) / 4.0;
            }
            let white = paper.light(x, y);
            let mut seen = white + (paper.ink() - white) * ink;
            let across = px / self.width as f32 - 0.5;
            let down = py / self.height as f32 - 0.5;
            seen *= 1.0 - self.uneven * (0.25 + 0.4 * slope * across + 0.4 * shade * down);
            seen *= 1.0 - 0.25 * self.uneven / (1.0 + (-(x - edge + y * 0.6) * 0.8).exp());
            let far = ((x - glare.0) / 9.0).powi(2) + ((y - glare.1) / 6.0).powi(2);
            *value = seen + self.glare * (-far).exp();
        }
        let mut light = blur(light, self.width, self.height, self.blur);
        for value in &mut light {
            *value =
                255.0 * (value.clamp(0.0, 255.0) / 255.0).powf(self.gamma) + self.noise * random.normal();
        }
        let luma: Vec<u8> = light.iter().map(|value| value.clamp(0.0, 255.0) as u8).collect();
        let luma = if self.jpeg < 100 { compressed(luma, self.width, self.height, self.jpeg) } else { luma };
        Shot { luma, width: self.width, height: self.height, forward }
    }

    /// Page millimetres to pixels: a plane turned in front of a pinhole 300 mm away.
    fn projection(&self) -> [[f32; 3]; 3] {
        const FAR: f32 = 300.0;
        let [turn, pitch, yaw] = self.turn.map(f32::to_radians);
        let focal = self.cap / CAP_MM * FAR;
        let spin = [[turn.cos(), -turn.sin(), 0.0], [turn.sin(), turn.cos(), 0.0], [0.0, 0.0, 1.0]];
        let nod = [[1.0, 0.0, 0.0], [0.0, pitch.cos(), -pitch.sin()], [0.0, pitch.sin(), pitch.cos()]];
        let shake = [[yaw.cos(), 0.0, yaw.sin()], [0.0, 1.0, 0.0], [-yaw.sin(), 0.0, yaw.cos()]];
        let mut plane = product(&spin, &product(&nod, &shake));
        for (row, away) in plane.iter_mut().zip([0.0, 0.0, FAR]) {
            row[2] = away;
        }
        let lens = [[focal, 0.0, self.middle.0], [0.0, focal, self.middle.1], [0.0, 0.0, 1.0]];
        product(&lens, &plane)
    }
}

impl Shot {
    /// Centre, one pitch right, one cap height down of a point of the page, in pixels.
    pub fn place(&self, (x, y): (f32, f32)) -> [(f32, f32); 3] {
        let at = |x, y| apply(&self.forward, x, y);
        let centre = at(x, y);
        let between = |a: (f32, f32), b: (f32, f32)| (b.0 - a.0, b.1 - a.1);
        let right = between(at(x - PITCH_MM / 2.0, y), at(x + PITCH_MM / 2.0, y));
        let down = between(at(x, y - CAP_MM / 2.0), at(x, y + CAP_MM / 2.0));
        [centre, right, down]
    }
}

fn apply(m: &[[f32; 3]; 3], x: f32, y: f32) -> (f32, f32) {
    let [u, v, w] = m.map(|row| row[0] * x + row[1] * y + row[2]);
    (u / w, v / w)
}

fn product(a: &[[f32; 3]; 3], b: &[[f32; 3]; 3]) -> [[f32; 3]; 3] {
    let mut out = [[0.0; 3]; 3];
    for (row, line) in out.iter_mut().zip(a) {
        for (column, value) in row.iter_mut().enumerate() {
            *value = (0..3).map(|k| line[k] * b[k][column]).sum();
        }
    }
    out
}

fn inverse(m: &[[f32; 3]; 3]) -> [[f32; 3]; 3] {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let whole: f32 = (0..3).map(|c| m[0][c] * minor(0, c)).sum();
    let mut out = [[0.0; 3]; 3];
    for (r, row) in out.iter_mut().enumerate() {
        for (c, value) in row.iter_mut().enumerate() {
            *value = minor(c, r) / whole;
        }
    }
    out
}

fn blur(light: Vec<f32>, width: usize, height: usize, deviation: f32) -> Vec<f32> {
    if deviation < 0.2 {
        return light;
    }
    let reach = (deviation * 3.0).ceil() as i32;
    let raw: Vec<f32> = (-reach..=reach).map(|d| (-0.5 * (d as f32 / deviation).powi(2)).exp()).collect();
    let total: f32 = raw.iter().sum();
    let pass = |from: &[f32], step_x: i32, step_y: i32| -> Vec<f32> {
        let mut out = vec![0.0; from.len()];
        for y in 0..height as i32 {
            for x in 0..width as i32 {
                let mut sum = 0.0;
                for (weight, d) in raw.iter().zip(-reach..) {
                    let (x, y) = (
                        (x + d * step_x).clamp(0, width as i32 - 1),
                        (y + d * step_y).clamp(0, height as i32 - 1),
                    );
                    sum += weight * from[y as usize * width + x as usize];
                }
                out[y as usize * width + x as usize] = sum / total;
            }
        }
        out
    };
    pass(&pass(&light, 1, 0), 0, 1)
}

fn compressed(luma: Vec<u8>, width: usize, height: usize, quality: u8) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, quality);
    encoder.encode(&luma, width as u32, height as u32, image::ExtendedColorType::L8).unwrap();
    image::load_from_memory(&jpeg).unwrap().into_luma8().into_raw()
}
