//! What to do when a frame cannot be read, as stable codes.

/// Every code this crate can answer with, each a hint to whoever holds the camera.
pub const CODES: &[&str] = &[BLURRED, FRAME, NO_LINES, TILTED, TOO_SMALL, UNSURE];

/// Lines are there, but their characters are not clear.
pub(crate) const BLURRED: &str = "camera.blurred";
/// The pixels handed in are not a picture of the size named, or of more pixels than are read.
pub(crate) const FRAME: &str = "camera.frame";
/// No parallel lines of text as a zone has them.
pub(crate) const NO_LINES: &str = "camera.no-lines";
/// The lines are turned further than they are read.
pub(crate) const TILTED: &str = "camera.tilted";
/// The characters are too small.
pub(crate) const TOO_SMALL: &str = "camera.too-small";
/// Read, but the check digits do not hold.
pub(crate) const UNSURE: &str = "camera.unsure";

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_unique_and_sorted() {
        assert!(super::CODES.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
