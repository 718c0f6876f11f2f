//! Published lists as the command line names them: `FILE[,signer=FILE][,signature=FILE][,issuer=ADDRESS]`.

use crate::input;
use anyhow::{Result, anyhow, bail};
use healthpass_cert::trust::lists::{self, Imported, ListSigner, Origin};
use std::path::Path;

/// A list and the name of its file.
pub struct Named {
    /// Name of its file, without folders.
    pub name: String,
    /// The list.
    pub list: Imported,
}

/// Reads a list.
///
/// # Errors
/// When a file cannot be read, or the list is not of its form or not signed by the signer named.
pub fn read(argument: &str) -> Result<Named> {
    let mut parts = argument.split(',');
    let path = Path::new(parts.next().unwrap_or_default());
    let (mut signer, mut signature, mut issuer) = (None, None, None);
    for part in parts {
        match part.split_once('=') {
            Some(("signer", file)) => signer = Some(self::signer(Path::new(file))?),
            Some(("signature", file)) => signature = Some(input::file(Path::new(file))?),
            Some(("issuer", address)) => issuer = Some(address),
            _ => bail!("{part}: signer=FILE, signature=FILE or issuer=ADDRESS may follow a list's name"),
        }
    }
    let origin = Origin { signer: signer.as_ref(), signature: signature.as_deref(), issuer };
    let bytes = input::file(path)?;
    let list = lists::read(&bytes, &origin).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    Ok(Named { name: file_name(path), list })
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn signer(path: &Path) -> Result<ListSigner> {
    ListSigner::read(&input::file(path)?).map_err(|error| anyhow!("{}: {error}", path.display()))
}
