//! Protected key files and OpenSSL: each opens what the other writes.

#![cfg(feature = "sealing-file")]
#![allow(clippy::expect_used, clippy::print_stderr, clippy::panic, reason = "a test stops where it fails")]

use healthpass_crypto::sealing_file::{self, RANDOM_BYTES};
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use std::io::Write;
use std::process::{Command, Stdio};

const PASSPHRASE: &str = "TEST ONLY passphrase";

/// What `openssl` answers to this input; `None`, said loudly, where there is none.
fn openssl(arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let mut program = Command::new("openssl");
    let started = program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut program) = started else {
        eprintln!("SKIPPED: openssl not found, so no other program opened these files");
        return None;
    };
    program.stdin.take().expect("piped").write_all(input).expect("it reads all of it");
    let output = program.wait_with_output().expect("it ends");
    assert!(output.status.success(), "openssl {arguments:?}");
    Some(output.stdout)
}

#[test]
fn openssl_opens_what_we_write() {
    for kem in [Kem::P256, Kem::X25519] {
        let key = SealingKey::generate(kem, &[7; 32]).expect("a key");
        let pem = sealing_file::protect(&key, PASSPHRASE.as_bytes(), &[9; RANDOM_BYTES]).expect("a file");
        let source = format!("pass:{PASSPHRASE}");
        let arguments = ["pkey", "-passin", &source, "-pubout", "-outform", "DER"];
        let Some(public) = openssl(&arguments, pem.as_bytes()) else { return };
        assert_eq!(public, key.public().spki_der());
    }
}

#[test]
fn we_open_what_openssl_writes() {
    let kinds: [&[&str]; 2] = [&["X25519"], &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]];
    let protections: [&[&str]; 4] = [
        &["-scrypt"],
        &["-scrypt", "-scrypt_N", "16384", "-scrypt_r", "8", "-scrypt_p", "5"],
        &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"],
        &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256", "-iter", "600000"],
    ];
    let source = format!("pass:{PASSPHRASE}");
    for kind in kinds {
        let Some(plain) = openssl(&[&["genpkey", "-algorithm"], kind].concat(), b"") else { return };
        let Some(public) = openssl(&["pkey", "-pubout", "-outform", "DER"], &plain) else { return };
        for protection in protections {
            let arguments = [&["pkcs8", "-topk8", "-passout", &source], protection].concat();
            let Some(pem) = openssl(&arguments, &plain) else { return };
            let pem = String::from_utf8(pem).expect("PEM");
            let opened = sealing_file::open(&pem, PASSPHRASE.as_bytes());
            let opened = opened.unwrap_or_else(|error| panic!("{kind:?} {protection:?}: {error}"));
            assert_eq!(opened.public().spki_der(), public);
            let wrong = sealing_file::open(&pem, b"another passphrase").map(|_| ());
            assert_eq!(wrong, Err(sealing_file::SealingFileError::Passphrase));
        }
    }
}

#[test]
fn what_openssl_made_costly_is_refused() {
    let Some(plain) = openssl(&["genpkey", "-algorithm", "X25519"], b"") else { return };
    let source = format!("pass:{PASSPHRASE}");
    let arguments =
        ["pkcs8", "-topk8", "-passout", &source, "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"];
    let Some(pem) = openssl(&[&arguments[..], &["-iter", "1000001"]].concat(), &plain) else { return };
    let refused =
        sealing_file::open(&String::from_utf8(pem).expect("PEM"), PASSPHRASE.as_bytes()).map(|_| ());
    assert_eq!(refused, Err(sealing_file::SealingFileError::TooCostly));
}
