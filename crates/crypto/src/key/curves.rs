//! The curves keys may be on, and how an AlgorithmIdentifier names them.
//!
//! ```text
//! ECParameters ::= SEQUENCE { version INTEGER, SEQUENCE { prime-field OID, p INTEGER },
//!     SEQUENCE { a OCTET STRING, b OCTET STRING, seed BIT STRING OPTIONAL },
//!     base OCTET STRING, order INTEGER, cofactor INTEGER OPTIONAL }
//! ```
//!
//! Passport authorities spell their curve out like this (ICAO 9303-12 section 4.4 asks them to). Such a
//! key is taken only if every number is that of a curve known here: a generator of one's own choosing
//! makes a private key to anybody's public key (CVE-2020-0601).

use super::rsa_key::strip_zeros;
use super::{KeyError, KeyKind};
use crate::arithmetic::curve::{self, Curve, Parameters, unhex};
use crate::asn1::{self, Asn1Error, Element};
use crate::x509::ObjectIdentifier;
use std::sync::OnceLock;

/// A curve, made of its parameters when it is first asked for.
pub(crate) struct Named {
    pub kind: KeyKind,
    pub oid: ObjectIdentifier,
    parameters: &'static Parameters,
    made: OnceLock<Option<Curve>>,
}

/// prime-field (RFC 3279 section 2.3.5).
const PRIME_FIELD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.1.1");

/// How many there are.
const COUNT: usize = 3
    + if cfg!(feature = "brainpool") { 3 } else { 0 }
    + if cfg!(feature = "passport-curves") { 5 } else { 0 };

/// Named curves: RFC 5480 section 2.1.1.1 and RFC 5639 section 4.1.
static CURVES: [Named; COUNT] = [
    named(KeyKind::P256, "1.2.840.10045.3.1.7", &curve::P256),
    named(KeyKind::P384, "1.3.132.0.34", &curve::P384),
    named(KeyKind::P521, "1.3.132.0.35", &curve::P521),
    #[cfg(feature = "brainpool")]
    named(KeyKind::BrainpoolP256r1, "1.3.36.3.3.2.8.1.1.7", &curve::BRAINPOOL_P256),
    #[cfg(feature = "brainpool")]
    named(KeyKind::BrainpoolP384r1, "1.3.36.3.3.2.8.1.1.11", &curve::BRAINPOOL_P384),
    #[cfg(feature = "brainpool")]
    named(KeyKind::BrainpoolP512r1, "1.3.36.3.3.2.8.1.1.13", &curve::BRAINPOOL_P512),
    #[cfg(feature = "passport-curves")]
    named(KeyKind::P192, "1.2.840.10045.3.1.1", &curve::P192),
    #[cfg(feature = "passport-curves")]
    named(KeyKind::P224, "1.3.132.0.33", &curve::P224),
    #[cfg(feature = "passport-curves")]
    named(KeyKind::BrainpoolP192r1, "1.3.36.3.3.2.8.1.1.3", &curve::BRAINPOOL_P192),
    #[cfg(feature = "passport-curves")]
    named(KeyKind::BrainpoolP224r1, "1.3.36.3.3.2.8.1.1.5", &curve::BRAINPOOL_P224),
    #[cfg(feature = "passport-curves")]
    named(KeyKind::BrainpoolP320r1, "1.3.36.3.3.2.8.1.1.9", &curve::BRAINPOOL_P320),
];

const fn named(kind: KeyKind, oid: &str, parameters: &'static Parameters) -> Named {
    Named { kind, oid: ObjectIdentifier::new_unwrap(oid), parameters, made: OnceLock::new() }
}

impl Named {
    pub fn curve(&'static self) -> Option<&'static Curve> {
        self.made.get_or_init(|| Curve::new(self.parameters)).as_ref()
    }

    /// Bytes of a coordinate.
    pub fn size(&self) -> usize {
        self.parameters.p.len() / 2
    }
}

/// The curve of a kind of key, if it is one.
pub(crate) fn of_kind(kind: KeyKind) -> Option<&'static Named> {
    CURVES.iter().find(|named| named.kind == kind)
}

/// The curve an id-ecPublicKey algorithm names or spells out.
pub(super) fn of_parameters(parameters: Option<Element<'_>>) -> Result<&'static Named, KeyError> {
    let explicit = || KeyError::Curve { found: "explicit".into() };
    let element = parameters.ok_or_else(|| KeyError::Curve { found: "none".into() })?;
    if element.tag != asn1::OID {
        return spelled_out(element).map_err(|_| KeyError::Der)?.ok_or_else(explicit);
    }
    let oid = element.oid().map_err(|_| KeyError::Der)?;
    CURVES.iter().find(|named| named.oid == oid).ok_or_else(|| KeyError::Curve { found: oid.to_string() })
}

fn spelled_out(parameters: Element<'_>) -> Result<Option<&'static Named>, Asn1Error> {
    if parameters.tag != asn1::SEQUENCE {
        return Ok(None); // NULL: inherited from the issuer, which nobody does
    }
    let mut all = parameters.inside();
    all.expect(asn1::INTEGER)?;
    let mut field = all.expect(asn1::SEQUENCE)?.inside();
    if field.expect(asn1::OID)?.oid()? != PRIME_FIELD {
        return Ok(None);
    }
    let p = field.expect(asn1::INTEGER)?.unsigned()?;
    let mut equation = all.expect(asn1::SEQUENCE)?.inside();
    let (a, b) = (equation.expect(asn1::OCTET_STRING)?.content, equation.expect(asn1::OCTET_STRING)?.content);
    let base = all.expect(asn1::OCTET_STRING)?.content;
    let n = all.expect(asn1::INTEGER)?.unsigned()?;
    let cofactor = match all.optional(asn1::INTEGER)? {
        Some(number) => number.unsigned()?,
        None => &[1],
    };
    all.end()?;
    let found = CURVES.iter().find(|named| named.is(p, a, b, n) && named.has_base(base));
    Ok(found.filter(|_| cofactor == [1]))
}

impl Named {
    fn is(&self, p: &[u8], a: &[u8], b: &[u8], n: &[u8]) -> bool {
        let same = |number: &[u8], hex: &str| strip_zeros(number) == strip_zeros(&unhex(hex));
        let known = self.parameters;
        let same_a = match known.a {
            Some(hex) => same(a, hex),
            None => is_minus_3(a, &unhex(known.p)),
        };
        same(p, known.p) && same_a && same(b, known.b) && same(n, known.n)
    }

    /// Whether a SEC 1 point is the base point, compressed or not.
    fn has_base(&self, sec1: &[u8]) -> bool {
        let (x, y) = (unhex(self.parameters.gx), unhex(self.parameters.gy));
        match sec1.split_first() {
            Some((4, coordinates)) => coordinates == [x, y].concat(),
            Some((tag @ (2 | 3), abscissa)) => {
                abscissa == x && y.last().is_some_and(|last| last % 2 == tag % 2)
            }
            _ => false,
        }
    }
}

/// Whether `a` is `p - 3`.
fn is_minus_3(a: &[u8], p: &[u8]) -> bool {
    let mut expected = p.to_vec();
    let mut less = 3;
    for byte in expected.iter_mut().rev() {
        let (rest, borrowed) = byte.overflowing_sub(less);
        (*byte, less) = (rest, u8::from(borrowed));
    }
    strip_zeros(a) == strip_zeros(&expected)
}
