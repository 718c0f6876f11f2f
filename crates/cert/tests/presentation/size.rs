//! Everything shown and sealed to one authority fits a code of version 25.

use crate::world::{issued, show};
use healthpass_cert::cbor_write::write;
use healthpass_cert::ithc::from_json;
use healthpass_cert::ithc::selective::DEFAULT_POLICY;

/// Ordinary labels: both scripts, the facility is the issuer, products by their codes.
const ORDINARY: &str = include_str!("ordinary.json");

#[test]
fn sizes() {
    let c = from_json(ORDINARY, &[0; 16]).unwrap();
    let zip = |b: &[u8]| miniz_oxide::deflate::compress_to_vec_zlib(b, 10).len();
    let token = issued(&c, DEFAULT_POLICY);
    let kbt = show(&token);
    std::fs::write("/tmp/kbt.bin", &kbt).unwrap();
    eprintln!(
        "kbt {} zip {} token without {} claims {}",
        kbt.len(),
        zip(&kbt),
        token.choose(&[]).to_bytes().len(),
        write(token.unverified_claims()).len()
    );
    let packed = healthpass_cert::presentation::dictionary::deflate(&kbt);
    eprintln!(
        "dictionary {} packed {}",
        healthpass_cert::presentation::dictionary::dictionary().len(),
        packed.len()
    );
    for d in token.disclosures() {
        eprintln!("  {} zip {}", d.len(), zip(d));
    }
}
