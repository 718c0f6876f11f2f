//! Certificates and revocation lists written by hand, signed by a TEST ONLY key; for tests.

use super::ObjectIdentifier;
use crate::asn1::{self, write};
use crate::sign::Es256Signer;

/// Extensions' last arcs under id-ce.
pub(crate) const SKI: u8 = 14;
pub(crate) const USAGE: u8 = 15;
pub(crate) const BASIC: u8 = 19;
pub(crate) const AKI: u8 = 35;

/// Values of extensions: an authority's rights.
pub(crate) const CA: &[u8] = &[0x30, 3, 1, 1, 0xff];
pub(crate) const MAY_SIGN_BOTH: &[u8] = &[3, 2, 1, 6];

pub(crate) const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";

pub(crate) fn signer() -> Es256Signer {
    Es256Signer::generate(&[7; 48]).unwrap()
}

pub(crate) fn algorithm(oid: &str) -> Vec<u8> {
    let oid = ObjectIdentifier::new_unwrap(oid);
    write(asn1::SEQUENCE, &[&write(asn1::OID, &[oid.as_bytes()])])
}

pub(crate) fn name(common: &str) -> Vec<u8> {
    let attribute =
        write(asn1::SEQUENCE, &[&[6, 3, 0x55, 4, 3], &write(asn1::UTF8_STRING, &[common.as_bytes()])]);
    write(asn1::SEQUENCE, &[&write(asn1::SET, &[&attribute])])
}

pub(crate) fn extension(arc: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    write(asn1::SEQUENCE, &[&[6, 3, 0x55, 0x1d, arc], critical, &write(asn1::OCTET_STRING, &[value])])
}

pub(crate) fn time(text: &str) -> Vec<u8> {
    write(asn1::UTC_TIME, &[text.as_bytes()])
}

/// What is to be signed, with its algorithm and signature.
pub(crate) fn sealed(tbs: &[u8], algorithm: &[u8]) -> Vec<u8> {
    let signature = signer().sign(tbs);
    let (r, s) = signature.split_at(32);
    let number = |number: &[u8]| {
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        asn1::write_unsigned(&number[zeros..])
    };
    let der = write(asn1::SEQUENCE, &[&number(r), &number(s)]);
    write(asn1::SEQUENCE, &[tbs, algorithm, &write(asn1::BIT_STRING, &[&[0], &der])])
}

/// A certificate with the key of [`signer`], signed by it.
pub(crate) struct Forged<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
    pub serial: &'a [u8],
    pub inside: &'a str,
    pub outside: &'a str,
    pub extensions: &'a [Vec<u8>],
}

impl Default for Forged<'_> {
    fn default() -> Self {
        let (inside, outside) = (ECDSA_SHA256, ECDSA_SHA256);
        Self { issuer: "CA", subject: "CA", serial: &[5], inside, outside, extensions: &[] }
    }
}

impl Forged<'_> {
    pub fn der(&self) -> Vec<u8> {
        let extensions = write(0xa3, &[&write(asn1::SEQUENCE, &[&self.extensions.concat()])]);
        let tbs = write(
            asn1::SEQUENCE,
            &[
                &[0xa0, 3, 2, 1, 2],
                &write(asn1::INTEGER, &[self.serial]),
                &algorithm(self.inside),
                &name(self.issuer),
                &write(asn1::SEQUENCE, &[&time("260101000000Z"), &time("491231235959Z")]),
                &name(self.subject),
                signer().public_key().spki_der(),
                &extensions,
            ],
        );
        sealed(&tbs, &algorithm(self.outside))
    }

    pub fn certificate(&self) -> super::Certificate {
        super::Certificate::from_der(&self.der()).unwrap()
    }
}
