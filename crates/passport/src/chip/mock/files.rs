//! Files a chip tells its protocols in.

use crate::lds::security_infos::{ChipInfo, PaceInfo};
use crate::lds::tlv::write;
use healthpass_crypto::key::KeyKind;
use healthpass_crypto::key_agreement::Group;
use healthpass_crypto::symmetric::Suite;

/// id-PK-ECDH.
const PK_ECDH: [u8; 9] = [0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x01, 0x02];
/// id-ecPublicKey.
const EC_PUBLIC_KEY: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

pub(super) fn pace_info(curve: KeyKind, suite: Suite) -> Option<PaceInfo> {
    let parameter = match curve {
        KeyKind::P256 => 12,
        KeyKind::BrainpoolP256r1 => 13,
        KeyKind::P384 => 15,
        KeyKind::BrainpoolP384r1 => 16,
        KeyKind::BrainpoolP512r1 => 17,
        KeyKind::P521 => 18,
        _ => return None,
    };
    Some(PaceInfo { suite, curve, parameter })
}

/// EF.CardAccess with this one offer.
pub fn card_access(info: &PaceInfo) -> Vec<u8> {
    object(0x31, &[object(0x30, &[object(0x06, &[info.oid()]), vec![2, 1, 2], vec![2, 1, info.parameter]])])
}

/// DG14 with chip authentication under the private key of these random bytes; `None` for a curve or a number of
/// bytes that does not fit.
pub fn dg14(curve: KeyKind, suite: Suite, random: &[u8]) -> Option<Vec<u8>> {
    let group = Group::of(curve)?;
    let public = group.public(&group.scalar(random).ok()?).ok()?;
    let oid: &[u8] = match curve {
        KeyKind::P256 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        KeyKind::P384 => &[0x2b, 0x81, 0x04, 0x00, 0x22],
        KeyKind::BrainpoolP256r1 => &[0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07],
        _ => return None,
    };
    let algorithm = object(0x30, &[object(0x06, &[EC_PUBLIC_KEY.to_vec()]), object(0x06, &[oid.to_vec()])]);
    let spki = object(0x30, &[algorithm, object(0x03, &[vec![0], public.sec1().to_vec()])]);
    let key = object(0x30, &[object(0x06, &[PK_ECDH.to_vec()]), spki]);
    let protocol = ChipInfo { suite, key_id: None };
    let info = object(0x30, &[object(0x06, &[protocol.oid()]), vec![2, 1, 1]]);
    Some(object(0x6e, &[object(0x31, &[info, key])]))
}

/// DG15 with this SubjectPublicKeyInfo.
pub fn dg15(spki: &[u8]) -> Vec<u8> {
    object(0x6f, &[spki.to_vec()])
}

fn object(tag: u16, parts: &[Vec<u8>]) -> Vec<u8> {
    write(tag, &parts.concat()).unwrap_or_default()
}
