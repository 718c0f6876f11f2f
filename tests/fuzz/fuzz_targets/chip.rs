//! A passport's chip that answers honestly for a while, and then anything.
//!
//! The input is whether it has PACE, how many commands it answers honestly, and then answers behind their lengths.
#![cfg_attr(not(test), no_main)]

use healthpass_crypto::key::KeyKind;
use healthpass_crypto::sign::Es256Signer;
use healthpass_crypto::symmetric::Suite;
use healthpass_passport::CODES;
use healthpass_passport::chip::mock::{ActiveSecret, MockChip, dg14, dg15};
use healthpass_passport::chip::{
    Access, ActiveAnswer, ChipFiles, Originality, Plan, Seed, Session, Step, genuine_chip,
};
use healthpass_passport::lds::File;
use healthpass_passport::lds::security_infos::SecurityInfos;
use libfuzzer_sys::fuzz_target;

/// TEST ONLY.
const CHIP_KEY: [u8; 40] = [3; 40];

fn files(signer: &Es256Signer) -> Vec<(File, Vec<u8>)> {
    vec![
        (File::Sod, vec![0x77, 4, 1, 2, 3, 4]),
        (File::Dg1, vec![0x61, 3, 1, 2, 3]),
        (File::Dg15, dg15(signer.public_key().spki_der())),
        (File::Dg14, dg14(KeyKind::P256, Suite::Aes128, &CHIP_KEY).expect("a key")),
    ]
}

/// Answers, each behind its length in one byte; the last may be cut.
fn responses(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    while let [length, rest @ ..] = bytes {
        let (one, left) = rest.split_at(rest.len().min(usize::from(*length)));
        all.push(one.to_vec());
        bytes = left;
    }
    all
}

fuzz_target!(|bytes: &[u8]| {
    let [pace, honest, rest @ ..] = bytes else { return };
    let responses = responses(rest);
    let access = Access::new("L898902C", "690806", "940623").expect("a key");
    let signer = Es256Signer::from_scalar(&[1; 32]).expect("a key");
    let held = files(&signer);
    let mut chip = MockChip::new(access.clone(), held.clone(), Seed::new(&[1; 32]).expect("a seed"))
        .with_active(ActiveSecret::Ecdsa(Box::new(signer)))
        .with_chip_key(KeyKind::P256, Suite::Aes128, &CHIP_KEY);
    if pace % 2 == 1 {
        chip = chip.with_pace(KeyKind::P256, Suite::Aes128);
    }
    let mut session = Session::new(access, Plan::default(), Seed::new(&[2; 32]).expect("a seed"));
    let mut step = session.next(None);
    let mut any = responses.iter();
    for count in 0_u16.. {
        match step {
            Err(error) => {
                assert!(CODES.contains(&error.code()));
                break;
            }
            Ok(Step::Done(read)) => {
                assert!(read.files.iter().all(|file| held.contains(file)), "only what the chip holds");
                break;
            }
            Ok(Step::Send { apdu, progress, .. }) => {
                assert!(progress < 100);
                let own = chip.transceive(&apdu);
                let response = if count < u16::from(*honest) { Some(&own) } else { any.next() };
                step = session.next(response.map(Vec::as_slice));
            }
        }
    }
    let bytes = responses.concat();
    let _ = SecurityInfos::parse(&bytes);
    let _ = SecurityInfos::parse_dg14(&bytes);
    let answered = ChipFiles {
        files: held,
        active: Some(ActiveAnswer { challenge: vec![1; 8], response: bytes }),
        ..ChipFiles::default()
    };
    assert!(genuine_chip(&answered, &[1, 15], &[1, 15]).original != Originality::Proved);
});
