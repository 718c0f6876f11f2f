//! What the terminal shows: one line per step, one sentence per failure.

use anyhow::Result;
use std::io::Write;
use std::time::Instant;

/// Runs one step and prints one line: what it does, then how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("  {what} ... ");
    // a closed terminal is no reason to stop building
    let _ = std::io::stdout().flush();
    let start = Instant::now();
    let result = work();
    println!("{}{:.1} s", if result.is_ok() { "" } else { "failed after " }, start.elapsed().as_secs_f32());
    result
}

/// Runs a step beside others and prints its line when it is over.
pub fn finished<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work();
    let failed = if result.is_ok() { "" } else { "failed after " };
    println!("  {what} ... {failed}{:.1} s", start.elapsed().as_secs_f32());
    result
}

/// Names a step that had nothing to do.
pub fn fresh(what: &str) {
    println!("  {what} ... unchanged");
}

/// Names a part that is not there to be worked on.
pub fn skipped(what: &str, why: &str) {
    println!("  {what} ... skipped: {why}");
}

/// A heading over several steps.
pub fn heading(text: &str) {
    println!("{text}");
}

/// The last words of a failed command.
pub fn failure(error: &anyhow::Error) {
    eprintln!("\nerror: {error:#}");
}
