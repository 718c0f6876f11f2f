//! Trains the classifier and writes `data/ocr-b.weights`:
//! `cargo run --release -p healthpass-mrz-camera --example train`.
//!
//! The same bytes every time on one machine type: fixed seeds, one thread, no order left to chance.
//! Needs the Debian package `fonts-ocr-b` (or its folder in `HEALTHPASS_OCR_B`).

#![allow(clippy::print_stdout, clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/scene/mod.rs"]
mod scene;

use healthpass_mrz_camera::Frame;
use healthpass_mrz_camera::cells::{self, Cell};
use healthpass_mrz_camera::classify::{ALPHABET, CLASSES, LAYERS, Network, SCORES_PER_NAT, Shape};
use healthpass_mrz_camera::grid::Place;
use scene::paper::Paper;
use scene::{Camera, Font, Random, font};

/// Pictures of 88 cells each.
const PICTURES: usize = 700;
const EPOCHS: usize = 6;
const BATCH: usize = 32;
const RATE: f32 = 0.002;

fn main() {
    let fonts = font::training().expect("install the Debian package fonts-ocr-b");
    let (mut random, mut samples) = (Random::new(20_261_122), Vec::new());
    for _ in 0..PICTURES {
        picture(&fonts, &mut random, &mut samples);
    }
    println!("{} cells", samples.len());
    let mut net = Net::new(&mut random);
    for epoch in 0..EPOCHS {
        for at in (1..samples.len()).rev() {
            samples.swap(at, random.below(at + 1));
        }
        let rate = RATE * (1.0 - epoch as f32 / EPOCHS as f32).powf(1.5);
        let wrong = net.epoch(&samples, rate);
        println!("epoch {epoch}: {:.3} % wrong", 100.0 * wrong as f32 / samples.len() as f32);
    }
    let bytes = net.quantised(&samples[..4000]);
    let network = Network::read(&bytes);
    let wrong =
        samples.iter().take(20_000).filter(|(cell, class)| best(&network.scores(cell)) != *class).count();
    println!("in 8 bits: {:.3} % wrong of 20000; {} bytes", wrong as f32 / 200.0, bytes.len());
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/ocr-b.weights"), bytes)
        .expect("a place to write");
}

fn best(scores: &[i32; CLASSES]) -> usize {
    (0..CLASSES).max_by_key(|&class| scores[class]).unwrap()
}

/// One picture of random text, its cells cut out about as well as the reader will.
fn picture(fonts: &[Font], random: &mut Random, samples: &mut Vec<(Cell, usize)>) {
    let alphabet = std::str::from_utf8(ALPHABET).unwrap();
    let line = |random: &mut Random| {
        (0..44).map(|_| if random.chance(0.06) { '<' } else { random.of(alphabet) }).collect()
    };
    let lines: Vec<String> = vec![line(random), line(random)];
    let busy = random.unit();
    let paper = Paper::new(lines, busy, random);
    let font = fonts[random.below(fonts.len())].inked(random.between(-0.045, 0.04));
    let cap = random.between(11.0, 30.0);
    let (width, height) = ((cap * 48.5) as usize, (cap * 7.0) as usize);
    let camera = Camera {
        turn: [random.between(-3.0, 3.0), random.between(-18.0, 18.0), random.between(-12.0, 12.0)],
        blur: random.between(0.4, 0.5 + cap / 15.0),
        noise: random.between(0.0, 12.0),
        uneven: random.unit() * 0.8,
        gamma: random.between(0.75, 1.35),
        jpeg: if random.chance(0.5) { 100 } else { 45 + random.below(50) as u8 },
        glare: if random.chance(0.3) { random.between(0.0, 90.0) } else { 0.0 },
        ..Camera::plain(width, height, cap)
    };
    let shot = camera.take(&paper, &font, random);
    let frame = Frame { luma: &shot.luma, width: shot.width, height: shot.height };
    for (number, line) in paper.lines.iter().enumerate() {
        for (column, letter) in line.bytes().enumerate() {
            let place = jittered(shot.place(paper.cell(number, column)), random);
            let class = ALPHABET.iter().position(|&other| other == letter).unwrap();
            samples.push((cells::cut(&frame, &place), class));
        }
    }
}

fn jittered([centre, right, down]: [(f32, f32); 3], random: &mut Random) -> Place {
    let (u, v) = (0.045 * random.normal(), 0.045 * random.normal());
    let (wide, high) = (1.0 + 0.025 * random.normal(), 1.0 + 0.05 * random.normal());
    let (lean, slope) = (0.05 * random.normal(), 0.015 * random.normal());
    Place {
        centre: (centre.0 + right.0 * u + down.0 * v, centre.1 + right.1 * u + down.1 * v),
        right: (right.0 * wide, right.1 * wide + right.0 * slope),
        down: (down.0 * high + down.1 * lean, down.1 * high),
    }
}

/// One layer in floating point with what Adam remembers.
struct Layer {
    shape: Shape,
    weights: Vec<f32>,
    biases: Vec<f32>,
    slope: Vec<f32>,
    bias_slope: Vec<f32>,
    moments: Vec<[f32; 2]>,
    bias_moments: Vec<[f32; 2]>,
}

struct Net {
    layers: Vec<Layer>,
    steps: i32,
}

impl Net {
    fn new(random: &mut Random) -> Self {
        let layers = LAYERS.iter().map(|&shape| {
            let (count, out) = (shape.fan_in() * shape.output.2, shape.output.2);
            let spread = (2.0 / shape.fan_in() as f32).sqrt();
            Layer {
                shape,
                weights: (0..count).map(|_| spread * random.normal()).collect(),
                biases: vec![0.0; out],
                slope: vec![0.0; count],
                bias_slope: vec![0.0; out],
                moments: vec![[0.0; 2]; count],
                bias_moments: vec![[0.0; 2]; out],
            }
        });
        Self { layers: layers.collect(), steps: 0 }
    }

    /// Values after every layer, the input first; the last are logits.
    fn values(&self, cell: &Cell) -> Vec<Vec<f32>> {
        let mut values = vec![cell.iter().map(|&value| f32::from(value) / 127.0).collect::<Vec<f32>>()];
        for (number, layer) in self.layers.iter().enumerate() {
            let mut out = layer.forward(values.last().unwrap());
            if number + 1 < self.layers.len() {
                out.iter_mut().for_each(|value| *value = value.max(0.0));
            }
            values.push(out);
        }
        values
    }

    fn epoch(&mut self, samples: &[(Cell, usize)], rate: f32) -> usize {
        let mut wrong = 0;
        for batch in samples.chunks(BATCH) {
            for (cell, class) in batch {
                let values = self.values(cell);
                let logits = values.last().unwrap();
                let top = logits.iter().copied().fold(f32::MIN, f32::max);
                let shares: Vec<f32> = logits.iter().map(|logit| (logit - top).exp()).collect();
                let total: f32 = shares.iter().sum();
                wrong += usize::from(logits[*class] < top);
                let mut slope: Vec<f32> = shares.iter().map(|share| share / total).collect();
                // A little doubt is left (label smoothing), so that scores stay comparable.
                slope.iter_mut().for_each(|value| *value -= 0.02 / CLASSES as f32);
                slope[*class] -= 0.98;
                for (number, layer) in self.layers.iter_mut().enumerate().rev() {
                    slope = layer.backward(&values[number], &slope, number > 0);
                }
            }
            self.steps += 1;
            let steps = self.steps;
            self.layers.iter_mut().for_each(|layer| layer.step(rate, batch.len() as f32, steps));
        }
        wrong
    }

    /// Weights of 8 bits by layer; values between layers in the range their largest need.
    fn quantised(&self, samples: &[(Cell, usize)]) -> Vec<u8> {
        let mut largest = vec![0.0f32; self.layers.len()];
        for (cell, _) in samples {
            for (largest, values) in largest.iter_mut().zip(&self.values(cell)[1..]) {
                *largest = values.iter().copied().fold(*largest, f32::max);
            }
        }
        let (mut bytes, mut unit_in) = (Vec::new(), 1.0 / 127.0);
        for (number, layer) in self.layers.iter().enumerate() {
            let last = number + 1 == self.layers.len();
            let unit_out = if last { 1.0 / SCORES_PER_NAT as f32 } else { largest[number] / 127.0 };
            let unit = layer.weights.iter().map(|weight| weight.abs()).fold(0.0, f32::max) / 127.0;
            let multiplier = unit_in * unit / unit_out * 65536.0;
            bytes.extend((multiplier.round() as u32).to_le_bytes());
            for bias in &layer.biases {
                bytes.extend(((bias / (unit_in * unit)).round() as i32).to_le_bytes());
            }
            bytes.extend(layer.weights.iter().map(|weight| (weight / unit).round() as i8 as u8));
            unit_in = unit_out;
        }
        bytes
    }
}

impl Layer {
    /// Calls with every output, its window row's place in the input and in the weights.
    fn each(shape: &Shape, mut visit: impl FnMut(usize, usize, usize, usize)) {
        let ((pixels, _, channels), (width, height, _)) = (shape.input, shape.output);
        for y in 0..height {
            for x in 0..width {
                let (first, skipped, length) = shape.overlap(x);
                for row in 0..shape.window.1 {
                    let Some(line) = shape.row(y, row) else { continue };
                    let from = (line * pixels + first) * channels;
                    visit(
                        y * width + x,
                        from,
                        (row * shape.window.0 + skipped) * channels,
                        length * channels,
                    );
                }
            }
        }
    }

    fn forward(&self, input: &[f32]) -> Vec<f32> {
        let (width, height, out) = self.shape.output;
        let mut values: Vec<f32> = self.biases.iter().copied().cycle().take(width * height * out).collect();
        let fan_in = self.shape.fan_in();
        Self::each(&self.shape, |pixel, from, at, length| {
            let seen = &input[from..from + length];
            for (channel, value) in values[pixel * out..(pixel + 1) * out].iter_mut().enumerate() {
                let weights = &self.weights[channel * fan_in + at..][..length];
                *value += dot(seen, weights);
            }
        });
        values
    }

    fn backward(&mut self, input: &[f32], slope: &[f32], needed: bool) -> Vec<f32> {
        let (out, fan_in) = (self.shape.output.2, self.shape.fan_in());
        let mut below = vec![0.0; input.len()];
        for pixel in slope.chunks(out) {
            self.bias_slope.iter_mut().zip(pixel).for_each(|(sum, slope)| *sum += slope);
        }
        let (weights, sums) = (&self.weights, &mut self.slope);
        Self::each(&self.shape, |pixel, from, at, length| {
            let seen = &input[from..from + length];
            for (channel, &slope) in slope[pixel * out..(pixel + 1) * out].iter().enumerate() {
                if slope == 0.0 {
                    continue;
                }
                let place = channel * fan_in + at;
                sums[place..place + length]
                    .iter_mut()
                    .zip(seen)
                    .for_each(|(sum, value)| *sum += slope * value);
                if needed {
                    let weights = &weights[place..place + length];
                    below[from..from + length]
                        .iter_mut()
                        .zip(weights)
                        .for_each(|(sum, weight)| *sum += slope * weight);
                }
            }
        });
        // The input is what a rectifier let through.
        below.iter_mut().zip(input).for_each(|(slope, &value)| {
            if value <= 0.0 {
                *slope = 0.0
            }
        });
        below
    }

    fn step(&mut self, rate: f32, batch: f32, steps: i32) {
        let rate = rate * (1.0 - 0.999f32.powi(steps)).sqrt() / (1.0 - 0.9f32.powi(steps));
        let adam = |values: &mut [f32], slopes: &mut [f32], moments: &mut [[f32; 2]]| {
            for ((value, slope), [first, second]) in values.iter_mut().zip(slopes).zip(moments) {
                let now = *slope / batch;
                *first = 0.9 * *first + 0.1 * now;
                *second = 0.999 * *second + 0.001 * now * now;
                *value -= rate * (*first / (second.sqrt() + 1e-8) + 0.001 * *value);
                *slope = 0.0;
            }
        };
        adam(&mut self.weights, &mut self.slope, &mut self.moments);
        adam(&mut self.biases, &mut self.bias_slope, &mut self.bias_moments);
    }
}

/// Eight sums side by side, so that the compiler may use vectors in a fixed order.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a8, a_rest) = a.as_chunks::<8>();
    let (b8, b_rest) = b.as_chunks::<8>();
    for (a, b) in a8.iter().zip(b8) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}
