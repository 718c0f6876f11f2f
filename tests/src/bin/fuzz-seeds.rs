//! Writes the seeds of every fuzz target into `tests/fuzz/corpus`.

use healthpass_tests::fuzz_seeds;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let fuzz = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    // Findings go here; libFuzzer does not make the folder itself.
    fs::create_dir_all(fuzz.join("artifacts"))?;
    for (target, seeds) in fuzz_seeds::all()? {
        let folder = fuzz.join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:02}")), seed)?;
        }
    }
    Ok(())
}
