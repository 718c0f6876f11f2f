//! `healthpass rules build`.

use super::{lint, text};
use crate::keys::hex;
use crate::{issue, trust};
use anyhow::{Context, Result, anyhow, bail};
use healthpass_cert::rules::{self, RuleStore};
use healthpass_cert::time::UnixTime;
use healthpass_crypto::hash::sha256;
use std::convert::Infallible;
use std::path::Path;

/// Signs a pack that is free of errors.
///
/// # Errors
/// When it is not, or a file cannot be read or written.
pub fn run(root_key: &Path, out: &Path, pack: &Path, now: UnixTime) -> Result<()> {
    let content = text(pack)?;
    if lint(pack, &content, now) > 0 {
        bail!("{} is not signed: it has errors", pack.display());
    }
    let signer = issue::signer(root_key)?;
    let spki = signer.public_key().spki_der().to_vec();
    let bytes = rules::write(&content, &spki, |message| Ok::<_, Infallible>(signer.sign(message).to_vec()))?;
    let pin = sha256(&spki);
    // What was written is read back: a pack no reader opens must not be published.
    let summary = RuleStore::new()
        .load(&bytes, &pin, now, &[])
        .map_err(|error| anyhow!("the pack does not open again: {error}"))?;
    std::fs::write(out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    std::fs::write(trust::pin_path(out), format!("{}\n", hex(&pin)))?;
    println!(
        "{}: {} {}, {} rules, {} requirements, {} bytes, root {}",
        out.display(),
        summary.id,
        summary.sequence,
        summary.rules,
        summary.requirements,
        bytes.len(),
        hex(&pin)
    );
    Ok(())
}
