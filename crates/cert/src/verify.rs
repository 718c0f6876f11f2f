//! From a decoded code to the report: nine checks side by side.

mod chain;
mod checks;

use crate::contents::Signed;
use crate::decoded::Decoded;
use crate::error::ReadError;
use crate::model::Certificate;
use crate::report::{Check, Checks, KeyInfo, Reason, Report, State};
#[cfg(feature = "revocation")]
use crate::revocation::{SignedBy, check};
use crate::time::UnixTime;
use crate::trust::{TrustView, TrustedKey, Voucher};
use crate::verdict;
use base64ct::{Base64, Encoding};
use healthpass_crypto::key::PublicKey;
use healthpass_passport::document::Document;

use chain::Chain;
pub use checks::code;
pub(crate) use checks::names;

/// What a verification may look at besides the code itself.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Keys at hand.
    pub trust: TrustView<'a>,
    /// What was presented beside the code.
    pub document: Presented<'a>,
    /// The time asked about.
    pub now: UnixTime,
}

/// The holder's travel document, as far as it is at hand.
#[derive(Clone, Copy, Debug)]
pub enum Presented<'a> {
    /// No document.
    Nothing,
    /// A document that was read.
    Document(&'a Document),
    /// Something that could not be read as a document; why.
    Unreadable(&'a [Reason]),
}

/// Proof that a trusted key's signature holds over a decoded code. Only a signature check makes one.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    decoded: &'a Decoded,
    key: &'a TrustedKey,
}

impl Verified<'_> {
    /// The disease-neutral view of what was signed.
    pub fn view(&self) -> Option<&Certificate> {
        self.decoded.unverified_view()
    }

    /// The key that signed.
    pub fn key(&self) -> &TrustedKey {
        self.key
    }
}

/// Reads `text` and verifies it; a text that cannot be read is a report too.
pub fn check(text: &str, context: &Context<'_>) -> Report {
    match Decoded::read(text) {
        Ok(decoded) => verify(&decoded, context),
        Err(error) => unreadable(&error),
    }
}

/// Verifies a code that was read.
pub fn verify(decoded: &Decoded, context: &Context<'_>) -> Report {
    let chain = Chain::of(decoded, context.trust);
    let (signature, verified) = match &chain {
        Some(chain) => chain.signature(decoded),
        None => checks::signature(decoded, context.trust),
    };
    let genuine_so_far = signature.state != State::Fail;
    let checks = Checks {
        envelope: Check::pass(),
        issuer: match &chain {
            Some(chain) => chain.issuer(decoded, &signature, context.now),
            None => checks::issuer(decoded, &signature, verified, context.now),
        },
        time: checks::time(decoded, context.now),
        usage: match &chain {
            Some(chain) => chain.usage(decoded),
            None => checks::usage(decoded, verified),
        },
        content: checks::content(decoded),
        #[cfg(not(feature = "revocation"))]
        revocation: match &chain {
            Some(chain) => chain.revocation(context.now),
            None => Check::skipped(code::NO_REVOCATION_LIST),
        },
        #[cfg(feature = "revocation")]
        revocation: revocation(decoded, verified, chain.as_ref(), context),
        rules: Check::skipped(code::NO_RULE_PACK),
        holder: checks::holder(decoded, context.document),
        signature,
    };
    Report {
        verdict: verdict::derive(&checks),
        format: decoded.format(),
        certificate: if genuine_so_far { decoded.unverified_view().cloned() } else { None },
        claims: genuine_so_far.then(|| decoded.unverified_json().clone()),
        key: Some(key_info(decoded, verified, chain.as_ref(), context.now)),
        checks,
        #[cfg(feature = "presentation")]
        presentation: None,
    }
}

/// What the signer's authority says of him and, where lists are at hand, what these say of the certificate.
#[cfg(feature = "revocation")]
fn revocation(
    decoded: &Decoded,
    verified: Option<Verified<'_>>,
    chain: Option<&Chain<'_>>,
    context: &Context<'_>,
) -> Check {
    let signer = match chain {
        Some(chain) => chain.revocation(context.now),
        None => Check::skipped(code::NO_REVOCATION_LIST),
    };
    let lists = context.trust.revocation();
    if lists.is_empty() {
        return signer;
    }
    let signed_by = verified.map(|verified| SignedBy {
        state: verified.key.state(),
        fingerprint: Some(chain.map_or_else(|| verified.key.key.fingerprint(), Chain::fingerprint)),
    });
    check::worse(signer, check::check(lists, decoded, signed_by, context.now))
}

/// Whether `key` made the signature.
pub(crate) fn signature_holds(signed: &Signed, key: &TrustedKey) -> Result<(), &'static str> {
    signature_holds_under(signed, &key.key)
}

fn signature_holds_under(signed: &Signed, key: &PublicKey) -> Result<(), &'static str> {
    let algorithm = signed.algorithm.ok_or(code::ALGORITHM_UNKNOWN)?;
    key.verify(algorithm, &signed.to_be_signed, &signed.signature).map_err(|error| error.code())
}

pub(crate) fn unreadable(error: &ReadError) -> Report {
    unchecked(Check::fail(vec![error.reason()]), code::NOT_READ)
}

/// The report on what was not looked at, but for its envelope.
pub(crate) fn unchecked(envelope: Check, why: &'static str) -> Report {
    let skipped = || Check::skipped(why);
    let checks = Checks {
        envelope,
        signature: skipped(),
        issuer: skipped(),
        time: skipped(),
        usage: skipped(),
        content: skipped(),
        revocation: skipped(),
        rules: skipped(),
        holder: skipped(),
    };
    Report {
        verdict: verdict::derive(&checks),
        format: None,
        checks,
        certificate: None,
        claims: None,
        key: None,
        #[cfg(feature = "presentation")]
        presentation: None,
    }
}

fn key_info(
    decoded: &Decoded,
    verified: Option<Verified<'_>>,
    chain: Option<&Chain<'_>>,
    now: UnixTime,
) -> KeyInfo {
    let key = verified.map(|verified| verified.key);
    let (source, list_age) = match key.map(|key| &key.voucher) {
        Some(Voucher::Given) => (Some("given".to_owned()), None),
        Some(Voucher::List(list)) => (Some(list.name.clone()), Some(now.days_since(list.created_at))),
        None => (None, None),
    };
    // The key that signed is the certificate's in the message, whoever vouches for it.
    let [not_before, not_after] = match chain {
        Some(chain) => chain.validity().map(Some),
        None => [key.and_then(|key| key.not_before), key.and_then(|key| key.not_after)],
    };
    KeyInfo {
        kid: decoded.signed().and_then(|signed| signed.signer.kid()).map(Base64::encode_string),
        country: key.and_then(|key| key.country.clone()),
        not_before: not_before.map(UnixTime::rfc3339),
        not_after: not_after.map(UnixTime::rfc3339),
        source,
        list_age,
    }
}
