//! What the `healthpass` program can do, for its `main` and for tests.

pub mod picture;
