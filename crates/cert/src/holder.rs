//! Is the certificate about the holder of this document?

use crate::ithc;
use crate::model::{Certificate, Commitment};
use crate::report::{Check, Reason, State};
use crate::time::UnixTime;
use crate::verify::code;
use healthpass_passport::{Document, Level, Match, Outcome, Subject, date, matching, mrz};
use time::{Date, OffsetDateTime};

/// The day of `now` in UTC, for expiry and the century of two-digit years.
pub fn day(now: UnixTime) -> Date {
    OffsetDateTime::from_unix_timestamp(now.0).map_or(Date::MIN, OffsetDateTime::date)
}

/// The document a machine readable zone describes: `None` for no lines at all.
///
/// # Errors
/// Every `mrz.*` and `document.*` reason that speaks against it.
pub fn read_mrz(lines: &[String], now: UnixTime) -> Option<Result<Document, Vec<Reason>>> {
    if lines.is_empty() {
        return None;
    }
    let document = match mrz::parse(lines, day(now)) {
        Ok(mrz) => Document::from_mrz(&mrz, None, Level::Typed),
        Err(error) => Err(vec![error.reason()]),
    };
    Some(document)
}

/// What a certificate says of its holder, for matching. As in a zone, a name that is not divided is all surname
/// (ICAO 9303-3 section 4.6).
pub fn subject(certificate: &Certificate) -> Subject<'_> {
    let person = &certificate.person;
    let document = certificate.document.as_ref();
    Subject {
        surname: person.surname.as_deref().or(person.full_name.as_deref()),
        given_names: person.given_names.as_deref(),
        icao_surname: person.icao_surname.as_deref(),
        icao_given_names: person.icao_given_names.as_deref(),
        native_name: person.native_name.as_deref(),
        birth_date: person.birth_date.as_deref(),
        number: document.and_then(|document| document.number.as_deref()),
        issuer: document.and_then(|document| document.issuer.as_deref()),
        nationality: person.nationality.as_deref(),
        sex: person.sex.as_deref(),
    }
}

/// How well certificate and document agree, by the ordered outcomes of the passport crate. A concealed
/// number is confirmed with the document's own; when it is another, that ends the comparison.
pub fn outcome(certificate: &Certificate, document: &Document) -> Match {
    let mut subject = subject(certificate);
    match certificate.document.as_ref().and_then(|named| named.commitment) {
        Some(commitment) if confirms(&commitment, document) => subject.number = Some(&document.number),
        Some(_) => {
            let reasons = vec![Reason::new(code::NUMBER_NOT_CONFIRMED).at("number")];
            return Match { outcome: Outcome::NumberMismatch, reasons, number_equal: false };
        }
        None if subject.number.is_none() => subject.number = confirming(certificate, document),
        None => (),
    }
    matching::compare(&subject, document)
}

/// An identifier of no stated kind that is the document's number confirms it; any other says nothing against
/// the holder, who has more than one number.
fn confirming<'c>(certificate: &'c Certificate, document: &Document) -> Option<&'c str> {
    let number = matching::plain_number(&document.number);
    certificate.person.identifier.as_deref().filter(|identifier| matching::plain_number(identifier) == number)
}

fn confirms(commitment: &Commitment, document: &Document) -> bool {
    let (birth, expiry) = (document.birth.mrz_text(), date::mrz_text(document.expires));
    ithc::commitment(&commitment.salt, &document.number, &birth, &expiry) == commitment.value
}

/// The holder check: pass for an outcome that may be shown, unknown for a weak one, fail for a mismatch.
pub fn compare(certificate: &Certificate, document: &Document) -> Check {
    let found = outcome(certificate, document);
    let state = if found.may_show(document.level) {
        State::Pass
    } else if found.outcome.is_mismatch() {
        State::Fail
    } else {
        State::Unknown
    };
    Check { state, reasons: found.reasons }
}
