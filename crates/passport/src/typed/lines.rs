//! Pasted full lines.

use super::{FieldName, TypedAssessment, TypedField, expiry_field};
use crate::document::{Document, Level};
use crate::mrz::{self, CheckDigit, Field, Mrz, MrzError};
use crate::profile::DocumentKind;
use crate::reason::{self, Reason};
use time::Date;

pub(super) fn assess(kind: DocumentKind, lines: &[String], today: Date) -> TypedAssessment {
    let mrz = match mrz::parse(lines, today) {
        Ok(mrz) => mrz,
        Err(error) => return unreadable(kind, &error),
    };
    if mrz.format.is_visa() {
        return unreadable(kind, &MrzError::Visa);
    }
    let document = Document::from_mrz(&mrz, Some(kind), Level::Typed);
    let claim = match &document {
        Err(reasons) if mrz.problems.is_empty() => reasons.first().cloned(),
        _ => None,
    };
    let fields = vec![
        judged(FieldName::Line1, &mrz, Some(mrz.name.full())),
        number_field(&mrz, claim.as_ref()),
        judged(FieldName::Birth, &mrz, mrz.birth.map(|birth| birth.to_string())),
        expiry(&mrz, today),
        judged(FieldName::Composite, &mrz, None),
        kind_field(kind, claim),
    ];
    TypedAssessment::new(fields, document.ok().filter(|document| !document.expired_on(today)))
}

/// No zone at all: said at the first line, the rest waits.
fn unreadable(kind: DocumentKind, error: &MrzError) -> TypedAssessment {
    let rest = [FieldName::Number, FieldName::Birth, FieldName::Expiry, FieldName::Composite];
    let mut fields = vec![TypedField::wrong(FieldName::Line1, error.reason())];
    fields.extend(rest.map(TypedField::empty));
    fields.push(TypedField::ok(FieldName::Kind, kind.as_str()));
    TypedAssessment::new(fields, None)
}

/// Right, or wrong by the first problem that belongs to this field.
fn judged(field: FieldName, mrz: &Mrz, value: Option<String>) -> TypedField {
    match mrz.problems.iter().find(|problem| field_of(problem, mrz) == field) {
        Some(problem) => TypedField { value: None, ..TypedField::wrong(field, reason_of(problem, mrz)) },
        None => TypedField { value, ..TypedField::ok(field, "") },
    }
}

fn number_field(mrz: &Mrz, claim: Option<&Reason>) -> TypedField {
    match claim {
        Some(reason) if reason.code == reason::DOCUMENT_NUMBER_PATTERN => {
            TypedField::wrong(FieldName::Number, reason.clone())
        }
        _ => judged(FieldName::Number, mrz, Some(mrz.number.clone())),
    }
}

fn kind_field(kind: DocumentKind, claim: Option<Reason>) -> TypedField {
    match claim {
        Some(reason) if reason.code != reason::DOCUMENT_NUMBER_PATTERN => {
            TypedField::wrong(FieldName::Kind, reason)
        }
        _ => TypedField::ok(FieldName::Kind, kind.as_str()),
    }
}

fn expiry(mrz: &Mrz, today: Date) -> TypedField {
    let judged = judged(FieldName::Expiry, mrz, None);
    match mrz.expires {
        Some(expires) if judged.reason.is_none() => expiry_field(expires, today),
        _ => judged,
    }
}

/// The field of the form a problem is shown at.
fn field_of(problem: &MrzError, mrz: &Mrz) -> FieldName {
    let field = match problem {
        MrzError::CheckDigit { field, .. } | MrzError::Date { field, .. } => *field,
        MrzError::Character { line, column, .. } => mrz.field_at(*line, *column),
        _ => Field::Name,
    };
    match field {
        Field::Number => FieldName::Number,
        Field::Birth => FieldName::Birth,
        Field::Expiry => FieldName::Expiry,
        Field::Code | Field::Issuer | Field::Name => FieldName::Line1,
        Field::Composite | Field::Nationality | Field::Optional | Field::Optional2 | Field::Sex => {
            FieldName::Composite
        }
    }
}

/// The same sentences as for the pieces, where there is one.
fn reason_of(problem: &MrzError, mrz: &Mrz) -> Reason {
    let code = match problem {
        MrzError::CheckDigit { field: Field::Number, .. } => reason::TYPED_NUMBER_CHECK_DIGIT,
        MrzError::CheckDigit { field: Field::Birth, .. } => reason::TYPED_BIRTH_CHECK_DIGIT,
        MrzError::CheckDigit { field: Field::Expiry, .. } => reason::TYPED_EXPIRY_CHECK_DIGIT,
        MrzError::CheckDigit { .. } => reason::TYPED_COMPOSITE_CHECK_DIGIT,
        MrzError::Date { field: Field::Birth, .. } => reason::TYPED_BIRTH_DATE,
        MrzError::Date { .. } => reason::TYPED_EXPIRY_DATE,
        other => return other.reason(),
    };
    let reason = problem.reason().coded(code);
    match problem {
        MrzError::CheckDigit { field, .. } => match mrz.failed(*field) {
            Some(CheckDigit { over, .. }) => reason.at(over.as_str()),
            None => reason,
        },
        _ => reason,
    }
}
