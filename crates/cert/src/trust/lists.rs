//! Published lists of keys, each read into one shape: [`read`].
//!
//! Only for programs that compile bundles (feature `trust-lists`); what ships to a phone opens bundles.
//!
//! | list | told by | its own proof |
//! |---|---|---|
//! | WHO GDHCN | DID document of `tng-cdn*.who.int` | signature over its RDF ([`proof`]) |
//! | EU gateway, as the gateway and as Germany publish it | `certificateType` | a first line with a signature |
//! | VCI snapshot | `issuerInfo` | a file beside it |
//! | one issuer's JWKS | `keys` | none |
//! | New Zealand | DID document of another host | none |
//! | pinned DIVOC keys | `divoc` | none |
//! | ICAO health master list | CMS | its signer |
//! | PathCheck's registry | `ICAO` | none |
//! | certificates, keys | PEM, DER, JWK | a certificate of an authority signs itself |

pub mod agreements;
mod certificates;
pub mod crl;
mod did;
mod eu;
mod gdhcn;
pub(super) mod icao;
mod jwks;
mod pathcheck;
mod pinned;
pub mod proof;
mod signer;
mod vci;

use super::{TrustError, TrustedKey, code};
use crate::time::UnixTime;
use base64ct::{Base64, Encoding};
use healthpass_crypto::x509::Certificate;
use serde_json::Value;

pub use signer::ListSigner;

/// Bytes of a published list. The largest, Germany's of the EU gateway, has 4 MB.
pub const MAX_LIST: usize = 32 * 1024 * 1024;

/// A list as read.
#[derive(Debug)]
pub struct Imported {
    /// What kind of list it is.
    pub kind: ListKind,
    /// Its keys.
    pub keys: Vec<TrustedKey>,
    /// Certificates of the authorities among them, for the revocation lists they sign.
    pub authorities: Vec<Certificate>,
    /// Entries that could not be used.
    pub left_out: Vec<LeftOut>,
    /// How its own signature fared.
    pub proof: Proof,
    /// The date it gives itself.
    pub dated: Option<UnixTime>,
    /// The environment it says it is of, one of [`super::bundle::ENVIRONMENTS`]; `None` when it says nothing.
    pub environment: Option<&'static str>,
}

/// An entry that could not be used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// How the list calls it.
    pub id: String,
    /// Why.
    pub why: String,
}

/// The kinds of list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ListKind {
    /// X.509 certificates or bare public keys.
    Certificates,
    /// A DID document.
    Did,
    /// The EU gateway's list.
    Eu,
    /// WHO's Global Digital Health Certification Network.
    Gdhcn,
    /// An ICAO health master list.
    IcaoMasterList,
    /// A JSON Web Key Set.
    Jwks,
    /// PathCheck's registry.
    Pathcheck,
    /// Keys pinned by issuer.
    Pinned,
    /// The VCI directory's snapshot.
    Vci,
}

impl ListKind {
    /// Name on screens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certificates => "certificates",
            Self::Did => "DID document",
            Self::Eu => "EU gateway",
            Self::Gdhcn => "WHO GDHCN",
            Self::IcaoMasterList => "ICAO health master list",
            Self::Jwks => "JWKS",
            Self::Pathcheck => "PathCheck registry",
            Self::Pinned => "pinned keys",
            Self::Vci => "VCI snapshot",
        }
    }
}

/// How a list's own signature fared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proof {
    /// Signed by the key given.
    Verified,
    /// Signed, but no key was given to check it with.
    SignerNotKnown,
    /// Not signed.
    None,
}

impl Proof {
    /// Name in bundles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::SignerNotKnown => "signer-not-known",
            Self::None => "none",
        }
    }
}

/// What is known of a list besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// Who is to have signed it. A list that this one did not sign is refused.
    pub signer: Option<&'a ListSigner>,
    /// The signature, where it is a file of its own.
    pub signature: Option<&'a [u8]>,
    /// The issuer whose keys they are, where the list does not say.
    pub issuer: Option<&'a str>,
}

/// Reads a list of whatever kind its content says it is.
///
/// # Errors
/// `trust.too-large` above [`MAX_LIST`], `trust.list-shape` when it is none of the kinds or breaks its own
/// form, `trust.list-signature` when a signer is given and did not sign it, `trust.list-issuer` when the
/// issuer must be named and is not.
pub fn read(bytes: &[u8], origin: &Origin<'_>) -> Result<Imported, TrustError> {
    if bytes.len() > MAX_LIST {
        return Err(TrustError::new(code::TOO_LARGE, bytes.len()));
    }
    let Ok(text) = core::str::from_utf8(bytes) else { return binary(bytes, origin) };
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => json(text, bytes, origin),
        Some(b'-') => pem(text, origin),
        _ => match text.split_once('\n') {
            Some((signature, body)) => eu::read_signed(signature, body, origin),
            None => binary(bytes, origin),
        },
    }
}

fn json(text: &str, bytes: &[u8], origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let value: Value = serde_json::from_str(text).map_err(shape)?;
    let has = |member: &str| value.get(member).is_some();
    match &value {
        Value::Array(_) => eu::read(&value, origin),
        _ if has("certificates") => eu::read(&value, origin),
        _ if has("issuerInfo") => vci::read(&value, bytes, origin),
        _ if has("verificationMethod") && gdhcn::is_one(&value) => gdhcn::read(&value, origin),
        _ if has("verificationMethod") => did::read(&value, origin),
        _ if has("divoc") => pinned::read(&value, origin),
        _ if has("keys") => jwks::read(&value, origin),
        _ if has("kty") => certificates::read_jwk(value, origin),
        _ if has("ICAO") => pathcheck::read(&value, origin),
        _ => Err(shape("no known list")),
    }
}

fn pem(text: &str, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    for label in ["CMS", "PKCS7"] {
        if let Some(der) = pem_blocks(text, label).first() {
            return icao::read(der, origin);
        }
    }
    certificates::read_pem(text, origin)
}

fn binary(bytes: &[u8], origin: &Origin<'_>) -> Result<Imported, TrustError> {
    match Certificate::from_der(bytes) {
        Ok(certificate) => certificates::read_certificates(&[certificate], origin),
        Err(_) => icao::read(bytes, origin),
    }
}

/// The bytes of every block with this label, damaged ones left aside.
pub(crate) fn pem_blocks(text: &str, label: &str) -> Vec<Vec<u8>> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let body = |block: &str| {
        let inside: String = block.split(&end).next()?.split_ascii_whitespace().collect();
        Base64::decode_vec(&inside).ok()
    };
    text.split(&begin).skip(1).filter_map(body).collect()
}

impl Imported {
    fn new(kind: ListKind) -> Self {
        Self {
            kind,
            keys: Vec::new(),
            authorities: Vec::new(),
            left_out: Vec::new(),
            proof: Proof::None,
            dated: None,
            environment: None,
        }
    }

    /// Takes what an entry gave, or why it gave nothing.
    fn take(&mut self, id: &str, entry: Result<TrustedKey, TrustError>) {
        match entry {
            Ok(key) => self.keys.push(key),
            Err(error) => self.left_out.push(LeftOut { id: id.to_owned(), why: error.detail }),
        }
    }
}

/// For lists of kinds that carry no signature: naming a signer for one is a mistake.
fn unsigned(origin: &Origin<'_>) -> Result<Proof, TrustError> {
    match (origin.signer, origin.signature) {
        (None, None) => Ok(Proof::None),
        _ => Err(TrustError::new(code::LIST_SIGNATURE, "lists of this kind carry no signature")),
    }
}

fn shape(detail: impl ToString) -> TrustError {
    TrustError::new(code::LIST_SHAPE, detail)
}

fn refused(detail: impl ToString) -> TrustError {
    TrustError::new(code::LIST_SIGNATURE, detail)
}

fn bad_key(detail: impl ToString) -> TrustError {
    TrustError::new(code::KEY, detail)
}

fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member).and_then(Value::as_str)
}
