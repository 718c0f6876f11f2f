//! Measures the reader on pictures of made-up documents in a font held out from training:
//! `cargo run --release -p healthpass-mrz-camera --example accuracy`. Prints the tables of README.md.

#![allow(clippy::print_stdout, clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/scene/mod.rs"]
mod scene;

use healthpass_mrz_camera::classify::{ALPHABET, Network};
use healthpass_mrz_camera::grid::Place;
use healthpass_mrz_camera::{Frame, Reader, cells, decode};
use scene::paper::Paper;
use scene::{Camera, Font, Random, font, zone};
use std::time::{Duration, Instant};

fn main() {
    let Some(font) = font::held_out() else {
        println!("SKIPPED: the held-out font was not found: run npm ci in tests/");
        return;
    };
    let only = std::env::args().nth(1);
    if only.as_deref() == Some("characters") {
        return characters(&font);
    }
    if only.is_none() {
        characters(&font);
    }
    documents(&font, only.and_then(|count| count.parse().ok()).unwrap_or(500));
}

/// Characters cut out at their true places: by the network alone, and read as the fields they are.
fn characters(font: &Font) {
    println!("| cap height | mild | blur | noise | perspective |\n|---|---|---|---|---|");
    let mut confused = std::collections::BTreeMap::new();
    for cap in [12.0, 15.0, 18.0, 21.0, 25.0, 30.0] {
        let (width, height) = ((cap * 58.0) as usize, (cap * 12.0) as usize);
        let mild = Camera { noise: 4.0, blur: 0.7, uneven: 0.3, ..Camera::plain(width, height, cap) };
        let ways = [
            mild.clone(),
            Camera { blur: 1.5, ..mild.clone() },
            Camera { noise: 12.0, ..mild.clone() },
            Camera { turn: [3.0, 15.0, 10.0], ..mild.clone() },
        ];
        let rates = ways.map(|camera| {
            let [alone, read] = character_rates(&camera, font, &mut confused);
            format!("{alone:.2} / {read:.2} %")
        });
        println!("| {cap} px | {} |", rates.join(" | "));
    }
    let mut confused: Vec<_> = confused.into_iter().collect();
    confused.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named: Vec<String> = confused.iter().take(8).map(|((a, b), n)| format!("{a} as {b} {n}")).collect();
    println!("most confused by the network alone: {}", named.join(", "));
}

type Confused = std::collections::BTreeMap<(char, char), u32>;

fn character_rates(camera: &Camera, font: &Font, confused: &mut Confused) -> [f64; 2] {
    let (mut random, network) = (Random::new(77), Network::default());
    let (mut alone, mut read, mut all) = (0, 0, 0);
    for number in 0..40 {
        let lines = if number % 2 == 0 { zone::chinese(&mut random) } else { zone::passport(&mut random) };
        let busy = random.unit();
        let paper = Paper::new(lines, busy, &mut random);
        let shot = camera.take(&paper, font, &mut random);
        let frame = Frame { luma: &shot.luma, width: shot.width, height: shot.height };
        let place = |line, column| {
            let [centre, right, down] = shot.place(paper.cell(line, column));
            network.scores(&cells::cut(&frame, &Place { centre, right, down }))
        };
        let scores: Vec<Vec<_>> =
            (0..2).map(|line| (0..44).map(|column| place(line, column)).collect()).collect();
        let reading = decode::read(&scores).expect("two lines of 44");
        let truth = paper.lines.concat();
        let typed = reading.lines.concat();
        for ((scores, letter), typed) in scores.iter().flatten().zip(truth.bytes()).zip(typed.bytes()) {
            let best = ALPHABET[(0..ALPHABET.len()).max_by_key(|&class| scores[class]).unwrap()];
            alone += u32::from(best == letter);
            read += u32::from(typed == letter);
            all += 1;
            if best != letter {
                *confused.entry((letter as char, best as char)).or_insert(0) += 1;
            }
        }
    }
    [alone, read].map(|right| 100.0 * f64::from(right) / f64::from(all))
}

/// Whole documents in whole frames, each frame by a reader that has seen no other.
fn documents(font: &Font, count: usize) {
    let mut random = Random::new(20_261_123);
    let (mut same, mut held, mut wrong, mut times) = (0, 0, 0, Vec::<Duration>::new());
    let (mut letters, mut all) = (0, 0);
    let mut hints = std::collections::BTreeMap::new();
    for number in 0..count {
        let (lines, camera) = realistic(&mut random);
        let busy = random.unit();
        let paper = Paper::new(lines, busy, &mut random);
        let shot = camera.take(&paper, &font.inked(random.between(-0.01, 0.03)), &mut random);
        let frame = Frame { luma: &shot.luma, width: shot.width, height: shot.height };
        let start = Instant::now();
        let seen = Reader::new().read(&frame);
        times.push(start.elapsed());
        let read = seen.lines.clone().unwrap_or_default();
        let good = read == paper.lines;
        same += usize::from(good);
        held += usize::from(seen.checks_hold);
        wrong += usize::from(seen.checks_hold && !good);
        if read.len() == paper.lines.len() {
            let pairs = read
                .iter()
                .flat_map(|line| line.bytes())
                .zip(paper.lines.iter().flat_map(|line| line.bytes()));
            letters += pairs.filter(|(a, b)| a == b).count();
            all += paper.lines.concat().len();
        }
        if !good {
            *hints.entry(seen.hint.unwrap_or("read otherwise")).or_insert(0) += 1;
            if std::env::var("SHOW").is_ok() {
                println!(
                    "{number} {:?} {:?}\n  {}\n  {}",
                    seen.hint,
                    camera,
                    paper.lines.join(" "),
                    read.join(" ")
                );
                if let Ok(folder) = std::env::var("SAVE") {
                    let path = format!("{folder}/{number}.png");
                    image::save_buffer(
                        path,
                        &shot.luma,
                        shot.width as u32,
                        shot.height as u32,
                        image::ExtendedColorType::L8,
                    )
                    .unwrap();
                }
            }
        }
    }
    println!(
        "\n{count} frames of 1280x720: {same} read whole ({:.1} %), check digits hold in {held}, of these {wrong} differ",
        100.0 * same as f64 / count as f64
    );
    println!(
        "characters where lines were found: {:.3} % of {all}",
        100.0 * f64::from(letters as u32) / f64::from(all as u32)
    );
    println!("not read: {hints:?}");
    times.sort_unstable();
    let [half, most] = [count / 2, count * 95 / 100].map(|rank| times[rank].as_secs_f64() * 1e3);
    println!("{half:.1} ms a frame in the median, {most:.1} ms in 95 of 100");
}

/// A hand-held phone over a document that about fills the guide, as figures in README.md describe.
fn realistic(random: &mut Random) -> (Vec<String>, Camera) {
    let (lines, most) = match random.below(10) {
        0 => (zone::card(random), 30.0),
        1 => (zone::small(random), 28.0),
        2..=5 => (zone::passport(random), 24.5),
        _ => (zone::chinese(random), 24.5),
    };
    let turn = (4.0 * random.normal()).clamp(-10.0, 10.0);
    let cap = random.between(18.0, most) * (1.0 - turn.abs() * 0.004);
    let wide = lines[0].len() as f32 * cap * 1.06;
    let slack = ((1280.0 - wide) / 2.0 - 12.0).max(0.0);
    let camera = Camera {
        turn: [turn, 6.0 * random.normal(), 5.0 * random.normal()],
        middle: (640.0 + random.between(-slack, slack), random.between(300.0, 560.0)),
        blur: random.between(0.5, 1.4),
        noise: random.between(1.0, 8.0),
        uneven: random.unit(),
        gamma: random.between(0.8, 1.25),
        jpeg: if random.chance(0.5) { 100 } else { 60 + random.below(35) as u8 },
        glare: if random.chance(0.2) { random.between(0.0, 60.0) } else { 0.0 },
        ..Camera::plain(1280, 720, cap)
    };
    (lines, camera)
}
