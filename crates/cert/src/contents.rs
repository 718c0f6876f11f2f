//! What the reader of a format gives: the signed message, its claims, and the view of them. Nothing in
//! it is believed yet.

use crate::model::Certificate;
use crate::report::{Format, Reason};
use crate::time::UnixTime;
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::x509;
use serde_json::Value;

/// A text read by one format.
#[derive(Clone, Debug)]
pub struct Contents {
    /// Which format; `None` for a known envelope around content of no known format.
    pub format: Option<Format>,
    /// What is signed, and by whom it says it is; `None` for what carries no signature (a link).
    pub signed: Option<Signed>,
    /// All signed claims as JSON, as received.
    pub claims: Value,
    /// The issuer as the claims name it: a state's code, a web address or a DID.
    pub issuer: Option<String>,
    /// Since when and until when the claims say they hold.
    pub times: Times,
    /// The disease-neutral view; `None` when the content has no shape.
    pub view: Option<Certificate>,
    /// Everything the content does against its format; empty when it follows it.
    pub faults: Vec<Reason>,
}

/// A signature and all that is needed to check it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signed {
    /// The algorithm; `None` for one this program does not know.
    pub algorithm: Option<SignatureAlgorithm>,
    /// Who is to have signed.
    pub signer: Signer,
    /// The exact bytes the signature is over.
    pub to_be_signed: Vec<u8>,
    /// The signature as received.
    pub signature: Vec<u8>,
}

/// How a message points at its signer's key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Signer {
    /// By a key identifier that is looked up among all keys (COSE `kid`); `None` when it names none.
    Kid(Option<Vec<u8>>),
    /// By a key identifier among the keys of one issuer, who is named by an address or a DID: a key of
    /// that identifier published by anyone else does not count.
    Issued {
        /// The issuer, exactly as signed.
        issuer: String,
        /// Identifier of its key.
        kid: Vec<u8>,
    },
    /// By a certificate in the message itself, which is worth what the authority that issued it is.
    Certificate(Box<x509::Certificate>),
}

impl Signer {
    /// The key identifier, if the message names one.
    pub fn kid(&self) -> Option<&[u8]> {
        match self {
            Self::Kid(kid) => kid.as_deref(),
            Self::Issued { kid, .. } => Some(kid),
            Self::Certificate(_) => None,
        }
    }
}

/// The times around a certificate's content.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Times {
    /// Time of issue.
    pub issued_at: Option<UnixTime>,
    /// Start of validity.
    pub not_before: Option<UnixTime>,
    /// End of validity.
    pub expires_at: Option<UnixTime>,
}
