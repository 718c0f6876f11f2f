//! Authorities a code can be sealed to.

use super::view::RecipientView;
use crate::error::{WalletError, code};
use healthpass_cert::report::Reason;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::recipients::Recipient;

/// Keys one code may be sealed to: what there is room for.
const MAX_SEAL_TO: usize = 2;

/// The newest key of each authority that may be sealed to at `now`, in the list's order.
pub(super) fn current(all: &[Recipient], now: UnixTime) -> Vec<&Recipient> {
    let mut current: Vec<&Recipient> = Vec::new();
    for recipient in all {
        if recipient.not_before > now || recipient.not_after < now {
            continue;
        }
        let known = current.iter_mut().find(|known| is_of_same(known, recipient));
        match known {
            Some(older) if older.not_before < recipient.not_before => *older = recipient,
            Some(_) => (),
            None => current.push(recipient),
        }
    }
    current
}

fn is_of_same(one: &Recipient, other: &Recipient) -> bool {
    one.country == other.country && one.name == other.name
}

/// The recipients of these identifiers, in the order given.
///
/// # Errors
/// `present.recipients`, `present.recipient-unknown`.
pub(super) fn chosen<'a>(
    all: &'a [Recipient],
    kids: &[String],
    now: UnixTime,
) -> Result<Vec<&'a Recipient>, WalletError> {
    if kids.len() > MAX_SEAL_TO {
        let reason = Reason::new(code::PRESENT_RECIPIENTS).expected(MAX_SEAL_TO.to_string());
        return Err(reason.found(kids.len().to_string()).into());
    }
    let current = current(all, now);
    let mut chosen: Vec<&Recipient> = Vec::new();
    for kid in kids {
        let found = current.iter().find(|recipient| view(recipient).kid == *kid);
        let fresh = found.filter(|found| !chosen.iter().any(|other| other.key.kid() == found.key.kid()));
        let unknown = || Reason::new(code::PRESENT_RECIPIENT_UNKNOWN).found(kid.as_str());
        chosen.push(fresh.ok_or_else(unknown)?);
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

/// Whom a code is made for, as the reader compares it.
pub(super) fn audience(desk: Option<&str>, sealed_to: &[&Recipient]) -> String {
    let mut audience = desk.unwrap_or_default().to_owned();
    for (index, recipient) in sealed_to.iter().enumerate() {
        let before = match (index, audience.is_empty()) {
            (0, true) => "seal:",
            (0, false) => " seal:",
            _ => "+",
        };
        audience.push_str(before);
        audience.push_str(&hex(&recipient.key.kid()));
    }
    if audience.is_empty() { "anyone".to_owned() } else { audience }
}

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
