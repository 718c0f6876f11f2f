//! DER and X.509 as far as a made-up state writes them.

use super::{Es256Signer, ObjectIdentifier, tlv};
use time::OffsetDateTime;

pub(super) const SEQUENCE: u16 = 0x30;
pub(super) const SET: u16 = 0x31;

/// ecdsa-with-SHA256.
pub(super) const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";

/// What a certificate says.
pub(super) struct Tbs<'a> {
    pub serial: u8,
    pub issuer: &'a [u8],
    pub subject: &'a [u8],
    pub valid: [i64; 2],
    pub key: &'a [u8],
    pub extensions: &'a [Vec<u8>],
}

pub(super) fn certificate(tbs: &Tbs<'_>, signs_with: &Es256Signer) -> Vec<u8> {
    let [from, until] = tbs.valid.map(time);
    let signed = element(
        SEQUENCE,
        &[
            &element(0xa0, &[&integer(2)]),
            &integer(tbs.serial),
            &algorithm(ECDSA_SHA256),
            tbs.issuer,
            &element(SEQUENCE, &[&from, &until]),
            tbs.subject,
            tbs.key,
            &element(0xa3, &[&element(SEQUENCE, &[&tbs.extensions.concat()])]),
        ],
    );
    let signature = sign(signs_with, &signed);
    element(SEQUENCE, &[&signed, &algorithm(ECDSA_SHA256), &element(3, &[&[0], &signature])])
}

pub(super) fn element(tag: u16, parts: &[&[u8]]) -> Vec<u8> {
    tlv::write(tag, &parts.concat()).unwrap_or_default()
}

/// A number below 128.
pub(super) fn integer(number: u8) -> Vec<u8> {
    element(2, &[&[number & 0x7f]])
}

pub(super) fn oid(dotted: &str) -> Vec<u8> {
    let oid = ObjectIdentifier::new(dotted);
    element(6, &[oid.as_ref().map_or(&[], ObjectIdentifier::as_bytes)])
}

pub(super) fn algorithm(dotted: &str) -> Vec<u8> {
    element(SEQUENCE, &[&oid(dotted)])
}

pub(super) fn name(country: &str, common_name: &str) -> Vec<u8> {
    let part = |kind: &str, tag, text: &str| {
        element(SET, &[&element(SEQUENCE, &[&oid(kind), &element(tag, &[text.as_bytes()])])])
    };
    let country = if country.is_empty() { Vec::new() } else { part("2.5.4.6", 0x13, country) };
    element(SEQUENCE, &[&country, &part("2.5.4.3", 0x0c, common_name)])
}

pub(super) fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    element(SEQUENCE, &[&oid(id), critical, &element(4, &[value])])
}

/// UTCTime through 2049, GeneralizedTime from 2050.
pub(super) fn time(seconds: i64) -> Vec<u8> {
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let clock = format!("{month:02}{day:02}{:02}{:02}{:02}Z", at.hour(), at.minute(), at.second());
    match year {
        1950..=2049 => element(0x17, &[format!("{:02}{clock}", year % 100).as_bytes()]),
        _ => element(0x18, &[format!("{year:04}{clock}").as_bytes()]),
    }
}

/// An ECDSA signature in DER.
pub(super) fn sign(key: &Es256Signer, message: &[u8]) -> Vec<u8> {
    let raw = key.sign(message);
    let (r, s) = raw.split_at(32);
    element(SEQUENCE, &[&unsigned(r), &unsigned(s)])
}

fn unsigned(mut number: &[u8]) -> Vec<u8> {
    while let [0, rest @ ..] = number {
        number = rest;
    }
    let sign: &[u8] = if number.first().is_none_or(|first| first & 0x80 != 0) { &[0] } else { &[] };
    element(2, &[sign, number])
}
