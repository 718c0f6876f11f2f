//! Recognition agreements as JSON, one or an array of them:
//!
//! ```json
//! {"name": "Sweden and China on yellow fever", "issuedBy": ["SE"], "recognisedBy": ["CN"], "mutual": true,
//!  "kinds": ["vaccination"], "diseases": ["16541001"],
//!  "from": "2026-01-01T00:00:00Z", "until": "2027-12-31T23:59:59Z"}
//! ```
//! `mutual`, `kinds`, `diseases`, `from` and `until` may be absent: one way, all kinds, all diseases, always.

use super::{TrustError, shape};
use crate::catalogue::country::is_alpha2;
use crate::model::RecordKind;
use crate::time::UnixTime;
use crate::trust::Agreement;
use serde::Deserialize;
use serde_json::Value;

/// Unknown members are refused: a misspelt limit must not pass for none.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    name: String,
    issued_by: Vec<String>,
    recognised_by: Vec<String>,
    #[serde(default)]
    mutual: bool,
    kinds: Option<Vec<String>>,
    diseases: Option<Vec<String>>,
    from: Option<String>,
    until: Option<String>,
}

/// Reads the agreements of a file.
///
/// # Errors
/// `trust.list-shape`, with the member that is wrong.
pub fn read(text: &str) -> Result<Vec<Agreement>, TrustError> {
    let value: Value = serde_json::from_str(text).map_err(shape)?;
    let all = match value {
        Value::Array(all) => all,
        one => vec![one],
    };
    all.into_iter().map(|one| serde_json::from_value::<Written>(one).map_err(shape)?.agreement()).collect()
}

impl Written {
    fn agreement(self) -> Result<Agreement, TrustError> {
        let wrong = |what: &str| shape(format!("agreement {}: {what}", self.name));
        let time = |at: &Option<String>, what| match at {
            None => Ok(None),
            Some(at) => UnixTime::parse(at).map(Some).ok_or_else(|| wrong(what)),
        };
        for (states, what) in [(&self.issued_by, "issuedBy"), (&self.recognised_by, "recognisedBy")] {
            if states.is_empty() || !states.iter().all(|state| is_alpha2(state)) {
                return Err(wrong(what));
            }
        }
        let named = |kinds: &Vec<String>| -> Option<Vec<RecordKind>> {
            kinds.iter().map(|kind| RecordKind::from_name(kind)).collect()
        };
        let kinds =
            self.kinds.as_ref().map(|kinds| named(kinds).ok_or_else(|| wrong("kinds"))).transpose()?;
        if kinds.as_ref().is_some_and(Vec::is_empty) || self.diseases.as_ref().is_some_and(Vec::is_empty) {
            return Err(wrong("an empty limit covers nothing"));
        }
        let (from, until) = (time(&self.from, "from")?, time(&self.until, "until")?);
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            return Err(wrong("ends before it begins"));
        }
        Ok(Agreement {
            kinds,
            from,
            until,
            name: self.name,
            issuers: self.issued_by,
            relying: self.recognised_by,
            mutual: self.mutual,
            diseases: self.diseases,
        })
    }
}
