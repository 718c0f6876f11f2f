//! A code that was read. Nothing in it is believed yet, so every accessor says `unverified`.

use crate::cbor::Value;
use crate::dcc::{self, Dcc};
use crate::envelope::{cose::Sign1, cwt::Claims, hc1::Hc1};
use crate::error::ReadError;
use crate::ithc::{self, ITHC_SUBCLAIM, Ithc};
use crate::json;
use crate::model::{Certificate, RecordKind};
use crate::report::{Format, Reason};

/// Code for a sub-claim of -260 that belongs to no format this reader knows.
pub const UNSUPPORTED: &str = "content.shape.unsupported-format";

/// Sub-claim of -260 that holds an EU DCC (hcert-spec 3.4).
pub(crate) const DCC_SUBCLAIM: i64 = 1;

/// Formats by their sub-claim under claim -260.
const HCERT_FORMATS: [(i64, Format); 2] = [(DCC_SUBCLAIM, Format::Dcc), (ITHC_SUBCLAIM, Format::Ithc)];

/// A code unwrapped down to its claims and interpreted as far as its format is known.
#[derive(Clone, Debug)]
pub struct Decoded {
    envelope: Hc1,
    format: Option<Format>,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Dcc {
        payload: Dcc,
        faults: Vec<Reason>,
    },
    Ithc(Box<Ithc>),
    /// Could not be interpreted; why.
    Nothing(Reason),
}

impl Decoded {
    /// Reads `text`, whatever format it is in.
    ///
    /// # Errors
    /// [`ReadError`] naming the stage and offset of the envelope that failed.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let envelope = Hc1::read(text)?;
        let known = HCERT_FORMATS.iter().find_map(|(subclaim, format)| {
            let content =
                envelope.claims.hcert().iter().find(|(key, _)| *key == Value::Integer(*subclaim))?;
            Some((*format, &content.1))
        });
        let (format, content) = match known {
            Some((Format::Dcc, value)) => (Some(Format::Dcc), read_dcc(value)),
            Some((Format::Ithc, value)) => (Some(Format::Ithc), read_ithc(value)),
            None => (None, Content::Nothing(unsupported(&envelope.claims))),
        };
        Ok(Self { envelope, format, content })
    }

    /// Which format it is, if it is a known one.
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// The signed message, as received.
    pub fn message(&self) -> &Sign1 {
        &self.envelope.message
    }

    /// The claims around the content.
    pub fn unverified_claims(&self) -> &Claims {
        &self.envelope.claims
    }

    /// All claims as JSON, as received.
    pub fn unverified_json(&self) -> serde_json::Value {
        json::from_cbor(&self.envelope.claims.all)
    }

    /// The disease-neutral view; `None` when the content has no shape.
    pub fn unverified_view(&self) -> Option<Certificate> {
        let mut view = match &self.content {
            Content::Dcc { payload, .. } => Certificate {
                person: dcc::person(payload),
                records: dcc::records(payload),
                ..Certificate::default()
            },
            Content::Ithc(ithc) => ithc::view(ithc),
            Content::Nothing(_) => return None,
        };
        let claims = &self.envelope.claims;
        view.issued_at = claims.issued_at.map(|at| at.rfc3339());
        view.expires_at = claims.expires_at.map(|at| at.rfc3339());
        if view.issuer.country.is_none() {
            view.issuer.country = claims.issuer.clone();
        }
        Some(view)
    }

    /// Everything the content does against its schema and value sets; empty when it follows them.
    pub fn content_faults(&self) -> Vec<Reason> {
        match &self.content {
            Content::Dcc { faults, .. } => faults.clone(),
            Content::Ithc(_) => Vec::new(),
            Content::Nothing(reason) => vec![reason.clone()],
        }
    }

    /// Kinds of record the content holds, each once.
    pub fn unverified_record_kinds(&self) -> Vec<RecordKind> {
        let mut kinds = Vec::new();
        for record in self.unverified_view().into_iter().flat_map(|view| view.records) {
            if !kinds.contains(&record.kind) {
                kinds.push(record.kind);
            }
        }
        kinds
    }
}

fn read_dcc(value: &Value) -> Content {
    match dcc::read(value) {
        Ok(payload) => Content::Dcc { payload, faults: dcc::check(value) },
        Err(reason) => Content::Nothing(reason),
    }
}

fn read_ithc(value: &Value) -> Content {
    match ithc::decode(value) {
        Ok(ithc) => Content::Ithc(Box::new(ithc)),
        Err(reason) => Content::Nothing(reason),
    }
}

fn unsupported(claims: &Claims) -> Reason {
    let subclaims: Vec<String> =
        claims.hcert().iter().map(|(key, _)| json::from_cbor(key).to_string()).collect();
    Reason::new(UNSUPPORTED).found(subclaims.join(", ")).at("-260")
}
