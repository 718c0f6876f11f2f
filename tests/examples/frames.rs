//! Writes the frames of `tests/frames`: made-up passports as a phone's camera sees them.
//!
//! `cargo run -p healthpass-tests --example frames`; needs the font OCR-B (Debian package `fonts-ocr-b`). A frame
//! is 1280 x 720 bytes of grey, row by row, under brotli.

#![allow(clippy::print_stdout)]

#[path = "../../crates/mrz-camera/tests/scene/mod.rs"]
mod scene;

use healthpass_tests::own_passports::{FRAME_SIZE, FRAMES, folder_of_frames};
use scene::paper::Paper;
use scene::{Camera, Random, font};
use std::io::Write;

/// Height of capital letters, pixels; 44 characters then fill most of the width.
const CAP: f32 = 21.0;

/// Levels of grey kept: a camera's noise below that only fills the repository.
const STEP: u8 = 8;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fonts = font::training().ok_or("install the Debian package fonts-ocr-b")?;
    let (width, height) = FRAME_SIZE;
    for (seed, (name, lines)) in (1..).zip(FRAMES) {
        let mut random = Random::new(seed);
        let paper = Paper::new(lines.iter().map(|line| (*line).to_owned()).collect(), 0.3, &mut random);
        let camera = Camera { turn: [1.5, 3.0, -2.0], blur: 0.9, ..Camera::plain(width, height, CAP) };
        let shot = camera.take(&paper, &fonts[0], &mut random);
        let luma: Vec<u8> = shot.luma.iter().map(|grey| grey / STEP * STEP).collect();
        let mut packed = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
        packed.write_all(&luma)?;
        let packed = packed.into_inner();
        println!("{name}: {} bytes", packed.len());
        std::fs::create_dir_all(folder_of_frames())?;
        std::fs::write(folder_of_frames().join(format!("{name}.grey.br")), packed)?;
    }
    Ok(())
}
