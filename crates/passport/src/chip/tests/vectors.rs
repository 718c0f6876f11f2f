//! The worked examples of ICAO 9303-11, every intermediate value, on both sides of the conversation.

use super::*;
use crate::chip::apdu::Command;
use crate::chip::channel::Channel;
use crate::chip::mock::MockChip;
use healthpass_crypto::symmetric::derive_key;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn example(name: &str) -> Option<Value> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let root = std::env::var_os("HEALTHPASS_VECTORS").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(root.join("passport/icao9303").join(name)).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {name}: vectors not found");
    }
    Some(serde_json::from_str(&text?).unwrap())
}

fn hex(value: &Value) -> Vec<u8> {
    unhex(value.as_str().unwrap())
}

/// Runs until `count` commands were answered; the commands with their responses.
fn exchange(session: &mut Session, chip: &mut MockChip, count: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut all = Vec::new();
    let mut step = session.next(None).unwrap();
    while let Step::Send { apdu, .. } = step {
        let response = chip.transceive(&apdu);
        all.push((apdu, response.clone()));
        if all.len() == count {
            break;
        }
        step = session.next(Some(&response)).unwrap();
    }
    all
}

#[test]
fn basic_access_of_appendix_d() {
    let Some(given) = example("bac_sm.json") else { return };
    assert_eq!(access().information(), given["mrz_information"].as_str().unwrap().as_bytes());
    let seed = &access().secret()[..16];
    assert_eq!(seed, hex(&given["k_seed"]));
    for (counter, name) in [(1, "k_enc"), (2, "k_mac")] {
        assert_eq!(derive_key(Suite::TripleDes, seed, counter).as_slice(), hex(&given[name]));
    }
    for (counter, name) in [(1, "ks_enc"), (2, "ks_mac")] {
        assert_eq!(
            derive_key(Suite::TripleDes, &hex(&given["xor_seed"]), counter).as_slice(),
            hex(&given[name])
        );
    }
    let ours = Seed::exactly(&[hex(&given["rnd_ifd"]), hex(&given["k_ifd"])].concat());
    let theirs = Seed::exactly(&[hex(&given["rnd_ic"]), hex(&given["k_ic"])].concat());
    let com = unhex("60145f0104303130365f36063034303030305c026175");
    let files = vec![(File::Com, com)];
    let plan = Plan { files: vec![File::Com], pace: false, prove: false };
    let mut session = Session::new(access(), plan, ours);
    let mut chip = MockChip::new(access(), files, theirs);
    let all = exchange(&mut session, &mut chip, 6);
    assert_eq!(all[0].0, unhex("00A4040C07A0000002471001"));
    assert_eq!(all[1].0, hex(&given["get_challenge"]));
    assert_eq!(all[1].1, [hex(&given["rnd_ic"]), vec![0x90, 0]].concat());
    assert_eq!(all[2].0, hex(&given["external_authenticate"]));
    assert_eq!(all[2].1, [hex(&given["response_data"]), vec![0x90, 0]].concat());
    for (index, exchange) in given["sm_exchange_read_EF_COM"].as_array().unwrap().iter().enumerate() {
        let (command, response) = &all[3 + index];
        assert_eq!(*command, hex(&exchange["protected_capdu"]), "{index}");
        assert_eq!(*response, hex(&exchange["protected_rapdu"]), "{index}");
    }
}

#[test]
fn secure_messaging_alone() {
    let Some(given) = example("bac_sm.json") else { return };
    let mut channel = Channel::new(Suite::TripleDes, &hex(&given["xor_seed"]), &hex(&given["ssc"])).unwrap();
    for exchange in given["sm_exchange_read_EF_COM"].as_array().unwrap() {
        let plain = &exchange["plain_capdu"];
        let byte = |name: &str| u8::try_from(plain[name].as_u64().unwrap()).unwrap();
        let header = [byte("cla"), byte("ins"), byte("p1"), byte("p2")];
        let expected = plain["le"].as_u64().map(|le| usize::try_from(le).unwrap());
        let command = Command::new(header, &hex(&plain["data"]), expected);
        assert_eq!(channel.protect(&command).unwrap(), hex(&exchange["protected_capdu"]));
        let answer = channel.unprotect(&hex(&exchange["protected_rapdu"])).unwrap();
        assert_eq!((answer.data, answer.status), (hex(&exchange["plain_data"]), 0x9000));
    }
    assert_eq!(channel.counter(), hex(&given["final_ssc"]));
}

#[test]
fn secure_messaging_with_aes_256() {
    let Some(given) = example("sm_aes256_ef_com.json") else { return };
    let mac_key = zeroize::Zeroizing::new(hex(&given["ks_mac"]));
    let mut channel =
        Channel::from_keys(Suite::Aes256, &hex(&given["ks_enc"]), mac_key, &hex(&given["ssc_before"]))
            .unwrap();
    let commands = [
        Command::new([0, 0xa4, 0x02, 0x0c], &[0x01, 0x1e], None),
        Command::new([0, 0xb0, 0, 0], &[], Some(4)),
        Command::new([0, 0xb0, 0, 4], &[], Some(0x16)),
    ];
    for (command, exchange) in commands.iter().zip(given["exchange_capdu_rapdu_plain"].as_array().unwrap()) {
        assert_eq!(channel.protect(command).unwrap(), hex(&exchange[0]));
        let answer = channel.unprotect(&hex(&exchange[1])).unwrap();
        assert_eq!((answer.data, answer.status), (hex(&exchange[2]), 0x9000));
    }
}

#[test]
fn pace_of_appendix_g() {
    let Some(given) = example("pace_ecdh_gm_bp256.json") else { return };
    let access = Access::new("T22000129", "640812", "101031").unwrap();
    assert_eq!(access.information(), given["mrz_information"].as_str().unwrap().as_bytes());
    assert_eq!(access.secret().as_slice(), hex(&given["K"]));
    assert_eq!(derive_key(Suite::Aes128, &access.secret(), 3).as_slice(), hex(&given["k_pi"]));
    for (counter, name) in [(1, "ks_enc"), (2, "ks_mac")] {
        assert_eq!(
            derive_key(Suite::Aes128, &hex(&given["shared_x"]), counter).as_slice(),
            hex(&given[name])
        );
    }
    // Eight bytes more than the order's make a scalar; in front of it they are nothing.
    let scalar = |name: &str| [vec![0; 8], hex(&given[name])].concat();
    let ours = Seed::exactly(&[scalar("sk_map_ifd"), scalar("sk_eph_ifd")].concat());
    let theirs = Seed::exactly(&[hex(&given["s"]), scalar("sk_map_ic"), scalar("sk_eph_ic")].concat());
    let mut session = Session::new(access.clone(), Plan::default(), ours);
    let mut chip = MockChip::new(access, files(), theirs).with_pace(KeyKind::BrainpoolP256r1, Suite::Aes128);
    let all = exchange(&mut session, &mut chip, 9);
    let card_access: Vec<u8> =
        all[1..3].iter().flat_map(|(_, response)| response[..response.len() - 2].to_vec()).collect();
    assert_eq!(card_access, hex(&given["ef_card_access"]));
    assert_eq!(all[4].1[4..20], hex(&given["z"]));
    for ((command, response), expected) in all[3..].iter().zip(given["apdus"].as_array().unwrap()) {
        assert_eq!((command, response), (&hex(&expected[0]), &hex(&expected[1])));
    }
    assert_eq!(all[7].0[9..17], hex(&given["t_ifd"]));
    assert_eq!(all[7].1[4..12], hex(&given["t_ic"]));
    // The application is selected under the new keys.
    assert_eq!(all[8].0[..4], [0x0c, 0xa4, 0x04, 0x0c]);
    assert_eq!(all[8].1[all[8].1.len() - 2..], [0x90, 0x00]);
}

fn file(name: &str) -> Option<Vec<u8>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let root = std::env::var_os("HEALTHPASS_VECTORS").map_or_else(beside, PathBuf::from);
    let bytes = std::fs::read(root.join("passport").join(name)).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: {name}: vectors not found");
    }
    bytes
}

/// Files as a passport of the Chinese shape holds them, out of a chip that takes 231 bytes and speaks BAC only.
#[test]
fn a_passport_of_the_chinese_shape() {
    let part = |name: &str| file(&format!("synthetic/china_like/{name}"));
    let (Some(sod), Some(dg1), Some(dg2)) = (part("EF_SOD.bin"), part("EF_DG1.bin"), part("EF_DG2.bin"))
    else {
        return;
    };
    let (Some(dg11), Some(dg12)) = (part("EF_DG11.bin"), part("EF_DG12.bin")) else { return };
    let all =
        vec![(File::Sod, sod), (File::Dg1, dg1), (File::Dg2, dg2), (File::Dg11, dg11), (File::Dg12, dg12)];
    let plan = Plan { files: all.iter().map(|(file, _)| *file).collect(), ..Plan::default() };
    let mut chip = MockChip::new(access(), all.clone(), seed(2)).with_longest(231);
    let read = talk(&mut session(plan), &mut chip).unwrap();
    assert_eq!(read.files, all);
}

#[test]
fn the_groups_a_document_security_object_lists() {
    for (name, expected) in [
        ("bsi-tr03105-5/EF_SOD.bin", &[1, 2, 3, 14, 4][..]),
        ("etsi-tr103200/EF_SOD.bin", &[1, 2, 3, 14, 15, 4]),
        ("synthetic/china_like/EF_SOD.bin", &[1, 2, 11, 12]),
        ("synthetic/ber_indefinite/EF_SOD.bin", &[1, 2]),
        ("synthetic/p256_explicit_sha1/EF_SOD.bin", &[1, 2]),
        ("synthetic/bp512_explicit_sha512/EF_SOD.bin", &[1, 2]),
    ] {
        let Some(sod) = file(name) else { continue };
        assert_eq!(crate::lds::sod::listed(&sod), expected, "{name}");
    }
}

/// The reference data set's DG14: chip authentication on an explicit brainpoolP224r1 with 3DES; its DG15: RSA of
/// 1024 bits.
#[test]
fn protocols_of_the_reference_data_set() {
    use crate::lds::security_infos::SecurityInfos;
    use healthpass_crypto::iso9796::RecoveryKey;
    for set in ["bsi-tr03105-5", "etsi-tr103200"] {
        let (Some(dg14), Some(dg15)) =
            (file(&format!("{set}/EF_DG14.bin")), file(&format!("{set}/EF_DG15.bin")))
        else {
            return;
        };
        let infos = SecurityInfos::parse_dg14(&dg14).unwrap();
        assert_eq!(infos.chip_authentication.len(), 1);
        assert_eq!(infos.chip_authentication[0].suite, Suite::TripleDes);
        assert!(infos.pace.is_empty() && infos.active_hash.is_none());
        let spki = tlv::Reader::only(&dg15, 0x6f).unwrap().expect(0x30).unwrap().encoding;
        assert_eq!(RecoveryKey::from_spki_der(spki).unwrap().size(), 128);
    }
}
