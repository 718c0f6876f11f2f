//! Documents that were read rather than typed.

use crate::error::{WalletError, code};
use healthpass_cert::report::Reason;
use healthpass_passport::{Document, DocumentKind, Level, date, mrz};
use serde::{Deserialize, Serialize};
use time::Date;

/// A document read by camera or from its chip.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct ReadDocument {
    /// Lines of its machine readable zone: the camera's, confirmed by the holder, or the chip's.
    pub lines: Vec<String>,
    /// What the holder says it is, if asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<DocumentKind>,
    /// How it was read: `scanned`, `chip` or `chip-original`.
    pub level: Level,
    /// The full name of the chip's DG11.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native_full_name: Option<String>,
}

impl ReadDocument {
    /// The document, when there is something to bind.
    pub(crate) fn document(&self, today: Date) -> Result<Document, WalletError> {
        if self.level < Level::Scanned {
            return Err(WalletError::new(code::BIND_LEVEL));
        }
        let refused = |reasons| WalletError::because(code::BIND_INCOMPLETE, reasons);
        let mrz = mrz::parse(&self.lines, today).map_err(|error| refused(vec![error.reason()]))?;
        let document = Document::from_mrz(&mrz, self.kind, self.level).map_err(refused)?;
        Ok(match &self.native_full_name {
            // Only what the issuer signed: a camera reads no such name.
            Some(name) if self.level >= Level::Chip => document.with_full_native_name(name),
            _ => document,
        })
    }
}

/// What stays bound: the new reading, unless the same document was read more firmly before.
///
/// # Errors
/// `bind.contradicts` when the weaker reading of the same document says something else.
pub(crate) fn firmer(bound: Option<&Document>, read: Document) -> Result<Document, WalletError> {
    let Some(bound) = bound.filter(|bound| bound.is_same_as(&read) && bound.level > read.level) else {
        return Ok(read);
    };
    let birth = |document: &Document| (document.birth.mrz_text(), document.view().birth_date);
    let expiry = |document: &Document| (date::mrz_text(document.expires), document.view().expires_on);
    for (at, known, given) in
        [("birth", birth(bound), birth(&read)), ("expiry", expiry(bound), expiry(&read))]
    {
        // What the zone says counts: a typed year leaves its century open.
        if known.0 != given.0 {
            let reason = Reason::new(code::BIND_CONTRADICTS).expected(known.1).found(given.1).at(at);
            return Err(WalletError::because(code::BIND_CONTRADICTS, vec![reason]));
        }
    }
    Ok(bound.clone())
}
