//! Authorities that codes may be sealed to, as `trust` takes and shows them.

use crate::keys::{hex, public_file};
use anyhow::{Result, bail};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::Recipient;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_cert::trust::recipients::newest;
use healthpass_crypto::key::PublicKey;
use std::path::PathBuf;

/// The authorities of a list made at `now` that lives until `ends`.
///
/// # Errors
/// When a file is none.
pub fn read(paths: &[PathBuf], now: UnixTime, ends: UnixTime) -> Result<Vec<Recipient>> {
    let mut all = Vec::new();
    for path in paths {
        let authority = Recipient { listed_until: ends, ..public_file::read(path)? };
        if authority.not_after < now {
            eprintln!("{}: ran out at {}", path.display(), authority.not_after.rfc3339());
        }
        all.push(authority);
    }
    Ok(all)
}

/// A key that opens codes signs nothing: whoever opens many could be led to sign, and the other way round.
///
/// # Errors
/// When one of them is the root's or an issuer's key.
pub fn used_once(bundle: &Bundle, root: &PublicKey) -> Result<()> {
    for authority in bundle.recipients() {
        let spki = authority.key.spki_der();
        let signs = bundle.keys.iter().any(|(key, _)| key.key.spki_der() == spki);
        if signs || root.spki_der() == spki {
            bail!("{}: its key signs as well; make one for sealing alone", authority.name);
        }
    }
    Ok(())
}

/// One line of `trust show`.
pub fn text(authority: &Recipient, all: &[Recipient], now: UnixTime) -> String {
    let chosen = newest(all, now).iter().any(|one| one.key == authority.key);
    let state = match (chosen, authority.is_valid(now)) {
        (true, _) => "sealed to",
        (false, true) => "being replaced",
        (false, false) => "not valid now",
    };
    let states = authority.destinations.as_ref().map(|states| format!(" for {}", states.join(" ")));
    format!(
        "  authority {} {}{}: {} {}, from {} until {} ({state})\n",
        authority.country,
        authority.name,
        states.unwrap_or_default(),
        authority.key.kem(),
        hex(&authority.key.kid()),
        authority.not_before.rfc3339(),
        authority.not_after.rfc3339(),
    )
}
