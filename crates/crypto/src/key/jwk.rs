//! JSON Web Keys (RFC 7517, RFC 7518 section 6), read as published lists write them.

use super::rsa_key::{self, strip_zeros};
use super::{KeyError, KeyKind, PublicKey, curves};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};

/// A JSON Web Key. Members not named here are ignored, a private part among them.
///
/// Numbers are read leniently: published lists write coordinates with a sign byte in front, without
/// their leading zeros, or with padding. Writing is by the book.
///
/// ```
/// use healthpass_crypto::key::{Jwk, PublicKey};
///
/// let jwk: Jwk = serde_json::from_str(r#"{
///     "kty": "EC", "crv": "P-256", "use": "sig",
///     "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
///     "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
/// }"#)?;
/// let key = PublicKey::from_jwk(&jwk)?;
/// assert_eq!(PublicKey::from_jwk(&key.to_jwk())?, key);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Jwk {
    /// Key type: `EC`, `OKP` or `RSA`.
    pub kty: String,
    /// Curve: `P-256`, `P-384`, `P-521` or `Ed25519`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// Abscissa, base64url of the big-endian number; of an `OKP` key, its encoding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// Ordinate, base64url of the big-endian number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// Modulus, base64url of the big-endian number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// Public exponent, base64url of the big-endian number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    /// Key identifier; what it means is the list's business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Certificates, the key's own first, each base64 (not base64url) of DER; not read here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x5c: Option<Vec<String>>,
}

impl Jwk {
    pub(super) fn to_public_key(&self) -> Result<PublicKey, KeyError> {
        match self.kty.as_str() {
            "EC" => self.to_ec(),
            #[cfg(feature = "ed25519")]
            "OKP" => self.to_okp(),
            "RSA" => {
                let modulus = number("n", self.n.as_deref())?;
                let exponent = number("e", self.e.as_deref())?;
                PublicKey::from_rsa(rsa_key::from_numbers(&modulus, &exponent)?)
            }
            other => Err(KeyError::Algorithm { found: other.into() }),
        }
    }

    fn to_ec(&self) -> Result<PublicKey, KeyError> {
        let kind = match self.crv.as_deref() {
            Some("P-256") => KeyKind::P256,
            Some("P-384") => KeyKind::P384,
            Some("P-521") => KeyKind::P521,
            Some(other) => return Err(KeyError::Curve { found: other.into() }),
            None => return Err(KeyError::Member { member: "crv" }),
        };
        let length = curves::of_kind(kind).ok_or(KeyError::Point)?.size();
        let mut point = vec![UNCOMPRESSED];
        for (member, text) in [("x", &self.x), ("y", &self.y)] {
            let bytes = number(member, text.as_deref())?;
            let significant = strip_zeros(&bytes);
            let missing = usize::checked_sub(length, significant.len()).ok_or(KeyError::Point)?;
            point.resize(point.len() + missing, 0);
            point.extend_from_slice(significant);
        }
        PublicKey::from_sec1(kind, &point)
    }

    /// RFC 8037 section 2; the curve's one encoding has no number in it to be read leniently.
    #[cfg(feature = "ed25519")]
    fn to_okp(&self) -> Result<PublicKey, KeyError> {
        match self.crv.as_deref() {
            Some("Ed25519") => PublicKey::from_ed25519(&number("x", self.x.as_deref())?),
            Some(other) => Err(KeyError::Curve { found: other.into() }),
            None => Err(KeyError::Member { member: "crv" }),
        }
    }

    /// From an encoded Ed25519 key.
    #[cfg(feature = "ed25519")]
    pub(super) fn okp(key: &[u8]) -> Self {
        let x = Some(Base64UrlUnpadded::encode_string(key));
        Self { kty: "OKP".into(), crv: Some("Ed25519".into()), x, ..Self::default() }
    }

    /// From an uncompressed SEC1 point.
    pub(super) fn ec(crv: &str, point: &[u8]) -> Self {
        let coordinates = point.get(1..).unwrap_or_default();
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        let encode = |bytes| Some(Base64UrlUnpadded::encode_string(bytes));
        Self { kty: "EC".into(), crv: Some(crv.into()), x: encode(x), y: encode(y), ..Self::default() }
    }

    /// From big-endian numbers.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        let encode = |bytes| Some(Base64UrlUnpadded::encode_string(strip_zeros(bytes)));
        Self { kty: "RSA".into(), n: encode(modulus), e: encode(exponent), ..Self::default() }
    }
}

/// First byte of an uncompressed point (SEC 1 section 2.3.3).
const UNCOMPRESSED: u8 = 4;

fn number(member: &'static str, text: Option<&str>) -> Result<Vec<u8>, KeyError> {
    let text = text.ok_or(KeyError::Member { member })?;
    Base64UrlUnpadded::decode_vec(text.trim_end_matches('=')).map_err(|_| KeyError::Base64 { member })
}
