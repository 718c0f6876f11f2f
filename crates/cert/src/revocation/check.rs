//! From what the lists say to the report's check.

use super::{Finding, Identity, Origin, RevocationStore, SignedBy, code};
use crate::decoded::Decoded;
use crate::report::{Check, Reason, State};
use crate::time::UnixTime;

/// The check by the lists at hand. Only what somebody signed can have been withdrawn by him: without a key there is no
/// telling whose list to ask. A list past its date still withdraws what it names; of the rest it says how old it is.
pub(crate) fn check(
    store: &RevocationStore,
    decoded: &Decoded,
    signed_by: Option<SignedBy<'_>>,
    now: UnixTime,
) -> Check {
    let Some(signed_by) = signed_by else { return Check::skipped(code::NO_KEY) };
    match store.look_up(&Identity::of(decoded), signed_by, now) {
        Finding::Revoked(origin) => Check::fail(vec![named(code::REVOKED, &origin)]),
        Finding::Possibly(origin) => Check::unknown(named(code::POSSIBLY, &origin)),
        Finding::NotLoaded(file) => Check::unknown(Reason::new(code::NOT_LOADED).found(file)),
        Finding::Clear(origin) => Check { reasons: vec![named(code::AS_OF, &origin)], ..Check::pass() },
        Finding::Old(origin) => {
            let days = now.days_since(origin.at).to_string();
            Check::unknown(named(code::LIST_OLD, &origin).expected(days))
        }
        Finding::NotCovered => Check::unknown(Reason::new(code::NOT_COVERED)),
    }
}

/// Both what an authority says of the signer and what the lists say of the certificate: the worse.
pub(crate) fn worse(signer: Check, certificate: Check) -> Check {
    match (signer.state, certificate.state) {
        (State::Fail, _) => signer,
        (State::Unknown, State::Pass | State::Skipped) => signer,
        _ => certificate,
    }
}

fn named(code: &'static str, origin: &Origin) -> Reason {
    Reason::new(code).found(origin.name.clone()).at(origin.at.rfc3339())
}
