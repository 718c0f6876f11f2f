//! The `healthpass` program.

fn main() {}
