use super::*;
use crate::chip::mock::Fault;
use crate::chip::{ActiveAnswer, ChipProof, Originality, RESTARTS_LIMIT, genuine_chip};
use crate::document::Level;
use proptest::prelude::*;

const SIGNED: [u8; 6] = [1, 2, 11, 12, 14, 15];
const SUITES: [Suite; 4] = [Suite::TripleDes, Suite::Aes128, Suite::Aes192, Suite::Aes256];

fn bac() -> Plan {
    Plan { pace: false, ..Plan::default() }
}

#[test]
fn basic_access_reads_everything_and_both_proofs_hold() {
    let mut chip = chip();
    let read = talk(&mut session(bac()), &mut chip).unwrap();
    assert_eq!(read.files, files());
    assert_eq!(read.chip_authentication, ChipProof::Proved);
    let genuine = genuine_chip(&read, &SIGNED, &SIGNED);
    assert_eq!((genuine.original, genuine.level()), (Originality::Proved, Some(Level::ChipOriginal)));
    assert!(genuine.reasons.is_empty());
    assert!(chip.commands() < 45, "{}", chip.commands());
}

#[test]
fn pace_with_every_cipher_and_curve() {
    for suite in SUITES {
        for curve in [KeyKind::P256, KeyKind::P384, KeyKind::BrainpoolP256r1] {
            let mut chip = chip().with_pace(curve, suite).without_basic_access();
            let read = talk(&mut session(Plan::default()), &mut chip).unwrap();
            assert_eq!(read.files, files(), "{suite:?} {curve}");
            assert_eq!(genuine_chip(&read, &SIGNED, &SIGNED).original, Originality::Proved);
        }
    }
    for curve in [KeyKind::P521, KeyKind::BrainpoolP384r1, KeyKind::BrainpoolP512r1] {
        let mut chip = chip().with_pace(curve, Suite::Aes256).without_basic_access();
        assert_eq!(talk(&mut session(Plan::default()), &mut chip).unwrap().files, files(), "{curve}");
    }
}

#[test]
fn a_chip_with_no_access_spoken_here_says_so() {
    let mut chip = chip().without_basic_access();
    assert_eq!(talk(&mut session(Plan::default()), &mut chip), Err(ChipError::AccessUnsupported));
}

#[test]
fn without_card_access_the_plan_falls_back_to_basic_access() {
    let read = talk(&mut session(Plan::default()), &mut chip()).unwrap();
    assert_eq!(read.files, files());
}

#[test]
fn a_chip_that_breaks_pace_off_before_its_proof_is_opened_with_basic_access() {
    let stages = |chip: &mut MockChip| {
        let mut session = session(Plan::default());
        let mut sent = Vec::new();
        let mut step = session.next(None);
        while let Ok(Step::Send { apdu, .. }) = &step {
            sent.push(apdu[1]);
            step = session.next(Some(&chip.transceive(apdu)));
        }
        (sent, step)
    };
    let chips = || chip().with_pace(KeyKind::P256, Suite::Aes128);
    let (sent, _) = stages(&mut chips());
    // MSE:Set AT, three GENERAL AUTHENTICATE, and the one that proves the key
    let set = sent.iter().position(|ins| *ins == 0x22).unwrap();
    let command = |after: usize| u32::try_from(set + 1 + after).unwrap();
    for after in 0..4 {
        let mut chip = chips().with_fault(Fault::Refuse { command: command(after), status: 0x6985 });
        let (sent, end) = stages(&mut chip);
        assert!(matches!(end, Ok(Step::Done(read)) if read.files == files()), "{after}");
        // BAC: GET CHALLENGE, EXTERNAL AUTHENTICATE
        assert!(sent.windows(2).any(|two| two == [0x84, 0x82]), "{after}");
    }
    let mut chip = chips().with_fault(Fault::Refuse { command: command(4), status: 0x6300 });
    assert_eq!(stages(&mut chip).1, Err(ChipError::WrongKey(0x6300)));
}

#[test]
fn a_wrong_key_is_named_in_both_ways_of_access() {
    let other = Access::from_pieces("L898902C<3", "6908061", "9406248").err();
    assert_eq!(other, Some(ChipError::Input { field: "expiry" }));
    let other = || Access::new("L898902C", "690806", "940624").unwrap();
    for mut chip in [chip(), chip().with_pace(KeyKind::P256, Suite::Aes128)] {
        let mut session = Session::new(other(), Plan::default(), seed(1));
        assert_eq!(talk(&mut session, &mut chip), Err(ChipError::WrongKey(0x6300)));
        assert_eq!(session.next(None), Err(ChipError::Finished));
    }
    assert_eq!(ChipError::WrongKey(0x6300).reason().found.as_deref(), Some("6300"));
}

#[test]
fn a_chip_lost_anywhere_goes_on_and_keeps_what_was_read_whole() {
    let whole = {
        let mut chip = chip();
        talk(&mut session(bac()), &mut chip).unwrap();
        chip.commands()
    };
    for last in 1..=whole {
        let mut chip = chip().with_fault(Fault::LostAfter(last));
        let mut session = session(bac());
        assert_eq!(talk(&mut session, &mut chip), Err(ChipError::Lost), "{last}");
        chip.power_on();
        session.restart().unwrap();
        let read = talk_on(&mut session, &mut chip);
        let mut names: Vec<File> = read.files.iter().map(|(file, _)| *file).collect();
        names.sort();
        names.dedup();
        assert_eq!((names.len(), read.files.len()), (6, 6), "{last}");
        assert_eq!(genuine_chip(&read, &SIGNED, &SIGNED).original, Originality::Proved, "{last}");
        // What was whole before is not read again.
        assert!(chip.commands() <= last + whole, "{last}");
    }
}

/// As `talk`, with progress going on from where it was.
fn talk_on(session: &mut Session, chip: &mut MockChip) -> ChipFiles {
    talk(session, chip).unwrap()
}

#[test]
fn it_is_not_started_again_for_ever() {
    let mut session = session(bac());
    for _ in 0..RESTARTS_LIMIT {
        session.restart().unwrap();
    }
    assert_eq!(session.restart(), Err(ChipError::Retries));
    assert_eq!(session.next(None), Err(ChipError::Finished));
}

#[test]
fn copies_are_found_out() {
    let other = Es256Signer::from_scalar(&[0x12; 32]).unwrap();
    let mut copy =
        MockChip::new(access(), files(), seed(2)).with_active(ActiveSecret::Ecdsa(Box::new(other)));
    let read = talk(&mut session(bac()), &mut copy).unwrap();
    let genuine = genuine_chip(&read, &SIGNED, &SIGNED);
    assert_eq!((genuine.original, genuine.level()), (Originality::Failed, None));
    assert_eq!(genuine.reasons[0].code, "chip.active.failed");

    let mut copy = MockChip::new(access(), files(), seed(2))
        .with_active(ActiveSecret::Ecdsa(Box::new(signer())))
        .with_chip_key(KeyKind::P256, Suite::Aes128, &[0x32; 40]);
    let read = talk(&mut session(bac()), &mut copy).unwrap();
    assert_eq!(read.chip_authentication, ChipProof::Failed);
    let genuine = genuine_chip(&read, &SIGNED, &SIGNED);
    assert_eq!(
        (genuine.original, genuine.reasons[0].code),
        (Originality::Failed, "chip.authentication.failed")
    );
}

#[test]
fn silence_proves_nothing_and_accuses_nobody() {
    let mut mute = MockChip::new(access(), files(), seed(2)).with_fault(Fault::Mute);
    let read = talk(&mut session(bac()), &mut mute).unwrap();
    let genuine = genuine_chip(&read, &SIGNED, &SIGNED);
    assert_eq!((genuine.original, genuine.level()), (Originality::Unanswered, Some(Level::Chip)));
    let codes: Vec<_> = genuine.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["chip.active.unanswered", "chip.authentication.unanswered"]);

    // Nor does a chip that hides what the document security object lists.
    let hidden = files().into_iter().take(4).collect();
    let read = talk(&mut session(bac()), &mut MockChip::new(access(), hidden, seed(2))).unwrap();
    assert_eq!(genuine_chip(&read, &[1, 11, 12], &SIGNED).original, Originality::Unanswered);

    let plain = vec![(File::Sod, listing(&[1, 2])), filled(File::Dg1, 91)];
    let read = talk(&mut session(bac()), &mut MockChip::new(access(), plain, seed(2))).unwrap();
    let genuine = genuine_chip(&read, &[1, 2], &[1, 2]);
    assert_eq!((genuine.original, genuine.level()), (Originality::NotOffered, Some(Level::Chip)));
}

#[test]
fn keys_that_nobody_signed_prove_nothing() {
    let read = talk(&mut session(bac()), &mut chip()).unwrap();
    let genuine = genuine_chip(&read, &[1, 11], &SIGNED);
    assert_eq!((genuine.original, genuine.level()), (Originality::Unanswered, Some(Level::Chip)));
    let codes: Vec<_> = genuine.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["chip.active.unsigned", "chip.authentication.unsigned"]);
    assert_eq!(genuine_chip(&read, &[1, 14], &SIGNED).original, Originality::Proved);
    assert_eq!(genuine_chip(&read, &[1, 15], &SIGNED).original, Originality::Proved);
}

#[test]
fn chip_authentication_with_3des_and_other_curves() {
    for (curve, suite, size) in [
        (KeyKind::P256, Suite::TripleDes, 40),
        (KeyKind::BrainpoolP256r1, Suite::Aes256, 40),
        (KeyKind::P384, Suite::Aes192, 56),
    ] {
        let random = vec![0x41; size];
        let mut all = files();
        all.truncate(4);
        all.push((File::Dg14, dg14(curve, suite, &random).unwrap()));
        let mut chip = MockChip::new(access(), all, seed(2)).with_chip_key(curve, suite, &random);
        let read = talk(&mut session(bac()), &mut chip).unwrap();
        assert_eq!(read.chip_authentication, ChipProof::Proved, "{curve} {suite:?}");
        assert_eq!(genuine_chip(&read, &[1, 14], &SIGNED).original, Originality::Proved);
    }
}

#[test]
fn rsa_answers_short_and_long() {
    for (modulus, exponent, spki) in RSA {
        let mut all = files();
        all.retain(|(file, _)| *file != File::Dg14);
        for (file, bytes) in &mut all {
            if *file == File::Dg15 {
                *bytes = dg15(&unhex(spki));
            }
        }
        let secret = ActiveSecret::Rsa { modulus: unhex(modulus), exponent: unhex(exponent) };
        let mut chip = MockChip::new(access(), all, seed(2)).with_active(secret);
        let read = talk(&mut session(bac()), &mut chip).unwrap();
        let answer = read.active.clone().unwrap();
        assert_eq!(answer.response.len(), modulus.len() / 2);
        assert_eq!(genuine_chip(&read, &SIGNED, &SIGNED).original, Originality::Proved);
        // A long signature cut short is no proof of anything.
        let mut cut = read.clone();
        cut.active.as_mut().unwrap().response.truncate(100);
        assert_eq!(genuine_chip(&cut, &SIGNED, &SIGNED).original, Originality::Unanswered);
        let mut changed = read;
        changed.active.as_mut().unwrap().challenge[0] ^= 1;
        assert_eq!(genuine_chip(&changed, &SIGNED, &SIGNED).original, Originality::Failed);
    }
}

#[test]
fn chips_that_take_short_reads_only() {
    let mut chip = chip().with_longest(231);
    assert_eq!(talk(&mut session(bac()), &mut chip).unwrap().files, files());
}

#[test]
fn a_chip_that_ends_secure_messaging_over_a_missing_file_is_opened_again() {
    for curve in [None, Some(KeyKind::P256)] {
        let mut chip = chip().with_fault(Fault::CutOff(File::Dg12));
        if let Some(curve) = curve {
            chip = chip.with_pace(curve, Suite::Aes128).without_basic_access();
        }
        let read = talk(&mut session(Plan::default()), &mut chip).unwrap();
        let expected: Vec<_> = files().into_iter().filter(|(file, _)| *file != File::Dg12).collect();
        assert_eq!(read.files, expected);
    }
    let mut chip = chip().with_fault(Fault::CutOff(File::Dg1));
    assert_eq!(talk(&mut session(bac()), &mut chip), Err(ChipError::FileMissing(File::Dg1)));
}

#[test]
fn a_quirk_of_a_file_that_may_be_missing_leaves_it_out() {
    let without = |name: File| files().into_iter().filter(|(file, _)| *file != name).collect::<Vec<_>>();
    for name in [File::Dg11, File::Dg12, File::Dg15, File::Dg14] {
        for quirk in
            [vec![0x62, 2, 0, 0], vec![name.tag(), 0x83, 0x7f, 0xff, 0xff], vec![name.tag(), 9, 0, 0]]
        {
            let mut all = files();
            all.iter_mut().filter(|(file, _)| *file == name).for_each(|(_, bytes)| *bytes = quirk.clone());
            let mut chip = MockChip::new(access(), all, seed(2))
                .with_active(ActiveSecret::Ecdsa(Box::new(signer())))
                .with_chip_key(KeyKind::P256, Suite::Aes128, &CHIP_KEY);
            assert_eq!(
                talk(&mut session(bac()), &mut chip).unwrap().files,
                without(name),
                "{name} {quirk:x?}"
            );
        }
        let mut chip = chip().with_fault(Fault::Stumble(name));
        assert_eq!(talk(&mut session(bac()), &mut chip).unwrap().files, without(name), "{name}");
    }
    let mut chip = chip();
    for name in [File::Dg11, File::Dg12, File::Dg15, File::Dg14] {
        chip.add_fault(Fault::Stumble(name));
    }
    let read = talk(&mut session(bac()), &mut chip).unwrap();
    assert_eq!(read.files, files()[..2]);
    assert_eq!(genuine_chip(&read, &[1], &SIGNED).original, Originality::Unanswered);
    let mut chip = super::chip().with_fault(Fault::Stumble(File::Dg1));
    assert_eq!(talk(&mut session(bac()), &mut chip), Err(ChipError::Status(0x6f00)));
}

#[test]
fn a_bare_refusal_of_the_new_keys_accuses_only_the_second_time() {
    let mut honest = chip();
    talk(&mut session(bac()), &mut honest).unwrap();
    let last = honest.commands();
    let mut chip = chip();
    let mut session = session(bac());
    let mut step = session.next(None).unwrap();
    let read = loop {
        match step {
            Step::Done(read) => break read,
            Step::Send { apdu, .. } => {
                let own = chip.transceive(&apdu);
                let response = if chip.commands() == last { vec![0x69, 0x88] } else { own };
                step = session.next(Some(&response)).unwrap();
            }
        }
    };
    assert!(chip.commands() > last);
    assert_eq!(read.chip_authentication, ChipProof::Proved);
}

/// DG14 with one info of this protocol.
fn dg14_of(oid: &[u8], rest: &[u8]) -> Vec<u8> {
    let info = [tlv::write(0x06, oid).unwrap(), rest.to_vec()].concat();
    let set = tlv::write(0x31, &tlv::write(0x30, &info).unwrap()).unwrap();
    tlv::write(0x6e, &set).unwrap()
}

#[test]
fn chip_authentication_of_a_kind_not_spoken_is_no_absence() {
    let judge = |dg14: Vec<u8>, signed: &[u8]| {
        let read = ChipFiles { files: vec![(File::Dg14, dg14)], ..ChipFiles::default() };
        let genuine = genuine_chip(&read, signed, &[1, 14]);
        (genuine.original, genuine.reasons.first().map(|reason| reason.code))
    };
    // id-CA-DH-3DES-CBC-CBC, id-PK-DH, and id-PK-ECDH with a key of no curve known here.
    for oid in ["04007f00070202030101", "04007f000702020101", "04007f000702020102"] {
        let dg14 = dg14_of(&unhex(oid), &[0x30, 0]);
        let expected = (Originality::Unanswered, Some("chip.authentication.kind"));
        assert_eq!(judge(dg14.clone(), &[1, 14]), expected, "{oid}");
        assert_eq!(judge(dg14, &[1]), (Originality::NotOffered, None), "{oid}");
    }
    let active_only = dg14_of(&unhex("678108010105"), &[2, 1, 1]);
    assert_eq!(judge(active_only, &[1, 14]), (Originality::NotOffered, None));
    let not_asked = dg14(KeyKind::P256, Suite::Aes128, &CHIP_KEY).unwrap();
    let expected = (Originality::Unanswered, Some("chip.authentication.unanswered"));
    assert_eq!(judge(not_asked, &[1, 14]), expected);
}

#[test]
fn answers_of_another_form_accuse_nobody() {
    let challenge = vec![3; 8];
    let dg15 = (File::Dg15, dg15(signer().public_key().spki_der()));
    let judge = |response: &[u8], dg14: Option<Vec<u8>>| {
        let active = Some(ActiveAnswer { challenge: challenge.clone(), response: response.to_vec() });
        let dg14 = dg14.map(|bytes| (File::Dg14, bytes));
        let files = [dg15.clone()].into_iter().chain(dg14).collect();
        let genuine = genuine_chip(&ChipFiles { files, active, ..ChipFiles::default() }, &SIGNED, &[15]);
        (genuine.original, genuine.reasons.first().map(|reason| reason.code))
    };
    let form = (Originality::Unanswered, Some("chip.active.form"));
    let copy = (Originality::Failed, Some("chip.active.failed"));
    let right = signer().sign(&challenge);
    let wrong = signer().sign(&[4; 8]);
    let der = |plain: &[u8]| {
        let number = |bytes: &[u8]| {
            let start = bytes.iter().position(|byte| *byte != 0).unwrap();
            let sign = if bytes[start] > 0x7f { &[0][..] } else { &[] };
            tlv::write(2, &[sign, &bytes[start..]].concat()).unwrap()
        };
        tlv::write(0x30, &[number(&plain[..32]), number(&plain[32..])].concat()).unwrap()
    };
    assert_eq!(judge(&right, None).0, Originality::Proved);
    assert_eq!(judge(&der(&right), None).0, Originality::Proved);
    assert_eq!(judge(&wrong, None), copy);
    assert_eq!(judge(&der(&wrong), None), copy);
    assert_eq!(judge(&right[..63], None), form);
    // Active authentication with ecdsa-plain-SHA256, and with one of no hash known here.
    let named = |last: u8| {
        let oid = tlv::write(6, &[&unhex("04007f000701010401")[..], &[last]].concat()).unwrap();
        Some(dg14_of(&unhex("678108010105"), &[&[2, 1, 1], oid.as_slice()].concat()))
    };
    assert_eq!(judge(&wrong, named(3)), copy);
    assert_eq!(judge(&wrong, named(9)), form);
    assert_eq!(judge(&right, named(9)).0, Originality::Proved);
}

#[test]
fn an_rsa_answer_with_a_hash_not_known_accuses_nobody() {
    let (modulus, exponent, spki) = RSA[0];
    let block = [&[0x6a][..], &[0x5a; 125], &[0x31, 0xcc]].concat();
    let response =
        healthpass_crypto::iso9796::power_for_tests(&unhex(modulus), &unhex(exponent), &block).unwrap();
    let files = vec![(File::Dg15, dg15(&unhex(spki)))];
    let active = Some(ActiveAnswer { challenge: vec![1; 8], response });
    let genuine = genuine_chip(&ChipFiles { files, active, ..ChipFiles::default() }, &[15], &[15]);
    assert_eq!((genuine.original, genuine.reasons[0].code), (Originality::Unanswered, "chip.active.form"));
}

#[test]
fn what_was_read_is_not_printed() {
    let read = talk(&mut session(bac()), &mut chip()).unwrap();
    let text = format!("{read:?} {:?}", read.active.as_ref().unwrap());
    assert!(text.contains("DG1: 93 bytes") && !text.contains('['), "{text}");
}

#[cfg(feature = "issue-synthetic")]
#[test]
fn unlisted_groups_are_not_asked_for_and_missing_ones_are_fine() {
    use crate::synthetic::{groups, synthetic_passport};
    let lines = ["PPUTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"];
    let passport = synthetic_passport(&lines, &[(11, groups::dg11("ERIKSSON<<ANNA<MARIA"))]);
    assert_eq!(crate::lds::sod::listed(&passport.sod), [1, 11]);
    let all = vec![
        (File::Com, unhex("60165f0104303130385f36063034303030305c046175637f")), // lists what is not there
        (File::Sod, passport.sod),
        filled(File::Dg1, 91),
        filled(File::Dg12, 20),
    ];
    let plan = Plan { files: [&[File::Com][..], &Plan::default().files].concat(), ..bac() };
    let read = talk(&mut session(plan), &mut MockChip::new(access(), all, seed(2))).unwrap();
    let names: Vec<File> = read.files.iter().map(|(file, _)| *file).collect();
    assert_eq!(names, [File::Com, File::Sod, File::Dg1]);
}

#[test]
fn what_only_looks_like_a_list_hides_nothing() {
    let mut all = files();
    all[0].1 = listing(&[1]);
    let mut chip = MockChip::new(access(), all.clone(), seed(2));
    let read = talk(&mut session(bac()), &mut chip).unwrap();
    assert_eq!(read.files, all);
    // The verdict follows the numbers given, not bytes in the file.
    let bare = ChipFiles { files: vec![(File::Sod, listing(&[1, 15]))], ..ChipFiles::default() };
    assert_eq!(genuine_chip(&bare, &[1], &[1]).original, Originality::NotOffered);
    assert_eq!(genuine_chip(&bare, &[1], &[1, 15]).original, Originality::Unanswered);
}

#[test]
fn files_of_every_size_are_read_whole() {
    for length in [
        1, 2, 100, 124, 127, 128, 219, 220, 221, 222, 223, 255, 256, 0x7ff0, 0x7ffc, 0x7ffd, 0x8000, 0x8100,
        70_000,
    ] {
        let all = vec![(File::Sod, listing(&[1, 2])), filled(File::Dg1, 91), filled(File::Dg2, length)];
        let plan = Plan { files: vec![File::Sod, File::Dg1, File::Dg2], ..bac() };
        let mut chip = MockChip::new(access(), all.clone(), seed(2)).with_longest(231);
        assert_eq!(talk(&mut session(plan), &mut chip).unwrap().files, all, "{length}");
    }
}

#[test]
fn files_that_are_none_are_refused() {
    let run = |dg1: Vec<u8>| {
        let all = vec![(File::Sod, listing(&[1])), (File::Dg1, dg1)];
        talk(&mut session(bac()), &mut MockChip::new(access(), all, seed(2))).unwrap_err()
    };
    assert_eq!(run(vec![0x62, 2, 0, 0]), ChipError::FileContent(File::Dg1));
    assert_eq!(run(vec![0x61, 0x80, 0, 0]), ChipError::FileContent(File::Dg1));
    assert_eq!(run(vec![0x61, 0x83, 0x7f, 0xff, 0xff]), ChipError::FileSize(File::Dg1));
    assert_eq!(run(vec![0x61, 9, 0, 0]), ChipError::Status(0x6b00));
    let none = vec![(File::Sod, listing(&[1]))];
    let missing = talk(&mut session(bac()), &mut MockChip::new(access(), none, seed(2)));
    assert_eq!(missing, Err(ChipError::FileMissing(File::Dg1)));
    assert_eq!(ChipError::FileMissing(File::Dg1).reason().at.as_deref(), Some("DG1"));
}

#[test]
fn what_is_no_passport_says_so() {
    let mut session = session(bac());
    session.next(None).unwrap();
    assert_eq!(session.next(Some(&[0x6a, 0x82])), Err(ChipError::NoPassport(0x6a82)));
    let mut session = super::session(bac());
    session.next(None).unwrap();
    session.next(Some(&[0x90, 0x00])).unwrap();
    assert_eq!(session.next(Some(&[0x69, 0x85])), Err(ChipError::AccessUnsupported));
    let mut session = super::session(bac());
    assert_eq!(session.next(Some(&[0x90, 0])), Err(ChipError::Malformed));
}

#[test]
fn keys_are_made_of_pieces_zones_and_documents() {
    let zone =
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let mrz = crate::mrz::parse(&zone, time::Date::from_calendar_date(2026, time::Month::March, 1).unwrap())
        .unwrap();
    let expected = b"L898902C3674081221204159";
    assert_eq!(Access::from_mrz(&mrz).unwrap().information(), expected);
    let spaced = Access::from_pieces("l898902c36", "7408 122", "1204159").unwrap();
    assert_eq!(spaced.information(), expected);
    assert_eq!(
        Access::new("L898902C", "690806", "940623").unwrap().information(),
        b"L898902C<369080619406236"
    );
    assert_eq!(
        Access::from_pieces("L898902C3", "6908061", "9406236").unwrap().information(),
        b"L898902C<369080619406236"
    );
    for (number, birth, expiry, field) in [
        ("", "6908061", "9406236", "number"),
        ("L898902C<4", "6908061", "9406236", "number"),
        ("L898902C<3", "690806", "9406236", "birth"),
        ("L898902C<3", "69A8061", "9406236", "birth"),
        ("L898902C<3", "6908061", "94062366", "expiry"),
        ("护照", "6908061", "9406236", "number"),
    ] {
        assert_eq!(
            Access::from_pieces(number, birth, expiry).err(),
            Some(ChipError::Input { field }),
            "{number}"
        );
    }
}

proptest! {
    #[test]
    fn no_pieces_panic(number in ".{0,30}", birth in ".{0,9}", expiry in ".{0,9}") {
        let _ = Access::from_pieces(&number, &birth, &expiry);
        let _ = Access::new(&number, &birth, &expiry);
    }
}

/// TEST ONLY keys of 1024 and 2048 bits: modulus, private exponent, SubjectPublicKeyInfo.
const RSA: [(&str, &str, &str); 2] = [
    (
        "bddf565c6d2f6273dbc3fbf4598b4567b4ff31740d09e5e2eb2462f052993ca36c145c193a5c9ad4281c2b1b7fb5a71da7b0b466a81ed06d84c238ccb9bc574704e5e8035a35eccfd10fd3ca78bfe937b9bcfe79af46816cebd35994f3c8295385929ea5220e7a0a40486b8afd1a550b0e24688cba23ccb92b7bbd1cb25a1715",
        "a189ba82c60dd35838b7e3cafec7c393b8e48861709a64300bd81828d84d30cee4abe9b338f9026ccf772fa1a4a49a7a5b69b601c4b4faa4c2972f15d64b8b80139aa30e13d403bdd2177d9fbe7c480b1d48ff3d18fa65b74d3cf048423c8bea6b4e7a81fd9aa9066dfee235ba8449aa25a84230a2d50b945d8e2058ffff2ba1",
        "30819f300d06092a864886f70d010101050003818d0030818902818100bddf565c6d2f6273dbc3fbf4598b4567b4ff31740d09e5e2eb2462f052993ca36c145c193a5c9ad4281c2b1b7fb5a71da7b0b466a81ed06d84c238ccb9bc574704e5e8035a35eccfd10fd3ca78bfe937b9bcfe79af46816cebd35994f3c8295385929ea5220e7a0a40486b8afd1a550b0e24688cba23ccb92b7bbd1cb25a17150203010001",
    ),
    (
        "c4f0be0baca2b504de4224e06bac09975fa743a18b2eadbeeca31884e6fc48f9ec0370d8336d9b4c203d84ae99e85830814e7dd9be152584b417cf2de64820209a2992c389e5ffe83ea406b4c15fb35ef84568c381d7dc4e610a310da5aba2df4aeafa4957090dd50d9ac8143f59dfec3412b97520b9eb1df0a53232f391ebe8adff7b9e99ea1e69cd8728c6297252c350c5d095320434d138146e0c3c033f734dacb41c8b6e822026fccd7a3c7a364ee4b076af310fc81fe492ccf30440a3e6abddf4f1e27451d0f9d4b1749f8ccdb7b1eee7cff42347b6f92e00176ed2b5b40a8a85470da4bf0057e80ba4bdff141e94bd3fd1d4bd35a2e02ce4a01138ecf5",
        "0b8b05c496e7897f21ccd42f00389aee4fa9b4ddd6d3d354b5b7808427aac1573eb55beb9c26103c67c65b4cc59217fb2dd50d2cd24698869ceca954ca22cf994197eeb57dd3688ab30337ae680825320b90bbe97ba68c8fde81b3aad65b474659b4889b7c59b84114d54de55bea3764f78f6265e2576b57bba75f181bed215bcd314de30de3c0ddda8a5ec8723cc926a861f41c1805281fd6078fe3a4c89fdf1961637f4e9e8b7422369c0002ea7e4aa2b48a083028c43ff95abfcda2947cc15f87148325a3514c599cf1091ce13e3542130fc82177e8c96f3f34440d24dfaf1fb7424b6bdf9be338be9b857d36c7da86c05f6352b8e4c2a947adf6c8b4d049",
        "30820122300d06092a864886f70d01010105000382010f003082010a0282010100c4f0be0baca2b504de4224e06bac09975fa743a18b2eadbeeca31884e6fc48f9ec0370d8336d9b4c203d84ae99e85830814e7dd9be152584b417cf2de64820209a2992c389e5ffe83ea406b4c15fb35ef84568c381d7dc4e610a310da5aba2df4aeafa4957090dd50d9ac8143f59dfec3412b97520b9eb1df0a53232f391ebe8adff7b9e99ea1e69cd8728c6297252c350c5d095320434d138146e0c3c033f734dacb41c8b6e822026fccd7a3c7a364ee4b076af310fc81fe492ccf30440a3e6abddf4f1e27451d0f9d4b1749f8ccdb7b1eee7cff42347b6f92e00176ed2b5b40a8a85470da4bf0057e80ba4bdff141e94bd3fd1d4bd35a2e02ce4a01138ecf50203010001",
    ),
];
