//! What stands under claim -260 of an HC1 code (hcert-spec 3.4; smart-trust, logical model HCert), by the number
//! of its sub-claim.

use crate::cbor::Value;
use crate::contents::{Contents, Signed, Times};
use crate::envelope::cwt::{self, Claims};
use crate::envelope::hc1::Hc1;
use crate::error::ReadError;
use crate::inspect::Trace;
use crate::ithc::{self, ITHC_SUBCLAIM};
use crate::json;
use crate::model::Certificate;
use crate::report::{Format, Reason};
use crate::{dcc, ddcc, icvp, shl};

/// Codes of this stage.
pub mod code {
    /// A sub-claim of -260 that belongs to no format this reader knows.
    pub const UNSUPPORTED: &str = "content.shape.unsupported-format";
}

/// A sub-claim's content, interpreted.
#[derive(Debug, Default)]
pub(crate) struct Interpreted {
    /// The view; `None` when the content has no shape.
    pub view: Option<Certificate>,
    /// Everything that speaks against the content.
    pub faults: Vec<Reason>,
    /// Times the content states, for claims that state none.
    pub times: Times,
}

impl Interpreted {
    /// Nothing could be interpreted, because of this.
    pub fn shapeless(reason: Reason) -> Self {
        Self { faults: vec![reason], ..Self::default() }
    }
}

impl From<(Option<Certificate>, Vec<Reason>)> for Interpreted {
    fn from((view, faults): (Option<Certificate>, Vec<Reason>)) -> Self {
        Self { view, faults, times: Times::default() }
    }
}

/// Interprets a sub-claim's content; the claims around it say when it was issued.
type Interpreter = fn(&Value, &Claims) -> Interpreted;

/// Formats by their sub-claim, with what reads each; the first that is there counts.
const SUBCLAIMS: [(i64, Format, Interpreter); 6] = [
    (cwt::DCC, Format::Dcc, |content, _| dcc::interpret(content).into()),
    (ITHC_SUBCLAIM, Format::Ithc, |content, _| ithc::interpret(content).into()),
    (cwt::ICVP, Format::Icvp, |content, claims| icvp::interpret(content, claims.issued_at)),
    (cwt::DDCC_VS, Format::Ddcc, |content, claims| ddcc::interpret(content, claims.issued_at)),
    (cwt::DDCC_TR, Format::Ddcc, |content, claims| ddcc::interpret(content, claims.issued_at)),
    (cwt::LINK, Format::Shl, |content, _| shl::interpret(content)),
];

/// Reads an `HC1:` text.
///
/// # Errors
/// [`ReadError`] naming the stage and offset of the envelope that failed.
pub fn read(text: &str, trace: &mut Trace) -> Result<Contents, ReadError> {
    Hc1::read(text, trace).map(contents)
}

/// [`read`] of the message inside such a text.
#[cfg(feature = "presentation")]
pub(crate) fn read_message(message: &[u8], trace: &mut Trace) -> Result<Contents, ReadError> {
    Hc1::of(message, trace).map(contents)
}

/// The claims of a token whose holder chose what to show: as an `HC1:` text's, but what was withheld is not missed.
///
/// # Errors
/// `envelope.cwt.*`.
#[cfg(feature = "presentation")]
pub(crate) fn read_revealed(
    signed: Signed,
    revealed: &crate::sd_cwt::Revealed,
) -> Result<Contents, ReadError> {
    let claims = Claims::of(revealed.claims.clone())?;
    let (format, interpreted) = match claims.content(ITHC_SUBCLAIM) {
        Some(content) => (Some(Format::Ithc), ithc::interpret_shown(content, &revealed.withheld).into()),
        None => interpret(&claims),
    };
    Ok(assemble(signed, claims, format, interpreted))
}

fn contents(Hc1 { message, claims }: Hc1) -> Contents {
    let (format, interpreted) = interpret(&claims);
    assemble(message.signed(), claims, format, interpreted)
}

fn assemble(signed: Signed, claims: Claims, format: Option<Format>, interpreted: Interpreted) -> Contents {
    let Interpreted { view, faults, times } = interpreted;
    let mut shown = json::from_cbor(&claims.all);
    if claims.content(cwt::LINK).is_some() {
        shl::conceal(&mut shown);
    }
    Contents {
        format,
        signed: Some(signed),
        claims: shown,
        times: Times {
            issued_at: claims.issued_at.or(times.issued_at),
            not_before: claims.not_before.or(times.not_before),
            expires_at: claims.expires_at.or(times.expires_at),
        },
        issuer: claims.issuer,
        view,
        faults,
    }
}

fn interpret(claims: &Claims) -> (Option<Format>, Interpreted) {
    // The first version of DDCC stands in the claims themselves or where a DCC does.
    let first_ddcc =
        claims.bare().or_else(|| claims.content(cwt::DCC).filter(|content| ddcc::looks_like(content)));
    if let Some(content) = first_ddcc {
        return (Some(Format::Ddcc), ddcc::interpret(content, claims.issued_at));
    }
    for (number, format, interpret) in SUBCLAIMS {
        if let Some(content) = claims.content(number) {
            return (Some(format), interpret(content, claims));
        }
    }
    (None, Interpreted::shapeless(unsupported(claims)))
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
