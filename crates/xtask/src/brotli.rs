//! Brotli as WeChat's `.wasm.br` and web servers use it (RFC 7932).

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;

/// Compresses as far as the format goes: quality 11, the largest standard window (16 MiB).
pub fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}
