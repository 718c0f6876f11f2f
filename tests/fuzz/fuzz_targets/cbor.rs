//! Any bytes as CBOR; what is read is written and read again as the same.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = Value::read(bytes) {
        let written = write(&value);
        assert!(written.len() <= bytes.len(), "deterministic CBOR is the shortest");
        let again = Value::read(&written).expect("what we write we read");
        assert_eq!(write(&again), written);
    }
});
