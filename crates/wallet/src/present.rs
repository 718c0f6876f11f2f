//! The ordinary code of a certificate: its own text.

use crate::error::{WalletError, code};
use crate::gate;
use crate::names::Names;
use crate::view::{Presentation, QrCode};
use crate::wallet::Wallet;
use healthpass_cert::report::Reason;
use healthpass_cert::time::UnixTime;
use healthpass_qr::{Medium, SvgOptions, Symbol};

impl Wallet {
    /// The gate: the symbol of a certificate that may be shown.
    ///
    /// # Errors
    /// `gate.*` with every reason, `present.bound` for a certificate bound to this device, `qr.*` when the text does not fit the medium, `wallet.unknown-id`.
    pub fn present(&self, id: &str, now: UnixTime, medium: Medium) -> Result<Presentation, WalletError> {
        let certificate = self.find(id)?;
        if certificate.is_bound() {
            return Err(WalletError::new(code::PRESENT_BOUND));
        }
        let document = self.document(&certificate.person);
        let report = self.judge(certificate, document, now);
        let leave = gate::ask(&report, document, now).map_err(shut)?;
        let document = leave.document().view();
        let symbol = symbol(&leave, &certificate.text, medium, None)?;
        let names = Names::of(Some(&document), report.certificate.as_ref());
        Ok(Presentation {
            certificate_id: id.to_owned(),
            native_name: names.native,
            latin_name: names.latin,
            document_tail: document.number_tail,
            level: document.level,
            expires_at: report.certificate.and_then(|view| view.expires_at),
            svg: (medium == Medium::Paper).then(|| symbol.to_svg(&SvgOptions::default())),
            qr: QrCode::of(&symbol),
        })
    }
}

/// The symbol of a code the gate let through; the refusal has this code, or the encoder's own.
pub(crate) fn symbol(
    _leave: &gate::Leave<'_>,
    text: &str,
    medium: Medium,
    code: Option<&'static str>,
) -> Result<Symbol, WalletError> {
    healthpass_qr::encode(text, medium).map_err(|error| {
        let mut reason = Reason::new(code.unwrap_or(error.code()));
        if let Some(expected) = error.expected() {
            reason = reason.expected(expected);
        }
        if let Some(found) = error.found() {
            reason = reason.found(found);
        }
        match error.at() {
            Some(at) => reason.at(at).into(),
            None => reason.into(),
        }
    })
}

pub(crate) fn shut(reasons: Vec<Reason>) -> WalletError {
    let code = reasons.first().map_or(code::GATE_NO_DOCUMENT, |reason| reason.code);
    WalletError::because(code, reasons)
}
