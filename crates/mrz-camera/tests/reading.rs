//! The reader on pictures of made-up documents, and on pictures of none. TEST ONLY people.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::panic
)]

mod scene;

use healthpass_mrz_camera::classify::WEIGHTS;
use healthpass_mrz_camera::{CODES, Frame, Reader, luma_from_rgba};
use proptest::prelude::*;
use scene::paper::Paper;
use scene::{Camera, Font, Random, Shot, font, zone};
use sha2::{Digest, Sha256};

/// What `cargo run --release -p healthpass-mrz-camera --example train` writes.
const WEIGHTS_SHA256: &str = "b7e533147ac7c0358448a6507d65121165c2396a0b3ce366995bec69dc7b6572";

/// Frames in the repository with what they show; drawn by `examples/frames.rs`.
const FRAMES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/frames");

fn frame(shot: &Shot) -> Frame<'_> {
    Frame { luma: &shot.luma, width: shot.width, height: shot.height }
}

fn any_font() -> Option<Font> {
    let found = font::held_out().or_else(|| font::training().and_then(|fonts| fonts.into_iter().next()));
    if found.is_none() {
        eprintln!("SKIPPED: no OCR-B font found: apt-get install fonts-ocr-b, or npm ci in tests/");
    }
    found
}

fn shot(lines: Vec<String>, camera: &Camera, font: &Font, seed: u64) -> Shot {
    let mut random = Random::new(seed);
    let paper = Paper::new(lines, 0.4, &mut random);
    camera.take(&paper, font, &mut random)
}

#[test]
fn the_weights_are_those_recorded() {
    let hash: String = Sha256::digest(WEIGHTS).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, WEIGHTS_SHA256);
    assert!(WEIGHTS.len() <= 60_000);
}

#[test]
fn committed_frames_are_read() {
    let expected = std::fs::read_to_string(format!("{FRAMES}/lines.txt")).expect("lines by file");
    let mut count = 0;
    for row in expected.lines() {
        let mut words = row.split(' ');
        let name = words.next().unwrap();
        let picture = image::open(format!("{FRAMES}/{name}")).expect("a picture").into_luma8();
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let seen = Reader::new().read(&Frame { luma: picture.as_raw(), width, height });
        assert_eq!(seen.lines.unwrap_or_default(), words.collect::<Vec<_>>(), "{name}");
        assert!(seen.checks_hold && !seen.steady, "{name}: one frame alone is never steady");
        count += 1;
    }
    assert!(count >= 4);
}

#[test]
fn frames_that_agree_are_steady_and_other_documents_are_not_mixed_in() {
    let Some(font) = any_font() else { return };
    let mut random = Random::new(5);
    let (one, other) = (zone::chinese(&mut random), zone::chinese(&mut random));
    let camera = Camera::plain(1280, 300, 22.0);
    let mut reader = Reader::new();
    for seed in 0..3 {
        let seen = reader.read(&frame(&shot(one.clone(), &camera, &font, seed)));
        assert_eq!((seen.votes, seen.steady), (seed as u32 + 1, seed == 2));
        assert_eq!(seen.lines.as_ref(), Some(&one));
    }
    let seen = reader.read(&frame(&shot(other.clone(), &camera, &font, 9)));
    assert_eq!((seen.votes, seen.steady, seen.lines), (1, false, Some(other)));
    reader.reset();
    assert_eq!(reader.read(&frame(&shot(one, &camera, &font, 1))).votes, 1);
}

#[test]
fn a_wrong_check_digit_in_the_picture_stays_wrong() {
    let Some(font) = any_font() else { return };
    let mut random = Random::new(11);
    for seed in 0..12 {
        let mut lines = zone::chinese(&mut random);
        // A digit of the number, replaced by one that does not look like it.
        let at = 3 + random.below(6);
        let digit = lines[1].as_bytes()[at] as char;
        let new = if "1470".contains(digit) { "3" } else { "4" };
        lines[1].replace_range(at..=at, new);
        let camera = Camera::plain(1280, 300, 22.0);
        let seen = Reader::new().read(&frame(&shot(lines.clone(), &camera, &font, seed)));
        assert!(!seen.checks_hold && !seen.steady && seen.repairs.is_empty(), "{lines:?} {seen:?}");
        assert_eq!(seen.hint, Some("camera.unsure"));
    }
}

#[test]
fn at_least_nine_of_ten_frames_in_a_font_held_out_from_training() {
    let Some(font) = font::held_out() else {
        eprintln!("SKIPPED: the held-out OCR-B font was not found: npm ci in tests/");
        return;
    };
    let mut random = Random::new(31);
    let mut right = 0;
    for seed in 0..40 {
        let lines = match seed % 4 {
            0 => zone::card(&mut random),
            1 => zone::passport(&mut random),
            _ => zone::chinese(&mut random),
        };
        let camera = Camera {
            turn: [random.between(-6.0, 6.0), random.between(-8.0, 8.0), random.between(-6.0, 6.0)],
            blur: random.between(0.5, 1.2),
            noise: random.between(1.0, 7.0),
            uneven: random.unit(),
            ..Camera::plain(1280, 400, random.between(18.0, 24.0))
        };
        let seen = Reader::new().read(&frame(&shot(lines.clone(), &camera, &font, seed)));
        right += u32::from(seen.lines == Some(lines));
    }
    assert!(right >= 36, "{right} of 40");
}

#[test]
fn pictures_without_a_zone_give_a_hint() {
    let mut random = Random::new(3);
    let noise: Vec<u8> = (0..640 * 480).map(|_| random.next() as u8).collect();
    let bars: Vec<u8> = (0..640 * 480).map(|n| if (n / 640) % 40 < 8 { 20 } else { 230 }).collect();
    let rings: Vec<u8> = (0..640 * 480)
        .map(|n| {
            let (x, y) = ((n % 640) as f32 - 320.0, (n / 640) as f32 - 240.0);
            (128.0 + 90.0 * (x.hypot(y) * 0.2).sin()) as u8
        })
        .collect();
    for luma in [noise, bars, rings, vec![0; 640 * 480]] {
        let seen = Reader::new().read(&Frame { luma: &luma, width: 640, height: 480 });
        assert!(seen.hint.is_some_and(|hint| CODES.contains(&hint)) && !seen.checks_hold, "{seen:?}");
    }
    let wrong = Frame { luma: &[0; 100], width: 640, height: 480 };
    assert_eq!(Reader::new().read(&wrong).hint, Some("camera.frame"));
}

#[test]
fn colours_become_luma() {
    assert_eq!(luma_from_rgba(&[255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 1]), [76, 149, 28]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn noise_is_never_steady(seed: u64, width in 1usize..700, height in 1usize..300, grain in 1usize..40) {
        let mut random = Random::new(seed);
        let mut last = 0;
        let luma: Vec<u8> = (0..width * height)
            .map(|n| { if n % grain == 0 { last = random.next() as u8; } last })
            .collect();
        let mut reader = Reader::new();
        for _ in 0..4 {
            let seen = reader.read(&Frame { luma: &luma, width, height });
            prop_assert!(!seen.steady && !seen.checks_hold);
        }
    }
}
