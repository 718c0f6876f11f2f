//! Any sealed code, and codes sealed to keys at hand that were changed on their way: past the seal, where mutations
//! would not get.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::presentation::seal::{PassportSecret, Sealed, random_bytes, seal};
use healthpass_cert::reason;
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const CONTENT: &[u8] = b"what an open presentation would be";

/// TEST ONLY: the keys of the seeds, and a passport's secret.
static KEYS: LazyLock<[SealingKey; 2]> = LazyLock::new(|| {
    let key = |kem, byte| SealingKey::from_raw(kem, &[byte; 32]).expect("a key");
    [key(Kem::P256, 0x61), key(Kem::X25519, 0x62)]
});
static PASSPORT: LazyLock<PassportSecret> =
    LazyLock::new(|| PassportSecret::derive("L898902C<369080619406236", [7; 16]).expect("a secret"));
static SEALED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let [one, two] = &*KEYS;
    let to = |to: &[_], psk| seal(CONTENT, to, psk, &vec![9; random_bytes(to.len())]).expect("a message");
    let (one, two, psk) = (one.public(), two.public(), Some(&*PASSPORT));
    vec![to(&[one], None), to(&[two], psk), to(&[one, two], None), to(&[two, one], psk)]
});

fuzz_target!(|bytes: &[u8]| {
    open(bytes);
    let Some((which, changes)) = bytes.split_first() else { return };
    let mut message = SEALED[usize::from(*which) % SEALED.len()].clone();
    for change in changes.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([change[0], change[1]]));
        if at < message.len() {
            message[at] ^= change[2];
        } else {
            message.truncate(at / 64);
        }
    }
    open(&message);
});

/// Whatever opens is what was sealed.
fn open(bytes: &[u8]) {
    let sealed = match Sealed::parse(bytes) {
        Ok(sealed) => sealed,
        Err(error) => {
            assert!(reason::all().contains(&error.code), "{}", error.code);
            return;
        }
    };
    let ours: Vec<_> = KEYS.iter().map(|key| key.public().kid()).collect();
    let for_us = sealed.recipients().iter().any(|kid| ours.contains(kid));
    for psk in [None, Some(&*PASSPORT)] {
        match sealed.open(&*KEYS, psk) {
            Ok((key, content)) => {
                assert!(for_us && key < KEYS.len());
                assert!(psk.is_some() || sealed.needs_passport().is_none(), "opened without the passport");
                assert_eq!(content.as_slice(), CONTENT, "only what was sealed opens");
            }
            Err(fault) => {
                assert!(reason::all().contains(&fault.code()), "{fault}");
                assert_eq!(for_us, fault.code() != "seal.other-recipient");
            }
        }
    }
}
