//! One cell to one of 37 characters: a network of two convolutions and two full layers, weights of
//! 8 bits, sums of 32. `data/README.md` says where the weights come from.

use crate::cells::{CELL_HEIGHT, CELL_WIDTH, Cell};

/// The characters, in the order of the network's answers.
pub const ALPHABET: &[u8; CLASSES] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

/// How many there are.
pub const CLASSES: usize = 37;

/// Answers a nat: a difference of 16 between two scores is a factor of e between probabilities.
pub const SCORES_PER_NAT: i32 = 16;

/// What the network says of one cell, a score a class, higher is likelier.
pub type Scores = [i32; CLASSES];

/// One layer's shape. Pixels are `y, x, channel`; weights `out, y, x, channel`.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Width, height, channels of what goes in.
    pub input: (usize, usize, usize),
    /// Side of the square window, as (width, height).
    pub window: (usize, usize),
    /// Pixels between windows.
    pub stride: usize,
    /// Zeros around the input.
    pub padding: usize,
    /// Width, height, channels of what comes out.
    pub output: (usize, usize, usize),
}

/// The layers in order. A full layer is a window as large as its input.
pub const LAYERS: [Shape; 4] = [
    Shape { input: (CELL_WIDTH, CELL_HEIGHT, 1), window: (5, 5), stride: 2, padding: 2, output: (8, 10, 8) },
    Shape { input: (8, 10, 8), window: (3, 3), stride: 2, padding: 1, output: (4, 5, 24) },
    Shape { input: (4, 5, 24), window: (4, 5), stride: 1, padding: 0, output: (1, 1, 48) },
    Shape { input: (1, 1, 48), window: (1, 1), stride: 1, padding: 0, output: (1, 1, CLASSES) },
];

/// Largest value between layers.
pub const ACTIVATION_MAX: i32 = 127;

/// Layer after layer: multiplier (u32, 65536ths), biases (i32 each), weights (i8 each); little endian.
pub const WEIGHTS: &[u8] = include_bytes!("../data/ocr-b.weights");

impl Shape {
    /// Weights for one output channel.
    pub fn fan_in(&self) -> usize {
        self.window.0 * self.window.1 * self.input.2
    }

    /// The part of the input row under a window's row, and the part of the window that lies on it.
    ///
    /// `place` counts windows from the left; the answer is in pixels: input start, window start, length.
    pub fn overlap(&self, place: usize) -> (usize, usize, usize) {
        let start = place * self.stride;
        let skipped = self.padding.saturating_sub(start);
        let first = (start + skipped).saturating_sub(self.padding);
        let end = (start + self.window.0).saturating_sub(self.padding).min(self.input.0);
        (first, skipped, end.saturating_sub(first))
    }

    /// The row of the input under row `row` of the windows at `place` from the top.
    pub fn row(&self, place: usize, row: usize) -> Option<usize> {
        (place * self.stride + row).checked_sub(self.padding).filter(|&y| y < self.input.1)
    }
}

/// One layer, its weights turned around: for each place of the window a row of all outputs.
struct Layer {
    shape: Shape,
    multiplier: i64,
    biases: Vec<i32>,
    weights: Vec<i16>,
}

/// The network, its weights taken apart once.
pub struct Network {
    layers: Vec<Layer>,
}

impl Default for Network {
    fn default() -> Self {
        Self::read(WEIGHTS)
    }
}

impl Network {
    /// Takes weights as [`WEIGHTS`] lays them out; where bytes are missing all answers are equal.
    pub fn read(mut bytes: &[u8]) -> Self {
        let mut take = |count: usize| {
            let (head, rest) = bytes.split_at_checked(count).unwrap_or_default();
            bytes = rest;
            head
        };
        let layers = LAYERS.map(|shape| {
            let outputs = shape.output.2;
            let multiplier = take(4).first_chunk().map_or(0, |chunk| i64::from(u32::from_le_bytes(*chunk)));
            let biases = take(4 * outputs).as_chunks().0.iter().map(|b| i32::from_le_bytes(*b)).collect();
            let stored = take(shape.fan_in() * outputs);
            let weight =
                |n: usize| stored.get((n % outputs) * shape.fan_in() + n / outputs).copied().unwrap_or(0);
            let weights = (0..shape.fan_in() * outputs).map(|n| i16::from(weight(n) as i8)).collect();
            Layer { shape, multiplier, biases, weights }
        });
        Self { layers: layers.into() }
    }

    /// What stands in a cell.
    pub fn scores(&self, cell: &Cell) -> Scores {
        let mut values: Vec<i16> = cell.iter().map(|&value| i16::from(value)).collect();
        let mut scores = [0; CLASSES];
        for (number, layer) in self.layers.iter().enumerate() {
            let sums = layer.sums(&values);
            if number + 1 == self.layers.len() {
                scores.iter_mut().zip(sums).for_each(|(score, sum)| *score = sum);
                break;
            }
            values = sums.iter().map(|&sum| sum.clamp(0, ACTIVATION_MAX) as i16).collect();
        }
        scores
    }
}

impl Layer {
    fn sums(&self, input: &[i16]) -> Vec<i32> {
        let (width, height, outputs) = self.shape.output;
        let mut out = Vec::with_capacity(width * height * outputs);
        for y in 0..height {
            for x in 0..width {
                let start = out.len();
                out.extend(&self.biases);
                let sums = out.get_mut(start..).unwrap_or_default();
                self.window(input, (x, y), sums);
                sums.iter_mut().for_each(|sum| *sum = ((i64::from(*sum) * self.multiplier) >> 16) as i32);
            }
        }
        out
    }

    /// Adds what one window sees. Most of a cell is paper, zero, and costs nothing.
    fn window(&self, input: &[i16], (x, y): (usize, usize), sums: &mut [i32]) {
        let (pixels, _, channels) = self.shape.input;
        let (first, skipped, length) = self.shape.overlap(x);
        for row in 0..self.shape.window.1 {
            let Some(line) = self.shape.row(y, row) else { continue };
            let start = (line * pixels + first) * channels;
            let values = input.get(start..start + length * channels).unwrap_or_default();
            let from = (row * self.shape.window.0 + skipped) * channels * sums.len();
            let weights = self.weights.get(from..).unwrap_or_default();
            for (&value, weights) in values.iter().zip(weights.chunks_exact(sums.len())) {
                if value != 0 {
                    sums.iter_mut()
                        .zip(weights)
                        .for_each(|(sum, &weight)| *sum += i32::from(value) * i32::from(weight));
                }
            }
        }
    }
}
