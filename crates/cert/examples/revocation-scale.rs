//! A list over made-up certificates at full size: `cargo run --release -p healthpass-cert --features revocation-build
//! --example revocation-scale -- [issued] [revoked]`, 50 million and 500 thousand when absent.
#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints and stops where it fails"
)]

use healthpass_cert::revocation::build::{Host, Work, delta, filter};
use healthpass_cert::revocation::filter::Filter;
use healthpass_cert::revocation::hash::{Id, file_of, further, hash};
use healthpass_cert::revocation::rice::Delta;
use std::time::Instant;

/// Withdrawn since the list was made.
const SINCE: usize = 10_000;

fn id(number: u64) -> Id {
    (u128::from(further(number, 7)) << 64 | u128::from(further(number, 11))).to_le_bytes()
}

/// log2 of the number of ways to choose `revoked` of `issued`, by Stirling's formula.
fn information(issued: usize, revoked: usize) -> f64 {
    let (n, r) = (issued as f64, revoked as f64);
    let p = r / n;
    let entropy = -(p * p.log2() + (1.0 - p) * (1.0 - p).log2());
    n * entropy - 0.5 * (2.0 * core::f64::consts::PI * n * p * (1.0 - p)).log2()
}

/// All cores.
fn host() -> Host<'static> {
    fn each(count: usize, work: Work<'_>) {
        let next = std::sync::atomic::AtomicUsize::new(0);
        let run = || loop {
            match next.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
                index if index < count => work(index),
                _ => break,
            }
        };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(run))));
    }
    Host { progress: &|_, _, _| (), each: &each }
}

/// Most memory the program had, in MiB; Linux only.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<usize>().unwrap());
    let (issued, revoked) = (arguments.next().unwrap_or(50_000_000), arguments.next().unwrap_or(500_000));
    let all: Vec<Id> = (0..issued as u64).map(id).collect();
    let step = issued / revoked;
    let withdrawn: Vec<Id> = all.iter().step_by(step).take(revoked).copied().collect();

    let start = Instant::now();
    let built = filter(&all, &withdrawn, host()).unwrap();
    let size: usize = built.files.iter().map(Vec::len).sum();
    let bound = information(issued, withdrawn.len());
    println!(
        "issued {issued}, revoked {}, level 1 of {} bits, {} pass it",
        built.revoked, built.bits, built.passed
    );
    println!("built and checked in {:.1} s", start.elapsed().as_secs_f64());
    println!(
        "{size} bytes in {} files: {:.3} bits a key, bound {:.3}, {:+.2} %",
        built.files.len(),
        size as f64 * 8.0 / built.revoked as f64,
        bound / built.revoked as f64,
        (size as f64 * 8.0 / bound - 1.0) * 100.0
    );

    let files: Vec<Filter> = built.files.into_iter().map(|bytes| Filter::read(bytes).unwrap()).collect();
    let ask = |id: &Id| files[file_of(hash(id, 0), files.len())].contains(id);
    let start = Instant::now();
    let wrong = all.iter().enumerate().filter(|(at, id)| ask(id) != (at % step == 0 && at / step < revoked));
    println!("{} wrong answers over all", wrong.count());
    println!("{:.0} ns a query of one core", start.elapsed().as_secs_f64() * 1e9 / issued as f64);

    let start = Instant::now();
    let since: Vec<Id> = all.iter().skip(step / 2).step_by(step).take(SINCE).copied().collect();
    let built = delta(&all, &since, &withdrawn, host()).unwrap();
    println!(
        "delta of {}: {} bytes, {} bits each, {} tries, {:.1} s",
        built.revoked,
        built.file.len(),
        built.width,
        built.tries,
        start.elapsed().as_secs_f64()
    );
    let read = Delta::read(&built.file).unwrap();
    let found = all.iter().filter(|id| read.contains(id)).count();
    println!("{} wrong answers of the delta", found.abs_diff(since.len()));
    if let Some(peak) = peak() {
        println!("at most {peak} MiB");
    }
}
