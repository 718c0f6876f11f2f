//! A chip, or somebody in between, that sends anything.

use super::*;
use crate::chip::mock::Fault;
use crate::chip::{ChipProof, EXCHANGES_LIMIT, Originality, genuine_chip};
use crate::lds::security_infos::SecurityInfos;
use proptest::prelude::*;

const SIGNED: [u8; 3] = [1, 14, 15];

fn plan(pace: bool) -> Plan {
    Plan { pace, ..Plan::default() }
}

fn chips(pace: bool) -> MockChip {
    if pace { chip().with_pace(KeyKind::P256, Suite::Aes128).without_basic_access() } else { chip() }
}

/// Whatever is turned over, what is accepted is what the chip holds.
fn with_a_bit_turned_over(pace: bool, command: u32, bit: usize) -> Option<ChipError> {
    let mut chip = chips(pace).with_fault(Fault::Tamper { command, bit });
    match talk(&mut session(plan(pace)), &mut chip) {
        Err(error) => {
            assert!(crate::CODES.contains(&error.code()));
            Some(error)
        }
        Ok(read) => {
            assert_eq!(read.files, files());
            let genuine = genuine_chip(&read, &SIGNED, &SIGNED);
            let spoilt = read.chip_authentication == ChipProof::Failed;
            assert!(spoilt || genuine.original == Originality::Proved);
            None
        }
    }
}

#[test]
fn every_response_of_basic_access_changed() {
    let mut chip = chip();
    talk(&mut session(plan(false)), &mut chip).unwrap();
    for command in 2..chip.commands() {
        for bit in [0, 5, 13, 77, 130, 201] {
            assert!(with_a_bit_turned_over(false, command, bit).is_some(), "{command} {bit}");
        }
    }
    // A response under secure messaging that is not the chip's is named so.
    assert_eq!(with_a_bit_turned_over(false, 5, 8 * 8), Some(ChipError::Tampered));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bit_of_any_response_turned_over(pace in any::<bool>(), command in 1_u32..50, bit in 0_usize..2048) {
        with_a_bit_turned_over(pace, command, bit);
    }

    #[test]
    fn anything_after_any_command(
        pace in any::<bool>(),
        honest in 0_usize..45,
        noise in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 1..8),
        status in prop_oneof![Just([0x90, 0]), Just([0x61, 0x10]), Just([0x62, 0x82]), Just([0x6a, 0x82]), Just([0x69, 0x88]), Just([0x6c, 0x04]), any::<[u8; 2]>()],
        cut in any::<bool>(),
    ) {
        let (mut session, mut chip) = (session(plan(pace)), chips(pace));
        let mut step = session.next(None);
        let mut count = 0;
        let end = loop {
            let apdu = match step {
                Ok(Step::Send { apdu, .. }) => apdu,
                Ok(Step::Done(read)) => break Ok(read),
                Err(error) => break Err(error),
            };
            let mut response = chip.transceive(&apdu);
            if count >= honest {
                if cut && count == honest {
                    response.truncate(response.len() / 2);
                } else {
                    response = [noise[count % noise.len()].as_slice(), &status].concat();
                }
            }
            count += 1;
            prop_assert!(count <= EXCHANGES_LIMIT as usize + 1);
            step = session.next(Some(&response));
        };
        match end {
            Err(error) => prop_assert!(crate::CODES.contains(&error.code())),
            // Files are only the chip's own; an answer spoilt proves nothing.
            Ok(read) => prop_assert!(read.files.iter().all(|file| files().contains(file))),
        }
    }

    #[test]
    fn security_infos_of_anything(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = SecurityInfos::parse(&bytes);
        let _ = SecurityInfos::parse_dg14(&bytes);
        let _ = crate::lds::sod::listed(&bytes);
    }

    #[test]
    fn security_infos_with_a_byte_changed(at in 0_usize..400, to in any::<u8>()) {
        let mut dg14 = dg14(KeyKind::P256, Suite::Aes128, &CHIP_KEY).unwrap();
        let at = at % dg14.len();
        dg14[at] = to;
        let _ = SecurityInfos::parse_dg14(&dg14);
    }

    #[test]
    fn judging_any_answer(response in proptest::collection::vec(any::<u8>(), 0..300), file in proptest::collection::vec(any::<u8>(), 0..60)) {
        let mut read = ChipFiles { files: files(), ..ChipFiles::default() };
        read.active = Some(crate::chip::ActiveAnswer { challenge: vec![1; 8], response });
        prop_assert_ne!(genuine_chip(&read, &SIGNED, &SIGNED).original, Originality::Proved);
        for (name, bytes) in &mut read.files {
            if *name == File::Dg15 {
                *bytes = file.clone();
            }
        }
        prop_assert_ne!(genuine_chip(&read, &SIGNED, &SIGNED).original, Originality::Proved);
    }
}

#[test]
fn a_chip_that_sends_our_own_key_back_is_refused() {
    let mut chip = chips(true);
    let mut session = session(plan(true));
    let mut step = session.next(None).unwrap();
    loop {
        let Step::Send { apdu, .. } = step else { panic!("no key was sent") };
        let response = match apdu.as_slice() {
            [0x10, 0x86, 0, 0, _, 0x7c, _, 0x81, 65, key @ .., 0] => {
                let object = tlv::write(0x82, key).unwrap();
                [tlv::write(0x7c, &object).unwrap(), vec![0x90, 0]].concat()
            }
            apdu => chip.transceive(apdu),
        };
        match session.next(Some(&response)) {
            Ok(next) => step = next,
            Err(error) => {
                assert_eq!(error, ChipError::Tampered);
                return;
            }
        }
    }
}

#[test]
fn an_old_response_played_again_is_refused() {
    let (mut session, mut chip) = (session(plan(false)), chip());
    let mut step = session.next(None).unwrap();
    let mut last = Vec::new();
    for _ in 0..7 {
        let Step::Send { apdu, .. } = &step else { panic!() };
        last = chip.transceive(apdu);
        step = session.next(Some(&last)).unwrap();
    }
    assert_eq!(session.next(Some(&last)), Err(ChipError::Tampered));
}
