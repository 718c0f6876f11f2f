//! Draws the frames of `tests/frames`: `cargo run --release -p healthpass-mrz-camera --example frames`.
//! Needs the Debian package `fonts-ocr-b`. TEST ONLY people.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/scene/mod.rs"]
mod scene;

use scene::paper::Paper;
use scene::{Camera, Random, font, zone};

type Maker = fn(&mut Random) -> Vec<String>;

fn main() {
    let fonts = font::training().expect("install the Debian package fonts-ocr-b");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/frames");
    std::fs::create_dir_all(folder).unwrap();
    let (mut random, mut list) = (Random::new(1), String::new());
    let kinds: [(&str, Maker); 4] = [
        ("chinese", zone::chinese),
        ("passport", zone::passport),
        ("card", zone::card),
        ("small", zone::small),
    ];
    for (number, (name, lines)) in kinds.into_iter().enumerate() {
        let paper = Paper::new(lines(&mut random), 0.3, &mut random);
        let turn = [[0.0, 0.0, 0.0], [2.5, 8.0, -4.0], [-3.0, 0.0, 4.0], [1.0, -8.0, 0.0]][number];
        let camera = Camera { turn, noise: 1.5, uneven: 0.4, ..Camera::plain(960, 190, 17.5) };
        let shot = camera.take(&paper, &fonts[number % 2], &mut random);
        let (width, height) = (shot.width as u32, shot.height as u32);
        image::save_buffer(
            format!("{folder}/{name}.png"),
            &shot.luma,
            width,
            height,
            image::ExtendedColorType::L8,
        )
        .unwrap();
        list += &format!("{name}.png {}\n", paper.lines.join(" "));
    }
    std::fs::write(format!("{folder}/lines.txt"), list).unwrap();
}
