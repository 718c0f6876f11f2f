//! Arguments that more than one module takes.

#[cfg(feature = "verifier")]
use crate::error::to_json;
use crate::error::{Error, Result};
use healthpass_cert::report::Reason;
use healthpass_cert::request;
use healthpass_cert::time::UnixTime;
#[cfg(any(feature = "verifier", feature = "passport"))]
use healthpass_cert::trust::TrustError;
#[cfg(feature = "verifier")]
use healthpass_cert::trust::bundle::Bundle;
#[cfg(any(feature = "verifier", feature = "passport"))]
use healthpass_cert::trust::bundle::RootPin;

/// A bundle and its summary as JSON.
#[cfg(feature = "verifier")]
pub(crate) fn open_bundle(bytes: &[u8], root: &str, at: &str) -> Result<(Bundle, String)> {
    let now = time(at)?;
    let bundle = Bundle::open(bytes, &pin(root)?).map_err(refused)?;
    let summary = to_json(&bundle.summary(now));
    Ok((bundle, summary))
}

/// Why a bundle is not taken in.
#[cfg(any(feature = "verifier", feature = "passport"))]
pub(crate) fn refused(error: TrustError) -> Error {
    Reason::new(error.code).found(error.detail).into()
}

/// The time a caller asks about.
pub(crate) fn time(at: &str) -> Result<UnixTime> {
    UnixTime::parse(at).ok_or_else(|| Reason::new(request::code::AT).found(at).into())
}

/// A root by its hex.
#[cfg(any(feature = "verifier", feature = "passport"))]
pub(crate) fn pin(hex: &str) -> Result<RootPin> {
    let refused = || Error::from(Reason::new("trust.root").found(hex));
    let mut pin = RootPin::default();
    if hex.len() != pin.len() * 2 {
        return Err(refused());
    }
    for (index, byte) in pin.iter_mut().enumerate() {
        let digits = hex.get(index * 2..index * 2 + 2).ok_or_else(refused)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| refused())?;
    }
    Ok(pin)
}
