//! SecurityInfos (ICAO 9303-11 section 9.2): which protocols a chip speaks, in EF.CardAccess and DG14.
//!
//! ```text
//! SecurityInfos ::= SET OF SecurityInfo
//! SecurityInfo ::= SEQUENCE { protocol OID, requiredData ANY, optionalData ANY OPTIONAL }
//! ```

use super::tlv::{Reader, Tlv, TlvError};
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::key::{KeyKind, PublicKey};
use healthpass_crypto::symmetric::Suite;

/// Most infos read; chips of the field list fewer than ten.
pub const INFOS_LIMIT: usize = 32;

/// id-PACE-ECDH-GM, 0.4.0.127.0.7.2.2.4.2, before the cipher.
const PACE_ECDH_GM: [u8; 9] = [0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02];
/// id-CA and id-PK, 0.4.0.127.0.7.2.2.3 and .1, before the kind of key.
const CA: [u8; 8] = [0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x03];
const PK: [u8; 8] = [0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x01];
/// id-CA-ECDH, 0.4.0.127.0.7.2.2.3.2, before the cipher.
const CA_ECDH: [u8; 9] = [0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x03, 0x02];
/// id-PK-ECDH, 0.4.0.127.0.7.2.2.1.2.
const PK_ECDH: [u8; 9] = [0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x01, 0x02];
/// id-AA, 2.23.136.1.1.5.
const AA: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x05];
/// ecdsa-plain-signatures, 0.4.0.127.0.7.1.1.4.1, before the hash (BSI TR-03111 section 5.2.1).
const ECDSA_PLAIN: [u8; 9] = [0x04, 0x00, 0x7f, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01];

const SEQUENCE: u16 = 0x30;
const SET: u16 = 0x31;
const INTEGER: u16 = 0x02;
const OID: u16 = 0x06;

/// What is understood of a chip's list; everything else is passed over.
#[derive(Clone, Debug, Default)]
pub struct SecurityInfos {
    /// PACE with elliptic curves and generic mapping.
    pub pace: Vec<PaceInfo>,
    /// Chip authentication with elliptic curves.
    pub chip_authentication: Vec<ChipInfo>,
    /// Public keys of chip authentication.
    pub keys: Vec<ChipKey>,
    /// Whether chip authentication is offered, of whatever kind.
    pub offers_chip_authentication: bool,
    /// The hash of active authentication with ECDSA.
    pub active_hash: Option<HashAlgorithm>,
    /// Whether active authentication names an algorithm not known here.
    pub active_unknown: bool,
}

/// PACE as a chip offers it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PaceInfo {
    /// The cipher of secure messaging.
    pub suite: Suite,
    /// The curve.
    pub curve: KeyKind,
    /// The curve's number among the standardised domain parameters (9303-11 section 9.5.1).
    pub parameter: u8,
}

/// Chip authentication as a chip offers it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChipInfo {
    /// The cipher of secure messaging afterwards.
    pub suite: Suite,
    /// Which key, where there are several; big-endian.
    pub key_id: Option<Vec<u8>>,
}

/// A chip's public key.
#[derive(Clone, Debug)]
pub struct ChipKey {
    /// The key.
    pub key: PublicKey,
    /// Its identifier, where there are several.
    pub key_id: Option<Vec<u8>>,
}

impl PaceInfo {
    /// The content octets of the protocol's identifier.
    pub fn oid(&self) -> Vec<u8> {
        with_suite(&PACE_ECDH_GM, self.suite)
    }
}

impl ChipInfo {
    /// The content octets of the protocol's identifier.
    pub fn oid(&self) -> Vec<u8> {
        with_suite(&CA_ECDH, self.suite)
    }
}

impl SecurityInfos {
    /// Reads EF.CardAccess: a bare SET.
    ///
    /// # Errors
    /// Not data objects of this form; what a single info holds is not judged, only passed over.
    pub fn parse(set: &[u8]) -> Result<Self, TlvError> {
        let mut infos = Reader::only(set, SET)?;
        let mut all = Self::default();
        for _ in 0..INFOS_LIMIT {
            let Some(info) = infos.next()? else { return Ok(all) };
            if info.tag == SEQUENCE {
                // An info not understood must not hide the others.
                let _ = all.take(info);
            }
        }
        Ok(all)
    }

    /// Reads DG14: the same inside tag 6E.
    ///
    /// # Errors
    /// As [`SecurityInfos::parse`].
    pub fn parse_dg14(file: &[u8]) -> Result<Self, TlvError> {
        let mut outer = Reader::only(file, u16::from(super::File::Dg14.tag()))?;
        let set = outer.expect(SET)?;
        outer.end()?;
        Self::parse(set.encoding)
    }

    fn take(&mut self, info: Tlv<'_>) -> Result<(), TlvError> {
        let mut parts = Reader::new(info.value);
        let oid = parts.expect(OID)?.value;
        self.offers_chip_authentication |= oid.starts_with(&CA) || oid.starts_with(&PK);
        let required = parts.next()?.ok_or(TlvError(0))?;
        let optional = parts.next()?;
        let id = optional.filter(|id| id.tag == INTEGER).map(|id| id.value);
        if let Some(suite) = suite_after(oid, &PACE_ECDH_GM) {
            let parameter = id.and_then(|id| id.first().copied()).filter(|_| required.value == [2]);
            if let Some((parameter, curve)) = parameter.and_then(|number| Some((number, curve_of(number)?))) {
                self.pace.push(PaceInfo { suite, curve, parameter });
            }
        } else if let Some(suite) = suite_after(oid, &CA_ECDH) {
            self.chip_authentication.push(ChipInfo { suite, key_id: id.map(<[u8]>::to_vec) });
        } else if oid == PK_ECDH {
            if let Some(key) = chip_key(required) {
                self.keys.push(ChipKey { key, key_id: id.map(<[u8]>::to_vec) });
            }
        } else if oid == AA {
            self.active_hash = optional.and_then(plain_hash);
            self.active_unknown = optional.is_some() && self.active_hash.is_none();
        }
        Ok(())
    }
}

/// The key itself, its curve named, spelled out, or by its number (9303-11 section 9.5.1).
fn chip_key(info: Tlv<'_>) -> Option<PublicKey> {
    PublicKey::from_spki_der(info.encoding).ok()
}

fn with_suite(prefix: &[u8], suite: Suite) -> Vec<u8> {
    let last = match suite {
        Suite::TripleDes => 1,
        Suite::Aes128 => 2,
        Suite::Aes192 => 3,
        Suite::Aes256 => 4,
    };
    [prefix, &[last]].concat()
}

fn suite_after(oid: &[u8], prefix: &[u8]) -> Option<Suite> {
    match oid.strip_prefix(prefix)? {
        [1] => Some(Suite::TripleDes),
        [2] => Some(Suite::Aes128),
        [3] => Some(Suite::Aes192),
        [4] => Some(Suite::Aes256),
        _ => None,
    }
}

fn plain_hash(oid: Tlv<'_>) -> Option<HashAlgorithm> {
    match oid.value.strip_prefix(&ECDSA_PLAIN)? {
        [1] => Some(HashAlgorithm::Sha1),
        [2] => Some(HashAlgorithm::Sha224),
        [3] => Some(HashAlgorithm::Sha256),
        [4] => Some(HashAlgorithm::Sha384),
        [5] => Some(HashAlgorithm::Sha512),
        _ => None,
    }
}

/// The curve of a standardised domain parameter's number (9303-11 table 9).
fn curve_of(number: u8) -> Option<KeyKind> {
    match number {
        12 => Some(KeyKind::P256),
        13 => Some(KeyKind::BrainpoolP256r1),
        15 => Some(KeyKind::P384),
        16 => Some(KeyKind::BrainpoolP384r1),
        17 => Some(KeyKind::BrainpoolP512r1),
        18 => Some(KeyKind::P521),
        _ => None,
    }
}
