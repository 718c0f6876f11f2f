//! Any pixels of any size as three frames of one camera.
#![cfg_attr(not(test), no_main)]

use healthpass_mrz_camera::{CODES, Frame, Reader, luma_from_rgba};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&[width, height], pixels)) = bytes.split_first_chunk() else { return };
    luma_from_rgba(pixels);
    // Few bytes make a large picture: they are repeated.
    let (width, height) = (4 * usize::from(width), 2 * usize::from(height));
    let repeated: Vec<u8> = pixels.iter().copied().cycle().take(width * height).collect();
    let mut reader = Reader::new();
    // One frame has fewer pixels than it says.
    for luma in [&repeated[..], &pixels[..pixels.len() / 2], &repeated[..]] {
        let seen = reader.read(&Frame { luma, width, height });
        assert!(seen.hint.is_none_or(|hint| CODES.contains(&hint)));
        assert!(!seen.steady, "two frames are not enough");
        assert!(seen.checks_hold || seen.repairs.is_empty());
    }
});
