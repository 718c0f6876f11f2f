//! PKCS#8 (RFC 5958) of sealing keys.

use super::{EC_PUBLIC_KEY, Kem, SECP256R1, SECRET_BYTES, SealingKey, SealingKeyError, X25519};
use crate::asn1::{self, Asn1Error, Reader};
use crate::x509::ObjectIdentifier;
use zeroize::Zeroizing;

/// Context tags of what may follow the key: attributes and the public half (RFC 5958 section 2).
const ATTRIBUTES: u8 = 0xa0;
const PUBLIC_KEY: u8 = 0x81;

/// Context tags inside an ECPrivateKey (RFC 5915 section 3).
const EC_PARAMETERS: u8 = 0xa0;
const EC_PUBLIC: u8 = 0xa1;

/// Everything of an X25519 key's file before its 32 bytes (RFC 8410 section 7).
const X25519_HEAD: &[u8] = &[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20];

/// Everything of a P-256 key's file before its scalar, and between that and its point (RFC 5915).
const P256_HEAD: &[u8] = &[
    0x30, 0x81, 0x87, 2, 1, 0, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48,
    0xce, 0x3d, 3, 1, 7, 4, 0x6d, 0x30, 0x6b, 2, 1, 1, 4, 0x20,
];
const P256_MIDDLE: &[u8] = &[0xa1, 0x44, 3, 0x42, 0];

/// The parts of a PrivateKeyInfo.
struct Info<'a> {
    algorithm: ObjectIdentifier,
    curve: Option<ObjectIdentifier>,
    key: &'a [u8],
    public: Option<&'a [u8]>,
}

pub(super) fn read(der: &[u8]) -> Result<SealingKey, SealingKeyError> {
    let form = |_: Asn1Error| SealingKeyError::Form;
    let info = info(der).map_err(form)?;
    let (kem, secret, inner) = match (info.algorithm, info.curve) {
        (EC_PUBLIC_KEY, Some(SECP256R1)) => {
            let (secret, public) = ec_private_key(info.key).map_err(form)?;
            (Kem::P256, secret, public)
        }
        (X25519, None) => {
            let secret = Reader::whole(info.key, asn1::OCTET_STRING).map_err(form)?.content;
            (Kem::X25519, secret, None)
        }
        (X25519, Some(_)) => return Err(SealingKeyError::Form),
        _ => return Err(SealingKeyError::Kind),
    };
    let key = SealingKey::from_raw(kem, secret)?;
    let belongs = |public: Option<&[u8]>| public.is_none_or(|public| public == key.public().raw());
    if belongs(inner) && belongs(info.public) { Ok(key) } else { Err(SealingKeyError::Form) }
}

pub(super) fn write(key: &SealingKey) -> Zeroizing<Vec<u8>> {
    let public = key.public();
    let parts: &[&[u8]] = match public.kem() {
        Kem::P256 => &[P256_HEAD, key.secret.as_slice(), P256_MIDDLE, public.raw()],
        Kem::X25519 => &[X25519_HEAD, key.secret.as_slice()],
    };
    // Room for all of it first: a vector that grows leaves copies behind.
    let room = parts.iter().map(|part| part.len()).sum();
    let mut der = Zeroizing::new(Vec::with_capacity(room));
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// ```text
/// OneAsymmetricKey ::= SEQUENCE { version INTEGER (0..1), SEQUENCE { OID, parameters ANY OPTIONAL },
///                                 privateKey OCTET STRING, [0] attributes OPTIONAL, [1] BIT STRING OPTIONAL }
/// ```
fn info(der: &[u8]) -> Result<Info<'_>, Asn1Error> {
    let mut outer = Reader::only(der, asn1::SEQUENCE)?;
    let version = outer.expect(asn1::INTEGER)?;
    if !matches!(version.content, [0 | 1]) {
        return Err(Asn1Error(0));
    }
    let mut identifier = outer.expect(asn1::SEQUENCE)?.inside();
    let algorithm = identifier.expect(asn1::OID)?.oid()?;
    let curve = identifier.optional(asn1::OID)?.map(asn1::Element::oid).transpose()?;
    let key = outer.expect(asn1::OCTET_STRING)?.content;
    outer.optional(ATTRIBUTES)?;
    let public = outer.optional(PUBLIC_KEY)?.map(asn1::Element::bits).transpose()?;
    outer.end()?;
    Ok(Info { algorithm, curve, key, public })
}

/// ```text
/// ECPrivateKey ::= SEQUENCE { version INTEGER (1), OCTET STRING, [0] OID OPTIONAL, [1] BIT STRING OPTIONAL }
/// ```
fn ec_private_key(der: &[u8]) -> Result<(&[u8], Option<&[u8]>), Asn1Error> {
    let mut key = Reader::only(der, asn1::SEQUENCE)?;
    if key.expect(asn1::INTEGER)?.content != [1] {
        return Err(Asn1Error(0));
    }
    let secret = key.expect(asn1::OCTET_STRING)?.content;
    if let Some(parameters) = key.optional(EC_PARAMETERS)? {
        let named = Reader::only(parameters.encoding, EC_PARAMETERS)?.expect(asn1::OID)?.oid()?;
        if named != SECP256R1 {
            return Err(Asn1Error(0));
        }
    }
    let public = match key.optional(EC_PUBLIC)? {
        Some(public) => Some(public.inside().expect(asn1::BIT_STRING)?.bits()?),
        None => None,
    };
    key.end()?;
    if secret.len() == SECRET_BYTES { Ok((secret, public)) } else { Err(Asn1Error(0)) }
}
