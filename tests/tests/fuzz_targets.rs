//! Every fuzz target over its seeds, and over seeds cut, flipped and joined by a generator that is the same each time.
//!
//! Coverage-guided fuzzing goes further (`tests/fuzz/README.md`); this keeps the targets true between its runs.

// The targets' own dependency, as far as they use it.
extern crate self as libfuzzer_sys;

use base64ct::{Base64, Encoding};
use healthpass_tests::fuzz_seeds;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

/// Changed inputs of each target.
const CHANGED: usize = 60;

/// Inputs of a target whose every run takes long without optimisation: whole frames of a camera, the memory-hard hash.
const SLOW: usize = 4;

/// Inputs of this many bytes are not made longer.
const MAX_INPUT: usize = 8 * 1024;

static SEEDS: LazyLock<Vec<(&str, fuzz_seeds::Seeds)>> = LazyLock::new(|| fuzz_seeds::all().expect("seeds"));

macro_rules! targets {
    ($($(#[$path:meta])* $name:ident $count:expr;)*) => {
        $($(#[$path])* mod $name;)*
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        mod holds {
            $(#[test] fn $name() { super::replay(stringify!($name), super::$name::run, $count); })*
        }
    };
}

targets! {
    #[path = "../fuzz/fuzz_targets/cbor.rs"]
    cbor super::CHANGED;
    #[path = "../fuzz/fuzz_targets/chip.rs"]
    chip super::SLOW;
    #[path = "../fuzz/fuzz_targets/cose.rs"]
    cose super::CHANGED;
    #[path = "../fuzz/fuzz_targets/desk.rs"]
    desk super::CHANGED;
    #[path = "../fuzz/fuzz_targets/divoc.rs"]
    divoc super::CHANGED;
    #[path = "../fuzz/fuzz_targets/envelope.rs"]
    envelope super::CHANGED;
    #[path = "../fuzz/fuzz_targets/mrz.rs"]
    mrz super::CHANGED;
    #[path = "../fuzz/fuzz_targets/mrz_camera.rs"]
    mrz_camera super::SLOW;
    #[path = "../fuzz/fuzz_targets/nzcp.rs"]
    nzcp super::CHANGED;
    #[path = "../fuzz/fuzz_targets/passport.rs"]
    passport super::CHANGED;
    #[path = "../fuzz/fuzz_targets/payload.rs"]
    payload super::CHANGED;
    #[path = "../fuzz/fuzz_targets/revocation.rs"]
    revocation super::CHANGED;
    #[path = "../fuzz/fuzz_targets/rules.rs"]
    rules super::CHANGED;
    #[path = "../fuzz/fuzz_targets/sd_cwt.rs"]
    sd_cwt super::CHANGED;
    #[path = "../fuzz/fuzz_targets/sealed.rs"]
    sealed super::SLOW;
    #[path = "../fuzz/fuzz_targets/shc.rs"]
    shc super::CHANGED;
    #[path = "../fuzz/fuzz_targets/trust_bundle.rs"]
    trust_bundle super::CHANGED;
    #[path = "../fuzz/fuzz_targets/vds_nc.rs"]
    vds_nc super::CHANGED;
    #[path = "../fuzz/fuzz_targets/x509.rs"]
    x509 super::CHANGED;
}

// After the targets, which name it by its path.
/// A target as a function of the bytes; text is given to it only where they are text.
#[macro_export]
macro_rules! fuzz_target {
    (|$input:ident: &str| $body:block) => {
        pub fn run(bytes: &[u8]) {
            let Ok($input) = core::str::from_utf8(bytes) else { return };
            $body
        }
    };
    (|$input:ident: &[u8]| $body:block) => {
        pub fn run($input: &[u8]) {
            $body
        }
    };
}

fn replay(target: &str, run: fn(&[u8]), changed: usize) {
    let seeds = &SEEDS.iter().find(|(name, _)| *name == target).expect("seeds of this target").1;
    assert!(!seeds.is_empty());
    let mut random = ChaCha8Rng::seed_from_u64(2026);
    let more = (0..changed).map(|_| changed_input(seeds, &mut random));
    for input in seeds.iter().cloned().chain(more) {
        if catch_unwind(AssertUnwindSafe(|| run(&input))).is_err() {
            panic!("{target} does not hold for {}", Base64::encode_string(&input));
        }
    }
}

/// A seed with a few of its bytes changed, left out, repeated, or taken from another seed.
fn changed_input(seeds: &[Vec<u8>], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut below = |limit: usize| random.next_u32() as usize % limit.max(1);
    let mut input = seeds[below(seeds.len())].clone();
    for _ in 0..=below(3) {
        let (at, length) = (below(input.len()), 1 + below(16));
        let end = (at + length).min(input.len());
        match below(5) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..end)),
            2 if input.len() < MAX_INPUT => input.extend_from_within(at..end),
            3 => {
                let other = &seeds[below(seeds.len())];
                let from = below(other.len());
                let piece = other[from..(from + length).min(other.len())].to_vec();
                input.splice(at..end, piece);
            }
            _ => input.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << below(8)),
        }
    }
    input
}

#[test]
fn every_target_is_here_and_in_the_manifest_and_has_seeds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let files = std::fs::read_dir(folder.join("fuzz_targets")).unwrap();
    let files: BTreeSet<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let names = |all: &mut dyn Iterator<Item = &str>| all.map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(files, names(&mut NAMES.iter().copied()));
    assert_eq!(files, names(&mut SEEDS.iter().map(|(name, _)| *name)));
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let listed = manifest.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    assert_eq!(files, names(&mut listed.filter(|name| *name != "healthpass-fuzz")));
}
