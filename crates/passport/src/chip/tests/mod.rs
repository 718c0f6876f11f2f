//! Whole conversations with the chip in memory.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "helpers of tests"
)]

mod hostile;
mod sessions;
mod vectors;

use super::mock::{ActiveSecret, MockChip, dg14, dg15};
use super::{Access, ChipError, ChipFiles, Plan, Seed, Session, Step};
use crate::lds::File;
use crate::lds::tlv;
use healthpass_crypto::key::KeyKind;
use healthpass_crypto::sign::Es256Signer;
use healthpass_crypto::symmetric::Suite;

/// TEST ONLY: a scalar's randomness.
const CHIP_KEY: [u8; 40] = [0x31; 40];

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn access() -> Access {
    Access::from_pieces("L898902C<3", "6908061", "9406236").unwrap()
}

fn seed(byte: u8) -> Seed {
    Seed::new(&[byte; 32]).unwrap()
}

fn signer() -> Es256Signer {
    Es256Signer::from_scalar(&[0x11; 32]).unwrap()
}

/// Something that lists its groups as a document security object does; nobody signed it.
fn listing(groups: &[u8]) -> Vec<u8> {
    let mut list = vec![0xa5; 1800];
    for group in groups {
        list.extend([0x30, 0x25, 0x02, 0x01, *group, 0x04, 0x20]);
        list.extend([0x77; 32]);
    }
    tlv::write(0x77, &list).unwrap()
}

fn filled(file: File, length: usize) -> (File, Vec<u8>) {
    let value: Vec<u8> = (0..length).map(|index| (index * 7 % 251) as u8).collect();
    (file, tlv::write(u16::from(file.tag()), &value).unwrap())
}

/// What a Chinese passport holds, and a DG14 besides.
fn files() -> Vec<(File, Vec<u8>)> {
    vec![
        (File::Sod, listing(&[1, 2, 11, 12, 14, 15])),
        filled(File::Dg1, 91),
        filled(File::Dg11, 240),
        filled(File::Dg12, 60),
        (File::Dg15, dg15(signer().public_key().spki_der())),
        (File::Dg14, dg14(KeyKind::P256, Suite::Aes128, &CHIP_KEY).unwrap()),
    ]
}

/// A chip that proves itself in both ways.
fn chip() -> MockChip {
    MockChip::new(access(), files(), seed(2))
        .with_active(ActiveSecret::Ecdsa(Box::new(signer())))
        .with_chip_key(KeyKind::P256, Suite::Aes128, &CHIP_KEY)
}

fn session(plan: Plan) -> Session {
    Session::new(access(), plan, seed(1))
}

/// Talks to the end; progress never falls.
fn talk(session: &mut Session, chip: &mut MockChip) -> Result<ChipFiles, ChipError> {
    let mut last = 0;
    let mut step = session.next(None)?;
    loop {
        match step {
            Step::Done(files) => return Ok(files),
            Step::Send { apdu, progress, .. } => {
                assert!(progress >= last && progress < 100, "{last} then {progress}");
                assert!(apdu.len() <= 5 + 255 + 1, "a short command");
                last = progress;
                let response = chip.transceive(&apdu);
                step = session
                    .next(Some(&response).filter(|response| !response.is_empty()).map(Vec::as_slice))?;
            }
        }
    }
}
