//! One verification as a request: the shape every surface takes, so that every surface answers the same.
//!
//! ```json
//! {"at": "2026-12-01T08:00:00Z", "keys": [{"cert": "MIIB..."}], "mrz": ["P<UTO...", "L898902C3..."]}
//! ```

#[cfg(feature = "presentation")]
use crate::error::ReadError;
use crate::report::{Reason, Report};
use crate::time::UnixTime;
use crate::trust::{TrustError, TrustStore, TrustedKey, given::KeyInput};
use crate::verify::{self, Context, Presented};
use healthpass_passport::Document;
use serde::Deserialize;

/// Codes of requests that make no sense.
pub mod code {
    /// `at` is missing or not RFC 3339.
    pub const AT: &str = "request.at";
}

/// What may come with a code. Unknown members are refused: a misspelt `mrz` must not pass for none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// The time asked about, RFC 3339.
    pub at: Option<String>,
    /// Keys to trust for this run, tried before those of any list.
    #[serde(default)]
    pub keys: Vec<KeyInput>,
    /// Lines of the holder's machine readable zone.
    #[serde(default)]
    pub mrz: Vec<String>,
    /// The question that a presentation must answer, as shown: an `HPQ1:` text.
    #[cfg(feature = "presentation")]
    pub challenge: Option<String>,
    /// The same code once more, as when its holder's passport has been read since: that it was shown before is then
    /// no replay, and its age is what it was.
    #[cfg(feature = "presentation")]
    #[serde(default)]
    pub again: bool,
}

/// A request that makes sense: its time, keys and document, read.
pub(crate) struct Asked {
    pub now: UnixTime,
    given: Vec<TrustedKey>,
    document: Option<Result<Document, Vec<Reason>>>,
}

impl Asked {
    /// What a verification may look at.
    pub fn context<'a>(&'a self, trust: &'a TrustStore) -> Context<'a> {
        let document = match &self.document {
            None => Presented::Nothing,
            Some(Ok(document)) => Presented::Document(document),
            Some(Err(reasons)) => Presented::Unreadable(reasons),
        };
        Context { trust: trust.with_given(&self.given), document, now: self.now }
    }
}

/// Why a request cannot be run; nothing was verified.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RequestError {
    /// `at` is missing or not RFC 3339.
    At,
    /// No key can be read.
    Key(TrustError),
    /// The question cannot be read.
    #[cfg(feature = "presentation")]
    Challenge(ReadError),
}

impl core::fmt::Display for RequestError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::At => f.write_str("request.at: a time such as 2026-12-01T08:00:00Z is needed"),
            Self::Key(error) => error.fmt(f),
            #[cfg(feature = "presentation")]
            Self::Challenge(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for RequestError {}

impl RequestError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::At => code::AT,
            Self::Key(error) => error.code,
            #[cfg(feature = "presentation")]
            Self::Challenge(error) => error.code,
        }
    }
}

impl Options {
    /// Verifies `text` against `trust` and the keys of this request; `now` stands in for a missing `at`.
    ///
    /// # Errors
    /// [`RequestError`] for a request that makes no sense; whatever the text is, it gets a report.
    pub fn verify(
        &self,
        text: &str,
        trust: &TrustStore,
        now: Option<UnixTime>,
    ) -> Result<Report, RequestError> {
        Ok(verify::check(text, &self.read(now)?.context(trust)))
    }

    /// Date of birth in the document, where one can be read.
    #[cfg(feature = "rules")]
    pub fn birth_date(&self, now: UnixTime) -> Option<String> {
        let document = crate::holder::read_mrz(&self.mrz, now)?.ok()?;
        Some(document.birth.to_string())
    }

    /// Reads what came with the code.
    pub(crate) fn read(&self, now: Option<UnixTime>) -> Result<Asked, RequestError> {
        let now = match &self.at {
            Some(at) => UnixTime::parse(at).ok_or(RequestError::At)?,
            None => now.ok_or(RequestError::At)?,
        };
        let given = self.readable_keys()?;
        Ok(Asked { now, given, document: crate::holder::read_mrz(&self.mrz, now) })
    }

    /// Published lists hold keys of kinds nobody signs with: one that cannot be read is left out while another can.
    fn readable_keys(&self) -> Result<Vec<TrustedKey>, RequestError> {
        let (mut given, mut refused) = (Vec::new(), None);
        for key in &self.keys {
            match key.read_all() {
                Ok(mut keys) => given.append(&mut keys),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        match refused {
            Some(error) if given.is_empty() => Err(RequestError::Key(error)),
            _ => Ok(given),
        }
    }
}
