//! Authorities a code can be sealed to, as screens name them.

use super::view::RecipientView;
use crate::error::{WalletError, code};
use healthpass_cert::limits::MAX_RECIPIENTS;
use healthpass_cert::presentation::hex;
use healthpass_cert::report::Reason;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::Recipient;
use healthpass_cert::trust::recipients::newest;

/// The recipients of these identifiers, in the order given: each the newest key of its authority at `now`.
///
/// # Errors
/// `present.recipients`, `present.recipient-unknown`.
pub(super) fn chosen(
    all: &[Recipient],
    kids: &[String],
    now: UnixTime,
) -> Result<Vec<Recipient>, WalletError> {
    if kids.len() > MAX_RECIPIENTS {
        let reason = Reason::new(code::PRESENT_RECIPIENTS).expected(MAX_RECIPIENTS.to_string());
        return Err(reason.found(kids.len().to_string()).into());
    }
    let newest = newest(all, now);
    let mut chosen: Vec<Recipient> = Vec::new();
    for kid in kids {
        let found = newest.iter().find(|known| hex(&known.key.kid()) == *kid);
        let found = found.ok_or_else(|| Reason::new(code::PRESENT_RECIPIENT_UNKNOWN).found(kid.as_str()))?;
        if !chosen.contains(found) {
            chosen.push((*found).clone());
        }
    }
    Ok(chosen)
}

pub(super) fn view(recipient: &Recipient) -> RecipientView {
    RecipientView {
        kid: hex(&recipient.key.kid()),
        name: recipient.name.clone(),
        country: recipient.country.clone(),
        destinations: recipient.destinations.clone(),
        not_after: recipient.not_after.rfc3339(),
    }
}
