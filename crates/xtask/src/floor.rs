//! Proof that a module needs nothing newer than the oldest engine the product runs on.
//!
//! That is the JavaScriptCore of iOS 14 (WeChat's base library 3.8 and later): WebAssembly as of
//! 2017 plus mutable globals. And one rule of WeChat's own: no exported global.

use anyhow::{Context, Result, bail};
use wasmparser::{ExternalKind, Parser, Payload, Validator, WasmFeatures};

/// Fails unless every instruction, type and export of `module` is known to that engine.
pub fn check(module: &[u8]) -> Result<()> {
    let features = WasmFeatures::MUTABLE_GLOBAL | WasmFeatures::FLOATS;
    let mut validator = Validator::new_with_features(features);
    validator.validate_all(module).context("the module needs an engine newer than that of iOS 14")?;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(exports) = payload? {
            for export in exports {
                let export = export?;
                if export.kind == ExternalKind::Global {
                    bail!("the module exports the global {}, which WeChat on iOS refuses", export.name);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";
    /// One type: (i32) -> i32; one function of it.
    const I32_TO_I32: &[u8] = &[1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 3, 2, 1, 0];
    /// A memory of one page.
    const MEMORY: &[u8] = &[5, 3, 1, 0, 1];
    const GLOBAL: &[u8] = &[6, 6, 1, 0x7f, 1, 0x41, 0, 0x0b];

    fn module(sections: &[&[u8]]) -> Vec<u8> {
        [HEADER].iter().chain(sections).copied().flatten().copied().collect()
    }

    /// A code section with one function of these instructions, each test's own.
    fn code(instructions: &[u8]) -> Vec<u8> {
        let body = u8::try_from(instructions.len() + 2).unwrap();
        [&[10, body + 2, 1, body, 0], instructions, &[0x0b]].concat()
    }

    fn refusal(module: &[u8]) -> String {
        format!("{:#}", check(module).unwrap_err())
    }

    #[test]
    fn the_first_edition_of_webassembly_passes() {
        check(&module(&[I32_TO_I32, MEMORY, GLOBAL, &code(&[0x20, 0])])).unwrap();
    }

    #[test]
    fn sign_extension_fails() {
        let extend8 = code(&[0x20, 0, 0xc0]);
        assert!(refusal(&module(&[I32_TO_I32, &extend8])).contains("sign extension"));
    }

    #[test]
    fn bulk_memory_fails() {
        let fill = code(&[0x41, 0, 0x41, 0, 0x20, 0, 0xfc, 11, 0, 0x41, 0]);
        assert!(refusal(&module(&[I32_TO_I32, MEMORY, &fill])).contains("bulk memory"));
    }

    #[test]
    fn saturating_conversion_fails() {
        let truncate = code(&[0x43, 0, 0, 0, 0, 0xfc, 0]);
        assert!(refusal(&module(&[I32_TO_I32, &truncate])).contains("saturating float to int"));
    }

    #[test]
    fn reference_types_fail() {
        let takes_externref = [1, 5, 1, 0x60, 1, 0x6f, 0];
        assert!(refusal(&module(&[&takes_externref])).contains("reference types"));
    }

    #[test]
    fn several_results_fail() {
        let two_results = [1, 6, 1, 0x60, 0, 2, 0x7f, 0x7f];
        assert!(refusal(&module(&[&two_results])).contains("multi-value"));
    }

    #[test]
    fn an_exported_global_fails() {
        let export = [7, 5, 1, 1, b'g', 3, 0];
        assert!(refusal(&module(&[GLOBAL, &export])).contains("exports the global g"));
    }
}
