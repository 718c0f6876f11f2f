//! Data groups as files (ICAO 9303-10 section 4.7).

use super::tlv;

/// DG1: the machine readable zone. Lines of a passport book may leave out fillers at their end.
pub fn dg1(lines: &[&str]) -> Vec<u8> {
    let width = if lines.len() == 3 { 30 } else { 44 };
    let zone: String = lines.iter().map(|line| format!("{line:<<width$}")).collect();
    write(0x61, &write(0x5f1f, zone.as_bytes()))
}

/// DG11: the holder's full name, in the script of his state.
pub fn dg11(full_name: &str) -> Vec<u8> {
    let tags = write(0x5c, &[0x5f, 0x0e]);
    write(0x6b, &[tags, write(0x5f0e, full_name.as_bytes())].concat())
}

/// DG12: who issued the document and when, `YYYYMMDD`.
pub fn dg12(authority: &str, date: &str) -> Vec<u8> {
    let tags = write(0x5c, &[0x5f, 0x19, 0x5f, 0x26]);
    write(0x6c, &[tags, write(0x5f19, authority.as_bytes()), write(0x5f26, date.as_bytes())].concat())
}

/// DG14: security infos, the DER SET OF SecurityInfo.
pub fn dg14(infos: &[u8]) -> Vec<u8> {
    write(0x6e, infos)
}

/// DG15: the key of active authentication, DER SubjectPublicKeyInfo.
pub fn dg15(spki: &[u8]) -> Vec<u8> {
    write(0x6f, spki)
}

fn write(tag: u16, value: &[u8]) -> Vec<u8> {
    tlv::write(tag, value).unwrap_or_default()
}
