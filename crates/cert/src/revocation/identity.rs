//! What lists know a certificate by.
//!
//! EU (dgc-gateway, revocation batches): the first 16 bytes of the SHA-256 of the certificate's identifier, of the
//! issuing state's code and that identifier, or of the signature; of an ECDSA signature only `r`, since `s` can be
//! replaced by its negative without the signature failing. SMART Health Cards: `rid` in the credential. Italy: the
//! whole SHA-256 of the identifier. Netherlands: the first 16 bytes of the SHA-256 of the whole signature, later with
//! the lower of the two values of `s`.

use super::hash::Id;
use crate::contents::Signer;
use crate::decoded::Decoded;
use crate::time::UnixTime;
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::hash::sha256;

/// What the 16 bytes are a hash of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HashKind {
    /// The certificate's identifier (UVCI); of a certificate with several records, each record's.
    Uci,
    /// The issuing state as the claims name it, and the identifier.
    CountryCodeUci,
    /// The signature.
    Signature,
}

impl HashKind {
    /// Every kind, by its number in `revocation.cddl`.
    pub const ALL: [Self; 3] = [Self::Uci, Self::CountryCodeUci, Self::Signature];

    /// The EU's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uci => "UCI",
            Self::CountryCodeUci => "COUNTRYCODEUCI",
            Self::Signature => "SIGNATURE",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Everything about one certificate that a list may ask for. Nothing of it is believed before the signature held.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Identity {
    /// Identifier of the key that signed; of a key named by its certificate, the first 8 bytes of its fingerprint.
    pub kid: Vec<u8>,
    /// The issuer as the claims name it.
    pub issuer: Option<String>,
    /// When it was issued, or else since when it holds.
    pub issued_at: Option<UnixTime>,
    /// The month it expires in; `None` for one without an end.
    pub month: Option<u32>,
    /// Identifiers of the certificate and of each of its records.
    pub identifiers: Vec<String>,
    /// The revocation identifier of a SMART Health Card.
    pub rid: Option<String>,
    /// The signature.
    pub signature: Vec<u8>,
    /// Whether that is `r` and `s`, and of which curve.
    pub ecdsa: Option<SignatureAlgorithm>,
    /// For who looks into a list by hand: the hash itself, of whatever lists make it, in place of all that is hashed.
    pub hash: Option<Vec<u8>>,
}

impl Identity {
    /// What a certificate says of itself.
    pub fn of(decoded: &Decoded) -> Self {
        let times = decoded.unverified_times();
        let mut identity = Self {
            issuer: decoded.unverified_issuer().map(str::to_owned),
            issued_at: times.issued_at.or(times.not_before),
            month: times.expires_at.and_then(month_of),
            ..Self::default()
        };
        if let Some(view) = decoded.unverified_view() {
            let each = view.records.iter().map(|record| &record.identifier);
            for identifier in core::iter::once(&view.identifier).chain(each).flatten() {
                if !identity.identifiers.contains(identifier) {
                    identity.identifiers.push(identifier.clone());
                }
            }
        }
        let rid = decoded.unverified_json().get("vc").and_then(|vc| vc.get("rid"));
        identity.rid = rid.and_then(|rid| rid.as_str()).map(str::to_owned);
        if let Some(signed) = decoded.signed() {
            identity.kid = match &signed.signer {
                Signer::Kid(kid) => kid.clone().unwrap_or_default(),
                Signer::Issued { kid, .. } => kid.clone(),
                Signer::Certificate(certificate) => kid_of_key(&sha256(certificate.spki_der())),
            };
            identity.signature = signed.signature.clone();
            identity.ecdsa = signed.algorithm.filter(|algorithm| is_ecdsa(*algorithm));
        }
        identity
    }

    /// What lists of this kind know it by; nothing when it does not say.
    pub fn ids(&self, kind: HashKind) -> Vec<Id> {
        if let Some(hash) = &self.hash {
            return first(hash);
        }
        let country = match kind {
            HashKind::Signature => return self.signature_id().into_iter().collect(),
            HashKind::Uci => "",
            HashKind::CountryCodeUci => match &self.issuer {
                Some(issuer) => issuer,
                None => return Vec::new(),
            },
        };
        self.identifiers.iter().map(|identifier| id_of_text(country, identifier)).collect()
    }

    fn signature_id(&self) -> Option<Id> {
        let counted = match self.ecdsa {
            Some(_) => self.signature.get(..self.signature.len() / 2)?,
            None => &self.signature,
        };
        (!counted.is_empty()).then(|| truncated(&sha256(counted)))
    }

    /// What the Dutch list knows it by: either value of `s`, since both were published.
    pub fn proof_identifiers(&self) -> Vec<Id> {
        if let Some(hash) = &self.hash {
            return first(hash);
        }
        if self.signature.is_empty() {
            return Vec::new();
        }
        let mut ids = vec![truncated(&sha256(&self.signature))];
        if self.ecdsa == Some(SignatureAlgorithm::Es256)
            && let Some((r, s)) = self.signature.split_at_checked(32)
            && let Some(other) = negative(s)
        {
            ids.push(truncated(&sha256(&[r, other.as_slice()].concat())));
        }
        ids
    }

    /// What the Italian list knows it by.
    pub fn whole_hashes(&self) -> Vec<[u8; 32]> {
        if let Some(hash) = &self.hash {
            return first(hash);
        }
        self.identifiers.iter().map(|identifier| sha256(identifier.as_bytes())).collect()
    }
}

/// The id of an identifier, with the state's code in front of it where lists hash that too.
pub fn id_of_text(country: &str, identifier: &str) -> Id {
    truncated(&sha256([country, identifier].concat().as_bytes()))
}

/// A key's identifier where the message names none: as the EU makes it of a certificate, but of its key.
pub fn kid_of_key(fingerprint: &[u8; 32]) -> Vec<u8> {
    fingerprint.iter().take(8).copied().collect()
}

/// The month of a time in UTC, counted from the year 0.
pub fn month_of(time: UnixTime) -> Option<u32> {
    let (year, month, _) = time.date()?;
    Some(u32::try_from(year).ok()? * 12 + u32::from(month) - 1)
}

/// As much of a hash as a list goes by; nothing of one that is shorter.
fn first<const N: usize>(hash: &[u8]) -> Vec<[u8; N]> {
    hash.first_chunk().copied().into_iter().collect()
}

fn truncated(digest: &[u8; 32]) -> Id {
    digest.first_chunk().copied().unwrap_or_default()
}

fn is_ecdsa(algorithm: SignatureAlgorithm) -> bool {
    matches!(algorithm, SignatureAlgorithm::Es256 | SignatureAlgorithm::Es384 | SignatureAlgorithm::Es512)
}

/// Order of P-256 (FIPS 186-4, D.1.2.3).
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
    0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The order less `s`; `None` for an `s` that is no number below it.
fn negative(s: &[u8]) -> Option<[u8; 32]> {
    let mut result = [0; 32];
    let mut borrow = false;
    let digits = ORDER.iter().zip(s.first_chunk::<32>()?).zip(&mut result);
    for ((order, digit), place) in digits.rev() {
        let (less, first) = order.overflowing_sub(*digit);
        let (less, second) = less.overflowing_sub(u8::from(borrow));
        (*place, borrow) = (less, first || second);
    }
    (!borrow && s.len() == 32).then_some(result)
}
