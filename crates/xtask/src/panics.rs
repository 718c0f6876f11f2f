//! Panics without their words.
//!
//! The core is written not to panic, and a module that does stops with a trap whatever it would have said:
//! there is nowhere to say it. The standard library still carries the code that composes the message, so the
//! bodies of the functions that only do this become the trap itself.

use anyhow::Result;
use std::collections::HashSet;
use wasmparser::{FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// Functions of the standard library that never return, by the beginning of their names without crate hashes.
const MESSENGERS: &[&str] = &[
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_end_index",
    "core::slice::index::slice_index_fail",
    "core::slice::index::slice_start_index",
    "core::str::slice_error_fail",
    "std::panicking::begin_panic",
    "std::panicking::panic_handler",
    "std::panicking::panic_with_hook",
    "__rustc::rust_begin_unwind",
];

/// A body without locals whose one instruction is the trap.
const TRAP: &[u8] = &[0, 0x00, 0x0b];

/// Section number of the code.
const CODE: u8 = 10;

/// `module` with a trap in place of every function that only composes a panic's message.
pub fn silence(module: &[u8]) -> Result<Vec<u8>> {
    let silenced = messengers(module)?;
    let mut out = module.get(..8).unwrap_or_default().to_vec();
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    let mut left = 0;
    let mut index = imported(module)?;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::CodeSectionStart { count, .. } => left = *count,
            Payload::CodeSectionEntry(body) => {
                let kept = module.get(body.range()).unwrap_or_default();
                let trap = silenced.contains(&index) && never_returns(body)?;
                bodies.push(if trap { TRAP.to_vec() } else { kept.to_vec() });
                (index, left) = (index + 1, left - 1);
                if left == 0 {
                    section(&mut out, CODE, &vector(&bodies));
                }
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    section(&mut out, id, module.get(range).unwrap_or_default());
                }
            }
        }
    }
    Ok(out)
}

/// A name alone could be that of another function with the same body, which the linker folded into one: what is
/// silenced ends in a trap already.
fn never_returns(body: &FunctionBody<'_>) -> Result<bool> {
    let mut last = [None, None];
    for operator in body.get_operators_reader()? {
        last = [last[1].take(), Some(operator?)];
    }
    Ok(matches!(last, [Some(Operator::Unreachable), Some(Operator::End)]))
}

/// Indices of the functions that compose messages, going by their names.
fn messengers(module: &[u8]) -> Result<HashSet<u32>> {
    let mut found = HashSet::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(reader) = section.as_known() else { continue };
        for names in reader {
            if let Name::Function(names) = names? {
                for name in names {
                    let name = name?;
                    if is_messenger(name.name) {
                        found.insert(name.index);
                    }
                }
            }
        }
    }
    Ok(found)
}

/// Names are demangled: `core[59807616e1fa2540]::panicking::panic_fmt`, methods in angle brackets.
fn is_messenger(name: &str) -> bool {
    let mut plain = String::new();
    let mut in_hash = false;
    for symbol in name.trim_start_matches('<').chars() {
        in_hash = (in_hash || symbol == '[') && symbol != ']';
        if !in_hash && symbol != ']' {
            plain.push(symbol);
        }
    }
    MESSENGERS.iter().any(|start| plain.starts_with(start))
}

/// How many functions are imported: they come first in the count.
fn imported(module: &[u8]) -> Result<u32> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                count += u32::from(matches!(import?.ty, TypeRef::Func(_)));
            }
        }
    }
    Ok(count)
}

fn vector(bodies: &[Vec<u8>]) -> Vec<u8> {
    let mut out = leb(bodies.len());
    for body in bodies {
        out.extend(leb(body.len()));
        out.extend_from_slice(body);
    }
    out
}

fn section(out: &mut Vec<u8>, id: u8, content: &[u8]) {
    out.push(id);
    out.extend(leb(content.len()));
    out.extend_from_slice(content);
}

/// Unsigned LEB128.
fn leb(mut number: usize) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let more = number > 0x7f;
        out.push((number & 0x7f) as u8 | if more { 0x80 } else { 0 });
        number >>= 7;
        if !more {
            return out;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_hashes() {
        for name in [
            "core[59807616e1fa2540]::panicking::panic_fmt",
            "core::panicking::panic_const::panic_const_div_by_zero",
            "<std[59]::panicking::panic_handler::FormatStringPayload as core[0]::panic::PanicPayload>::take_box",
            "core[0]::str::slice_error_fail_rt",
            "__rustc[b7974e8690430dd9]::rust_begin_unwind",
        ] {
            assert!(is_messenger(name), "{name}");
        }
        for name in [
            "core::slice::copy_from_slice_impl::h39ed27629d2d95f9",
            "std[0]::panicking::panic_count::is_zero_slow_path",
            "healthpass_cert::core::panicking::x",
            "core::str::from_utf8",
        ] {
            assert!(!is_messenger(name), "{name}");
        }
    }

    #[test]
    fn only_named_bodies_change() {
        // three functions () -> (): one of another name, one of a panic's that traps, one of its name that returns
        let name = b"core::panicking::panic";
        let mut names = vec![4];
        names.extend(b"name");
        let mut map = vec![2];
        for index in [1, 2] {
            map.push(index);
            map.extend(leb(name.len()));
            map.extend_from_slice(name);
        }
        section(&mut names, 1, &map);
        let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x04\x03\0\0\0".to_vec();
        let other = vec![0, 0x01, 0x0b];
        let speaks = vec![0, 0x01, 0x00, 0x0b];
        section(&mut module, CODE, &vector(&[other.clone(), speaks, other.clone()]));
        section(&mut module, 0, &names);
        let silent = silence(&module).unwrap();
        let expected = vector(&[other.clone(), TRAP.to_vec(), other]);
        assert!(silent.windows(expected.len()).any(|here| here == expected));
        assert_eq!(silent.len(), module.len() - 1);
        wasmparser::Validator::new().validate_all(&silent).unwrap();
    }
}
