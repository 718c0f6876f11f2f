//! What stands under claim -260 of an HC1 code (hcert-spec 3.4), by the number of its sub-claim.

use crate::cbor::Value;
use crate::contents::{Contents, Times};
use crate::dcc;
use crate::envelope::{cwt::Claims, hc1::Hc1};
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::ithc::{self, ITHC_SUBCLAIM};
use crate::json;
use crate::model::Certificate;
use crate::report::{Format, Reason};

/// Codes of this stage.
pub mod code {
    /// A sub-claim of -260 that belongs to no format this reader knows.
    pub const UNSUPPORTED: &str = "content.shape.unsupported-format";
}

/// Sub-claim of -260 that holds an EU DCC.
pub(crate) const DCC_SUBCLAIM: i64 = 1;

/// A sub-claim's view, and everything that speaks against its content.
pub(crate) type Interpreted = (Option<Certificate>, Vec<Reason>);

/// Interprets a sub-claim's content.
type Interpreter = fn(&Value) -> Interpreted;

/// Formats by their sub-claim, with what reads each.
const SUBCLAIMS: [(i64, Format, Interpreter); 2] =
    [(DCC_SUBCLAIM, Format::Dcc, dcc::interpret), (ITHC_SUBCLAIM, Format::Ithc, ithc::interpret)];

/// Reads an `HC1:` text.
///
/// # Errors
/// [`ReadError`] naming the stage and offset of the envelope that failed.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    let Hc1 { message, claims } = Hc1::read(text, trace)?;
    let known = SUBCLAIMS.iter().find_map(|(number, format, interpret)| {
        let (_, content) = claims.hcert().iter().find(|(key, _)| *key == Value::Integer(*number))?;
        Some((*format, interpret(content)))
    });
    let (format, (view, faults)) = match known {
        Some((format, interpreted)) => (Some(format), interpreted),
        None => (None, (None, vec![unsupported(&claims)])),
    };
    Ok(Contents {
        format,
        signed: Some(message.signed()),
        claims: json::from_cbor(&claims.all),
        times: Times {
            issued_at: claims.issued_at,
            not_before: claims.not_before,
            expires_at: claims.expires_at,
        },
        issuer: claims.issuer,
        view,
        faults,
    })
}

fn unsupported(claims: &Claims) -> Reason {
    let mut numbers = String::new();
    for (key, _) in claims.hcert() {
        let separator = if numbers.is_empty() { "" } else { ", " };
        numbers.push_str(separator);
        numbers.push_str(&json::from_cbor(key).to_string());
    }
    Reason::new(code::UNSUPPORTED).found(numbers).at("-260")
}
