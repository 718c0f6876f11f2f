//! Any signed message as a NZ COVID Pass: past base32, where mutations would not get.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::{base32, cose::Sign1};
use healthpass_cert::reason;
use libfuzzer_sys::fuzz_target;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fuzz_target!(|bytes: &[u8]| {
    let body = encode(bytes);
    assert_eq!(base32::decode(&body, 0).expect("what we write we read"), bytes);
    let Ok(decoded) = Decoded::read(&format!("NZCP:/1/{body}")) else { return };
    let message = Sign1::read(bytes).expect("a message");
    assert_eq!(decoded.signed().map(|signed| &signed.to_be_signed), Some(&message.to_be_signed()));
    for fault in decoded.content_faults() {
        assert!(reason::all().contains(&fault.code), "{}", fault.code);
    }
    serde_json::to_string(&decoded.unverified_view()).expect("JSON");
});

fn encode(bytes: &[u8]) -> String {
    let (mut held, mut bits, mut out) = (0u32, 0, String::new());
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(held << (5 - bits)) as usize & 31]));
    }
    out
}
