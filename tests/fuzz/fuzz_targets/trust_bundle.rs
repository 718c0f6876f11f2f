//! Any content under a signature that holds: what a list's reader does after it believed the root.
//!
//! The fuzzer's bytes are the payload; a TEST ONLY root signs them here, because no mutation would.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sign::Es256Signer;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ROOT: LazyLock<Es256Signer> =
    LazyLock::new(|| Es256Signer::from_scalar(&[0x55; 32]).expect("in range"));

fuzz_target!(|payload: &[u8]| {
    let spki = ROOT.public_key().spki_der().to_vec();
    let pin = sha256(&spki);
    assert!(Bundle::open(payload, &pin).is_err(), "not signed");
    if let Ok(bundle) = Bundle::open(&signed(payload, &spki), &pin) {
        bundle.summary(UnixTime(0));
        let sign = |message: &[u8]| Ok::<_, ()>(ROOT.sign(message).to_vec());
        let again = bundle.write(&spki, sign).expect("signed");
        let again = Bundle::open(&again, &pin).expect("what we write we read");
        assert_eq!((again.list, again.keys.len()), (bundle.list, bundle.keys.len()));
    }
});

fn signed(payload: &[u8], spki: &[u8]) -> Vec<u8> {
    let bytes = |content: &[u8]| Value::Bytes(content.to_vec());
    let protected = [0xa1, 0x01, 0x26];
    let context = Value::Text("Signature1".into());
    let to_be_signed = write(&Value::Array(vec![context, bytes(&protected), bytes(&[]), bytes(payload)]));
    let signature = ROOT.sign(&to_be_signed);
    let header = Value::Map(vec![(Value::Text("spki".into()), bytes(spki))]);
    let parts = vec![bytes(&protected), header, bytes(payload), bytes(&signature)];
    write(&Value::Tag(18, Box::new(Value::Array(parts))))
}
